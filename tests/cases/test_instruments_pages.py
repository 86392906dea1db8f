"""The pages of instruments, as people use them."""

import datetime as dt
import json
import re
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.actions import alerts
from cases.actions.instruments import apply_instrument
from cases.actions.people import accompanied
from cases.actions.scored import Application
from cases.actions.team import assign_member
from cases.enums import Function
from cases.enums.instruments import SIGNS, AlertState, SafetyAction, Sign
from cases.instruments import shipped
from cases.models import Applied, AppliedDraft, ExternalResult, InstrumentText, SafetyAlert
from tests import factories
from tests.traces import do

PROTECTS = "lo-que-la-sostiene-9c1e"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def client(worker):
    return signed_in(worker)


@pytest.fixture
def supervisor(case, worker, team):
    user = factories.make_member(team)
    do(assign_member, worker, case=case, user=user, function=Function.SUPERVISOR, reason="")
    return user


def url(name, *args):
    return reverse(f"cases:{name}", args=args)


def sent(case, answers, **changes):
    """Return a form as a browser sends it."""
    return {
        "applied_id": str(uuid.uuid4()),
        "language": "es",
        "person": str(accompanied(case).pk),
        "mode": "LEIDO",
        "applied_on": timezone.localdate().isoformat(),
        "session": "",
        **{f"item_{number}": str(value) for number, value in answers.items()},
        **changes,
    }


CALM = dict.fromkeys(range(1, 10), 0)


def answer(case, by, answers, instrument="PHQ-9", days=0):
    at = timezone.now() - dt.timedelta(days=days)
    said = Application(instrument, accompanied(case), answers, timezone.localdate(at))
    return do(apply_instrument, by, case=case, said=said, at=at)


