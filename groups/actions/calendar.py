"""Hours of groups: a room, those who facilitate and those who come are in one place at a time.

Nor does a group meet while somebody is near whom one of its women must not meet. Of the women one
sentence says no more than that the hour is not possible.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from cases.actions import booking, walls
from cases.actions.booking import Asked, Hour, NotPossible
from cases.actions.refusal import Refusal
from cases.models import Bond
from groups.actions.insisting import JOIN
from groups.enums import CAME, LEADS, MeetingState
from groups.models import Attendance, Enrolment, Facilitation, Group, Meeting, Workshop
from groups.steps import COMES, IN_GROUP


class NotPossibleAtItsHours(NotPossible):
    """She is elsewhere at an hour of the group, or somebody would be near."""

    sentence = _(
        "This is not possible at the hours of this group. Look for another group or another hour "
        "with whoever coordinates."
    )


class NotEnteredAsItStands(NotPossible):
    """Somebody was elsewhere at that hour, or near whom she must not meet; which is not said."""

    sentence = _(
        "This session cannot be entered as it stands. Look at the day and the hour; if they are "
        "right, speak with whoever coordinates."
    )


class Groups:
    """The sessions of groups and the workshops, as everybody who books asks for them."""

    def hours(self, asked: Asked) -> Iterator[Hour]:
        """Yield what these colleagues, rooms and persons have, in four queries."""
        span = Q(**asked.spans())
        leading = _led(Q(user__in=asked.people))
        coming, near = _enrolled(Q(person__in=asked.persons))
        theirs = Q(group__in={*leading, *near}) | Q(room__in=asked.rooms)
        rows = Meeting.objects.filter(span, theirs, state=MeetingState.PROGRAMADA)
        for each in rows.values_list("pk", "group", "starts_at", "minutes", "room", "room__team"):
            pk, group, begin, minutes, room, house = each
            yield Hour(
                begin,
                begin + dt.timedelta(minutes=minutes),
                frozenset(leading[group]),
                room,
                pk,
                frozenset(coming[group]),
                frozenset(near[group]),
                house,
            )
        shops = Workshop.objects.filter(span, room__in=asked.rooms, is_open=True)
        for pk, begin, minutes, room in shops.values_list("pk", "starts_at", "minutes", "room"):
            yield Hour(begin, begin + dt.timedelta(minutes=minutes), room=room, record=pk)


WING = Groups()
MEET = "meet groups.meeting"  # what the trace calls an hour that was not possible


def people_of(group: Group) -> frozenset[UUID]:
    """Return the colleagues whose hours a session of a group takes."""
    return frozenset(_led(Q(group=group))[group.pk])


def troubles(group: Group, meetings: Sequence[Meeting]) -> list[Refusal | None]:
    """Say of each session of a group what stands in its way where it is to stand.

    Their former places are left. Who stores them holds the rows first (:func:`hold`).
    """
    people = people_of(group)
    coming, near = _enrolled(Q(group=group))
    hours = [_hour_of(each, people, coming[group.pk], near[group.pk]) for each in meetings]
    apart = walls.harmful(near[group.pk]) - near[group.pk]  # of those within, see below
    found = booking.troubles(hours, apart=apart)
    if stands_between(group):  # no hour is safe
        found = [trouble or NotPossible() for trouble in found]
    return found


def hold(group: Group, rooms: Iterable[UUID | None]) -> None:
    """Hold whoever and whatever a session of a group takes, until the use case ends."""
    persons = _enrolled(Q(group=group))[1][group.pk]
    booking.hold(
        people_of(group), {room for room in rooms if room}, persons | walls.harmful(persons)
    )


def refuse_first(group: Group, troubles: Iterable[Refusal | None]) -> None:
    """Refuse what stands in the way, if anything.

    :raises RoomTaken, AccompanistTaken, NotPossible: see each.
    """
    for trouble in troubles:
        if trouble:
            booking.refuse(trouble, MEET, group.pk)


def note_shown(group: Group, troubles: Iterable[Refusal | None]) -> None:
    """Leave in the trace, once, that hours were shown at which somebody is kept apart."""
    if any(isinstance(trouble, NotPossible) for trouble in troubles):
        log.deny(MEET, group.pk)


def check_held(group: Group, meeting: Meeting) -> None:
    """Refuse a session said to have been held while who comes was elsewhere, or somebody was near.

    Rooms and colleagues are not asked about: it is over. Nor is what was planned for her alone and
    perhaps never took place. Who calls holds the rows first (:func:`hold`).

    :raises NotEnteredAsItStands: whichever it is.
    """
    coming, near = (each[group.pk] for each in _enrolled(Q(group=group)))
    around = _hour_of(meeting, (), (), near, room=False)
    beside = booking.troubles([around], apart=walls.harmful(near) - near)
    if stands_between(group) or any(beside) or _in_other_group(around, coming):
        booking.refuse(NotEnteredAsItStands(), MEET, group.pk)


def _in_other_group(hour: Hour, coming: set[UUID]) -> bool:
    """Tell whether somebody came to a session of a group at an hour, or is expected at one."""
    asked = Asked(hour.begin, hour.end, frozenset(), frozenset(), frozenset(coming))
    if any(each.persons & coming and each.lies_over(hour) for each in WING.hours(asked)):
        return True
    came = Attendance.objects.filter(enrolment__person__in=coming, mark__in=CAME)
    spans = came.filter(**{f"meeting__{name}": moment for name, moment in asked.spans().items()})
    rows = spans.values_list("meeting__starts_at", "meeting__minutes")
    return any(begin + dt.timedelta(minutes=minutes) > hour.begin for begin, minutes in rows)


def check_entering(enrolment: Enrolment, at: dt.datetime) -> None:
    """Refuse somebody who is elsewhere at a coming hour of the group, or not safe around it.

    :raises NotPossibleAtItsHours: whichever it is.
    """
    if enrolment.person_id is None:
        return
    hers = {enrolment.person_id}
    booking.hold((), (), hers | walls.harmful(hers))
    within = _enrolled(Q(group=enrolment.group_id))[1][enrolment.group_id]
    hours = [
        _hour_of(each, (), hers, hers, room=False)
        for each in _coming_of(enrolment.group, at).select_related("room")
    ]
    for trouble in booking.troubles(hours, apart=walls.harmful(hers) - within):
        if trouble:
            booking.refuse(NotPossibleAtItsHours(), JOIN, enrolment.group_id)


def taken_hours(group: Group, user: UUID, at: dt.datetime) -> int:
    """Count the coming sessions at which a colleague has something else; her row is held."""
    booking.hold({user}, ())
    hours = [_hour_of(each, {user}, (), (), room=False) for each in _coming_of(group, at)]
    return sum(trouble is not None for trouble in booking.troubles(hours))


def stands_between(group: Group, and_also: Enrolment | None = None) -> bool:
    """Tell whether somebody who comes to a group has turned out to have harmed another who does.

    What was on record when the later of the two was accepted has been decided upon. ``and_also``:
    somebody who rests, as if she came back.
    """
    coming = Q(state__in=COMES) | Q(pk__in=[and_also.pk] if and_also else [])
    rows = group.enrolments.filter(coming, person__isnull=False)
    checked = dict(rows.values_list("person", "checked_at"))
    bonds = Bond.objects.of_aggression().filter(from_person__in=checked, to_person__in=checked)
    return any(
        all(at is None or recorded >= at for at in (checked[one], checked[other]))
        for one, other, recorded in bonds.values_list("from_person", "to_person", "recorded_at")
    )


def _hour_of(
    meeting: Meeting,
    people: Collection[UUID],
    coming: Collection[UUID],
    near: Collection[UUID],
    *,
    room: bool = True,
) -> Hour:
    """Return the hour a session of a group wants; without its room for who joins it."""
    return Hour(
        meeting.starts_at,
        meeting.starts_at + dt.timedelta(minutes=meeting.minutes),
        frozenset(people),
        meeting.room_id if room else None,
        meeting.pk,
        frozenset(coming),
        frozenset(near),
        meeting.room.team_id if meeting.room and near else None,
    )


def _coming_of(group: Group, at: dt.datetime) -> Any:
    return group.meetings.planned().filter(starts_at__gte=at).order_by("starts_at", "id")


def _led(whose: Q) -> defaultdict[UUID, set[UUID]]:
    """Return the colleagues who lead groups, by group."""
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    rows = Facilitation.objects.filter(whose, until=None, part__in=LEADS)
    for group, user in rows.values_list("group", "user"):
        found[group].add(user)
    return found


def _enrolled(
    whose: Q,
) -> tuple[defaultdict[UUID, set[UUID]], defaultdict[UUID, set[UUID]]]:
    """Return who comes to groups, and who has a place in them, by group."""
    coming: defaultdict[UUID, set[UUID]] = defaultdict(set)
    near: defaultdict[UUID, set[UUID]] = defaultdict(set)
    rows = Enrolment.objects.filter(whose, person__isnull=False, state__in=IN_GROUP)
    for group, person, state in rows.values_list("group", "person", "state"):
        near[group].add(person)
        if state in COMES:
            coming[group].add(person)
    return coming, near
