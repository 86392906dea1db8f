"""A month of the house: sessions, groups, workshops and one's own duties, day by day."""

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from django.urls import reverse
from django.utils import timezone

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.desk.week import YEARS, _uuid, movable_of, trace_groups
from accompaniment.staff import access
from accompaniment.templatetags.moments import clock, words
from cases.enums import SessionStatus
from cases.models import Case, Session
from cases.reports.encounters import Together, held_in, together, whose
from cases.reports.rows import sees_agenda
from expertise.reports.agenda import duties
from groups import closures
from groups.models import Closure
from groups.reports.hours import GroupHour
from groups.reports.hours import hours as group_hours

MANY = 600  # sessions of one month
SHOWN = 4  # in one cell; the list below has them all


@dataclass(frozen=True, slots=True)
class Month:
    """One month of one year."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str, today: dt.date) -> Self:
        """Read "2026-11"; nonsense means this month."""
        try:
            day = dt.datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007  a day
        except ValueError:
            day = None
        if day is None or day.year not in YEARS:
            day = today
        return cls(day.year, day.month)

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"

    def moved(self, months: int) -> "Month":
        """Return the month so many months away."""
        count = self.year * 12 + self.number - 1 + months
        return Month(count // 12, count % 12 + 1)

    @property
    def weeks(self) -> list[list[dt.date]]:
        """Return its weeks, from Monday, with the days beside it that fill them."""
        return calendar.Calendar().monthdatescalendar(self.year, self.number)

    def bounds(self) -> tuple[dt.datetime, dt.datetime]:
        """Return the moments between which its weeks lie, in the time zone of the house."""
        here = timezone.get_default_timezone()
        first, last = self.weeks[0][0], self.weeks[-1][-1] + dt.timedelta(days=1)
        begin, end = (dt.datetime.combine(day, dt.time(), here) for day in (first, last))
        return begin, end


@dataclass(frozen=True, slots=True)
class Happening:
    """One hour of a day, in words that say nothing of anybody."""

    starts: dt.datetime
    hour: str
    title: str
    line: str
    url: str
    kind: str = ""
    move: str = ""


@dataclass(slots=True)
class Day:
    """One day of the month."""

    date: dt.date
    inside: bool
    is_today: bool
    closed: str = ""
    found: list[Happening] = field(default_factory=list)

    @property
    def shown(self) -> list[Happening]:
        """Return what fits into a cell."""
        return self.found[:SHOWN]

    @property
    def more(self) -> int:
        """Return how many more there are."""
        return max(0, len(self.found) - SHOWN)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a month is narrowed to."""

    who: str = "all"
    room: str = ""
    team: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything the page shows."""

    month: Month
    title: str
    heads: list[str]
    weeks: list[list[Day]]
    days: list[Day]
    count: int
    cut: bool


def sheet(user: Any, month: Month, filters: Filters, today: dt.date) -> Sheet:
    """Return a month, in a constant number of queries however much it holds."""
    sessions = _sessions(user, month, filters)
    cut, sessions = len(sessions) > MANY, sessions[:MANY]
    known, movable = together(sessions), movable_of(user, sessions)
    found = [_of_case(each, known.get(each.pk), each.pk in movable) for each in sessions]
    found += _of_groups(user, month, filters)
    found += _as_expert(user, month, filters)
    by_day: defaultdict[dt.date, list[Happening]] = defaultdict(list)
    for each in sorted(found, key=lambda each: each.starts):
        by_day[each.starts.date()].append(each)
    rest = list(Closure.objects.filter(is_open=False, team=None))
    weeks = [
        [
            Day(day, day.month == month.number, day == today, closures.why(day, rest), by_day[day])
            for day in week
        ]
        for week in month.weeks
    ]
    days = [day for week in weeks for day in week if day.inside and day.found]
    names = words()
    heads = [name[:3] for name in names.weekdays]
    title = f"{names.months[month.number - 1]} {month.year}"
    return Sheet(month, title, heads, weeks, days, len(found), cut)


def _sessions(user: Any, month: Month, filters: Filters) -> list[Any]:
    """Return the sessions of cases the reader may see, let in and traced."""
    begin, end = month.bounds()
    rows = Session.objects.visible_to(user).filter(starts_at__gte=begin, starts_at__lt=end)
    rows = rows.exclude(status=SessionStatus.NOT_HELD)
    if filters.who == "mine" or not sees_agenda(user):
        rows = rows.filter(whose({user.pk}, begin, end))
    elif uid := _uuid(filters.who):
        rows = rows.filter(whose({uid}, begin, end))
    if uid := _uuid(filters.room):
        rows = rows.filter(held_in(uid, begin, end))
    if uid := _uuid(filters.team):
        rows = rows.filter(case__team=uid)
    rows = rows.select_related("case", "accompanist", "room").defer("place", "case__reason")
    found = list(rows.order_by("starts_at", "id")[: MANY + 1])
    access.let_in([each.case for each in found])
    ids = sorted({str(each.case_id) for each in found})
    if ids:
        log.collect(Verb.LIST, Case._meta.label_lower, None, ids, count=len(ids))
    return found


def _of_case(session: Any, it: Together | None, may_move: bool) -> Happening:  # noqa: FBT001
    starts = timezone.localtime(session.starts_at)
    end = starts + dt.timedelta(minutes=session.minutes)
    where = it.where(session) if it else str(session.room or session.get_modality_display())
    who = ", ".join(it.names if it else ()) or session.accompanist.get_short_name()
    planned = session.status == SessionStatus.SCHEDULED
    names = [session.case.code, session.pk]
    said = [session.case.code, it.said if it else "", where, who]
    return Happening(
        starts,
        f"{clock(starts)}-{clock(end)}",
        session.case.pseudonym,
        " · ".join(filter(None, said)),
        it.url if it else session.case.get_absolute_url(),
        "" if planned else "green",
        reverse("cases:session_move", args=names) if may_move else "",
    )


def _of_groups(user: Any, month: Month, filters: Filters) -> list[Happening]:
    who = user.pk if filters.who == "mine" else _uuid(filters.who)
    begin, end = month.bounds()
    room, team = _uuid(filters.room), _uuid(filters.team)
    found = group_hours(user, begin, end, who=who, room=room, team=team)
    trace_groups(found)
    return [_of_group(each) for each in found]


def _of_group(hour: GroupHour) -> Happening:
    starts = timezone.localtime(hour.starts_at)
    kind = "green" if hour.held else "adobe"
    return Happening(starts, hour.span, hour.title, hour.line, hour.url, kind, hour.may_move)


def _as_expert(user: Any, month: Month, filters: Filters) -> Iterable[Happening]:
    """Return what the reader herself does as an expert; nobody else's is ever shown."""
    if filters.room or filters.team or filters.who not in {"mine", "all", str(user.pk)}:
        return []
    found = duties(user, *month.bounds())
    if found:
        ids = sorted({str(each.commission) for each in found})
        log.collect(Verb.LIST, "expertise.commission", None, ids, count=len(ids))
    return [_duty(each) for each in found]


def _duty(duty: Any) -> Happening:
    starts = timezone.localtime(duty.starts_at)
    end = starts + dt.timedelta(minutes=duty.minutes)
    return Happening(starts, f"{clock(starts)}-{clock(end)}", duty.code, duty.what, duty.url)
