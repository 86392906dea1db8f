"""Connect a fact with an effect: on which evidence, with which degree of consistency."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, check_length, sealing
from cases.enums import SessionStatus
from expertise import steps
from expertise.actions.matrix_pieces import ChangedMeanwhile, PieceWithdrawn, next_number, stored
from expertise.actions.moving import CommissionClosed, Locked, locked, locked_writing
from expertise.enums.matrix import EvidenceKind, Grade
from expertise.models import CausalLink, Commission, Effect, Evidence, Fact
from expertise.reports.matrix_lines import unmet


class WithoutEvidence(Refusal):
    """A degree is the degree of something that was found."""

    sentence = _(
        "A degree of consistency stands on evidence. Add at least one source, or leave the degree "
        "open for now."
    )


class TwoKindsNeeded(Refusal):
    """Istanbul Protocol 2022: the whole of the findings, not one of them."""

    sentence = _(
        "“%(grade)s” needs two kinds of source, such as an interview and a document. Add another "
        "one, choose a lower degree, or leave the degree open for now."
    )


class AlternativesMissing(Refusal):
    """What else could explain it is part of the finding."""

    sentence = _(
        "Write which alternative explanations you considered, and why they are accepted or "
        "discarded. Without them leave the degree open for now."
    )


class NotOfThisFile(Refusal):
    """Evidence lies in the same expert file."""

    sentence = _("What you chose does not stand in this expert file. Choose it again.")


class NothingToConfirm(Refusal):
    """Only “diagnostic of” is confirmed."""

    sentence = _("This causal link does not say “diagnostic of”, so nothing is to be confirmed.")


@dataclass(frozen=True, slots=True)
class LinkTold:
    """What connects a fact with an effect."""

    grade: str = ""
    time: str = ""
    time_words: str = ""
    specificity: str = ""
    alternatives: str = ""
    stressors: str = ""
    protective: str = ""
    works: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceTold:
    """A piece of evidence: new, changed, or dropped (``uid`` names one that is there)."""

    kind: str
    target: UUID
    locator: str = ""
    quote: str = ""
    uid: UUID | None = None
    drop: bool = False


@transaction.atomic
@sealing()
def connect(
    *,
    fact: Fact,
    effect: Effect,
    told: LinkTold,
    evidence: Sequence[EvidenceTold] = (),
    version: int = 0,
    by: User,
    at: dt.datetime,
) -> CausalLink:
    """Connect a fact with an effect, or change what connects them; evidence comes along.

    ``version`` is the one the editor saw, 0 where nothing connected them yet. A confirmation by
    the reviewer falls with every change.

    :raises ChangedMeanwhile: if someone saved it since.
    :raises WithoutEvidence, TwoKindsNeeded, AlternativesMissing: if the degree is not met.
    :raises NotOfThisFile, PieceWithdrawn: see each.
    """
    commission = locked_writing(fact.commission, by)
    _check_ends(commission, fact, effect)
    link = commission.links.filter(fact=fact, effect=effect, withdrawn_at=None).first()
    if (link.version if link else 0) != version:
        raise ChangedMeanwhile
    _check_works(commission, told)
    content = {"grade": "", **stored(told)}
    is_new = link is None
    link = link or CausalLink(
        commission=commission,
        fact=fact,
        effect=effect,
        number=next_number(commission.links),
        version=0,
        told=content,
    )
    link.told = content
    link.version += 1
    link.d_confirmed_at = link.d_confirmed_by = None
    link.save(force_insert=is_new)
    for each in evidence:
        _put(each, link, by=by, at=at)
    _check_degree(link, told)
    access.shelve(commission, at=at)
    log.record(Verb.CREATE if is_new else Verb.CHANGE, link, by=by, fields=["told"])
    return link


@transaction.atomic
@sealing()
def withdraw_link(*, link: CausalLink, by: User, at: dt.datetime) -> CausalLink:
    """Withdraw a causal link and its evidence; both are kept, its number is not given again.

    :raises PieceWithdrawn: if it was before.
    """
    commission = locked_writing(link.commission, by)
    link = CausalLink.objects.select_for_update().get(pk=link.pk)
    if link.withdrawn_at:
        raise PieceWithdrawn
    link.withdrawn_at = at
    link.version += 1
    link.save()
    for piece in link.evidence.filter(withdrawn_at=None):
        piece.withdrawn_at = at
        piece.save()
    access.shelve(commission, at=at)
    log.record(Verb.CHANGE, link, by=by, fields=["withdrawn_at"])
    return link


@transaction.atomic
@sealing()
def confirm_diagnostic(*, link: CausalLink, by: User, at: dt.datetime) -> CausalLink:
    """Confirm, as the peer reviewer, that a finding could not have been caused otherwise.

    :raises NothingToConfirm: if the link does not say so.
    :raises Locked, CommissionClosed: if the report is signed or the commission over.
    """
    access.require(by, "review", link)
    commission = locked(link.commission_id)
    if commission.state in steps.LOCKED:
        raise Locked
    if commission.state in steps.ENDS:
        raise CommissionClosed
    link = CausalLink.objects.select_for_update().get(pk=link.pk)
    if link.withdrawn_at or link.told.reveal().get("grade") != Grade.D:
        raise NothingToConfirm
    link.d_confirmed_at, link.d_confirmed_by = at, by
    link.save()
    access.shelve(commission, at=at)
    log.record(Verb.CHANGE, link, by=by, fields=["d_confirmed_at"])
    return link


def _check_ends(commission: Commission, fact: Fact, effect: Effect) -> None:
    """Refuse ends that lie elsewhere or no longer count."""
    if effect.commission_id != commission.pk:
        raise NotOfThisFile
    counts = commission.facts.filter(pk=fact.pk, withdrawn_at=None).exists()
    if not counts or not commission.effects.filter(pk=effect.pk, withdrawn_at=None).exists():
        raise PieceWithdrawn


def _check_works(commission: Commission, told: LinkTold) -> None:
    works = set(told.works)
    if commission.works.filter(pk__in=works, withdrawn_at=None).count() != len(works):
        raise NotOfThisFile


def _check_degree(link: CausalLink, told: LinkTold) -> None:
    """Refuse a degree that what was told does not carry; only the confirmation may come later."""
    kinds = standing_evidence(link).values_list("kind", flat=True)
    rules = set(unmet(told.grade, kinds, alternatives=told.alternatives, confirmed=True))
    if "evidence" in rules:
        raise WithoutEvidence
    if "two_kinds" in rules:
        raise TwoKindsNeeded(grade=Grade(told.grade).label)
    if "alternatives" in rules:
        raise AlternativesMissing


def standing_evidence(link: CausalLink) -> Any:
    """Return the evidence of a link that counts: its source was not withdrawn either."""
    return link.evidence.filter(
        withdrawn_at=None, source__withdrawn_at=None, instrument__withdrawn_at=None
    )


# --- evidence ------------------------------------------------------------------------------

ENDS: dict[str, str] = {
    EvidenceKind.ENTREVISTA: "session",
    EvidenceKind.OBSERVACION: "session",
    EvidenceKind.INSTRUMENTO: "instrument",
    EvidenceKind.DOCUMENTO: "source",
    EvidenceKind.COLATERAL: "source",
}


def _put(told: EvidenceTold, link: CausalLink, *, by: User, at: dt.datetime) -> None:
    """Add, change or drop one piece of evidence of a link.

    :raises NotOfThisFile: if it points outside the expert file, or to something withdrawn.
    """
    check_length({"locator": told.locator, "quote": told.quote})
    known = link.evidence.filter(pk=told.uid).first() if told.uid else None
    if told.uid and known is None:
        raise NotOfThisFile
    if known and not known.withdrawn_at:
        piece, verb = known, Verb.CHANGE
    else:  # new, or taken out meanwhile by somebody else
        piece, verb = Evidence(commission=link.commission, link=link), Verb.CREATE
    if told.drop:
        if verb == Verb.CREATE:
            return
        piece.withdrawn_at = at
        piece.save()
        log.record(verb, piece, by=by, fields=["withdrawn_at"])
        return
    if verb == Verb.CHANGE and _says(piece) == _heard(told):
        return
    _point(piece, told, link.commission)
    piece.locator, piece.quote = told.locator.strip() or None, told.quote.strip() or None
    piece.save(force_insert=verb == Verb.CREATE)
    log.record(verb, piece, by=by, fields=["locator", "quote"])


def _point(piece: Evidence, told: EvidenceTold, commission: Commission) -> None:
    end = ENDS.get(told.kind)
    if end is None:
        raise NotOfThisFile
    piece.kind = told.kind
    piece.session = piece.instrument = piece.source = None
    setattr(piece, end, _found(told, end, commission))


def _found(told: EvidenceTold, end: str, commission: Commission) -> Any:
    rows: dict[str, Any] = {
        "session": commission.evaluations.filter(status=SessionStatus.HELD),
        "instrument": commission.instruments.filter(withdrawn_at=None),
        "source": commission.sources.filter(withdrawn_at=None, kind=told.kind),
    }
    found = rows[end].filter(pk=told.target).first()
    if found is None:
        raise NotOfThisFile
    return found


def _says(piece: Evidence) -> tuple[Any, ...]:
    target = piece.session_id or piece.instrument_id or piece.source_id
    opened = [box.reveal() if box else "" for box in (piece.locator, piece.quote)]
    return (piece.kind, target, *opened)


def _heard(told: EvidenceTold) -> tuple[Any, ...]:
    return (told.kind, told.target, told.locator.strip(), told.quote.strip())
