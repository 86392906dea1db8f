"""Legal matters: opened, changed, moved from stage to stage, closed.

The legal road may go on after the accompaniment has closed, so a closed case does not refuse it.
"""

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from accompaniment.vault.fields import Sealed
from cases.actions.refusal import Refusal, locked, sealing
from cases.enums.legal import (
    HearingState,
    LegalRole,
    MatterKind,
    MatterOutcome,
    Stage,
    first_stage,
    next_stages,
    stages_of,
)
from cases.models import Case, LegalMatter, StageChange


class NoSuchStage(Refusal):
    """The procedure does not go from here to there."""

    sentence = _("This procedure cannot go from “%(before)s” to “%(after)s”.")


class StageOfOtherKind(Refusal):
    """The procedure knows no such stage."""

    sentence = _("“%(stage)s” is no stage of this kind of procedure. Choose one of its own.")


class NotAdmissible(Refusal):
    """Family violence is not settled between the parties."""

    sentence = _(
        "A reparation agreement is not admissible in family violence: nobody may ask her to settle "
        "with who harmed her. If the authority proposes it, write it as a risk and tell the lawyer."
    )


class StageInFuture(Refusal):
    """A procedure has not reached tomorrow's stage."""

    sentence = _("This day is still to come. Write the day on which the stage began.")


class StageWordsMissing(Refusal):
    """A free stage is named."""

    sentence = _("Write in a few words where the procedure stands.")


class MatterClosed(Refusal):
    """It has ended."""

    sentence = _("This matter is closed. Take it up again first.")


class MatterOpen(Refusal):
    """It has not ended."""

    sentence = _("This matter is open already.")


class HearingsToCome(Refusal):
    """A matter does not end before its hearings."""

    sentence = _("A hearing of this matter is still to come. Say first what became of it.")


class LawyerNotOfCase(Refusal):
    """A lawyer is let into the case first."""

    sentence = _("This colleague cannot see the legal records of the case. Let her in first.")


@dataclass(frozen=True, slots=True)
class MatterFacts:
    """What is known of a matter; empty where it is not."""

    role: str = LegalRole.VICTIMA
    family_violence: bool = False
    protected_identity: bool = False
    authority: str = ""
    numbers: str = ""
    parties: str = ""
    lawyer: User | None = None
    external_lawyer: str = ""
    risks: str = ""
    stressors: str = ""
    next_on: dt.date | None = None
    next_what: str = ""

    @classmethod
    def of(cls, matter: LegalMatter) -> "MatterFacts":
        """Return what is known of a matter, opened."""
        known = {each.name: getattr(matter, each.name) for each in fields(cls)}
        opened = {n: v.reveal() if isinstance(v, Sealed) else v for n, v in known.items()}
        return cls(**{n: v for n, v in opened.items() if v is not None})

    def written_into(self, matter: LegalMatter) -> list[str]:
        """Put the facts into a matter; return the names of the fields that hold something."""
        for each in fields(self):
            value = getattr(self, each.name)
            setattr(matter, each.name, None if value == "" else value)
        return [each.name for each in fields(self) if getattr(self, each.name)]


@transaction.atomic
@sealing()
def open_matter(
    *,
    case: Case,
    kind: str,
    facts: MatterFacts,
    stage: str = "",
    stage_words: str = "",
    happened_on: dt.date | None = None,
    by: User,
    at: dt.datetime,
) -> LegalMatter:
    """Begin to follow a procedure, at its first stage or wherever it stands.

    :raises StageOfOtherKind, StageWordsMissing, NotAdmissible, LawyerNotOfCase: see each.
    """
    access.require(by, "legal", case)
    case = locked(case.pk)
    stage = stage or first_stage(kind)
    if stage not in stages_of(kind):
        raise StageOfOtherKind(stage=Stage(stage).label)
    matter = LegalMatter(case=case, kind=MatterKind(kind), stage=stage, opened_at=at)
    _check_lawyer(facts, case)
    named = facts.written_into(matter)
    day = happened_on or timezone.localdate(at)
    _check_stage(matter, stage, stage_words, day, at)
    matter.stage_words = stage_words.strip() or None
    matter.save(force_insert=True)
    _step(matter, "", day, stage_words, "", by=by, at=at)
    access.shelve(case, at=at)
    log.record(Verb.CREATE, matter, by=by, fields=["kind", "stage", *named])
    return matter


