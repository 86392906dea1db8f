"""The status of a missing person: moved by a person, on a document, and the family is told."""

import datetime as dt
import uuid
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.missing import link_of, opened
from cases.actions.refusal import Refusal, locked_open, sealing
from cases.actions.tasks import end_tasks, raise_task
from cases.enums.missing import (
    MISSING_MOVES,
    MissingStatus,
    RegistryStatus,
    Source,
    StatusOf,
    Telling,
)
from cases.enums.task import TaskKind
from cases.models import Case, FamilyTold, MissingPerson, MissingStatusStep

IDENTIFIES = frozenset({Source.DICTAMEN, Source.DICTAMEN_INDEPENDIENTE})
ACCOMPANIED = frozenset(
    {MissingStatus.EN_IDENTIFICACION, MissingStatus.SIN_VIDA, MissingStatus.RESTITUCION}
)


class NoSuchMove(Refusal):
    """The status asked for does not follow this one."""

    sentence = _("The status cannot go from “%(before)s” to “%(after)s”.")


class SameStatus(Refusal):
    """The registry says so already."""

    sentence = _("The registry says this already.")


class SourceMissing(Refusal):
    """No status without a document."""

    sentence = _("Write which document says so: its kind, its number and its date.")


class NotAnIdentification(Refusal):
    """Nobody is located without life without an expert report."""

    sentence = _("This status needs an expert report of identification as its document.")


class TellingMissing(Refusal):
    """It is not said how the family came to know."""

    sentence = _("Write who told the family, how, and on which day.")


class FamilyNotTold(Refusal):
    """The organisation's word never comes before the family."""

    sentence = _("Tell the family first. Our status changes only once it knows.")


class NobodyAccompanied(Refusal):
    """News like this is not given alone."""

    sentence = _("Write who accompanied the family when it was told.")


class StillToCome(Refusal):
    """It has not happened yet."""

    sentence = _("This day is still to come. Write the day it happened.")


class ToldBefore(Refusal):
    """It is on record how this family was told."""

    sentence = _("It is already on record how this family came to know.")


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """The document a status stands on."""

    kind: str
    reference: str
    dated_on: dt.date | None
    words: str = ""

    def checked(self, today: dt.date) -> dict[str, Any]:
        """Return what is kept of the document.

        :raises SourceMissing, StillToCome: see each.
        """
        if not (self.kind and self.reference.strip() and self.dated_on):
            raise SourceMissing
        if self.dated_on > today:
            raise StillToCome
        return {**asdict(self), "dated_on": self.dated_on.isoformat()}


@dataclass(frozen=True, slots=True)
class TellingFacts:
    """Who told the family, how, on which day, accompanied by whom."""

    way: str
    told_by: str = ""
    told_to: str = ""
    told_on: dt.date | None = None
    accompanied_by: str = ""
    reaction: str = ""

    @property
    def has_happened(self) -> bool:
        """Tell whether anybody has told the family."""
        return bool(self.way) and self.way != Telling.NADIE

    def checked(self, today: dt.date, *, needs_company: bool) -> dict[str, Any]:
        """Return what is kept of the telling.

        :raises TellingMissing, StillToCome, NobodyAccompanied: see each.
        """
        if not (self.way and self.told_by.strip() and self.told_on):
            raise TellingMissing
        if self.told_on > today:
            raise StillToCome
        if needs_company and not self.accompanied_by.strip():
            raise NobodyAccompanied
        return {**asdict(self), "told_on": self.told_on.isoformat()}


@transaction.atomic
@sealing()
def move_status(
    *,
    case: Case,
    missing: MissingPerson,
    to: str,
    source: SourceFacts,
    telling: TellingFacts,
    by: User,
    at: dt.datetime,
) -> MissingStatusStep:
    """Move the organisation's status, once the family of this case knows.

    Other families that search for the same person are still to be told: their teams get a task.

    :raises Refusal: named after what is missing; see the classes above.
    """
    case, missing = opened(case, missing, by)
    before = missing.status
    if to not in MISSING_MOVES[before]:
        names = {"before": MissingStatus(before).label, "after": MissingStatus(to).label}
        raise NoSuchMove(**names)
    today = timezone.localdate(at)
    document = source.checked(today)
    if to == MissingStatus.SIN_VIDA and source.kind not in IDENTIFIES:
        raise NotAnIdentification
    if not telling.has_happened:
        raise FamilyNotTold if telling.way else TellingMissing
    told = telling.checked(today, needs_company=to in ACCOMPANIED)
    missing.status = to
    missing.save(update_fields=["status"])
    step = _step(missing, StatusOf.ORGANISATION, before, to, document, by=by, at=at)
    log.record(Verb.CHANGE, missing, by=by, fields=["status"])
    _told(case, step, told, by=by, at=at)
    _ask_to_tell(step, besides=case, by=by, at=at)
    return step


