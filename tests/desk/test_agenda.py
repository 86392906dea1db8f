"""The week, the load, everything to do, and the calendar of one's own telephone."""

import datetime as dt
import re
import uuid

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone

from accompaniment.audit.models import Event
from accompaniment.desk import load, week
from accompaniment.staff.acting import acting
from accompaniment.staff.actions.calendars import make_calendar_key, withdraw_calendar_key
from accompaniment.staff.models import CalendarKey
from cases.actions.sessions import SessionFacts, mark_not_held, schedule_session
from cases.actions.tasks import raise_task
from cases.actions.team import assign_member
from cases.enums import AgeGroup, Attendance, Function
from cases.enums.task import TaskKind
from cases.models import Room, Session
from tests import factories
from tests.traces import changes, do

WEEK = reverse("desk:week")


def monday(hour=10, day=0):
    now = timezone.localtime()
    first = now - dt.timedelta(days=now.weekday())
    return first.replace(hour=hour, minute=0, second=0, microsecond=0) + dt.timedelta(days=day)


def plan(case, by, at=None, **facts):
    at = at or monday()
    with acting(by, "test"):
        facts = SessionFacts(starts_at=at, place="canary-place", **facts)
        return schedule_session(case=case, facts=facts, by=by, at=at - dt.timedelta(days=30))


def sheet(client, **asked):
    answer = client.get(WEEK, asked)
    assert answer.status_code == 200
    return answer.context["sheet"]


def slots(shown):
    return [slot for day in shown.days for slot in day.slots]


# --- the week -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-W48", dt.date(2026, 11, 23)),
        ("2026-W53", dt.date(2026, 12, 28)),
        ("nonsense", dt.date(2026, 5, 4)),
        ("2026-W99", dt.date(2026, 5, 4)),
        ("", dt.date(2026, 5, 4)),
        ("9999-W52", dt.date(2026, 5, 4)),
        ("0001-W01", dt.date(2026, 5, 4)),
        ("1989-W40", dt.date(2026, 5, 4)),
        ("2100-W52", dt.date(2100, 12, 27)),
    ],
)
def test_week_is_read_from_an_address(text, day):
    assert week.Week.parse(text, dt.date(2026, 5, 7)).monday == day


@pytest.mark.parametrize("text", ["week=9999-W52", "week=0001-W01", "month=9999-12"])
def test_page_of_a_year_nobody_means_is_that_of_today(client, worker, text):
    client.force_login(worker)
    page = WEEK if text.startswith("week") else reverse("desk:month")

    assert client.get(f"{page}?{text}").status_code == 200


def test_week_goes_back_and_forth_over_the_year():
    last = week.Week.parse("2026-W53", dt.date(2026, 5, 7))
    assert [str(last.moved(1)), str(last.moved(-1))] == ["2027-W01", "2026-W52"]


def test_mine_is_what_a_psychologist_sees(client, worker, case, team):
    colleague = factories.make_member(team)
    plan(case, worker, monday(9))
    plan(case, worker, monday(16, day=4))
    plan(case, worker, monday(9, day=7))
    plan(factories.make_case(by=colleague), colleague, monday(11))
    client.force_login(worker)

    shown = sheet(client, who="all")

    assert [(slot.day.weekday(), slot.hour) for slot in slots(shown)] == [
        (0, "9:00-10:00"),
        (4, "16:00-17:00"),
    ]
    assert {slot.title for slot in slots(shown)} == {case.pseudonym}
    assert [slot.may_move for slot in slots(shown)] == [True, True]


def test_coordinator_sees_the_team_and_one_colleague_or_room(client, worker, coordinator, team):
    colleague = factories.make_member(team)
    room = Room.objects.create(team=team, name="Sala 1")
    plan(factories.make_case(by=worker), worker, room=room)
    plan(factories.make_case(by=colleague), colleague)
    client.force_login(coordinator)

    assert sheet(client).count == 2
    assert sheet(client, who=str(colleague.pk)).count == 1
    assert [slot.line.split(" · ")[1] for slot in slots(sheet(client, room=str(room.pk)))] == [
        "Sala 1"
    ]
    assert sheet(client, who="mine").count == 0
    assert not any(slot.may_move for slot in slots(sheet(client)))


