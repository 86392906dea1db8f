"""Move sessions: one, this and what follows, or all still planned; new days; and put them back."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, sealing
from cases.models import Room
from groups import recurrence
from groups.actions import calendar
from groups.actions.cycles import locked_open
from groups.actions.scheduling import (
    InThePast,
    NotPlannedAnyMore,
    SeriesFacts,
    check_room,
    days_of,
    planned_of,
    refuse_blocked,
)
from groups.enums import MeetingState, Reach
from groups.models import Group, Meeting, Series
from groups.reports import moves

FIELDS = ["starts_at", "minutes", "room"]
RULE = ["rule", "first_on", "starts", "minutes", "room", "skips_closures"]


class NotMoved(Refusal):
    """It has always stood here."""

    sentence = _("This session has not been moved.")


class NothingToMove(Refusal):
    """No session is left."""

    sentence = _("No session is left to be changed: they were held, called off, or all stay.")


@dataclass(frozen=True, slots=True)
class Move:
    """Where a session goes: to another moment, another room, another length."""

    starts_at: dt.datetime
    minutes: int
    room: Room | None = None


@dataclass(frozen=True, slots=True)
class Going:
    """One session before it goes somewhere: where it stands, where to, and what is in its way."""

    meeting: Meeting  # as it would stand
    stood: dt.datetime
    stays: bool
    trouble: str


def preview_move(
    *, meeting: Meeting, to: Move, reach: str, stays: Collection[UUID] = (), at: dt.datetime
) -> list[Going]:
    """Return where each session would go and what stands in its way; nothing is stored or held.

    :raises NotPlannedAnyMore, InThePast, RoomOfOtherTeam: see each.
    """
    check_room(meeting.group, to.room)
    reached = _reached(meeting, reach, at)
    stood = {each.pk: each.starts_at for each in reached}
    return _shown(meeting.group, _by_step(reached, meeting, to), stood, stays, at)


def preview_series(
    *, series: Series, facts: SeriesFacts, stays: Collection[UUID] = (), at: dt.datetime
) -> list[Going]:
    """Return the new day of each session of a series and what stands in its way.

    :raises NothingToMove, RuleUnclear, RuleTooLong, RoomOfOtherTeam: see each.
    """
    check_room(series.group, facts.room)
    reached = planned_of(series.pk, at)
    stood = {each.pk: each.starts_at for each in reached}
    return _shown(series.group, _by_rule(series.group, series, reached, facts), stood, stays, at)


@transaction.atomic
@sealing()
def move_meeting(
    *,
    meeting: Meeting,
    to: Move,
    reach: str = Reach.ONE,
    stays: Collection[UUID] = (),
    by: User,
    at: dt.datetime,
) -> list[Meeting]:
    """Move one session, this one and all that follow, or all still planned, by the same step.

    ``stays``: those that keep their places.

    :raises NotPlannedAnyMore, InThePast, RoomOfOtherTeam, NothingToMove: see each.
    :raises RoomTaken, AccompanistTaken, NotPossible: where one cannot go.
    :raises DayTaken: where some of several cannot.
    """
    access.require(by, "schedule", meeting)
    group = locked_open(meeting.group_id)
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    check_room(group, to.room)
    going = _by_step(_reached(meeting, reach, at), meeting, to)
    return _put(group, _leaving(going, stays), moves.new_step(), by=by, at=at)


@transaction.atomic
@sealing()
def change_series(
    *,
    series: Series,
    facts: SeriesFacts,
    stays: Collection[UUID] = (),
    by: User,
    at: dt.datetime,
) -> list[Meeting]:
    """Give every session of a series that is still planned a new day, hour, length and room.

    The first of them takes the first day of the rule, and so on. What was held or called off, and
    what has passed, is not touched.

    :raises NothingToMove, RuleUnclear, RuleTooLong, RoomOfOtherTeam: see each.
    :raises RoomTaken, AccompanistTaken, NotPossible, DayTaken: where some cannot go.
    """
    access.require(by, "schedule", series)
    group = locked_open(series.group_id)
    series = Series.objects.select_for_update().get(pk=series.pk)
    check_room(group, facts.room)
    going = _by_rule(group, series, planned_of(series.pk, at), facts)
    step = moves.new_step()
    moved = _put(group, _leaving(going, stays), step, by=by, at=at)
    series.rule = str(replace(facts.rule, count=len(going), until=None))
    for name in ("first_on", "starts", "minutes", "room", "skips_closures"):
        setattr(series, name, getattr(facts, name))
    _keep_rule(series, step, by)
    return moved


@transaction.atomic
@sealing()
def move_back(*, meeting: Meeting, whole: bool = False, by: User, at: dt.datetime) -> list[Meeting]:
    """Put a session back where it stood, or everything that its last step moved: the undo.

    What has been held, called off or has passed since stays, and so does what stood in the past.

    :raises NotMoved: if it has always stood here.
    :raises NotPlannedAnyMore, InThePast, NothingToMove: see each.
    :raises RoomTaken, AccompanistTaken, NotPossible, DayTaken: if its hour has been given away.
    """
    access.require(by, "schedule", meeting)
    group = locked_open(meeting.group_id)
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    _check_planned(meeting)
    way = moves.ways(group)
    if meeting.pk not in way:
        raise NotMoved
    step = way[meeting.pk][-1].step
    moved = [meeting]
    if whole:
        rows = Meeting.objects.planned().filter(group=group, starts_at__gte=at)
        moved = moves.together(rows.order_by("starts_at", "id"), way, step)
        moved = [each for each in moved if way[each.pk][-1].starts_at >= at]
    rooms = Room.objects.in_bulk({way[each.pk][-1].room for each in moved})
    for each in moved:
        stood = way[each.pk][-1]
        each.starts_at, each.minutes = stood.starts_at, stood.minutes
        each.room = rooms[stood.room] if stood.room else None
    moved = _put(group, moved, moves.taken_back(step), by=by, at=at)
    if whole:
        _put_rule_back(group, step, by)
    return moved


def _check_planned(meeting: Meeting) -> None:
    if meeting.state != MeetingState.PROGRAMADA or meeting.entered_at:
        raise NotPlannedAnyMore


def _reached(meeting: Meeting, reach: str, at: dt.datetime) -> list[Meeting]:
    """Return the planned sessions a change reaches; of several, only those still to come."""
    _check_planned(meeting)
    if reach == Reach.ONE or meeting.series_id is None:
        return [meeting]
    if meeting.starts_at < at:
        raise InThePast
    rows = planned_of(meeting.series_id, at)
    return rows if reach == Reach.ALL else [r for r in rows if r.starts_at >= meeting.starts_at]


def _by_step(meetings: Iterable[Meeting], first: Meeting, to: Move) -> list[Meeting]:
    """Return the sessions at their new places, all by as many days and on the same clock."""
    before = recurrence.on_clock(first.starts_at, first.time_zone)
    after = recurrence.on_clock(to.starts_at, first.time_zone)
    days = (after.date() - before.date()).days
    found = []
    for each in meetings:
        here = recurrence.on_clock(each.starts_at, each.time_zone)
        day = here.date() + dt.timedelta(days=days)
        each.starts_at = recurrence.moments([day], after.time(), each.time_zone)[0]
        each.minutes, each.room = to.minutes, to.room
        found.append(each)
    return found


def _by_rule(
    group: Group, series: Series, meetings: list[Meeting], facts: SeriesFacts
) -> list[Meeting]:
    """Return the sessions on the days of a rule, the first on the first, on their series' clock."""
    if not meetings:
        raise NothingToMove
    rule = replace(facts.rule, count=len(meetings), until=None)
    days = days_of(group, replace(facts, rule=rule))
    moments = recurrence.moments(days, facts.starts, series.time_zone)
    for each, starts_at in zip(meetings, moments, strict=True):
        each.starts_at, each.minutes, each.room = starts_at, facts.minutes, facts.room
    return meetings


