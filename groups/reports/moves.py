"""Where the sessions of a group have stood: every step that moved them, and what it moved at once.

The versions of a session say which step they belong to (``moved:<step>``), and which step was taken
back (``back:<step>``), in the reason simple-history keeps for each.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from groups.enums import MeetingState
from groups.models import Group, Meeting, Series

MOVED, BACK = "moved:", "back:"


@dataclass(frozen=True, slots=True)
class Stood:
    """Where one session stood before a step."""

    step: str
    at: dt.datetime
    starts_at: dt.datetime
    minutes: int
    room: UUID | None


@dataclass(frozen=True, slots=True)
class Step:
    """The last step of a group: which sessions it moved at once."""

    meeting: UUID  # any of them
    count: int


def new_step() -> str:
    """Return the reason under which the versions of a new step are kept."""
    return f"{MOVED}{uuid4()}"


def taken_back(step: str) -> str:
    """Return the reason under which the versions are kept that take a step back."""
    return BACK + step.removeprefix(MOVED)


def ways(group: Group) -> dict[UUID, list[Stood]]:
    """Return the steps of each session that have not been taken back, in order; in one query."""
    history: Any = Meeting.history
    rows = history.filter(group=group).order_by("history_date", "history_id")
    names = ("id", "history_date", "history_change_reason", "starts_at", "minutes", "room")
    found: defaultdict[UUID, list[Stood]] = defaultdict(list)
    before: dict[UUID, tuple[Any, ...]] = {}
    for pk, at, said, *place in rows.values_list(*names):
        reason = said or ""
        if reason.startswith(MOVED) and pk in before:
            found[pk].append(Stood(reason, at, *before[pk]))
        elif reason.startswith(BACK):
            step = MOVED + reason.removeprefix(BACK)
            found[pk] = [each for each in found[pk] if each.step != step]
        before[pk] = tuple(place)
    return {pk: way for pk, way in found.items() if way}


def newest(series: UUID) -> str:
    """Return the newest step that changed the rule of a series and has not been taken back."""
    history: Any = Series.history
    rows = history.filter(id=series).order_by("history_date", "history_id")
    found: list[str] = []
    for said in rows.values_list("history_change_reason", flat=True):
        reason = said or ""
        if reason.startswith(MOVED):
            found.append(reason)
        elif reason.startswith(BACK):
            found = [each for each in found if taken_back(each) != reason]
    return found[-1] if found else ""


def together(meetings: Iterable[Any], way: dict[UUID, list[Stood]], step: str) -> list[Any]:
    """Return the sessions that were moved last by one step."""
    return [each for each in meetings if each.pk in way and way[each.pk][-1].step == step]


def last(meetings: Iterable[Any], way: dict[UUID, list[Stood]], now: dt.datetime) -> Step | None:
    """Return the last step that moved several sessions still to come."""
    coming = [
        each
        for each in meetings
        if each.state == MeetingState.PROGRAMADA and each.starts_at >= now and each.pk in way
    ]
    if not coming:
        return None
    newest = max(coming, key=lambda each: way[each.pk][-1].at)
    moved = together(coming, way, way[newest.pk][-1].step)
    return Step(newest.pk, len(moved)) if len(moved) > 1 else None
