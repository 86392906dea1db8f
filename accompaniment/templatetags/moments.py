"""Dates and hours as people say them; made here because template filters are slow in lists."""

import datetime as dt
from dataclasses import dataclass
from functools import cache

from django.utils import timezone
from django.utils.dates import MONTHS, MONTHS_3, WEEKDAYS
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

Moment = dt.date | dt.datetime | dt.time
TWO_MONTHS, TWO_YEARS = 60, 730  # days; nearer than this the smaller unit says more


@dataclass(frozen=True, slots=True)
class Words:
    """The words for days in one language, asked for once."""

    near: dict[int, str]
    weekdays: list[str]
    months: list[str]
    short_months: list[str]
    long_date: str
    full_day: str
    short: str
    short_with_year: str
    with_time: str


@cache
def words_of(language: str | None) -> Words:
    """Gather the words of the language that is active."""
    short_months = [str(MONTHS_3[n]) for n in range(1, 13)]
    if language == "en":  # Django keeps these in lower case in every language
        short_months = [month.capitalize() for month in short_months]
    return Words(
        near={-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")},
        weekdays=[str(WEEKDAYS[n]) for n in range(7)],
        months=[str(MONTHS[n]) for n in range(1, 13)],
        short_months=short_months,
        long_date=_("%(day)s %(month)s %(year)s"),
        full_day=_("%(weekday)s %(day)s %(month)s"),
        short=pgettext("short date", "%(day)s %(month)s"),
        short_with_year=pgettext("short date", "%(day)s %(month)s %(year)s"),
        with_time=_("%(day)s, %(time)s"),
    )


def words() -> Words:
    """Return the words of the language of this moment."""
    return words_of(get_language())


def clock(value: dt.datetime | dt.time, *, seconds: bool = False) -> str:
    """Say an hour: 9:05, or 09:05:44 where the second matters."""
    return f"{value:%H:%M:%S}" if seconds else f"{value.hour}:{value.minute:02}"


def long_date(day: dt.date, _today: dt.date) -> str:
    """Say a whole date: 3 March 2026."""
    said = words()
    month = said.months[day.month - 1]
    return said.long_date % {"day": day.day, "month": month, "year": day.year}


def full_day(day: dt.date, today: dt.date) -> str:
    """Say a day by its name: Tuesday 10 March; another year's by its year."""
    if day.year != today.year:
        return long_date(day, today)
    said = words()
    weekday, month = said.weekdays[day.weekday()], said.months[day.month - 1]
    return said.full_day % {"weekday": weekday, "day": day.day, "month": month}


def near_day(day: dt.date, today: dt.date) -> str:
    """Say yesterday, today or tomorrow, else the day by its name."""
    return words().near.get((day - today).days) or full_day(day, today)


def short_day(day: dt.date, today: dt.date) -> str:
    """Say a day in the least space: 10 Mar, or 10 Mar 2025."""
    said = words()
    pattern = said.short if day.year == today.year else said.short_with_year
    return pattern % {
        "day": day.day,
        "month": said.short_months[day.month - 1],
        "year": day.year,
    }


def brief_day(day: dt.date, today: dt.date) -> str:
    """Say yesterday, today or tomorrow, else the day in the least space, as tables do."""
    return words().near.get((day - today).days) or short_day(day, today)


def distance(day: dt.date, today: dt.date) -> str:
    """Say how far away a day is: in 7 days, 3 months ago."""
    days = (day - today).days
    if near := words().near.get(days):
        return near
    far = abs(days)
    if far < TWO_MONTHS:
        ahead = ngettext("in %(n)s day", "in %(n)s days", far)
        past = ngettext("%(n)s day ago", "%(n)s days ago", far)
    elif far < TWO_YEARS:
        far //= 30
        ahead = ngettext("in %(n)s month", "in %(n)s months", far)
        past = ngettext("%(n)s month ago", "%(n)s months ago", far)
    else:
        far //= 365
        ahead = ngettext("in %(n)s year", "in %(n)s years", far)
        past = ngettext("%(n)s year ago", "%(n)s years ago", far)
    return (ahead if days > 0 else past) % {"n": far}


DAYS = {
    "near": near_day,
    "brief": brief_day,
    "day": full_day,
    "full": long_date,
    "short": short_day,
    "exact": short_day,
    "left": distance,
}


def moment(value: Moment | None, style: str = "near") -> str:
    """Say a moment in one of the styles near, brief, day, full, short, exact, left, time.

    Hours follow for a datetime, in the current time zone, except where only the distance is said.

    :raises KeyError: if there is no such style.
    """
    if value is None:
        return ""
    if isinstance(value, dt.time):
        return clock(value)
    hour = None
    if isinstance(value, dt.datetime):
        hour = timezone.localtime(value) if timezone.is_aware(value) else value
        value = hour.date()
    if style == "time":
        return clock(hour) if hour else ""
    day = DAYS[style](value, timezone.localdate())
    if hour is None or style == "left":
        return day
    time = clock(hour, seconds=style == "exact")
    return words().with_time % {"day": day, "time": time}


def machine(value: Moment) -> str:
    """Return the same moment for a `datetime` attribute."""
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.isoformat(timespec="seconds")
    return value.isoformat()
