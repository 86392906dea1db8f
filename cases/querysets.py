"""Questions one can ask of many records at once."""

import datetime as dt
from typing import Any, Self

from django.db.models import Q

from accompaniment.audit.history import TrackedQuerySet
from accompaniment.staff.access import VisibleQuerySet
from cases.enums import SessionStatus, Visibility


class RecordQuerySet(TrackedQuerySet, VisibleQuerySet):  # type: ignore[override]  # as_manager()
    """Records behind the door, with every version kept."""


class CaseQuerySet(RecordQuerySet):  # type: ignore[override]  # as_manager()
    """Accompaniments."""

    def open(self) -> Self:
        """Keep the ones still under way."""
        return self.filter(is_open=True)

    def newest_first(self) -> Self:
        """Order by last activity."""
        return self.order_by("-last_activity_at", "-id")


class SessionQuerySet(RecordQuerySet):  # type: ignore[override]  # as_manager()
    """Sessions."""

    def of_day(self, start: dt.datetime, end: dt.datetime) -> Self:
        """Keep those that begin within the half-open interval, in order."""
        return self.filter(starts_at__gte=start, starts_at__lt=end).order_by("starts_at", "id")

    def scheduled(self) -> Self:
        """Keep those to come."""
        return self.filter(status=SessionStatus.SCHEDULED)


class NoteQuerySet(RecordQuerySet):  # type: ignore[override]  # as_manager()
    """Notes: behind the door of their case, and behind the wall their author chose."""

    def permitted(self, user: Any, action: str) -> Self:
        """Keep the notes the user may read and on which the action is allowed.

        That a note may be *seen* means that it may be read: the rest of the house learns from the
        session that there was one.
        """
        case_action = "read" if action == "view" else action
        rows = super().permitted(user, case_action)
        supervised = super().permitted(user, "supervise").values("pk")
        return rows.filter(
            Q(visibility=Visibility.TEAM)
            | Q(author=user.pk)
            | Q(visibility=Visibility.SUPERVISION, pk__in=supervised)
        )

    def unsigned(self) -> Self:
        """Keep those still to be signed."""
        return self.filter(signed_at=None)


class DraftQuerySet(VisibleQuerySet):
    """What its author is still typing; nobody else's, whatever they may see."""

    def permitted(self, user: Any, action: str) -> Self:
        """Keep the user's own drafts in cases where the action is still allowed."""
        return super().permitted(user, action).filter(author=user.pk)
