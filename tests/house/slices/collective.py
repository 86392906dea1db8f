"""Communities and collectives: their rooms, their records, their canaries."""

import datetime as dt

from django.utils import timezone

from accompaniment.staff import access
from accompaniment.staff.acting import acting
from cases.actions import lifecycle
from cases.actions.activities import (
    ActivityFacts,
    PartFacts,
    debrief_team,
    enter_activity,
    tell_part,
    tell_shared,
    write_moment,
)
from cases.actions.collectives import CollectiveFacts, open_collective
from cases.actions.commissions import form_commission, join_commission
from cases.actions.concluding import conclude_collective
from cases.actions.cycles import CycleFacts, move_cycle, plan_cycle
from cases.actions.headcounts import name_present, take_headcount
from cases.actions.member_consents import AnswerFacts, answer_for_member
from cases.actions.members import MemberFacts, invite_member, move_member
from cases.actions.placing import place_member
from cases.actions.sessions import SessionFacts
from cases.actions.shared_agreements import AgreementFacts, agree_together, settle_agreement
from cases.actions.shared_goals import observe_goal
from cases.enums import ServiceLine
from tests.cases import together
from tests.factories import SECRET_NAME, SECRET_TEXT
from tests.house import readers as table

CASE = {
    "cases:activities": ("view 200", "405"),
    "cases:activity": ("view 200", "405"),
    "cases:activity_debrief": ("write 200", "write 422"),
    "cases:activity_held": ("write 200", "write 302"),
    "cases:activity_moment": ("write 200", "write 422"),
    "cases:activity_new": ("write 200", "write 422"),
    "cases:activity_shared": ("write 200", "write 422"),
    "cases:collective": ("view 200", "405"),
    "cases:collective_answer": ("members 200", "members 422"),
    "cases:collective_describe": ("write 200", "write 422"),
    "cases:collective_invite": ("members 200", "members 422"),
    "cases:collective_member": ("members 200", "405"),
    "cases:collective_member_edit": ("members 200", "members 422"),
    "cases:collective_member_group": ("members 200", "members 422"),
    "cases:collective_member_step": ("members 200", "members 422"),
    "cases:collective_members": ("members 200", "405"),
    "cases:collective_withdraw": ("members 200", "members 302"),
    "cases:commission": ("read 200", "405"),
    "cases:commission_end": ("write 200", "write 302"),
    "cases:commission_join": ("members 200", "members 422"),
    "cases:commission_leave": ("members 200", "members 302"),
    "cases:commission_new": ("write 200", "write 422"),
    "cases:cycle": ("view 200", "405"),
    "cases:cycle_edit": ("write 200", "write 422"),
    "cases:cycle_groups": ("members 200", "members 302"),
    "cases:cycle_new": ("write 200", "write 422"),
    "cases:cycle_step": ("write 200", "write 302"),
    "cases:goal_seen": ("write 200", "write 422"),
    "cases:group_session": ("write 200", "write 422"),
    "cases:headcount": ("write 200", "write 422"),
    "cases:presences": ("members 200", "members 422"),
    "cases:shared_agreement_add": ("write 200", "write 422"),
    "cases:shared_agreement_settle": ("write 200", "write 302"),
    "cases:shared_goals": ("read 200", "405"),
}
CLINICAL = {
    *("responsible", "member", "supervisor", "legal", "coordinator", "reception"),
    *("teammate", "stranger", "facilitator"),
}
OPENERS = {"responsible", "member", "supervisor", "teammate", "stranger", "coordinator"}
ROLE = {
    "cases:collectives": (CLINICAL, "200", "405"),
    "cases:collective_open": (OPENERS, "200", "422"),
}
WITHOUT_HISTORY = {"cases.Presence": "a name taken back is gone; the count stays"}


def conclude(method, reader):
    """Say who may record the decision of a collective: whoever may both close and read it."""
    if reader in table.AWAY:
        return "302"
    if reader == "responsible":
        return "422" if method == "post" else "200"
    return "403" if reader in table.INSIDE else "404"


OTHER = {"cases:collective_conclude": conclude}


def furnish(world):
    """Open a collective with one of everything, for the same readers as the case."""
    by = world.people["responsible"]
    case = together.make_collective(by, name=SECRET_NAME)
    for function in ("member", "supervisor", "legal"):
        access.grant(world.people[function], table.MAY[function], case)
    cycle = together.make_cycle(case, by)
    activity = together.make_activity(case, by, "BUSQUEDA_CAMPO")
    member = together.make_someone(case, by, SECRET_NAME)
    answer = together.agree(member, by)
    part = activity.parts.get()
    with acting(by, "test"):
        at = together.NOON
        commission = form_commission(case=case, name=SECRET_TEXT, by=by, at=at)
        seat = join_commission(commission=commission, member=member, by=by, at=at)
        facts = AgreementFacts(SECRET_TEXT, who="Todas")
        agreement = agree_together(activity=activity, facts=facts, by=by, at=at)
    uid = {
        **dict.fromkeys(("cycle", "cycle_edit", "cycle_step", "cycle_groups"), cycle.pk),
        **dict.fromkeys(
            (
                *("collective_member", "collective_member_edit", "collective_member_step"),
                *("collective_member_group", "collective_answer"),
            ),
            member.pk,
        ),
        **dict.fromkeys(
            (
                *("activity", "activity_held", "activity_shared", "activity_moment"),
                *("activity_debrief", "shared_agreement_add"),
            ),
            activity.pk,
        ),
        **dict.fromkeys(("group_session", "headcount", "presences"), part.pk),
        **dict.fromkeys(("commission", "commission_end", "commission_join"), commission.pk),
        "collective_withdraw": answer.pk,
        "commission_leave": seat.pk,
        "shared_agreement_settle": agreement.pk,
    }
    to = {
        "cycle_step": "CONVOCADO",
        "collective_member_step": "AUSENTE_TEMPORAL",
        "activity_moment": "ANTES",
    }
    names = {*CASE, *OTHER}
    known = {name: name.removeprefix("cases:") for name in names}
    return {
        name: {"code": case.code, "uid": uid.get(noun), "to": to.get(noun)}
        for name, noun in known.items()
    }


