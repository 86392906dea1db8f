"""Copies of a signed report: numbered, for somebody, masked alike throughout, handed over."""

import datetime as dt
import secrets
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, sealing
from cases.codes import ALPHABET
from expertise.actions.moving import locked, step
from expertise.actions.rendering import ask_for_paper
from expertise.enums.commission import CommissionState
from expertise.enums.paper import CopyForm, PaperKind
from expertise.models import Commission, Copy, Version
from expertise.reports import copies
from expertise.reports.masking import Mask, names_itself, tidy

GROUPS, SYMBOLS = 3, 4  # of a key: 60 bits, K7QM-3F2X-9ABC
S = CommissionState


class NotSignedYet(Refusal):
    """Copies are made of a signed report alone."""

    sentence = _("Copies are made once the report is signed.")


class CopyNotSigned(Refusal):
    """A copy leaves the house signed or not at all."""

    sentence = _("This copy is not signed yet. Sign it first.")


class CopyWithdrawn(Refusal):
    """It was taken back."""

    sentence = _("This copy has been withdrawn. Make a new one.")


class AlreadyDelivered(Refusal):
    """It was handed over before."""

    sentence = _("This copy has been handed over already.")


class ReasonMissing(Refusal):
    """Whoever asks later wants to know why there is a copy, and for whom."""

    sentence = _("Write for whom this copy is and what for.")


class MaskNamesSomebody(Refusal):
    """What stands for a name must not be a name that is masked."""

    sentence = _("“%(instead)s” contains a name that is masked. Write it otherwise.")


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """For whom a copy is, what for, and which further names stand masked on it."""

    audience: str
    recipient: str
    reason: str
    form: str = CopyForm.ELECTRONICA
    masks: tuple[Mask, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """Who received a copy, when, and with which acknowledgement."""

    by: str
    on: dt.date
    words: str = ""


def masks_for(commission: Commission, further: tuple[Mask, ...] = ()) -> list[Mask]:
    """Return the masks of a new copy: the protected names stand on none of them.

    :raises MaskNamesSomebody: if what stands for a name gives a name away.
    """
    protected: list[Mask] = commission.protected.reveal() if commission.protected else []
    masks = tidy([*protected, *further])
    for mask in names_itself(masks):
        raise MaskNamesSomebody(instead=mask["instead"])
    return masks


@transaction.atomic
@sealing()
def protect_names(*, commission: Commission, names: list[Mask], by: User, at: dt.datetime) -> None:
    """Say which names may stand on no copy; copies made before stay as they are.

    :raises MaskNamesSomebody: if what stands for a name gives a name away.
    """
    access.require(by, "write", commission)
    commission = locked(commission.pk)
    masks = tidy(names)
    for mask in names_itself(masks):
        raise MaskNamesSomebody(instead=mask["instead"])
    commission.protected = [dict(mask) for mask in masks] or None
    commission.save(update_fields=["protected"])
    access.shelve(commission, at=at)
    log.record(Verb.CHANGE, commission, by=by, fields=["commission.protected"])


@transaction.atomic
@sealing()
def make_copy(*, commission: Commission, facts: CopyFacts, by: User, at: dt.datetime) -> Copy:
    """Make a numbered copy of a signed report and have its file made.

    :raises NotSignedYet, ReasonMissing, MaskNamesSomebody: see each.
    """
    access.require(by, "write", commission)
    commission = locked(commission.pk)
    version = _signed(commission)
    if not facts.recipient.strip() or not facts.reason.strip():
        raise ReasonMissing
    masks = masks_for(commission, facts.masks)
    copy = Copy(
        commission=commission,
        version=version,
        number=version.copies.count() + 1,
        key=_free_key(),
        audience=facts.audience,
        form=facts.form,
        recipient=facts.recipient.strip(),
        reason=facts.reason.strip(),
        masks=[dict(mask) for mask in masks] or None,
        made_by=by,
        made_at=at,
    )
    copy.save(force_insert=True)
    access.shelve(commission, at=at)
    fields = ["audience", "form", "copy.recipient", "copy.reason", "copy.masks"]
    log.record(Verb.CREATE, copy, by=by, fields=fields)
    ask_for_paper(version=version, kind=PaperKind.FINAL, copy=copy, by=by, at=at)
    return copy


@transaction.atomic
@sealing()
def deliver_copy(*, copy: Copy, receipt: Receipt, by: User, at: dt.datetime) -> Copy:
    """Record that a signed copy was handed over, and who received it.

    :raises CopyNotSigned, CopyWithdrawn, AlreadyDelivered: see each.
    """
    access.require(by, "write", copy)
    commission, copy = held(copy)
    if copy.delivered_at:
        raise AlreadyDelivered
    return hand_over(commission, copy, receipt, by=by, at=at)


def held(copy: Copy) -> tuple[Commission, Copy]:
    """Re-read a signed copy and hold it, with its commission.

    :raises CopyNotSigned, CopyWithdrawn: see each.
    """
    commission = locked(copy.commission_id)
    copy = Copy.objects.select_for_update().get(pk=copy.pk)
    copy.commission = commission
    if copy.withdrawn_at:
        raise CopyWithdrawn
    if copies.signed_paper(copy.version, copy) is None:
        raise CopyNotSigned
    return commission, copy


def hand_over(
    commission: Commission, copy: Copy, receipt: Receipt, *, by: User, at: dt.datetime
) -> Copy:
    """Hand a held copy over inside a use case that has asked the door."""
    copy.delivered_at, copy.delivered_by = at, by
    copy.receipt = {
        "by": receipt.by.strip(),
        "on": receipt.on.isoformat(),
        "words": receipt.words.strip(),
    }
    copy.save(update_fields=["delivered_at", "delivered_by", "receipt"])
    log.record(Verb.HAND_OVER, copy, by=by, fields=["copy.receipt"])
    if commission.state == S.FIRMADO:
        step(commission, S.ENTREGADO, by=by, at=at)
    return copy


def _signed(commission: Commission) -> Version:
    version = copies.signed_version(commission.pk)
    if version is None:
        raise NotSignedYet
    return version


def _free_key() -> str:
    while True:
        drawn = (
            "".join(secrets.choice(ALPHABET) for _ in range(SYMBOLS)) for _group in range(GROUPS)
        )
        key = "-".join(drawn)
        if not Copy.objects.filter(key=key).exists():
            return key
