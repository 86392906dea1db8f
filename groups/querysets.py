"""Questions one can ask of many groups at once."""

from typing import Any, Self

from accompaniment.audit.history import TrackedQuerySet
from accompaniment.staff.access import VisibleQuerySet
from groups.enums import MeetingState
from groups.steps import IN_GROUP


class RecordQuerySet(TrackedQuerySet, VisibleQuerySet):  # type: ignore[override]  # as_manager()
    """Records behind the door, with every version kept."""


class GroupQuerySet(RecordQuerySet):  # type: ignore[override]  # as_manager()
    """Groups."""

    def open(self) -> Self:
        """Keep the cycles still under way."""
        return self.filter(is_open=True)


class MembersQuerySet(RecordQuerySet):  # type: ignore[override]  # as_manager()
    """Who takes part: a list of women that exists only for who may see it."""

    def visible_to(self, user: Any) -> Self:
        """Keep those this user may know of."""
        return self.permitted(user, "members")


class EnrolmentQuerySet(MembersQuerySet):  # type: ignore[override]  # as_manager()
    """Those who take part, or did, or would like to."""

    def kept(self) -> Self:
        """Keep those whose file was not erased with their accompaniment."""
        return self.filter(erased_at=None)

    def inside(self) -> Self:
        """Keep those who have a place."""
        return self.kept().filter(state__in=IN_GROUP)


class NoticeQuerySet(RecordQuerySet):  # type: ignore[override]  # as_manager()
    """What coordination should look at: for nobody else, least of all whom it is about."""

    def visible_to(self, user: Any) -> Self:
        """Keep those about groups this user coordinates."""
        return self.permitted(user, "assign")

    def unseen(self) -> Self:
        """Keep those nobody has looked into."""
        return self.filter(seen_at=None)


class MeetingQuerySet(RecordQuerySet):  # type: ignore[override]  # as_manager()
    """Sessions of groups."""

    def planned(self) -> Self:
        """Keep those to come."""
        return self.filter(state=MeetingState.PROGRAMADA)
