"""The wing of human-rights defenders at risk."""

from django.apps import AppConfig


class DefendersConfig(AppConfig):
    """The wing of human-rights defenders at risk."""

    name = "defenders"
