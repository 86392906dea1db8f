"""The record of a missing person: entered, shared between cases, kept, block by block."""

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from accompaniment.vault import gate, index
from cases import codes
from cases.actions.missing_dates import keep_own_day
from cases.actions.refusal import Refusal, ask_either, locked_open, sealing
from cases.actions.words import index_case, keep_missing_words
from cases.enums.missing import BEGINS_AS, MissingStatus, Precision, StatusOf
from cases.missing_blocks import BLOCKS
from cases.models import Case, MissingLink, MissingPerson, MissingStatusStep
from cases.models.missing_person import MISSING_COMPARTMENTS

NAMES = ("name", "social_name", "nickname")
OWN_DAYS = {"who": "birth_date", "events": "seen_on"}  # they join the dates that hurt
EXACT = frozenset({"", Precision.HORA, Precision.DIA})


class MissingNameMissing(Refusal):
    """Nothing says how the family calls the person."""

    sentence = _("Write the name, or how the family calls the missing person.")


class BeginsMissing(Refusal):
    """A record begins with a search, never with an ending."""

    sentence = _("A record begins as missing or as not located. Later changes need a document.")


class PerhapsKnown(Refusal):
    """A record the writer may see bears the same name."""

    sentence = _(
        "You already keep a record with this name. If it is the same person, share that record; "
        "if it is somebody else, mark it below and open this one."
    )


class NotLinked(Refusal):
    """The record is not part of this case."""

    sentence = _("This missing person is not linked to this accompaniment.")


class LinkedBefore(Refusal):
    """The record is part of this case already."""

    sentence = _("This missing person is linked to this accompaniment already.")


class LastLink(Refusal):
    """Nobody would ever see the record again."""

    sentence = _(
        "This is the only accompaniment that keeps this record. "
        "Link it to another one first, so that what is known is not lost."
    )


class ChangedMeanwhile(Refusal):
    """Somebody else saved this block first."""

    sentence = _(
        "Somebody saved this part while you were writing. Nothing was overwritten: "
        "compare both and save again."
    )
    conflict = True


@dataclass(frozen=True, slots=True)
class MissingNames:
    """How a missing person is called."""

    name: str
    social_name: str = ""
    nickname: str = ""

    def words(self) -> set[bytes]:
        """Return the digests by which the families' cases are found."""
        return index.words(self.name, self.social_name, self.nickname)

    def written_into(self, missing: MissingPerson) -> list[str]:
        """Put the names into the record; return the fields that hold something."""
        if not self.name.strip():
            raise MissingNameMissing
        for field in NAMES:
            setattr(missing, field, getattr(self, field) or None)
        return [field for field in NAMES if getattr(self, field)]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the missing person is to this family, in its own words."""

    kinship: str = ""
    refers_as: str = ""
    holds_true: str = ""

    def written_into(self, link: MissingLink, at: dt.datetime) -> list[str]:
        """Put the family's words into its link; return the fields that hold something."""
        named = ("kinship", "refers_as", "holds_true")
        for field in named:
            setattr(link, field, getattr(self, field) or None)
        link.meaning_at = at if self.refers_as or self.holds_true else link.meaning_at
        return [field for field in named if getattr(self, field)]


@transaction.atomic
@sealing()
def enter_missing(
    *,
    case: Case,
    names: MissingNames,
    status: str = MissingStatus.DESAPARECIDA,
    meaning: Meaning | None = None,
    is_another: bool = False,
    by: User,
    at: dt.datetime,
) -> MissingPerson:
    """Open the record of a missing person with keys of its own, linked to a case.

    ``is_another``: the writer has seen that a record of hers bears the same name. Of records she
    may not see, nothing is said.

    :raises CaseClosed, MissingNameMissing, BeginsMissing, PerhapsKnown: see each.
    """
    access.require(by, "write", case)
    case = locked_open(case.pk)
    if status not in BEGINS_AS:
        raise BeginsMissing
    if not is_another and _is_known(names, by):
        raise PerhapsKnown
    taken = MissingPerson.objects.filter(links__case__team=case.team_id)
    missing = MissingPerson(
        id=uuid.uuid4(),
        code=_free_code(),
        pseudonym=codes.draw_pseudonym(set(taken.values_list("pseudonym", flat=True))),
        status=status,
        entered_at=at,
    )
    kind = MissingPerson._meta.label_lower
    gate.require().new_keys(missing.pk, kind, MISSING_COMPARTMENTS)
    fields = names.written_into(missing)
    missing.save(force_insert=True)
    log.record(Verb.CREATE, missing, by=by, fields=[*fields, "status"])
    MissingStatusStep.objects.create(
        missing=missing, of=StatusOf.ORGANISATION, after=status, at=at, by=by
    )
    _link(case, missing, meaning or Meaning(), by=by, at=at)
    keep_missing_words(missing, names.words())
    return missing


@transaction.atomic
@sealing()
def link_missing(
    *,
    case: Case,
    missing: MissingPerson,
    meaning: Meaning | None = None,
    by: User,
    at: dt.datetime,
) -> MissingLink:
    """Let another family's case share a record; its team reads from now on what is known.

    Only who knows both sides may: who reads the record and writes in this case, or coordinates.

    :raises CaseClosed, LinkedBefore: see each.
    """
    ask_either(by, ("write", "assign"), case)
    ask_either(by, ("read", "assign"), missing)
    case = locked_open(case.pk)
    missing = MissingPerson.objects.select_for_update().get(pk=missing.pk)
    if case.missing_links.filter(missing=missing, ended_at=None).exists():
        raise LinkedBefore
    link = _link(case, missing, meaning or Meaning(), by=by, at=at)
    log.record(Verb.GRANT, missing, by=by, fields=["links"])
    index_case(case)
    return link


