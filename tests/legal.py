"""The legal road of a case, laid through the use cases themselves."""

import datetime as dt

from django.utils import timezone

from cases.actions import hearings, matters, orders
from cases.actions.consents import give_consent, revoke_consent
from cases.actions.hearings import HearingFacts
from cases.actions.matters import MatterFacts
from cases.actions.order_guards import Step
from cases.actions.orders import OrderFacts
from cases.actions.people import accompanied
from cases.actions.team import assign_member
from cases.enums import Consent, ConsentMethod, Function
from cases.enums.legal import HearingKind, MatterKind
from cases.enums.protection import MeasureKind, System
from tests import factories
from tests.factories import NOON
from tests.traces import do

ZONE = "America/Chihuahua"
AUTHORITY = "canary-authority-51c"
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def make_lawyer(case, worker, *, at=NOON):
    """Let a lawyer into the case, as the legal area."""
    lawyer = factories.make_member(factories.make_team(), "lawyer")
    do(assign_member, worker, case=case, user=lawyer, function=Function.LEGAL, at=at)
    return lawyer


def share(case, worker, *, at=NOON, **facts):
    """Record that she agrees to share with the legal area."""
    return do(
        give_consent,
        worker,
        case=case,
        person=accompanied(case),
        kind=Consent.JURIDICO,
        method=ConsentMethod.VERBAL,
        given_on=timezone.localdate(at),
        at=at,
        **facts,
    )


def take_back(consent, worker, *, at=NOON):
    do(revoke_consent, worker, consent=consent, at=at)


def make_matter(case, by, kind=MatterKind.PENAL, *, at=NOON, stage="", words="", **facts):
    facts.setdefault("authority", AUTHORITY)
    return do(
        matters.open_matter,
        by,
        case=case,
        kind=kind,
        facts=MatterFacts(**facts),
        stage=stage,
        stage_words=words,
        at=at,
    )


def make_hearing(matter, by, *, starts_at=NOON + 10 * DAY, at=NOON, zone=ZONE, **facts):
    facts.setdefault("kind", HearingKind.INICIAL)
    return do(
        hearings.plan_hearing,
        by,
        matter=matter,
        starts_at=starts_at,
        time_zone=zone,
        facts=HearingFacts(**facts),
        at=at,
    )


def make_order(case, by, *, at=NOON, system=System.ORDEN_PROTECCION, **facts):
    facts.setdefault("kind", MeasureKind.ADMINISTRATIVA)
    return do(orders.open_order, by, case=case, facts=OrderFacts(system=system, **facts), at=at)


def step(order, by, to, *, happened_at=None, at=NOON, **facts):
    """Take one step of a measure, at this moment unless told otherwise."""
    said = Step(happened_at=happened_at or at, **facts)
    return do(orders.move_order, by, order=order, to=to, step=said, at=at)


def walk(order, by, *states, at=NOON, **facts):
    """Take several steps at one moment."""
    for to in states:
        order = step(order, by, to, at=at, **facts)
    return order
