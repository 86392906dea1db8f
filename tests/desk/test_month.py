"""A month of the house: what one may see, in a few questions however much it holds."""

import datetime as dt
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accompaniment.desk import feed, month, week
from accompaniment.desk.day import groups_of
from accompaniment.staff.acting import acting
from accompaniment.staff.models import Membership
from cases.actions.sessions import SessionFacts, schedule_session
from groups.actions.room_calendars import make_room_key, withdraw_room_key
from groups.actions.workshops import WorkshopFacts, prepare_workshop
from groups.models import Meeting
from groups.recurrence import Rule
from groups.reports.hours import MANY
from tests import factories
from tests.groups import tools
from tests.traces import do

MOST = 8
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def facilitator(team):
    return factories.make_member(team, "facilitator")


@pytest.fixture
def here():
    today = timezone.localdate()
    return month.Month(today.year, today.month)


def soon(days=1, hour=10):
    day = timezone.localtime() + dt.timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def group_with(by, count, room=None):
    """A group with so many sessions in this month, laid past the use case for their number."""
    group = tools.make_group(by)
    begin = timezone.localtime().replace(day=1, hour=7, minute=0, second=0, microsecond=0)
    Meeting._base_manager.bulk_create(
        Meeting(
            group=group,
            starts_at=begin + dt.timedelta(hours=n),
            minutes=30,
            time_zone="America/Chihuahua",
            room=room,
        )
        for n in range(count)
    )
    return group


def test_six_hundred_hours_cost_no_more_than_eight_questions(facilitator, here):
    group_with(facilitator, 600)
    with acting(facilitator, "test"):  # what is asked once in the life of a process
        month.sheet(facilitator, here.moved(9), month.Filters(), timezone.localdate())
    with acting(facilitator, "test"), CaptureQueriesContext(connection) as asked:
        sheet = month.sheet(facilitator, here, month.Filters(), timezone.localdate())

    assert sheet.count == 600
    # one more asks what the reader is, which a page has known before
    assert len(asked) <= MOST + 1


def test_nobody_else_sees_the_sessions_of_a_group(facilitator, stranger, coordinator, here):
    group_with(facilitator, 3)
    counts = []
    for person in (facilitator, coordinator, stranger):
        with acting(person, "test"):
            filters = month.Filters()
            counts.append(month.sheet(person, here, filters, timezone.localdate()).count)

    assert counts == [3, 3, 0]


def test_a_month_is_narrowed(facilitator, coordinator, worker, team, here):
    room = tools.make_room(team)
    group_with(facilitator, 2, room)
    group_with(facilitator, 1)
    found = {}
    for name, filters in (
        ("all", month.Filters()),
        ("room", month.Filters(room=str(room.pk))),
        ("who", month.Filters(who=str(worker.pk))),
        ("team", month.Filters(team=str(team.pk))),
        ("nonsense", month.Filters(room="x", who="y", team="z")),
    ):
        with acting(coordinator, "test"):
            found[name] = month.sheet(coordinator, here, filters, timezone.localdate()).count

    assert found == {"all": 3, "room": 2, "who": 0, "team": 3, "nonsense": 3}


def test_the_page_shows_what_may_be_moved_and_where_nothing_is(client, facilitator, here):
    client.force_login(facilitator)
    page = client.get(reverse("desk:month")).content.decode()
    assert "Nothing is planned this month" in page or "No hay nada programado" in page
    group_with(facilitator, 1)
    page = client.get(reverse("desk:month"), {"month": str(here)}).content.decode()
    assert "data-move=" in page
    assert client.get(reverse("desk:month"), {"month": "nonsense"}).status_code == 200


def test_sessions_of_cases_are_offered_to_be_moved_to_who_may(client, worker, team, here):
    case = factories.make_case(by=worker)
    facts = SessionFacts(starts_at=timezone.now() + dt.timedelta(hours=1))
    session = do(schedule_session, worker, case=case, facts=facts, at=timezone.now())
    address = reverse("cases:session_move", args=[case.code, session.pk])
    at = timezone.localtime(session.starts_at)
    offered = []
    for person in (worker, factories.make_member(team, "reception")):
        client.force_login(person)
        for page, asked in (
            ("month", {"month": f"{at:%Y-%m}"}),
            ("week", {"week": f"{at:%G-W%V}"}),
        ):
            shown = client.get(reverse(f"desk:{page}"), asked).content.decode()
            assert case.code in shown
            offered.append(address in shown)

    assert offered == [True, True, False, False]


@pytest.mark.parametrize("text", ["2026-13", "x", "", "0000-01", "9999-12", "0001-01", "2101-01"])
def test_nonsense_means_this_month(text):
    assert month.Month.parse(text, dt.date(2026, 5, 4)) == month.Month(2026, 5)


