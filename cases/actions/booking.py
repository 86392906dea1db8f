"""A room, a colleague and whoever comes are in one place at a time.

Other wings hold sessions too: each names itself to :func:`also`, and says what it has at certain
hours. Whoever books anything holds first the rows of the colleagues, of the room and of the persons
(:func:`hold`), always in the same order, so that two browsers cannot book both, whatever they book.

That a room or a colleague is taken is said. Of the persons one sentence says that the hour is not
possible: nobody learns whether somebody is elsewhere then, or must not meet somebody who is near.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.staff.models import User
from cases.actions import walls
from cases.actions.refusal import Refusal
from cases.enums import TAKES_NO_PART, ParticipationRole, ServiceLine, SessionStatus, SessionType
from cases.models import Participation, Person, Room, Session, SessionPerson
from cases.reports import encounters

LONGEST = dt.timedelta(hours=12)
NOBODY: frozenset[UUID] = frozenset()
WITHOUT_HER = frozenset({SessionType.COORDINACION})  # colleagues meet about her


@dataclass(frozen=True, slots=True)
class Hour:
    """A stretch of time that somebody has or wants: for whom, where, and which record it is."""

    begin: dt.datetime
    end: dt.datetime
    people: frozenset[UUID] = NOBODY  # colleagues
    room: UUID | None = None
    record: UUID | None = None
    persons: frozenset[UUID] = NOBODY  # who is expected, and cannot be elsewhere
    around: frozenset[UUID] = NOBODY  # who may come along, and must meet nobody she must not
    house: UUID | None = None  # the team in whose house it is

    def lies_over(self, other: "Hour", apart: dt.timedelta = dt.timedelta()) -> bool:
        """Tell whether two hours share a moment, or lie closer together than so much."""
        return self.begin < other.end + apart and other.begin < self.end + apart


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for at once: between two moments, of colleagues, rooms and persons."""

    begin: dt.datetime
    end: dt.datetime
    people: frozenset[UUID]
    rooms: frozenset[UUID]
    persons: frozenset[UUID]

    def spans(self) -> dict[str, dt.datetime]:
        """Return the filter of what may lie over this stretch, however long it lasts."""
        return {"starts_at__lt": self.end, "starts_at__gt": self.begin - LONGEST}


class Wing(Protocol):
    """What a wing with sessions of its own answers."""

    def hours(self, asked: Asked) -> Iterable[Hour]:
        """Return what these colleagues, rooms and persons have, in a constant number of queries."""


_wings: list[Wing] = []


def also(wing: Wing) -> None:
    """Ask this wing too before an hour is given away."""
    if wing not in _wings:
        _wings.append(wing)


class RoomTaken(Refusal):
    """Someone else meets there at that hour."""

    sentence = _("%(room)s is taken at that hour. Choose another room or another hour.")


class AccompanistTaken(Refusal):
    """The colleague has another session at that hour."""

    sentence = _("%(name)s has another session at that hour. Choose another hour.")


class NotPossible(Refusal):
    """Somebody is elsewhere at that hour, or would be near whom she must not meet."""

    sentence = _("This is not possible at this hour. Choose another hour or another place.")


def hold(
    people: Collection[UUID], rooms: Collection[UUID], persons: Collection[UUID] = NOBODY
) -> None:
    """Hold the rows of colleagues, rooms and persons until the use case ends.

    ``persons``: who comes, and whom they must not meet. What is asked of the database before it is
    asked again afterwards (:func:`walls.harmful`): it may have changed while this waited.
    """
    list(User.objects.select_for_update().filter(pk__in=people).order_by("pk"))
    list(Room.objects.select_for_update().filter(pk__in=rooms).order_by("pk"))
    held = Person.objects.select_for_update(no_key=True).filter(pk__in=persons)
    list(held.order_by("pk").values_list("pk"))


