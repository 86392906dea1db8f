"""A cycle: designed, staffed, taken from state to state, followed by the next one."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.enums import Role
from accompaniment.staff.models import Membership, Team, User
from accompaniment.staff.standing import is_stranger
from accompaniment.vault import gate
from cases import codes
from cases.actions.refusal import Refusal, sealing
from groups import steps
from groups.actions import calendar
from groups.actions.naming import refuse_names
from groups.enums import (
    FACILITATOR_ACTIONS,
    LEADS,
    EnrolmentState,
    Facilitates,
    GroupKind,
    GroupState,
    MeetingState,
)
from groups.models import Facilitation, Group, GroupStep
from groups.models.group import GROUP_COMPARTMENTS

FITTING = (Role.PSYCHOLOGIST, Role.FACILITATOR, Role.COORDINATOR)
FEWEST = 2  # accepted, for a group to begin


class NameMissing(Refusal):
    """A group has a name that says nothing of those who come."""

    sentence = _("Give the group a neutral name, such as the day on which it meets.")


class NoSuchStep(Refusal):
    """The way does not lead from here to there."""

    sentence = _("This group cannot go from “%(before)s” to “%(after)s”.")


class FacilitatorMissing(Refusal):
    """Nobody facilitates."""

    sentence = _("Choose first who facilitates this group.")


class SessionsMissing(Refusal):
    """Nothing is planned."""

    sentence = _("Plan its sessions first.")


class TooFewAccepted(Refusal):
    """A group of one is no group."""

    sentence = _("Nobody, or only one person, has been accepted yet. Finish the interviews first.")


class SessionsToCome(Refusal):
    """A cycle does not close before its sessions."""

    sentence = _("%(count)s sessions are still planned. Hold them or call them off first.")


class EvaluationMissing(Refusal):
    """A cycle is evaluated in words."""

    sentence = _("Write first how the cycle went.")


class Unfit(Refusal):
    """The colleague works here as something else, or no longer."""

    sentence = _("This colleague cannot facilitate a group. Choose someone of the list.")


class FacilitatorTaken(Refusal):
    """She is in one place at a time."""

    sentence = _(
        "%(name)s has something else at %(count)s of the hours of this group. Choose someone else, "
        "or let those hours be moved first."
    )


class CycleFollowed(Refusal):
    """A cycle has one that follows it."""

    sentence = _("The next cycle of this group is designed already. Look for it among the groups.")


class NotToThemself(Refusal):
    """Access is given by someone else."""

    sentence = _("Nobody lets themself into a group. Ask another coordinator to let you in.")


class LastFacilitator(Refusal):
    """A group under way is never without somebody who facilitates."""

    sentence = _("Nobody else facilitates this group. Choose first who follows.")


class GroupEnded(Refusal):
    """The cycle is over."""

    sentence = _("This cycle has ended. Begin the next one.")


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """What a cycle is from the beginning."""

    name: str
    kind: str = GroupKind.MUJERES
    capacity: int = 15
    has_childcare: bool = False
    closes_after: int = 3
    time_zone: str = "America/Chihuahua"
    design: dict[str, str] | None = None
    agreements: str = ""


def locked(group_id: Any) -> Group:
    """Re-read a group and hold it until the use case ends."""
    return Group.objects.select_for_update().get(pk=group_id)


def locked_open(group_id: Any) -> Group:
    """Re-read a group and hold it.

    :raises GroupEnded: if its cycle is over.
    """
    group = locked(group_id)
    if group.state in steps.ENDS:
        raise GroupEnded
    return group


@transaction.atomic
@sealing()
def design_group(
    *, team: Team, facts: GroupFacts, previous: Group | None = None, by: User, at: dt.datetime
) -> Group:
    """Begin to design a cycle of a group, in a team whose groups one coordinates or facilitates.

    :raises PermissionDenied: if one does neither there.
    :raises NameMissing: without a name.
    :raises CycleFollowed: if another cycle follows the previous one.
    """
    roles = set() if is_stranger(by) else set(_roles(team, by))
    if roles.isdisjoint(FITTING):
        log.deny("design groups.group", None)
        raise PermissionDenied
    if not facts.name.strip():
        raise NameMissing
    if previous is not None:
        _check_follows(previous, by)
    group = Group(
        id=uuid.uuid4(),
        code=_free_code(),
        team=team,
        previous=previous,
        cycle=previous.cycle + 1 if previous else 1,
        created_by=by,
        created_at=at,
        last_activity_at=at,
    )
    ZoneInfo(facts.time_zone)
    for name in ("kind", "capacity", "has_childcare", "closes_after", "time_zone"):
        setattr(group, name, getattr(facts, name))
    group.name = facts.name.strip()
    gate.require().new_keys(group.pk, Group._meta.label_lower, GROUP_COMPARTMENTS)
    group.design, group.agreements = facts.design or None, facts.agreements.strip() or None
    group.save(force_insert=True)
    log.record(Verb.CREATE, group, by=by, fields=["kind", "capacity", "design"])
    GroupStep.objects.create(group=group, after=group.state, at=at, by=by)
    if roles & {Role.PSYCHOLOGIST, Role.FACILITATOR}:
        begin(group=group, user=by, part=Facilitates.FACILITATOR, by=by, at=at)
    return group


@transaction.atomic
@sealing()
def change_design(*, group: Group, facts: GroupFacts, by: User, at: dt.datetime) -> Group:
    """Change what a cycle is planned to be.

    :raises GroupEnded, NameMissing: see each.
    """
    access.require(by, "write", group)
    group = locked_open(group.pk)
    if not facts.name.strip():
        raise NameMissing
    group.name = facts.name.strip()
    for name in ("kind", "capacity", "has_childcare", "closes_after", "time_zone"):
        setattr(group, name, getattr(facts, name))
    group.design, group.agreements = facts.design or None, facts.agreements.strip() or None
    group.save()
    access.shelve(group, at=at)
    log.record(Verb.CHANGE, group, by=by, fields=["kind", "capacity", "design"])
    return group


@transaction.atomic
@sealing()
def move_group(
    *,
    group: Group,
    to: str,
    evaluation: str = "",
    names_checked: bool = False,
    by: User,
    at: dt.datetime,
) -> Group:
    """Take a cycle to its next state.

    :raises NoSuchStep: if the way does not lead there.
    :raises NamesInNote: if a name of the group stands in the evaluation, unconfirmed.
    :raises Refusal: the guard that says what is missing.
    """
    may_write = access.allows(by, "write", group)
    access.require(by, "write" if may_write else "assign", group)
    group = locked(group.pk)
    before = group.state
    if not steps.leads(before, to):
        raise NoSuchStep(before=GroupState(before).label, after=GroupState(to).label)
    if to == GroupState.EVALUADO:
        if not evaluation.strip():
            raise EvaluationMissing
        access.require(by, "write", group)
        if not names_checked:
            refuse_names(evaluation, group.enrolments.kept())
        group.evaluation = evaluation.strip()
    _guard(group, to)
    group.state = to
    if to in steps.ENDS:
        group.is_open, group.ended_at = False, at
    group.save()
    GroupStep.objects.create(group=group, before=before, after=to, at=at, by=by)
    access.shelve(group, at=at)
    log.record(Verb.CHANGE, group, by=by, fields=["state"])
    return group


def _guard(group: Group, to: str) -> None:
    """Refuse a step whose conditions are not met."""
    if to == GroupState.CONVOCATORIA and not group.facilitations.filter(until=None).exists():
        raise FacilitatorMissing
    if to == GroupState.ABIERTO:
        accepted = group.enrolments.kept().filter(state=EnrolmentState.ACEPTADA).count()
        if accepted < FEWEST:
            raise TooFewAccepted
        if not group.meetings.planned().exists():
            raise SessionsMissing
    if to in {GroupState.EVALUADO, GroupState.CIERRE, GroupState.SUSPENDIDO}:
        left = group.meetings.filter(state=MeetingState.PROGRAMADA).count()
        if to == GroupState.CIERRE:
            left = max(0, left - 1)  # the closing session itself is still to come
        if left:
            raise SessionsToCome(count=left)


@transaction.atomic
def let_facilitate(
    *, group: Group, user: User, part: str, by: User, at: dt.datetime
) -> Facilitation:
    """Let a colleague facilitate, help to, or observe.

    :raises NotToThemself: whoever asks gives access to others alone.
    :raises Unfit: if she does not work with groups here.
    :raises FacilitatorTaken: if she has something else at hours of the group still to come.
    :raises LastFacilitator: if she would observe, and nobody else facilitates.
    """
    access.require(by, "assign", group)
    group = locked_open(group.pk)
    if user.pk == by.pk:
        raise NotToThemself
    works = Membership.objects.filter(user=user, user__is_active=True, role__in=FITTING)
    if not works.exists():
        raise Unfit
    if part in LEADS and (taken := calendar.taken_hours(group, user.pk, at)):
        raise FacilitatorTaken(name=user.get_short_name(), count=taken)
    for earlier in group.facilitations.filter(user=user, until=None).exclude(part=part):
        if part not in LEADS:
            _check_led(group, earlier)
        _end(earlier, by=by, at=at)
    return begin(group=group, user=user, part=part, by=by, at=at)


def begin(*, group: Group, user: User, part: str, by: User, at: dt.datetime) -> Facilitation:
    """Begin a facilitation inside a use case that has asked the door; grants follow."""
    if known := group.facilitations.filter(user=user, part=part, until=None).first():
        return known
    taken = Facilitation(group=group, user=user, part=part, since=at)
    taken.save(force_insert=True)
    access.grant(user, FACILITATOR_ACTIONS[part], group)
    log.record(Verb.GRANT, taken, by=by, fields=sorted(FACILITATOR_ACTIONS[part]))
    return taken


@transaction.atomic
def end_facilitation(*, facilitation: Facilitation, by: User, at: dt.datetime) -> None:
    """End somebody's facilitation; a group under way is never left without anybody.

    :raises LastFacilitator: if nobody else facilitates.
    """
    access.require(by, "assign", facilitation)
    group = locked(facilitation.group_id)
    _check_led(group, facilitation)
    _end(facilitation, by=by, at=at)


def _check_led(group: Group, leaving: Facilitation) -> None:
    """Refuse to let the last one go who facilitates a group under way."""
    others = group.facilitations.filter(until=None, part__in=LEADS, user__is_active=True)
    others = others.exclude(pk=leaving.pk)
    if group.state in steps.MEETS and leaving.part in LEADS and not others.exists():
        raise LastFacilitator


def _end(facilitation: Facilitation, *, by: User, at: dt.datetime) -> None:
    facilitation.until = at
    facilitation.save(update_fields=["until"])
    given = FACILITATOR_ACTIONS[facilitation.part]
    access.revoke(facilitation.user, given, facilitation.group)
    log.record(Verb.REVOKE, facilitation, by=by, fields=sorted(given))


def _check_follows(previous: Group, by: User) -> None:
    """Ask and hold the cycle before, and refuse a second one after it."""
    access.require(by, "view", previous)
    locked(previous.pk)
    if Group.objects.filter(previous=previous).exists():
        raise CycleFollowed


def _roles(team: Team, user: User) -> Any:
    return team.memberships.filter(user=user).values_list("role", flat=True)


def _free_code() -> str:
    while Group.objects.filter(code=(code := codes.new_code())).exists():
        pass
    return code
