"""Let the calendar ask: raise a task for whatever comes due."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accompaniment.staff.acting import Service, acting
from cases.actions.tasks import raise_task
from cases.models import Task
from cases.reports.due import Due, all_due

CALENDAR = Service("calendar")


def remind(at: dt.datetime) -> int:
    """Raise what comes due and has not been asked for; return how many tasks are new."""
    count = 0
    with acting(CALENDAR, "coordination"):
        for due in all_due(timezone.localdate(at)):
            if not _is_asked(due):
                _raise(due, at)
                count += 1
    return count


def _is_asked(due: Due) -> bool:
    return Task.objects.filter(
        case=due.case, kind=due.kind, about=due.about, stage=due.stage, assignee=due.assignee
    ).exists()


@transaction.atomic
def _raise(due: Due, at: dt.datetime) -> None:
    raise_task(
        case=due.case,
        kind=due.kind,
        about=due.about,
        stage=due.stage,
        assignee=due.assignee,
        due_on=due.due_on,
        urgent=due.is_urgent,
        by=CALENDAR,
        at=at,
    )