def test_months_go_on_over_the_year():
    assert month.Month(2026, 12).moved(1) == month.Month(2027, 1)
    assert month.Month(2026, 1).moved(-1) == month.Month(2025, 12)


def test_the_week_and_my_day_show_the_groups_too(client, facilitator):
    group = tools.make_group(facilitator, name="Grupo de prueba")
    at = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    Meeting(group=group, starts_at=at, minutes=60, time_zone="America/Chihuahua").save()
    client.force_login(facilitator)

    for name in ("desk:home", "desk:week", "desk:month"):
        assert "Grupo de prueba" in client.get(reverse(name)).content.decode(), name


@pytest.mark.parametrize(
    ("day", "town"), [(dt.date(2026, 12, 8), "Ciudad Juárez"), (dt.date(2026, 7, 7), "")]
)
def test_groups_elsewhere_stand_on_the_clock_of_their_place(facilitator, day, town):
    """In winter Ciudad Juárez is an hour behind the house: its hour is said with its name."""
    zone = "America/Ciudad_Juarez"
    group = tools.make_group(facilitator, time_zone=zone)
    facts = {"rule": Rule((1,), count=1), "first_on": day, "time_zone": zone}
    tools.plan(group, facilitator, **facts)
    at = dt.datetime.combine(day, dt.time(9), ZoneInfo(zone))
    shop = WorkshopFacts(title="Taller", starts_at=at, minutes=60, time_zone=zone)
    do(prepare_workshop, facilitator, team=group.team, facts=shop, at=factories.NOON)

    with acting(facilitator, "test"):
        asked = week.Week(day - dt.timedelta(days=1))
        rows = week.sheet(facilitator, asked, who="all", room="", today=day).days[1].slots
        of_month = month.Month(day.year, day.month)
        cells = month.sheet(facilitator, of_month, month.Filters(), day).days[0].found
        start = timezone.make_aware(dt.datetime.combine(day, dt.time()))
        mine = [hour for hour, _group in groups_of(facilitator, start)]

    said = f" en {town}" if town else ""
    hours = [f"9:00-10:00{said}", f"16:00-18:00{said}"]
    assert [each.hour for each in rows] == [each.hour for each in cells] == hours
    assert mine == [f"16:00{said}"]
    assert [each.starts.hour for each in rows] == ([10, 17] if town else [9, 16])


def test_feed_of_a_room_says_busy_and_nothing_else(client, coordinator, worker, team):
    room = tools.make_room(team)
    case = factories.make_case(by=worker)
    facts = SessionFacts(starts_at=soon(), room=room)
    do(schedule_session, worker, case=case, facts=facts, at=timezone.now())
    group = tools.make_group(factories.make_member(team, "facilitator"))
    Meeting(
        group=group, starts_at=soon(2), minutes=90, time_zone="America/Chihuahua", room=room
    ).save()
    token = do(make_room_key, coordinator, room=room, at=timezone.now())
    url = reverse("desk:room_calendar", args=[token])

    body = client.get(url).content

    events = icalendar.Calendar.from_ical(body).walk("VEVENT")
    assert [int((e.end - e.start).total_seconds() // 60) for e in events] == [60, 90]
    for secret in (case.code, case.pseudonym, group.code, group.name, room.name):
        assert secret not in body.decode()
    do(withdraw_room_key, coordinator, room=room, at=timezone.now())
    assert client.get(url).status_code == 404


def test_own_feed_holds_the_sessions_one_facilitates(client, facilitator, coordinator):
    group = tools.make_group(facilitator)
    Meeting(group=group, starts_at=soon(), minutes=90, time_zone="America/Chihuahua").save()
    with acting(facilitator, "calendar"):
        mine = feed.calendar(facilitator, timezone.now())
    with acting(coordinator, "calendar"):
        hers = feed.calendar(coordinator, timezone.now())

    assert len(icalendar.Calendar.from_ical(mine).walk("VEVENT")) == 1
    assert icalendar.Calendar.from_ical(hers).walk("VEVENT") == []
    assert group.name not in mine.decode()


def test_own_sessions_do_not_fall_behind_those_of_others(team, facilitator):
    """A coordinator sees far more sessions than she leads: hers are later, and not cut off."""
    coordinator = factories.make_member(team, "coordinator")
    Membership.objects.create(user=coordinator, team=team, role="facilitator")
    begin = soon()
    for by, hours in ((facilitator, range(MANY)), (coordinator, [MANY + 1])):
        group = tools.make_group(by)
        Meeting._base_manager.bulk_create(
            Meeting(group=group, starts_at=begin + n * HOUR, minutes=60, time_zone=tools.ZONE)
            for n in hours
        )

    with acting(coordinator, "calendar"):
        hers = feed.calendar(coordinator, timezone.now())

    assert len(icalendar.Calendar.from_ical(hers).walk("VEVENT")) == 1
