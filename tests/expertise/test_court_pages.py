"""The room of a report in court: what each reader finds there."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from accompaniment.staff.acting import acting
from expertise.actions import testimonies
from expertise.enums.commission import CommissionState as S
from expertise.models import Aftermath, Commission, Judgment, Testimony
from expertise.reports.prepared import Likely, Preparation
from tests.expertise import court, tools
from tests.expertise.court import DAY
from tests.traces import do

PREPARED = "canary-prepared-5512"


@pytest.fixture(autouse=True)
def spoken():
    with translation.override("es"):
        yield


@pytest.fixture
def commission(worker, case, coordinator):
    made = court.delivered(worker, case, coordinator)
    now = timezone.now()
    court.happen(made, at=now)
    row = court.plan(made, starts_at=now + 5 * DAY, at=now)
    said = Preparation(PREPARED, (Likely("¿Y los límites?", "Están en la sección 18"),))
    do(testimonies.prepare_testimony, made.expert, testimony=row, preparation=said, at=now)
    return made


def page(name, commission, *args):
    return reverse(f"expertise:{name}", args=[commission.code, *args])


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_each_reader_finds_what_is_hers(client, commission, coordinator, worker):
    asked = "canary-asked-77b2"
    finds = {
        commission.expert: {asked},
        commission.reviewer: {asked},
        coordinator: set(),
        commission.requested_by: set(),
    }
    for user, found in finds.items():
        client.force_login(user)
        answer = client.get(page("court", commission))
        assert answer.status_code == 200
        said = text(answer)
        assert {c for c in (asked, PREPARED, court.SUMMONS) if c in said} == found
    client.force_login(worker)
    assert client.get(page("court", commission)).status_code == 404


def test_the_page_of_a_testimony_keeps_the_preparation_for_who_defends(
    client, commission, coordinator
):
    row = Testimony.objects.get()
    finds = {
        commission.expert: {PREPARED, court.SUMMONS, court.COURT},
        coordinator: {court.SUMMONS, court.COURT},
    }
    for user, found in finds.items():
        client.force_login(user)
        said = text(client.get(page("testimony", commission, row.pk)))
        assert {c for c in (PREPARED, court.SUMMONS, court.COURT) if c in said} == found
    for user in (commission.reviewer, commission.requested_by):
        client.force_login(user)
        assert client.get(page("testimony", commission, row.pk)).status_code == 403


def test_the_whole_way_by_the_pages(client, worker, case, coordinator):
    commission = court.delivered(worker, case, coordinator)
    client.force_login(commission.expert)

    def post(name, *args, **said):
        answer = client.post(page(name, commission, *args), said)
        assert answer.status_code == 302, text(answer)
        return answer

    post("court_step", S.OFRECIDO, words="Escrito")
    post("court_step", S.ADMITIDO)
    coming = timezone.localtime() + 3 * DAY
    post(
        "testimony_add",
        kind="DESAHOGO",
        minutes="120",
        day=coming.date().isoformat(),
        hour="10:00",
        time_zone=court.ZONE,
        court="Tribunal 0",
    )
    row = Testimony.objects.get()
    post("testimony_edit", row.pk, court="Tribunal 00", place="Sala 2")
    post(
        "testimony_prepare",
        row.pk,
        notes="Notas",
        question_0="¿Cuántas sesiones?",
        answer_0="Cuatro",
        question_1="",
        answer_1="",
        travel="",
        security="Puerta norte",
    )
    with acting(commission.expert, "test"):
        kept = Testimony.objects.get().preparation.reveal()
    assert kept["questions"] == [{"question": "¿Cuántas sesiones?", "answer": "Cuatro"}]
    assert "¿Cuántas sesiones?" in text(client.get(page("testimony_prepare", commission, row.pk)))
    post("testimony_cancel", row.pk, reason="Se suspendió")
    post(
        "judgment_edit",
        given_on=timezone.localdate().isoformat(),
        sense="PARCIAL",
        weight="PLENO",
        is_quoted="on",
        quote="«La experta explicó»",
    )
    assert Judgment.objects.get().is_quoted
    assert "La experta explicó" in text(client.get(page("judgment_edit", commission)))
    post("aftermath_add", incident="OBJETADO", happened_on=timezone.localdate(), words="Objeción")
    asked = Aftermath.objects.get()
    post("aftermath_answer", asked.pk, answer="Se contestó")
    post("document_add", kind="ACLARACION", questions="¿Qué significa?\n¿Y qué no?")
    assert Commission.objects.exclude(pk=commission.pk).get().questions.count() == 2
    post("court_step", S.CONCLUIDO)
    assert Commission.objects.get(pk=commission.pk).state == S.CONCLUIDO
    said = text(client.get(page("court", commission)))
    assert {c for c in ("Se contestó", "La experta explicó", "Escrito") if c in said} == {
        "Se contestó",
        "La experta explicó",
        "Escrito",
    }


def test_an_answer_without_its_question_is_not_lost(client, commission):
    row = Testimony.objects.get()
    client.force_login(commission.expert)

    answer = client.post(
        page("testimony_prepare", commission, row.pk), {"question_0": "", "answer_0": "Así"}
    )

    assert answer.status_code == 422
    assert "Así" in text(answer)


def test_a_refusal_is_said_on_the_page(client, commission):
    client.force_login(commission.expert)

    answer = client.post(page("court_step", commission, S.CONCLUIDO), {})

    assert answer.status_code == 422
    assert "todavía" in text(answer) or "still" in text(answer)
    assert client.get(page("court_step", commission, S.VALORADO)).status_code == 404
    tools.stand_at(commission, S.INTEGRACION)
    assert client.post(page("court_step", commission, S.OFRECIDO), {}).status_code == 422
