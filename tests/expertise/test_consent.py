"""Her consent to be evaluated: asked for by the expert, kept where all her consents stand."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from accompaniment.staff.acting import acting
from accompaniment.vault.gate import NoAccess
from cases.actions import consents
from cases.actions.lifecycle import close_case
from cases.actions.referrals import SignatureMissing
from cases.enums import AgeGroup, ClosingReason, Consent, ConsentMethod
from cases.models import ConsentGiven
from expertise.actions import consenting
from expertise.actions.consenting import ConsentAnswer, record_consent
from expertise.enums.commission import CommissionState
from tests import factories
from tests.expertise import evaluations as e
from tests.expertise import tools
from tests.factories import NOON
from tests.traces import changes, do

S = CommissionState
SIGNER = "canary-signer-2f8d"


@pytest.fixture
def commission(case, worker, coordinator):
    return tools.make_commission(worker, case=case, coordinator=coordinator)


def test_her_answer_is_on_record_on_both_sides(commission, case):
    commission = e.agrees(e.accept(commission))

    consent = ConsentGiven.objects.get(kind=Consent.PERITAJE)
    assert (commission.state, commission.consent) == (S.CONSENTIMIENTO, consent)
    assert (consent.case, consent.person) == (case, commission.person)
    assert consent.recorded_by == commission.expert
    assert changes(3) == [
        (
            "create",
            "cases.consentgiven",
            case.pk,
            [str(consent.pk)],
            ["kind", "granted", "method"],
        ),
        ("change", "expertise.commission", commission.pk, [], ["consent"]),
        ("change", "expertise.commission", commission.pk, [], ["state"]),
    ]


def test_a_no_is_kept_too_and_nothing_is_evaluated(commission):
    commission = e.agrees(e.accept(commission), granted=False, other_side_told=False)

    assert ConsentGiven.objects.get(kind=Consent.PERITAJE).granted is False
    assert commission.consent is None
    with pytest.raises(consenting.NotConsented):
        tools.move(commission, commission.expert, S.EVALUACION)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"other_side_told": False}, consenting.OtherSideNotTold),
        ({"method": ConsentMethod.EXCEPCION}, consenting.ConsentMethodUnknown),
        ({"given_on": dt.date(2026, 5, 5)}, consents.DateInFuture),
    ],
)
def test_a_consent_that_is_none_is_refused(commission, facts, refusal):
    commission = e.accept(commission)

    with pytest.raises(refusal):
        e.agrees(commission, **facts)

    assert not ConsentGiven.objects.filter(kind=Consent.PERITAJE).exists()
    assert e.fresh(commission).state == S.ACEPTADO


def test_she_answers_for_each_report_by_itself(commission, case, worker, coordinator):
    other = tools.make_commission(worker, case=case, coordinator=coordinator)
    commission, other = e.agrees(e.accept(commission)), e.agrees(e.accept(other))

    do(consents.revoke_consent, worker, consent=other.consent)

    assert consenting.is_consented(e.fresh(commission), NOON.date())
    assert not consenting.is_consented(e.fresh(other), NOON.date())


def test_a_no_to_being_evaluated_at_all_counts_for_each_report(commission, case, worker):
    commission = e.agrees(e.accept(commission))
    facts = {"method": ConsentMethod.VERBAL, "given_on": NOON.date()}
    person = {"case": case, "person": commission.person, "kind": Consent.PERITAJE}

    do(consents.refuse_consent, worker, **person, **facts, at=NOON)

    assert not consenting.is_consented(e.fresh(commission), NOON.date())


def test_a_new_answer_to_the_same_report_takes_the_place_of_the_former(commission):
    commission = e.agrees(e.accept(commission))
    commission = e.agrees(commission)
    e.agrees(commission, granted=False, other_side_told=False)

    current = ConsentGiven.objects.filter(kind=Consent.PERITAJE, revoked_at=None)
    assert [row.granted for row in current] == [False]


def test_nobody_is_asked_before_the_commission_is_accepted(commission):
    commission = tools.stand_at(e.admit(commission), S.ACEPTADO)

    with pytest.raises(consenting.NotAcceptedYet):
        e.agrees(commission)


def test_only_who_evaluates_records_it(commission, worker, coordinator):
    commission = e.accept(commission)
    answer = ConsentAnswer(True, ConsentMethod.VERBAL, NOON.date(), other_side_told=True)
    for person in (worker, coordinator, commission.reviewer, commission.requested_by):
        with pytest.raises(PermissionDenied):
            do(record_consent, person, commission=commission, answer=answer)


def test_for_a_child_somebody_signs_who_does_not_harm(worker, coordinator):
    case = factories.make_case(by=worker, age_group=AgeGroup.NINEZ)
    commission = e.accept(tools.make_commission(case=case, coordinator=coordinator))
    for facts, refusal in (
        ({}, SignatureMissing),
        ({"signed_by": SIGNER}, consents.AggressorCheckMissing),
        ({"signed_by": SIGNER, "representative_is_aggressor": True}, consents.LegalReviewNeeded),
    ):
        with pytest.raises(refusal):
            e.agrees(commission, **facts)

    e.agrees(commission, signed_by=SIGNER, representative_is_aggressor=False)

    consent = ConsentGiven.objects.get(kind=Consent.PERITAJE)
    with acting(worker, "test"):
        assert consent.signed_by.reveal() == SIGNER
    with acting(commission.expert, "test"), pytest.raises(NoAccess):
        consent.signed_by.reveal()


def test_it_is_taken_back_through_whom_she_trusts_and_the_evaluation_stops(commission, worker):
    commission = e.begin(commission)

    do(consents.revoke_consent, worker, consent=commission.consent)

    commission = e.fresh(commission)
    assert not consenting.is_consented(commission, NOON.date())
    with pytest.raises(consenting.NotConsented):
        e.evaluate(commission)


def test_she_is_asked_after_the_accompaniment_closed_too(commission, case, worker):
    do(close_case, worker, case=case, reason=ClosingReason.DUPLICADO, safety_checked=True)

    assert e.agrees(e.accept(commission)).consent is not None
