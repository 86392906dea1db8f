"""Days as people remember them: "spring 2011", "since 2009", "about five years ago".

What was said is kept word for word; beside it stands what the words allow to be sorted by, and how
precise they are. Nothing is ever made more precise than it was said. ``cases.spans`` reads dates
for comparing: wider, and only as far as nobody is refused by a few days.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases import spans
from cases.spans import Span


class Precision(models.TextChoices):
    """How precise a day was said."""

    DAY = "DAY", pgettext_lazy("precision", "To the day")
    MONTH = "MONTH", pgettext_lazy("precision", "To the month")
    SEASON = "SEASON", pgettext_lazy("precision", "A season")
    YEAR = "YEAR", pgettext_lazy("precision", "To the year")
    APPROXIMATE = "APPROXIMATE", _("More or less")
    PERIOD = "PERIOD", _("From … to …")
    ONGOING = "ONGOING", _("Since then, and it goes on")
    UNKNOWN = "UNKNOWN", _("Not known when")


@dataclass(frozen=True, slots=True)
class SaidDate:
    """What was said, how precise it is, and the first and last day it may mean."""

    words: str
    precision: str = Precision.UNKNOWN
    start: dt.date | None = None
    end: dt.date | None = None

    @property
    def key(self) -> tuple[bool, dt.date, dt.date]:
        """Return what to sort by: what cannot be placed in time comes last."""
        start = self.start or dt.date.max
        return (self.start is None, start, self.end or start)

    def as_stored(self) -> dict[str, Any]:
        """Return plain words for a sealed box."""
        days = {"start": self.start, "end": self.end}
        said = {name: day.isoformat() for name, day in days.items() if day}
        return {"words": self.words, "precision": str(self.precision), **said}

    @classmethod
    def read(cls, stored: dict[str, Any]) -> Self:
        """Undo :meth:`as_stored`."""
        days = {n: dt.date.fromisoformat(stored[n]) for n in ("start", "end") if stored.get(n)}
        return cls(stored.get("words", ""), stored.get("precision", Precision.UNKNOWN), **days)


Heard = tuple[str, Span]  # how precise, and the days it may mean
MONTHS = {name[:3]: number for name, number in spans.MONTHS.items()}  # however it goes on
SEASONS = {
    "primavera": 3, "spring": 3, "verano": 6, "summer": 6,
    "otono": 9, "autumn": 9, "fall": 9, "invierno": 12, "winter": 12,
}  # fmt: skip
PARTS = {
    "principios": (1, 4), "inicios": (1, 4), "comienzos": (1, 4), "beginning": (1, 4),
    "early": (1, 4), "mediados": (5, 8), "mitad": (5, 8), "mid": (5, 8),
    "finales": (9, 12), "fines": (9, 12), "end": (9, 12), "late": (9, 12),
}  # fmt: skip
YEAR = r"(?:19|20)\d\d"
MONTH = rf"(?P<month>{'|'.join(MONTHS)})[a-z]*\.?"
OF = r"(?:\s+(?:de|del|of|in))*\s*,?\s*"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
ABOUT = re.compile(
    r"^(?:como (?:en|por)|hacia|alrededor de|cerca de|aproximadamente|mas o menos(?: en)?|creo que"
    r"(?: en| fue en)?|por ahi de|por|about|around|circa|maybe|perhaps)\s+(?P<rest>.+)$"
)
SINCE = re.compile(r"^(?:desde|since)(?: hace)?\s+(?P<rest>.+)$")
BETWEEN = re.compile(
    r"^(?:de|del|desde|entre|from|between)\s+(?P<first>.+?)\s+(?:a|al|hasta|y|to|until|and)\s+"
    r"(?P<last>.+)$"
)
TODAY = frozenset({"hoy", "ahora", "la fecha", "today", "now"})
AGO = re.compile(
    r"^(?:hace\s+)?(?:unos\s+|unas\s+|como\s+|about\s+)?(?P<n>\d{1,2})\s+"
    r"(?P<unit>dias?|semanas?|mes(?:es)?|anos?|days?|weeks?|months?|years?)(?:\s+ago)?$"
)
SHAPES = (
    re.compile(rf"^(?P<year>{YEAR})-(?P<number>\d{{1,2}})-{DAY}$"),
    re.compile(rf"^{DAY}[/.-](?P<number>\d{{1,2}})[/.-](?P<year>{YEAR})$"),
    re.compile(rf"^(?:el\s+)?{DAY}{OF}{MONTH}{OF}(?P<year>{YEAR})$"),
    re.compile(rf"^{MONTH}\s+{DAY},?\s+(?P<year>{YEAR})$"),
    re.compile(rf"^(?:en\s+|in\s+)?{MONTH}{OF}(?P<year>{YEAR})$"),
    re.compile(rf"^(?P<number>\d{{1,2}})/(?P<year>{YEAR})$"),
    re.compile(
        rf"^(?:en\s+|in\s+)?(?:la\s+|el\s+|the\s+)?(?P<season>{'|'.join(SEASONS)}){OF}"
        rf"(?P<year>{YEAR})$"
    ),
    re.compile(rf"^(?:a\s+|al\s+|en\s+)?(?P<part>{'|'.join(PARTS)})[ -]*{OF}(?P<year>{YEAR})$"),
    re.compile(rf"^(?:en\s+|in\s+)?(?:el\s+)?(?:ano\s+)?(?P<year>{YEAR})$"),
)


def heard(words: str, today: dt.date, precision: str = "") -> SaidDate:
    """Understand what was said as far as the words go; ``precision`` where someone chose it."""
    words = " ".join(words.split())
    found = _heard(spans.plain(words).strip(" ."), today)
    if found is None:
        return SaidDate(words, precision or Precision.UNKNOWN)
    kind, span = found
    if precision == Precision.UNKNOWN:
        return SaidDate(words, precision)
    return SaidDate(words, precision or kind, span.first, span.last)


def _heard(text: str, today: dt.date) -> Heard | None:
    if between := BETWEEN.match(text):
        if between["last"] in TODAY:
            return _heard(f"desde {between['first']}", today)
        first = _heard(_with_year(between["first"], between["last"]), today)
        last = _heard(between["last"], today)
        if first and last and first[1].first <= last[1].last:
            return (Precision.PERIOD, Span(first[1].first, last[1].last))
    if since := SINCE.match(text):
        begun = _heard(since["rest"], today)
        return begun and (Precision.ONGOING, Span(begun[1].first, today))
    if about := ABOUT.match(text):
        near = _heard(about["rest"], today)
        return near and (Precision.APPROXIMATE, near[1])
    return _ago(text, today) or _shaped(text)


def _with_year(first: str, last: str) -> str:
    """Lend the year of the end to a beginning that was said without one."""
    year = re.search(YEAR, last)
    return first if re.search(YEAR, first) or not year else f"{first} {year[0]}"


def _ago(text: str, today: dt.date) -> Heard | None:
    found = AGO.match(text)
    if not found:
        return None
    count, unit = int(found["n"]), found["unit"]
    if unit[0] in "dws":
        days = count if unit[0] == "d" else 7 * count
        day = today - dt.timedelta(days=days)
        return (Precision.APPROXIMATE, Span(day, day))
    if unit[:2] in {"me", "mo"}:
        whole = today.year * 12 + today.month - 1 - count
        return (Precision.APPROXIMATE, _month(whole // 12, whole % 12 + 1))
    return (Precision.APPROXIMATE, Span.of_year(today.year - count))


def _shaped(text: str) -> Heard | None:
    for shape in SHAPES:
        if found := shape.match(text):
            try:
                return _meant({k: v for k, v in found.groupdict().items() if v})
            except ValueError:  # 31 February: kept as words, placed nowhere
                return None
    return None


def _meant(said: dict[str, str]) -> Heard:
    year = int(said["year"])
    if "season" in said:
        month = SEASONS[said["season"]]
        end_year, end = (year + 1, 2) if month == 12 else (year, month + 2)  # noqa: PLR2004
        return (Precision.SEASON, Span(dt.date(year, month, 1), _month(end_year, end).last))
    if "part" in said:
        return (Precision.APPROXIMATE, Span.of_months(year, *PARTS[said["part"]]))
    month = MONTHS[said["month"]] if "month" in said else int(said.get("number", 0))
    if not month:
        return (Precision.YEAR, Span.of_year(year))
    if "day" in said:
        day = dt.date(year, month, int(said["day"]))
        return (Precision.DAY, Span(day, day))
    return (Precision.MONTH, _month(year, month))


def _month(year: int, month: int) -> Span:
    return Span.of_months(year, month, month)
