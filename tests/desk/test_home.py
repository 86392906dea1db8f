"""My day: what waits for this person, and nothing of anybody else."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from accompaniment.audit.models import Event
from accompaniment.staff.acting import acting
from cases.actions import lifecycle, notes, sessions
from cases.actions.contacts import verify_contact
from cases.actions.people import accompanied
from cases.models import Session
from tests import factories

HOME = "/"


def today(hour=12):
    return timezone.localtime().replace(hour=hour, minute=0, second=0, microsecond=0)


def planned(case, worker, at=None):
    at = at or today()
    with acting(worker, "test"):
        return sessions.schedule_session(
            case=case,
            facts=sessions.SessionFacts(starts_at=at, place="canary-room"),
            by=worker,
            at=at - dt.timedelta(days=30),
        )


def day(client):
    answer = client.get(HOME)
    assert answer.status_code == 200
    return answer.context["day"]


def test_sessions_of_today_are_mine_in_order(client, worker, case, team):
    colleague = factories.make_member(team)
    other = factories.make_case(by=colleague)
    late, early = planned(case, worker, today(17)), planned(case, worker, today(9))
    planned(case, worker, today() + dt.timedelta(days=1))
    planned(other, colleague)
    client.force_login(worker)

    meetings = day(client).meetings

    assert [meeting.hour for meeting in meetings] == ["9:00", "17:00"]
    assert {meeting.pseudonym for meeting in meetings} == {case.pseudonym}
    assert [late.case_id, early.case_id] == [case.pk, case.pk]


def test_contact_verified_is_said(client, worker, case):
    planned(case, worker)
    client.force_login(worker)
    contact = factories.make_contact(accompanied(case), worker)
    before = day(client).meetings[0].contact_ok
    with acting(worker, "test"):
        verify_contact(contact=contact, by=worker, at=timezone.now())

    assert (before, day(client).meetings[0].contact_ok) == (False, True)


def test_page_names_no_person_and_opens_nothing_sealed(client, worker, case, note):
    planned(case, worker)
    client.force_login(worker)

    text = client.get(HOME).content.decode()

    assert case.pseudonym in text
    for secret in (factories.SECRET_NAME, factories.SECRET_TEXT, "canary-room"):
        assert secret not in text
    event = Event.objects.get(verb="list", actor=f"user:{worker.pk}")
    assert (event.touched, event.count) == ([str(case.pk)], 1)
    assert not Event.objects.filter(verb="read", actor=f"user:{worker.pk}", kind="sealed").exists()


def test_drafts_and_unsigned_notes_wait(client, worker, case, note):
    session = factories.make_session(case, worker)
    with acting(worker, "test"):
        notes.keep_draft(
            case=case,
            note_id=uuid.uuid4(),
            content={"temas": factories.SECRET_TEXT},
            session=session,
            by=worker,
            at=timezone.now(),
        )
    client.force_login(worker)

    assert [task.url for task in day(client).writing] == [
        reverse("cases:note_new", args=[case.code, session.pk]),
        reverse("cases:note", args=[case.code, note.pk]),
    ]


def test_sessions_without_a_note_wait(client, worker, case):
    old = factories.make_session(case, worker)
    session = factories.make_session(case, worker, starts_at=timezone.now() - dt.timedelta(days=1))
    client.force_login(worker)

    assert old.starts_at < timezone.now() - dt.timedelta(days=30)
    assert [task.url for task in day(client).writing] == [
        reverse("cases:note_new", args=[case.code, session.pk])
    ]


def test_signed_notes_wait_no_more(client, worker, case, note):
    factories.sign(note, worker)
    client.force_login(worker)

    assert day(client).writing == []


def test_what_is_due_is_said(client, worker, case):
    waiting = factories.make_case(by=worker, consents=False)
    contact = factories.make_contact(accompanied(case), worker)
    with acting(worker, "test"):
        verify_contact(contact=contact, days=3, by=worker, at=timezone.now())
        for state in ("ENCUADRE", "VALORACION_PSICOSOCIAL", "PLAN_ACORDADO", "EN_PROCESO"):
            lifecycle.move_case(case=case, to=state, reason="meta", by=worker, at=timezone.now())
        lifecycle.move_case(
            case=case,
            to="EN_PAUSA",
            reason="viaje",
            until_on=timezone.localdate() + dt.timedelta(days=2),
            by=worker,
            at=timezone.now(),
        )
    client.force_login(worker)

    assert [(task.icon, task.case) for task in day(client).due] == [
        ("phone", case.pk),
        ("check", waiting.pk),
        ("clock", case.pk),
    ]


def test_coordination_sees_the_agenda_and_what_is_urgent(client, coordinator, worker):
    urgent = factories.make_case(by=worker, urgency=1)
    planned(urgent, worker)
    client.force_login(coordinator)

    mine = day(client)

    assert [meeting.who for meeting in mine.agenda] == [worker.get_short_name()]
    assert [row.code for row in mine.urgent] == [urgent.code]
    assert mine.meetings == []


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("administrator", "staff:person_list"),
        ("auditor", "audit:event_list"),
        ("fundraiser", "desk:home"),
    ],
)
def test_who_works_without_records_has_a_home_and_sees_no_case(client, case, role, place):
    client.force_login(factories.make_member(role=role))

    text = client.get(HOME).content.decode()

    assert reverse(place) in text
    assert case.pseudonym not in text


@pytest.mark.parametrize("role", ["lawyer", "facilitator", "reception"])
def test_other_clinical_roles_have_a_home(client, team, role):
    client.force_login(factories.make_member(team, role))

    assert day(client).is_clinical


def test_home_asks_who_is_there(client):
    assert client.get(HOME).status_code == 302


def test_day_costs_the_same_with_one_session_and_with_many(
    client, worker, case, django_assert_max_num_queries
):
    planned(case, worker)
    client.force_login(worker)
    client.get(HOME)
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(40) as seen:
            client.get(HOME)
        counts.append(len(seen))
        for n in range(12):
            case_too = factories.make_case(by=worker, consents=False)
            Session.objects.create(
                case=case_too, accompanist=worker, starts_at=today(8) + dt.timedelta(minutes=n)
            )

    assert counts[0] == counts[1]
