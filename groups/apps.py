"""The wing of reflection groups and community work."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    """The wing of reflection groups and community work."""

    name = "groups"