def _leaving(going: Iterable[Meeting], stays: Collection[UUID]) -> list[Meeting]:
    return [each for each in going if each.pk not in stays]


def _troubles(group: Group, going: list[Meeting], at: dt.datetime) -> list[Refusal | None]:
    found = calendar.troubles(group, going)
    pairs = zip(going, found, strict=True)
    return [InThePast() if each.starts_at < at else trouble for each, trouble in pairs]


def _shown(
    group: Group,
    going: list[Meeting],
    stood: dict[UUID, dt.datetime],
    stays: Collection[UUID],
    at: dt.datetime,
) -> list[Going]:
    leaving = _leaving(going, stays)
    found = _troubles(group, leaving, at)
    calendar.note_shown(group, found)
    trouble = {each.pk: str(why or "") for each, why in zip(leaving, found, strict=True)}
    return [
        Going(each, stood[each.pk], each.pk in stays, trouble.get(each.pk, "")) for each in going
    ]


def _put(
    group: Group, going: list[Meeting], step: str, *, by: User, at: dt.datetime
) -> list[Meeting]:
    """Store sessions at their new places as one step, or none of them."""
    if not going:
        raise NothingToMove
    calendar.hold(group, [each.room_id for each in going])
    refuse_blocked(group, _troubles(group, going, at))
    for each in going:
        each._change_reason = step  # type: ignore[attr-defined]  # noqa: SLF001  of simple-history
        each.save(update_fields=FIELDS)
        log.record(Verb.CHANGE, each, by=by, fields=FIELDS)
    access.shelve(group, at=at)
    return going


def _keep_rule(series: Series, step: str, by: User) -> None:
    series._change_reason = step  # type: ignore[attr-defined]  # noqa: SLF001
    series.save(update_fields=RULE)
    log.record(Verb.CHANGE, series, by=by, fields=RULE)


def _put_rule_back(group: Group, step: str, by: User) -> None:
    """Let a series follow again the rule it had before a step, unless a later one stands."""
    history: Any = Series.history
    for changed in history.filter(group=group, history_change_reason=step):
        if moves.newest(changed.id) != step:
            continue
        before = changed.prev_record
        series = Series.objects.select_for_update().get(pk=changed.id)
        for name in RULE:
            setattr(series, name, getattr(before, name))
        _keep_rule(series, moves.taken_back(step), by)
