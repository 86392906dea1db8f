"""Encounters of families and groups share rooms and colleagues: nothing lies over anything."""

import datetime as dt

import pytest
from django.utils import timezone

from cases.actions.activities import ActivityFacts, PartFacts, enter_activity, tell_part
from cases.actions.booking import AccompanistTaken, RoomTaken
from cases.actions.facilitating import RoomOfAnotherGroup, WithAnotherGroup
from cases.actions.sessions import SessionFacts, hold_session, reschedule_session, schedule_session
from cases.enums.collective import ActivityKind, CommunityGroup
from groups.actions.workshops import WorkshopFacts, prepare_workshop
from groups.models import Meeting
from groups.recurrence import Rule
from tests import factories
from tests.cases.together import let_in, make_collective
from tests.factories import NOON
from tests.groups import tools
from tests.traces import do

HOUR = dt.timedelta(hours=1)
TUESDAY = dt.datetime(2026, 5, 12, 16, tzinfo=timezone.get_default_timezone())
ONCE = Rule(weekdays=(1,), count=1)


@pytest.fixture
def process(worker):
    return make_collective(worker)


@pytest.fixture
def helper(process, worker, team):
    """Someone who facilitates groups, let into the process of the collective too."""
    found = factories.make_member(team, "facilitator")
    let_in(process, worker, found)
    return found


def encounter(process, by, *, starts_at=TUESDAY, minutes=120, room=None, kind="ENCUENTRO"):
    facts = SessionFacts(starts_at=starts_at, minutes=minutes, room=room)
    facts = ActivityFacts(ActivityKind(kind), facts, tuple(CommunityGroup.values))
    return do(enter_activity, by, case=process, facts=facts)


def part_of(activity, group=CommunityGroup.NN):
    return activity.parts.get(group=group)


def with_her(part, by, who, also=None, room=None):
    facts = PartFacts(facilitator=who, cofacilitator=also, room=room)
    return do(tell_part, by, part=part, facts=facts, version=part.version)


def met(by, **facts):
    """Plan one session of a group of hers."""
    return tools.plan(tools.make_group(by), by, rule=ONCE, **facts)


# --- an encounter stands, a group comes ----------------------------------------------------------


@pytest.mark.parametrize("begin", [dt.time(15), dt.time(16), dt.time(17, 59)])
def test_no_group_where_an_encounter_has_the_room(process, worker, team, begin):
    room = tools.make_room(team)
    encounter(process, worker, room=room)
    other = factories.make_member(team)

    with pytest.raises(RoomTaken):
        met(other, room=room, starts=begin)
    assert not Meeting.objects.exists()
    assert met(other, room=room, starts=dt.time(18))


def test_no_group_of_who_holds_an_encounter(process, worker):
    encounter(process, worker)

    with pytest.raises(AccompanistTaken):
        met(worker)


@pytest.mark.parametrize("place", ["facilitator", "cofacilitator"])
def test_no_group_of_who_is_with_one_of_its_ages(process, worker, helper, place):
    activity = encounter(process, worker)
    pair = (helper, None) if place == "facilitator" else (worker, helper)
    with_her(part_of(activity), worker, *pair)

    with pytest.raises(AccompanistTaken):
        met(helper)
    assert met(helper, first_on=TUESDAY.date() + tools.WEEK)


def test_no_session_of_a_case_of_who_is_with_one_of_its_ages(process, worker, helper, team):
    colleague = factories.make_member(team)
    let_in(process, worker, colleague)
    with_her(part_of(encounter(process, worker)), worker, colleague)
    case = factories.make_case(by=colleague)
    facts = SessionFacts(starts_at=TUESDAY + HOUR)

    with pytest.raises(AccompanistTaken) as refused:
        do(schedule_session, colleague, case=case, facts=facts)
    assert colleague.get_short_name() in str(refused.value)


def test_what_was_held_stands_in_nobody_s_way(process, worker, helper):
    activity = encounter(process, worker)
    with_her(part_of(activity), worker, helper)
    do(hold_session, worker, session=activity.session, at=TUESDAY + 3 * HOUR)

    assert met(helper, at=TUESDAY + 3 * HOUR)


# --- a group stands, an encounter comes ----------------------------------------------------------


def test_no_encounter_where_a_group_has_the_room(process, worker, team):
    room = tools.make_room(team)
    met(factories.make_member(team), room=room)

    with pytest.raises(RoomTaken) as refused:
        encounter(process, worker, room=room, starts_at=TUESDAY + HOUR)
    assert room.name in str(refused.value)
    assert not process.activities.exists()
    assert encounter(process, worker, room=room, starts_at=TUESDAY + 2 * HOUR)


