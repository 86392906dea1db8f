"""Whoever is hidden leaves no trace on a page: byte for byte the same answers with and without."""

import re
import uuid

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accompaniment.audit.models import Event
from cases.actions.people import accompanied
from cases.enums.bond import BondKind
from cases.models import Bond, Task
from tests import factories
from tests.cases.calls.tools import ALIAS, PHONE, agree, make_call
from tests.factories import NOON, make_member, make_team

PASSING = (
    re.compile(rb'name="csrfmiddlewaretoken" value="\w+"'),
    re.compile(rb'nonce="[^"]+"'),
    re.compile(rb'data-(?:left|who)="[^"]*"'),
    re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"),
    re.compile(rb"\b[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]\b"),  # codes drawn by lot
    re.compile(rb"\d{1,2}:\d\d(?::\d\d)?"),  # the clock on the wall
)
CALLED = uuid.UUID("11111111-1111-4111-8111-111111111111")
SENT = {"safe_now": "SI", "alias": ALIAS, "minors": "NO", "version": 0, "call_id": CALLED}


def url(name, *args):
    return reverse(f"cases:{name}", args=args)


def bare(answer):
    """Return status, headers and body without what is drawn anew for every answer."""
    body = answer.content
    for pattern in PASSING:
        body = pattern.sub(b"", body)
    return answer.status_code, answer.headers.get("Location", ""), body


def ask(by, requests, before=None):
    """Ask everything as somebody, after something was hidden; look, and undo."""
    point = transaction.savepoint()
    if before:
        before()
    client = Client()
    client.force_login(by)
    said = [
        bare(client.get(path) if sent is None else client.post(path, sent))
        for path, sent in requests
    ]
    transaction.savepoint_rollback(point)
    return said


def hidden_person(name=ALIAS):
    """Let somebody of this name and telephone be accompanied where nobody here sees it."""
    by = make_member(make_team())
    case = factories.make_case(by=by, name=name)
    factories.make_contact(accompanied(case), by, value=PHONE)


def hidden_aggressor():
    """Let somebody of this name be who harms a person accompanied elsewhere."""
    by = make_member(make_team())
    case = factories.make_case(by=by, name="Ninguna Parecida")
    who = accompanied(factories.make_case(by=by, name=ALIAS))
    Bond.objects.create(
        case=case, from_person=who, to_person=accompanied(case), kind=BondKind.AGRESION,
        recorded_by=by, recorded_at=NOON,
    )  # fmt: skip


def hidden_call():
    make_call(make_member(make_team()))


HIDDEN = {"person": hidden_person, "aggressor": hidden_aggressor, "call": hidden_call}


def everybody():
    for hide in HIDDEN.values():
        hide()


@pytest.fixture
def call(worker):
    return agree(make_call(worker), worker)


def pages_of(call):
    """Return every page of the calls, and what is sent while somebody is on the line."""
    third = {"call_id": CALLED, "asked_for": f"{ALIAS}\n{PHONE}", "is_hostile": "on"}
    of_call = ("call", "call_edit", "call_urgency", "call_contact", "call_back", "call_number",
               "call_accept", "call_join", "call_decide")  # fmt: skip
    return [
        (url("calls"), None),
        (url("calls_ended"), None),
        (url("call_new"), None),
        (url("third_party_new"), None),
        *((url(name, call.pk), None) for name in of_call),
        (url("call_draft", CALLED, "toma"), {"alias": ALIAS, "version": 0}),
        (url("call_new"), SENT),
        (url("call", CALLED), None),
        (url("third_party_new"), third),
        (url("calls"), None),
        (url("search"), {"q": ALIAS}),
    ]


@pytest.mark.parametrize("role", ["psychologist", "coordinator", "reception", "lawyer", "stranger"])
def test_no_page_knows_who_is_hidden(team, call, role):
    by = make_member(make_team()) if role == "stranger" else make_member(team, role)

    without = ask(by, pages_of(call))
    with_ = ask(by, pages_of(call), everybody)

    assert with_ == without
    assert len(without) == len(pages_of(call))


@pytest.mark.parametrize("role", ["reception", "lawyer", "facilitator", "stranger"])
def test_who_may_not_accept_learns_nothing_by_trying(team, call, role):
    by = make_member(make_team()) if role == "stranger" else make_member(team, role)
    tries = [(url("call_accept", call.pk), {"line": "IND", "also": ALIAS})]

    without = ask(by, tries)

    assert without[0][0] in {403, 404}
    assert ask(by, tries, everybody) == without


def test_answer_to_accepting_is_the_same_whoever_is_hidden(worker, call):
    tries = [(url("call_accept", call.pk), {"line": "IND"}), (url("call", call.pk), None)]

    answers = [ask(worker, tries, hide) for hide in HIDDEN.values()]
    answers.append(ask(worker, tries, everybody))

    assert answers[0][0][0] == 422
    assert b"coordin" in answers[0][0][2]
    assert all(answer == answers[0] for answer in answers)


def test_possible_duplicate_hides_a_possible_conflict(worker, call):
    make_call(worker)
    tries = [(url("call_accept", call.pk), {"line": "IND"}), (url("call", call.pk), None)]

    without = ask(worker, tries)

    assert ask(worker, tries, everybody) == without


def test_third_party_is_answered_alike_and_who_must_know_is_told(team, client):
    reception = make_member(team, "reception")
    client.force_login(reception)
    sent = {"asked_for": ALIAS, "is_hostile": "on"}
    answers = []
    for known in (False, True):
        if known:
            hidden_person()
        answer = client.post(url("third_party_new"), {**sent, "call_id": uuid.uuid4()}, follow=True)
        answers.append((answer.redirect_chain, answer.status_code))

    assert answers[0] == answers[1]
    assert Task.objects.count() == 2
    mine = Event.objects.filter(actor=f"user:{reception.pk}")
    assert not mine.filter(kind__in=["cases.case", "cases.task", "cases.person"]).exists()
