"""Plans with their way, assessments, referrals, the directory, and a contact after closing."""

import datetime as dt
import tomllib
import uuid
from typing import Any

from django.utils import timezone

from accompaniment.desk.demo.story import Cast, case_called
from accompaniment.desk.demo.tales import NUMBER, NUMBERS, TEXTS
from accompaniment.staff.models import User
from cases.actions.assessments import AssessmentFacts, EffectSaid, Near, ResourceSaid, assess
from cases.actions.events import EventFacts, record_event
from cases.actions.follow_ups import record_follow_up
from cases.actions.institutions import InstitutionFacts, add_institution
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
from cases.enums import ConsentMethod
from cases.enums.plan import FollowUpResult
from cases.models import Case, Institution
from cases.said_dates import heard

WEEK, HOUR = dt.timedelta(weeks=1), dt.timedelta(hours=1)
SECTIONS = ("context", "meaning", "legal", "risk", "health", "expectations")
JUAREZ = "08037"  # INEGI
BEHIND = 5  # weeks after a closing a month is over


def tell(cast: Cast) -> None:
    """Keep the directory, then tell four stories further."""
    said = tomllib.loads((TEXTS / "plan.toml").read_text(encoding="utf-8"))
    with cast.at_work("teresa") as keeper:
        for each in said["institution"]:
            add_institution(facts=_facts_of(each), by=keeper, at=cast.now - 30 * WEEK)
    with cast.at_work("ofelia") as by:
        for name in ("luz", "rosario", "maribel"):
            Further(
                cast, by, case_called(said[name]["called"], Case.objects.filter(responsible=by))
            ).tell(said[name])
        _after_closing(
            cast, by, case_called(said["araceli"]["called"], Case.objects.filter(responsible=by))
        )


def _facts_of(said: dict[str, Any]) -> InstitutionFacts:
    """Give an institution its state, and a telephone that nobody has."""
    place = said.get("municipality", "")
    known = {name: text for name, text in said.items() if name != "phone"}
    begins = NUMBERS["Juárez"] if place == JUAREZ else NUMBER
    return InstitutionFacts(**known, state=place[:2], phones=f"{begins}{said['phone']}")


class Further:
    """One story told further, each deed at its time and never before the case was opened."""

    def __init__(self, cast: Cast, by: User, case: Case) -> None:
        self.cast, self.by, self.case = cast, by, case
        self.today = timezone.localdate(cast.now)

    def at(self, weeks_ago: float) -> dt.datetime:
        """Return a moment so many weeks ago, within the life of the case."""
        return max(self.cast.now - weeks_ago * WEEK - HOUR, self.case.opened_at + HOUR)

    def tell(self, said: dict[str, Any]) -> None:
        """Tell everything written about this case."""
        for event in said.get("events", ()):
            self._event(event)
        for look in said.get("looks", ()):
            self._look(look)
        for goal in said.get("goals", ()):
            add_goal(case=self.case, facts=GoalFacts(**goal), by=self.by, at=self.at(7))
        for review in said.get("reviews", ()):
            self._review(review)
        for action in said.get("actions", ()):
            self._action(action)
        for referral in said.get("referrals", ()):
            self._refer(referral)

    def _event(self, said: dict[str, Any]) -> None:
        facts: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in said.items()}
        facts["when"] = heard(said["when"], self.today)
        told = EventFacts(**facts)
        at = self.at(9)
        record_event(case=self.case, event_id=uuid.uuid4(), facts=told, by=self.by, at=at)

    def _look(self, said: dict[str, Any]) -> None:
        effects = tuple(
            EffectSaid(level, code, strength, since, is_current=True, words=words)
            for level, code, strength, since, words in said["effects"]
        )
        facts = AssessmentFacts(
            sections={name: said.get(name, "") for name in SECTIONS},
            effects=effects,
            resources=tuple(ResourceSaid(*each) for each in said["resources"]),
            network=tuple(Near(*each) for each in said["network"]),
        )
        at = self.at(said["weeks_ago"])
        assess(case=self.case, assessment_id=uuid.uuid4(), facts=facts, by=self.by, at=at)

    def _review(self, said: dict[str, Any]) -> None:
        goals = self.case.goals.filter(let_go_at=None).order_by("number")
        told = zip(goals, said["progress"], said["said"], strict=True)
        standings = {goal.pk: Standing(progress, words) for goal, progress, words in told}
        at = self.at(said["weeks_ago"])
        review_plan(case=self.case, goals=standings, words=said["words"], by=self.by, at=at)

    def _action(self, said: dict[str, Any]) -> None:
        days = said.get("in_days")
        action = agree_action(
            case=self.case,
            words=said["words"],
            who=said.get("who", ""),
            assignee=self.cast.people[said["assignee"]] if "assignee" in said else None,
            due_on=self.today + dt.timedelta(days=days) if days else None,
            by=self.by,
            at=self.at(1),
        )
        if done := said.get("done"):
            finish_action(agreed=action, outcome=done, by=self.by, at=self.at(0))

    def _refer(self, said: dict[str, Any]) -> None:
        at = self.at(said["weeks_ago"])
        facts = ReferralFacts(
            person=accompanied(self.case),
            institution=Institution.objects.get(name=said["to"]),
            purpose=said["purpose"],
            items=said["items"],
            accompanied_by=self.cast.people[said["along"]] if "along" in said else None,
        )
        referral = propose_referral(case=self.case, facts=facts, by=self.by, at=at)
        if not said.get("agreed", True):
            return
        consent: dict[str, Any] = {
            "method": ConsentMethod.AUTOGRAFA,
            "given_on": timezone.localdate(at),
        }
        told: dict[str, Any] = {"by": self.by, "at": at}
        agree_to_referral(referral=referral, version=referral.version, **consent, **told)
        send_referral(referral=referral, **told)
        for days, to in enumerate(said["steps"], start=1):
            words = said["answer"] if to == "CONTRARREFERENCIA" else ""
            later = min(at + dt.timedelta(days=days), self.cast.now)
            move_referral(referral=referral, to=to, words=words, by=self.by, at=later)


def _after_closing(cast: Cast, by: User, case: Case) -> None:
    """Contact her a month after closing, if that month is over by now."""
    at = (case.closed_at or cast.now) + BEHIND * WEEK
    words = "«Sigo con mis tardes. El dinero lo manejo yo»."
    record_follow_up(
        case=case,
        months=1,
        result=FollowUpResult.EN_CONTACTO,
        words=words,
        by=by,
        at=min(at, cast.now),
    )
