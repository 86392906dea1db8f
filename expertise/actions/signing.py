"""Sign a report and its copies: with a certificate that is opened for it and kept by nobody."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
from django.conf import settings
from django.db import transaction

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from accompaniment.vault import storage
from cases.actions.refusal import sealing
from cases.models import ConsentGiven
from expertise import steps
from expertise.actions.discarding import FILE, destroy, discard_drafts
from expertise.actions.freezing import freeze
from expertise.actions.guards import guards_of
from expertise.actions.guards.readiness import agrees_still
from expertise.actions.moving import NoSuchStep, locked, step
from expertise.actions.rendering import ask_for_paper
from expertise.actions.signing_refusals import (
    UNUSABLE,
    AlreadySigned,
    CertificateMissing,
    CertificateUnknown,
    NothingToSign,
    PaperBroken,
    StaleFile,
    StampMissing,
)
from expertise.enums.commission import CommissionState
from expertise.enums.paper import PaperKind
from expertise.models import Commission, Copy, Paper, Version
from expertise.reports import copies
from expertise.reports.roots import trusted
from expertise.signing import credentials, marks, signature
from expertise.signing.credentials import Credentials

S = CommissionState


@dataclass(frozen=True, slots=True)
class Means:
    """What somebody signs with: the organisation's certificate, unless they bring their own."""

    passphrase: str = field(repr=False, default="")
    file: bytes = field(repr=False, default=b"")
    own: bool = False


def prepare_signature(*, commission: Commission, by: User, at: dt.datetime) -> Version:
    """Freeze an approved report as it will be signed, and have its final file made.

    :raises AlreadySigned: if it is.
    :raises ConsentLost: if the person evaluated does not agree any more.
    :raises Refusal: what is still missing before it may be signed.
    """
    access.require(by, "write", commission)
    with transaction.atomic():
        commission = locked(commission.pk)
        _check_state(commission)
        for guard in guards_of(S.FIRMADO):
            guard(commission)
        earlier = Paper.objects.filter(commission=commission, kind=PaperKind.FINAL, copy=None)
        for paper in earlier.filter(destroyed_at=None):
            destroy(paper, by=by, at=at)
        version = freeze(commission=commission, by=by, at=at)
        ask_for_paper(version=version, kind=PaperKind.FINAL, by=by, at=at)
    return version


@sealing()
def sign_report(*, commission: Commission, means: Means, by: User, at: dt.datetime) -> Paper:
    """Sign the final file of an approved report: from then on it is locked for ever.

    Its drafts are destroyed with it: from then on there is one text of it.

    The signature is made before anything is locked, because an authority of time stamps may take
    seconds; who signs at the same moment finds the report signed, and nothing of theirs is kept.

    :raises AlreadySigned, ConsentLost, NothingToSign, StaleFile: see each.
    :raises CertificateClosed, CertificateExpired: and others that say what is wrong with the means.
    :raises Refusal: the guard that says what is missing.
    """
    access.require(by, "write", commission)
    commission = Commission.objects.get(pk=commission.pk)
    _check_state(commission)
    agrees_still(commission)
    final = _final_of(commission)
    signed = _signed(final, means, at)
    with transaction.atomic():
        commission = locked(commission.pk)
        _check_state(commission)
        if _final_of(commission).pk != final.pk:
            raise StaleFile
        _hold_consent(commission)
        step(commission, S.FIRMADO, by=by, at=at)
        discard_drafts(commission, by=by, at=at)
        return _keep(signed, by=by, at=at)


@sealing()
def sign_copy(*, copy: Copy, means: Means, by: User, at: dt.datetime) -> Paper:
    """Sign the final file of one copy.

    :raises AlreadySigned, NothingToSign: see each.
    :raises CertificateClosed, CertificateExpired: and others that say what is wrong with the means.
    """
    access.require(by, "write", copy)
    final = _final(copy.version, copy)
    signed = _signed(final, means, at)
    with transaction.atomic():
        held = Copy.objects.select_for_update().get(pk=copy.pk)
        if held.withdrawn_at or _final(copy.version, held).pk != final.pk:
            raise NothingToSign
        return _keep(signed, by=by, at=at)


