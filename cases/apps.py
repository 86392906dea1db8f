"""The heart: persons, accompaniments, sessions."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Persons, accompaniments, sessions."""

    name = "cases"
