"""Dates as people know them: a day, a month, a season, a year, or not at all.

Read wide, for comparing what people said; ``cases.said_dates`` hears the same words narrowly.
"""

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Self

YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
DECADE = re.compile(
    r"\b(?:anos|los|the|decada de|decada de los)\s+(?:19)?(\d0)s?\b|\b(?:19)?(\d0)s\b"
)
ISO = re.compile(r"^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$")
SLASHED = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
DAY = re.compile(r"\b(\d{1,2})(?:o|º|st|nd|rd|th)?\s+(?:de\s+)?([a-z]{3,})")
BETWEEN = re.compile(r"^(?:entre|between|de|from)\s+(.+?)\s+(?:y|and|a|to)\s+(.+)$")
ABOUT = re.compile(r"^(?:~|(?:hacia|alrededor de|aprox\w*|como en|about|around|circa|c\.)\s)")

MONTHS = {
    name: number
    for names in (
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "january february march april may june july august september october november december",
    )
    for number, name in enumerate(names.split(), 1)
} | {"setiembre": 9}
# Wide on purpose: what is compared must not refuse anybody by a few days.
PARTS = {
    "primavera": (3, 6), "spring": (3, 6), "verano": (6, 9), "summer": (6, 9),
    "otono": (9, 12), "autumn": (9, 12), "fall": (9, 12),
    "principio": (1, 4), "inicio": (1, 4), "early": (1, 4),
    "mediado": (4, 9), "mid": (4, 9),
    "final": (8, 12), "fines": (8, 12), "late": (8, 12),
    "navidad": (12, 12), "christmas": (12, 12), "semana santa": (3, 4), "easter": (3, 4),
}  # fmt: skip
WINTERS = ("invierno", "winter")  # of two years


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day that what was said may mean."""

    first: dt.date
    last: dt.date

    @classmethod
    def of_year(cls, year: int, *, about: int = 0) -> Self:
        """Return a whole year, and some years around it."""
        return cls(dt.date(year - about, 1, 1), dt.date(year + about, 12, 31))

    @classmethod
    def of_months(cls, year: int, first: int, last: int) -> Self:
        """Return the months of a year from one to another."""
        days = calendar.monthrange(year, last)[1]
        return cls(dt.date(year, first, 1), dt.date(year, last, days))

    def is_before(self, other: "Span") -> bool:
        """Tell whether this surely came before the other."""
        return self.last < other.first

    def years_until(self, other: "Span") -> tuple[int, int]:
        """Return the fewest and the most whole years from this to the other."""
        return years(self.last, other.first), years(self.first, other.last)


def years(since: dt.date, until: dt.date) -> int:
    """Return the whole years between two days; below zero if they are the other way round."""
    return until.year - since.year - ((until.month, until.day) < (since.month, since.day))


def plain(words: str) -> str:
    """Return words in lower case, without accents and double spaces."""
    folded = unicodedata.normalize("NFKD", words.casefold())
    return " ".join("".join(c for c in folded if not unicodedata.combining(c)).split())


def read(words: str) -> Span | None:
    """Read a date of any precision in Spanish or English; nothing if it says none.

    "4 de marzo de 2011", "marzo de 2011", "primavera de 2011", "hacia 2011", "los noventa",
    "2009-2011", "04/03/2011" and ISO dates are understood; "no sabe" is nothing.
    """
    said = plain(words)
    if not said:
        return None
    try:
        return _between(said) or _day(said) or _month_or_part(said) or _decade(said)
    except ValueError:  # 31 February: the year is all that can be relied on
        return _year(said)


def _between(said: str) -> Span | None:
    both = YEAR.findall(said)
    if len(both) != 2:  # noqa: PLR2004
        return None
    if match := BETWEEN.match(said):
        first, last = read(match[1]), read(match[2])
        if first and last and first.first <= last.last:
            return Span(first.first, last.last)
    low, high = sorted(map(int, both))
    return Span(dt.date(low, 1, 1), dt.date(high, 12, 31))


def _day(said: str) -> Span | None:
    if match := ISO.match(said):
        year, month = int(match[1]), int(match[2])
        if not match[3]:
            return Span.of_months(year, month, month) if 1 <= month <= 12 else None  # noqa: PLR2004
        day = dt.date(year, month, int(match[3]))
        return Span(day, day)
    if match := SLASHED.search(said):
        day = dt.date(int(match[3]), int(match[2]), int(match[1]))
        return Span(day, day)
    found = YEAR.search(said)
    match = DAY.search(said)
    if found and match and match[2] in MONTHS:
        day = dt.date(int(found[1]), MONTHS[match[2]], int(match[1]))
        return Span(day, day)
    return None


def _month_or_part(said: str) -> Span | None:
    found = YEAR.search(said)
    if not found:
        return None
    year = int(found[1])
    for word in re.findall(r"[a-z]+", said):
        if month := MONTHS.get(word):
            return Span.of_months(year, month, month)
    if any(word in said for word in WINTERS):
        return Span(dt.date(year - 1, 12, 1), dt.date(year + 1, 3, 31))
    for word, (first, last) in PARTS.items():
        if re.search(rf"\b{word}(?:s|es)?\b", said):
            return Span.of_months(year, first, last)
    return _year(said)


def _year(said: str) -> Span | None:
    found = YEAR.search(said)
    if not found:
        return None
    about = 1 if ABOUT.match(said) else 0
    return Span.of_year(int(found[1]), about=about)


def _decade(said: str) -> Span | None:
    tens = {"setenta": 70, "ochenta": 80, "noventa": 90, "sesenta": 60, "cincuenta": 50}
    number = next((n for word, n in tens.items() if word in said), None)
    if match := DECADE.search(said):
        number = int(match[1] or match[2])
    if number is None:
        return None
    century = 1900 if number >= 30 else 2000  # noqa: PLR2004  nobody alive remembers the others
    return Span(dt.date(century + number, 1, 1), dt.date(century + number + 9, 12, 31))
