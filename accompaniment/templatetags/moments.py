"""Dates and hours as people say them; made here because template filters are slow in lists."""

import datetime as dt

from django.utils import timezone
from django.utils.dates import MONTHS, MONTHS_3, WEEKDAYS
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

Moment = dt.date | dt.datetime | dt.time
TWO_MONTHS, TWO_YEARS = 60, 730  # days; nearer than this the smaller unit says more
NEAR = {-1: lambda: _("yesterday"), 0: lambda: _("today"), 1: lambda: _("tomorrow")}


def clock(value: dt.datetime | dt.time, *, seconds: bool = False) -> str:
    """Say an hour: 9:05, or 09:05:44 where the second matters."""
    return f"{value:%H:%M:%S}" if seconds else f"{value.hour}:{value:%M}"


def long_date(day: dt.date) -> str:
    """Say a whole date: 3 March 2026."""
    return _("%(day)s %(month)s %(year)s") % {
        "day": day.day,
        "month": MONTHS[day.month],
        "year": day.year,
    }


def full_day(day: dt.date, today: dt.date) -> str:
    """Say a day by its name: Tuesday 10 March; another year's by its year."""
    if day.year != today.year:
        return long_date(day)
    return _("%(weekday)s %(day)s %(month)s") % {
        "weekday": WEEKDAYS[day.weekday()],
        "day": day.day,
        "month": MONTHS[day.month],
    }


def near_day(day: dt.date, today: dt.date) -> str:
    """Say yesterday, today or tomorrow, else the day by its name."""
    near = NEAR.get((day - today).days)
    return near() if near else full_day(day, today)


def short_day(day: dt.date, today: dt.date) -> str:
    """Say a day in the least space: 10 Mar, or 10 Mar 2025."""
    month = str(MONTHS_3[day.month])
    if get_language() == "en":  # Django keeps these in lower case in every language
        month = month.capitalize()
    words = {"day": day.day, "month": month, "year": day.year}
    if day.year != today.year:
        return pgettext("short date", "%(day)s %(month)s %(year)s") % words
    return pgettext("short date", "%(day)s %(month)s") % words


def distance(day: dt.date, today: dt.date) -> str:
    """Say how far away a day is: in 7 days, 3 months ago."""
    days = (day - today).days
    if days in NEAR:
        return NEAR[days]()
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
    "day": full_day,
    "full": lambda day, today: long_date(day),
    "short": short_day,
    "exact": short_day,
    "left": distance,
}


def moment(value: Moment | None, style: str = "near") -> str:
    """Say a moment in one of the styles near, day, full, short, exact, left, time.

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
    return _("%(day)s, %(time)s") % {"day": day, "time": clock(hour, seconds=style == "exact")}


def machine(value: Moment) -> str:
    """Return the same moment for a `datetime` attribute."""
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.isoformat(timespec="seconds")
    return value.isoformat()
