"""Instruments: applied to someone, kept while they are answered, taken back, loaded."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.enums import Role
from accompaniment.staff.models import User
from accompaniment.staff.standing import standing
from cases.actions.alerts import heed
from cases.actions.consents import NotOfTheCase, require_consents
from cases.actions.refusal import Refusal, check_length, locked, locked_open, sealing
from cases.actions.scored import Application, keep_answers
from cases.enums import TAKES_NO_PART
from cases.instruments import Definition, shipped
from cases.instruments.wording import Wording
from cases.models import (
    Applied,
    AppliedDraft,
    Case,
    ExternalResult,
    InstrumentCut,
    InstrumentText,
    Person,
)
from cases.reports.ages import ages_of, fits


class NothingAnswered(Refusal):
    """There is nothing to keep."""

    sentence = _("Nothing is answered yet. Mark at least one answer.")


class AgeDoesNotFit(Refusal):
    """The instrument was not made for this age."""

    sentence = _("%(name)s was made from %(age)s years of age on. %(otherwise)s")


class AgeUnknown(Refusal):
    """Whether it was made for her cannot be known."""

    sentence = _(
        "%(name)s was made from %(age)s years of age on, and her age is not known well enough. "
        "Write her date of birth, or about which year, and come back: your answers are kept."
    )


class AppliedInFuture(Refusal):
    """Nobody has answered tomorrow."""

    sentence = _("This day is still to come. Write the day the answers were given.")


class AlreadyAnnulled(Refusal):
    """It was taken back before."""

    sentence = _("This was already marked as recorded by mistake.")


class SayWhy(Refusal):
    """What is taken back says why."""

    sentence = _("Write what was wrong, so that whoever reads it later understands.")


class NameAndResultMissing(Refusal):
    """A result of elsewhere names its instrument and says something."""

    sentence = _("Write the name of the instrument, and its total or what it says.")


class OutsideTheScore(Refusal):
    """No answer reaches this cut-off."""

    sentence = _("The cut-off has to lie between %(low)s and %(high)s.")


class SourceMissing(Refusal):
    """A cut-off comes from somewhere."""

    sentence = _("Write where this cut-off comes from: who decided it, or which study.")


class AlreadyLoaded(Refusal):
    """These words are here already, and others were meant."""

    sentence = _("Other words of this version and language are loaded. To replace them, say so.")


@transaction.atomic
@sealing()
def apply_instrument(*, case: Case, said: Application, by: User, at: dt.datetime) -> Applied:
    """Keep the answers of someone of the case, scored here, and heed what they say about safety.

    The id is drawn when the form is shown: sent twice, it is one.

    :raises CaseClosed, NotOfTheCase, AppliedInFuture, NothingAnswered: see each.
    :raises AgeDoesNotFit, AgeUnknown: if it was not made for her age, or that cannot be known.
    :raises ConsentMissing: unless it is asked because a life may be in danger.
    """
    access.require(by, "write", case)
    case = locked_open(case.pk)
    if known := Applied.objects.filter(pk=said.applied_id).first():
        return _same(known, case)
    it = shipped()[said.instrument]
    _check_facts(case, said, timezone.localdate(at))
    _check_age(it, said.person, said.applied_on)
    if it.needs_consent:
        require_consents(case, said.applied_on)
    applied, result = keep_answers(case, said, by=by, at=at)
    heed(applied, result, by=by, at=at)
    case.applied_drafts.filter(author=by.pk, instrument=it.code).delete()
    access.shelve(case, at=at)
    return applied


def _same(known: Applied, case: Case) -> Applied:
    if known.case_id != case.pk:
        raise PermissionDenied
    return known


def _check_facts(case: Case, said: Application, today: dt.date) -> None:
    _check_person(case, said.person)
    if said.session and said.session.case_id != case.pk:
        raise PermissionDenied
    if said.applied_on > today:
        raise AppliedInFuture
    if not said.answers:
        raise NothingAnswered


def _check_person(case: Case, person: Person) -> None:
    taking_part = case.participations.filter(person=person, ended_at=None)
    if not taking_part.exclude(role__in=TAKES_NO_PART).exists():
        raise NotOfTheCase


def _check_age(it: Definition, person: Person, day: dt.date) -> None:
    fitting = fits(it, ages_of(person, day))
    facts = {"name": str(it.name), "age": it.ages.youngest}
    if fitting is None:
        raise AgeUnknown(**facts)
    if not fitting:
        raise AgeDoesNotFit(otherwise=str(it.ages.otherwise), **facts)


@transaction.atomic
@sealing()
def annul_applied(*, applied: Applied, why: str, by: User, at: dt.datetime) -> Applied:
    """Mark answers as recorded by mistake: they stay, and count no more.

    An alert they raised is answered all the same.

    :raises AlreadyAnnulled, SayWhy: see each.
    """
    access.require(by, "write", applied)
    check_length({"why": why})
    case = locked(applied.case_id)
    applied = Applied.objects.select_for_update().get(pk=applied.pk)
    if applied.annulled_at:
        raise AlreadyAnnulled
    if not why.strip():
        raise SayWhy
    applied.annulled_at, applied.annulled_by, applied.annulled_why = at, by, why.strip()
    applied.save()
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, applied, by=by, fields=["annulled_at"])
    return applied


@dataclass(frozen=True, slots=True)
class ExternalFacts:
    """A result of an instrument that is not shipped here."""

    person: Person
    applied_on: dt.date
    name: str
    total: str = ""
    interpretation: str = ""
    applied_by: str = ""


@transaction.atomic
@sealing()
def record_external(
    *, case: Case, facts: ExternalFacts, external_id: uuid.UUID, by: User, at: dt.datetime
) -> ExternalResult:
    """Keep the name, the day, the total and what it says, and no question.

    :raises CaseClosed, NotOfTheCase, AppliedInFuture, NameAndResultMissing: see each.
    """
    access.require(by, "write", case)
    check_length({"interpretation": facts.interpretation})
    case = locked_open(case.pk)
    if known := ExternalResult.objects.filter(pk=external_id).first():
        if known.case_id != case.pk:
            raise PermissionDenied
        return known
    _check_person(case, facts.person)
    if facts.applied_on > timezone.localdate(at):
        raise AppliedInFuture
    words = {
        name: getattr(facts, name).strip()
        for name in ("name", "total", "interpretation", "applied_by")
    }
    if not words["name"] or not (words["total"] or words["interpretation"]):
        raise NameAndResultMissing
    external = ExternalResult(
        id=external_id,
        case=case,
        person=facts.person,
        applied_on=facts.applied_on,
        recorded_by=by,
        recorded_at=at,
        facts=words,
    )
    external.save(force_insert=True)
    access.shelve(case, at=at)
    log.record(Verb.CREATE, external, by=by, fields=["applied_on", "facts"])
    return external


# --- while it is being answered --------------------------------------------------------------


@transaction.atomic
def keep_applied_draft(
    *, case: Case, instrument: str, content: dict[str, Any], by: User, at: dt.datetime
) -> AppliedDraft:
    """Keep what has been marked so far, under the author's own key."""
    access.require(by, "write", case)
    check_length(content)
    facts = {"content": content, "saved_at": at}
    with sealing():
        draft, _created = AppliedDraft.objects.update_or_create(
            case=case, author_id=by.pk, instrument=instrument, defaults=facts
        )
    return draft


