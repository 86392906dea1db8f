"""The page of a case: the rule before the number, and nothing for eyes it is not meant for."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accompaniment.audit import words
from accompaniment.audit.models import Event
from accompaniment.staff.acting import acting
from cases.actions.consents import revoke_consent
from cases.actions.contacts import verify_contact
from cases.actions.lifecycle import move_case, set_urgency
from cases.actions.people import accompanied
from cases.actions.team import assign_member
from cases.enums import CallSafety, Function
from cases.models import Assignment, ContactChannel, Session
from tests import factories

NUMBER, WORD, REASON = "614 000 0199", "canary-word-5512", "canary-reason-7c1e"
GOAL = "canary-goal-3d1f"
LINK = "tel:+526140000199"


def page(name, case, *args):
    return reverse(f"cases:{name}", args=[case.code, *args])


@pytest.fixture
def full(worker):
    """A case with a reason, a signed note and a contact."""
    case = factories.make_case(by=worker, reason=REASON)
    factories.sign(factories.make_note(case, worker), worker)
    return case


@pytest.fixture
def contact(full, worker):
    return factories.make_contact(
        accompanied(full), worker, value=NUMBER, calls=CallSafety.SI, word_help=WORD
    )


def verify(contact, worker):
    with acting(worker, "test"):
        verify_contact(contact=contact, by=worker, at=timezone.now())


# --- who sees what ------------------------------------------------------------------------------


def test_the_responsible_sees_the_way_so_far(client, full, worker):
    client.force_login(worker)

    text = client.get(full.get_absolute_url()).content.decode()

    for said in (full.code, full.pseudonym, factories.SECRET_NAME, REASON, factories.SECRET_TEXT):
        assert said in text


@pytest.mark.parametrize("role", ["coordinator", "reception"])
@pytest.mark.parametrize("name", ["detail", "timeline"])
def test_coordination_and_reception_see_no_word_of_what_was_said(client, full, team, role, name):
    person = factories.make_member(team, role)
    client.force_login(person)

    answer = client.get(page(name, full))

    text = answer.content.decode()
    assert answer.status_code == 200
    assert factories.SECRET_TEXT not in text
    assert REASON not in text
    if name == "detail":
        assert factories.SECRET_NAME in text
        assert f"{full.responsible.full_name}." in text  # whom to ask


def test_legal_area_sees_that_the_case_exists_and_no_note(client, full, worker):
    lawyer = factories.make_member(factories.make_team(), "lawyer")
    with acting(worker, "test"):
        assign_member(case=full, user=lawyer, function=Function.LEGAL, by=worker, at=timezone.now())
    client.force_login(lawyer)

    text = client.get(full.get_absolute_url()).content.decode()

    assert full.pseudonym in text
    assert factories.SECRET_TEXT not in text
    assert page("viewed", full) not in text


@pytest.mark.parametrize(
    ("role", "name", "status"),
    [
        ("reception", "close", 403),
        ("reception", "urgency", 403),
        ("reception", "session_record", 403),
        ("reception", "viewed", 403),
        ("coordinator", "close", 200),
        ("coordinator", "urgency", 200),
        ("coordinator", "member_add", 200),
        ("coordinator", "viewed", 200),
        ("coordinator", "session_record", 403),
        ("coordinator", "steps", 403),
    ],
)
def test_form_is_shown_only_to_who_may_send_it(client, full, team, role, name, status):
    client.force_login(factories.make_member(team, role))

    assert client.get(page(name, full)).status_code == status
    assert client.post(page(name, full)).status_code in (
        {200, 405, 422} if status == 200 else {403, 405}
    )


def test_reasons_and_goals_are_read_by_who_accompanies_only(client, full, worker, coordinator):
    with acting(worker, "test"):
        for state in ("ENCUADRE", "VALORACION_PSICOSOCIAL", "PLAN_ACORDADO"):
            move_case(case=full, to=state, reason=GOAL, by=worker, at=timezone.now())
        full.refresh_from_db()
        set_urgency(case=full, urgency=2, reason=GOAL, by=worker, at=timezone.now())
    client.force_login(worker)
    read = client.get(full.get_absolute_url()).content.decode()
    client.force_login(coordinator)
    unread = client.get(full.get_absolute_url()).content.decode()

    assert read.count(GOAL) == 4
    assert GOAL not in unread


# --- safe contact -------------------------------------------------------------------------------


def test_page_shows_the_rule_and_no_number(client, full, contact, worker):
    client.force_login(worker)

    text = client.get(full.get_absolute_url()).content.decode()

    assert NUMBER not in text
    assert WORD not in text
    assert "tel:" not in text
    assert page("contact_number", full, contact.pk) in text
    assert "contact.value" not in read_fields()


def read_fields():
    return {name for event in Event.objects.filter(verb="read") for name in event.fields}


def test_number_is_shown_on_request_traced_and_not_callable_before_it_is_verified(
    client, full, contact, worker
):
    client.force_login(worker)

    text = client.get(page("contact_number", full, contact.pk)).content.decode()

    assert NUMBER in text
    assert WORD in text
    assert LINK not in text
    assert {"contact.value", "contact.word_help"} <= read_fields()


def test_number_is_callable_within_the_rule(client, full, contact, worker):
    verify(contact, worker)
    client.force_login(worker)

    assert LINK in client.get(page("contact_number", full, contact.pk)).content.decode()


def test_number_is_not_callable_outside_the_hours(client, full, worker):
    other_day = (timezone.localtime().weekday() + 3) % 7
    contact = factories.make_contact(
        accompanied(full),
        worker,
        value=NUMBER,
        calls=CallSafety.SOLO_HORARIO,
        hours=[{"weekday": other_day, "from": "10:00", "to": "11:00"}],
    )
    verify(contact, worker)
    client.force_login(worker)

    text = client.get(page("contact_number", full, contact.pk)).content.decode()

    assert NUMBER in text
    assert LINK not in text


def test_number_comes_as_a_part_of_the_page_for_htmx(client, full, contact, worker):
    client.force_login(worker)

    text = client.get(page("contact_number", full, contact.pk), headers={"HX-Request": "true"})

    assert NUMBER in text.content.decode()
    assert "<html" not in text.content.decode()


# --- who looked ---------------------------------------------------------------------------------


def test_who_looked_is_shown_to_the_responsible(client, full, coordinator, worker):
    client.force_login(coordinator)
    client.get(full.get_absolute_url())
    client.force_login(worker)

    seen = client.get(page("viewed", full)).context["seen"]

    assert coordinator.full_name in {look.who for look in seen}
    assert client.get(page("viewed", full), {"after": "9" * 30}).status_code == 200


def test_whoever_saw_the_number_is_among_them(client, full, contact, coordinator, worker):
    client.force_login(coordinator)
    client.get(page("contact_number", full, contact.pk))
    client.force_login(worker)

    seen = client.get(page("viewed", full)).context["seen"]

    assert any(
        look.who == coordinator.full_name and str(words.FIELDS["contact.value"]) in look.what
        for look in seen
    )


# --- cost ---------------------------------------------------------------------------------------


def add_sessions(case, worker, number, *, since=1):
    for n in range(number):
        at = factories.NOON + dt.timedelta(days=since + n)
        Session.objects.create(
            case=case,
            accompanist=worker,
            starts_at=at,
            number=100 + n,
            status="REALIZADA",
            attendance="ASISTIO",
        )


def count(client, url, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_page_costs_the_same_with_five_sessions_and_with_fifty(
    client, full, contact, worker, django_assert_max_num_queries
):
    client.force_login(worker)
    add_sessions(full, worker, 5)
    client.get(full.get_absolute_url())
    few = count(client, full.get_absolute_url(), django_assert_max_num_queries)
    add_sessions(full, worker, 45, since=-50)

    assert count(client, full.get_absolute_url(), django_assert_max_num_queries) == few


def test_timeline_goes_back_to_the_opening_without_loss(client, full, worker):
    add_sessions(full, worker, 45)
    client.force_login(worker)

    url, numbers, pages = full.get_absolute_url(), [], 0
    while url and pages < 9:
        thread = client.get(url).context["thread"]
        numbers += [knot.session.number for knot in thread.knots if knot.session]
        url = (
            thread.next and f"{page('timeline', full)}?after={str(thread.next).replace('+', '%2B')}"
        )
        pages += 1

    assert numbers == [*range(144, 99, -1), 1]
    assert pages == 3


# --- forms --------------------------------------------------------------------------------------


def test_consent_is_recorded_and_taken_back(client, worker):
    case = factories.make_case(by=worker, consents=False)
    client.force_login(worker)
    data = {
        "person": str(accompanied(case).pk),
        "kind": "C_PROCESO",
        "answer": "yes",
        "method": "AUTOGRAFA",
        "given_on": timezone.localdate().isoformat(),
    }

    assert client.post(page("consent_give", case), data).status_code == 302
    consent = case.consents.get()
    assert client.post(page("consent_revoke", case, consent.pk)).status_code == 302
    again = client.post(page("consent_revoke", case, consent.pk))
    consent.refresh_from_db()
    assert consent.revoked_at is not None
    assert again.status_code == 422


def test_step_says_what_is_missing_and_then_goes(client, worker):
    case = factories.make_case(by=worker, consents=False)
    client.force_login(worker)
    url = page("step", case, "ENCUADRE")

    shown = client.get(url)
    refused = client.post(url, {})
    factories.agree(case, worker)
    gone = client.post(url, {})

    assert [check.done for check in shown.context["checks"]] == [False, False]
    assert (refused.status_code, gone.status_code) == (422, 302)
    case.refresh_from_db()
    assert case.state == "ENCUADRE"


@pytest.mark.parametrize("to", ["CERRADO", "NADA"])
def test_step_to_nowhere_does_not_exist(client, case, worker, to):
    client.force_login(worker)

    assert client.get(page("step", case, to)).status_code == 404


def test_team_is_let_in_and_taken_off(client, case, worker, team):
    colleague = factories.make_member(team)
    client.force_login(worker)

    added = client.post(
        page("member_add", case), {"function": "member", "user": str(colleague.pk), "reason": ""}
    )
    assignment = Assignment.objects.get(user=colleague)
    ended = client.post(page("assignment_end", case, assignment.pk))

    assert (added.status_code, ended.status_code) == (302, 302)
    client.force_login(colleague)
    assert client.get(case.get_absolute_url()).status_code == 404


def test_whoever_hands_over_leaves_with_a_word(client, case, worker, team):
    colleague = factories.make_member(team)
    client.force_login(worker)

    answer = client.post(page("hand_over", case), {"to": str(colleague.pk), "reason": "cambio"})

    assert answer.url == reverse("cases:case_list")
    case.refresh_from_db()
    assert case.responsible == colleague


def test_contact_is_added_as_not_safe_and_found_by_its_number(client, case, worker):
    client.force_login(worker)
    url = page("contact_add", case, accompanied(case).pk)
    shown = client.get(url).context["form"]
    data = {name: field.initial or "" for name, field in shown.fields.items()}
    data |= {"channel": "MOVIL", "value": NUMBER, "ownership": "PROPIA", "if_another": "COLGAR"}
    data |= {"time_zone": "America/Chihuahua", "hide_number": "on"}

    assert client.post(url, data).status_code == 302
    contact = ContactChannel.objects.get()
    assert (contact.calls, contact.verified_on) == (CallSafety.NO, None)
    result = client.post(reverse("cases:search"), {"q": "6140000199"}).context["result"]
    assert [row.code for row in result.rows] == [case.code]


def test_every_agreed_hour_survives_an_edit(client, case, worker):
    hours = [{"weekday": day, "from": "10:00", "to": "11:00"} for day in range(5)]
    contact = factories.make_contact(
        accompanied(case), worker, calls=CallSafety.SOLO_HORARIO, hours=hours
    )
    client.force_login(worker)
    url = page("contact_edit", case, contact.pk)
    form = client.get(url).context["form"]
    data = {field.name: field.value() for field in form if field.value() not in {None, False}}

    assert client.post(url, data).status_code == 302

    contact.refresh_from_db()
    with acting(worker, "test"):
        assert contact.hours.reveal() == hours


def test_hours_in_part_are_asked_for_in_full(client, case, worker):
    client.force_login(worker)
    url = page("contact_add", case, accompanied(case).pk)

    answer = client.post(url, {"channel": "MOVIL", "value": NUMBER, "day_0": "1"})

    assert answer.status_code == 422
    assert "day_0" in answer.context["form"].errors
    assert NUMBER in answer.content.decode()


def test_revoked_consent_stops_the_next_session(client, case, worker):
    with acting(worker, "test"):
        for consent in case.consents.all():
            revoke_consent(consent=consent, by=worker, at=timezone.now())
    client.force_login(worker)
    now = timezone.localtime() - dt.timedelta(hours=2)
    data = {
        "session_id": "00000000-0000-4000-8000-000000000001",
        "day": now.date().isoformat(),
        "hour": f"{now:%H:%M}",
        "minutes": "60",
        "kind": "INDIVIDUAL",
        "modality": "TELEFONO",
        "attendance": "ASISTIO",
        "place": "",
    }

    answer = client.post(page("session_record", case), data)

    assert answer.status_code == 422
    assert Session.objects.count() == 0
    assert data["day"] in answer.content.decode()
