"""The way of an accompaniment: from agreements to closing, back again, and how urgent it is."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions import consents
from cases.actions.erasing import erase_case
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
from cases.enums import (
    NEXT_STATES,
    CaseState,
    ClosingReason,
    Consent,
    ConsentMethod,
    Template,
    Urgency,
)
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
UNDER_WAY = frozenset({CaseState.EN_PROCESO, CaseState.EN_PAUSA})
SAY_WHY = frozenset({CaseState.EN_PAUSA, CaseState.INTERRUMPIDO})


class NoSuchStep(Refusal):
    """The state asked for does not follow this one."""

    sentence = _("The accompaniment cannot go from “%(before)s” to “%(after)s”.")


class GoalMissing(Refusal):
    """A plan begins with a goal of hers."""

    sentence = _("Write at least one goal in the person's own words.")


class ReasonMissing(Refusal):
    """This step says why."""

    sentence = _("Write the reason.")


class DateMissing(Refusal):
    """A pause ends."""

    sentence = _("Write until when the pause lasts: a day still to come.")


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

    For the plan, ``reason`` holds a goal in the person's own words; plans of their own come later.

    :raises Refusal: named after what is missing.
    """
    access.require(by, "write", case)
    case = locked_open(case.pk)
    before = case.state
    if to not in NEXT_STATES[before]:
        names = {"before": CaseState(before).label, "after": CaseState(to).label}
        raise NoSuchStep(**names)
    _guard(case, to, reason.strip(), until_on, timezone.localdate(at))
    case.state = to
    case.save(update_fields=["state"])
    _step(case, before, by=by, at=at, reason=reason, until_on=until_on)
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, case, by=by, fields=["state"])
    return case


def next_steps(case: Case) -> tuple[CaseState, ...]:
    """Return the states the case may move to."""
    return tuple(CaseState(state) for state in NEXT_STATES[case.state])


@transaction.atomic
def close_case(
    *,
    case: Case,
    reason: str,
    safety_checked: bool,
    follow_up: bool | None = None,
    by: User,
    at: dt.datetime,
) -> Case:
    """Close an accompaniment.

    ``follow_up`` is her answer now; without it, one has to be on record.

    :raises Refusal: named after what is missing.
    """
    access.require(by, "close", case)
    case = locked_open(case.pk)
    if case.state in UNDER_WAY and reason in PREPARED_WITH_HER:
        raise ClosingNotPrepared
    if not safety_checked and reason not in CANNOT_BE_ASKED:
        raise SafetyNotChecked
    if follow_up is not None:
        _answer_follow_up(case, follow_up, by=by, at=at)
    needs = closing_needs(case, reason)
    if "note" in needs:
        raise ClosingNoteMissing
    if "follow_up" in needs:
        raise FollowUpNotAsked
    before, case.state = case.state, CaseState.CERRADO
    case.is_open, case.closed_at, case.closed_by, case.closing_reason = False, at, by, reason
    case.save(update_fields=["state", "is_open", "closed_at", "closed_by", "closing_reason"])
    _step(case, before, by=by, at=at, safety_checked=safety_checked)
    access.shelve(case, at=at)
    log.record(Verb.CLOSE, case, by=by, fields=["state", "closing_reason", "safety_checked"])
    return case


def closing_needs(case: Case, reason: str) -> list[str]:
    """Return what is missing before the case may close: ``note``, ``follow_up``."""
    if reason == ClosingReason.DUPLICADO:
        return []
    notes = case.notes.filter(template=Template.CIERRE, signed_at__isnull=False)
    reopened = case.transitions.filter(before=CaseState.CERRADO).order_by("-at").first()
    if reopened:
        notes = notes.filter(written_at__gte=reopened.at)
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
    before, case.state = case.state, CaseState.ENCUADRE
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


def _guard(case: Case, to: str, reason: str, until_on: dt.date | None, today: dt.date) -> None:
    """Refuse a step whose conditions are not met."""
    if to == CaseState.ENCUADRE:
        consents.require_consents(case, today)
    if to == CaseState.PLAN and not reason:
        raise GoalMissing
    if to in SAY_WHY and not reason:
        raise ReasonMissing
    if to == CaseState.EN_PAUSA and (until_on is None or until_on <= today):
        raise DateMissing


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
    "PersonFacts",
    "close_case",
    "closing_needs",
    "erase_case",
    "move_case",
    "next_steps",
    "open_case",
    "reopen_case",
    "set_urgency",
]
