"""A key that is missing or destroyed: nothing is saved, and there is a sentence for it."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from accompaniment.vault.models import DataKey
from cases.actions import consents, contacts, lifecycle, people, sessions, team
from cases.actions.people import accompanied
from cases.actions.refusal import KeyLost
from cases.enums import CaseState, Channel, Consent, ConsentMethod, Function
from cases.models import Session, Transition, Triage
from tests.factories import NOON, SECRET_TEXT, make_contact, make_member, make_person_facts, sign
from tests.traces import changes, do

SOON = sessions.SessionFacts(starts_at=NOON + dt.timedelta(days=1), place="Sala 2")
PHONE = contacts.ContactFacts(channel=Channel.MOVIL, value="614 000 0102")


@pytest.fixture(params=["missing", "shredded", "broken"])
def lose(request):
    """Lose the keys of a root in one of three ways."""

    def lose(root, compartment):
        rows = DataKey.objects.filter(root=root, compartment=compartment)
        if request.param == "missing":
            rows.delete()
        elif request.param == "shredded":
            rows.update(wrapped=None, shredded_at=NOON)
        else:
            rows.update(wrapped=b"x" * 60)

    return lose


def test_case_without_its_clinical_key_stays_as_it_is(case, worker, lose):
    do(lifecycle.move_case, worker, case=case, to=CaseState.ENCUADRE)
    lose(case.pk, "clinical")
    before = changes(1)

    for action, facts in (
        (lifecycle.move_case, {"to": CaseState.INTERRUMPIDO, "reason": "x"}),
        (lifecycle.set_urgency, {"urgency": 1, "reason": "x"}),
        (
            consents.give_consent,
            {
                "person": accompanied(case),
                "kind": Consent.REMOTO,
                "method": ConsentMethod.EXCEPCION,
                "given_on": NOON.date(),
                "expires_on": NOON.date(),
                "exception_reason": "x",
            },
        ),
    ):
        with pytest.raises(KeyLost) as refused:
            do(action, worker, case=case, **facts)
        assert str(refused.value)
    case.refresh_from_db()
    assert (case.state, case.urgency) == (CaseState.ENCUADRE, 4)
    assert not Triage.objects.exists()
    assert Transition.objects.count() == 2
    assert changes(1) == before


def test_case_without_its_identity_key_takes_no_place_and_no_reason(case, worker, lose):
    lose(case.pk, "identity")
    colleague = make_member(case.team)

    with pytest.raises(KeyLost):
        do(sessions.schedule_session, worker, case=case, facts=SOON)
    facts = {"user": colleague, "function": Function.MEMBER, "reason": "x"}
    with pytest.raises(KeyLost):
        do(team.assign_member, worker, case=case, **facts)
    with pytest.raises(KeyLost):
        do(team.hand_over, worker, case=case, to=colleague, reason="x")
    case.refresh_from_db()
    assert case.responsible == worker
    assert case.assignments.get().until is None
    assert not Session.objects.exists()
    assert not case.grants.filter(user=colleague).exists()


def test_person_without_her_key_stays_as_she_is(case, worker, lose):
    person = accompanied(case)
    contact = make_contact(person, worker)
    words = set(person.words.values_list("digest", flat=True))
    lose(person.pk, "identity")

    with pytest.raises(KeyLost):
        do(people.update_person, worker, person=person, facts=make_person_facts("Nueva"))
    with pytest.raises(KeyLost):
        do(contacts.add_contact, worker, person=person, facts=PHONE)
    with pytest.raises(KeyLost):
        do(contacts.change_contact, worker, contact=contact, facts=PHONE)
    assert set(person.words.values_list("digest", flat=True)) == words
    assert person.contacts.get() == contact


@pytest.mark.parametrize("page", ["note", "note_print", "note_sign"])
def test_page_under_a_lost_key_shows_nothing(client, case, note, worker, lose, page):
    lose(case.pk, "clinical")
    client.force_login(worker)

    shown = client.get(reverse(f"cases:{page}", args=[case.code, note.pk]))

    assert shown.status_code == 503
    assert SECRET_TEXT not in shown.content.decode()


@pytest.mark.parametrize(("page", "word"), [("note", "temas"), ("addendum_add", "body")])
def test_words_sent_under_a_lost_key_come_back(client, case, worker, note, lose, page, word):
    if page == "addendum_add":
        sign(note, worker)
    lose(case.pk, "clinical")
    client.force_login(worker)
    sent = {word: "lo que escribí", "note_id": note.pk, "version": 1, "addendum_id": uuid.uuid4()}
    sent |= {"template": note.template, "visibility": note.visibility}

    shown = client.post(reverse(f"cases:{page}", args=[case.code, note.pk]), sent)

    assert shown.status_code == 503
    assert "lo que escribí" in shown.content.decode()
    assert SECRET_TEXT not in shown.content.decode()
