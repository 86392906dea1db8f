"""The wing of groups."""

from django.apps import AppConfig

from accompaniment import gathering
from accompaniment.audit import words
from groups import vocabulary


class GroupsConfig(AppConfig):
    """The wing of groups."""

    name = "groups"

    def ready(self) -> None:
        """Teach the trace the words for what lies in this wing."""
        for module in gathering.modules(vocabulary):
            told = (getattr(module, name, {}) for name in ("KINDS", "FIELDS", "PURPOSES"))
            words.teach(*told)
        from cases.actions import booking  # noqa: PLC0415  records are known from here on
        from groups.actions.calendar import WING  # noqa: PLC0415

        booking.also(WING)
