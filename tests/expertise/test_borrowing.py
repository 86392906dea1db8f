"""What crosses from an accompaniment into an expert file: never without consent and disclosure."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accompaniment.staff import access
from accompaniment.staff.acting import acting
from accompaniment.vault.gate import NoAccess
from cases.actions import consents
from cases.actions.referrals import SignatureMissing
from cases.enums import AgeGroup, Consent, ConsentMethod
from cases.models import ConsentGiven, Disclosure
from expertise.actions import borrowing
from expertise.actions.borrowing import ask_to_borrow, decline_loan
from expertise.actions.consenting import ConsentMethodUnknown, NotAcceptedYet
from expertise.actions.crossing import WALL, seal_across
from expertise.actions.halting import withdraw_commission
from expertise.actions.parts import appoint
from expertise.enums.commission import CommissionState, Part, PriorRelation
from expertise.models import Borrowing, Loan
from expertise.reports import file
from tests import factories
from tests.expertise import evaluations as e
from tests.expertise import tools
from tests.traces import changes, do, everything_said

S = CommissionState


@pytest.fixture
def commission(case, worker, coordinator):
    return e.begin(tools.make_commission(worker, case=case, coordinator=coordinator))


def test_asking_lays_a_copy_on_each_side_of_the_wall(commission, case, worker):
    asked, loan = e.borrow(commission)

    assert changes(2) == [
        (
            "create",
            "expertise.borrowing",
            commission.pk,
            [str(asked.pk)],
            ["kind", "asked_for"],
        ),
        ("create", "expertise.loan", case.pk, [str(loan.pk)], ["asked_for"]),
    ]
    with acting(worker, "test"):
        assert loan.asked_for.reveal() == e.ASKED
    with acting(worker, "test"), pytest.raises(NoAccess):
        asked.asked_for.reveal()
    with acting(commission.expert, "test"), pytest.raises(NoAccess):
        loan.asked_for.reveal()


def test_handing_over_leaves_consent_and_disclosure_and_the_words_she_delivered(
    commission, case, worker
):
    asked, loan = e.borrow(commission)

    e.hand_over(loan, worker)

    asked = Borrowing.objects.get(pk=asked.pk)
    assert asked.delivered_by == worker
    consent = ConsentGiven.objects.get(kind=Consent.TERCERO)
    disclosure = Disclosure.objects.get(about=loan.pk)
    assert (asked.consent, asked.disclosure) == (consent, disclosure)
    assert (disclosure.case, disclosure.consent, disclosure.by) == (case, consent, worker)
    with acting(commission.expert, "test"):
        (told,) = file.borrowed(commission)
        assert (told.delivered, told.taken_back_at) == (e.LENT, None)
    with acting(worker, "test"):
        assert Loan.objects.get(pk=loan.pk).told.reveal() == e.LENT
        assert disclosure.purpose.reveal() == e.ASKED
    assert [kind for _verb, kind, *_ in changes(4)] == [
        *("cases.consentgiven", "cases.disclosure"),
        *("expertise.borrowing", "expertise.loan"),
    ]
    assert e.LENT not in everything_said()


def test_neither_side_opens_what_lies_on_the_other(commission, worker):
    asked, loan = e.borrow(commission)
    e.hand_over(loan, worker)
    asked, loan = Borrowing.objects.get(pk=asked.pk), Loan.objects.get(pk=loan.pk)

    for person, box in (
        (worker, asked.delivered),
        (worker, asked.asked_for),
        (commission.expert, loan.told),
        (commission.expert, asked.disclosure.items),
    ):
        with acting(person, "test"), pytest.raises(NoAccess):
            box.reveal()


def test_the_wall_seals_and_leaves_nothing_open(commission, worker):
    loan = Loan(case=commission.case, borrowing=e.borrow(commission)[0], asked_for=e.LENT)

    with acting(commission.expert, "test"):
        seal_across(loan, "asked_for", "told")

        assert loan.asked_for.value is None
        with pytest.raises(NoAccess):
            loan.asked_for.reveal()
    assert WALL.reads == {"cases.case", "expertise.commission"}
    assert f"service:{WALL.name}" not in everything_said()


def nothing_crossed(asked):
    asked = Borrowing.objects.get(pk=asked.pk)
    return (asked.delivered, asked.delivered_at, asked.disclosure) == (None, None, None)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"words": "  "}, borrowing.WordsMissing),
        ({"method": ConsentMethod.EXCEPCION}, ConsentMethodUnknown),
        ({"given_on": factories.NOON.date().replace(day=5)}, consents.DateInFuture),
    ],
)
def test_nothing_crosses_without_her_consent_or_without_words(commission, worker, facts, refusal):
    asked, loan = e.borrow(commission)

    with pytest.raises(refusal):
        e.hand_over(loan, worker, **facts)

    assert nothing_crossed(asked)
    assert not ConsentGiven.objects.filter(kind=Consent.TERCERO).exists()
    assert not Disclosure.objects.exists()


def test_the_database_refuses_words_without_consent_and_disclosure(commission, worker):
    asked, _loan = e.borrow(commission)
    for facts in (
        {"delivered": e.LENT},
        {"delivered": e.LENT, "delivered_at": factories.NOON, "delivered_by": worker},
        {"delivered_at": factories.NOON, "delivered_by": worker},
    ):
        row = Borrowing.objects.get(pk=asked.pk)
        for name, value in facts.items():
            setattr(row, name, value)
        with acting(commission.expert, "test"), transaction.atomic():
            with pytest.raises(IntegrityError):
                row.save()
            transaction.set_rollback(True)

    assert nothing_crossed(asked)


def test_for_a_child_somebody_signs_each_item(worker, coordinator):
    case = factories.make_case(by=worker, age_group=AgeGroup.NINEZ)
    commission = e.accept(tools.make_commission(case=case, coordinator=coordinator))
    asked, loan = e.borrow(commission)
    harmful = {"signed_by": "Él", "representative_is_aggressor": True}
    for facts, refusal in (({}, SignatureMissing), (harmful, consents.LegalReviewNeeded)):
        with pytest.raises(refusal):
            e.hand_over(loan, worker, **facts)
    assert nothing_crossed(asked)

    e.hand_over(loan, worker, signed_by="Su abuela", representative_is_aggressor=False)

    assert not nothing_crossed(asked)


def test_declining_tells_the_expert_why_and_nothing_else(commission, worker):
    asked, loan = e.borrow(commission)
    with pytest.raises(borrowing.ReasonMissing):
        do(decline_loan, worker, loan=loan, because=" ")

    do(decline_loan, worker, loan=loan, because="No lo quiere")

    with acting(commission.expert, "test"):
        (told,) = file.borrowed(commission)
    assert (told.refused_because, told.delivered) == ("No lo quiere", "")
    assert nothing_crossed(asked)
    with pytest.raises(borrowing.LoanAnswered):
        e.hand_over(loan, worker)


def test_only_who_writes_in_the_case_answers(commission, coordinator, stranger):
    asked, loan = e.borrow(commission)
    supervisor = factories.make_member(factories.make_team())
    access.grant(supervisor, {"view", "identify", "read", "supervise"}, commission.case)
    people = (coordinator, stranger, supervisor, commission.expert, commission.requested_by)

    for person in people:
        with pytest.raises(PermissionDenied):
            e.hand_over(loan, person)
        with pytest.raises(PermissionDenied):
            do(decline_loan, person, loan=loan, because="No")

    assert nothing_crossed(asked)


def test_only_who_evaluates_asks(commission, worker, coordinator):
    facts = {"commission": commission, "kind": "NOTA", "asked_for": "Todo"}
    for person in (worker, coordinator, commission.reviewer, commission.requested_by):
        with pytest.raises(PermissionDenied):
            do(ask_to_borrow, person, **facts)
    with pytest.raises(borrowing.NotSaidWhat):
        e.borrow(commission, asked_for=" ")


def test_who_has_both_roles_does_not_lend_to_herself(commission, worker, coordinator):
    who = {"commission": commission, "user": worker, "part": Part.EXPERT}
    do(appoint, coordinator, **who, knowing=True)
    both = e.fresh(commission)
    with pytest.raises(NotAcceptedYet):
        e.borrow(both)
    both = e.accept(both, prior_relation=PriorRelation.ACOMPANA, why="No hay otra perita")
    asked, loan = e.borrow(both)

    with pytest.raises(borrowing.LendsToOneself):
        e.hand_over(loan, worker)

    assert nothing_crossed(asked)


@pytest.mark.parametrize("state", [S.FIRMADO, S.REVISION_PARES, S.SUSPENDIDO])
def test_what_the_expert_no_longer_needs_does_not_cross(commission, worker, state):
    asked, loan = e.borrow(commission)
    assert Loan.objects.waiting().count() == 1
    tools.stand_at(commission, state)

    with pytest.raises(borrowing.NoLongerNeeded):
        e.hand_over(loan, worker)

    assert nothing_crossed(asked)
    assert not Loan.objects.waiting().exists()


def test_withdrawing_the_commission_leaves_no_request_waiting(commission, coordinator):
    e.borrow(commission)

    do(withdraw_commission, coordinator, commission=commission, reason="Ya no se necesita")

    assert not Loan.objects.waiting().exists()


def test_what_she_takes_back_is_marked_for_the_expert(commission, worker):
    asked, loan = e.borrow(commission)
    e.hand_over(loan, worker)
    consent = Borrowing.objects.get(pk=asked.pk).consent

    do(consents.revoke_consent, worker, consent=consent)

    with acting(commission.expert, "test"):
        (told,) = file.borrowed(commission)
    assert told.taken_back_at == factories.NOON
