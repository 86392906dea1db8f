"""Conferences of one case, opened for whoever reads it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

MANY = 20


@dataclass(frozen=True, slots=True)
class Said:
    """One conference in words."""

    held_on: dt.date
    who: str
    words: str


def conferences(case: Any) -> list[Said]:
    """Return the latest conferences of a case."""
    rows = case.conferences.order_by("-held_on", "-recorded_at")[:MANY]
    return [
        Said(
            each.held_on,
            ", ".join(each.present.reveal() if each.present else []),
            each.words.reveal(),
        )
        for each in rows
    ]