def check(session: Session, people: Collection[UUID] | None = None) -> None:
    """Refuse a session that would share its room, its accompanist, a person or an unsafe hour.

    ``people``: who of a family is expected; unsaid, those put down already.

    :raises RoomTaken, AccompanistTaken: naming what is taken.
    :raises NotPossible: without naming anybody.
    """
    around = walls.taking_part(session.case)
    expected = _expected_at(session, people)
    rooms = encounters.rooms_of(session)
    people_there = encounters.people_of(session)
    hold(people_there, rooms, around | expected | walls.harmful(around))
    hour = hour_of(session, people_there, expected, around)
    beside = [_in_room(session, room) for room in sorted(rooms - {session.room_id})]
    for trouble in troubles([hour, *beside], apart=walls.harmful(around)):
        if trouble:
            refuse(trouble, "meet cases.session", session.case_id)


def hour_of(
    session: Session,
    people: Collection[UUID],
    persons: Collection[UUID],
    around: Collection[UUID],
) -> Hour:
    """Return the hour a session of a case wants, for everybody who is with its groups too."""
    return Hour(
        session.starts_at,
        session.starts_at + dt.timedelta(minutes=session.minutes),
        people=frozenset(people),
        room=session.room_id,
        record=session.pk,
        persons=frozenset(persons),
        around=frozenset(around),
        house=session.room.team_id if session.room else None,
    )


def _in_room(session: Session, room: UUID | None) -> Hour:
    """Return the hour of a session in a room beside its own."""
    end = session.starts_at + dt.timedelta(minutes=session.minutes)
    return Hour(session.starts_at, end, room=room, record=session.pk)


def check_colleagues(people: Collection[UUID], session: Session, room: UUID | None = None) -> None:
    """Refuse colleagues, or a room, taken besides for a planned session; hold them.

    :raises AccompanistTaken, RoomTaken: naming who or what is taken.
    """
    hold(people, {room} if room else ())
    hour = replace(_in_room(session, room), people=frozenset(people))
    for trouble in troubles([hour]):
        if trouble:
            raise trouble


def refuse(trouble: Refusal, what: str, root: UUID) -> None:
    """Refuse what stands in the way; that somebody was kept apart stays in the trace.

    :raises Refusal: the one given.
    """
    if isinstance(trouble, NotPossible):
        log.deny(what, root)
    raise trouble


def troubles(
    hours: Sequence[Hour], *, apart: Collection[UUID] = NOBODY, leaving: Collection[UUID] = NOBODY
) -> list[Refusal | None]:
    """Say of each hour what stands in its way; asked once, whatever their number.

    ``apart``: whom those who come must not meet. ``leaving``: records that leave the place they
    have now, besides those that want these hours. The hours keep off each other too.
    """
    if not hours:
        return []
    leaving = {*leaving, *(hour.record for hour in hours if hour.record)}
    known = [hour for hour in everything(_asked(hours, apart)) if hour.record not in leaving]
    found: list[Refusal | None] = []
    names = _Names(hours)
    for hour in hours:
        trouble = _trouble(hour, known, frozenset(apart), names)
        if trouble is None:
            known.append(hour)
        found.append(trouble)
    return found


def everything(asked: Asked) -> list[Hour]:
    """Return what lies within a stretch of time, here and in every wing, in order."""
    found = [*_of_cases(asked), *(hour for wing in _wings for hour in wing.hours(asked))]
    return sorted(found, key=lambda hour: (hour.begin, str(hour.record)))


def too_close(one: UUID, other: UUID, since: dt.datetime, until: dt.datetime) -> bool:
    """Tell whether two persons are about to share an hour, or to come to one house around it."""
    both = frozenset({one, other})
    hours = everything(Asked(since, until, NOBODY, NOBODY, both))
    mine = [hour for hour in hours if one in hour.persons | hour.around]
    hers = [hour for hour in hours if other in hour.persons | hour.around]
    return any(
        a.record == b.record or (a.house and a.house == b.house and a.lies_over(b, walls.NEAR))
        for a in mine
        for b in hers
    )


def _asked(hours: Sequence[Hour], apart: Collection[UUID]) -> Asked:
    return Asked(
        min(hour.begin for hour in hours) - walls.NEAR,
        max(hour.end for hour in hours) + walls.NEAR,
        people=frozenset().union(*(hour.people for hour in hours)),
        rooms=frozenset(hour.room for hour in hours if hour.room),
        persons=frozenset(apart).union(*(hour.persons for hour in hours)),
    )


