"""The shared goals of a collective over time: a line, a table, and words."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accompaniment.templatetags.moments import moment
from cases.enums.collective import Appraisal, SharedGoal

MOST = 8  # points of a line
WIDTH, HEIGHT, EDGE = 640, 104, 16


@dataclass(frozen=True, slots=True)
class Point:
    """One observation, drawn."""

    x: int
    y: int
    day: str
    level: str
    appraisal: int
    words: str
    who: str


@dataclass(frozen=True, slots=True)
class GoalDrawn:
    """One goal: what is seen of it now, and how that came."""

    goal: str
    label: str
    points: list[Point] = field(default_factory=list)

    @property
    def line(self) -> str:
        """Return the points of the line, as SVG writes them."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)

    @property
    def last(self) -> Point | None:
        """Return what was seen last."""
        return self.points[-1] if self.points else None

    @property
    def told(self) -> str:
        """Tell the line in one sentence, for those who do not see it."""
        pairs = [f"{point.day}: {point.level}" for point in self.points]
        return _("%(goal)s over time. %(points)s.") % {
            "goal": self.label,
            "points": "; ".join(pairs),
        }


def goals_drawn(case: Any, *, read: bool) -> list[GoalDrawn]:
    """Return the six goals with their latest observations, in one query."""
    rows: defaultdict[str, list[Any]] = defaultdict(list)
    if read:
        seen = case.goals_seen.select_related("by").order_by("-seen_on", "-id")
        for row in seen[: MOST * len(SharedGoal) * 2]:
            if len(rows[row.goal]) < MOST:
                rows[row.goal].append(row)
    return [drawn(goal, rows[goal.value][::-1]) for goal in SharedGoal]


def drawn(goal: SharedGoal, rows: list[Any]) -> GoalDrawn:
    """Draw the observations of one goal, oldest first, where the days lie."""
    if not rows:
        return GoalDrawn(goal.value, str(goal.label))
    first, last = rows[0].seen_on, rows[-1].seen_on
    points = [
        Point(
            x=place(row.seen_on, first, last),
            y=height(row.appraisal),
            day=moment(row.seen_on, "short"),
            level=str(Appraisal(row.appraisal).label),
            appraisal=row.appraisal,
            words=row.words.reveal(),
            who=row.by.get_short_name(),
        )
        for row in rows
    ]
    return GoalDrawn(goal.value, str(goal.label), points)


def place(day: dt.date, first: dt.date, last: dt.date) -> int:
    """Return where a day lies from left to right."""
    span = (last - first).days
    share = (day - first).days / span if span else 0.5
    return round(EDGE + share * (WIDTH - 2 * EDGE))


def height(appraisal: int) -> int:
    """Return where a level lies from top to bottom."""
    share = (appraisal - 1) / (len(Appraisal) - 1)
    return round(HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE))
