"""The next legal dates of whoever works on the legal road: every case she may see them of."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.templatetags.moments import moment
from cases.enums.legal import HearingState
from cases.enums.protection import ASKED, OVER
from cases.models import Hearing, LegalMatter, ProtectionOrder
from cases.reports.shared import local

AHEAD = dt.timedelta(days=90)
MANY = 100


@dataclass(frozen=True, slots=True)
class LegalDate:
    """One date: what, of whom, when; nothing sealed."""

    at: dt.datetime
    when: str
    title: str
    note: str
    icon: str
    kind: str
    url: str
    case: UUID


def coming(user: Any, now: dt.datetime) -> list[LegalDate]:
    """Return the hearings, deadlines and ends of measures within the next 90 days, in order."""
    today = timezone.localdate(now)
    found = [*_hearings(user, now), *_deadlines(user, today), *_ends(user, today)]
    found.sort(key=lambda each: (each.at, each.title))
    shown = found[:MANY]
    ids = sorted({str(each.case) for each in shown})
    if ids:
        log.collect(Verb.LIST, "cases.case", None, ids, count=len(ids))
    return shown


def _hearings(user: Any, now: dt.datetime) -> list[LegalDate]:
    rows = Hearing.objects.visible_to(user).filter(
        state=HearingState.PROGRAMADA, starts_at__gte=now, starts_at__lt=now + AHEAD
    )
    rows = rows.select_related("case", "companion").order_by("starts_at", "id")
    return [
        LegalDate(
            at=row.starts_at,
            when=local(row, "near"),
            title=str(row.get_kind_display()),
            note=_note(row, row.companion.get_short_name() if row.companion else ""),
            icon="scale",
            kind="accent",
            url=reverse("cases:hearing", args=[row.case.code, row.pk]),
            case=row.case_id,
        )
        for row in rows[:MANY]
    ]


def _deadlines(user: Any, today: dt.date) -> list[LegalDate]:
    rows: Any = LegalMatter.objects.visible_to(user).filter(
        closed_at=None, next_on__gte=today, next_on__lt=today + AHEAD
    )
    return [
        LegalDate(
            at=_morning(row.next_on),
            when=moment(row.next_on, "near"),
            title=_("Deadline: %(kind)s") % {"kind": row.get_kind_display()},
            note=_note(row),
            icon="clock",
            kind="info",
            url=reverse("cases:matter", args=[row.case.code, row.pk]),
            case=row.case_id,
        )
        for row in rows.select_related("case").order_by("next_on", "id")[:MANY]
    ]


def _ends(user: Any, today: dt.date) -> list[LegalDate]:
    rows: Any = ProtectionOrder.objects.visible_to(user).exclude(state__in=(*ASKED, *OVER))
    rows = rows.filter(expires_on__lt=today + AHEAD).select_related("case")
    return [
        LegalDate(
            at=_morning(row.expires_on),
            when=moment(row.expires_on, "near"),
            title=_("A protection measure ends"),
            note=_note(row, str(row.get_system_display())),
            icon="shield",
            kind="danger" if row.expires_on < today else "warn",
            url=reverse("cases:order", args=[row.case.code, row.pk]),
            case=row.case_id,
        )
        for row in rows.order_by("expires_on", "id")[:MANY]
    ]


def _note(row: Any, more: str = "") -> str:
    return " · ".join(said for said in (row.case.pseudonym, row.case.code, more) if said)


def _morning(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
