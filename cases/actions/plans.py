"""The plan: goals in her own words, what is agreed on, and looking at it again together."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, check_length, locked, locked_open, sealing
from cases.actions.tasks import end_tasks, raise_task
from cases.enums.plan import PlanOutcome, Progress
from cases.enums.task import TaskKind
from cases.models import AgreedAction, Case, Goal, Plan, PlanReview

MOST_GOALS = 12


class GoalSaysNothing(Refusal):
    """A goal is hers, in her words."""

    sentence = _("Write the goal in the person's own words.")


class TooManyGoals(Refusal):
    """More than anyone can hold in mind."""

    sentence = _("A plan holds up to %(most)s goals. Let one go before adding another.")


class LastGoal(Refusal):
    """A plan without a goal is none."""

    sentence = _("This is the only goal of the plan. Add another one before letting it go.")


class GoalLetGo(Refusal):
    """She let it go before."""

    sentence = _("This goal was let go before. Add it again if she wants it back.")


class NoPlanYet(Refusal):
    """A plan begins with a goal."""

    sentence = _("There is no plan yet. It begins with a goal in her own words.")


class ActionSaysNothing(Refusal):
    """Nobody would know what to do."""

    sentence = _("Write what was agreed on.")


class DuePassed(Refusal):
    """Nobody can keep it any more."""

    sentence = _("This day has passed. Choose one still to come, or leave it open.")


class NotOnTheCase(Refusal):
    """The colleague may not see the case."""

    sentence = _("This colleague is not in the team of the case. Let them in first.")


class ActionDone(Refusal):
    """It was done before."""

    sentence = _("This is done already. Nothing was changed.")


class ReviewIncomplete(Refusal):
    """A goal was passed over."""

    sentence = _("Say how each goal stands; there are %(missing)s still to be looked at.")


class OutcomeMissing(Refusal):
    """A plan that ends says how it stands."""

    sentence = _("Say how the plan stands: whether its goals were reached.")


@dataclass(frozen=True, slots=True)
class GoalFacts:
    """A goal, by what she would notice a change, and how it will be worked on."""

    words: str
    indicator: str = ""
    strategies: str = ""

    def said(self) -> dict[str, Any]:
        """Return the words as a goal holds them.

        :raises GoalSaysNothing: if there are none.
        """
        if not self.words.strip():
            raise GoalSaysNothing
        check_length(asdict(self))
        return {name: text.strip() or None for name, text in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class Standing:
    """How one goal stands at a review."""

    progress: str
    words: str = ""


def current_plan(case: Case) -> Plan | None:
    """Return the plan in force."""
    plan: Plan | None = case.plans.filter(ended_at=None).first()
    return plan


def has_goals(case: Case) -> bool:
    """Tell whether a plan with a goal she still wants is in force."""
    return bool(case.goals.filter(plan__ended_at=None, let_go_at=None).exists())


@transaction.atomic
@sealing()
def add_goal(
    *, case: Case, facts: GoalFacts, goal_id: UUID | None = None, by: User, at: dt.datetime
) -> Goal:
    """Add a goal; the first one makes the plan. The same id again is the same goal.

    :raises CaseClosed, GoalSaysNothing, TooManyGoals: see each.
    """
    access.require(by, "write", case)
    case = locked_open(case.pk)
    if goal_id and (known := Goal.objects.filter(pk=goal_id).first()):
        if known.case_id != case.pk:
            raise PermissionDenied
        return known
    plan = current_plan(case) or _begun(case, by, at)
    if plan.goals.filter(let_go_at=None).count() >= MOST_GOALS:
        raise TooManyGoals(most=MOST_GOALS)
    last = plan.goals.aggregate(last=Max("number"))["last"] or 0
    goal = Goal(
        id=goal_id or uuid4(),
        case=case,
        plan=plan,
        number=last + 1,
        added_at=at,
        **facts.said(),
    )
    goal.save(force_insert=True)
    access.shelve(case, at=at)
    log.record(Verb.CREATE, goal, by=by, fields=["words", "indicator", "strategies"])
    return goal


def _begun(case: Case, by: User, at: dt.datetime) -> Plan:
    plan = Plan(
        case=case,
        agreed_by=by,
        agreed_at=at,
        looked_at_on=timezone.localdate(at),
        looked_at_sessions=case.sessions_held,
    )
    plan.save(force_insert=True)
    log.record(Verb.CREATE, plan, by=by, fields=["agreed_at"])
    return plan


@transaction.atomic
@sealing()
def change_goal(*, goal: Goal, facts: GoalFacts, by: User, at: dt.datetime) -> Goal:
    """Put a goal into other words of hers; the former ones are kept.

    :raises CaseClosed, GoalLetGo, GoalSaysNothing: see each.
    """
    case, goal = _wanted(goal, by)
    for name, text in facts.said().items():
        setattr(goal, name, text)
    goal.save()
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, goal, by=by, fields=["words", "indicator", "strategies"])
    return goal


@transaction.atomic
def let_goal_go(*, goal: Goal, by: User, at: dt.datetime) -> Goal:
    """Say that she no longer wants a goal.

    :raises CaseClosed, GoalLetGo, LastGoal: see each.
    """
    case, goal = _wanted(goal, by)
    if not goal.plan.goals.filter(let_go_at=None).exclude(pk=goal.pk).exists():
        raise LastGoal
    goal.let_go_at = at
    goal.save(update_fields=["let_go_at"])
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, goal, by=by, fields=["let_go_at"])
    return goal


def _wanted(goal: Goal, by: User) -> tuple[Case, Goal]:
    """Ask, lock and re-read a goal she still wants, in an open case."""
    access.require(by, "write", goal)
    case = locked_open(goal.case_id)
    goal = Goal.objects.select_for_update().select_related("plan").get(pk=goal.pk)
    if goal.let_go_at:
        raise GoalLetGo
    return case, goal


# --- what is agreed on ------------------------------------------------------------------------


@transaction.atomic
@sealing()
def agree_action(
    *,
    case: Case,
    words: str,
    action_id: UUID | None = None,
    who: str = "",
    assignee: User | None = None,
    due_on: dt.date | None = None,
    by: User,
    at: dt.datetime,
) -> AgreedAction:
    """Write down what was agreed on, who does it and until when; a day asks a colleague for it.

    :raises CaseClosed, NoPlanYet, ActionSaysNothing, DuePassed, NotOnTheCase: see each.
    """
    access.require(by, "write", case)
    case = locked_open(case.pk)
    if action_id and (known := AgreedAction.objects.filter(pk=action_id).first()):
        if known.case_id != case.pk:
            raise PermissionDenied
        return known
    if (plan := current_plan(case)) is None:
        raise NoPlanYet
    if not words.strip():
        raise ActionSaysNothing
    check_length({"words": words})
    if due_on and due_on < timezone.localdate(at):
        raise DuePassed
    if assignee and not access.allows(assignee, "read", case):
        raise NotOnTheCase
    action = AgreedAction(
        id=action_id or uuid4(),
        case=case,
        plan=plan,
        words=words.strip(),
        who=who.strip() or None,
        assignee=assignee,
        due_on=due_on,
        agreed_at=at,
    )
    action.save(force_insert=True)
    access.shelve(case, at=at)
    log.record(Verb.CREATE, action, by=by, fields=["words", "who", "assignee", "due_on"])
    if assignee or due_on:
        asked = assignee or case.seen_to_by()
        told: dict[str, Any] = {"assignee": asked, "due_on": due_on, "by": by, "at": at}
        raise_task(case=case, kind=TaskKind.AGREEMENT_DUE, about=action.pk, **told)
    return action


@transaction.atomic
@sealing()
def finish_action(
    *, agreed: AgreedAction, outcome: str = "", by: User, at: dt.datetime
) -> AgreedAction:
    """Say that something agreed on was done, and perhaps what came of it.

    :raises ActionDone: if it was before.
    """
    access.require(by, "write", agreed)
    case = locked(agreed.case_id)
    action = AgreedAction.objects.select_for_update().get(pk=agreed.pk)
    if action.done_at:
        raise ActionDone
    check_length({"outcome": outcome})
    action.done_at, action.done_by, action.outcome = at, by, outcome.strip() or None
    action.save()
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, action, by=by, fields=["done_at", "outcome"])
    end_tasks(case=case, about=action.pk, by=by, at=at)
    return action


# --- looking at it again, and its end ----------------------------------------------------------


@transaction.atomic
@sealing()
def review_plan(
    *,
    case: Case,
    goals: dict[UUID, Standing],
    words: str = "",
    review_id: UUID | None = None,
    by: User,
    at: dt.datetime,
) -> PlanReview:
    """Look at every goal with her; the clocks of the next review begin anew.

    :raises CaseClosed, NoPlanYet, ReviewIncomplete: see each.
    """
    access.require(by, "write", case)
    case = locked_open(case.pk)
    if review_id and (known := PlanReview.objects.filter(pk=review_id).first()):
        if known.case_id != case.pk:
            raise PermissionDenied
        return known
    if (plan := current_plan(case)) is None:
        raise NoPlanYet
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    wanted = set(plan.goals.filter(let_go_at=None).values_list("pk", flat=True))
    told = {pk for pk, each in goals.items() if each.progress in Progress.values}
    if missing := wanted - told:
        raise ReviewIncomplete(missing=len(missing))
    check_length({"words": words})
    review = PlanReview(
        id=review_id or uuid4(),
        case=case,
        plan=plan,
        number=plan.reviews_held + 1,
        held_by=by,
        held_at=at,
        goals=_kept({pk: goals[pk] for pk in wanted}),
        words=words.strip() or None,
    )
    review.save(force_insert=True)
    plan.reviews_held = review.number
    plan.looked_at_on, plan.looked_at_sessions = timezone.localdate(at), case.sessions_held
    plan.save(update_fields=["reviews_held", "looked_at_on", "looked_at_sessions"])
    access.shelve(case, at=at)
    log.record(Verb.CREATE, review, by=by, fields=["goals", "words"])
    end_tasks(case=case, about=plan.pk, by=by, at=at)
    return review


def _kept(goals: dict[UUID, Standing]) -> dict[str, Any]:
    return {
        str(pk): {"progress": each.progress, "words": each.words.strip()}
        for pk, each in goals.items()
    }


def end_plan(case: Case, outcome: str, *, by: User, at: dt.datetime) -> None:
    """End the plan of a locked case that closes; the use case that closes it calls.

    Coordination, which may not read the plan, and endings nobody can be asked about leave it
    without an outcome.
    """
    if (plan := current_plan(case)) is None:
        return
    plan.ended_at, plan.outcome = at, PlanOutcome(outcome) if outcome else ""
    plan.save(update_fields=["ended_at", "outcome"])
    log.record(Verb.CHANGE, plan, by=by, fields=["ended_at", "outcome"])
    end_tasks(case=case, about=plan.pk, by=by, at=at)