def test_what_lies_over_something_else_is_said(client, worker, case, team):
    plan(case, worker)
    other = plan(factories.make_case(by=worker), worker, monday(12))
    Session._base_manager.filter(pk=other.pk).update(starts_at=monday() + dt.timedelta(minutes=30))
    client.force_login(worker)

    shown = sheet(client)

    assert shown.clashes == 2
    assert {slot.clash for slot in slots(shown)} == {"Misma persona del equipo"}


def test_week_opens_nothing_sealed_and_leaves_its_trace(client, worker, case):
    plan(case, worker)
    client.force_login(worker)
    seen = Event.objects.count()

    page = client.get(WEEK).content.decode()

    assert "canary-place" not in page
    assert factories.SECRET_NAME not in page
    fresh = list(Event.objects.order_by("seq")[seen:].values_list("verb", "kind", "touched"))
    assert fresh == [("list", "cases.case", [str(case.pk)])]


def test_week_asks_the_same_for_one_and_for_thirty(
    client, worker, coordinator, django_assert_max_num_queries
):
    client.force_login(coordinator)
    sheet(client)  # what is asked once in the life of a process
    counts = []
    for numbers in ((0,), range(1, 30)):
        for n in numbers:
            plan(factories.make_case(by=worker), worker, monday(8 + n % 6 * 2, day=n // 6))
        with django_assert_max_num_queries(20) as seen:
            sheet(client)
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_schedule_begins_on_the_day_the_calendar_asks_for(client, worker, case):
    client.force_login(worker)
    url = reverse("cases:session_schedule", args=[case.code])

    assert 'value="2031-02-03"' in client.get(url, {"day": "2031-02-03"}).content.decode()
    assert client.get(url, {"day": "pasado"}).status_code == 200


def test_room_taken_is_said_on_the_form_with_everything_typed(client, worker, case, team):
    room = Room.objects.create(team=team, name="Sala 1")
    at = timezone.localtime() + dt.timedelta(days=3)
    colleague = factories.make_member(team)
    plan(factories.make_case(by=colleague), colleague, at, room=room)
    client.force_login(worker)
    sent = {
        "day": at.date().isoformat(),
        "hour": f"{at:%H:%M}",
        "minutes": "45",
        "kind": "INDIVIDUAL",
        "modality": "PRESENCIAL_OFICINA",
        "room": str(room.pk),
        "place": "jacaranda",
    }

    back = client.post(reverse("cases:session_schedule", args=[case.code]), sent)

    assert back.status_code == 422
    assert "Sala 1 está ocupada" in back.content.decode()
    assert "jacaranda" in back.content.decode()
    assert not case.sessions.exists()


def test_legal_area_learns_of_no_session_from_lists_and_weeks(client, worker, case, team):
    lawyer = factories.make_member(team, "lawyer")
    with acting(worker, "test"):
        assign_member(case=case, user=lawyer, function=Function.LEGAL, by=worker, at=factories.NOON)
    plan(case, worker)
    client.force_login(lawyer)

    assert sheet(client, who="all").count == 0
    for url in ("/", reverse("cases:case_list")):
        (row,) = client.get(url).context.get("rows") or client.get(url).context["day"].recent
        assert (row.code, row.last, row.next, row.state) == (case.code, "—", "—", "")
    assert "Propuesto" not in client.get(case.get_absolute_url()).content.decode()


# --- to do, load ---------------------------------------------------------------------------------


def test_everything_to_do_is_mine_and_urgent_first(client, worker, case, team):
    colleague = factories.make_member(team)
    today = timezone.localdate()
    with acting(worker, "test"):
        for kind, who, urgent in (
            (TaskKind.PLAN_REVIEW, worker, False),
            (TaskKind.LEGAL_REVIEW, worker, True),
            (TaskKind.GENERAL, colleague, True),
        ):
            raise_task(
                case=case,
                kind=kind,
                about=uuid.uuid4(),
                assignee=who,
                due_on=today,
                urgent=urgent,
                by=worker,
                at=timezone.now(),
            )
    client.force_login(worker)

    for url, name in (("/", "day"), (reverse("desk:tasks"), "tasks")):
        found = client.get(url).context[name]
        rows = found if name == "tasks" else found.to_do
        assert [row.task.kind for row in rows] == [TaskKind.LEGAL_REVIEW, TaskKind.PLAN_REVIEW]


def test_load_weighs_urgency_and_children(client, worker, coordinator, team):
    factories.make_case(by=worker, urgency=1)
    factories.make_case(by=worker, urgency=2)
    factories.make_case(by=worker, age_group=AgeGroup.NINEZ)
    factories.make_case()  # of another team
    idle = factories.make_member(team)

    loads = load.of_teams([team.pk])

    assert [(each.name, each.cases, each.urgent, each.children, each.weight) for each in loads] == [
        (worker.full_name, 3, 1, 1, 6.5),
        (idle.full_name, 0, 0, 0, 0),
    ]
    client.force_login(coordinator)
    assert worker.full_name in client.get(reverse("desk:load")).content.decode()


# --- the calendar of one's own telephone ----------------------------------------------------------


def key_of(user):
    return do(make_calendar_key, user, user=user)


def fetch(client, token):
    return client.get(reverse("desk:calendar", args=[token]))


def test_feed_says_busy_and_nothing_else(client, worker, case, team):
    room = Room.objects.create(team=team, name="Sala Jacaranda")
    at = (timezone.now() + dt.timedelta(days=2)).replace(microsecond=0)
    session = plan(case, worker, at, minutes=50, room=room)

    answer = fetch(client, key_of(worker))

    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    found = icalendar.Calendar.from_ical(answer.content)
    (event,) = found.walk("VEVENT")
    assert (event.start, event.end) == (at, at + dt.timedelta(minutes=50))
    assert str(event["SUMMARY"]) == "Ocupado"
    assert set(event) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CLASS", "TRANSP"}
    text = answer.content.decode()
    for secret in (case.code, case.pseudonym, str(session.pk), "Jacaranda", "canary-place"):
        assert secret not in text
    assert re.search(r"\r\n", text)


def test_feed_keeps_its_marks_so_that_a_moved_session_moves(client, worker, case):
    plan(case, worker, timezone.now() + dt.timedelta(days=2))
    token = key_of(worker)

    first, second = (
        [str(e["UID"]) for e in icalendar.Calendar.from_ical(fetch(client, token).content).events]
        for _time in range(2)
    )
    assert first == second
    assert len(first) == 1


def test_feed_holds_only_her_own_and_only_what_is_planned(client, worker, case, team):
    colleague = factories.make_member(team)
    soon = timezone.now() + dt.timedelta(days=1)
    plan(factories.make_case(by=colleague), colleague, soon)
    off = plan(case, worker, soon)
    with acting(worker, "test"):
        mark_not_held(session=off, attendance=Attendance.REPROGRAMADA, by=worker, at=soon)

    assert not icalendar.Calendar.from_ical(fetch(client, key_of(worker)).content).events


def test_address_made_anew_or_taken_back_ends_the_former(client, worker):
    first = key_of(worker)
    second = key_of(worker)

    assert [fetch(client, token).status_code for token in (first, second)] == [404, 200]
    do(withdraw_calendar_key, worker, user=worker)
    assert fetch(client, second).status_code == 404
    assert changes(1) == [("revoke", "staff.user", worker.pk, [], ["calendar"])]
    assert first not in str(CalendarKey.objects.values())


def test_feed_of_someone_retired_or_without_a_role_is_gone(client, worker):
    token = key_of(worker)
    worker.memberships.all().delete()
    assert fetch(client, token).status_code == 404

    other = factories.make_member(factories.make_team())
    token = key_of(other)
    other.is_active = False
    other.save()
    assert fetch(client, token).status_code == 404


def test_every_reading_of_the_feed_is_on_record(client, worker, case):
    plan(case, worker, timezone.now() + dt.timedelta(days=2))
    token = key_of(worker)

    fetch(client, token)

    last = Event.objects.order_by("-seq").first()
    assert (last.verb, last.kind, last.actor, last.touched) == (
        *("export", "cases.session", f"user:{worker.pk}", [str(case.pk)]),
    )


def test_address_is_shown_once(client, worker):
    client.force_login(worker)

    page = client.post(reverse("desk:feed_make"), follow=True).content.decode()

    token = re.search(r"/agenda/([\w-]{40,})\.ics", page).group(1)
    assert fetch(client, token).status_code == 200
    assert token not in client.get(reverse("desk:feed")).content.decode()
