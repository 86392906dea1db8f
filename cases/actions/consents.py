"""What people agree to, refuse and take back; what the guards of a case ask for."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases import lines
from cases.actions.people import accompanied
from cases.actions.refusal import CaseClosed, Refusal, locked, sealing
from cases.actions.tasks import raise_task
from cases.enums import MINORS, AgeGroup, Consent, ConsentMethod, ServiceLine
from cases.enums.task import TaskKind
from cases.models import Case, ConsentGiven, Person
from cases.models.consent import NOTHING

ADULT_NEEDS = (Consent.DATOS_SENS, Consent.PROCESO)
CHILD_NEEDS = (*ADULT_NEEDS, Consent.REP_NNA, Consent.ASENT_NNA)
AFTER_CLOSING = frozenset({Consent.SEGUIMIENTO, Consent.PERITAJE})


class DateInFuture(Refusal):
    """Nobody has agreed tomorrow."""

    sentence = _("This date is still to come. Write the day the answer was given.")


class ExpiresBefore(Refusal):
    """It would end before it begins."""

    sentence = _("It would expire before it was given. Check both dates.")


class WrittenConsentNeeded(Refusal):
    """Sensitive data need express written consent (LFPDPPP art. 8)."""

    sentence = _(
        "Sensitive data need a signature, on paper or electronic. "
        "If she cannot sign now, record an exception with its reason and its end."
    )


class ExceptionIncomplete(Refusal):
    """An exception says why and until when (LFPDPPP art. 9)."""

    sentence = _("An exception needs its reason and the day it ends.")


class AggressorCheckMissing(Refusal):
    """Nobody has asked whether the representative is the aggressor."""

    sentence = _("Say first whether the representative is the aggressor.")


class LegalReviewNeeded(Refusal):
    """The representative is the aggressor: their signature protects nobody."""

    sentence = _(
        "The representative is the aggressor, so this consent is not recorded. "
        "Ask the legal area for a legal review before going on."
    )


class NotOfTheCase(Refusal):
    """The person takes no part in the case."""

    sentence = _("This person does not take part in this case.")


class AlreadyRevoked(Refusal):
    """It was taken back, or replaced by another answer."""

    sentence = _("This consent no longer counts: it was taken back or answered anew.")


class ConsentMissing(Refusal):
    """The guards ask for answers that are not there."""

    sentence = _("Consent is missing: %(named)s. Record it, or an exception, and try again.")


class AgeNotKnown(Refusal):
    """Whose consent counts depends on age."""

    sentence = _("Say the age group first: it decides whose consent is needed.")


def give_consent(
    *,
    case: Case,
    person: Person,
    kind: str,
    method: str,
    given_on: dt.date,
    text_version: str = "",
    expires_on: dt.date | None = None,
    signed_by: str = "",
    representative_is_aggressor: bool | None = None,
    exception_reason: str = "",
    by: User,
    at: dt.datetime,
) -> ConsentGiven:
    """Record that someone agreed, or why her agreement could not be asked for.

    :raises Refusal: named after what is wrong; see the classes above.
    :raises LegalReviewNeeded: after the legal review has been asked for: the refusal undoes
        nothing, because there was nothing to undo.
    """
    access.require(by, "write", case)
    consent = ConsentGiven(
        case=case,
        person=person,
        kind=kind,
        granted=True,
        method=method,
        given_on=given_on,
        text_version=text_version,
        expires_on=expires_on,
        signed_by=signed_by or None,
        representative_is_aggressor=representative_is_aggressor,
        exception_reason=exception_reason or None,
        recorded_by=by,
    )
    check_dates(consent, at)
    _check_method(consent)
    try:
        _check_representative(consent)
    except LegalReviewNeeded:
        _ask_for_review(case, person, by=by, at=at)
        raise
    return _kept(consent, by=by, at=at)


@transaction.atomic
@sealing()
def _kept(consent: ConsentGiven, *, by: User, at: dt.datetime) -> ConsentGiven:
    return answer(consent, by=by, at=at)


@transaction.atomic
def _ask_for_review(case: Case, person: Person, *, by: User, at: dt.datetime) -> None:
    """Ask for a legal review before anybody relies on a representative who harms."""
    raise_task(
        case=locked(case.pk),
        kind=TaskKind.LEGAL_REVIEW,
        about=person.pk,
        urgent=True,
        by=by,
        at=at,
    )


@transaction.atomic
def refuse_consent(
    *,
    case: Case,
    person: Person,
    kind: str,
    method: str,
    given_on: dt.date,
    by: User,
    at: dt.datetime,
) -> ConsentGiven:
    """Record that someone said no.

    :raises DateInFuture: if the answer is still to come.
    """
    access.require(by, "write", case)
    consent = ConsentGiven(
        case=case,
        person=person,
        kind=kind,
        granted=False,
        method=method,
        given_on=given_on,
        recorded_by=by,
    )
    check_dates(consent, at)
    return answer(consent, by=by, at=at)


@transaction.atomic
def revoke_consent(*, consent: ConsentGiven, by: User, at: dt.datetime) -> ConsentGiven:
    """Take a consent back, from this moment on (LFPDPPP art. 7); somebody sees what has to stop.

    :raises AlreadyRevoked: if it no longer counts.
    """
    access.require(by, "write", consent)
    case = locked(consent.case_id)
    consent = ConsentGiven.objects.select_for_update().get(pk=consent.pk)
    if consent.revoked_at:
        raise AlreadyRevoked
    consent.revoked_at = at
    consent.save(update_fields=["revoked_at"])
    log.record(Verb.CHANGE, consent, by=by, fields=["revoked_at"])
    if consent.granted:
        raise_task(
            case=case,
            kind=TaskKind.CONSENT_REVOKED,
            about=consent.pk,
            assignee=case.seen_to_by(),
            urgent=True,
            by=by,
            at=at,
        )
    return consent


def answer(consent: ConsentGiven, *, by: User, at: dt.datetime) -> ConsentGiven:
    """Save an answer in place of the former one to the same question.

    Each transfer to a third party is a question of its own, and so is each expert report.
    After closing she may still be asked for a contact, and for an expert report: the legal road
    goes on.
    """
    case = locked(consent.case_id)
    if not case.is_open and consent.kind not in AFTER_CLOSING:
        raise CaseClosed
    if not case.participations.filter(person=consent.person, ended_at=None).exists():
        raise NotOfTheCase
    former = case.consents.filter(person=consent.person, kind=consent.kind, revoked_at=None)
    if consent.about != NOTHING:  # what is said of every report counts for each of them
        former = former.filter(about__in={consent.about, NOTHING})
    for each in former.exclude(kind=Consent.TERCERO):
        each.revoked_at = at
        each.save(update_fields=["revoked_at"])
    consent.save(force_insert=True)
    log.record(Verb.CREATE, consent, by=by, fields=["kind", "granted", "method"])
    return consent


def check_dates(consent: ConsentGiven, at: dt.datetime) -> None:
    """Refuse an answer of a day to come, or one that ends before it begins.

    :raises DateInFuture, ExpiresBefore: see each.
    """
    if consent.given_on > timezone.localdate(at):
        raise DateInFuture
    if consent.expires_on and consent.expires_on < consent.given_on:
        raise ExpiresBefore


def _check_method(consent: ConsentGiven) -> None:
    if consent.method == ConsentMethod.EXCEPCION:
        if not (consent.exception_reason and consent.expires_on):
            raise ExceptionIncomplete
    elif consent.kind == Consent.DATOS_SENS and consent.method == ConsentMethod.VERBAL:
        raise WrittenConsentNeeded


def _check_representative(consent: ConsentGiven) -> None:
    if consent.kind != Consent.REP_NNA or consent.method == ConsentMethod.EXCEPCION:
        return
    if consent.representative_is_aggressor is None:
        raise AggressorCheckMissing
    if consent.representative_is_aggressor:
        raise LegalReviewNeeded


# --- what the guards ask ---------------------------------------------------------------------


def current(case: Case, on: dt.date) -> QuerySet[ConsentGiven]:
    """Return the answers that count on a day, given or refused."""
    lasting = Q(expires_on=None) | Q(expires_on__gte=on)
    return case.consents.filter(lasting, revoked_at=None)


def needed(case: Case, person: Person | None = None) -> tuple[Consent, ...]:
    """Return what the accompaniment of a person needs, by her age; of nobody, nothing.

    Without a person it is the accompanied one; in a family, each member answers for herself.

    :raises AgeNotKnown: if it is not known.
    """
    if not lines.of(case.line).is_about_someone:
        return ()
    age_group = (person or accompanied(case)).age_group
    if age_group == AgeGroup.DESCONOCIDA:
        raise AgeNotKnown
    return CHILD_NEEDS if age_group in MINORS else ADULT_NEEDS


def missing(case: Case, on: dt.date, person: Person | None = None) -> list[Consent]:
    """Return what is needed and not given on a day.

    :raises AgeNotKnown: if it is not known what is needed.
    """
    given = current(case, on).filter(granted=True)
    if person or case.line == ServiceLine.FAM:
        given = given.filter(person=person or accompanied(case))
    kinds: set[Any] = set(given.values_list("kind", flat=True))
    return [kind for kind in needed(case, person) if kind not in kinds]


def standing(
    case: Case, people: Iterable[Person], on: dt.date
) -> list[tuple[Person, list[Consent] | None]]:
    """Return what is missing for each person, in one question; nothing where no age is known."""
    given = set(current(case, on).filter(granted=True).values_list("person", "kind"))
    found: list[tuple[Person, list[Consent] | None]] = []
    for person in people:
        try:
            kinds = [k for k in needed(case, person) if (person.pk, k.value) not in given]
            found.append((person, kinds))
        except AgeNotKnown:
            found.append((person, None))
    return found


def require_consents(case: Case, on: dt.date) -> None:
    """Refuse unless everything needed is given.

    :raises ConsentMissing: naming what is not.
    """
    if kinds := missing(case, on):
        raise ConsentMissing(kinds=kinds, named=", ".join(str(kind.label) for kind in kinds))