@transaction.atomic
def unlink_missing(*, case: Case, missing: MissingPerson, by: User, at: dt.datetime) -> MissingLink:
    """End the part of a record in a case; the others go on sharing it.

    :raises NotLinked, LastLink: see each.
    """
    ask_either(by, ("write", "assign"), case)
    case, missing = locked_open(case.pk), _held(missing)
    link = link_of(case, missing)
    others = missing.links.filter(ended_at=None, case__erased_at=None).exclude(pk=link.pk)
    if not others.exists():
        raise LastLink
    link.ended_at = at
    link.save(update_fields=["ended_at"])
    index_case(case)
    log.record(Verb.CHANGE, link, by=by, fields=["ended_at"])
    log.record(Verb.REVOKE, missing, by=by, fields=["links"])
    return link


@transaction.atomic
@sealing()
def say_meaning(
    *, case: Case, missing: MissingPerson, meaning: Meaning, by: User, at: dt.datetime
) -> MissingLink:
    """Keep what this family says now; what it said before stays in the versions.

    :raises CaseClosed, NotLinked: see each.
    """
    case, missing = opened(case, missing, by)
    link = link_of(case, missing)
    fields = meaning.written_into(link, at)
    link.save()
    log.record(Verb.CHANGE, link, by=by, fields=fields)
    return link


@transaction.atomic
@sealing()
def rename_missing(
    *, case: Case, missing: MissingPerson, names: MissingNames, by: User, at: dt.datetime
) -> MissingPerson:
    """Correct how a missing person is called, and find the families by it from now on.

    :raises CaseClosed, NotLinked, MissingNameMissing: see each.
    """
    case, missing = opened(case, missing, by)
    fields = names.written_into(missing)
    missing.save(update_fields=list(NAMES))
    keep_missing_words(missing, names.words())
    log.record(Verb.CHANGE, missing, by=by, fields=fields)
    return missing


@transaction.atomic
@sealing()
def keep_block(
    *,
    case: Case,
    missing: MissingPerson,
    block: str,
    facts: dict[str, Any],
    seen: str,
    by: User,
    at: dt.datetime,
) -> MissingPerson:
    """Keep one block of the record; ``seen`` is the fingerprint of what the writer had before her.

    :raises CaseClosed, NotLinked: see each.
    :raises ChangedMeanwhile: if somebody else saved the block since.
    """
    case, missing = opened(case, missing, by)
    if fingerprint(missing, block) != seen:
        raise ChangedMeanwhile
    known = {part.name for part in BLOCKS[block].parts}
    said = {name: value for name, value in facts.items() if name in known and value}
    setattr(missing, block, said or None)
    missing.save(update_fields=[block])
    log.record(Verb.CHANGE, missing, by=by, fields=[block])
    if own := OWN_DAYS.get(block):
        day = said.get(own) if said.get("precision", "") in EXACT else None
        keep_own_day(missing=missing, block=block, day=day, by=by, at=at)
    return missing


def fingerprint(record: Any, field: str) -> str:
    """Return what changes whenever a sealed field is saved, without opening it."""
    box = getattr(record, field)
    return hashlib.sha256(box.digest_bytes()).hexdigest()[:32] if box else ""


def opened(case: Case, missing: MissingPerson, by: User) -> tuple[Case, MissingPerson]:
    """Ask, and hold a case and a record that is part of it.

    :raises CaseClosed, NotLinked: see each.
    """
    access.require(by, "write", case)
    case, missing = locked_open(case.pk), _held(missing)
    link_of(case, missing)
    return case, missing


def link_of(case: Case, missing: MissingPerson) -> MissingLink:
    """Return the link of a record to a case.

    :raises NotLinked: if there is none.
    """
    link: MissingLink | None = case.missing_links.filter(missing=missing, ended_at=None).first()
    if link is None:
        raise NotLinked
    return link


def _is_known(names: MissingNames, by: User) -> bool:
    """Tell whether a record this person may identify bears every word of the name."""
    rows = MissingPerson.objects.permitted(by, "identify").filter(erased_at=None)
    said = index.words(names.name)
    for digest in said:
        rows = rows.filter(words__digest=digest)
    return bool(said) and rows.exists()


def _link(
    case: Case, missing: MissingPerson, meaning: Meaning, *, by: User, at: dt.datetime
) -> MissingLink:
    link = MissingLink(id=uuid.uuid4(), case=case, missing=missing, since=at)
    fields = meaning.written_into(link, at)
    link.save(force_insert=True)
    log.record(Verb.CREATE, link, by=by, fields=["missing", *fields])
    return link


def _held(missing: MissingPerson) -> MissingPerson:
    return MissingPerson.objects.select_for_update().get(pk=missing.pk)


def _free_code() -> str:
    while (
        MissingPerson.objects.filter(code=(code := codes.new_code())).exists()
        or Case.objects.filter(code=code).exists()
    ):
        pass
    return code
