"""Every form of a case does what it says, and comes back with what was typed when it cannot."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accompaniment.staff.acting import acting
from cases.actions import sessions
from cases.actions.lifecycle import move_case
from cases.actions.people import accompanied
from cases.enums import CaseState, Template
from cases.models import ContactChannel, Participation, Session, Transition
from tests import factories

STEPS = ("ENCUADRE", "VALORACION_PSICOSOCIAL", "PLAN_ACORDADO", "EN_PROCESO")


def page(name, case, *args):
    return reverse(f"cases:{name}", args=[case.code, *args])


@pytest.fixture
def signed_in(client, worker):
    client.force_login(worker)
    return client


@pytest.fixture
def planned(case, worker):
    """A session whose hour has just come."""
    now = timezone.now()
    with acting(worker, "test"):
        return sessions.schedule_session(
            case=case,
            facts=sessions.SessionFacts(starts_at=now - dt.timedelta(hours=1), place="sala 2"),
            by=worker,
            at=now - dt.timedelta(days=1),
        )


def walk(case, worker, *steps):
    with acting(worker, "test"):
        for step in steps:
            move_case(case=case, to=step, reason="meta", by=worker, at=timezone.now())
    case.refresh_from_db()


def data_of(form):
    return {field.name: field.value() for field in form if field.value() not in {None, False}}


# --- closing and reopening ----------------------------------------------------------------------


def closing(**facts):
    return {
        "reason": "ACUERDO_MUTUO",
        "safety_checked": "on",
        "follow_up": "no",
        **facts,
    }


def test_closing_says_what_is_missing_then_closes_and_reopens(signed_in, case, worker):
    walk(case, worker, *STEPS, "PREPARACION_CIERRE")
    shown = signed_in.get(page("close", case))
    refused = signed_in.post(page("close", case), closing())
    factories.sign(factories.make_note(case, worker, template=Template.CIERRE), worker)
    ready = signed_in.get(page("close", case))

    silent = signed_in.post(page("close", case), closing())  # about the plan
    closed = signed_in.post(page("close", case), closing(plan="CUMPLIDO"))

    assert silent.status_code == 422
    assert [check.done for check in shown.context["checks"]] == [False, False]
    assert [check.done for check in ready.context["checks"]] == [True, False]
    assert (refused.status_code, closed.status_code) == (422, 302)
    case.refresh_from_db()
    assert (case.is_open, case.closing_reason) == (False, "ACUERDO_MUTUO")
    body = signed_in.get(case.get_absolute_url()).content.decode()
    assert page("session_record", case) not in body
    assert page("reopen", case) in body

    assert signed_in.post(page("reopen", case), {"reason": " "}).status_code == 422
    assert signed_in.post(page("reopen", case), {"reason": "volvió"}).status_code == 302
    case.refresh_from_db()
    assert (case.is_open, case.state) == (True, CaseState.ENCUADRE)


def test_closing_without_the_safety_plan_comes_back(signed_in, case):
    data = closing()
    del data["safety_checked"]

    answer = signed_in.post(page("close", case), data)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["safety_checked"]


def test_coordination_closes_without_answering_for_her(client, coordinator, case):
    client.force_login(coordinator)

    form = client.get(page("close", case)).context["form"]

    assert "follow_up" not in form.fields


# --- steps --------------------------------------------------------------------------------------


def test_plan_asks_for_a_goal(signed_in, case, worker):
    walk(case, worker, *STEPS[:2])

    empty = signed_in.post(page("step", case, "PLAN_ACORDADO"), {"reason": ""})
    given = signed_in.post(page("step", case, "PLAN_ACORDADO"), {"reason": "dormir"})

    assert (empty.status_code, given.status_code) == (422, 302)


@pytest.mark.parametrize("until", ["", "2020-01-01", "mañana"])
def test_pause_asks_until_when(signed_in, case, worker, until):
    walk(case, worker, *STEPS)

    answer = signed_in.post(
        page("step", case, "EN_PAUSA"), {"reason": "canary-pause", "until_on": until}
    )

    assert answer.status_code == 422
    assert "canary-pause" in answer.content.decode()
    assert Transition.objects.filter(after="EN_PAUSA").count() == 0


def test_paused_case_stands_where_it_stopped(signed_in, case, worker):
    walk(case, worker, *STEPS)
    until = timezone.localdate() + dt.timedelta(days=9)
    with acting(worker, "test"):
        move_case(
            case=case,
            to=CaseState.EN_PAUSA,
            reason="canary-pause",
            until_on=until,
            by=worker,
            at=timezone.now(),
        )

    answer = signed_in.get(page("detail", case))

    assert answer.context["stands_at"] == CaseState.EN_PROCESO
    assert answer.content.decode().count('data-state="done"') == len(STEPS)


def test_step_that_does_not_follow_is_refused(signed_in, case):
    assert signed_in.post(page("step", case, "EN_PROCESO"), {"reason": "x"}).status_code == 422


def test_urgency_changes_with_its_reason(signed_in, case):
    silent = signed_in.post(page("urgency", case), {"urgency": "1", "reason": ""})
    told = signed_in.post(page("urgency", case), {"urgency": "1", "reason": "amenaza"})

    assert (silent.status_code, told.status_code) == (422, 302)
    case.refresh_from_db()
    assert case.urgency == 1


# --- sessions -----------------------------------------------------------------------------------


def test_scheduled_session_is_held_and_leads_to_its_note(signed_in, case, planned):
    form = signed_in.get(page("session_hold", case, planned.pk)).context["form"]

    answer = signed_in.post(page("session_hold", case, planned.pk), data_of(form))

    assert form["place"].value() == "sala 2"
    assert answer.url == page("note_new", case, planned.pk)
    planned.refresh_from_db()
    assert (planned.status, planned.number) == ("REALIZADA", 1)


def test_case_page_leads_to_the_session_whose_hour_has_come(signed_in, case, planned):
    assert signed_in.get(case.get_absolute_url()).context["record_url"] == page(
        "session_hold", case, planned.pk
    )


def test_session_not_held_says_why_once(signed_in, case, planned):
    url = page("session_not_held", case, planned.pk)

    first = signed_in.post(url, {"attendance": "NO_PUDO_POR_SEGURIDAD"})
    second = signed_in.post(url, {"attendance": "NO_ASISTIO_AVISO"})

    assert (first.status_code, second.status_code) == (302, 422)
    planned.refresh_from_db()
    assert planned.attendance == "NO_PUDO_POR_SEGURIDAD"


def test_session_is_moved(signed_in, case, planned):
    day = timezone.localdate() + dt.timedelta(days=3)

    answer = signed_in.post(
        page("session_move", case, planned.pk),
        {"day": day.isoformat(), "hour": "10:30", "minutes": "45"},
    )

    assert answer.status_code == 302
    planned.refresh_from_db()
    begins = timezone.localtime(planned.starts_at)
    assert (begins.date(), begins.hour, begins.minute, planned.minutes) == (day, 10, 30, 45)


def test_session_is_scheduled_from_the_defaults(signed_in, case):
    form = signed_in.get(page("session_schedule", case)).context["form"]

    answer = signed_in.post(page("session_schedule", case), data_of(form) | {"hour": "23:59"})

    assert answer.status_code == 302
    assert Session.objects.get().status == "PROGRAMADA"


# --- people -------------------------------------------------------------------------------------


def test_person_is_corrected_and_found_by_the_new_name(signed_in, case):
    person = accompanied(case)
    form = signed_in.get(page("person_edit", case, person.pk)).context["form"]
    data = data_of(form) | {"called": "Mariposa Núñez", "birth_year": "1990"}

    answer = signed_in.post(page("person_edit", case, person.pk), data)

    assert form["called"].value() == factories.SECRET_NAME
    assert answer.status_code == 302
    result = signed_in.post(reverse("cases:search"), {"q": "nunez"}).context["result"]
    assert [row.called for row in result.rows] == ["Mariposa Núñez"]


def test_relative_takes_part_and_leaves(signed_in, case):
    form = signed_in.get(page("participant_add", case)).context["form"]
    data = data_of(form) | {"role": "FAMILIAR", "called": "Hermana"}

    added = signed_in.post(page("participant_add", case), data)
    relative = Participation.objects.get(role="FAMILIAR")
    ended = signed_in.post(page("participation_end", case, relative.pk))

    assert (added.status_code, ended.status_code) == (302, 302)
    text = signed_in.get(case.get_absolute_url()).content.decode()
    assert "Hermana" not in text


def test_the_accompanied_person_does_not_leave(signed_in, case):
    own = Participation.objects.get(role="PA")

    assert signed_in.post(page("participation_end", case, own.pk)).status_code == 422


def test_contact_is_verified_and_retired(signed_in, case, worker):
    contact = factories.make_contact(accompanied(case), worker)

    verified = signed_in.post(page("contact_verify", case, contact.pk), {"days": "15"})
    retired = signed_in.post(page("contact_retire", case, contact.pk))
    again = signed_in.post(page("contact_retire", case, contact.pk))

    assert [verified.status_code, retired.status_code, again.status_code] == [302, 302, 422]
    contact = ContactChannel.objects.get()
    assert (contact.expires_on - contact.verified_on).days == 15
    assert contact.is_active is False


def test_refused_consent_is_kept(signed_in, case):
    data = {
        "person": str(accompanied(case).pk),
        "kind": "C_ESTADISTICA",
        "answer": "no",
        "method": "VERBAL_DOCUMENTADO",
        "given_on": timezone.localdate().isoformat(),
    }

    assert signed_in.post(page("consent_give", case), data).status_code == 302
    assert case.consents.get(kind="C_ESTADISTICA").granted is False


def test_spoken_consent_to_sensitive_data_is_refused_in_the_page(signed_in, case):
    data = {
        "person": str(accompanied(case).pk),
        "kind": "C_DATOS_SENS",
        "answer": "yes",
        "method": "VERBAL_DOCUMENTADO",
        "given_on": timezone.localdate().isoformat(),
        "text_version": "canary-version",
    }

    answer = signed_in.post(page("consent_give", case), data)

    assert answer.status_code == 422
    assert "canary-version" in answer.content.decode()
