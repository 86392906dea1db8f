"""Safety alerts that still wait the day after."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from cases.enums.instruments import AlertState
from cases.enums.task import TaskKind
from cases.models import SafetyAlert
from cases.reports.due import Due

ASKS = {
    AlertState.OPEN: TaskKind.SAFETY_ALERT,
    AlertState.ANSWERED: TaskKind.SAFETY_SIGNATURE,
}


def due(today: dt.date) -> Iterator[Due]:
    """Ask the coordination once more for what was not answered or signed on its day."""
    rows = SafetyAlert.objects.waiting().filter(case__erased_at=None)
    for alert in rows.select_related("case").defer("record", "closing_words", "case__reason"):
        since = timezone.localdate(alert.answered_at or alert.raised_at)
        if since < today:
            kind = ASKS[AlertState(alert.state)]
            yield Due(alert.case, kind, alert.pk, today, stage="late", is_urgent=True)
