"""Spanish as a court reads it: dates written out, whatever language the page is in."""

import datetime as dt

from django.utils import timezone

MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto"),
    *("septiembre", "octubre", "noviembre", "diciembre"),
)


def day(on: dt.date) -> str:
    """Write a day out: 20 de noviembre de 2026."""
    return f"{on.day} de {MONTHS[on.month - 1]} de {on.year}"


def short_day(on: dt.date) -> str:
    """Write a day for the cell of a table: 7 sep 2026."""
    return f"{on.day} {MONTHS[on.month - 1][:3]} {on.year}"


def listed(things: list[str]) -> str:
    """Join things the way they are said: S1, S2 y S3."""
    if len(things) < 2:  # noqa: PLR2004
        return "".join(things)
    *most, last = things
    return f"{', '.join(most)} {'e' if last[:1].lower() == 'i' else 'y'} {last}"


def initials(name: str) -> str:
    """Write a name as initials: N. O. S."""
    small = {"de", "del", "la", "las", "los", "y"}
    words = [word for word in name.split() if word.lower() not in small]
    return " ".join(f"{word[0].upper()}." for word in words if word[0].isalpha())


def at(moment: dt.datetime) -> str:
    """Write out the day of a moment, as the clocks of the house show it."""
    return day(timezone.localdate(moment))
