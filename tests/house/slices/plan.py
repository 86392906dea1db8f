"""Plans, assessments, events, referrals, institutions and what left the house."""

import uuid

from django.utils import timezone

from accompaniment.staff.acting import acting
from cases.actions.assessments import AssessmentFacts, EffectSaid, ResourceSaid, assess
from cases.actions.events import EventFacts, record_event
from cases.actions.people import accompanied
from cases.actions.plans import (
    GoalFacts,
    Standing,
    add_goal,
    agree_action,
    finish_action,
    review_plan,
)
from cases.actions.referrals import (
    ReferralFacts,
    agree_to_referral,
    move_referral,
    propose_referral,
    send_referral,
)
from cases.models import FollowUp
from tests.cases import planned

INSIDE = {"responsible", "member", "supervisor", "legal", "coordinator", "reception"}
CLINICAL = INSIDE | {"teammate", "stranger", "facilitator"}
CASE = {
    "cases:plan": ("read 200", "405"),
    "cases:goal_add": ("write 200", "write 422"),
    "cases:goal_edit": ("write 200", "write 422"),
    "cases:goal_let_go": ("write 200", "write 422"),  # it is the only one
    "cases:action_add": ("write 200", "write 422"),
    "cases:action_done": ("write 200", "write 302"),
    "cases:plan_review": ("write 200", "write 422"),
    "cases:follow_up": ("write 200", "write 422"),
    "cases:event_add": ("write 200", "write 422"),
    "cases:event_edit": ("write 200", "write 422"),
    "cases:event_set_aside": ("write 200", "write 302"),
    "cases:assessments": ("read 200", "405"),
    "cases:assessment": ("read 200", "405"),
    "cases:assess": ("write 200", "write 422"),
    "cases:referrals": ("read 200", "405"),
    "cases:referral": ("read 200", "405"),
    "cases:referral_add": ("write 200", "write 422"),
    "cases:referral_edit": ("write 200", "write 422"),
    "cases:referral_agree": ("write 200", "write 422"),
    "cases:referral_send": ("write 200", "write 422"),  # she has not agreed
    "cases:referral_print": ("write 200", "405"),
    "cases:referral_step": ("write 200", "write 422"),
}
ROLE = {
    "cases:institutions": (CLINICAL, "200", "405"),
    "cases:institution": (CLINICAL, "200", "405"),
    "cases:institution_add": ({"coordinator"}, "200", "422"),
    "cases:institution_edit": ({"coordinator"}, "200", "422"),
}
OPEN_TEXT = {
    # public facts of institutions, which everybody may know
    *(
        f"cases.Institution.{name}"
        for name in (
            *("name", "address", "phones", "hours", "to_bring", "cost", "accessibility"),
            *("languages", "notes", "sorted_by", "found_by"),
        )
    ),
}
OPEN = {"cases.Institution": "a directory of public facts, about nobody"}


def furnish(world):
    """Give the case a plan, an event, an assessment and a referral with the secret in each."""
    worker = world.people["responsible"]
    goal = planned.make_goal(world.case, worker)
    action = planned.make_action(world.case, worker)
    event = planned.make_event(world.case, worker)
    assessment = planned.make_assessment(world.case, worker)
    referral = planned.make_referral(world.case, worker)
    institution = planned.make_institution(world.people["coordinator"])
    of = {
        goal: ("goal_edit", "goal_let_go"),
        action: ("action_done",),
        event: ("event_edit", "event_set_aside"),
        assessment: ("assessment",),
        institution: ("institution", "institution_edit"),
        referral: (
            *("referral", "referral_edit", "referral_agree", "referral_send"),
            *("referral_print", "referral_step"),
        ),
    }
    found = {f"cases:{name}": {"uid": row.pk} for row, names in of.items() for name in names}
    found["cases:referral_step"]["to"] = "CERRADA"
    return found


def live(day):
    """Put a word into every sealed field of a plan, an assessment and a referral."""
    who = {"by": day.worker, "at": day.at}
    _plan(day, who)
    event = EventFacts(words=day.canary("event.words"), locality=day.canary("event.codes"))
    record_event(case=day.case, event_id=uuid.uuid4(), facts=event, **who)
    effect = EffectSaid("IND", "MIEDO", words=day.canary("assessment.content"))
    look = AssessmentFacts(effects=(effect,), resources=(ResourceSaid("IND", "HUMOR"),))
    assess(case=day.case, assessment_id=uuid.uuid4(), facts=look, **who)
    _refer(day, who)


def _plan(day, who):
    words = {name: day.canary(f"goal.{name}") for name in ("words", "indicator", "strategies")}
    goal = add_goal(case=day.case, facts=GoalFacts(**words), **who)
    said = {name: day.canary(f"agreed_action.{name}") for name in ("words", "who")}
    action = agree_action(case=day.case, **said, **who)
    finish_action(agreed=action, outcome=day.canary("agreed_action.outcome"), **who)
    standing = {goal.pk: Standing("1", day.canary("plan_review.goals"))}
    review_plan(case=day.case, goals=standing, words=day.canary("plan_review.words"), **who)
    with acting(day.worker, "care"):
        FollowUp.objects.create(
            case=day.case,
            closed_at=day.at,
            months=1,
            held_by=day.worker,
            held_at=day.at,
            settles=True,
            result={"code": "EN_CONTACTO", "words": day.canary("follow_up.result")},
        )


def _refer(day, who):
    facts = ReferralFacts(
        person=accompanied(day.case),
        other=day.canary("referral.destination"),
        purpose=day.canary("referral.purpose"),
        items={"NECESIDAD": day.canary("referral.items")},
    )
    referral = propose_referral(case=day.case, facts=facts, **who)
    given_on = timezone.localdate(day.at)
    agree_to_referral(referral=referral, version=1, method="AUTOGRAFA", given_on=given_on, **who)
    send_referral(referral=referral, **who)
    move_referral(referral=referral, to="RECIBIDA", words=day.canary("referral_step.words"), **who)
    move_referral(referral=referral, to="ATENDIDA", **who)
    answer = day.canary("referral.answer")
    move_referral(referral=referral, to="CONTRARREFERENCIA", words=answer, **who)
    disclosed = day.case.disclosures.get(about=referral.pk)
    disclosed.to, disclosed.purpose = day.canary("disclosure.to"), day.canary("disclosure.purpose")
    disclosed.items = [day.canary("disclosure.items")]
    disclosed.save()
