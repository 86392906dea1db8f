"""What the legal road asks for: hearings to prepare, measures late, contacts owed, ends near."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from cases import order_clocks
from cases.enums.legal import HearingState
from cases.enums.protection import ASKED, OVER, OrderState
from cases.enums.task import TaskKind
from cases.models import Hearing, OrderContact, ProtectionOrder
from cases.reports.due import Due

SOON = dt.timedelta(days=7)
LATELY = dt.timedelta(days=8)  # the six days of contacts, and a little


def due(today: dt.date) -> Iterator[Due]:
    """Yield what comes due; hours are counted to this moment, days to the day asked about."""
    now = timezone.now()
    yield from _hearings(now)
    yield from _not_issued(now)
    yield from _contacts(now)
    yield from _ends(today)


def _hearings(now: dt.datetime) -> Iterator[Due]:
    rows = Hearing.objects.filter(
        state=HearingState.PROGRAMADA, starts_at__gte=now, starts_at__lte=now + SOON
    ).select_related("case__responsible", "companion")
    for row in rows.iterator():
        day = order_clocks.day_in(row.starts_at, row.time_zone)
        assignee = row.companion or row.case.responsible
        yield Due(row.case, TaskKind.HEARING_SOON, row.pk, due_on=day, assignee=assignee)


def _not_issued(now: dt.datetime) -> Iterator[Due]:
    rows: Any = ProtectionOrder.objects.filter(state=OrderState.SOLICITADA).select_related(
        "case__responsible", "matter__lawyer"
    )
    for row in rows.iterator():
        rules = order_clocks.rules_of(row.system, row.procedure)
        if not rules.issue_hours:
            continue
        ended = order_clocks.hours_after(row.requested_at, rules.issue_hours)
        if ended < now:
            day = order_clocks.day_in(ended, row.time_zone)
            yield Due(
                row.case,
                TaskKind.ORDER_NOT_ISSUED,
                row.pk,
                due_on=day,
                assignee=whose(row),
                is_urgent=True,
            )


def _contacts(now: dt.datetime) -> Iterator[Due]:
    rows: Any = ProtectionOrder.objects.exclude(state__in=(*ASKED, *OVER)).filter(
        decided_at__gte=now - LATELY
    )
    held = [
        row
        for row in rows.select_related("case__responsible", "matter__lawyer")
        if order_clocks.rules_of(row.system, row.procedure).contacts
    ]
    known = set(OrderContact.objects.filter(order__in=held).values_list("order_id", "number"))
    for row in held:
        for number, (begins, ends) in enumerate(order_clocks.contact_windows(row.decided_at), 1):
            if begins <= now and (row.pk, number) not in known:
                yield Due(
                    row.case,
                    TaskKind.ORDER_DAILY_CONTACT,
                    row.pk,
                    due_on=order_clocks.day_in(ends, row.time_zone),
                    stage=str(number),
                    assignee=row.case.responsible,
                )


def _ends(today: dt.date) -> Iterator[Due]:
    latest = today + dt.timedelta(days=max(order_clocks.NOTICES))
    rows: Any = ProtectionOrder.objects.exclude(state__in=(*ASKED, *OVER)).filter(
        expires_on__lte=latest
    )
    for row in rows.select_related("case__responsible", "matter__lawyer").iterator():
        stage = order_clocks.notice(row.expires_on, today)
        yield Due(
            row.case,
            TaskKind.ORDER_EXPIRES,
            row.pk,
            due_on=row.expires_on,
            stage=f"{row.expires_on:%y%m%d}-{stage}",
            assignee=whose(row),
            is_urgent=stage in {"0", "1"},
        )


def whose(order: ProtectionOrder) -> Any:
    """Return who follows a measure: the lawyer of its matter, or who is responsible."""
    lawyer = order.matter.lawyer if order.matter else None
    return lawyer or order.case.responsible
