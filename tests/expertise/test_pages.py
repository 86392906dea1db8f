"""The pages of a commission and of its evaluation, walked as people do."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions.consents import revoke_consent
from cases.enums.legal import MatterKind
from expertise.enums.commission import CommissionState, Part
from expertise.models import Commission, Credential
from tests import factories, legal
from tests.expertise import evaluations as e
from tests.expertise import tools
from tests.traces import do

S = CommissionState
NOW = timezone.now()
NAME = "Nadia Olivas Saenz"


def page(name, *args):
    return reverse(f"expertise:{name}", args=args)


@pytest.fixture
def commission(case, worker, coordinator):
    return tools.make_commission(
        worker, case=case, coordinator=coordinator, evaluated_name=NAME, initials="N. O. S."
    )


def day(at=None):
    return f"{timezone.localdate(at):%Y-%m-%d}"


def text(answer):
    return answer.content.decode()


# --- requested ----------------------------------------------------------------------------------


def requested(client, matter, **facts):
    facts = {
        "person": matter.case.participations.get().person_id,
        "regime": "CNPP",
        "questions": "1. ¿Presenta daño?\n\n2) ¿Tiene relación con los hechos?",
        "protected_identity": "on",
        **facts,
    }
    return client.post(page("request", matter.case.code, matter.pk), facts)


def test_a_lawyer_requests_it_from_the_matter_and_sees_where_it_stands(client, case, worker):
    lawyer = legal.make_lawyer(case, worker)
    matter = legal.make_matter(case, lawyer, MatterKind.PENAL, family_violence=True)
    client.force_login(lawyer)
    shown = text(client.get(reverse("cases:matter", args=[case.code, matter.pk])))
    assert page("request", case.code, matter.pk) in shown
    assert legal.AUTHORITY in text(client.get(page("request", case.code, matter.pk)))

    answer = requested(client, matter)

    found = Commission.objects.get()
    assert answer.headers["Location"] == found.get_absolute_url()
    assert found.questions.count() == 2
    page_ = text(client.get(found.get_absolute_url()))
    assert "Presenta" not in page_
    assert factories.SECRET_NAME not in page_


def test_the_name_and_its_initials_come_from_the_case(client, case, worker):
    lawyer = legal.make_lawyer(case, worker)
    client.force_login(lawyer)
    requested(client, legal.make_matter(case, lawyer))

    found = Commission.objects.get()
    expert = tools.make_expert()
    do(
        tools.appoint,
        tools.make_coordinator(case.team),
        commission=found,
        user=expert,
        part=Part.EXPERT,
    )
    client.force_login(expert)

    shown = text(client.get(found.get_absolute_url()))
    assert factories.SECRET_NAME in shown
    assert "C. Z." in shown


def test_who_accompanies_may_request_it_and_sees_no_more_of_it(client, case, worker):
    matter = legal.make_matter(case, worker)
    client.force_login(worker)

    answer = requested(client, matter)

    assert answer.headers["Location"] == reverse("cases:matter", args=[case.code, matter.pk])
    found = Commission.objects.get()
    assert client.get(found.get_absolute_url()).status_code == 404
    assert not Commission.objects.visible_to(worker).exists()


@pytest.mark.parametrize(
    ("questions", "number"),
    [
        ("¿Presenta daño?", 1),
        ("1. ¿Daño?\n2. ¿Nexo?\n3. ¿Reparación?", 3),
        ("¿Daño, y\ncuál es?\n\n¿Nexo?", 2),
        ("P1. ¿Daño?\r\n\r\nP2. ¿Nexo?", 2),
    ],
)
def test_questions_are_read_as_they_are_pasted(client, case, worker, questions, number):
    lawyer = legal.make_lawyer(case, worker)
    client.force_login(lawyer)

    requested(client, legal.make_matter(case, lawyer), questions=questions)

    assert Commission.objects.get().questions.count() == number


def test_without_questions_nothing_is_requested_and_nothing_typed_is_lost(client, case, worker):
    lawyer = legal.make_lawyer(case, worker)
    client.force_login(lawyer)

    answer = requested(client, legal.make_matter(case, lawyer), questions="", offence="Violencia X")

    assert answer.status_code == 422
    assert "Violencia X" in text(answer)
    assert not Commission.objects.exists()


# --- its way ------------------------------------------------------------------------------------


def test_from_the_request_to_the_evaluation_by_the_pages_alone(client, coordinator, case, worker):
    lawyer, expert = legal.make_lawyer(case, worker), tools.make_expert()
    client.force_login(lawyer)
    requested(client, legal.make_matter(case, lawyer))
    folio = Commission.objects.get().code
    client.force_login(coordinator)
    client.post(page("step", folio, S.ADMISIBILIDAD), {"reason": ""})
    client.post(page("appoint", folio, Part.EXPERT), {"user": expert.pk})
    client.force_login(expert)
    refused = client.post(page("accept", folio), {"prior_relation": "NINGUNA"})
    assert refused.status_code == 422
    sworn = {"prior_relation": "NINGUNA", "no_impediment": "on", "oath": "on"}
    client.post(page("accept", folio), sworn)
    answer = {"granted": "yes", "method": "AUTOGRAFA", "given_on": day()}
    assert client.post(page("consent", folio), answer).status_code == 422
    client.post(page("consent", folio), {**answer, "other_side_told": "on"})
    client.post(page("step", folio, S.EVALUACION), {})

    assert Commission.objects.get().state == S.EVALUACION


def test_a_dual_role_is_warned_of_and_needs_a_second_yes(client, commission, coordinator, worker):
    client.force_login(coordinator)
    url = page("appoint", commission.code, Part.EXPERT)

    answer = client.post(url, {"user": worker.pk})

    assert answer.status_code == 422
    assert 'name="knowing"' in text(answer)
    assert client.post(url, {"user": worker.pk, "knowing": "on"}).status_code == 302
    assert e.fresh(commission).expert == worker


@pytest.mark.parametrize("part", ["requester", "judge"])
def test_there_is_no_other_part_to_appoint(client, commission, coordinator, part):
    client.force_login(coordinator)

    assert client.get(page("appoint", commission.code, part)).status_code == 404


@pytest.mark.parametrize("to", ["FIRMADO", "APROBADO", "nonsense"])
def test_steps_of_other_rooms_are_not_taken_here(client, commission, to):
    client.force_login(commission.expert)

    assert client.post(page("step", commission.code, to), {}).status_code == 404


def test_a_pause_is_asked_for_and_ends(client, commission):
    commission = e.begin(commission, at=NOW)
    client.force_login(commission.expert)
    assert client.post(page("suspend", commission.code), {"reason": ""}).status_code == 422
    client.post(page("suspend", commission.code), {"reason": "Lo pidió"})
    assert e.fresh(commission).state == S.SUSPENDIDO

    client.post(page("resume", commission.code), {"reason": ""})

    assert e.fresh(commission).state == S.EVALUACION
    assert "Lo pidió" in text(client.get(commission.get_absolute_url()))


def test_a_consent_taken_back_stops_the_page_and_my_day(client, commission, worker):
    commission = e.begin(commission, at=NOW)
    do(revoke_consent, worker, consent=commission.consent, at=NOW)
    client.force_login(commission.expert)

    shown = client.get(commission.get_absolute_url())

    assert shown.context["page"].stopped
    (first, *_others) = client.get("/").context["day"].expertise
    assert first.kind == "danger"


# --- the evaluation -----------------------------------------------------------------------------


def test_the_file_is_filled_by_its_pages_and_shown(client, commission):
    commission = e.begin(commission, at=NOW)
    folio = commission.code
    client.force_login(commission.expert)
    hour = timezone.localtime(NOW) - dt.timedelta(minutes=5)
    session = {
        "day": f"{hour:%Y-%m-%d}",
        "hour": f"{hour:%H:%M}",
        "time_zone": "America/Chihuahua",
        "minutes": "90",
        "modality": "PRESENCIAL_OFICINA",
        "attendance": "ASISTIO",
        "place": "Consultorio 2",
        "content": e.CONTENT,
        "observation": e.OBSERVED,
    }
    assert client.post(page("session_record", folio), session).status_code == 302
    source = {"title": "Denuncia inicial", "folios": "Fojas 2 a 11"}
    client.post(page("source_add", folio, "DOCUMENTO"), source)
    held = commission.evaluations.get()
    begun = client.get(page("instrument_add", folio) + "?of=PHQ-9").context["form"].initial
    assert (begun["max"], begun["higher_is_worse"]) == (27, True)
    score = {**begun, "session": held.pk, "score": "17", "higher_is_worse": "on"}
    assert client.post(page("instrument_add", folio), score).status_code == 302

    shown = text(client.get(page("evaluation", folio)))

    for said in (e.CONTENT, e.OBSERVED, "Denuncia inicial", "PHQ-9", "17", tools.QUESTION):
        assert said in shown
    client.force_login(commission.requested_by)
    assert client.get(page("evaluation", folio)).status_code == 403
    client.force_login(commission.reviewer)
    assert "Plan" not in client.get(page("evaluation", folio)).context["rooms"]
    assert page("session_plan", folio) not in text(client.get(page("evaluation", folio)))


def test_a_question_changed_meanwhile_comes_back_with_both(client, commission):
    commission = e.accept(commission)
    client.force_login(commission.expert)
    question = commission.questions.get(number=1)
    url = page("question_edit", commission.code, question.pk)
    client.post(url, {"text": "¿La primera?", "short": "", "version": "1"})

    answer = client.post(url, {"text": "¿La segunda?", "short": "", "version": "1"})

    assert answer.status_code == 409
    for said in ("¿La primera?", "¿La segunda?"):
        assert said in text(answer)


def test_what_was_handed_over_becomes_a_source(client, commission, worker):
    commission = e.begin(commission, at=NOW)
    asked, loan = e.borrow(commission, at=NOW)
    client.force_login(worker)
    day_ = client.get("/").context["day"]
    (waits,) = day_.expertise
    assert waits.url == page("loan", loan.pk)
    answer = {"words": e.LENT, "method": "VERBAL_DOCUMENTADO", "given_on": day()}
    assert client.post(page("loan", loan.pk), answer).status_code == 422
    assert client.post(page("loan", loan.pk), {**answer, "agreed": "on"}).status_code == 302
    assert client.get("/").context["day"].expertise == []
    client.force_login(commission.expert)

    shown = client.get(page("source_add", commission.code, "DOCUMENTO") + f"?borrowed={asked.pk}")

    assert shown.context["form"].initial["content"] == e.LENT


def test_attendance_is_written_by_the_house_and_nothing_more(client, commission, worker):
    _asked, loan = e.borrow(e.begin(commission, at=NOW), kind="ASISTENCIA", at=NOW)
    factories.make_note(commission.case, worker, text="canary-note-33b1")
    client.force_login(worker)

    shown = text(client.get(page("loan", loan.pk)))

    assert "canary-note-33b1" not in shown
    assert "1 " in client.get(page("loan", loan.pk)).context["form"].initial["words"]


# --- titles -------------------------------------------------------------------------------------


def test_a_title_is_recorded_and_looked_up_by_the_pages(client, worker, coordinator):
    client.force_login(worker)
    wrong = client.post(page("credential_add", worker.pk), {"title": "Psicología", "licence": "12"})
    assert wrong.status_code == 422
    facts = {"title": "Licenciatura en Psicología", "licence": "1234 5678"}
    assert client.post(page("credential_add", worker.pk), facts).status_code == 302
    credential = Credential.objects.get()
    assert client.post(page("credential_verify", credential.pk), {}).status_code == 403
    client.force_login(coordinator)
    client.post(page("credential_verify", credential.pk), {"verified_on": day()})

    assert "12345678" in text(client.get(page("credentials")))
    assert Credential.objects.get().verified_by == coordinator
