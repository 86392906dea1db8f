"""The plan as its room shows it: goals with what changed over time, agreements, what is due."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accompaniment.templatetags.moments import moment
from cases.enums.plan import FollowUpResult, Progress
from cases.models import Case, Plan
from cases.reports import after

SPAN, TOP, STEP, EDGE = 112, 26, 10, 6  # of the small line: width, lowest y, height of a step
MOST = 30  # agreements and reviews shown
QUOTES = frozenset('«“"')
LABELS = dict(Progress.choices)
RESULTS = dict(FollowUpResult.choices)


@dataclass(frozen=True, slots=True)
class Seen:
    """How one goal stood at one review."""

    at: dt.datetime
    progress: int
    label: str
    words: str


@dataclass(slots=True)
class GoalShown:
    """One goal and its way."""

    goal: Any
    words: str
    indicator: str
    strategies: str
    seen: list[Seen] = field(default_factory=list)

    @property
    def last(self) -> Seen | None:
        """Return how it stood the last time."""
        return self.seen[-1] if self.seen else None

    @property
    def said(self) -> str:
        """Say its whole way in words, for whoever does not see the line."""
        days = (moment(timezone.localdate(each.at), "short") for each in self.seen)
        return ", ".join(f"{day}: {each.label}" for day, each in zip(days, self.seen, strict=True))

    @property
    def points(self) -> list[tuple[int, int]]:
        """Return where the line passes; one review alone is a point."""
        wide = SPAN - 2 * EDGE
        steps = max(1, len(self.seen) - 1)
        return [
            (EDGE + round(n * wide / steps), TOP - each.progress * STEP)
            for n, each in enumerate(self.seen)
        ]

    @property
    def path(self) -> str:
        """Return the line as SVG draws it."""
        return "M" + " ".join(f"{x} {y}" for x, y in self.points) if len(self.seen) > 1 else ""


@dataclass(frozen=True, slots=True)
class ReviewShown:
    """One review: when, by whom, what was seen, and how each goal stood."""

    review: Any
    words: str
    cells: list[Seen | None]


@dataclass(frozen=True, slots=True)
class ActionShown:
    """Something agreed on."""

    action: Any
    words: str
    who: str
    outcome: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class PlanShown:
    """Everything of one plan."""

    plan: Any
    goals: list[GoalShown]
    reviews: list[ReviewShown]
    actions: list[ActionShown]
    review_due: str
    is_due: bool


def opened(box: Any) -> str:
    """Return what is in a box, or nothing."""
    return box.reveal() if box else ""


def unquoted(words: str) -> str:
    """Return her words without the marks around them: the page sets its own."""
    return words.strip().removesuffix(".").strip('«»“”"') if words[:1] in QUOTES else words


def shown(case: Case, today: dt.date) -> PlanShown | None:
    """Return the plan in force or, where it has ended, the last one, in four queries."""
    plan = case.plans.order_by("-agreed_at", "-id").first()
    if plan is None:
        return None
    goals = _goals(plan)
    reviews = list(plan.reviews.select_related("held_by").order_by("-number")[:MOST])[::-1]
    told = [(review, review.goals.reveal()) for review in reviews]
    for goal in goals:
        goal.seen = [
            _seen(review, said[key]) for review, said in told if (key := str(goal.goal.pk)) in said
        ]
    is_due = not plan.ended_at and after.is_due(plan, case, today)
    return PlanShown(
        plan,
        goals,
        [_review(review, said, goals) for review, said in told],
        _actions(plan, today),
        "" if plan.ended_at else review_said(plan, case),
        is_due,
    )


def _goals(plan: Plan) -> list[GoalShown]:
    rows = plan.goals.filter(let_go_at=None).order_by("number")
    return [
        GoalShown(row, unquoted(opened(row.words)), opened(row.indicator), opened(row.strategies))
        for row in rows
    ]


def _seen(review: Any, said: dict[str, str]) -> Seen:
    progress = said["progress"]
    label = str(LABELS.get(progress, ""))
    words = unquoted(said.get("words", ""))
    return Seen(timezone.localtime(review.held_at), int(progress), label, words)


def _review(review: Any, said: dict[str, Any], goals: list[GoalShown]) -> ReviewShown:
    keys = [str(goal.goal.pk) for goal in goals]
    cells = [_seen(review, said[key]) if key in said else None for key in keys]
    return ReviewShown(review, opened(review.words), cells)


def _actions(plan: Plan, today: dt.date) -> list[ActionShown]:
    rows = plan.actions.select_related("assignee").order_by("done_at", "due_on", "agreed_at", "id")
    found = [
        ActionShown(
            row,
            opened(row.words),
            row.assignee.get_short_name() if row.assignee else opened(row.who),
            opened(row.outcome),
            bool(row.due_on and not row.done_at and row.due_on < today),
        )
        for row in rows[:MOST]
    ]
    return sorted(found, key=lambda each: each.action.done_at is not None)


def review_said(plan: Plan, case: Case) -> str:
    """Say when the plan is looked at again: by a day, or after some sessions, whichever first."""
    left = after.sessions_left(plan, case)
    day = moment(after.review_on(plan), "full")
    if not left:
        return _("It is time to review it: eight sessions have been held.")
    words = {"day": day, "n": left}
    return (
        ngettext(
            "Review by %(day)s, or after %(n)s more session",
            "Review by %(day)s, or after %(n)s more sessions",
            left,
        )
        % words
    )


def goals_asked(case: Case) -> list[tuple[UUID, str, str]]:
    """Return the goals of the plan in force as a review asks about them."""
    rows = case.goals.filter(plan__ended_at=None, let_go_at=None).order_by("number")
    return [(row.pk, unquoted(opened(row.words)), opened(row.indicator)) for row in rows]


def goal_words(case: Case) -> list[str]:
    """Return what she wants to reach, goal by goal."""
    return [words for _pk, words, _indicator in goals_asked(case)]


# --- after closing -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StageShown:
    """One of the contacts after closing, with what came of it."""

    stage: after.Stage
    title: str
    tries: list[tuple[Any, str, str]]
    is_late: bool


def stage_name(months: int) -> str:
    """Say which contact it is."""
    return ngettext("%(n)s month after closing", "%(n)s months after closing", months) % {
        "n": months
    }


def stages_shown(case: Case, today: dt.date) -> list[StageShown]:
    """Return the contacts after closing, opened."""
    found = []
    for stage in after.stages(case):
        tries = []
        for each in stage.attempts:
            said: defaultdict[str, str] = defaultdict(str, each.result.reveal())
            tries.append((each, str(RESULTS.get(said["code"], "")), unquoted(said["words"])))
        late = not stage.is_settled and stage.due_on <= today
        found.append(StageShown(stage, stage_name(stage.months), tries, late))
    return found


def stages_open(case: Case) -> list[tuple[int, str]]:
    """Return the contacts nobody has settled yet, as choices."""
    return [(s.months, stage_name(s.months)) for s in after.stages(case) if not s.is_settled]
