"""Build collectives and what they do together through the use cases themselves."""

import datetime as dt

from django.utils import timezone

from accompaniment.staff.acting import acting
from cases.actions.activities import ActivityFacts, enter_activity, hold_activity
from cases.actions.collectives import CollectiveFacts, open_collective
from cases.actions.cycles import CycleFacts, move_cycle, plan_cycle
from cases.actions.headcounts import take_headcount
from cases.actions.member_consents import AnswerFacts, answer_for_member
from cases.actions.members import MemberFacts, invite_member, move_member
from cases.actions.sessions import SessionFacts
from cases.actions.team import assign_member
from cases.enums import Function, ServiceLine
from cases.enums.collective import ActivityKind, CommunityGroup, CycleState, MemberConsent
from tests.factories import NOON, make_member, make_team

NAME, WORDS = "Colectivo Canario", "canary-collective-51ce"
CALLED = "Integrante Canaria"
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
SOON = SessionFacts(starts_at=NOON + DAY, place="Salón Canario")


def make_collective(by=None, *, line=ServiceLine.COLECTIVO, name=NAME, at=NOON):
    by = by or make_member(make_team())
    team = by.memberships.get(role="psychologist").team
    facts = CollectiveFacts(name, WORDS)
    with acting(by, "test"):
        return open_collective(facts=facts, line=line, team=team, by=by, at=at)


def let_in(case, by, user, function=Function.MEMBER, *, at=NOON):
    with acting(by, "test"):
        return assign_member(case=case, user=user, function=function, by=by, at=at)


def make_cycle(case, by, *, begins_on=None, at=NOON):
    begins_on = begins_on or timezone.localdate(at)
    with acting(by, "test"):
        return plan_cycle(
            case=case, facts=CycleFacts(begins_on, theme=WORDS, purpose=WORDS), by=by, at=at
        )


def make_activity(case, by, kind=ActivityKind.ENCUENTRO, *, starts_at=None, at=NOON):
    facts = SessionFacts(starts_at=starts_at or NOON + DAY, place="Salón Canario")
    plan = {"theme": WORDS, "objective": WORDS}
    with acting(by, "test"):
        return enter_activity(
            case=case,
            facts=ActivityFacts(kind, facts, tuple(CommunityGroup.values), plan),
            by=by,
            at=at,
        )


def hold(activity, by, *, at=NOON + 2 * DAY):
    with acting(by, "test"):
        return hold_activity(activity=activity, by=by, at=at)


def make_part(case, by, *, held=True):
    """Return the only session of an assembly that was held."""
    starts_at = NOON - HOUR if held else NOON + DAY
    return make_activity(case, by, ActivityKind.ASAMBLEA, starts_at=starts_at).parts.get()


def make_someone(case, by, called=CALLED, *, born="1974", takes_part=True, at=NOON):
    facts = MemberFacts(called, searches_for=WORDS, born=born, care=WORDS)
    with acting(by, "test"):
        member = invite_member(case=case, facts=facts, by=by, at=at)
        if takes_part:
            member = move_member(member=member, to="INTEGRANTE", by=by, at=at)
    return member


def agree(member, by, kind=MemberConsent.NOMBRE, *, granted=True, at=NOON, **facts):
    facts = AnswerFacts(kind, granted, timezone.localdate(at), **facts)
    with acting(by, "test"):
        return answer_for_member(member=member, facts=facts, by=by, at=at)


def count(part, by, people=12, *, at=NOON, version=0):
    with acting(by, "test"):
        counts = {("MUJERES", "30_44"): people}
        return take_headcount(part=part, counts=counts, version=version, by=by, at=at)


def bring_to(cycle, state, by, *, at=NOON):
    """Move a cycle on until it stands where a test begins."""
    way = list(CycleState.values)
    if way.index(state) >= way.index("CONVOCADO"):
        activity = make_activity(cycle.case, by)
    with acting(by, "test"):
        for to in way[1 : way.index(state) + 1]:
            if to == CycleState.EVALUACION:
                hold_activity(activity=activity, by=by, at=at + 2 * DAY)
            cycle = move_cycle(cycle=cycle, to=to, evaluation=WORDS, by=by, at=at + 2 * DAY)
    return cycle