@transaction.atomic
def discard_applied_draft(*, draft: AppliedDraft, by: User) -> None:
    """Throw away what the author no longer wants; nobody else can."""
    if draft.author_id != by.pk:
        raise PermissionDenied
    AppliedDraft.objects.filter(pk=draft.pk, author=by.pk).delete()


# --- what the house decides ------------------------------------------------------------------


@transaction.atomic
def set_cut(
    *, instrument: str, code: str, point: int, source: str, by: User, at: dt.datetime
) -> InstrumentCut:
    """Set a cut-off of the organisation's own; results already recorded keep theirs.

    :raises PermissionDenied: unless the person coordinates.
    :raises OutsideTheScore, SourceMissing: see each.
    """
    if not standing(by).holds(Role.COORDINATOR):
        log.deny("set a cut-off", None)
        raise PermissionDenied
    it = shipped()[instrument]
    if not it.lowest <= point <= it.highest:
        raise OutsideTheScore(low=it.lowest, high=it.highest)
    if not source.strip():
        raise SourceMissing
    facts = {"at": point, "source": source.strip(), "set_at": at, "set_by": by}
    cut, _created = InstrumentCut.objects.update_or_create(
        instrument=instrument, code=code, defaults=facts
    )
    log.record(Verb.CHANGE, cut, by=by, fields=[instrument, code])
    return cut


@transaction.atomic
def load_wording(
    *, words: Wording, replace: bool = False, by: Any, at: dt.datetime
) -> InstrumentText:
    """Keep the official words of an instrument; the same words again change nothing.

    :raises AlreadyLoaded: if other words are here and they were not meant to be replaced.
    """
    place: dict[str, Any] = {
        "instrument": words.code, "version": words.version, "language": words.language
    }  # fmt: skip
    facts = {"licence": words.licence, "body": words.stored()}
    known = InstrumentText.objects.select_for_update().filter(**place).first()
    if known and (known.licence, known.body) == (facts["licence"], facts["body"]):
        return known
    if known and not replace:
        raise AlreadyLoaded
    text, _created = InstrumentText.objects.update_or_create(
        **place, defaults={**facts, "loaded_at": at}
    )
    log.record(Verb.CHANGE if known else Verb.CREATE, text, by=by, fields=["body", "licence"])
    return text
