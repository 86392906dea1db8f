"""Roles and teams: who does what here."""

from datetime import datetime

from django.db import transaction

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff.actions import administration
from accompaniment.staff.enums import CLINICAL, Role
from accompaniment.staff.models import Membership, Team, User


class TeamNeeded(Exception):
    """This role works in a team."""


class NoTeamAllowed(Exception):
    """This role works without a team."""


class RolesExclude(Exception):
    """Audit, administration and fundraising are held alone."""


class AlreadyHeld(Exception):
    """The person has this role in this team."""


class NotHeld(Exception):
    """The person does not have this role in this team."""


class NameTaken(Exception):
    """Another team has this name."""


@transaction.atomic
def give_role(*, user: User, role: Role, team: Team | None, by: User, at: datetime) -> Membership:
    """Give a person a role, in a team if it works in one.

    :raises RolesExclude: if it cannot be held beside what the person does.
    """
    administration.require(by, user.pk)
    user = administration.locked(user, by)
    if role in CLINICAL and team is None:
        raise TeamNeeded
    if role not in CLINICAL and team is not None:
        raise NoTeamAllowed
    held = list(Membership.objects.filter(user=user))
    if any(place.role == role and place.team_id == (team and team.pk) for place in held):
        raise AlreadyHeld
    if held and not {role, *(place.role for place in held)} <= CLINICAL:
        raise RolesExclude
    membership = Membership.objects.create(user=user, team=team, role=role)
    log.record(Verb.GRANT, user, by=by, fields=_said(role, team))
    return membership


@transaction.atomic
def take_role(*, user: User, role: Role, team: Team | None, by: User, at: datetime) -> None:
    """Take a role away.

    :raises NotHeld: if the person does not have it.
    """
    administration.require(by, user.pk)
    user = administration.locked(user, by)
    gone, _ = Membership.objects.filter(user=user, role=role, team=team).delete()
    if not gone:
        raise NotHeld
    log.record(Verb.REVOKE, user, by=by, fields=_said(role, team))


def _said(role: str, team: Team | None) -> list[str]:
    return [f"role.{role}", *([f"team.{team.pk}"] if team else [])]


@transaction.atomic
def make_team(*, name: str, by: User, at: datetime) -> Team:
    """Make a team.

    :raises NameTaken: if there is one of this name.
    """
    administration.require(by)
    administration.alone(by)
    name = _free(name)
    team = Team.objects.create(name=name)
    log.record(Verb.CREATE, team, by=by)
    return team


@transaction.atomic
def rename_team(*, team: Team, name: str, by: User, at: datetime) -> Team:
    """Give a team another name.

    :raises NameTaken: if there is one of this name.
    """
    administration.require(by, team.pk)
    administration.alone(by)
    team = Team.objects.select_for_update().get(pk=team.pk)
    team.name = _free(name, team)
    team.save(update_fields=["name"])
    log.record(Verb.CHANGE, team, by=by, fields=["name"])
    return team


def _free(name: str, team: Team | None = None) -> str:
    name = " ".join(name.split())
    others = Team.objects.exclude(pk=team.pk) if team else Team.objects.all()
    if name.casefold() in {other.casefold() for other in others.values_list("name", flat=True)}:
        raise NameTaken
    return name
