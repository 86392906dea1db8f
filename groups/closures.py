"""The working days of a house: Mexican holidays by law, and its own closures."""

import datetime as dt
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import holidays
from django.utils.translation import get_language

TONGUES = {"en": "en_US"}  # of the reader, as the calendars of the law call them


@cache
def _by_law(year: int, tongue: str) -> dict[dt.date, str]:
    """Return the days of obligatory rest of one year (Ley Federal del Trabajo, art. 74)."""
    return dict(holidays.country_holidays("MX", years=year, language=tongue).items())


def _of(year: int) -> dict[dt.date, str]:
    """Return the holidays of a year in the language of who reads."""
    return _by_law(year, TONGUES.get((get_language() or "")[:2], "es"))


def holiday(day: dt.date) -> str:
    """Return the name of the holiday on a day, if it is one."""
    return _of(day.year).get(day, "")


def of_year(year: int) -> list[tuple[dt.date, str]]:
    """Return the holidays of a year, in order."""
    return sorted(_of(year).items())


def closed(spans: Iterable[tuple[dt.date, dt.date]]) -> Callable[[dt.date], bool]:
    """Return the question whether the house is closed on a day, given its own closures."""
    known = list(spans)

    def asked(day: dt.date) -> bool:
        return bool(holiday(day)) or any(begin <= day <= end for begin, end in known)

    return asked


def why(day: dt.date, closures: Iterable[Any]) -> str:
    """Say why the house does not work on a day: the holiday, or the name of its own closure."""
    named = next((each.name for each in closures if each.begins_on <= day <= each.ends_on), "")
    return holiday(day) or named
