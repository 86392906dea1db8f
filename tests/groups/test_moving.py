"""A series is moved in one step and put back in one; what was held, called off or passed stays."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accompaniment.staff.acting import acting
from cases.actions.booking import RoomTaken
from groups.actions import moving, scheduling
from groups.actions.moving import Move, NothingToMove, NotMoved
from groups.actions.scheduling import DayTaken, InThePast, NotPlannedAnyMore
from groups.enums import MeetingState, Reach
from groups.models import Meeting, Series
from groups.recurrence import Rule, on_clock
from tests import factories
from tests.factories import NOON
from tests.groups import tools
from tests.traces import changes, do

HOUR = dt.timedelta(hours=1)
SHORT = Rule((1,), count=4)
THURSDAYS = Rule((3,))


@pytest.fixture
def group(worker):
    return tools.make_group(worker)


@pytest.fixture
def room(team):
    return tools.make_room(team)


@pytest.fixture
def meetings(group, worker, room):
    return tools.plan(group, worker, room=room, rule=SHORT)


def places(meetings=None):
    rows = meetings or Meeting.objects.order_by("number", "starts_at")
    rows = Meeting.objects.filter(pk__in=[each.pk for each in rows]).order_by("starts_at")
    return [(each.starts_at, each.minutes, each.room_id) for each in rows]


def hours(meetings):
    rows = Meeting.objects.filter(pk__in=[each.pk for each in meetings]).order_by("starts_at")
    return [f"{on_clock(each.starts_at, each.time_zone):%a %d %H:%M}" for each in rows]


def move(meeting, by, to, *, at=NOON, **facts):
    return do(moving.move_meeting, by, meeting=meeting, to=to, at=at, **facts)


def all_by(meeting, by, delta, *, minutes=120, room=None, reach=Reach.ALL, **facts):
    return move(meeting, by, Move(meeting.starts_at + delta, minutes, room), reach=reach, **facts)


def facts(rule=THURSDAYS, first_on=dt.date(2026, 5, 14), **more):
    return tools.series(rule=rule, first_on=first_on, **more)


def test_all_still_planned_move_by_the_same_step(meetings, worker, room):
    moved = all_by(meetings[2], worker, tools.DAY + HOUR, minutes=90, room=room)

    assert [each.pk for each in moved] == [each.pk for each in meetings]
    assert hours(meetings) == ["Wed 13 17:00", "Wed 20 17:00", "Wed 27 17:00", "Wed 03 17:00"]
    assert {each.minutes for each in Meeting.objects.all()} == {90}
    assert [(verb, fields) for verb, kind, _r, _t, fields in changes(4)] == [
        ("change", ["starts_at", "minutes", "room"])
    ] * 4
    assert all(each.history.count() == 2 for each in Meeting.objects.all())


def test_held_called_off_and_past_are_never_touched(worker, room):
    group, inside, meetings = tools.running(worker, "Alma", "Brenda", room=room, rule=SHORT)
    tools.all_came(meetings[0], worker, inside)
    do(scheduling.call_off, worker, meeting=meetings[2], at=NOON)
    later = meetings[1].starts_at + HOUR  # the second has passed and nobody has taken its sheet
    before = places(meetings[:3])

    moved = all_by(meetings[3], worker, tools.DAY, at=later)

    assert [each.pk for each in moved] == [meetings[3].pk]
    assert places(meetings[:3]) == before
    with pytest.raises(InThePast):
        all_by(meetings[1], worker, tools.WEEK * 9, at=later)
    with pytest.raises(NotPlannedAnyMore):
        all_by(meetings[0], worker, tools.DAY, at=later)
    done = do(
        moving.change_series,
        worker,
        series=Series.objects.get(group=group),
        facts=facts(first_on=dt.date(2026, 6, 4)),
        at=later,
    )
    assert [each.pk for each in done] == [meetings[3].pk]
    assert places(meetings[:3]) == before


def test_new_days_hour_length_and_room_for_all_still_planned(meetings, worker, team):
    other = tools.make_room(team, "Sala 2")
    series = Series.objects.get()

    do(
        moving.change_series,
        worker,
        series=series,
        facts=facts(Rule((1, 3)), starts=dt.time(10), minutes=90, room=other),
        at=NOON,
    )

    assert hours(meetings) == ["Thu 14 10:00", "Tue 19 10:00", "Thu 21 10:00", "Tue 26 10:00"]
    assert {(each.minutes, each.room) for each in Meeting.objects.all()} == {(90, other)}
    series.refresh_from_db()
    assert series.rule == "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU,TH;COUNT=4"
    assert changes(1)[0][:2] == ("change", "groups.series")
    assert Series.history.count() == 2


def test_a_rule_skips_holidays_and_the_order_of_sessions_stays(worker, group):
    meetings = tools.plan(group, worker, rule=Rule((1,), count=3), first_on=dt.date(2026, 9, 1))

    do(
        moving.change_series,
        worker,
        series=Series.objects.get(),
        facts=facts(Rule((2,)), first_on=dt.date(2026, 9, 9)),
        at=NOON,
    )

    days = [Meeting.objects.get(pk=each.pk).starts_at.date() for each in meetings]
    assert days == [dt.date(2026, 9, 9), dt.date(2026, 9, 23), dt.date(2026, 9, 30)]  # not the 16th


def test_one_day_in_the_way_and_nothing_moves(meetings, worker, room, team):
    other = tools.make_group(factories.make_member(team), name="Otro grupo")
    facilitator = other.facilitations.get().user
    day = dt.date(2026, 5, 20)
    tools.plan(other, facilitator, room=room, rule=Rule((2,), count=1), first_on=day)
    before = places(meetings)
    to = {"to": Move(meetings[0].starts_at + tools.DAY, 120, room), "reach": Reach.ALL}

    with acting(worker, "test"):
        seen = moving.preview_move(meeting=meetings[0], at=NOON, **to)
    with pytest.raises(DayTaken) as refused:
        move(meetings[0], worker, **to)

    assert [bool(each.trouble) for each in seen] == [False, True, False, False]
    assert seen[1].trouble == str(RoomTaken(room=room.name))
    assert refused.value.count == 1
    assert places(meetings) == before
    assert not Meeting.history.exclude(history_change_reason=None).exists()
    stays = {meetings[1].pk}
    assert len(move(meetings[0], worker, stays=stays, **to)) == 3
    assert hours(meetings)[:2] == ["Wed 13 16:00", "Tue 19 16:00"]


def test_those_that_move_do_not_stand_in_each_others_way(meetings, worker, room):
    all_by(meetings[0], worker, tools.WEEK, room=room)

    assert hours(meetings) == ["Tue 19 16:00", "Tue 26 16:00", "Tue 02 16:00", "Tue 09 16:00"]


def test_two_of_one_day_do_not_land_on_one_hour(meetings, worker, room):
    """The second was moved to the day of the first, in the morning."""
    move(meetings[1], worker, Move(meetings[0].starts_at - 6 * HOUR, 120, room))

    with pytest.raises(DayTaken):
        all_by(meetings[0], worker, HOUR, room=room)


def test_new_days_are_previewed_on_the_clock_on_which_they_are_stored(worker):
    """In December the clocks of Ciudad Juárez are an hour behind those of Chihuahua."""
    zone = "America/Ciudad_Juarez"
    group = tools.make_group(worker, time_zone=zone)
    first = {"first_on": dt.date(2026, 12, 1), "time_zone": zone}
    meetings = tools.plan(group, worker, rule=Rule((1,), count=2), **first)
    series, to = meetings[0].series, facts(first_on=dt.date(2026, 12, 3))

    with acting(worker, "test"):
        seen = moving.preview_series(series=series, facts=to, at=NOON)
    do(moving.change_series, worker, series=series, facts=to, at=NOON)

    shown = [f"{on_clock(each.meeting.starts_at, zone):%a %d %H:%M}" for each in seen]
    assert shown == hours(meetings) == ["Thu 03 16:00", "Thu 10 16:00"]


# --- put back -----------------------------------------------------------------------------


@pytest.mark.parametrize("reach", [Reach.ALL, Reach.FOLLOWING])
def test_a_whole_step_is_put_back_in_one(meetings, worker, room, reach):
    before = places(meetings)
    all_by(meetings[1], worker, tools.DAY, minutes=60, reach=reach)
    assert places(meetings) != before

    back = do(moving.move_back, worker, meeting=meetings[3], whole=True, at=NOON)

    assert len(back) == (4 if reach == Reach.ALL else 3)
    assert places(meetings) == before
    with pytest.raises(NotMoved):
        do(moving.move_back, worker, meeting=meetings[3], whole=True, at=NOON)


def test_steps_are_put_back_one_after_the_other(meetings, worker, room):
    first = places(meetings)
    all_by(meetings[0], worker, tools.DAY, room=room)
    second = places(meetings)
    move(meetings[2], worker, Move(meetings[2].starts_at + 2 * tools.DAY, 45))
    do(moving.move_back, worker, meeting=meetings[2], whole=True, at=NOON)
    assert places(meetings) == second

    do(moving.move_back, worker, meeting=meetings[2], whole=True, at=NOON)

    assert places(meetings) == first


def test_the_rule_of_a_series_is_put_back_too(meetings, worker):
    series, before = Series.objects.get(), places(meetings)
    rule = series.rule
    do(moving.change_series, worker, series=series, facts=facts(starts=dt.time(9)), at=NOON)

    do(moving.move_back, worker, meeting=meetings[0], whole=True, at=NOON)

    series.refresh_from_db()
    assert (series.rule, series.starts, places(meetings)) == (rule, dt.time(16), before)


def test_a_rule_stays_while_a_later_one_stands(worker, group):
    """All to Wednesday, then all but one to Thursday: that one goes back first, then the others."""
    meetings = tools.plan(group, worker, rule=Rule((1,), count=3))
    series, before, rules = Series.objects.get(), places(meetings), []
    wednesdays = facts(Rule((2,)), first_on=dt.date(2026, 5, 13))
    do(moving.change_series, worker, series=series, facts=wednesdays, at=NOON)
    stays = {meetings[2].pk}
    do(moving.change_series, worker, series=series, facts=facts(), stays=stays, at=NOON)

    for number in (2, 0, 0):
        do(moving.move_back, worker, meeting=meetings[number], whole=True, at=NOON)
        rules.append(Series.objects.get().rule.split(";")[2])

    assert rules == ["BYDAY=TH", "BYDAY=WE", "BYDAY=TU"]
    assert places(meetings) == before


def test_one_alone_is_put_back_and_then_the_others(meetings, worker, room):
    before = places(meetings)
    all_by(meetings[0], worker, tools.DAY)
    do(moving.move_back, worker, meeting=meetings[1], at=NOON)
    assert hours(meetings[:2]) == ["Wed 13 16:00", "Tue 19 16:00"]

    back = do(moving.move_back, worker, meeting=meetings[0], whole=True, at=NOON)

    assert len(back) == 3
    assert places(meetings) == before


def test_what_was_held_meanwhile_stays_when_the_rest_is_put_back(worker, room):
    _group, inside, meetings = tools.running(worker, "Alma", "Brenda", room=room, rule=SHORT)
    before = places(meetings)
    all_by(meetings[0], worker, tools.DAY, room=room)
    held = Meeting.objects.get(pk=meetings[0].pk)
    tools.all_came(held, worker, inside)

    after = held.starts_at + HOUR
    do(moving.move_back, worker, meeting=meetings[1], whole=True, at=after)

    assert hours(meetings)[0] == "Wed 13 16:00"
    assert places(meetings[1:]) == before[1:]


def test_given_away_meanwhile_nothing_is_put_back(meetings, worker, room, team):
    all_by(meetings[0], worker, tools.DAY, room=room)
    other = tools.make_group(factories.make_member(team), name="Otro grupo")
    facilitator = other.facilitations.get().user
    tools.plan(other, facilitator, room=room, rule=Rule((1,), count=1))
    now = places(meetings)

    with pytest.raises(DayTaken):
        do(moving.move_back, worker, meeting=meetings[0], whole=True, at=NOON)
    assert places(meetings) == now


def test_nothing_left_to_move(meetings, worker):
    series = Series.objects.get()
    everyone = {each.pk for each in meetings}
    for stays, at in ((everyone, NOON), ((), NOON + 90 * tools.DAY)):
        late = facts(first_on=dt.date(2027, 1, 7))
        with pytest.raises(NothingToMove):
            do(moving.change_series, worker, series=series, facts=late, stays=stays, at=at)


def test_who_does_not_schedule_moves_nothing(meetings, stranger):
    with pytest.raises(PermissionDenied):
        all_by(meetings[0], stranger, tools.DAY)
    with pytest.raises(PermissionDenied):
        do(moving.change_series, stranger, series=Series.objects.get(), facts=facts(), at=NOON)
    with pytest.raises(PermissionDenied):
        do(moving.move_back, stranger, meeting=meetings[0], whole=True, at=NOON)


# --- pages, without a line of script ------------------------------------------------------


@pytest.fixture
def coming(group, worker, room):
    """Sessions that are still to come on the clock of whoever reads the pages."""
    first = timezone.localdate() + dt.timedelta(days=9)
    rule = Rule((first.weekday(),), count=3)
    return tools.plan(group, worker, room=room, rule=rule, first_on=first, skips_closures=False)


def test_the_page_shows_each_day_before_it_moves_them(client, group, worker, room, coming):
    client.force_login(worker)
    address = reverse("groups:meeting_move", args=[group.code, coming[1].pk])
    here = on_clock(coming[1].starts_at, coming[1].time_zone) + tools.DAY
    sent = {"day": here.date().isoformat(), "hour": "17:00", "minutes": 90, "room": room.pk}
    sent |= {"reach": "all"}
    before = places(coming)

    looked = client.post(address, sent)

    assert (looked.status_code, places(coming)) == (200, before)
    assert [each.pk for each in looked.context["going"]] == [str(each.pk) for each in coming]
    assert looked.content.decode().count('name="stays"') == 3
    went = client.post(address, sent | {"stays": [str(coming[0].pk), "x"], "go": "1"})
    assert went.status_code == 302
    assert [m for _s, m, _r in places(coming)] == [120, 90, 90]

    page = client.get(reverse("groups:schedule", args=[group.code]))
    assert page.context["sheet"].last.count == 2
    undone = client.post(
        reverse("groups:meeting_move_back", args=[group.code, coming[1].pk]), {"whole": "1"}
    )
    assert (undone.status_code, places(coming)) == (302, before)
    page = client.get(reverse("groups:schedule", args=[group.code]))
    assert page.context["sheet"].last is None


def test_the_page_of_a_series_begins_with_its_rule_and_says_what_is_in_the_way(
    client, group, worker, coming, team, room
):
    client.force_login(worker)
    series = Series.objects.get()
    address = reverse("groups:series_change", args=[group.code, series.pk])
    shown = client.get(address)
    initial = shown.context["form"].initial
    assert (initial["weekdays"], initial["every"]) == ([str(coming[0].starts_at.weekday())], 1)
    assert (initial["starts"], initial["minutes"]) == (dt.time(16), 120)

    other = tools.make_group(factories.make_member(team), name="Otro grupo")
    facilitator = other.facilitations.get().user
    first = coming[0].starts_at.date() + tools.DAY
    rule = Rule((first.weekday(),), count=1)
    tools.plan(other, facilitator, room=room, rule=rule, first_on=first, skips_closures=False)
    sent = {"weekdays": [first.weekday()], "first_on": first.isoformat(), "starts": "16:00"}
    sent |= {"minutes": 120, "every": 1, "room": room.pk}
    looked = client.post(address, sent)
    assert [bool(each.trouble) for each in looked.context["going"]] == [True, False, False]
    refused = client.post(address, sent | {"go": "1"})
    assert refused.status_code == 422
    assert [bool(each.trouble) for each in refused.context["going"]] == [True, False, False]
    went = client.post(address, sent | {"go": "1", "stays": [str(coming[0].pk)]})
    assert went.status_code == 302
    assert Meeting.objects.filter(state=MeetingState.PROGRAMADA, group=group).count() == 3


def test_pages_ask_as_much_of_two_sessions_as_of_twenty(client, group, worker, room):
    client.force_login(worker)
    first = timezone.localdate() + dt.timedelta(days=9)
    counts = []
    for count in (2, 20):
        rule = Rule((first.weekday(),), count=count)
        made = tools.plan(group, worker, rule=rule, first_on=first, skips_closures=False)
        here = on_clock(made[0].starts_at, made[0].time_zone) + tools.DAY
        sent = {"day": here.date().isoformat(), "hour": "17:00", "minutes": 90, "room": room.pk}
        address = reverse("groups:meeting_move", args=[group.code, made[0].pk])
        client.post(address, sent)  # whatever is asked for once only
        do(moving.move_back, worker, meeting=made[0], at=NOON)
        with CaptureQueriesContext(connection) as seen:
            client.post(address, sent | {"reach": "all"})
        counts.append(len(seen))
        do(scheduling.call_off, worker, meeting=made[0], following=True, at=NOON)

    assert counts[0] == counts[1]