@transaction.atomic
@sealing()
def change_matter(
    *, matter: LegalMatter, facts: MatterFacts, by: User, at: dt.datetime
) -> LegalMatter:
    """Replace what is known of a matter; its stage is moved, not replaced.

    :raises MatterClosed, NotAdmissible, LawyerNotOfCase: see each.
    """
    case, matter = _open(matter, by)
    _check_lawyer(facts, case)
    if facts.family_violence and matter.stage == Stage.ACUERDO_REPARATORIO:
        raise NotAdmissible
    named = facts.written_into(matter)
    matter.save()
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, matter, by=by, fields=named)
    return matter


@transaction.atomic
@sealing()
def move_stage(
    *,
    matter: LegalMatter,
    to: str,
    happened_on: dt.date,
    words: str = "",
    note: str = "",
    by: User,
    at: dt.datetime,
) -> LegalMatter:
    """Move a procedure to another stage: onward, back, or out.

    :raises MatterClosed, NoSuchStage, NotAdmissible, StageInFuture, StageWordsMissing: see each.
    """
    case, matter = _open(matter, by)
    before = matter.stage
    if to not in next_stages(matter.kind, before):
        raise NoSuchStage(before=Stage(before).label, after=Stage(to).label)
    _check_stage(matter, to, words, happened_on, at)
    matter.stage, matter.stage_words = to, words.strip() or None
    matter.save(update_fields=["stage", "stage_words"])
    _step(matter, before, happened_on, words, note, by=by, at=at)
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, matter, by=by, fields=["stage"])
    return matter


@transaction.atomic
@sealing()
def close_matter(
    *,
    matter: LegalMatter,
    outcome: str,
    words: str = "",
    cites_expertise: bool = False,
    by: User,
    at: dt.datetime,
) -> LegalMatter:
    """Say how a matter ended.

    :raises MatterClosed, HearingsToCome: see each.
    """
    case, matter = _open(matter, by)
    if matter.hearings.filter(state=HearingState.PROGRAMADA).exists():
        raise HearingsToCome
    matter.outcome, matter.closed_at, matter.closed_by = MatterOutcome(outcome), at, by
    matter.outcome_words = words.strip() or None
    matter.cites_expertise = cites_expertise
    matter.next_on = matter.next_what = None
    matter.save()
    access.shelve(case, at=at)
    log.record(Verb.CLOSE, matter, by=by, fields=["outcome", "cites_expertise"])
    return matter


@transaction.atomic
def reopen_matter(*, matter: LegalMatter, by: User, at: dt.datetime) -> LegalMatter:
    """Take a closed matter up again, where it stood.

    :raises MatterOpen: if it is open.
    """
    access.require(by, "legal", matter)
    case = locked(matter.case_id)
    matter = LegalMatter.objects.select_for_update().get(pk=matter.pk)
    if not matter.closed_at:
        raise MatterOpen
    matter.outcome, matter.closed_at, matter.closed_by = "", None, None
    matter.save()
    access.shelve(case, at=at)
    log.record(Verb.REOPEN, matter, by=by, fields=["outcome"])
    return matter


def _open(matter: LegalMatter, by: User) -> tuple[Case, LegalMatter]:
    """Ask, lock and re-read an open matter.

    :raises MatterClosed: if it has ended.
    """
    access.require(by, "legal", matter)
    case = locked(matter.case_id)
    matter = LegalMatter.objects.select_for_update().get(pk=matter.pk)
    if matter.closed_at:
        raise MatterClosed
    return case, matter


def _check_lawyer(facts: MatterFacts, case: Case) -> None:
    if facts.lawyer and not access.allows(facts.lawyer, "legal", case):
        raise LawyerNotOfCase


def _check_stage(matter: Any, to: str, words: str, day: dt.date, at: dt.datetime) -> None:
    """Refuse a stage whose conditions are not met."""
    if to == Stage.ACUERDO_REPARATORIO and matter.family_violence:
        raise NotAdmissible
    if to == Stage.LIBRE and not words.strip():
        raise StageWordsMissing
    if day > timezone.localdate(at):
        raise StageInFuture


def _step(
    matter: LegalMatter,
    before: str,
    day: dt.date,
    words: str,
    note: str,
    *,
    by: User,
    at: dt.datetime,
) -> None:
    """Remember a step of a procedure."""
    StageChange.objects.create(
        case=matter.case,
        matter=matter,
        before=before,
        after=matter.stage,
        words=words.strip() or None,
        happened_on=day,
        note=note.strip() or None,
        at=at,
        by=by,
    )