def _trouble(
    hour: Hour, known: Iterable[Hour], apart: frozenset[UUID], names: "_Names"
) -> Refusal | None:
    over = [other for other in known if hour.lies_over(other)]
    for other in over:
        if hour.room and hour.room == other.room:
            return RoomTaken(room=names.room(hour.room))
        if taken := hour.people & other.people:
            return AccompanistTaken(name=names.colleague(min(taken)))
    if any(hour.persons & other.persons for other in over):
        return NotPossible()
    for other in known:
        same_house = hour.house and hour.house == other.house
        if same_house and apart & other.around and hour.lies_over(other, walls.NEAR):
            return NotPossible()
    return None


class _Names:
    """What rooms and colleagues are called: asked for once, where something is taken."""

    def __init__(self, hours: Sequence[Hour]) -> None:
        self.hours = hours
        self.rooms: dict[Any, str] = {}
        self.colleagues: dict[Any, str] = {}

    def room(self, pk: UUID) -> str:
        """Return what a room is called."""
        if not self.rooms:
            rows = Room.objects.in_bulk({hour.room for hour in self.hours if hour.room})
            self.rooms = {each: str(room) for each, room in rows.items()}
        return self.rooms.get(pk, "")

    def colleague(self, pk: UUID) -> str:
        """Return the short name of a colleague."""
        if not self.colleagues:
            rows = User.objects.in_bulk({each for hour in self.hours for each in hour.people})
            self.colleagues = {each: user.get_short_name() for each, user in rows.items()}
        return self.colleagues.get(pk, "")


def _expected_at(session: Session, people: Collection[UUID] | None) -> set[UUID]:
    """Return who is expected at a session that is about to be planned."""
    if session.kind in WITHOUT_HER:
        return set()
    if people is None:
        rows = session.people.exclude(came=False)
        people = set(rows.values_list("person", flat=True))
    if people and session.case.line == ServiceLine.FAM:
        return set(people)
    own = session.case.participations.filter(role=ParticipationRole.PA, ended_at=None)
    return set(own.values_list("person", flat=True))


def _of_cases(asked: Asked) -> list[Hour]:
    """Return the planned sessions of cases, as every wing returns its own."""
    parts = Participation.objects.filter(person__in=asked.persons, ended_at=None)
    parts = parts.exclude(role__in=TAKES_NO_PART)
    roles: defaultdict[UUID, dict[UUID, str]] = defaultdict(dict)
    for case, person, role in parts.values_list("case", "person", "role"):
        roles[case][person] = role
    theirs = encounters.whose(asked.people, asked.begin - LONGEST, asked.end)
    theirs |= Q(room__in=asked.rooms) | Q(case__in=list(roles))
    rows = Session.objects.filter(theirs, status=SessionStatus.SCHEDULED, **asked.spans())
    found = list(rows.select_related("room").only(*_SEEN))
    family = [each.pk for each in found if each.case_id in roles]
    put_down: defaultdict[UUID, set[UUID]] = defaultdict(set)
    marked = SessionPerson.objects.filter(session__in=family).exclude(came=False)
    for session, person in marked.values_list("session", "person"):
        put_down[session].add(person)
    with_groups = encounters.people_of_each(found)
    hours = [
        Hour(begin, begin + dt.timedelta(minutes=minutes), room=room, record=session)
        for session, begin, minutes, room in encounters.in_rooms(asked.rooms, **asked.spans())
    ]
    for each in found:
        around = roles[each.case_id]
        expected = _expected(each, around, put_down[each.pk])
        hours.append(hour_of(each, with_groups[each.pk], expected, around))
    return hours


_SEEN = ("starts_at", "minutes", "kind", "accompanist", "case", "room", "room__team")


def _expected(session: Session, roles: dict[UUID, str], put_down: set[UUID]) -> set[UUID]:
    """Return who of these is expected at a planned session."""
    if session.kind in WITHOUT_HER:
        return set()
    own = {person for person, role in roles.items() if role == ParticipationRole.PA}
    return put_down & roles.keys() if put_down else own
