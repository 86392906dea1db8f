"""When a plan has to be looked at again, and when somebody asks how she is after closing."""

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone

from cases.enums import Consent
from cases.enums.plan import STAGES
from cases.models import Case, Plan

REVIEW_SESSIONS, REVIEW_MONTHS = 8, 3  # whichever comes first


def months_after(day: dt.date, months: int) -> dt.date:
    """Return the same day of a later month, or its last one."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = whole // 12, whole % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def review_on(plan: Plan) -> dt.date:
    """Return the day by which a plan is reviewed, if the sessions do not ask for it before."""
    return months_after(plan.looked_at_on, REVIEW_MONTHS)


def sessions_left(plan: Plan, case: Case) -> int:
    """Return how many sessions may be held before the next review."""
    return max(0, REVIEW_SESSIONS - (case.sessions_held - plan.looked_at_sessions))


def is_due(plan: Plan, case: Case, today: dt.date) -> bool:
    """Tell whether it is time to look at the plan again."""
    return sessions_left(plan, case) == 0 or review_on(plan) <= today


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the three contacts after closing."""

    months: int
    due_on: dt.date
    attempts: list[Any]

    @property
    def is_settled(self) -> bool:
        """Tell whether nobody has to try again."""
        return any(each.settles for each in self.attempts)


def about(case: Case, months: int) -> UUID:
    """Return what stands for one contact after one closing before it is on record."""
    return uuid5(case.pk, f"{case.closed_at:%Y%m%d%H%M%S} {months}")


def may_be_contacted(case: Case, today: dt.date) -> bool:
    """Tell whether someone of the case said that she wants to be contacted after closing."""
    rows = case.consents.filter(kind=Consent.SEGUIMIENTO, granted=True, revoked_at=None)
    return any(row.expires_on is None or row.expires_on >= today for row in rows)


def stages(case: Case) -> list[Stage]:
    """Return the contacts that follow the closing of a case, with what came of each."""
    if not case.closed_at:
        return []
    closed = timezone.localdate(case.closed_at)
    rows = list(
        case.follow_ups.filter(closed_at=case.closed_at)
        .select_related("held_by")
        .order_by("held_at", "id")
    )
    return [
        Stage(months, months_after(closed, months), [row for row in rows if row.months == months])
        for months in STAGES
    ]
