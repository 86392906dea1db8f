"""What someone is at this moment: roles and teams, asked once per request."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accompaniment.audit import log
from accompaniment.staff.enums import CLINICAL, TEAM_ACTIONS
from accompaniment.staff.models import Membership


@dataclass(frozen=True, slots=True)
class Standing:
    """The roles of one person, each with its team (``None`` for roles without one)."""

    places: tuple[tuple[str, UUID | None], ...] = ()

    @property
    def roles(self) -> set[str]:
        """Return the roles, wherever held."""
        return {role for role, _ in self.places}

    def holds(self, *roles: str) -> bool:
        """Test whether the person holds one of these roles anywhere."""
        return not self.roles.isdisjoint(roles)

    def teams(self, roles: Collection[str] | None = None) -> list[UUID]:
        """Return the teams in which the person holds one of these roles (or any)."""
        return sorted({t for role, t in self.places if t and (roles is None or role in roles)})

    def teams_for(self, action: str, root: Any = None) -> list[UUID]:
        """Return the teams on whose every record the person may perform the action.

        ``root``: the model, where it gives the roles of its team less than :data:`TEAM_ACTIONS`.
        """
        given = getattr(root, "by_team", None) or TEAM_ACTIONS
        return self.teams([role for role, actions in given.items() if action in actions])

    def __str__(self) -> str:
        return ",".join(sorted(self.roles))


def is_stranger(user: Any) -> bool:
    """Test whether the user may see no record at all: anonymous, retired, or a superuser."""
    return not getattr(user, "is_active", False) or user.is_superuser


def standing(user: Any) -> Standing:
    """Return what the user is; remembered for as long as the user is the one at work."""
    if is_stranger(user):
        return Standing()
    trace = log.current()
    mine = trace is not None and trace.actor == log.name_of(user)
    if trace is not None and mine and trace.standing is not None:
        return trace.standing
    rows = Membership.objects.filter(user=user).order_by("role", "team")
    found = Standing(tuple(rows.values_list("role", "team")))
    if trace is not None and mine:
        trace.standing, trace.role = found, str(found)
    return found


def ask_anew() -> None:
    """Forget what the one at work was: a long answer asks again while it goes on."""
    if (trace := log.current()) is not None:
        trace.standing = None


def works_with_records(user: Any) -> bool:
    """Test whether the user holds any role that does; what was granted before counts only then."""
    return standing(user).holds(*CLINICAL)
