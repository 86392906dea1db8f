"""The list of collectives and communities: newest activity first, a page at a time."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.pages import Cursor
from cases import lines
from cases.enums.collective import CycleState
from cases.models import Case, Collective, Cycle
from cases.reports.collective import CollectiveRow, collective_rows

SIZE = 25
TOGETHER = [name for name, line in lines.LINES.items() if not line.is_about_someone]


@dataclass(frozen=True, slots=True)
class Listed:
    """Some collectives, and where the next ones begin."""

    rows: list[CollectiveRow]
    next: Cursor | None = None


def listed(user: Any, after: Cursor | None) -> Listed:
    """Return the collectives the reader may see; with a name where the reader may identify.

    There are few of them: the plain queryset of the door serves, and needs no place of its own.
    """
    now = Cycle.objects.exclude(state=CycleState.CERRADO).defer("theme", "purpose", "evaluation")
    rows = (
        Case.objects.visible_to(user)
        .filter(line__in=TOGETHER)
        .select_related("responsible")
        .defer("reason")
        .prefetch_related(Prefetch("cycles", queryset=now, to_attr="cycles_now"))
    )
    if after:
        same = Q(last_activity_at=after.at, pk__lt=after.pk)
        rows = rows.filter(Q(last_activity_at__lt=after.at) | same)
    found = list(rows.newest_first()[: SIZE + 1])
    shown = found[:SIZE]
    access.let_in(shown)
    log.collect(
        Verb.LIST, Case._meta.label_lower, None, [case.pk for case in shown], count=len(shown)
    )
    following = Cursor.of(shown[-1]) if len(found) > SIZE else None
    return Listed(collective_rows(shown, names_of(shown, user)), following)


def names_of(cases: list[Any], user: Any) -> dict[Any, str]:
    """Return what collectives call themselves, where the reader may identify."""
    known = Case.objects.permitted(user, "identify").filter(pk__in=[case.pk for case in cases])
    rows = Collective.objects.filter(case__in=known).defer("purpose", "decision")
    return {row.case_id: row.name.reveal() for row in rows if row.name}
