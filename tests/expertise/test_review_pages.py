"""The pages of peer review."""

import uuid

import pytest
from django.urls import reverse

from expertise.enums.commission import CommissionState
from expertise.enums.review import CheckItem, RemarkState, RoundOutcome
from expertise.models import Commission, Remark
from tests.expertise import matrices, tools

WORDS = "canaria-observacion-7c1d"


@pytest.fixture
def commission(case, worker, coordinator):
    return tools.make_commission(worker, case=case, coordinator=coordinator, state="INTEGRACION")


def page(name, commission, *args):
    return reverse(f"expertise:{name}", args=[commission.code, *args])


def seen_by(client, user, url, **sent):
    client.force_login(user)
    return client.post(url, sent) if sent else client.get(url)


def checks(verdict="SI"):
    return dict.fromkeys(CheckItem.values, verdict)


def state_of(commission):
    return Commission.objects.get(pk=commission.pk).state


def test_a_report_is_sent_read_observed_and_sent_back_through_the_pages(client, commission):
    expert, reviewer = commission.expert, commission.reviewer
    matrices.make_whole(commission)
    room = page("review", commission)
    assert page("review_send", commission) in seen_by(client, expert, room).content.decode()
    assert page("review_send", commission) not in seen_by(client, reviewer, room).content.decode()

    assert seen_by(client, expert, page("review_send", commission), go="1")["Location"] == room
    assert page("round_back", commission, 1) in seen_by(client, expert, room).content.decode()
    reading = seen_by(client, reviewer, page("round", commission, 1))
    assert [section.key for section in reading.context["sections"]][14] == "nexo"
    assert "Consistente" in reading.content.decode()
    assert "Sueña la amenaza" in reading.content.decode()

    url = page("remark_add", commission, 1)
    form = client.get(f"{url}?section=nexo").context["form"]
    assert form["section"].value() == "nexo"
    sent = {"uid": str(uuid.uuid4()), "section": "nexo", "words": WORDS, "passage": "la amenaza"}
    assert client.post(url, sent)["Location"] == page("round", commission, 1)
    assert client.post(url, sent)["Location"] == page("round", commission, 1)
    remark = Remark.objects.get()
    assert WORDS in client.get(page("round", commission, 1)).content.decode()

    end = page("round_end", commission, 1)
    assert client.post(end, {"outcome": RoundOutcome.OBSERVACIONES}).status_code == 422
    assert client.post(page("round_checks", commission, 1), checks()).status_code == 302
    assert client.post(end, {"outcome": RoundOutcome.OBSERVACIONES})["Location"] == room
    assert state_of(commission) == CommissionState.CON_OBSERVACIONES

    shown = seen_by(client, expert, room).content.decode()
    assert WORDS in shown
    reply = page("remark_reply", commission, remark.pk)
    assert reply in shown
    assert client.post(page("review_send", commission)).status_code == 422
    assert client.post(reply, {"words": "Se agregó D3"}).status_code == 302
    resolve = page("remark_resolve", commission, remark.pk)
    assert seen_by(client, reviewer, resolve).status_code == 200
    assert client.post(resolve).status_code == 302
    assert client.post(resolve).status_code == 422
    again = page("remark_reopen", commission, remark.pk)
    assert client.post(again, {"words": "Falta la foja"}).status_code == 302
    remark.refresh_from_db()
    assert remark.state == RemarkState.ABIERTA


def test_a_no_without_a_comment_comes_back_with_everything_ticked(client, commission):
    matrices.make_round(commission)
    url = page("round_checks", commission, 1)

    answer = seen_by(client, commission.reviewer, url, **checks("NO"))

    assert answer.status_code == 422
    assert answer.context["form"]["TIEMPO"].value() == "NO"


def test_a_report_is_approved_and_the_round_is_read_afterwards(client, commission):
    matrices.make_round(commission)
    reviewer = commission.reviewer
    seen_by(client, reviewer, page("round_checks", commission, 1), **checks())

    answer = client.post(page("round_end", commission, 1), {"outcome": "APROBADO", "words": "Bien"})

    assert answer.status_code == 302
    assert state_of(commission) == CommissionState.APROBADO
    said = client.get(page("round", commission, 1)).content.decode()
    assert "Bien" in said
    assert page("round_checks", commission, 1) not in said


def test_the_expert_takes_it_back(client, commission):
    matrices.make_round(commission)
    url = page("round_back", commission, 1)
    assert seen_by(client, commission.expert, url).status_code == 200

    assert client.post(url).status_code == 302

    assert state_of(commission) == CommissionState.INTEGRACION
    assert client.post(url).status_code == 422


def test_what_the_reader_may_not_do_is_refused_or_does_not_exist(client, commission, worker):
    matrices.make_round(commission)
    room = page("review", commission)

    assert seen_by(client, worker, room).status_code == 404
    assert seen_by(client, commission.requested_by, room).status_code == 403
    for name in ("round_checks", "round_end", "remark_add"):
        assert seen_by(client, commission.expert, page(name, commission, 1)).status_code == 403
    for name, args in (("review_send", ()), ("round_back", (1,))):
        url = page(name, commission, *args)
        assert seen_by(client, commission.reviewer, url).status_code == 403
    assert seen_by(client, commission.reviewer, page("round", commission, 2)).status_code == 404
