"""Files of the expert file: taken in, numbered as annexes, withdrawn and brought back."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from accompaniment.vault import storage
from cases.actions.documents import HOUR, SAID, Examined, Sent, look_through, stem
from cases.actions.file_refusals import StoreSilent
from cases.actions.refusal import Refusal, sealing
from expertise import steps
from expertise.actions.moving import CommissionClosed, Locked, NotWritingNow, locked
from expertise.enums.commission import CommissionState
from expertise.enums.evaluation import AttachmentKind
from expertise.models import Attachment, Commission, Source, Testimony
from expertise.models.evaluation import ATTACHED

# What comes from a court comes whenever it comes; everything else belongs to the evaluation.
OF_COURT = frozenset(
    {
        AttachmentKind.CITATORIO,
        AttachmentKind.CONSTANCIA,
        AttachmentKind.SENTENCIA,
        AttachmentKind.OTRO,
    }
)


class FileOfOtherCommission(Refusal):
    """What a file belongs to lies in the same expert file."""

    sentence = _("This belongs to another commission. Choose something of this one.")


class AttachmentWithdrawn(Refusal):
    """Someone was faster."""

    sentence = _("This file has been withdrawn already.")


class AttachmentStands(Refusal):
    """There is nothing to bring back."""

    sentence = _("This file is not withdrawn.")


class AnnexSigned(Refusal):
    """A signed report names its annexes."""

    sentence = _("This is an annex of a signed report, so it stays. Add what replaces it.")


@dataclass(frozen=True, slots=True)
class AttachmentFacts:
    """What is said of a file; as an annex it gets the next number."""

    kind: str
    title: str = ""
    is_restricted: bool = True
    as_annex: bool = False
    source: Source | None = None
    testimony: Testimony | None = None


def attach_file(
    *,
    commission: Commission,
    facts: AttachmentFacts,
    sent: Sent,
    upload_id: uuid.UUID | None = None,
    by: User,
    at: dt.datetime,
) -> Attachment:
    """Take a file into the expert file: look through it, seal it, and only then write it down.

    The same file sent twice with one form is one attachment.

    :raises FileRefused: with what is wrong with the file, and nothing of it kept.
    :raises Locked, NotWritingNow, CommissionClosed, FileOfOtherCommission: see each.
    """
    access.require(by, "write", commission)
    _check_open(commission, facts)
    same = storage.fingerprint(commission.pk, sent.data)
    uid = uuid.uuid5(upload_id or uuid.uuid4(), same)
    if known := Attachment.objects.filter(pk=uid).first():
        if known.commission_id != commission.pk:
            raise PermissionDenied
        return known
    lately = Attachment.objects.filter(added_by=by, added_at__gte=at - HOUR).count()
    examined = look_through(
        sent,
        is_too_much=lately >= settings.DOCUMENTS_PER_HOUR,
        kind=Attachment._meta.label_lower,
        root=commission.pk,
    )
    attachment = _made(commission, facts, examined, uid, by=by, at=at)
    try:
        with sealing():
            attachment.object = storage.put(attachment.place, [examined.file.data])
    except storage.ShelfSilent as silent:
        raise StoreSilent from silent
    try:
        _write(attachment, facts, by=by, at=at)
    except BaseException:
        storage.destroy(attachment.object)
        raise
    return attachment


def _check_open(commission: Commission, facts: AttachmentFacts) -> None:
    for part in (facts.source, facts.testimony):
        if part and part.commission_id != commission.pk:
            raise FileOfOtherCommission
    if commission.state in steps.WRITING:
        return
    if facts.kind not in OF_COURT or facts.as_annex:
        if commission.state in steps.LOCKED:
            raise Locked
        raise NotWritingNow(state=CommissionState(commission.state).label)
    if commission.state in steps.ENDS - steps.LOCKED:
        raise CommissionClosed


def _made(
    commission: Commission,
    facts: AttachmentFacts,
    examined: Examined,
    uid: uuid.UUID,
    *,
    by: User,
    at: dt.datetime,
) -> Attachment:
    file = examined.file
    state, scan = SAID[examined.verdict]
    return Attachment(
        id=uid,
        commission=commission,
        kind=facts.kind,
        source=facts.source,
        testimony=facts.testimony,
        title=facts.title.strip() or stem(examined.name),
        is_restricted=facts.is_restricted,
        type=file.kind,
        size=len(file.data),
        pages=file.pages,
        removed=sorted(file.removed),
        fingerprint=storage.fingerprint(commission.pk, file.data),
        state=state,
        scan=scan,
        scanned_at=at if scan else None,
        added_by=by,
        added_at=at,
    )


@transaction.atomic
def _write(attachment: Attachment, facts: AttachmentFacts, *, by: User, at: dt.datetime) -> None:
    held = locked(attachment.commission_id)
    _check_open(held, facts)
    attachment.commission = held
    attachment.annex = _next_annex(held) if facts.as_annex else None
    with sealing():
        attachment.save(force_insert=True)
    log.record(
        Verb.CREATE,
        attachment,
        by=by,
        fields=["kind", "attachment.title", ATTACHED],
        content_hash=attachment.fingerprint,
    )
    access.shelve(held, at=at)


def _next_annex(commission: Commission) -> int:
    standing = commission.attachments.filter(withdrawn_at=None)
    return (standing.aggregate(last=Max("annex"))["last"] or 0) + 1


@transaction.atomic
def withdraw_attachment(*, attachment: Attachment, by: User, at: dt.datetime) -> Attachment:
    """Let nobody open a file any more; it is not destroyed and can be brought back.

    :raises AttachmentWithdrawn, AnnexSigned, NotWritingNow: see each.
    """
    access.require(by, "write", attachment)
    commission, held = _held(attachment)
    if held.withdrawn_at:
        raise AttachmentWithdrawn
    _check_annex(commission, held)
    held.withdrawn_at = at
    held.save(update_fields=["withdrawn_at"])
    log.record(Verb.CHANGE, held, by=by, fields=["withdrawn_at"])
    access.shelve(commission, at=at)
    return held


@transaction.atomic
def bring_back_attachment(*, attachment: Attachment, by: User, at: dt.datetime) -> Attachment:
    """Let a withdrawn file be opened again; an annex gets the number that is free now.

    :raises AttachmentStands, AnnexSigned, NotWritingNow: see each.
    """
    access.require(by, "write", attachment)
    commission, held = _held(attachment)
    if not held.withdrawn_at:
        raise AttachmentStands
    _check_annex(commission, held)
    held.annex = _next_annex(commission) if held.annex else None
    held.withdrawn_at = None
    held.save(update_fields=["withdrawn_at", "annex"])
    log.record(Verb.CHANGE, held, by=by, fields=["withdrawn_at"])
    access.shelve(commission, at=at)
    return held


def _check_annex(commission: Commission, held: Attachment) -> None:
    """Refuse to change the annexes of a report that a peer reads, has approved, or is signed."""
    if not held.annex or commission.state in steps.WRITING:
        return
    if commission.state in steps.LOCKED:
        raise AnnexSigned
    raise NotWritingNow(state=CommissionState(commission.state).label)


def _held(attachment: Attachment) -> tuple[Commission, Attachment]:
    commission = locked(attachment.commission_id)
    held = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment.pk)
    held.commission = commission
    return commission, held
