"""The wing of expert opinions."""

from django.apps import AppConfig


class ExpertiseConfig(AppConfig):
    """The wing of expert opinions."""

    name = "expertise"
