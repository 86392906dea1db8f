"""Days that come round every year, 29 February included: arithmetic and nothing else."""

import datetime as dt
from collections.abc import Iterator

LEAP_DAY = (2, 29)
NOTICE = dt.timedelta(days=14)  # how long before a date that hurts the team is told


def on(year: int, month: int, day: int) -> dt.date:
    """Return when a day falls in a year; 29 February is remembered on the 28th where it is not."""
    if (month, day) == LEAP_DAY and not is_leap(year):
        return dt.date(year, 2, 28)
    return dt.date(year, month, day)


def is_leap(year: int) -> bool:
    """Tell whether a year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def next_on(month: int, day: int, today: dt.date) -> dt.date:
    """Return when a day comes round next, today included."""
    this = on(today.year, month, day)
    return this if this >= today else on(today.year + 1, month, day)


def is_a_day(month: int, day: int) -> bool:
    """Tell whether there is such a day in some year."""
    try:
        dt.date(2024, month, day)  # a leap year has them all
    except ValueError:
        return False
    return True


def ahead(today: dt.date, notice: dt.timedelta = NOTICE) -> Iterator[tuple[int, int]]:
    """Yield the month and day of everything that comes round from today until the notice ends."""
    for number in range(notice.days + 1):
        each = today + dt.timedelta(days=number)
        yield each.month, each.day
        if (each.month, each.day) == (2, 28) and not is_leap(each.year):
            yield LEAP_DAY
