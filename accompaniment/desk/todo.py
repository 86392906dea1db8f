"""What waits for one person in all her cases: alerts, tasks, supervision to look at again."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff.enums import Role
from accompaniment.staff.standing import Standing
from accompaniment.templatetags.moments import moment
from cases.models import Supervision, Task
from cases.reports.tasks import ToDo, to_dos

FEW, MANY = 10, 100
AHEAD, BEHIND = dt.timedelta(days=14), dt.timedelta(days=14)


def waiting(user: Any, here: Standing) -> Any:
    """Return what is hers to do, and what is nobody's in the teams she coordinates."""
    rows = Task.objects.visible_to(user).open()
    rows = rows.of_someone(user, here.teams({Role.COORDINATOR}))
    return rows.select_related("case").defer("words", "outcome", "case__reason")


def soon(user: Any, here: Standing, today: dt.date) -> list[ToDo]:
    """Return what is urgent, late or due within two weeks."""
    rows = waiting(user, here).due_before(today + AHEAD)
    return to_dos(rows.soonest_first()[:FEW], today)


def everything(user: Any, here: Standing, today: dt.date) -> tuple[list[ToDo], bool]:
    """Return what waits, soonest first, and whether there is more than a page of it."""
    rows = list(waiting(user, here).soonest_first()[: MANY + 1])
    return to_dos(rows[:MANY], today), len(rows) > MANY


def supervision(user: Any, today: dt.date) -> list[tuple[str, str, str]]:
    """Return the supervisions to look at again: title, address, when."""
    rows = Supervision.objects.visible_to(user).filter(
        follow_up_on__gte=today - BEHIND, follow_up_on__lte=today + AHEAD
    )
    return [
        (
            _("Look again at a supervision"),
            reverse("cases:supervision", args=[each.pk]),
            moment(each.follow_up_on, "left"),
        )
        for each in rows.defer("said").order_by("follow_up_on", "id")[:FEW]
    ]


def trace(shown: list[ToDo]) -> None:
    """Keep for the trace which cases a page names."""
    ids = sorted({str(each.case) for each in shown})
    if ids:
        log.collect(Verb.LIST, "cases.case", None, ids, count=len(ids))