@transaction.atomic
@sealing()
def note_registry(
    *,
    case: Case,
    missing: MissingPerson,
    to: str,
    source: SourceFacts,
    telling: TellingFacts,
    by: User,
    at: dt.datetime,
) -> MissingStatusStep:
    """Note what the national registry says now; our own status stays as it is.

    Where nobody has told the family, its team gets a task.

    :raises CaseClosed, NotLinked, SameStatus, SourceMissing, TellingMissing, StillToCome: see each.
    """
    case, missing = opened(case, missing, by)
    before, to = missing.registry, RegistryStatus(to)
    if to == before:
        raise SameStatus
    today = timezone.localdate(at)
    document = source.checked(today)
    if not telling.way:
        raise TellingMissing
    told = telling.checked(today, needs_company=False) if telling.has_happened else None
    missing.registry = to
    missing.save(update_fields=["registry"])
    step = _step(missing, StatusOf.REGISTRY, before, to, document, by=by, at=at)
    log.record(Verb.CHANGE, missing, by=by, fields=["registry"])
    if told:
        _told(case, step, told, by=by, at=at)
    _ask_to_tell(step, besides=case if told else None, by=by, at=at)
    return step


@transaction.atomic
@sealing()
def tell_family(
    *, case: Case, step: MissingStatusStep, telling: TellingFacts, by: User, at: dt.datetime
) -> FamilyTold:
    """Record how the family of this case came to know of a change.

    :raises CaseClosed, NotLinked, ToldBefore, TellingMissing, NobodyAccompanied: see each.
    """
    access.require(by, "write", case)
    case = locked_open(case.pk)
    link_of(case, step.missing)
    if step.told.filter(case=case).exists():
        raise ToldBefore
    if not telling.has_happened:
        raise TellingMissing
    grave = step.of == StatusOf.ORGANISATION and step.after in ACCOMPANIED
    told = telling.checked(timezone.localdate(at), needs_company=grave)
    row = _told(case, step, told, by=by, at=at)
    end_tasks(case=case, about=step.pk, by=by, at=at)
    return row


def _step(
    missing: MissingPerson,
    of: StatusOf,
    before: str,
    after: str,
    document: dict[str, Any],
    *,
    by: User,
    at: dt.datetime,
) -> MissingStatusStep:
    step = MissingStatusStep(
        id=uuid.uuid4(), missing=missing, of=of, before=before, after=after, at=at, by=by
    )
    step.facts = document
    step.save(force_insert=True)
    return step


def _told(
    case: Case, step: MissingStatusStep, told: dict[str, Any], *, by: User, at: dt.datetime
) -> FamilyTold:
    row = FamilyTold(id=uuid.uuid4(), case=case, step=step, at=at, by=by)
    row.facts = told
    row.save(force_insert=True)
    log.record(Verb.CREATE, row, by=by, fields=["step", "facts"])
    return row


def _ask_to_tell(
    step: MissingStatusStep, *, besides: Case | None, by: User, at: dt.datetime
) -> None:
    """Ask the teams of the families that do not know yet to decide how to tell them."""
    links = step.missing.links.filter(ended_at=None, case__is_open=True)
    for link in links.select_related("case__responsible").order_by("case_id"):
        if besides is None or link.case_id != besides.pk:
            raise_task(
                case=link.case,
                kind=TaskKind.STATUS_TO_TELL,
                about=step.pk,
                assignee=link.case.seen_to_by(),
                due_on=timezone.localdate(at),
                by=by,
                at=at,
            )
