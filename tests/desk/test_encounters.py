"""Encounters of families stand where people plan: for who may know of them, and nobody else."""

import datetime as dt
import re

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone

from accompaniment.audit.models import Event
from accompaniment.desk import feed, month, week
from accompaniment.staff.acting import acting
from accompaniment.staff.models import Membership
from cases.actions.activities import ActivityFacts, PartFacts, enter_activity, tell_part
from cases.actions.sessions import SessionFacts, mark_not_held
from cases.enums import Attendance
from cases.enums.collective import ActivityKind, CommunityGroup
from groups.models import Meeting
from tests import factories
from tests.cases.together import let_in, make_collective
from tests.groups import tools
from tests.traces import do

PLACES = ("desk:home", "desk:week", "desk:month")
ZONE = "America/Chihuahua"
SECRET = "canary-encounter-7d1f"


@pytest.fixture
def process(worker):
    return make_collective(worker)


@pytest.fixture
def helper(process, worker, team):
    found = factories.make_member(team, "facilitator")
    let_in(process, worker, found)
    return found


def at_noon():
    return timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)


def encounter(process, by, *, starts_at=None, kind="ENCUENTRO", **facts):
    """Put an encounter on the agenda some weeks before it."""
    starts_at = starts_at or at_noon()
    session = SessionFacts(starts_at=starts_at, minutes=120, place=SECRET, **facts)
    plan = {"theme": SECRET, "objective": SECRET}
    facts = ActivityFacts(kind, session, tuple(CommunityGroup.values), plan)
    return do(enter_activity, by, case=process, facts=facts, at=starts_at - 20 * tools.DAY)


def with_age(activity, by, who, group=CommunityGroup.NN, room=None):
    part = activity.parts.get(group=group)
    facts = {"facts": PartFacts(facilitator=who, room=room), "version": part.version}
    return do(tell_part, by, part=part, at=activity.session.starts_at - 20 * tools.DAY, **facts)


def page_of(activity):
    return reverse("cases:activity", args=[activity.case.code, activity.pk])


def shown(client, user, name, **asked):
    client.force_login(user)
    answer = client.get(reverse(name), asked)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", PLACES)
def test_who_holds_it_and_who_is_with_an_age_find_it(client, process, worker, helper, name):
    activity = encounter(process, worker)
    with_age(activity, worker, helper)

    for person in (worker, helper):
        page = shown(client, person, name, **({} if name == "desk:home" else {"who": "mine"}))
        assert page_of(activity) in page, person
        assert "Encuentro con sesiones por edad, 3 en paralelo" in page
        assert SECRET not in page


@pytest.mark.parametrize("name", [*PLACES, "groups:group_list"])
def test_hidden_stays_hidden(client, process, worker, stranger, team, name):
    activity = encounter(process, worker)
    root = factories.make_user(is_superuser=True)
    colleague = factories.make_member(team)  # of the same team, and not let in

    for person in (stranger, colleague, root):
        client.force_login(person)
        page = client.get(reverse(name)).content.decode()
        assert page_of(activity) not in page
        assert activity.case.pseudonym not in page
        assert activity.case.code not in page


def test_calendars_are_narrowed_to_who_is_with_an_age(process, worker, helper, coordinator, team):
    room = tools.make_room(team)
    activity = encounter(process, worker, room=room)
    with_age(activity, worker, helper)
    idle, today = factories.make_member(team), timezone.localdate()
    here, now = month.Month(today.year, today.month), week.Week.parse("", today)
    counts = {}
    for who in (helper, worker, idle):
        with acting(coordinator, "test"):
            filters = month.Filters(who=str(who.pk), room=str(room.pk), team=str(team.pk))
            narrowed = {"who": str(who.pk), "room": str(room.pk), "team": str(team.pk)}
            counts[who] = (
                month.sheet(coordinator, here, filters, today).count,
                week.sheet(coordinator, now, today=today, **narrowed).count,
            )

    assert counts == {helper: (1, 1), worker: (1, 1), idle: (0, 0)}


@pytest.mark.parametrize("name", ["desk:week", "desk:month"])
def test_one_narrows_to_who_facilitates_and_to_one_team(client, helper, coordinator, team, name):
    other = factories.make_team()
    Membership.objects.create(user=coordinator, team=other, role="coordinator")
    made = tools.make_group(helper, name="Grupo del martes")
    beside = factories.make_member(other, "facilitator")
    another = tools.make_group(beside, name="Grupo de la otra casa")
    for group in (made, another):
        Meeting(group=group, starts_at=at_noon(), minutes=60, time_zone=ZONE).save()

    page = shown(client, coordinator, name)
    assert f'value="{helper.pk}"' in page
    assert "Grupo de la otra casa" in page
    for asked in ({"who": helper.pk}, {"team": team.pk}):
        page = shown(client, coordinator, name, **asked)
        assert "Grupo del martes" in page
        assert "Grupo de la otra casa" not in page


