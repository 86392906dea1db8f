"""Recurring sessions: a rule (RFC 5545) becomes days, and days on a clock become moments.

The clock is the one of the place: 16:00 in Ciudad Juárez stays 16:00 when its clocks change,
whatever the clocks of Chihuahua do.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

MOST = 200  # sessions of one rule
FARTHEST = dt.timedelta(days=366 * 3)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class TooMany(Exception):
    """The rule never ends, or makes more sessions than a house can hold."""


class BadRule(Exception):
    """This is no rule."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Every so many weeks on these weekdays, so many times or until a day."""

    weekdays: tuple[int, ...]  # 0 is Monday
    every: int = 1  # weeks
    count: int | None = None
    until: dt.date | None = None

    def __str__(self) -> str:
        parts = ["FREQ=WEEKLY", f"INTERVAL={self.every}"]
        parts.append("BYDAY=" + ",".join(WEEKDAYS[day] for day in sorted(self.weekdays)))
        if self.until:
            parts.append(f"UNTIL={self.until:%Y%m%d}T235959")
        if self.count and not self.until:
            parts.append(f"COUNT={self.count}")
        return ";".join(parts)


def days(
    rule: str, first: dt.date, closed: Callable[[dt.date], bool] | None = None
) -> list[dt.date]:
    """Return the days of a rule, in order.

    Where ``closed`` says that the house does not work on a day, that day is skipped; a rule that
    counts goes on until it has its number of days.

    :raises BadRule: if the text is none.
    :raises TooMany: for more than :data:`MOST` days, or days too far ahead.
    """
    wanted, open_ended = _count(rule)
    found: list[dt.date] = []
    for day in _walk(open_ended, first):
        if wanted is not None and len(found) == wanted:
            break
        if day - first > FARTHEST:
            raise TooMany
        if closed is not None and closed(day):
            continue
        found.append(day)
        if len(found) > MOST:
            raise TooMany
    return found


def _count(rule: str) -> tuple[int | None, str]:
    """Take the number of times out of a rule: skipped days do not use it up."""
    parts = [part for part in rule.split(";") if part]
    counts = [part for part in parts if part.startswith("COUNT=")]
    if not counts:
        if not any(part.startswith("UNTIL=") for part in parts):
            raise TooMany
        return None, rule
    try:
        wanted = int(counts[0].removeprefix("COUNT="))
    except ValueError as bad:
        raise BadRule(rule) from bad
    if wanted > MOST:
        raise TooMany
    return wanted, ";".join(part for part in parts if part not in counts)


def _walk(rule: str, first: dt.date) -> Iterator[dt.date]:
    try:
        found = rrulestr(rule, dtstart=dt.datetime.combine(first, dt.time()))
    except (ValueError, KeyError) as bad:
        raise BadRule(rule) from bad
    for moment in found:
        yield moment.date()


def moments(on: Iterable[dt.date], clock: dt.time, zone: str) -> list[dt.datetime]:
    """Return the moments at which a clock of a place shows this time on each of these days.

    An hour that the change of clocks leaves out becomes the one shown instead; one that comes twice
    is the first of the two (PEP 495).
    """
    here = ZoneInfo(zone)
    found = []
    for day in on:
        local = dt.datetime.combine(day, clock, here)
        found.append(local.astimezone(dt.UTC).astimezone(here))
    return found


def on_clock(moment: dt.datetime, zone: str) -> dt.datetime:
    """Return a moment as the clock of a place shows it."""
    return moment.astimezone(ZoneInfo(zone))
