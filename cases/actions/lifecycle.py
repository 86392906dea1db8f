"""The way of an accompaniment: from agreements to closing, back again, and how urgent it is."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases import lines
from cases.actions import consents, guards, plans
from cases.actions.erasing import erase_case
from cases.actions.guards import DateMissing, GoalMissing, ReasonMissing
from cases.actions.opening import open_case
from cases.actions.people import PersonFacts, accompanied
from cases.actions.refusal import (
    CaseClosed,
    Refusal,
    ask_either,
    locked,
    locked_open,
    reasons_lie_in,
    sealing,
)
from cases.actions.tasks import raise_task
from cases.enums import (
    CLOSED_STATES,
    CaseState,
    ClosingReason,
    Consent,
    ConsentMethod,
    Template,
    Urgency,
)
from cases.enums.task import TaskKind
from cases.models import Case, ConsentGiven, Transition, Triage

# Endings that come over a case: they cannot be asked about, or prepared with the person.
CANNOT_BE_ASKED = frozenset(
    {
        ClosingReason.FALLECIMIENTO,
        ClosingReason.FEMINICIDIO,
        ClosingReason.DESAPARICION,
        ClosingReason.PERDIDA_CONTACTO,
        ClosingReason.DUPLICADO,
    }
)
PREPARED_WITH_HER = frozenset(
    {
        ClosingReason.OBJETIVOS_CUMPLIDOS,
        ClosingReason.ACUERDO_MUTUO,
        ClosingReason.CANALIZADA,
    }
)
CLOSES_ANYWAY = CANNOT_BE_ASKED - {ClosingReason.PERDIDA_CONTACTO}  # over an alert too
UNDER_WAY = frozenset({CaseState.EN_PROCESO, CaseState.EN_PAUSA})


class NoSuchStep(Refusal):
    """The state asked for does not follow this one."""

    sentence = _("The accompaniment cannot go from “%(before)s” to “%(after)s”.")


class SafetyAlertWaits(Refusal):
    """Nobody closes over an answer that speaks of danger."""

    sentence = _(
        "Somebody's life may be in danger and nobody has answered that alert. "
        "Answer it first, then close."
    )


class ClosingNoteMissing(Refusal):
    """A case closes with a signed note."""

    sentence = _("The closing note is missing. Write and sign it, then close.")


class SafetyNotChecked(Refusal):
    """The safety plan is gone over before closing."""

    sentence = _("Go over the safety plan and the safe contact with her before closing.")


class FollowUpNotAsked(Refusal):
    """Whether she may be contacted afterwards has to be asked before."""

    sentence = _("Ask her first whether you may contact her after closing, and record her answer.")


class ClosingNotPrepared(Refusal):
    """A closing both agree on is prepared."""

    sentence = _("A closing like this is prepared together. Move to “preparing to close” first.")


class OnlyTheCollectiveDecides(Refusal):
    """A collective never closes; it may conclude by its own decision."""

    sentence = _("A collective concludes only by its own decision. Record it in its process.")


class CaseNotClosed(Refusal):
    """The case is open."""

    sentence = _("This accompaniment is already open.")


class NothingChanged(Refusal):
    """The urgency is the same."""

    sentence = _("The urgency is already this one.")


@transaction.atomic
@sealing()
def move_case(
    *,
    case: Case,
    to: str,
    reason: str = "",
    until_on: dt.date | None = None,
    by: User,
    at: dt.datetime,
) -> Case:
    """Move an accompaniment on. Each state has its guard.

    For the plan, ``reason`` holds a goal in the person's own words: it becomes one of the plan.

    :raises Refusal: named after what is missing.
    """
    access.require(by, "write", case)
    case = locked_open(case.pk)
    before = case.state
    if to not in lines.of(case.line).next.get(CaseState(before), ()):
        names = {"before": CaseState(before).label, "after": CaseState(to).label}
        raise NoSuchStep(**names)
    guards.check(guards.Step(case, to, reason.strip(), until_on, at, by))
    if to == CaseState.PLAN and reason.strip():
        plans.add_goal(case=case, facts=plans.GoalFacts(reason), by=by, at=at)
    if to in CLOSED_STATES:
        _end(case, to, ClosingReason.LIMITE_MANDATO, by=by, at=at)
    else:
        case.state = to
        case.save(update_fields=["state"])
    _step(case, before, by=by, at=at, reason=reason, until_on=until_on)
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, case, by=by, fields=["state"])
    if to == CaseState.NO_INDICADO:  # each of them with someone else (LGAMVLV art. 8-III)
        raise_task(case=case, kind=TaskKind.PROPOSE_INDIVIDUAL, about=case.pk, by=by, at=at)
    return case


def next_steps(case: Case) -> tuple[CaseState, ...]:
    """Return the states the case may move to."""
    return lines.of(case.line).next[CaseState(case.state)]


@transaction.atomic
def close_case(
    *,
    case: Case,
    reason: str,
    safety_checked: bool,
    follow_up: bool | None = None,
    plan: str = "",
    by: User,
    at: dt.datetime,
) -> Case:
    """Close an accompaniment.

    ``follow_up`` is her answer now; without it, one has to be on record. ``plan`` says how the
    plan stands, where there is one and who closes may read it.

    :raises Refusal: named after what is missing.
    """
    access.require(by, "close", case)
    case = locked_open(case.pk)
    _ends_like_this(case, reason)
    if not safety_checked and reason not in CANNOT_BE_ASKED:
        raise SafetyNotChecked
    if reason not in CLOSES_ANYWAY and case.safety_alerts.unanswered().exists():
        raise SafetyAlertWaits
    if follow_up is not None:
        _answer_follow_up(case, follow_up, by=by, at=at)
    needs = closing_needs(case, reason)
    if "note" in needs:
        raise ClosingNoteMissing
    if "follow_up" in needs:
        raise FollowUpNotAsked
    if not plan and reason not in CANNOT_BE_ASKED and tells_plan(case, by):
        raise plans.OutcomeMissing
    before = case.state
    _end(case, lines.of(case.line).ends, reason, plan=plan, by=by, at=at)
    _step(case, before, by=by, at=at, safety_checked=safety_checked)
    access.shelve(case, at=at)
    log.record(Verb.CLOSE, case, by=by, fields=["state", "closing_reason", "safety_checked"])
    return case


def _ends_like_this(case: Case, reason: str) -> None:
    """Refuse an ending that is not this line's, or that was not prepared together.

    :raises OnlyTheCollectiveDecides, ClosingNotPrepared: see each.
    """
    if not lines.of(case.line).is_about_someone and reason != ClosingReason.DUPLICADO:
        raise OnlyTheCollectiveDecides
    if case.state in UNDER_WAY and reason in PREPARED_WITH_HER:
        raise ClosingNotPrepared


def tells_plan(case: Case, by: User) -> bool:
    """Tell whether there is a plan in force of which this person can say how it stands."""
    return plans.current_plan(case) is not None and access.allows(by, "write", case)


def closing_needs(case: Case, reason: str) -> list[str]:
    """Return what is missing before the case may close: ``note``, ``follow_up``."""
    if reason == ClosingReason.DUPLICADO:
        return []
    notes = case.notes.filter(template=Template.CIERRE, signed_at__isnull=False)
    reopened = case.transitions.filter(before__in=CLOSED_STATES).order_by("-at").first()
    if reopened:
        notes = notes.filter(written_at__gte=reopened.at)
    if not lines.of(case.line).is_about_someone:
        return [] if notes.exists() else ["note"]
    asked = case.consents.filter(kind=Consent.SEGUIMIENTO, revoked_at=None)
    needs = [] if notes.exists() else ["note"]
    return needs if reason in CANNOT_BE_ASKED or asked.exists() else [*needs, "follow_up"]


@transaction.atomic
@sealing()
def reopen_case(*, case: Case, reason: str, by: User, at: dt.datetime) -> Case:
    """Open a closed accompaniment again; it begins with new agreements.

    :raises CaseNotClosed: if it is open.
    :raises ReasonMissing: if nobody says why.
    """
    access.require(by, "close", case)
    case = locked(case.pk)
    if case.is_open:
        raise CaseNotClosed
    if not reason.strip():
        raise ReasonMissing
    before, case.state = case.state, lines.of(case.line).reopens
    case.is_open, case.closed_at, case.closed_by, case.closing_reason = True, None, None, ""
    case.save(update_fields=["state", "is_open", "closed_at", "closed_by", "closing_reason"])
    _step(case, before, by=by, at=at, reason=reason)
    access.shelve(case, at=at)
    log.record(Verb.REOPEN, case, by=by, fields=["state"])
    return case


@transaction.atomic
@sealing()
def set_urgency(*, case: Case, urgency: int, reason: str, by: User, at: dt.datetime) -> Case:
    """Say how soon someone has to act, and why.

    :raises CaseClosed, ReasonMissing, NothingChanged: see each.
    """
    ask_either(by, ("write", "assign"), case)
    case = locked_open(case.pk)
    if not reason.strip():
        raise ReasonMissing
    if urgency == case.urgency:
        raise NothingChanged
    Triage.objects.create(
        case=case,
        before=case.urgency,
        after=Urgency(urgency),
        at=at,
        by=by,
        sealed_in=reasons_lie_in(by, case),
        reason=reason,
    )
    case.urgency = urgency
    case.save(update_fields=["urgency"])
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, case, by=by, fields=["urgency"])
    return case


def _end(case: Case, state: str, reason: str, *, plan: str = "", by: User, at: dt.datetime) -> None:
    """Let a locked case end in a state, and its plan with it."""
    plans.end_plan(case, plan, by=by, at=at)
    case.state = state
    case.is_open, case.closed_at, case.closed_by, case.closing_reason = False, at, by, reason
    case.save(update_fields=["state", "is_open", "closed_at", "closed_by", "closing_reason"])


def _step(
    case: Case,
    before: str,
    *,
    by: User,
    at: dt.datetime,
    reason: str = "",
    until_on: dt.date | None = None,
    safety_checked: bool | None = None,
) -> None:
    """Remember a step and its reason."""
    Transition.objects.create(
        case=case,
        before=before,
        after=case.state,
        at=at,
        by=by,
        until_on=until_on,
        safety_checked=safety_checked,
        sealed_in=reasons_lie_in(by, case),
        reason=reason.strip() or None,
    )


def _answer_follow_up(case: Case, granted: bool, *, by: User, at: dt.datetime) -> None:  # noqa: FBT001
    """Record her answer about contact after closing."""
    consent = ConsentGiven(
        case=case,
        person=accompanied(case),
        kind=Consent.SEGUIMIENTO,
        granted=granted,
        method=ConsentMethod.VERBAL,
        given_on=timezone.localdate(at),
        recorded_by=by,
    )
    consents.answer(consent, by=by, at=at)


__all__ = [
    "CaseClosed",
    "DateMissing",
    "GoalMissing",
    "PersonFacts",
    "ReasonMissing",
    "close_case",
    "closing_needs",
    "erase_case",
    "move_case",
    "next_steps",
    "open_case",
    "reopen_case",
    "set_urgency",
]
