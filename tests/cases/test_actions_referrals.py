"""Referrals: nothing leaves before she agreed, item by item."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied

from accompaniment.audit.models import Event
from cases.actions import referrals
from cases.actions.consents import (
    AggressorCheckMissing,
    DateInFuture,
    LegalReviewNeeded,
    revoke_consent,
)
from cases.actions.referrals import (
    agree_to_referral,
    change_referral,
    move_referral,
    propose_referral,
    send_referral,
)
from cases.actions.refusal import CaseClosed
from cases.enums import AgeGroup, Consent
from cases.enums.institutions import NEXT, ReferralState
from cases.enums.task import TaskKind, TaskState
from cases.models import ConsentGiven, Disclosure, Person, Referral, Task
from tests.cases.planned import (
    TODAY,
    days,
    make_institution,
    make_referral,
    referral_facts,
)
from tests.cases.test_actions_events import close
from tests.factories import NOON, SECRET_TEXT, make_case
from tests.traces import changes, do, everything_said

S = ReferralState
SIGNED = {"method": "AUTOGRAFA", "given_on": TODAY}


def agree(worker, referral, **facts):
    told = {"version": referral.version, **SIGNED, **facts}
    return do(agree_to_referral, worker, referral=referral, **told)


def go(worker, referral, to, words="así fue"):
    """Take one step of a referral through the use case it has."""
    if to == S.ACEPTADA_POR_PERSONA:
        return agree(worker, referral)
    if to == S.ENVIADA:
        return do(send_referral, worker, referral=referral)
    return do(move_referral, worker, referral=referral, to=to, words=words)


WAYS = {
    S.PROPUESTA: (),
    S.ACEPTADA_POR_PERSONA: (S.ACEPTADA_POR_PERSONA,),
    S.ENVIADA: (S.ACEPTADA_POR_PERSONA, S.ENVIADA),
    S.RECIBIDA: (S.ACEPTADA_POR_PERSONA, S.ENVIADA, S.RECIBIDA),
    S.ATENDIDA: (S.ACEPTADA_POR_PERSONA, S.ENVIADA, S.RECIBIDA, S.ATENDIDA),
    S.RECHAZADA: (S.ACEPTADA_POR_PERSONA, S.ENVIADA, S.RECIBIDA, S.RECHAZADA),
    S.NO_ACUDIO: (S.ACEPTADA_POR_PERSONA, S.ENVIADA, S.RECIBIDA, S.NO_ACUDIO),
    S.CONTRARREFERENCIA: (
        *(S.ACEPTADA_POR_PERSONA, S.ENVIADA, S.RECIBIDA, S.ATENDIDA),
        S.CONTRARREFERENCIA,
    ),
    S.CERRADA: (S.CERRADA,),
}


@pytest.mark.parametrize("state", S)
def test_each_allowed_step_works_and_each_other_is_refused(case, worker, state):
    for to in S:
        referral = make_referral(case, worker)
        for step in WAYS[state]:
            referral = go(worker, referral, step)
        if to in NEXT[state]:
            referral = go(worker, referral, to)
            assert referral.state == to
            step = referral.steps.order_by("at", "id").filter(after=to).first()
            assert (step.before, step.by) == (state, worker)
            continue
        with pytest.raises(referrals.NoSuchReferralStep):
            go(worker, referral, to)
        referral.refresh_from_db()
        assert referral.state == state


# --- proposing ---------------------------------------------------------------------------------


def test_proposed_referral_is_sealed_with_exact_trace(case, worker):
    institution = make_institution(name="Salud Canaria", kind="ILE_SALUD_SEXUAL")
    facts = referral_facts(case, institution=institution, other="", purpose="canaria-p")

    referral = do(propose_referral, worker, case=case, facts=facts)

    assert changes(1) == [
        (
            *("create", "cases.referral", case.pk, [str(referral.pk)]),
            ["destination", "purpose", "items", "accompanied_by"],
        )
    ]
    to = do(lambda by, at: Referral.objects.get().destination.reveal(), worker)
    assert to == {
        "institution": str(institution.pk),
        "name": "Salud Canaria",
        "kind": "ILE_SALUD_SEXUAL",
    }
    for secret in ("ILE_SALUD_SEXUAL", "canaria-p", SECRET_TEXT):
        assert secret not in everything_said()
    assert (referral.consent, referral.sent_at) == (None, None)


def test_same_id_is_the_same_referral(case, worker):
    told = {"facts": referral_facts(case), "referral_id": uuid.uuid4()}
    first = do(propose_referral, worker, case=case, **told)
    assert do(propose_referral, worker, case=case, **told) == first
    with pytest.raises(PermissionDenied):
        do(propose_referral, worker, case=make_case(by=worker), **told)


def test_referral_names_where_to_and_someone_of_the_case(case, worker, stranger):
    other = Person.objects.get(participations__case=make_case(by=worker))
    for facts, refusal in (
        ({"other": " "}, referrals.DestinationMissing),
        ({"person": other}, referrals.NotAPersonOfTheCase),
        ({"accompanied_by": stranger}, referrals.NotAPersonOfTheCase),
    ):
        with pytest.raises(refusal):
            make_referral(case, worker, **facts)
    assert not Referral.objects.exists()


def test_referral_changes_until_she_agrees(case, worker):
    referral = make_referral(case, worker)
    facts = referral_facts(case, items={"EDAD": "34"})
    changed = do(change_referral, worker, referral=referral, version=1, facts=facts)

    assert do(lambda by, at: Referral.objects.get().items.reveal(), worker) == {"EDAD": "34"}
    with pytest.raises(referrals.ReferralChangedMeanwhile):
        do(change_referral, worker, referral=referral, version=1, facts=facts)
    with pytest.raises(referrals.ReferralChangedMeanwhile):  # these are not the items she saw
        agree(worker, changed, version=1)
    agree(worker, changed)
    with pytest.raises(referrals.ReferralFrozen):
        do(change_referral, worker, referral=referral, version=3, facts=facts)


# --- agreeing and sending ----------------------------------------------------------------------


def test_each_referral_has_a_consent_of_its_own(case, worker):
    first, second = (make_referral(case, worker, agreed=True) for _ in range(2))

    given = ConsentGiven.objects.filter(kind=Consent.TERCERO, revoked_at=None)
    assert {row.pk for row in given} == {first.consent_id, second.consent_id}
    assert changes(2)[0][:2] == ("create", "cases.consentgiven")
    assert changes(2)[1][4] == ["state"]


def test_agreeing_is_refused(case, worker):
    bare = make_referral(case, worker, items={})
    with pytest.raises(referrals.ItemsMissing):
        agree(worker, bare)
    with pytest.raises(DateInFuture):
        agree(worker, make_referral(case, worker), given_on=TODAY + days(1))
    assert not ConsentGiven.objects.filter(kind=Consent.TERCERO).exists()


def test_signature_of_an_aggressor_sends_a_child_nowhere(worker):
    case = make_case(by=worker, age_group=AgeGroup.NINEZ)
    referral = make_referral(case, worker)
    signed = {"signed_by": "Canaria Tutora"}
    for facts, refusal in (
        ({}, referrals.SignatureMissing),
        (signed, AggressorCheckMissing),
        ({**signed, "representative_is_aggressor": True}, LegalReviewNeeded),
    ):
        with pytest.raises(refusal):
            agree(worker, referral, **facts)
    assert not ConsentGiven.objects.filter(kind=Consent.TERCERO).exists()

    agreed = agree(worker, referral, **signed, representative_is_aggressor=False)
    assert agreed.consent.representative_is_aggressor is False
    assert "Canaria" not in everything_said()


def test_what_leaves_is_on_record_and_somebody_asks_how_it_went(case, worker):
    referral = make_referral(case, worker, agreed=True, purpose="canaria-p")

    referral = do(send_referral, worker, referral=referral)

    left = Disclosure.objects.get()
    read = lambda by, at: (left.to.reveal(), left.items.reveal(), left.purpose.reveal())  # noqa: E731
    assert do(read, worker) == (
        "Clínica Canaria",
        ["Edad", "Qué necesita de esta institución"],
        "canaria-p",
    )
    assert (left.about, left.consent, left.by) == (referral.pk, referral.consent, worker)
    task = Task.objects.get(kind=TaskKind.REFERRAL_FOLLOW_UP)
    assert (task.about, task.assignee, task.due_on) == (referral.pk, worker, TODAY + days(7))
    assert [each[:2] for each in changes(3)] == [
        ("create", "cases.disclosure"),
        ("create", "cases.task"),
        ("change", "cases.referral"),
    ]
    for secret in ("canaria-p", SECRET_TEXT, "Clínica Canaria"):
        assert secret not in everything_said()


def test_nothing_leaves_once_she_took_it_back(case, worker):
    referral = make_referral(case, worker, agreed=True)
    do(revoke_consent, worker, consent=referral.consent)

    with pytest.raises(referrals.ConsentNoLongerCounts):
        do(send_referral, worker, referral=referral)

    referral.refresh_from_db()
    assert (referral.state, Disclosure.objects.count()) == (S.ACEPTADA_POR_PERSONA, 0)


def test_answer_ends_the_task(case, worker):
    referral = make_referral(case, worker, sent=True)
    go(worker, referral, S.RECIBIDA)
    assert Task.objects.get().state == TaskState.OPEN
    go(worker, referral, S.ATENDIDA)

    assert Task.objects.get().state == TaskState.DONE
    answered = go(worker, referral, S.CONTRARREFERENCIA, words=SECRET_TEXT)
    assert do(lambda by, at: answered.answer.reveal(), worker) == SECRET_TEXT
    assert SECRET_TEXT not in everything_said()


def test_steps_say_why(case, worker):
    referral = make_referral(case, worker)
    with pytest.raises(referrals.WhyMissing):
        go(worker, referral, S.CERRADA, words=" ")
    sent = make_referral(case, worker, sent=True)
    go(worker, sent, S.RECIBIDA, words="")
    for to in (S.RECHAZADA, S.NO_ACUDIO):
        with pytest.raises(referrals.WhyMissing):
            go(worker, sent, to, words="")
    go(worker, sent, S.ATENDIDA, words="")
    with pytest.raises(referrals.AnswerMissing):
        go(worker, sent, S.CONTRARREFERENCIA, words=" ")


# --- who, and when -----------------------------------------------------------------------------


def test_only_who_writes_refers(case, worker, coordinator, stranger):
    referral = make_referral(case, worker)
    for by in (coordinator, stranger):
        for deed, facts in (
            (propose_referral, {"case": case, "facts": referral_facts(case)}),
            (change_referral, {"referral": referral, "version": 1, "facts": referral_facts(case)}),
            (agree_to_referral, {"referral": referral, "version": 1, **SIGNED}),
            (send_referral, {"referral": referral}),
            (move_referral, {"referral": referral, "to": S.CERRADA, "words": "x"}),
        ):
            with pytest.raises(PermissionDenied):
                do(deed, by, **facts)
    assert Referral.objects.count() == 1


def test_closed_case_sends_nothing_more_but_follows_what_was_sent(case, worker):
    sent = make_referral(case, worker, sent=True)
    proposed, agreed = make_referral(case, worker), make_referral(case, worker, agreed=True)
    close(case, worker)

    for deed, facts in (
        (propose_referral, {"case": case, "facts": referral_facts(case)}),
        (agree_to_referral, {"referral": proposed, "version": 1, **SIGNED}),
        (send_referral, {"referral": agreed}),
    ):
        with pytest.raises(CaseClosed):
            do(deed, worker, **facts)
    assert go(worker, sent, S.RECIBIDA).state == S.RECIBIDA


def test_sending_without_trace_is_undone(case, worker, monkeypatch):
    referral = make_referral(case, worker, agreed=True)

    def refuse(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(Event, "save", refuse)
    with pytest.raises(OSError, match="disk full"):
        do(send_referral, worker, referral=referral)

    referral.refresh_from_db()
    assert (referral.state, Disclosure.objects.count(), Task.objects.count()) == (
        *(S.ACEPTADA_POR_PERSONA, 0),
        0,
    )


def test_consent_that_ran_out_sends_nothing(case, worker):
    referral = make_referral(case, worker, agreed=True)
    ConsentGiven._base_manager.filter(pk=referral.consent_id).update(expires_on=TODAY)

    with pytest.raises(referrals.ConsentNoLongerCounts):
        do(send_referral, worker, referral=referral, at=NOON + dt.timedelta(days=2))
