"""A report in court, brought there through the use cases themselves."""

import datetime as dt

from django.utils import timezone

from expertise.actions import aftermaths, extending, in_court, judgments, testimonies
from expertise.actions.extending import Extension
from expertise.actions.judgments import JudgmentFacts
from expertise.actions.testimonies import CourtFacts
from expertise.enums.commission import CommissionState as S
from expertise.enums.commission import DocumentKind, Incident
from expertise.enums.hearing import Sense, TestimonyKind, Weight
from tests.expertise import tools
from tests.factories import NOON
from tests.traces import do

ZONE = "America/Chihuahua"
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
COURT, SUMMONS = "canary-court-8a1d", "canary-summons-22f0"
QUOTE = "canary-quote-41c7"


def delivered(worker, case, coordinator, state=S.ENTREGADO, **facts):
    """A commission whose report has left the house."""
    return tools.make_commission(worker, case=case, coordinator=coordinator, state=state, **facts)


def step(commission, by, to, words="", at=NOON):
    return do(in_court.step_in_court, by, commission=commission, to=to, words=words, at=at)


def plan(commission, by=None, *, starts_at=NOON + 10 * DAY, at=NOON, court=COURT, **facts):
    facts.setdefault("kind", TestimonyKind.DESAHOGO)
    return do(
        testimonies.plan_testimony,
        by or commission.expert,
        commission=commission,
        starts_at=starts_at,
        time_zone=ZONE,
        facts=CourtFacts(court, "Sala 3", SUMMONS),
        at=at,
        **facts,
    )


def hold(testimony, by, *, after=HOUR, crossed=True, **facts):
    ended = testimony.starts_at + after
    return do(
        testimonies.hold_testimony,
        by,
        testimony=testimony,
        ended_at=ended,
        was_cross_examined=crossed,
        at=ended + HOUR,
        **facts,
    )


def judge(commission, by=None, *, at=NOON + 30 * DAY, **facts):
    said = {"given_on": timezone.localdate(at), "sense": Sense.FAVORABLE, "weight": Weight.PLENO}
    return do(
        judgments.record_judgment,
        by or commission.expert,
        commission=commission,
        facts=JudgmentFacts(**{**said, **facts}),
        at=at,
    )


def happen(commission, by=None, *, at=NOON, words="canary-asked-77b2", **facts):
    facts.setdefault("incident", Incident.OBJETADO)
    facts.setdefault("happened_on", timezone.localdate(at))
    return do(
        aftermaths.record_aftermath,
        by or commission.expert,
        commission=commission,
        words=words,
        at=at,
        **facts,
    )


def extend(commission, by=None, *, at=NOON, aftermath=None, **facts):
    facts.setdefault("kind", DocumentKind.AMPLIACION)
    facts.setdefault("questions", ("¿Cómo está hoy?",))
    return do(
        extending.extend_commission,
        by or commission.expert,
        commission=commission,
        extension=Extension(**facts),
        aftermath=aftermath,
        at=at,
    )
