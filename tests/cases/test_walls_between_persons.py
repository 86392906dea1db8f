"""Who has harmed and who was harmed do not meet; a room and a colleague are in one place."""

import datetime as dt
from itertools import combinations

import pytest
from django.core.exceptions import PermissionDenied

from cases.actions import walls
from cases.actions.booking import AccompanistTaken, NotPossible, RoomTaken
from cases.actions.people import accompanied
from cases.actions.places import RoomNamedAlready, name_room, retire_room
from cases.actions.sessions import (
    SessionFacts,
    hold_session,
    mark_not_held,
    reschedule_session,
    schedule_session,
)
from cases.actions.team import assign_member, hand_over
from cases.enums import Attendance, Function
from cases.enums.bond import BondKind
from cases.models import Assignment, Bond, Room, Session
from tests.factories import NOON, make_case, make_member, make_team
from tests.traces import changes, do, refusals

TEN = dt.datetime(2026, 5, 5, 16, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def rooms(team):
    return [Room.objects.create(team=team, name=name) for name in ("Sala 1", "Sala 2")]


def plan(case, by, starts_at=TEN, **facts):
    return do(schedule_session, by, case=case, facts=SessionFacts(starts_at=starts_at, **facts))


def harm(case, other, by):
    """Say in one case that the person of the other has harmed hers."""
    Bond.objects.create(
        case=case,
        from_person=accompanied(other),
        to_person=accompanied(case),
        kind=BondKind.AGRESION,
        recorded_by=by,
        recorded_at=NOON,
    )


@pytest.fixture
def two(team):
    """Two cases of one house, of two colleagues, whose persons must not meet."""
    one, other = make_member(team), make_member(team)
    cases = make_case(by=one), make_case(by=other)
    harm(*cases, one)
    return cases


# --- room and colleague -------------------------------------------------------------------


def test_room_is_taken(case, worker, team, rooms):
    colleague = make_member(team)
    plan(case, worker, room=rooms[0])

    with pytest.raises(RoomTaken, match="Sala 1"):
        plan(make_case(by=colleague), colleague, TEN + HOUR / 2, room=rooms[0])

    assert Session.objects.count() == 1
    assert plan(make_case(by=colleague), colleague, TEN + HOUR / 2, room=rooms[1])


def test_colleague_is_taken_and_the_next_hour_is_free(case, worker):
    plan(case, worker)

    with pytest.raises(AccompanistTaken):
        plan(make_case(by=worker), worker, TEN - HOUR / 4)
    assert plan(make_case(by=worker), worker, TEN + HOUR)
    assert plan(make_case(by=worker), worker, TEN - HOUR)


def test_long_session_before_midnight_still_lies_over_this_one(case, worker):
    plan(case, worker, TEN - 11 * HOUR, minutes=700)

    with pytest.raises(AccompanistTaken):
        plan(make_case(by=worker), worker)


def test_session_moves_within_its_own_hour_and_to_another_room(case, worker, rooms):
    session = plan(case, worker, room=rooms[0])

    moved = do(reschedule_session, worker, session=session, starts_at=TEN + HOUR / 4, room=rooms[1])

    assert (moved.starts_at, moved.room) == (TEN + HOUR / 4, rooms[1])


def test_moving_onto_another_is_refused_and_nothing_moves(case, worker, rooms):
    plan(case, worker)
    later = plan(case, worker, TEN + 2 * HOUR)

    with pytest.raises(AccompanistTaken):
        do(reschedule_session, worker, session=later, starts_at=TEN + HOUR / 2)

    later.refresh_from_db()
    assert later.starts_at == TEN + 2 * HOUR


@pytest.mark.parametrize("happened", ["held", "not held"])
def test_what_is_on_record_takes_no_room(case, worker, rooms, happened):
    session = plan(case, worker, room=rooms[0])
    if happened == "held":
        do(hold_session, worker, session=session, at=TEN + HOUR)
    else:
        why = Attendance.CANCELA_EQUIPO
        do(mark_not_held, worker, session=session, attendance=why, at=TEN)

    assert plan(case, worker, room=rooms[0])


def test_no_two_stored_sessions_lie_over_each_other(case, worker, rooms):
    for quarter in range(0, 16, 3):
        try:
            plan(case, worker, TEN + quarter * HOUR / 4, room=rooms[quarter % 2])
        except (RoomTaken, AccompanistTaken):
            continue

    spans = [
        (s.starts_at, s.starts_at + dt.timedelta(minutes=s.minutes)) for s in Session.objects.all()
    ]
    assert len(spans) == 3
    assert all(one[1] <= other[0] for one, other in combinations(sorted(spans), 2))


def test_rooms_are_kept_by_who_coordinates(team, worker, coordinator):
    room = do(name_room, coordinator, team=team, name="Sala azul")
    assert changes(1) == [("create", "cases.room", room.pk, [], ["name"])]
    with pytest.raises(RoomNamedAlready):
        do(name_room, coordinator, team=team, name="sala AZUL")
    do(retire_room, coordinator, room=room)
    assert do(name_room, coordinator, team=team, name="Sala azul").pk == room.pk
    for somebody, where in ((worker, team), (coordinator, make_team())):
        with pytest.raises(PermissionDenied):
            do(name_room, somebody, team=where, name="Otra")


# --- who must not meet ----------------------------------------------------------------------


def test_one_colleague_does_not_accompany_both(two):
    one, other = two
    with pytest.raises(walls.WouldMeetThroughAccompanist) as refused:
        do(
            assign_member,
            other.responsible,
            case=other,
            user=one.responsible,
            function=Function.MEMBER,
        )

    assert one.code not in str(refused.value)
    assert one.pseudonym not in str(refused.value)
    assert Assignment.objects.filter(case=other).count() == 1
    assert ("meet cases.assignment", other.pk) in refusals()


def test_case_is_not_handed_over_to_who_accompanies_the_other(two, coordinator):
    one, other = two
    with pytest.raises(walls.WouldMeetThroughAccompanist):
        do(hand_over, coordinator, case=other, to=one.responsible, reason="Vacaciones")

    other.refresh_from_db()
    assert other.responsible_id != one.responsible_id


def test_they_do_not_come_to_the_house_around_the_same_hour(two, rooms):
    one, other = two
    plan(one, one.responsible, room=rooms[0])

    for away in (-HOUR, HOUR, 3 * HOUR / 2):
        with pytest.raises(NotPossible) as refused:
            plan(other, other.responsible, TEN + away, room=rooms[1])
        assert one.code not in str(refused.value)
    assert plan(other, other.responsible, TEN + 2 * HOUR, room=rooms[1])


def test_another_place_or_a_call_is_possible_at_the_same_hour(two, rooms):
    one, other = two
    plan(one, one.responsible, room=rooms[0])

    assert plan(other, other.responsible)


def test_who_must_not_meet_does_not_take_part_in_one_process(two):
    one, other = two
    with pytest.raises(walls.WouldMeetInProcess):
        do(lambda by, at: walls.check_process(one, [accompanied(other).pk]), one.responsible)


def test_a_bond_recorded_by_mistake_holds_nobody_back(two, rooms):
    one, other = two
    bond = Bond.objects.get()
    bond.withdrawn_at = NOON
    do(lambda by, at: bond.save(), one.responsible)

    plan(one, one.responsible, room=rooms[0])
    assert plan(other, other.responsible, room=rooms[1])
