"""When things happen in the stories: always relative to now, whatever day or hour it is."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

HOURS = (9, 11, 13, 16)
WORKDAYS = 5
FRIDAY = 4


def local(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """Return a moment of a day on the clock of the house."""
    here = timezone.get_default_timezone()
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=here)


def clock(day: dt.date, text: str) -> dt.datetime:
    """Return the moment "16:30" of a day on the clock of the house."""
    hour, minute = text.split(":")
    return local(day, int(hour), int(minute))


def years_before(day: dt.date, years: int) -> dt.date:
    """Return the same day so many years before; the last of February stands in for the 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


@dataclass(frozen=True, slots=True)
class Agenda:
    """The weekly hour that one person has with one psychologist: no two share it."""

    now: dt.datetime
    slot: int  # 0, 1, 2 …: the place of the case among those of the psychologist

    @property
    def today(self) -> dt.date:
        """Return the day it is in the house."""
        return timezone.localdate(self.now)

    def held(self, count: int, *, every: int, since: int) -> list[dt.datetime]:
        """Return the sessions so far, a week or more apart, the last one ``since`` weeks ago."""
        monday = self.today - dt.timedelta(days=self.today.weekday())
        last = monday + dt.timedelta(days=self.slot % WORKDAYS) - dt.timedelta(weeks=since)
        days = [last - dt.timedelta(weeks=every * back) for back in range(count)]
        return [self._at(day) for day in reversed(days)]

    def coming(self) -> dt.datetime:
        """Return the next one: tomorrow at the earliest."""
        ahead = (self.slot % WORKDAYS - self.today.weekday()) % 7 or 7
        return self._at(self.today + dt.timedelta(days=ahead))

    def _at(self, day: dt.date) -> dt.datetime:
        return local(day, HOURS[self.slot // WORKDAYS % len(HOURS)])


def workday_after(moment: dt.datetime) -> dt.datetime:
    """Return the same hour on the next working day."""
    ahead = 1 if moment.weekday() < FRIDAY else 7 - moment.weekday()
    day = moment.date() + dt.timedelta(days=ahead)
    return dt.datetime.combine(day, moment.timetz())
