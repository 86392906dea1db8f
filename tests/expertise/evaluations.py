"""Commissions on their way: accepted, consented, evaluated, through the use cases themselves."""

import datetime as dt

from django.utils import timezone

from cases.enums import ConsentMethod
from expertise.actions.accepting import Acceptance, accept_commission
from expertise.actions.borrowing import Agreed, ask_to_borrow, lend
from expertise.actions.consenting import ConsentAnswer, record_consent
from expertise.actions.evaluating import EvaluationFacts, record_evaluation
from expertise.enums.commission import CommissionState
from expertise.models import Commission, Loan
from tests.expertise import tools
from tests.factories import NOON
from tests.traces import do

S = CommissionState
ZONE = "America/Chihuahua"
CONTENT = "canary-session-4e0b"
OBSERVED = "canary-observation-91d2"
ASKED = "canary-asked-for-6b35"
LENT = "canary-handed-over-c7a1"


def fresh(commission):
    return Commission.objects.get(pk=commission.pk)


def admit(commission, *, at=NOON):
    """Let coordination take it up for admissibility."""
    coordinator = tools.make_coordinator(commission.team)
    return tools.move(commission, coordinator, S.ADMISIBILIDAD, at=at)


def accept(commission, *, at=NOON, **declared):
    """Accept under oath, from wherever it stands before."""
    if commission.state == S.SOLICITADO:
        commission = admit(commission, at=at)
    declared = Acceptance(**{"no_impediment": True, "oath": True, **declared})
    return do(accept_commission, commission.expert, commission=commission, declared=declared, at=at)


def agrees(commission, *, at=NOON, granted=True, **facts):
    """Record that the person agrees to be evaluated."""
    facts.setdefault("method", ConsentMethod.AUTOGRAFA)
    facts.setdefault("given_on", timezone.localdate(at))
    facts.setdefault("other_side_told", True)
    answer = ConsentAnswer(granted=granted, **facts)
    return do(record_consent, commission.expert, commission=commission, answer=answer, at=at)


def held(*, at=NOON, **facts):
    """Return what is told of a session held an hour before."""
    facts.setdefault("conditions", {"place": "Consultorio 2", "content": CONTENT})
    facts.setdefault("observation", OBSERVED)
    return EvaluationFacts(starts_at=at - dt.timedelta(hours=1), time_zone=ZONE, **facts)


def consented(commission, *, at=NOON):
    """Accept a commission and record her consent."""
    return agrees(accept(commission, at=at), at=at)


def begin(commission, *, at=NOON):
    """Take a commission to its evaluation."""
    commission = consented(commission, at=at)
    return tools.move(commission, commission.expert, S.EVALUACION, at=at)


def evaluate(commission, *, at=NOON, **facts):
    """Hold a session of a commission in evaluation."""
    facts = held(at=at, **facts)
    return do(record_evaluation, commission.expert, commission=commission, facts=facts, at=at)


def borrow(commission, *, kind="NOTA", asked_for=ASKED, at=NOON):
    """Ask who accompanies for one item; return both sides of it."""
    asked = do(
        ask_to_borrow,
        commission.expert,
        commission=commission,
        kind=kind,
        asked_for=asked_for,
        at=at,
    )
    return asked, Loan.objects.get(borrowing=asked)


def hand_over(loan, by, *, words=LENT, at=NOON, **facts):
    """Hand an item over, with her consent to it."""
    facts.setdefault("method", ConsentMethod.VERBAL)
    facts.setdefault("given_on", timezone.localdate(at))
    return do(lend, by, loan=loan, words=words, agreed=Agreed(**facts), at=at)
