"""What waits for an expert in court: days to come, days that passed, answers that are due."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff.enums import Role
from accompaniment.staff.standing import Standing
from accompaniment.templatetags.moments import moment
from expertise.enums.hearing import TestimonyState
from expertise.models import Aftermath, Testimony
from expertise.reports.due import Waiting

SOON, FEW = dt.timedelta(days=14), 6


def in_court(user: Any, here: Standing, at: dt.datetime) -> list[Waiting]:
    """Return what waits for somebody in court, in two queries; nothing sealed is opened."""
    if not here.holds(Role.PSYCHOLOGIST, Role.COORDINATOR):
        return []
    found = [*_testimonies(user, at), *_asked(user, timezone.localdate(at))]
    if found:
        ids = sorted({str(each.root) for each in found})
        log.collect(Verb.LIST, "expertise.commission", None, ids, count=len(ids))
    return found


def _testimonies(user: Any, at: dt.datetime) -> list[Waiting]:
    rows = Testimony.objects.permitted(user, "defend").filter(
        commission__expert=user, state=TestimonyState.PROGRAMADA, starts_at__lt=at + SOON
    )
    rows = rows.select_related("commission").defer("court", "outcome", "preparation")
    return [_of_testimony(row, at) for row in rows.order_by("starts_at", "id")[:FEW]]


def _of_testimony(row: Any, at: dt.datetime) -> Waiting:
    passed = row.starts_at < at
    day = timezone.localdate(row.starts_at)
    return Waiting(
        title=_("Say what became of a day in court") if passed else _("You are called to court"),
        url=reverse("expertise:testimony", args=[row.commission.code, row.pk]),
        note=row.commission.code,
        root=row.commission_id,
        icon="calendar",
        kind="warn" if passed else "",
        when=moment(day, "left"),
    )


def _asked(user: Any, today: dt.date) -> list[Waiting]:
    rows = Aftermath.objects.visible_to(user).filter(
        commission__expert=user, answered_at=None, due_on__lte=today + SOON
    )
    rows = rows.select_related("commission").defer("words", "answer").order_by("due_on", "id")
    return [
        Waiting(
            title=_("An answer about a report is due"),
            url=reverse("expertise:court", args=[row.commission.code]) + "#asked",
            note=row.commission.code,
            root=row.commission_id,
            icon="clock",
            kind="danger" if row.due_on and row.due_on < today else "warn",
            when=moment(row.due_on, "left"),
        )
        for row in rows[:FEW]
    ]
