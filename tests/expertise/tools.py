"""Commissions, requested and staffed through the use cases themselves."""

from cases.actions.people import accompanied
from cases.enums import Consent, ConsentMethod
from cases.enums.legal import MatterKind
from cases.models import ConsentGiven
from expertise.actions.moving import move_commission
from expertise.actions.parts import appoint
from expertise.actions.requesting import RequestFacts, request_commission
from expertise.enums.commission import CommissionState, Part, Regime
from expertise.models import Commission
from tests import factories, legal
from tests.factories import NOON
from tests.traces import do

QUESTION = "canary-question-1b7e"


def make_expert(team=None):
    """A psychologist of another team, who evaluates."""
    return factories.make_member(team or factories.make_team())


def make_coordinator(team):
    return factories.make_member(team, "coordinator")


def make_commission(
    worker=None,
    *,
    case=None,
    by=None,
    coordinator=None,
    expert=None,
    reviewer=None,
    at=NOON,
    state=None,
    **facts,
):
    """Request an expertise in a case, and appoint who evaluates and who reviews.

    ``state`` sets it down anywhere on its way, past the guards: for tests of what comes after.
    """
    case = case or factories.make_case(by=worker, at=at)
    worker = worker or case.responsible
    lawyer = by or legal.make_lawyer(case, worker, at=at)
    matter = case.matters.first() or legal.make_matter(case, lawyer, MatterKind.PENAL, at=at)
    facts.setdefault("regime", Regime.CNPP)
    facts.setdefault("questions", (QUESTION, "¿Qué requiere para su reparación?"))
    commission = do(
        request_commission,
        lawyer,
        matter=matter,
        person=accompanied(case),
        facts=RequestFacts(**facts),
        at=at,
    )
    coordinator = coordinator or make_coordinator(case.team)
    staffed = {Part.EXPERT: expert or make_expert()}
    if reviewer is not False:
        staffed[Part.REVIEWER] = reviewer or make_expert()
    for part, user in staffed.items():
        do(appoint, coordinator, commission=commission, user=user, part=part, at=at)
    commission = Commission.objects.get(pk=commission.pk)
    return stand_at(commission, state) if state else commission


def stand_at(commission, state):
    """Put a commission somewhere on its way without asking the guards."""
    commission = Commission.objects.get(pk=commission.pk)
    commission.state = CommissionState(state)
    commission.save(update_fields=["state"])
    return commission


def move(commission, by, *states, at=NOON, **facts):
    """Take steps the way people do."""
    for state in states:
        commission = do(move_commission, by, commission=commission, to=state, at=at, **facts)
    return commission


def consent_to(commission, *, granted=True):
    """Let the person agree to be evaluated, without asking where the commission stands."""
    consent = ConsentGiven.objects.create(
        case=commission.case,
        person=commission.person,
        kind=Consent.PERITAJE,
        granted=granted,
        method=ConsentMethod.AUTOGRAFA,
        given_on=NOON.date(),
        recorded_by=commission.expert,
    )
    commission = Commission.objects.get(pk=commission.pk)
    commission.consent = consent
    commission.save(update_fields=["consent"])
    return commission
