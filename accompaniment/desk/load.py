"""How much each colleague carries: open cases, weighed by urgency and age."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accompaniment.staff.enums import Role
from accompaniment.staff.models import Membership
from cases.enums import MINORS, ParticipationRole, Urgency
from cases.models import Case

WEIGHTS = {Urgency.U1: 3.0, Urgency.U2: 2.0}  # the others weigh one
CHILD = 0.5  # more, where a girl, boy or adolescent is accompanied
CAP = 20  # above it someone should ask her how she is


@dataclass(frozen=True, slots=True)
class Load:
    """What one colleague carries."""

    name: str
    cases: int
    urgent: int
    children: int
    weight: float

    @property
    def share(self) -> int:
        """Return the weight in hundredths of what is bearable."""
        return min(100, round(100 * self.weight / CAP))

    @property
    def is_much(self) -> bool:
        """Tell whether it is more than is bearable."""
        return self.weight > CAP


def of_teams(teams: Collection[Any]) -> list[Load]:
    """Return the load of everyone who accompanies in these teams, the heaviest first."""
    people = Membership.objects.filter(
        team__in=teams, role=Role.PSYCHOLOGIST, user__is_active=True
    ).select_related("user")
    names = {each.user_id: each.user.full_name for each in people}
    carried: defaultdict[UUID, list[tuple[UUID, int]]] = defaultdict(list)
    rows = Case.objects.filter(responsible__in=names, is_open=True)
    for who, case, urgency in rows.values_list("responsible", "pk", "urgency"):
        carried[who].append((case, urgency))
    about = rows.filter(
        participations__role=ParticipationRole.PA,
        participations__ended_at=None,
        participations__person__age_group__in=MINORS,
    )
    children = set(about.values_list("pk", flat=True))
    loads = [_load(names[who], carried[who], children) for who in names]
    return sorted(loads, key=lambda each: (-each.weight, each.name))


def _load(name: str, carried: list[tuple[UUID, int]], children: set[UUID]) -> Load:
    of_children = sum(case in children for case, _urgency in carried)
    weight = sum(WEIGHTS.get(Urgency(urgency), 1.0) for _case, urgency in carried)
    return Load(
        name=name,
        cases=len(carried),
        urgent=sum(urgency == Urgency.U1 for _case, urgency in carried),
        children=of_children,
        weight=weight + CHILD * of_children,
    )
