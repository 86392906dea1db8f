"""Who looked at a case, for those responsible for it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accompaniment.audit import queries, words
from accompaniment.audit.enums import Outcome

FEW, MANY = 3, 50


@dataclass(frozen=True, slots=True)
class Seen:
    """One look into a case."""

    at: dt.datetime
    who: str
    what: str
    refused: bool


def said(row: queries.Viewing) -> str:
    """Say what was looked at."""
    parts = (words.verb(row.verb), words.fields(row.fields))
    return " · ".join(part for part in parts if part)


def looks(case: Any, limit: int, after: int | None = None) -> tuple[list[Seen], int | None]:
    """Return who looked, newest first, and where the older looks begin."""
    rows = queries.who_viewed([case.pk], [case.code], limit=limit + 1, after=after)
    more, rows = len(rows) > limit, rows[:limit]
    people = queries.names(row.actor for row in rows)
    seen = [
        Seen(
            row.at,
            people.get(row.actor, row.actor),
            said(row),
            row.outcome != Outcome.OK,
        )
        for row in rows
    ]
    return seen, rows[-1].seq if more else None


def latest(case: Any) -> list[Seen]:
    """Return the last different people who looked."""
    seen, _more = looks(case, MANY)
    first: dict[str, Seen] = {}
    for each in seen:
        first.setdefault(each.who, each)
    return list(first.values())[:FEW]