def text(answer):
    """Return what a page says, without markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


# --- asking -----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", shipped())
def test_every_instrument_can_be_asked_or_says_for_whom_it_is(client, case, code):
    page = client.get(url("instrument_apply", case.code, code))

    assert page.status_code == 200
    body = page.content.decode()
    assert body.count('class="field item"') == len(shipped()[code].items)
    assert body.count('type="radio"') >= 2 * len(shipped()[code].items)
    assert str(shipped()[code].credit) in text(page)


def test_an_instrument_nobody_knows_is_not_there(client, case):
    assert client.get(url("instrument_apply", case.code, "BDI")).status_code == 404


def test_answers_lead_to_their_words(client, case):
    form = sent(case, CALM | {1: 3, 2: 3, 3: 3, 4: 3})

    page = client.post(url("instrument_apply", case.code, "PHQ-9"), form, follow=True)

    said = text(page)
    assert "12 de 27 · malestar moderado" in said
    assert "No es un diagnóstico" in said
    assert "Kroenke" in said
    for word in ("depresi", "trastorno"):
        assert word not in said.lower()


def test_what_is_left_out_is_asked_about_once(client, case):
    form = sent(case, dict.fromkeys(range(1, 8), 1) | {9: 0})

    first = client.post(url("instrument_apply", case.code, "PHQ-9"), form)
    assert first.status_code == 422
    assert "Sin respuesta: número 8" in text(first)
    assert not Applied.objects.exists()

    second = client.post(url("instrument_apply", case.code, "PHQ-9"), form | {"gaps": "yes"})
    assert second.status_code == 302
    assert Applied.objects.count() == 1


def test_an_answer_about_safety_is_not_kept_waiting_by_gaps(client, case):
    page = client.post(url("instrument_apply", case.code, "PHQ-9"), sent(case, {9: 1}))

    assert page.url == url("safety_alert", case.code, SafetyAlert.objects.get().pk)


def test_a_refusal_keeps_everything_that_was_marked(client, case):
    tomorrow = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
    form = sent(case, CALM | {3: 2}, applied_on=tomorrow)

    page = client.post(url("instrument_apply", case.code, "PHQ-9"), form)

    assert page.status_code == 422
    assert "Ese día todavía no llega" in text(page) or "todavía" in text(page)
    assert re.search(r'name="item_3" value="2"[^>]*checked', page.content.decode())


def test_what_is_marked_is_kept_for_its_author_and_comes_back(client, case, worker):
    kept = client.post(url("instrument_draft", case.code, "PHQ-9"), sent(case, {3: 2}))
    assert kept.status_code == 200

    page = client.get(url("instrument_apply", case.code, "PHQ-9"))
    assert re.search(r'name="item_3" value="2"[^>]*checked', page.content.decode())
    assert "Recuperamos lo que habías marcado" in text(page)
    room = client.get(url("instruments", case.code))
    assert "Hay respuestas que no has guardado" in text(room)

    client.post(url("instrument_draft_discard", case.code, "PHQ-9"))
    assert not AppliedDraft.objects.exists()


def test_a_draft_that_speaks_of_danger_says_so(client, case):
    kept = client.post(url("instrument_draft", case.code, "PHQ-9"), sent(case, {9: 2}))

    assert "peligro" in json.loads(kept.content)["text"]


def test_nonsense_is_no_draft(client, case):
    kept = client.post(url("instrument_draft", case.code, "PHQ-9"), {"item_9": "٣", "x": "1"})

    assert kept.status_code == 200
    assert client.post(url("instrument_draft", case.code, "PHQ-9"), {}).status_code == 422


def test_values_no_scale_has_are_refused(client, case):
    page = client.post(url("instrument_apply", case.code, "PHQ-9"), sent(case, CALM | {1: 7}))

    assert page.status_code == 422
    assert not Applied.objects.exists()


# --- official words -----------------------------------------------------------------------------


def wording(**changes):
    data = {
        "code": "WHO-5",
        "version": "1",
        "language": "es",
        "licence": "Licencia inventada",
        "instructions": "Instrucción inventada",
        "items": [{"number": n, "text": f"Pregunta inventada {n}"} for n in range(1, 6)],
    }
    return data | changes


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "who-5.json"
    path.write_text(json.dumps(wording()))
    return path


def test_official_words_are_shown_once_they_are_loaded(client, case, file):
    before = text(client.get(url("instrument_apply", case.code, "WHO-5")))
    assert "etiquetas propias" in before.lower()

    call_command("load_instrument", str(file))
    call_command("load_instrument", str(file))  # the same again changes nothing

    after = text(client.get(url("instrument_apply", case.code, "WHO-5")))
    for said in ("Pregunta inventada 3", "Instrucción inventada", "Licencia inventada"):
        assert said in after
    form = sent(case, dict.fromkeys(range(1, 6), 3))
    client.post(url("instrument_apply", case.code, "WHO-5"), form)
    assert Applied.objects.get().is_official


def test_other_words_are_loaded_only_when_that_is_meant(file):
    call_command("load_instrument", str(file))
    file.write_text(json.dumps(wording(licence="Otra")))

    with pytest.raises(CommandError, match="--replace"):
        call_command("load_instrument", str(file))
    call_command("load_instrument", str(file), replace=True)

    assert InstrumentText.objects.get().licence == "Otra"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "Expecting"),
        ("[]", "JSON"),
        (json.dumps(wording(items=[])), "items"),
        (json.dumps(wording(code="X")), "code"),
    ],
)
def test_a_file_that_does_not_fit_loads_nothing(file, content, says):
    file.write_text(content)

    with pytest.raises(CommandError, match=says):
        call_command("load_instrument", str(file))

    assert not InstrumentText.objects.exists()


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"nada\.json"):
        call_command("load_instrument", str(tmp_path / "nada.json"))


# --- results ------------------------------------------------------------------------------


def test_over_time_is_drawn_told_and_tabled(client, case, worker):
    answer(case, worker, CALM | {1: 3, 2: 3, 3: 3, 4: 3, 5: 3}, days=60)
    last = answer(case, worker, CALM | {1: 3, 2: 3}, days=1)

    page = client.get(url("instrument", case.code, last.pk))

    body = page.content.decode()
    assert body.count('<circle class="dot"') == 2
    assert '<title id="line-phq-9-title">' in body
    assert "De 15 a 6." in text(page)
    assert "más que azar" in text(page)
    assert body.count('<th scope="row">') >= 2


def test_the_thermometer_shows_each_side_at_first_and_at_last(client, case, worker):
    answer(case, worker, dict.fromkeys(range(1, 9), 3), "TERMOMETRO", days=90)
    last = answer(case, worker, dict.fromkeys(range(1, 9), 7), "TERMOMETRO")

    body = client.get(url("instrument", case.code, last.pk)).content.decode()

    assert body.count('data-state="after"') == 8
    assert "no validada" in body
    assert "redacción oficial" not in body  # its labels are its words


def test_a_mistake_is_marked_and_leaves_the_series(client, case, worker):
    first = answer(case, worker, CALM | {1: 3}, days=3)
    last = answer(case, worker, CALM | {1: 2})

    page = client.post(
        url("instrument_annul", case.code, first.pk), {"why": "Era de su hermana"}, follow=True
    )

    assert "Era de su hermana" in text(page)
    body = client.get(url("instrument", case.code, last.pk)).content.decode()
    assert body.count('<circle class="dot"') == 1


def test_a_result_of_elsewhere_is_written_down(client, case):
    form = {
        "external_id": str(uuid.uuid4()),
        "person": str(accompanied(case).pk),
        "name": "IES-R",
        "applied_on": timezone.localdate().isoformat(),
        "total": "41",
        "applied_by": "",
        "interpretation": "Malestar alto",
    }

    page = client.post(url("external_add", case.code), form, follow=True)

    assert ExternalResult.objects.count() == 1
    assert "IES-R" in text(page)
    assert client.post(url("external_add", case.code), form | {"name": ""}).status_code == 422


# --- the alert ------------------------------------------------------------------------------------


def filled(**changes):
    soon = timezone.localtime() + dt.timedelta(hours=20)
    return {
        **dict.fromkeys(SIGNS, Sign.NO),
        **{f"ask_{number}": "0" for number in range(1, 5)},
        "details": "",
        "protective": PROTECTS,
        "actions": [SafetyAction.PLAN],
        "informed": "Supervisión",
        "day": soon.date().isoformat(),
        "hour": f"{soon:%H:%M}",
        "no_screen": "",
        **changes,
    }


def test_the_alert_stands_before_everything_of_the_room(client, case, worker):
    applied = answer(case, worker, CALM | {9: 1})
    panel = url("safety_alert", case.code, applied.alert_id)

    assert client.get(url("instruments", case.code)).url == panel
    assert client.get(url("instrument", case.code, applied.pk)).url == panel
    for page in ("detail", "session_record", "instrument_apply"):
        args = [case.code, "GAD-7"] if page == "instrument_apply" else [case.code]
        body = client.get(url(page, *args)).content.decode()
        assert f'href="{panel}"' in body, page


def test_the_panel_says_what_to_do_and_offers_no_way_out(client, case, worker, settings):
    settings.CRISIS_LINES = ["911", "Línea inventada 614 000 0109"]
    applied = answer(case, worker, CALM | {9: 2})

    page = client.get(url("safety_alert", case.code, applied.alert_id))

    said = text(page)
    assert "Pregúntale directamente" in said
    assert "614 000 0109" in said
    assert "Más de la mitad de los días" in said  # what raised it
    form = re.search(r'<form class="card".*?</form>', page.content.decode(), re.DOTALL).group()
    assert form.count('class="btn"') == 1


def test_answering_and_signing_by_two(client, case, worker, supervisor):
    alert = answer(case, worker, CALM | {9: 1}).alert
    panel = url("safety_alert", case.code, alert.pk)

    page = client.post(panel, filled(), follow=True)
    assert "Se pidió la firma a una segunda persona" in text(page)
    alert.refresh_from_db()
    assert alert.state == AlertState.ANSWERED

    other = signed_in(supervisor)
    assert PROTECTS in text(other.get(panel))
    other.post(url("safety_sign", case.code, alert.pk), {"words": "Lo hablamos"})
    alert.refresh_from_db()
    assert (alert.state, alert.closed_by) == (AlertState.CLOSED, supervisor)
    assert "Lo hablamos" in text(client.get(panel))


def test_whoever_answered_cannot_sign_and_is_told_who_can(client, case, worker):
    alert = answer(case, worker, CALM | {9: 1}).alert
    client.post(url("safety_alert", case.code, alert.pk), filled())

    page = client.post(url("safety_sign", case.code, alert.pk), {"words": ""})

    assert page.status_code == 422
    assert "otra persona" in text(page)


def test_a_record_with_gaps_comes_back_with_everything(client, case, worker):
    alert = answer(case, worker, CALM | {9: 1}).alert

    page = client.post(url("safety_alert", case.code, alert.pk), filled(informed=""))

    assert page.status_code == 422
    assert PROTECTS in page.content.decode()


def test_answering_too_late_shows_what_a_colleague_wrote(case, worker, team):
    colleague = factories.make_member(team)
    facts = {"case": case, "user": colleague, "function": Function.MEMBER, "reason": ""}
    do(assign_member, worker, **facts)
    alert = answer(case, worker, CALM | {9: 1}).alert
    panel = url("safety_alert", case.code, alert.pk)
    signed_in(worker).post(panel, filled())

    page = signed_in(colleague).post(panel, filled(protective="otra cosa"))

    assert page.status_code == 409
    assert PROTECTS in text(page)


def test_the_coordination_signs_without_reading(case, worker, coordinator):
    applied = answer(case, worker, CALM | {9: 1})
    signed_in(worker).post(url("safety_alert", case.code, applied.alert_id), filled())
    other = signed_in(coordinator)

    room = other.get(url("instruments", case.code))
    panel = other.get(url("safety_alert", case.code, applied.alert_id))

    for page in (room, panel):
        assert page.status_code == 200
        assert PROTECTS not in page.content.decode()
        assert "malestar" not in text(page)
    assert "Deja que" in text(panel) or "te cuente" in text(panel)
    other.post(url("safety_sign", case.code, applied.alert_id), {"words": "Me contó"})
    assert SafetyAlert.objects.get().closed_by == coordinator


def test_a_closed_alert_is_one_question_less(client, case, worker, supervisor):
    alert = answer(case, worker, CALM | {9: 1}).alert
    soon = timezone.now() + dt.timedelta(hours=2)
    record = alerts.SafetyRecord(
        signs=dict.fromkeys(SIGNS, Sign.NO),
        protective="a",
        actions=[SafetyAction.PLAN],
        informed="b",
        next_contact_at=soon,
        no_screen="c",
    )
    now = timezone.now()
    do(alerts.answer_alert, worker, alert=alert, record=record, at=now)
    do(alerts.sign_alert, supervisor, alert=alert, at=now)

    body = client.get(case.get_absolute_url()).content.decode()
    assert 'id="alarm"' not in body
    assert client.get(url("instruments", case.code)).status_code == 200


# --- the house ------------------------------------------------------------------------------------


def test_the_house_lists_its_instruments_with_their_licences(client):
    said = text(client.get(url("instrument_list")))

    for it in shipped().values():
        assert str(it.name) in said
        assert " ".join(it.licence.split()) in said.replace("&amp;", "&").replace("&#x27;", "'")


def test_the_coordination_sets_a_cut_off(coordinator):
    page = signed_in(coordinator).post(
        url("instrument_cuts", "SRQ-20"),
        {"code": "attention", "point": "11", "source": "Acuerdo del equipo"},
        follow=True,
    )

    assert "Acuerdo del equipo" in text(page)
    assert "desde 11" in text(page)


# --- how much it asks of the database -----------------------------------------------------------


def test_the_room_asks_the_same_of_one_result_and_of_thirty(client, case, worker):
    def count():
        client.get(url("instruments", case.code))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url("instruments", case.code)).status_code == 200
        return len(asked)

    answer(case, worker, CALM | {1: 1}, days=40)
    one = count()
    for days in range(29):
        answer(case, worker, {1: 1}, ("PHQ-9", "GAD-7", "K6")[days % 3], days=days)

    assert count() == one


def test_a_result_asks_the_same_of_one_and_of_thirty_before_it(client, case, worker):
    last = answer(case, worker, CALM | {1: 1})
    page = url("instrument", case.code, last.pk)
    client.get(page)
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    for days in range(1, 30):
        answer(case, worker, CALM | {1: 1}, days=days)
    with CaptureQueriesContext(connection) as thirty:
        client.get(page)

    assert len(thirty) == len(one)
