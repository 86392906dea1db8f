"""What crosses between who accompanies and the legal area: these items, in these words, no more."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.templatetags.moments import moment, words
from cases.enums import Attendance, SessionStatus, Urgency
from cases.enums.legal import HearingState, Item
from cases.models import Case

MANY = 12  # sessions told one by one
FEW = 6
CAME = (Attendance.ASISTIO, Attendance.LLEGO_TARDE)
DID_NOT = (Attendance.NO_ASISTIO_AVISO, Attendance.NO_ASISTIO_SIN_AVISO)


@dataclass(frozen=True, slots=True)
class Told:
    """One item as the other area reads it."""

    item: Item
    lines: list[str]
    rows: Any = ()  # the records behind the lines, where a page offers something to do with them

    @property
    def label(self) -> str:
        """Return what the item is."""
        return str(self.item.label)


def attendance(case: Case) -> list[str]:
    """Say of each of the last sessions whether she came: yes or no, and nothing else.

    What the team cancelled, and what she could not come to for safety, is no absence: left out.
    """
    held = case.sessions.filter(
        status__in=(SessionStatus.HELD, SessionStatus.NOT_HELD), attendance__in=(*CAME, *DID_NOT)
    )
    rows = held.order_by("-starts_at", "-id").values_list("starts_at", "attendance")
    newest = list(rows[:MANY])
    lines = [
        _("%(day)s: yes") % {"day": day_of(at)}
        if came in CAME
        else _("%(day)s: no") % {"day": day_of(at)}
        for at, came in newest
    ]
    if not lines:
        return [_("No session yet.")]
    came = sum(said in CAME for _at, said in newest)
    words = {"came": came, "all": len(newest)}
    return [_("Came to %(came)s of the last %(all)s sessions") % words, *lines]


def risk(case: Case) -> list[str]:
    """Say the risk level: how soon someone has to act."""
    return [str(Urgency(case.urgency).label)]


def readiness(case: Case) -> list[str]:
    """Say what was written for the legal area about the next hearing; only the newest counts."""
    note = case.readiness_notes.select_related("by").order_by("-written_at", "-id").first()
    if note is None:
        return [_("Nobody has written about it yet.")]
    told = {"level": note.get_level_display(), "day": day_of(note.written_at)}
    lines = [_("%(level)s (%(day)s)") % told]
    return [*lines, note.words.reveal()] if note.words else lines


def avoided(case: Case) -> Any:
    """Return the dates to avoid that count."""
    return case.dates_to_avoid.filter(retired_at=None).order_by("at", "id")


def dates_to_avoid(case: Case) -> list[str]:
    """Say the days of the year on which no hearing should fall."""
    return [avoid_line(row) for row in avoided(case)[:MANY]] or [_("None was named.")]


def avoid_line(row: Any) -> str:
    """Say one date to avoid."""
    facts = [yearly(row.day.reveal()), str(row.get_reason_display())]
    return " · ".join([*facts, row.words.reveal()] if row.words else facts)


def yearly(day: str) -> str:
    """Say a day that comes every year: 25 November."""
    month, number = map(int, day.split("-"))
    said = words()
    return _("%(day)s %(month)s") % {"day": number, "month": said.months[month - 1]}


def stages(case: Case) -> list[str]:
    """Say where the open matters stand."""
    return [f"{row.get_kind_display()}: {stage_of(row)}" for row in open_matters(case)] or [
        _("No matter is open.")
    ]


def stage_of(matter: Any) -> str:
    """Say where a matter stands."""
    free = matter.stage_words.reveal() if matter.stage_words else ""
    return free or str(matter.get_stage_display())


def next_dates(case: Case) -> list[str]:
    """Say the hearings to come, and the other days that were noted."""
    coming = case.hearings.filter(
        state=HearingState.PROGRAMADA, starts_at__gte=timezone.now()
    ).order_by("starts_at", "id")
    said = [f"{local(row)} · {row.get_kind_display()}" for row in coming[:FEW]]
    for row in open_matters(case):
        if row.next_on:
            what = row.next_what.reveal() if row.next_what else str(row.get_kind_display())
            said.append(f"{moment(row.next_on, 'day')} · {what}")
    return said or [_("No date is set.")]


def stressors(case: Case) -> list[str]:
    """Say what is expected to weigh on her."""
    return [row.stressors.reveal() for row in open_matters(case) if row.stressors] or [
        _("Nothing was written.")
    ]


def open_matters(case: Case) -> list[Any]:
    """Return the matters under way, the newest first."""
    return list(case.matters.filter(closed_at=None).order_by("-opened_at", "-id")[:MANY])


def local(hearing: Any, style: str = "day") -> str:
    """Say a moment in the time of its place."""
    return at_place(hearing.starts_at, hearing.time_zone, style)


def at_place(at: dt.datetime, zone: str, style: str = "day") -> str:
    """Say a moment as the clocks of a place show it."""
    with timezone.override(zone):
        return moment(at, style)


def day_of(at: dt.datetime) -> str:
    """Say the day of a moment, and no hour."""
    return moment(timezone.localtime(at).date(), "short")


TELL: dict[str, Callable[[Case], list[str]]] = {
    Item.ASISTENCIA: attendance,
    Item.NIVEL_RIESGO: risk,
    Item.PREPARACION: readiness,
    Item.FECHAS_EVITAR: dates_to_avoid,
    Item.ETAPA: stages,
    Item.FECHAS_PROXIMAS: next_dates,
    Item.ESTRESORES: stressors,
}


def told(case: Case, items: Any) -> list[Told]:
    """Return the items in words, in the order of the vocabulary."""
    return [Told(item, TELL[item](case)) for item in Item if item in set(items)]
