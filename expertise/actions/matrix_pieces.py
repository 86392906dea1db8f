"""Facts, effects and works of the matrix: written, corrected, withdrawn; numbers are for ever."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, check_length, sealing
from expertise.actions.moving import locked_writing
from expertise.models import CausalLink, Commission, Effect, Fact, Work

Piece = Fact | Effect | Work


class TitleMissing(Refusal):
    """It is named in the table and on every page after it."""

    sentence = _("Give it a title in a few words: the table names it by them.")


class ChangedMeanwhile(Refusal):
    """Someone saved it after this page was opened."""

    sentence = _(
        "Someone saved this while you were writing. What you wrote is still on this page: compare "
        "it with what stands now, and join both."
    )
    conflict = True


class StillLinked(Refusal):
    """A causal link needs it."""

    sentence = _("%(links)s still needs it. Change or withdraw that first.")


class PieceWithdrawn(Refusal):
    """It no longer counts."""

    sentence = _("This was withdrawn before; its number is not given again.")


@dataclass(frozen=True, slots=True)
class FactTold:
    """What is told of a fact or a pattern of violence."""

    title: str
    words: str = ""
    types: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    when: str = ""
    frequency: str = ""
    event: str = ""  # the borrowing it began with


@dataclass(frozen=True, slots=True)
class EffectTold:
    """What is told of an effect."""

    title: str
    words: str = ""
    levels: tuple[str, ...] = ()
    onset: str = ""
    course: str = ""
    course_words: str = ""
    intensity: int | None = None


@dataclass(frozen=True, slots=True)
class WorkTold:
    """A work as it is cited and as it stands in the bibliography."""

    cite: str
    reference: str = ""


Told = FactTold | EffectTold | WorkTold
KINDS: dict[type[Told], type[Piece]] = {FactTold: Fact, EffectTold: Effect, WorkTold: Work}


def stored(told: Any) -> dict[str, Any]:
    """Return what is told as it is sealed: nothing that says nothing."""
    found = {name: _plain(value) for name, value in asdict(told).items()}
    check_length(found)
    return {name: value for name, value in found.items() if value not in ("", [], None)}


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()
    return [str(each) for each in value] if isinstance(value, tuple) else value


def next_number(rows: Any) -> int:
    """Return the number after the highest ever given, withdrawn or not."""
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
@sealing()
def write_piece(
    *, commission: Commission, uid: UUID, told: Told, by: User, at: dt.datetime
) -> Piece:
    """Write a fact, an effect or a work down; the same id again is the same piece.

    :raises TitleMissing: if it says nothing to name it by.
    :raises Locked, CommissionClosed, NotWritingNow: if the file does not change now.
    """
    commission = locked_writing(commission, by)
    model = KINDS[type(told)]
    if known := model.objects.filter(pk=uid).first():
        if known.commission_id != commission.pk:
            raise PermissionDenied
        return known
    content = _checked(told)
    number = next_number(model.objects.filter(commission=commission))
    piece = model(id=uid, commission=commission, number=number, told=content)
    piece.save(force_insert=True)
    return _traced(Verb.CREATE, piece, commission, by=by, at=at)


@transaction.atomic
@sealing()
def correct_piece(*, piece: Piece, told: Told, version: int, by: User, at: dt.datetime) -> Piece:
    """Correct a piece that is still as its editor saw it; what it said before is kept.

    :raises ChangedMeanwhile: if ``version`` is not the current one.
    :raises TitleMissing, PieceWithdrawn: see each.
    """
    commission, piece = _standing(piece, by)
    if piece.version != version:
        raise ChangedMeanwhile
    piece.told = _checked(told)
    piece.version = version + 1
    piece.save()
    return _traced(Verb.CHANGE, piece, commission, by=by, at=at)


@transaction.atomic
@sealing()
def withdraw_piece(*, piece: Piece, by: User, at: dt.datetime) -> Piece:
    """Withdraw a piece; it is kept, and its number is not given again.

    :raises StillLinked: while a causal link needs it.
    :raises PieceWithdrawn: if it was before.
    """
    commission, piece = _standing(piece, by)
    if names := [str(link) for link in _links_of(piece, commission)]:
        raise StillLinked(links=", ".join(names))
    piece.withdrawn_at = at
    piece.version += 1
    piece.save()
    return _traced(Verb.CHANGE, piece, commission, by=by, at=at, fields=["withdrawn_at"])


def _checked(told: Told) -> dict[str, Any]:
    content = stored(told)
    if not content.get("cite" if isinstance(told, WorkTold) else "title"):
        raise TitleMissing
    return content


def _standing(piece: Piece, by: User) -> tuple[Commission, Piece]:
    """Ask, lock and re-read a piece that still counts."""
    commission = locked_writing(piece.commission, by)
    model: Any = type(piece)
    piece = model.objects.select_for_update().get(pk=piece.pk)
    if piece.withdrawn_at:
        raise PieceWithdrawn
    return commission, piece


def _links_of(piece: Piece, commission: Commission) -> list[CausalLink]:
    links = commission.links.filter(withdrawn_at=None).order_by("number")
    if isinstance(piece, Fact):
        return list(links.filter(fact=piece))
    if isinstance(piece, Effect):
        return list(links.filter(effect=piece))
    return [link for link in links if str(piece.pk) in link.told.reveal().get("works", ())]


def _traced(
    verb: Verb,
    piece: Piece,
    commission: Commission,
    *,
    by: User,
    at: dt.datetime,
    fields: list[str] | None = None,
) -> Piece:
    access.shelve(commission, at=at)
    log.record(verb, piece, by=by, fields=fields or ["told"])
    return piece
