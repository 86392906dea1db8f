"""The pages of first contacts: what they show, to whom, and that nothing typed is lost."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions.calls.reaching import log_attempt
from cases.actions.calls.steps import interrupt_call
from cases.actions.calls.taking import keep_call_draft
from cases.enums.calls import AttemptResult, NoticeKind
from cases.models import CallDraft, Case, FirstContact, PhoneLine, ThirdPartyCall
from tests.cases.calls.tools import (
    ALIAS,
    DEMAND,
    PHONE,
    RED,
    again,
    agree,
    make_call,
    receive,
)
from tests.factories import make_case, make_member
from tests.traces import do

HOURS = [{"weekday": day, "from": "08:00", "to": "14:00"} for day in range(5)]
SENT = {
    "safe_now": "SI", "alias": ALIAS, "who": "PROPIA_PERSONA", "age_band": "30_44",
    "minors": "NO", "language": "SPA", "pronouns": "ELLA", "service_line": "IND",
    "told": ["AVISO"], "demand": DEMAND, "time_zone": "America/Chihuahua", "channel": "TEL_MOVIL",
}  # fmt: skip


@pytest.fixture
def signed(client, worker):
    client.force_login(worker)
    return client


def url(name, *args):
    return reverse(f"cases:{name}", args=args)


def test_first_thing_asked_is_whether_it_is_safe(signed):
    page = signed.get(url("call_new")).content.decode()

    assert page.index('name="safe_now"') < page.index('name="alias"')
    assert 'data-shortcut="F2"' in page
    assert not FirstContact.objects.exists()


def test_call_goes_from_the_first_question_to_its_case(signed, worker):
    call_id = uuid.uuid4()
    answer = signed.post(url("call_new"), {**SENT, "call_id": call_id, "version": 0})
    assert answer.url == url("call_urgency", call_id)
    signs = {"version": 1, "signs_GENERO": ["ESTRANGULAMIENTO"], "fear": 9}
    assert signed.post(answer.url, signs).url == url("call", call_id)
    page = signed.get(url("call", call_id)).content.decode()
    assert DEMAND in page
    assert "U1" in page
    answer = signed.post(url("call_accept", call_id), {"line": "IND"})

    case = Case.objects.get()
    assert answer.url == case.get_absolute_url()
    assert (case.urgency, case.responsible) == (1, worker)


@pytest.mark.parametrize(
    ("looks_for", "proposed"),
    [("FAM", "FAM"), ("COLECTIVO_PERMANENTE", "COLECTIVO_PERMANENTE"), ("PERITAJE", None)],
)
def test_what_she_looks_for_is_proposed_when_it_can_be_opened(signed, worker, looks_for, proposed):
    call = make_call(worker, service_line=looks_for)
    page = signed.get(url("call_accept", call.pk)).content.decode()

    lines = page.split('name="line"')[1].split("</select>")[0]
    assert re.findall(r'value="(\w+)"', lines) == [
        "IND", "FAM", "COM_DESAPARICION", "COLECTIVO_PERMANENTE",
    ]  # fmt: skip
    assert re.findall(r'value="(\w+)" selected', lines) == ([proposed] if proposed else [])


def test_first_letter_puts_the_call_on_record_and_comes_back(signed):
    call_id = uuid.uuid4()
    draft = url("call_draft", call_id, "toma")
    answer = signed.post(draft, {"alias": "Golo", "version": 0, "told": ["AVISO", "HORARIOS"]})
    assert answer.status_code == 200
    assert "Saved" in answer.json()["text"] or "Guardado" in answer.json()["text"]

    call = FirstContact.objects.get()
    assert (call.pk, call.state, call.alias) == (call_id, "RECIBIDO", None)
    page = signed.get(url("call_edit", call_id)).content.decode()
    assert 'value="Golo"' in page
    assert page.count("checked") == 2
    assert 'value="Golo"' not in signed.get(url("call_edit", call_id) + "?stored").content.decode()


def test_what_is_too_much_is_said_at_once_and_not_kept(signed):
    call_id = uuid.uuid4()
    typed = {"alias": ALIAS, "demand": "mi esposo Juan Canario me pega"}
    answer = signed.post(url("call_draft", call_id, "toma"), typed)
    assert answer.status_code == 422
    assert "Juan" not in answer.content.decode()
    kept = CallDraft.objects.get()
    assert do(lambda by, at: kept.content.reveal(), kept.author) == {"alias": ALIAS}

    answer = signed.post(url("call_new"), {**SENT, **typed, "call_id": call_id, "version": 0})
    assert answer.status_code == 422
    assert "Juan Canario" in answer.content.decode()  # nothing typed is lost
    assert again(kept.first_contact).alias is None


def test_two_at_one_call_see_both_texts(signed, team):
    call = make_call(make_member(team, full_name="Rosa Canaria"), state="RECIBIDO")
    answer = signed.post(
        url("call_edit", call.pk), {**SENT, "alias": "Otra Vez", "call_id": call.pk, "version": 0}
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Rosa Canaria" in page
    assert "Otra Vez" in page
    assert DEMAND in page
    answer = signed.post(
        url("call_edit", call.pk), {**SENT, "alias": "Otra Vez", "call_id": call.pk, "version": 1}
    )
    assert answer.status_code == 302


def test_stale_draft_is_shown_beside_what_is_saved(signed, worker):
    call = make_call(worker, state="RECIBIDO")
    typed = {"alias": "Lo que escribía"}
    do(keep_call_draft, worker, call=call, stage="toma", content=typed, base_version=0)

    page = signed.get(url("call_edit", call.pk)).content.decode()
    assert "Lo que escribía" in page
    assert DEMAND in page
    answer = signed.post(url("call_draft", call.pk, "toma"), {"alias": "Más", "version": 0})
    assert (answer.status_code, answer.json()["url"]) == (409, url("call_edit", call.pk))


def test_call_that_is_cut_or_not_safe_goes_its_own_way(signed):
    first, second = uuid.uuid4(), uuid.uuid4()
    signed.post(url("call_new"), {"call_id": first, "version": 0, "alias": "Aire", "do": "cut"})
    answer = signed.post(
        url("call_new"), {"call_id": second, "version": 0, "safe_now": "NO", "do": "next"}
    )

    assert again(FirstContact(pk=first)).state == "INTERRUMPIDO"
    assert answer.url == url("call_contact", second)


def test_autosave_of_the_signs_says_what_they_suggest(signed, worker):
    call = make_call(worker, state="EN_ESCUCHA")
    typed = {"signs_GENERO": ["ARMADO_CERCA"], "version": 1}
    answer = signed.post(url("call_draft", call.pk, "urgencia"), typed)

    assert answer.json()["text"].endswith("U1")
    page = signed.get(url("call_urgency", call.pk)).content.decode()
    assert page.count("checked") == 2  # the sign, and the level as suggested


def test_clocks_count_from_the_event(signed, worker):
    call = make_call(worker, state="EN_ESCUCHA")
    since = timezone.localtime() - dt.timedelta(hours=10)
    sent = {"version": 1, "do": "suggest"}
    sent |= {"violence_day": f"{since:%Y-%m-%d}", "violence_hour": f"{since:%H:%M}"}
    page = signed.post(url("call_urgency", call.pk), sent).content.decode()

    assert page.count("data-until") == 2
    assert re.search(r"\b(61|62) h \d+ min", page)
    assert again(call).triaged_at is None  # only looked at


def test_number_stands_behind_the_rule_and_a_page_of_its_own(signed, worker):
    call = agree(make_call(worker), worker, word_help="hay tortillas")
    for name in ("call", "call_back"):
        page = signed.get(url(name, call.pk)).content.decode()
        assert PHONE not in page
        assert "hay tortillas" not in page
    page = signed.get(url("call_number", call.pk)).content.decode()
    assert PHONE in page
    assert "hay tortillas" in page
    assert "tel:" not in page  # verified long ago by the clock of this test


def test_attempt_outside_of_what_is_safe_asks_why(signed, worker):
    call = do(interrupt_call, worker, call=agree(make_call(worker, state="EN_ESCUCHA"), worker))
    answer = signed.post(url("call_back", call.pk), {"result": "BUZON"})
    assert answer.status_code == 422
    signed.post(url("call_back", call.pk), {"result": "BUZON", "override": "Nos lo pidió"})

    assert call.attempts.get().is_safe is False
    assert call.notices.get().kind == NoticeKind.FUERA_DE_HORARIO


def test_waiting_list_asks_for_a_day_and_a_plan(signed, worker):
    call = make_call(worker)
    step = url("call_step", call.pk, "LISTA_ESPERA")
    assert signed.post(step, {}).status_code == 422
    red = make_call(worker, signs=RED, alias="Otra Llamada")
    sent = {"recheck_on": "2026-05-06", "plan": "Sin mensajes"}
    answer = signed.post(url("call_step", red.pk, "LISTA_ESPERA"), sent)
    assert answer.status_code == 422
    assert again(red).state == "VALORADO"


def test_only_coordination_sees_and_answers_notices(client, worker, coordinator):
    call = make_call(worker, signs=RED)
    notice = call.notices.get()
    client.force_login(worker)
    assert "notices" not in client.get(url("calls")).content.decode()
    assert client.post(url("call_notice", call.pk, notice.pk)).status_code == 403
    client.force_login(coordinator)
    assert url("call_notice", call.pk, notice.pk) in client.get(url("calls")).content.decode()
    client.post(url("call_notice", call.pk, notice.pk))
    notice.refresh_from_db()
    assert notice.answered_by == coordinator


def test_coordinator_decides_after_three_attempts(client, worker, coordinator):
    call = do(interrupt_call, worker, call=agree(make_call(worker, state="EN_ESCUCHA"), worker))
    call.notices.create(kind=NoticeKind.TRES_INTENTOS, at=call.received_at, by=worker)
    client.force_login(coordinator)
    sent = {"goes_on": "no", "reason": "Con quien la escuchó"}
    assert client.post(url("call_decide", call.pk), sent).status_code == 302
    assert again(call).state == "NO_CONTACTABLE"


def test_records_are_joined_and_taken_apart(signed, worker):
    kept, double = make_call(worker), make_call(worker, alias="Golondrina")
    sent = {"into": str(kept.pk), "reason": "La misma voz"}
    assert ALIAS in signed.get(url("call_join", double.pk)).content.decode()
    assert signed.post(url("call_join", double.pk), sent).url == url("call", kept.pk)
    assert double.code in signed.get(url("call", kept.pk)).content.decode()
    assert signed.get(url("call", double.pk)).status_code == 200
    signed.post(url("call_part", double.pk), {"reason": "No era"})
    assert again(double).state == "VALORADO"


def test_third_party_is_taken_down_by_reception(client, team):
    client.force_login(make_member(team, "reception"))
    page = client.get(url("third_party_new")).content.decode()
    assert page.index("<h1>") < page.index("asked_for")
    sent = {"call_id": uuid.uuid4(), "asked_for": "Canaria Zafiro", "is_hostile": "on"}
    assert client.post(url("third_party_new"), sent).url == url("calls")
    assert ThirdPartyCall.objects.get().first_contact.state == "ACOSO_A_LINEA"


def test_lines_are_changed_by_coordination_only(client, worker, coordinator, team):
    line = PhoneLine.objects.create(team=team, name="Línea móvil 1", hours=HOURS)
    sent = {"name": "Línea Juárez", "channel": "TEL_MOVIL", "time_zone": "America/Ciudad_Juarez"}
    sent |= {"from_0": "09:00", "to_0": "15:00", "is_active": "on"}
    client.force_login(worker)
    assert "Línea móvil 1" in client.get(url("call_lines")).content.decode()
    assert client.post(url("call_line", line.pk), sent).status_code == 403
    client.force_login(coordinator)
    client.post(url("call_line", line.pk), sent)
    line.refresh_from_db()
    assert (line.name, line.hours) == (
        "Línea Juárez", [{"weekday": 0, "from": "09:00", "to": "15:00"}],
    )  # fmt: skip
    assert client.post(url("call_line_add"), {**sent, "from_1": "09:00"}).status_code == 422
    assert client.post(url("call_line_add"), sent).status_code == 422  # of the same name


def test_reception_takes_a_call_and_reads_no_demand(client, team, worker):
    client.force_login(make_member(team, "reception"))
    call_id = uuid.uuid4()
    sent = {name: value for name, value in SENT.items() if name != "demand"}
    client.post(url("call_new"), {**sent, "demand": "x", "call_id": call_id, "version": 0})
    call = FirstContact.objects.get()
    assert (call.state, call.demand) == ("RECIBIDO", None)
    heard = make_call(worker, alias="Otra Llamada")
    page = client.get(url("call", heard.pk)).content.decode()
    assert "Otra Llamada" in page
    assert DEMAND not in page
    assert client.get(url("call_urgency", heard.pk)).status_code == 403


@pytest.mark.parametrize("rows", [1, 30])
def test_lists_ask_a_constant_number_of_questions(
    client, worker, coordinator, rows, django_assert_max_num_queries
):
    for n in range(rows):
        call = agree(make_call(worker, state="EN_ESCUCHA", alias=f"Nube Alta {n}"), worker)
        do(interrupt_call, worker, call=call)
        if n % 2 == 0:
            do(log_attempt, worker, call=call, result=AttemptResult.PALABRA_AYUDA, override="x")
    client.force_login(coordinator)
    with django_assert_max_num_queries(22):
        assert client.get(url("calls")).content.decode().count("Nube Alta") >= rows


def test_ended_calls_come_a_page_at_a_time(signed, worker):
    for _n in range(27):
        call = receive(worker)
        FirstContact._base_manager.filter(pk=call.pk).update(
            state="CERRADO", is_open=False, closed_at=call.received_at, closed_by=worker
        )
    page = signed.get(url("calls_ended"))
    assert len(page.context["page"].rows) == 25
    after = str(page.context["page"].next)
    assert len(signed.get(url("calls_ended"), {"after": after}).context["page"].rows) == 2


def test_refused_call_is_sent_again_and_stays_one(signed):
    call_id = uuid.uuid4()
    sent = {**SENT, "call_id": call_id, "version": 0}
    assert signed.post(url("call_new"), {**sent, "alias": "GOMC900101MCHRRS09"}).status_code == 422
    too_long = {**sent, "time_zone": "America/Nowhere"}
    assert signed.post(url("call_new"), too_long).status_code == 422
    assert signed.post(url("call_new"), sent).status_code == 302
    assert FirstContact.objects.count() == 1


def test_call_of_which_nothing_is_known_is_a_call(signed):
    call_id = uuid.uuid4()
    assert signed.post(url("call_new"), {"call_id": call_id, "version": 0}).status_code == 302
    page = signed.get(url("call", call_id)).content.decode()
    assert again(FirstContact(pk=call_id)).state == "RECIBIDO"
    assert page.count("<h1>") == 1
    unknown = {"version": 1, "safe_now": "NO_SABE", "minors": "NO_SABE", "call_id": call_id}
    signed.post(url("call_edit", call_id), unknown)
    assert again(FirstContact(pk=call_id)).state == "EN_ESCUCHA"


def test_coordination_sees_of_who_may_be_known_what_lies_in_its_teams(
    client, worker, coordinator, stranger
):
    call = make_call(worker)
    mine, theirs = (make_case(by=by, name=ALIAS) for by in (worker, stranger))
    client.force_login(worker)
    assert client.post(url("call_accept", call.pk), {"line": "IND"}).status_code == 422
    assert mine.code not in client.get(url("call_accept", call.pk)).content.decode()
    client.force_login(coordinator)
    page = client.get(url("call_accept", call.pk)).content.decode()
    assert mine.code in page
    assert theirs.code not in page
    assert theirs.pseudonym not in page.replace(mine.pseudonym, "")
