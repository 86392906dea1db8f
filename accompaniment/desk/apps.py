"""The desk."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The desk."""

    name = "accompaniment.desk"
    label = "desk"
