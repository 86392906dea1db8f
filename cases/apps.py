"""The heart: persons, accompaniments, sessions."""

from django.apps import AppConfig

from accompaniment import gathering
from accompaniment.audit import words
from cases import vocabulary


class CasesConfig(AppConfig):
    """Persons, accompaniments, sessions."""

    name = "cases"

    def ready(self) -> None:
        """Teach the trace the words for what lies in this house."""
        for module in gathering.modules(vocabulary):
            words.teach(getattr(module, "KINDS", {}), getattr(module, "FIELDS", {}))
