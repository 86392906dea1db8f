"""Questions one can ask of many records at once."""

import datetime as dt
from typing import Any, Self

from django.db.models import Case, F, Q, When

from accompaniment.audit.history import TrackedQuerySet
from accompaniment.staff.access import FINDABLE_BY, VisibleQuerySet
from cases.enums import SessionStatus, Visibility
from cases.enums.bond import BondKind
from cases.enums.documents import SHELF_OPENS, SHELF_TAKES
from cases.enums.instruments import AlertState
from cases.enums.task import TaskState


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


class BondQuerySet(RecordQuerySet):  # type: ignore[override]  # as_manager()
    """Bonds between persons."""

    def standing(self) -> Self:
        """Leave out those that were recorded by mistake."""
        return self.filter(withdrawn_at=None)

    def of_aggression(self) -> Self:
        """Keep those that say who has harmed whom."""
        return self.standing().filter(kind=BondKind.AGRESION)


class TaskQuerySet(RecordQuerySet):  # type: ignore[override]  # as_manager()
    """What there is to do."""

    def open(self) -> Self:
        """Keep what is still to do."""
        return self.filter(state=TaskState.OPEN)

    def of_someone(self, user: Any, teams: Any) -> Self:
        """Keep what is hers; in the teams she coordinates, what is nobody's or of who has left."""
        nobody = Q(assignee=None) | Q(assignee__is_active=False)
        return self.filter(Q(assignee=user) | (nobody & Q(case__team__in=list(teams))))

    def due_before(self, day: dt.date) -> Self:
        """Keep what is urgent, has no day, or is due by then."""
        return self.filter(Q(is_urgent=True) | Q(due_on=None) | Q(due_on__lte=day))

    def soonest_first(self) -> Self:
        """Order by urgency, then by the day it is due; what is urgent and has none is for now."""
        now = Case(When(is_urgent=True, due_on=None, then=0), default=1)
        due = F("due_on").asc(nulls_last=True)
        return self.order_by("-is_urgent", now, due, "raised_at", "id")


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
            Q(visibility__in=(Visibility.TEAM, Visibility.PRIVATE))
            | Q(author=user.pk)
            | Q(visibility=Visibility.SUPERVISION, pk__in=supervised)
        )

    def shared(self) -> Self:
        """Keep those of the whole accompaniment, never one of somebody's private space."""
        return self.filter(visibility=Visibility.TEAM, about=None)

    def of_space(self, person: Any) -> Self:
        """Keep those of one person's private space."""
        return self.filter(about=person)

    def unsigned(self) -> Self:
        """Keep those still to be signed."""
        return self.filter(signed_at=None)


class ReadableQuerySet(RecordQuerySet):  # type: ignore[override]  # as_manager()
    """Records that are there for whoever may read the case: who may not does not see them."""

    def permitted(self, user: Any, action: str) -> Self:
        """Keep the rows the user may read and on which the action is allowed."""
        return super().permitted(user, "read" if action == "view" else action)


class AppliedQuerySet(ReadableQuerySet):  # type: ignore[override]  # as_manager()
    """Instruments that someone answered."""

    def counting(self) -> Self:
        """Leave out what was recorded by mistake."""
        return self.filter(annulled_at=None)

    def newest_first(self) -> Self:
        """Order by the day they were applied."""
        return self.order_by("-applied_on", "-recorded_at", "-id")


class AlertQuerySet(RecordQuerySet):  # type: ignore[override]  # as_manager()
    """Alerts about someone's life."""

    def unanswered(self) -> Self:
        """Keep those nobody has attended to."""
        return self.filter(state=AlertState.OPEN)

    def waiting(self) -> Self:
        """Keep those that two people have not signed yet, the oldest first."""
        return self.exclude(state=AlertState.CLOSED).order_by("raised_at", "id")


class DraftQuerySet(VisibleQuerySet):
    """What its author is still typing; nobody else's, whatever they may see."""

    def permitted(self, user: Any, action: str) -> Self:
        """Keep the user's own drafts in cases where the action is still allowed."""
        return super().permitted(user, action).filter(author=user.pk)


class MembersQuerySet(RecordQuerySet):  # type: ignore[override]  # as_manager()
    """Who belongs to a collective: a list of those who search is a list of targets."""

    def permitted(self, user: Any, action: str) -> Self:
        """Keep the rows of collectives whose members the user may see, and do this to."""
        rows = super().permitted(user, "members")
        if action in {"view", "members"}:
            return rows
        return rows.filter(pk__in=super().permitted(user, action).values("pk"))


class PresenceQuerySet(VisibleQuerySet):
    """The names of who came; without history, so that a name taken back is gone."""

    def permitted(self, user: Any, action: str) -> Self:
        """Keep the names of collectives whose members the user may see."""
        return super().permitted(user, "members" if action == "view" else action)


class LegalQuerySet(RecordQuerySet):  # type: ignore[override]  # as_manager()
    """Legal records: seen by whoever works on the legal road of the case, and by nobody else."""

    def permitted(self, user: Any, action: str) -> Self:
        """Keep the rows on which this user may perform the action; to see them is one."""
        return super().permitted(user, "legal" if action == "view" else action)


class DocumentQuerySet(RecordQuerySet):  # type: ignore[override]  # as_manager()
    """Documents and their versions: behind the door of the shelf they lie on."""

    def permitted(self, user: Any, action: str) -> Self:
        """Keep those whose shelf the user may open and, to change them, may also put things on."""
        found = self.none()
        for shelf, opens in SHELF_OPENS.items():
            rows = super().permitted(user, opens).filter(visibility=shelf)
            if action != "view":
                takes = SHELF_TAKES[shelf] if action == "write" else (action,)
                may = Q()
                for each in takes:
                    may |= Q(pk__in=super().permitted(user, each).values("pk"))
                rows = rows.filter(may)
            found = found | rows
        return found


class ListeningQuerySet(VisibleQuerySet):
    """First contacts and what lies below them: who listens may see, identify and write too."""

    def permitted(self, user: Any, action: str) -> Self:
        """Keep the rows on which the action is allowed, by itself or because the user listens."""
        if action == "write":
            return super().permitted(user, "listen")
        if action not in FINDABLE_BY:
            return super().permitted(user, action)
        return super().permitted(user, action) | super().permitted(user, "listen")


class CallQuerySet(TrackedQuerySet, ListeningQuerySet):  # type: ignore[override]  # as_manager()
    """First contacts, and their steps, attempts and notices."""

    def under_way(self) -> Self:
        """Keep the ones about which something is still to be done."""
        return self.filter(is_open=True)


class CallDraftQuerySet(ListeningQuerySet):
    """What its author is still typing about a call; nobody else's."""

    def permitted(self, user: Any, action: str) -> Self:
        """Keep the user's own drafts of calls on which the action is still allowed."""
        return super().permitted(user, action).filter(author=user.pk)
