"""Who accompanies a case: assign, end, hand over. Nobody lets themself in."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.enums import Role
from accompaniment.staff.models import Membership, User
from cases.actions import walls
from cases.actions.refusal import Refusal, locked, locked_open, sealing
from cases.actions.tasks import raise_task
from cases.enums import FUNCTION_ACTIONS, Function
from cases.enums.task import TaskKind
from cases.models import Assignment, Case

FITTING: dict[str, frozenset[str]] = {
    Function.RESPONSIBLE: frozenset({Role.PSYCHOLOGIST}),
    Function.MEMBER: frozenset({Role.PSYCHOLOGIST, Role.FACILITATOR}),
    Function.SUPERVISOR: frozenset({Role.PSYCHOLOGIST, Role.COORDINATOR}),
    Function.LEGAL: frozenset({Role.LAWYER}),
}


class LetsThemselfIn(Refusal):
    """Access is given by someone else."""

    sentence = _("Nobody lets themself into a case. Ask a colleague to assign you.")


class Unfit(Refusal):
    """The person does not work here any more, or as something else."""

    sentence = _("This colleague cannot take on this function. Choose someone of the list.")


class AlreadyAssigned(Refusal):
    """One person has one function in a case at a time."""

    sentence = _("This colleague already has a function in the case. End it first.")


class HandOverInstead(Refusal):
    """There is one responsible person."""

    sentence = _("A case has one responsible person. Hand the case over instead.")


class AssignmentEnded(Refusal):
    """It ended before."""

    sentence = _("This assignment has already ended.")


class ResponsibleNeeded(Refusal):
    """A case is never without a responsible person."""

    sentence = _("The case would be left without a responsible person. Hand it over first.")


class GoodbyeHasPassed(Refusal):
    """A goodbye is still to be said."""

    sentence = _("The day of the goodbye session has passed. Choose one still to come.")


class WhyMissing(Refusal):
    """A hand-over says why."""

    sentence = _("Write why the case is handed over.")


@transaction.atomic
@sealing()
def assign_member(
    *, case: Case, user: User, function: str, reason: str = "", by: User, at: dt.datetime
) -> Assignment:
    """Let a colleague into a case, as what she is to it.

    :raises LetsThemselfIn, Unfit, AlreadyAssigned, HandOverInstead, CaseClosed: see each.
    """
    access.require(by, "assign", case)
    case = locked_open(case.pk)
    if function == Function.RESPONSIBLE:
        raise HandOverInstead
    if user.pk == by.pk:
        raise LetsThemselfIn
    return begin(case=case, user=user, function=function, reason=reason, by=by, at=at)


@transaction.atomic
def end_assignment(*, assignment: Assignment, by: User, at: dt.datetime) -> Assignment:
    """Take a colleague off a case; her access ends at once.

    :raises AssignmentEnded: if it has ended before.
    :raises ResponsibleNeeded: for the responsible person.
    """
    access.require(by, "assign", assignment)
    locked(assignment.case_id)
    assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if assignment.until:
        raise AssignmentEnded
    if assignment.function == Function.RESPONSIBLE:
        raise ResponsibleNeeded
    _close(assignment, at)
    _let_out(assignment, by=by)
    return assignment


@transaction.atomic
@sealing()
def hand_over(
    *,
    case: Case,
    to: User,
    reason: str,
    stays: bool = False,
    goodbye_on: dt.date | None = None,
    by: User,
    at: dt.datetime,
) -> Assignment:
    """Make a colleague responsible for a case; the sessions still to come move to her.

    The former responsible leaves, or stays in the need-to-know team: she does until the goodbye
    session, where one is agreed on.

    :raises LetsThemselfIn, Unfit, AlreadyAssigned, WhyMissing, GoodbyeHasPassed: see each.
    :raises CaseClosed: if it is not open.
    """
    access.require(by, "assign", case)
    case = locked_open(case.pk)
    if not reason.strip():
        raise WhyMissing
    _check_successor(case, to, goodbye_on, by=by, today=timezone.localdate(at))
    former = case.responsible
    held = {
        a.user_id: _close(a, at)
        for a in case.assignments.filter(until=None)
        if a.user_id in (to.pk, case.responsible_id)
    }
    if to.pk in held:
        _let_out(held[to.pk], by=by)
    begun = begin(case=case, user=to, function=Function.RESPONSIBLE, reason=reason, by=by, at=at)
    if former and former.pk in held:  # after the reason has been sealed, perhaps by herself
        _let_out(held[former.pk], by=by)
        if stays or goodbye_on:
            begin(case=case, user=former, function=Function.MEMBER, by=by, at=at)
        if goodbye_on:
            _say_goodbye(begun, former, goodbye_on, by=by, at=at)
    _move_over(case, former, to, by=by)
    return begun


def _check_successor(
    case: Case, to: User, goodbye_on: dt.date | None, *, by: User, today: dt.date
) -> None:
    """Refuse who cannot take over, or a goodbye that has passed."""
    if goodbye_on and goodbye_on < today:
        raise GoodbyeHasPassed
    if to.pk == case.responsible_id:
        raise AlreadyAssigned
    if to.pk == by.pk:
        raise LetsThemselfIn
    _check_fit(to, Function.RESPONSIBLE)


def _move_over(case: Case, former: User | None, to: User, *, by: User) -> None:
    """Make her responsible, with the sessions still to come."""
    case.responsible = to
    case.save(update_fields=["responsible"])
    for session in case.sessions.scheduled().filter(accompanist=former):
        session.accompanist = to
        session.save(update_fields=["accompanist"])
        log.record(Verb.CHANGE, session, by=by, fields=["accompanist"])
    log.record(Verb.HAND_OVER, case, by=by, fields=["responsible"])


def _say_goodbye(
    begun: Assignment, former: User, on: dt.date, *, by: User, at: dt.datetime
) -> None:
    """Ask the former responsible for the goodbye session."""
    raise_task(
        case=begun.case,
        kind=TaskKind.GOODBYE_SESSION,
        about=begun.pk,
        assignee=former,
        due_on=on,
        by=by,
        at=at,
    )


def begin(
    *, case: Case, user: User, function: str, reason: str = "", by: User, at: dt.datetime
) -> Assignment:
    """Begin an assignment in a locked case, with the grants that follow it.

    :raises Unfit: if the colleague does not hold a role that fits.
    :raises AlreadyAssigned: if she has a function in the case.
    :raises WouldMeetThroughAccompanist: if she accompanies someone who must not meet its persons.
    """
    _check_fit(user, function)
    if case.assignments.filter(user=user, until=None).exists():
        raise AlreadyAssigned
    walls.check_accompanist(case, user)
    assignment = Assignment.objects.create(
        case=case, user=user, function=function, since=at, reason=reason or None
    )
    access.grant(user, FUNCTION_ACTIONS[function], case)
    log.record(Verb.GRANT, assignment, by=by, fields=sorted(FUNCTION_ACTIONS[function]))
    return assignment


def candidates(case: Case, function: str) -> QuerySet[User]:
    """Return the colleagues who could take on a function in a case."""
    here = case.assignments.filter(until=None)
    if function == Function.RESPONSIBLE:
        here = here.filter(function=Function.RESPONSIBLE)
    fitting = Membership.objects.filter(role__in=FITTING[function])
    people = User.objects.filter(is_active=True, is_superuser=False)
    people = people.filter(pk__in=fitting.values("user")).exclude(pk__in=here.values("user"))
    return people.order_by("full_name", "pk")


def _close(assignment: Assignment, at: dt.datetime) -> Assignment:
    """Say when an assignment ended."""
    assignment.until = at
    assignment.save(update_fields=["until"])
    return assignment


def _let_out(assignment: Assignment, *, by: User) -> None:
    """Take the grants back that followed an assignment."""
    gone = FUNCTION_ACTIONS[assignment.function]
    access.revoke(assignment.user, gone, assignment.case)
    log.record(Verb.REVOKE, assignment, by=by, fields=sorted(gone))


def _check_fit(user: User, function: str) -> None:
    stands = User.objects.filter(pk=user.pk, is_active=True, is_superuser=False)
    if not stands.filter(memberships__role__in=FITTING[function]).exists():
        raise Unfit
