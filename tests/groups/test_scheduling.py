"""A series is planned whole or not at all; nothing overlaps; nobody meets whom she must not."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accompaniment.staff.acting import acting
from cases.actions.booking import AccompanistTaken, RoomTaken
from cases.actions.sessions import SessionFacts, schedule_session
from groups.actions import moving, scheduling
from groups.actions.moving import Move
from groups.actions.scheduling import (
    DayTaken,
    HasAttendance,
    InThePast,
    NotPlannedAnyMore,
    RoomOfOtherTeam,
    RuleTooLong,
    RuleUnclear,
)
from groups.enums import MeetingState, Reach
from groups.models import Closure, Meeting
from groups.recurrence import Rule
from groups.reports import agenda
from tests import factories
from tests.factories import NOON
from tests.groups import tools
from tests.traces import do


@pytest.fixture
def group(worker):
    return tools.make_group(worker)


@pytest.fixture
def room(team):
    return tools.make_room(team)


def days(meetings):
    return [each.starts_at.astimezone(dt.UTC).date() for each in meetings]


def test_twelve_tuesdays_skip_holidays_and_closures(group, worker, room):
    begins, ends = dt.date(2026, 6, 1), dt.date(2026, 6, 5)
    Closure.objects.create(name="Inventario", begins_on=begins, ends_on=ends)

    meetings = tools.plan(group, worker, room=room)

    assert len(meetings) == 12
    assert dt.date(2026, 6, 2) not in days(meetings)
    assert days(meetings)[:4] == [
        dt.date(2026, 5, 12),
        dt.date(2026, 5, 19),
        dt.date(2026, 5, 26),
        dt.date(2026, 6, 9),
    ]
    assert {each.starts_at.astimezone(dt.UTC).hour for each in meetings} == {22}


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"rule": Rule(())}, RuleUnclear),
        ({"rule": Rule((1,))}, RuleUnclear),
        ({"rule": Rule((0, 1, 2, 3, 4), count=2000)}, RuleTooLong),
    ],
)
def test_rule_that_makes_no_sense_is_refused(group, worker, facts, refusal):
    with pytest.raises(refusal):
        tools.plan(group, worker, **facts)
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_days_that_have_passed_are_shown_as_such_and_refused(group, worker, count):
    """By the clock of the place: at 23:00 the first day is not over, though it is in UTC."""
    first = {"rule": Rule((1,), count=count), "first_on": tools.FIRST}
    evening = dt.datetime(2026, 5, 13, 5, tzinfo=dt.UTC)

    with acting(worker, "test"):
        seen = scheduling.preview(group, tools.series(**first), evening + tools.DAY)
    with pytest.raises(InThePast):
        tools.plan(group, worker, at=evening + tools.DAY, **first)

    assert [each.trouble for each in seen] == [str(InThePast()), *[""] * (count - 1)]
    assert not Meeting.objects.exists()
    assert len(tools.plan(group, worker, at=evening, **first)) == count


def test_room_of_another_team_is_refused(group, worker):
    with pytest.raises(RoomOfOtherTeam):
        tools.plan(group, worker, room=tools.make_room(factories.make_team()))


def test_who_does_not_schedule_is_refused(group, stranger):
    with pytest.raises(PermissionDenied):
        tools.plan(group, stranger)


def test_series_over_a_session_of_a_case_is_planned_without_that_day_or_not_at_all(
    group, worker, case, room
):
    taken = dt.datetime(2026, 5, 19, 22, 30, tzinfo=dt.UTC)
    other = factories.make_member(case.team)
    facts = SessionFacts(starts_at=taken, room=room)
    case_of_other = factories.make_case(by=other)
    do(schedule_session, other, case=case_of_other, facts=facts, at=NOON)

    with pytest.raises(DayTaken):
        tools.plan(group, worker, room=room)
    assert not Meeting.objects.exists()
    shown = {
        each.day: each.trouble
        for each in do_preview(group, worker, tools.series(room=room))
        if each.trouble
    }
    assert list(shown) == [dt.date(2026, 5, 19)]
    assert len(tools.plan(group, worker, room=room, leave_out={dt.date(2026, 5, 19)})) == 11


def do_preview(group, by, facts):
    with acting(by, "test"):
        return scheduling.preview(group, facts, NOON)


def test_session_of_a_case_is_refused_where_its_accompanist_facilitates(group, worker, case):
    first, *_rest = tools.plan(group, worker)

    with pytest.raises(AccompanistTaken):
        do(
            schedule_session,
            worker,
            case=case,
            facts=SessionFacts(starts_at=first.starts_at + dt.timedelta(minutes=90)),
            at=NOON,
        )


def test_session_of_a_case_is_refused_in_the_room_of_a_group(group, worker, case, room):
    first, *_rest = tools.plan(group, worker, room=room)
    other = factories.make_member(case.team)
    theirs = factories.make_case(by=other)

    facts = SessionFacts(starts_at=first.starts_at, room=room)
    with pytest.raises(RoomTaken):
        do(schedule_session, other, case=theirs, facts=facts, at=NOON)


def test_two_groups_do_not_share_a_room(group, worker, room, team):
    tools.plan(group, worker, room=room)
    other = tools.make_group(factories.make_member(team), name="Otro grupo")
    facilitator = other.facilitations.get().user

    with pytest.raises(DayTaken):
        tools.plan(other, facilitator, room=room, starts=dt.time(17))


def test_one_is_moved_alone_and_this_and_following_together(group, worker, room):
    meetings = tools.plan(group, worker, room=room)
    second, third = meetings[1], meetings[2]
    wednesday = second.starts_at + dt.timedelta(days=1)

    do(move, worker, meeting=second, to=Move(wednesday, 90, room), at=NOON)
    do(
        move,
        worker,
        meeting=third,
        to=Move(third.starts_at + tools.DAY, 120),
        reach=Reach.FOLLOWING,
        at=NOON,
    )

    rows = list(Meeting.objects.order_by("starts_at"))
    assert [day.weekday() for day in days(rows)] == [1, 2, *[2] * 10]
    assert {each.minutes for each in rows} == {90, 120}
    assert second.history.count() > 1


move = moving.move_meeting


def test_moving_into_a_taken_hour_changes_nothing(group, worker, room, team):
    meetings = tools.plan(group, worker, room=room)
    other = tools.make_group(factories.make_member(team), name="Otro grupo")
    facilitator = other.facilitations.get().user
    theirs = tools.plan(other, facilitator, room=room, rule=Rule((2,), count=2))

    with pytest.raises(RoomTaken):
        do(move, worker, meeting=meetings[0], to=Move(theirs[0].starts_at, 60, room), at=NOON)
    assert Meeting.objects.get(pk=meetings[0].pk).starts_at == meetings[0].starts_at
    with pytest.raises(InThePast):
        do(move, worker, meeting=meetings[0], to=Move(NOON - tools.DAY, 60, room), at=NOON)


def test_called_off_is_brought_back_unless_its_hour_was_given_away(group, worker, room, team):
    meetings = tools.plan(group, worker, room=room)
    do(scheduling.call_off, worker, meeting=meetings[0], reason="lluvia", at=NOON)
    assert Meeting.objects.get(pk=meetings[0].pk).state == MeetingState.CANCELADA

    back = do(scheduling.bring_back, worker, meeting=meetings[0], at=NOON)

    assert back.state == MeetingState.PROGRAMADA
    with pytest.raises(NotPlannedAnyMore):
        do(scheduling.bring_back, worker, meeting=meetings[0], at=NOON)
    do(scheduling.call_off, worker, meeting=meetings[0], following=True, at=NOON)
    assert not Meeting.objects.planned().exists()
    other = tools.make_group(factories.make_member(team), name="Otro grupo")
    facilitator = other.facilitations.get().user
    tools.plan(other, facilitator, room=room)
    with pytest.raises(RoomTaken):
        do(scheduling.bring_back, worker, meeting=meetings[0], at=NOON)


def test_session_with_attendance_is_not_called_off(worker):
    _group, inside, meetings = tools.running(worker, "Alma", "Brenda")
    tools.all_came(meetings[0], worker, inside)

    with pytest.raises(HasAttendance):
        do(scheduling.call_off, worker, meeting=meetings[0], at=NOON)


def test_days_that_would_go_are_said_before_they_go(client, worker, group):
    soon = timezone.now() + tools.WEEK
    facts = {"first_on": soon.date(), "rule": Rule((soon.weekday(),), count=3), "at": soon}
    first, second, last = tools.plan(group, worker, **facts)
    client.force_login(worker)

    def said(meeting):
        page = client.get(reverse("groups:meeting_off", args=[group.code, meeting.pk]))
        return [each in page.content.decode() for each in agenda.days_of([first, second, last])]

    assert said(first) == [False, True, True]
    assert said(last) == [False] * 3

    left = {"reason": "", "following": "on"}
    client.post(reverse("groups:meeting_off", args=[group.code, second.pk]), left)
    states = group.meetings.order_by("starts_at").values_list("state", flat=True)
    assert list(states) == [MeetingState.PROGRAMADA, *[MeetingState.CANCELADA] * 2]


@pytest.mark.parametrize("page", ["", "prepare", "note", "sheet", "move"])
def test_every_page_of_a_session_elsewhere_says_whose_clock_it_is_on(client, worker, page):
    """In December the clocks of Ciudad Juárez are an hour behind those of the house."""
    zone = "America/Ciudad_Juarez"
    group = tools.make_group(worker, time_zone=zone)
    facts = {"rule": Rule((1,), count=2), "first_on": dt.date(2026, 12, 1), "time_zone": zone}
    first, _second = tools.plan(group, worker, **facts)
    client.force_login(worker)
    name = f"groups:meeting_{page}" if page else "groups:meeting"

    said = client.get(reverse(name, args=[group.code, first.pk])).content.decode()

    hour = "En la hora de" if page == "move" else "16:00-18:00 en"
    assert f"{hour} Ciudad Juárez" in said
    for room in ("schedule", "group"):
        rows = client.get(reverse(f"groups:{room}", args=[group.code])).content.decode()
        assert rows.count("en Ciudad Juárez") >= 2
    series = client.get(reverse("groups:series_change", args=[group.code, first.series_id]))
    assert "En la hora de Ciudad Juárez" in series.content.decode()


def test_the_hour_of_a_session_at_home_needs_no_place(client, worker, group):
    first, *_others = tools.plan(group, worker)
    client.force_login(worker)

    for name in ("groups:meeting", "groups:meeting_move"):
        page = client.get(reverse(name, args=[group.code, first.pk])).content.decode()
        assert "en Chihuahua" not in page
        assert "de Chihuahua" not in page