def test_nobody_is_put_with_an_age_while_she_has_a_group(process, worker, helper):
    met(helper)
    activity = encounter(process, worker)
    part = part_of(activity)

    with pytest.raises(AccompanistTaken) as refused:
        with_her(part, worker, worker, helper)
    assert helper.get_short_name() in str(refused.value)
    part.refresh_from_db()
    assert (part.version, part.cofacilitator) == (1, None)


def test_an_encounter_does_not_move_onto_a_group_of_who_is_with_one_of_its_ages(
    process, worker, helper
):
    met(helper)
    activity = encounter(process, worker, starts_at=TUESDAY - 4 * HOUR)
    with_her(part_of(activity), worker, helper)

    with pytest.raises(AccompanistTaken):
        do(reschedule_session, worker, session=activity.session, starts_at=TUESDAY, at=NOON)
    moved = TUESDAY + 2 * HOUR
    done = do(reschedule_session, worker, session=activity.session, starts_at=moved, at=NOON)
    assert done.starts_at == moved


# --- each age in a room of its own ---------------------------------------------------------------


def test_no_group_in_the_room_of_one_of_its_ages(process, worker, team):
    rooms = [tools.make_room(team, name) for name in ("Salón", "Ludoteca", "Patio")]
    activity = encounter(process, worker, room=rooms[0])
    for group, room in zip((CommunityGroup.NN, CommunityGroup.AJ), rooms[1:], strict=True):
        with_her(part_of(activity, group), worker, worker, room=room)
    other = factories.make_member(team)

    for room in rooms:
        with pytest.raises(RoomTaken):
            met(other, room=room)
    assert met(other, room=tools.make_room(team, "Sala libre"))


def test_no_session_nor_workshop_in_the_room_of_one_of_its_ages(process, worker, team):
    room = tools.make_room(team)
    with_her(part_of(encounter(process, worker)), worker, worker, room=room)
    colleague = factories.make_member(team)
    case = factories.make_case(by=colleague)
    facts = SessionFacts(starts_at=TUESDAY + HOUR, room=room)
    workshop = WorkshopFacts(title="Taller", starts_at=TUESDAY + HOUR, room=room)

    with pytest.raises(RoomTaken):
        do(schedule_session, colleague, case=case, facts=facts)
    with pytest.raises(RoomTaken):
        do(prepare_workshop, colleague, team=team, facts=workshop)


def test_no_age_in_a_room_where_a_group_meets(process, worker, team):
    room = tools.make_room(team)
    met(factories.make_member(team), room=room)
    part = part_of(encounter(process, worker))

    with pytest.raises(RoomTaken) as refused:
        with_her(part, worker, worker, room=room)
    assert room.name in str(refused.value)
    part.refresh_from_db()
    assert (part.version, part.room) == (1, None)


def test_an_encounter_does_not_move_into_taken_rooms(process, worker, team):
    room = tools.make_room(team)
    met(factories.make_member(team), room=room)
    activity = encounter(process, worker, starts_at=TUESDAY - 4 * HOUR)
    with_her(part_of(activity), worker, worker, room=room)

    with pytest.raises(RoomTaken):
        do(reschedule_session, worker, session=activity.session, starts_at=TUESDAY, at=NOON)


def test_two_ages_never_share_a_room(process, worker, team):
    room = tools.make_room(team)
    activity = encounter(process, worker, room=room)
    assert with_her(part_of(activity), worker, worker, room=room).room == room  # beside everybody

    with pytest.raises(RoomOfAnotherGroup):
        with_her(part_of(activity, CommunityGroup.AM), worker, worker, room=room)


# --- within one encounter ------------------------------------------------------------------------


def test_nobody_is_with_two_ages_at_once(process, worker, helper):
    activity = encounter(process, worker)
    with_her(part_of(activity), worker, helper)

    with pytest.raises(WithAnotherGroup):
        with_her(part_of(activity, CommunityGroup.AM), worker, worker, helper)
    again = with_her(part_of(activity), worker, helper)  # she stays where she is
    assert again.version == 3


def test_what_has_passed_is_told_as_it_was(process, worker, helper):
    met(helper)
    activity = encounter(process, worker)
    facts = {"facts": PartFacts(facilitator=helper), "version": 1, "at": TUESDAY + 3 * HOUR}

    assert do(tell_part, worker, part=part_of(activity), **facts).facilitator == helper
