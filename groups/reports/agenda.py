"""The sessions of a group in time."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.templatetags.moments import clock, moment
from cases.places import town
from groups.enums import MeetingState
from groups.models import Group, Meeting, Series
from groups.recurrence import WEEKDAYS, on_clock
from groups.reports import moves


@dataclass(frozen=True, slots=True)
class Row:
    """One session."""

    meeting: Any
    when: str
    where: str
    theme: str
    kind: str
    reason: str
    moved: bool


@dataclass(frozen=True, slots=True)
class Whole:
    """A series of which several sessions are to come."""

    pk: Any
    first: str
    count: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """Every session of a group, those to come first; one entered afterwards is none of them."""

    coming: list[Row]
    past: list[Row]
    off: list[Row]
    series: list[Whole]
    last: moves.Step | None


@dataclass(frozen=True, slots=True)
class Way:
    """Where one session would go when several are moved."""

    pk: str
    stood: str
    when: str
    stays: bool
    trouble: str


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a series before it is planned."""

    number: int
    iso: str
    when: str
    trouble: str


def when(starts_at: dt.datetime, minutes: int, zone: str) -> str:
    """Say a session on the clock of its place: "Tuesday 12 May, 16:00-18:00"."""
    here = on_clock(starts_at, zone)
    end = here + dt.timedelta(minutes=minutes)
    return of_place(f"{moment(here.date(), 'day')}, {clock(here)}-{clock(end)}", starts_at, zone)


def of_place(hour: str, at: dt.datetime, zone: str) -> str:
    """Name the place beside an hour of its clock, where the house has another then."""
    if on_clock(at, zone).utcoffset() == timezone.localtime(at).utcoffset():
        return hour
    return _("%(hour)s in %(town)s") % {"hour": hour, "town": town(zone)}


def sheet(group: Group, now: dt.datetime) -> Sheet:
    """Return every session of a group."""
    rows = list(group.meetings.select_related("room", "theme").order_by("starts_at", "id"))
    way = moves.ways(group)
    found = [_row(each, each.pk in way) for each in rows]
    planned = [row for row in found if row.meeting.state == MeetingState.PROGRAMADA]
    coming = [row for row in planned if not row.meeting.entered_at]
    held = (MeetingState.REALIZADA, MeetingState.PROGRAMADA)
    past = [row for row in found if row.meeting.state in held and row not in coming]
    off = [row for row in found if row.meeting.state == MeetingState.CANCELADA]
    return Sheet(coming, past[::-1], off, _series(coming, now), moves.last(rows, way, now))


def _series(coming: Iterable[Row], now: dt.datetime) -> list[Whole]:
    """Return the series of which several sessions are to come."""
    found: dict[Any, list[Row]] = {}
    for row in coming:
        if row.meeting.series_id and row.meeting.starts_at >= now:
            found.setdefault(row.meeting.series_id, []).append(row)
    return [Whole(pk, rows[0].when, len(rows)) for pk, rows in found.items() if len(rows) > 1]


def rule_now(series: Series, now: dt.datetime) -> dict[str, Any]:
    """Return how the coming sessions of a series stand, as a form begins with."""
    rows = series.meetings.planned().filter(starts_at__gte=now).order_by("starts_at", "id")
    first = rows.first()
    if first is None:
        return {}
    here = on_clock(first.starts_at, series.time_zone)
    every = next((p for p in series.rule.split(";") if p.startswith("INTERVAL=")), "INTERVAL=1")
    asked = next((p for p in series.rule.split(";") if p.startswith("BYDAY=")), "BYDAY=")
    days = [str(WEEKDAYS.index(day)) for day in asked.removeprefix("BYDAY=").split(",") if day]
    return {
        "weekdays": days,
        "first_on": here.date(),
        "starts": here.time(),
        "every": int(every.removeprefix("INTERVAL=")),
        "minutes": first.minutes,
        "room": first.room_id,
        "skips_closures": series.skips_closures,
    }


def going(rows: Iterable[Any]) -> list[Way]:
    """Return where several sessions would go, as the page shows it."""
    return [
        Way(
            str(each.meeting.pk),
            _said(each.stood, each.meeting.time_zone),
            when(each.meeting.starts_at, each.meeting.minutes, each.meeting.time_zone),
            each.stays,
            each.trouble,
        )
        for each in rows
    ]


def days_of(meetings: Iterable[Meeting]) -> list[str]:
    """Say on which day each session is."""
    return [_said(each.starts_at, each.time_zone) for each in meetings]


def _said(at: dt.datetime, zone: str) -> str:
    here = on_clock(at, zone)
    return of_place(f"{moment(here.date(), 'day')}, {clock(here)}", at, zone)


def _row(meeting: Meeting, moved: bool) -> Row:  # noqa: FBT001
    reason = meeting.cancelled_because.reveal() if meeting.cancelled_because else ""
    return Row(
        meeting,
        when(meeting.starts_at, meeting.minutes, meeting.time_zone),
        str(meeting.room) if meeting.room else str(meeting.get_modality_display()),
        meeting.theme.title if meeting.theme else "",
        meeting.state,
        reason,
        moved,
    )


def preview(days: Iterable[Any]) -> list[Day]:
    """Return the days of a series as the page shows them."""
    return [
        Day(
            each.number,
            each.day.isoformat(),
            f"{moment(each.day, 'day')}, {clock(each.starts_at)}",
            each.trouble,
        )
        for each in days
    ]
