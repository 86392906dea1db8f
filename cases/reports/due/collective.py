"""What a week brings after a search, a notification or a return: for people and for the team."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from cases.enums import SessionStatus
from cases.enums.collective import (
    WEIGHS_ON_THE_TEAM,
    WITHIN_DAYS,
    ActivityKind,
    Moment,
)
from cases.enums.task import TaskKind
from cases.models import Activity
from cases.reports.due import Due

LOOKS_BACK = dt.timedelta(days=60)  # older ones have been asked for long ago


def due(today: dt.date) -> Iterator[Due]:
    """Yield what was held and still waits for its afterwards or for the words of the team."""
    since = timezone.make_aware(dt.datetime.combine(today - LOOKS_BACK, dt.time()))
    rows = (
        Activity.objects.filter(
            case__is_open=True,
            kind__in=WEIGHS_ON_THE_TEAM,
            session__status=SessionStatus.HELD,
            session__starts_at__gte=since,
        )
        .select_related("case", "session__accompanist")
        .defer("shared", "debrief")
    )
    for activity in rows.filter(debriefed_at=None):
        yield asked(activity, TaskKind.TEAM_DEBRIEF)
    searches = rows.filter(kind=ActivityKind.BUSQUEDA)
    for activity in searches.exclude(moments__moment=Moment.DESPUES):
        yield asked(activity, TaskKind.SEARCH_AFTER)


def asked(activity: Any, kind: str) -> Due:
    """Ask who held it, within a week."""
    session = activity.session
    day = timezone.localdate(session.starts_at) + dt.timedelta(days=WITHIN_DAYS)
    return Due(activity.case, kind, activity.pk, day, assignee=session.accompanist)