def _check_state(commission: Commission) -> None:
    """Refuse unless this report may be signed now.

    :raises AlreadySigned, NoSuchStep: see each.
    """
    if commission.state in steps.LOCKED:
        raise AlreadySigned
    if not steps.may_follow(commission.state, S.FIRMADO):
        before = S(commission.state).label
        raise NoSuchStep(before=before, after=S.FIRMADO.label)


def _hold_consent(commission: Commission) -> None:
    """Hold her consent until the report is signed: who takes it back meanwhile comes after."""
    if commission.consent_id:
        rows = ConsentGiven.objects.select_for_update(of=("self",))
        commission.consent = rows.get(pk=commission.consent_id)


def _final_of(commission: Commission) -> Paper:
    """Return the final file of the newest version, made of what was approved.

    :raises NothingToSign, StaleFile: see each.
    """
    version = commission.versions.order_by("-number").first()
    if version is None:
        raise NothingToSign
    if commission.approved_at and version.frozen_at < commission.approved_at:
        raise StaleFile
    return _final(version)


def _final(version: Version, copy: Copy | None = None) -> Paper:
    if copies.signed_paper(version, copy):
        raise AlreadySigned
    papers = Paper.objects.filter(version=version, copy=copy, kind=PaperKind.FINAL)
    final = papers.filter(destroyed_at=None).exclude(object="").first()
    if final is None:
        raise NothingToSign
    return final


@dataclass(frozen=True, slots=True)
class _Signed:
    """A signed file that nobody has kept yet."""

    final: Paper
    pdf: bytes = field(repr=False)
    certificate: str
    stamped: bool


def _signed(final: Paper, means: Means, at: dt.datetime) -> _Signed:
    """Mark and sign a final file, and see that it verifies before anybody keeps it."""
    opened = _opened(means, at)
    try:
        plain = b"".join(storage.take(final.place, final.object))
        ready = marks.marked(plain, copies.mark(final.copy, final.version))
        pdf = signature.sign(ready, opened, signature.stamper(settings.SIGNING_STAMPS_URL))
    except signature.NoStamp as silent:
        raise StampMissing from silent
    except (signature.CannotBeSigned, pikepdf.PdfError, storage.FileLost) as broken:
        raise PaperBroken from broken
    found = signature.authentic(pdf, trusted(), at)
    if not found.trusted:
        raise CertificateUnknown
    if not found.authentic:
        raise StampMissing if found.stamped else PaperBroken
    return _Signed(final, pdf, opened.fingerprint, found.stamped)


def _opened(means: Means, at: dt.datetime) -> Credentials:
    """Open the certificate; neither it nor the passphrase outlives the signature."""
    place = Path(settings.SIGNING_CERTIFICATE)
    file = means.file if means.own else (place.read_bytes() if place.is_file() else b"")
    if not file:
        raise CertificateMissing
    try:
        return credentials.opened(file, means.passphrase, at)
    except credentials.Unusable as unusable:
        raise UNUSABLE[type(unusable)] from None


def _keep(signed: _Signed, *, by: User, at: dt.datetime) -> Paper:
    """Seal the signed file and destroy the final one it was made from."""
    final = signed.final
    paper = Paper(
        commission_id=final.commission_id,
        version=final.version,
        copy=final.copy,
        kind=PaperKind.FIRMADO,
        size=len(signed.pdf),
        pages=final.pages,
        sha256=hashlib.sha256(signed.pdf).hexdigest(),
        made_at=at,
        signed_at=at,
        signed_by=by,
        certificate=signed.certificate,
        is_timestamped=signed.stamped,
    )
    paper.object = storage.put(paper.place, [signed.pdf])
    paper.save(force_insert=True)
    log.record(Verb.SIGN, paper, by=by, fields=[FILE], content_hash=paper.sha256)
    destroy(final, by=by, at=at)
    return paper