def test_each_room_shows_the_encounter_and_the_page_names_them(
    client, process, worker, coordinator, team
):
    rooms = [tools.make_room(team, name) for name in ("Salón", "Ludoteca", "Patio")]
    activity = encounter(process, worker, room=rooms[0])
    with_age(activity, worker, worker, room=rooms[1])
    today = timezone.localdate()
    counts = []
    for room in rooms:
        with acting(coordinator, "test"):
            filters = month.Filters(room=str(room.pk))
            here = month.Month(today.year, today.month)
            counts.append(month.sheet(coordinator, here, filters, today).count)
            asked = {"who": "all", "room": str(room.pk), "today": today}
            counts.append(week.sheet(coordinator, week.Week.parse("", today), **asked).count)
        with acting(coordinator, "calendar"):
            body = feed.of_room(room, timezone.now())
        counts.append(len(icalendar.Calendar.from_ical(body).walk("VEVENT")))

    assert counts == [1, 1, 1, 1, 1, 1, 0, 0, 0]
    assert "Salón, Ludoteca" in shown(client, worker, "desk:week")
    client.force_login(worker)
    assert "Ludoteca" in client.get(page_of(activity)).content.decode()


def test_a_room_is_chosen_on_the_page_of_one_session(client, process, worker, team):
    room = tools.make_room(team)
    activity = encounter(process, worker, starts_at=at_noon() + tools.DAY)
    part = activity.parts.get(group=CommunityGroup.AJ)
    url = reverse("cases:group_session", args=[process.code, part.pk])
    client.force_login(worker)

    assert room.name in client.get(url).content.decode()
    assert client.post(url, {"version": 1, "room": room.pk}).status_code == 302
    part.refresh_from_db()
    assert part.room == room
    other = activity.parts.get(group=CommunityGroup.AM)
    url = reverse("cases:group_session", args=[process.code, other.pk])
    back = client.post(url, {"version": 1, "room": room.pk, "theme": SECRET})
    assert back.status_code == 422
    assert SECRET in back.content.decode()
    assert "Otro grupo de este encuentro se reúne" in back.content.decode()


def test_an_encounter_and_a_group_of_one_colleague_clash(process, worker, helper):
    activity = encounter(process, worker)
    with_age(activity, worker, helper)
    other = encounter(process, worker, starts_at=at_noon() + 4 * dt.timedelta(hours=1))
    with_age(other, worker, helper)
    type(other.session)._base_manager.filter(pk=other.session_id).update(starts_at=at_noon())
    today = timezone.localdate()
    with acting(helper, "test"):
        sheet = week.sheet(helper, week.Week.parse("", today), who="mine", room="", today=today)

    assert sheet.clashes == 2


def test_each_page_writes_down_which_process_it_named(client, process, worker):
    encounter(process, worker, starts_at=at_noon() + tools.DAY)
    client.force_login(worker)
    for name in ("groups:group_list", "desk:month"):
        seen = Event.objects.count()
        client.get(reverse(name), {"month": f"{at_noon() + tools.DAY:%Y-%m}"})
        rows = Event.objects.order_by("seq")[seen:].values_list("verb", "kind", "touched")
        assert ("list", "cases.case", [str(process.pk)]) in rows, name


def test_list_of_groups_names_the_next_encounters(client, process, worker, helper):
    coming = encounter(process, worker, starts_at=at_noon() + tools.DAY)
    off = encounter(process, worker, starts_at=at_noon() + 2 * tools.DAY)
    do(mark_not_held, worker, session=off.session, attendance=Attendance.CANCELA_EQUIPO)
    assembly = encounter(process, worker, starts_at=at_noon() + 3 * tools.DAY, kind="ASAMBLEA")

    page = shown(client, helper, "groups:group_list")

    assert page_of(coming) in page
    assert "3 grupos de edad" in page
    assert page_of(off) not in page
    assert page_of(assembly) not in page
    assert SECRET not in page


def test_list_of_groups_asks_the_same_for_one_and_for_many(
    client, process, worker, django_assert_max_num_queries
):
    client.force_login(worker)
    client.get(reverse("groups:group_list"))  # what is asked once in the life of a process
    counts = []
    for days in ((1,), range(2, 9)):
        for day in days:
            encounter(process, worker, starts_at=at_noon() + day * tools.DAY)
        with django_assert_max_num_queries(25) as asked:
            page = client.get(reverse("groups:group_list")).content.decode()
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert len(re.findall("3 grupos de edad", page)) == 8


def test_what_is_done_outside_is_not_said_on_a_calendar(client, process, worker):
    activity = encounter(process, worker, kind=ActivityKind.BUSQUEDA)

    for name in PLACES:
        page = shown(client, worker, name)
        assert page_of(activity) in page
        assert str(activity.get_kind_display()) not in page


def test_own_feed_holds_the_encounters_one_facilitates(process, worker, helper, coordinator):
    activity = encounter(process, worker, starts_at=at_noon() + tools.DAY)
    with_age(activity, worker, helper)
    found = {}
    for person in (worker, helper, coordinator):
        with acting(person, "calendar"):
            body = feed.calendar(person, timezone.now())
        found[person] = len(icalendar.Calendar.from_ical(body).walk("VEVENT"))
        assert process.code not in body.decode()
        assert "Encuentro" not in body.decode()

    assert found == {worker: 1, helper: 1, coordinator: 0}
