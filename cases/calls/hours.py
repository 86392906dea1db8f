"""The hours of a line, in its own time zone: towns on the border follow another summer time."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from cases.safety import WEEK, Window


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a line is attended at one moment; its times are those of the line's place."""

    now: dt.datetime
    until: dt.datetime | None = None
    next: dt.datetime | None = None

    @property
    def is_open(self) -> bool:
        """Test whether somebody attends the line."""
        return self.until is not None


def windows(said: Iterable[Any]) -> tuple[Window, ...]:
    """Read the hours as they are stored; what cannot be read is none."""
    return tuple(window for each in said if (window := Window.read(each)))


def opening(time_zone: str, hours: Iterable[Any], at: dt.datetime) -> Opening:
    """Return whether a line is attended, until when, or from when on."""
    zone = ZoneInfo(time_zone)
    now, instant = at.astimezone(zone), at.astimezone(dt.UTC)
    found = []
    for days in range(-1, WEEK + 1):
        day = now.date() + dt.timedelta(days=days)
        found += [w.beginning(day, zone) for w in windows(hours) if w.weekday == day.weekday()]
    spans = sorted((start.astimezone(dt.UTC), end.astimezone(dt.UTC)) for start, end in found)
    for start, end in spans:
        if start <= instant < end:
            return Opening(now, until=end.astimezone(zone))
        if start > instant:
            return Opening(now, next=start.astimezone(zone))
    return Opening(now)
