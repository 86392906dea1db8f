"""One line for each commission in a list: where it stands, who evaluates, when it is due."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from accompaniment.templatetags.moments import moment
from expertise import steps
from expertise.enums.commission import CommissionState
from expertise.models import Commission

SOON = dt.timedelta(days=14)
S = CommissionState
WAITS = frozenset({S.SUSPENDIDO, S.CON_OBSERVACIONES, S.DESECHADO})
SEALED = (
    *("other_party", "protected", "authority", "numbers", "offence", "requester"),
    *("requested_because", "prior_relation_why", "not_accepted_why", "matrix_justified"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One commission in a list."""

    root: UUID
    code: str
    url: str
    initials: str  # for who may know them
    kind: str
    state: str
    state_kind: str
    who: str
    due: str
    due_kind: str
    since: str


def listed() -> Any:
    """Return what a list fetches of each commission."""
    return Commission.objects.select_related("expert").defer(*SEALED, "evaluated_name")


def rows(found: Iterable[Any], user: Any, today: dt.date) -> list[Row]:
    """Say commissions the door has shown; the initials only to who may know them."""
    found = list(found)
    ids = [each.pk for each in found]
    known = Commission.objects.permitted(user, "identify").filter(pk__in=ids)
    named = set(known.values_list("pk", flat=True)) if ids else set()
    return [row(each, today, named=each.pk in named) for each in found]


def row(commission: Any, today: dt.date, *, named: bool) -> Row:
    """Say one commission."""
    due, kind = due_of(commission, today)
    return Row(
        root=commission.pk,
        code=commission.code,
        url=commission.get_absolute_url(),
        initials=commission.initials.reveal() if named and commission.initials else "",
        kind=str(commission.get_kind_display()),
        state=str(commission.get_state_display()),
        state_kind=kind_of(commission.state),
        who=commission.expert.get_short_name() if commission.expert else "",
        due=due,
        due_kind=kind,
        since=moment(timezone.localdate(commission.requested_at), "brief"),
    )


def kind_of(state: str) -> str:
    """Return how a state is coloured."""
    if state in steps.ENDS:
        return "none"
    if state in WAITS:
        return "warn"
    return "ok" if state in steps.LOCKED else "accent"


def due_of(commission: Any, today: dt.date) -> tuple[str, str]:
    """Say when a report is due, as long as it is not signed, and how urgent that is."""
    day = commission.due_on
    if day is None or not commission.is_open or commission.state in steps.LOCKED:
        return "", ""
    kind = "danger" if day < today else "warn" if day <= today + SOON else ""
    return moment(day, "left"), kind
