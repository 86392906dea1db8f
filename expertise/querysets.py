"""Questions one can ask of many commissions at once."""

from typing import Any, Self

from accompaniment.audit.history import TrackedQuerySet
from accompaniment.staff.access import VisibleQuerySet
from expertise.enums.paper import LIVING
from expertise.steps import WRITING


class RecordQuerySet(TrackedQuerySet, VisibleQuerySet):  # type: ignore[override]  # as_manager()
    """Records behind the door, with every version kept."""


class CommissionQuerySet(RecordQuerySet):  # type: ignore[override]  # as_manager()
    """Commissions."""

    def open(self) -> Self:
        """Keep the ones still under way."""
        return self.filter(is_open=True)


class FileQuerySet(RecordQuerySet):  # type: ignore[override]  # as_manager()
    """What lies in the expert file: it exists only for who may read there."""

    def visible_to(self, user: Any) -> Self:
        """Keep what this user may read."""
        return self.permitted(user, "read")


class LoanQuerySet(RecordQuerySet):  # type: ignore[override]  # as_manager()
    """What an expert asks of an accompaniment: it exists only for who may read its notes."""

    def visible_to(self, user: Any) -> Self:
        """Keep what this user may read."""
        return self.permitted(user, "read")

    def waiting(self) -> Self:
        """Keep what nobody has answered and the expert still needs, the oldest first."""
        wanted = self.filter(answered_at=None, borrowing__commission__state__in=WRITING)
        return wanted.order_by("asked_at", "id")


class ReleaseQuerySet(RecordQuerySet):  # type: ignore[override]  # as_manager()
    """Copies released to the legal area: they exist only for who works on the legal road."""

    def visible_to(self, user: Any) -> Self:
        """Keep what this user may receive."""
        return self.permitted(user, "legal")

    def standing(self) -> Self:
        """Keep what has not been taken back."""
        return self.filter(withdrawn_at=None).exclude(object="")


class JobQuerySet(VisibleQuerySet):
    """Renderings."""

    def living(self) -> Self:
        """Keep what waits or is under way."""
        return self.filter(state__in=LIVING)


class DraftQuerySet(VisibleQuerySet):
    """What is being written: its author's alone."""

    def permitted(self, user: Any, action: str) -> Self:
        """Keep the user's own, where the user may still read."""
        return super().permitted(user, "read").filter(author=user)