TOLD = {"member.born": "1974-06-13"}


def live(day):
    """Live a cycle of a collective from its opening to its conclusion."""
    by, now = day.worker, day.at
    begin, today = now - dt.timedelta(days=2), timezone.localdate(now)
    facts = CollectiveFacts(day.canary("collective.name"), day.canary("collective.purpose"))
    case = open_collective(
        facts=facts, line=ServiceLine.COM_DESAPARICION, team=day.team, by=by, at=begin
    )
    facts = CycleFacts(today, None, day.canary("cycle.theme"), day.canary("cycle.purpose"))
    cycle = plan_cycle(case=case, facts=facts, by=by, at=begin)
    member = belong(day, case, begin)
    why = day.canary("placement.why")
    place_member(cycle=cycle, member=member, group="G_AM", why=why, by=by, at=begin)
    commission = form_commission(
        case=case,
        name=day.canary("commission.name"),
        purpose=day.canary("commission.purpose"),
        by=by,
        at=begin,
    )
    join_commission(commission=commission, member=member, by=by, at=begin)
    search(day, case, member)
    observe_goal(
        case=case,
        goal="SENTIDO_COLECTIVIDAD",
        appraisal=2,
        words=day.canary("goalseen.words"),
        seen_on=today,
        by=by,
        at=now,
    )
    for to in ("CONVOCADO", "EN_CURSO", "EVALUACION", "CERRADO"):
        said = day.canary("cycle.evaluation")
        cycle = move_cycle(cycle=cycle, to=to, evaluation=said, by=by, at=now)
    decision = day.canary("collective.decision")
    conclude_collective(case=case, decision=decision, decided_on=today, by=by, at=now)
    lifecycle.reopen_case(case=case, reason=day.canary("transition.reason"), by=by, at=now)


def belong(day, case, at):
    """Put someone on the list who agrees to be named."""
    facts = MemberFacts(
        day.canary("member.called"),
        day.canary("member.searches_for"),
        TOLD["member.born"],
        day.canary("member.care"),
    )
    member = invite_member(case=case, facts=facts, by=day.worker, at=at)
    why = day.canary("memberstep.reason")
    member = move_member(member=member, to="INTEGRANTE", reason=why, by=day.worker, at=at)
    facts = AnswerFacts(
        "C_NOMBRE",
        granted=True,
        given_on=timezone.localdate(at),
        signed_by=day.canary("memberagreed.signed_by"),
    )
    answer_for_member(member=member, facts=facts, by=day.worker, at=at)
    return member


def search(day, case, member):
    """Accompany a search, tell it, count who came, agree on something."""
    by, now = day.worker, day.at
    place = day.canary("session.place")
    session = SessionFacts(starts_at=now - dt.timedelta(hours=3), place=place)
    plan = {"theme": day.canary("groupsession.plan")}
    facts = ActivityFacts("BUSQUEDA_CAMPO", session, (), plan)
    activity = enter_activity(case=case, facts=facts, by=by, at=now)
    part = activity.parts.get()
    facts = PartFacts(plan, {"emerging": day.canary("groupsession.record")}, by, day.worker)
    tell_part(part=part, facts=facts, version=1, by=by, at=now)
    words = {"opening": day.canary("activity.shared")}
    tell_shared(activity=activity, words=words, by=by, at=now)
    for moment in ("ANTES", "DURANTE", "DESPUES"):
        words = {"needs": day.canary("activitymoment.words")}
        on = timezone.localdate(now)
        facts = {"moment": moment, "words": words, "happened_on": on}
        write_moment(activity=activity, **facts, by=by, at=now)
    debrief_team(activity=activity, words={"how": day.canary("activity.debrief")}, by=by, at=now)
    counts = {("MUJERES", "45_59"): 7}
    part = take_headcount(part=part, counts=counts, version=0, by=by, at=now)
    name_present(part=part, members=[member], by=by, at=now)
    facts = AgreementFacts(day.canary("sharedagreement.text"), day.canary("sharedagreement.who"))
    agreement = agree_together(activity=activity, facts=facts, by=by, at=now)
    outcome = day.canary("sharedagreement.outcome")
    settle_agreement(agreement=agreement, outcome=outcome, by=by, at=now)
