"""Plan sessions: one, or a whole series; call off and bring back. Moving them is in ``moving``."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, sealing
from cases.enums import Modality
from cases.models import Room
from groups import closures, recurrence
from groups.actions import calendar
from groups.actions.cycles import locked_open
from groups.actions.naming import refuse_names
from groups.actions.running import on_the_sheet
from groups.enums import MeetingState
from groups.models import Closure, Group, Meeting, Series
from groups.recurrence import BadRule, Rule, TooMany


class RuleUnclear(Refusal):
    """No day follows from it."""

    sentence = _("Choose at least one day of the week, and how many times or until when.")


class RuleTooLong(Refusal):
    """More sessions than a group has."""

    sentence = _("This makes more than %(most)s sessions. Choose fewer times or an earlier end.")


class DayTaken(Refusal):
    """Some days cannot be; nothing was planned."""

    sentence = _("%(count)s of these days are not possible. Leave them out or choose another hour.")


class RoomOfOtherTeam(Refusal):
    """A room belongs to the team whose house it is in."""

    sentence = _("This room belongs to another team. Choose one of yours.")


class NotPlannedAnyMore(Refusal):
    """It was held or called off."""

    sentence = _("This session is not planned any more: it was held or called off.")


class HasAttendance(Refusal):
    """Somebody came: it took place."""

    sentence = _("Attendance was taken, so this session took place. Correct its sheet instead.")


class InThePast(Refusal):
    """Nobody meets yesterday."""

    sentence = _("This hour has passed. Choose one still to come.")


class PassedPerhapsHeld(InThePast):
    """Nobody plans yesterday; what was held then is entered."""

    sentence = _(
        "This hour has passed. Choose one still to come. A session that was held is added as one "
        "session, with “It was held: enter it” ticked."
    )


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """What a series is made of."""

    rule: Rule
    first_on: dt.date
    starts: dt.time
    minutes: int = 120
    time_zone: str = "America/Chihuahua"
    room: Room | None = None
    modality: str = Modality.PRESENCIAL
    link: str = ""
    skips_closures: bool = True


@dataclass(frozen=True, slots=True)
class Planned:
    """One day of a series before it is planned: whether it can be, and why not."""

    number: int
    starts_at: dt.datetime
    trouble: str = ""

    @property
    def day(self) -> dt.date:
        """Return its day on the clock of its place."""
        return self.starts_at.date()


def team_closures(group: Group) -> list[Closure]:
    """Return the closures of the whole house and of the team of a group."""
    theirs = Q(team=None) | Q(team=group.team_id)
    return list(Closure.objects.filter(theirs, is_open=False).order_by("begins_on"))


def days_of(group: Group, facts: SeriesFacts) -> list[dt.date]:
    """Return the days of a series.

    :raises RuleUnclear, RuleTooLong: see each.
    """
    rule = facts.rule
    if not rule.weekdays or (not rule.count and not rule.until) or rule.every < 1:
        raise RuleUnclear
    spans = [(each.begins_on, each.ends_on) for each in team_closures(group)]
    asked = closures.closed(spans) if facts.skips_closures else None
    try:
        found = recurrence.days(str(rule), facts.first_on, asked)
    except TooMany as many:
        raise RuleTooLong(most=recurrence.MOST) from many
    except BadRule as bad:
        raise RuleUnclear from bad
    if not found:
        raise RuleUnclear
    return found


def preview(group: Group, facts: SeriesFacts, at: dt.datetime) -> list[Planned]:
    """Return every day of a series and what stands in its way; nothing is stored or held.

    :raises RuleUnclear, RuleTooLong: see each.
    """
    return _planned(group, meetings_of(group, facts), at)


def meetings_of(group: Group, facts: SeriesFacts) -> list[Meeting]:
    """Return the sessions of a rule, where they are to stand; nothing is stored."""
    moments = recurrence.moments(days_of(group, facts), facts.starts, facts.time_zone)
    return [_meeting(group, facts, starts_at) for starts_at in moments]


def _planned(group: Group, meetings: Sequence[Meeting], at: dt.datetime) -> list[Planned]:
    found = calendar.troubles(group, meetings)
    calendar.note_shown(group, found)
    return [
        Planned(n, each.starts_at, str((InThePast() if _has_passed(each, at) else trouble) or ""))
        for n, (each, trouble) in enumerate(zip(meetings, found, strict=True), 1)
    ]


def _has_passed(meeting: Meeting, at: dt.datetime) -> bool:
    """Tell whether its day has passed there; one of today may be put down after its hour."""
    day, today = (recurrence.on_clock(it, meeting.time_zone) for it in (meeting.starts_at, at))
    return day.date() < today.date()


@transaction.atomic
@sealing()
def plan_series(
    *,
    group: Group,
    facts: SeriesFacts,
    leave_out: Collection[dt.date] = (),
    by: User,
    at: dt.datetime,
) -> Series:
    """Plan every session of a rule, or none.

    :raises DayTaken: if a day that is not left out is not possible.
    :raises PassedPerhapsHeld, RuleUnclear, RuleTooLong, RoomOfOtherTeam: see each.
    """
    access.require(by, "schedule", group)
    group = locked_open(group.pk)
    check_room(group, facts.room)
    calendar.hold(group, [facts.room.pk if facts.room else None])
    left_out = set(leave_out)
    wanted = [each for each in meetings_of(group, facts) if each.starts_at.date() not in left_out]
    if any(_has_passed(each, at) for each in wanted):
        raise PassedPerhapsHeld
    refuse_blocked(group, calendar.troubles(group, wanted))
    if not wanted:
        raise RuleUnclear
    series = Series(
        group=group,
        rule=str(facts.rule),
        first_on=facts.first_on,
        starts=facts.starts,
        minutes=facts.minutes,
        time_zone=facts.time_zone,
        skips_closures=facts.skips_closures,
        room=facts.room,
        made_by=by,
        made_at=at,
    )
    series.save(force_insert=True)
    for meeting in wanted:
        meeting.series = series
        meeting.save(force_insert=True)
    access.shelve(group, at=at)
    log.record(Verb.CREATE, series, by=by, fields=["starts_at", "minutes", "room"])
    return series


@transaction.atomic
@sealing()
def call_off(
    *,
    meeting: Meeting,
    reason: str = "",
    following: bool = False,
    names_checked: bool = False,
    by: User,
    at: dt.datetime,
) -> list[Meeting]:
    """Call off one session, or this one and all that follow it in its series.

    :raises NamesInNote: if a name of the group stands in the reason, unconfirmed.
    :raises NotPlannedAnyMore, HasAttendance: see each.
    """
    access.require(by, "schedule", meeting)
    group = locked_open(meeting.group_id)
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.attendances.exists():
        raise HasAttendance
    if meeting.state != MeetingState.PROGRAMADA:
        raise NotPlannedAnyMore
    if not names_checked:
        refuse_names(reason, on_the_sheet(meeting))
    ended = [meeting, *(following_of(meeting, at) if following else [])]
    for each in ended:
        each.state = MeetingState.CANCELADA
        fields = ["state"]
        if reason.strip():
            each.cancelled_because = reason.strip()
            fields.append("cancelled_because")
        each.save(update_fields=fields)
        log.record(Verb.CHANGE, each, by=by, fields=fields)
    access.shelve(group, at=at)
    return ended


@transaction.atomic
def bring_back(*, meeting: Meeting, by: User, at: dt.datetime) -> Meeting:
    """Plan a session again that was called off, where it stood: the undo of calling off.

    :raises NotPlannedAnyMore: if it was not called off.
    :raises RoomTaken, AccompanistTaken, NotPossible: if its hour has been given away.
    """
    access.require(by, "schedule", meeting)
    group = locked_open(meeting.group_id)
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.state != MeetingState.CANCELADA:
        raise NotPlannedAnyMore
    calendar.hold(group, [meeting.room_id])
    calendar.refuse_first(group, calendar.troubles(group, [meeting]))
    meeting.state, meeting.cancelled_because = MeetingState.PROGRAMADA, None
    meeting.save(update_fields=["state", "cancelled_because"])
    access.shelve(group, at=at)
    log.record(Verb.CHANGE, meeting, by=by, fields=["state"])
    return meeting


def planned_of(series: UUID | None, at: dt.datetime) -> list[Meeting]:
    """Return the planned sessions of a series that are still to come, in order.

    Who changes them holds the group: nothing about its sessions changes meanwhile.
    """
    rows = Meeting.objects.planned().filter(series=series, starts_at__gte=at)
    return list(rows.select_related("room", "group").order_by("starts_at", "id"))


def following_of(meeting: Meeting, at: dt.datetime) -> list[Meeting]:
    """Return the planned sessions of its series that come after a session."""
    rows = planned_of(meeting.series_id, at) if meeting.series_id else []
    return [each for each in rows if each.starts_at > meeting.starts_at]


def _meeting(group: Group, facts: SeriesFacts, starts_at: dt.datetime) -> Meeting:
    meeting = Meeting(
        group=group,
        starts_at=starts_at,
        minutes=facts.minutes,
        time_zone=facts.time_zone,
        room=facts.room,
        modality=facts.modality,
    )
    if facts.link.strip():
        meeting.link = facts.link.strip()
    return meeting


def check_room(group: Group, room: Room | None) -> None:
    """Refuse a room of another team.

    :raises RoomOfOtherTeam: see there.
    """
    if room is not None and room.team_id != group.team_id:
        raise RoomOfOtherTeam


def refuse_blocked(group: Group, troubles: Sequence[Refusal | None]) -> None:
    """Refuse where something stands in the way: of one session what, of several how many.

    :raises RoomTaken, AccompanistTaken, NotPossible: of one session.
    :raises DayTaken: of several.
    """
    blocked = [each for each in troubles if each]
    if len(troubles) > 1 and blocked:
        raise DayTaken(count=len(blocked))
    calendar.refuse_first(group, blocked)
