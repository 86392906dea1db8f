"""Documents: taken in, given a further version, withdrawn and brought back; never written over."""

import datetime as dt
import re
import secrets
import unicodedata
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.files import apart, arriving, clamd
from accompaniment.files.clamd import Verdict
from accompaniment.staff import access
from accompaniment.staff.models import User
from accompaniment.vault import storage
from cases.actions.file_refusals import (
    FileEmpty,
    StoreSilent,
    TooManyFiles,
    VirusFound,
    refusal_of,
    too_large,
)
from cases.actions.refusal import CaseClosed, Refusal, locked, locked_open, sealing
from cases.codes import ALPHABET
from cases.enums.documents import SHELF_TAKES, FileState, Scan
from cases.models import Case, Document, DocumentVersion

HOUR = dt.timedelta(hours=1)
CODE, NAMES = 4, 200  # symbols of a code; characters kept of a name
UNSEEN = {"Cc", "Cf", "Co", "Cs"}  # controls, and marks that turn the direction of writing
SAID: dict[str, tuple[str, str]] = {  # what the scanner says -> state and scan
    Verdict.CLEAN: (FileState.OPEN, Scan.CLEAN),
    Verdict.ACCEPTED: (FileState.OPEN, Scan.ACCEPTED),
    Verdict.UNKNOWN: (FileState.WAITING, Scan.NOT_YET),
}


class DocumentWithdrawn(Refusal):
    """It was withdrawn before."""

    sentence = _("This document has been withdrawn. Bring it back first.")


class DocumentNotWithdrawn(Refusal):
    """There is nothing to bring back."""

    sentence = _("This document is not withdrawn.")


class ReasonMissing(Refusal):
    """Whoever looks for it later wants to know why."""

    sentence = _("Write why it is withdrawn.")


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What is said of a document."""

    kind: str
    visibility: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it arrived."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Examined:
    """A file after it has been looked through."""

    name: str
    file: apart.Cleaned
    verdict: str


def upload_document(
    *,
    case: Case,
    facts: DocumentFacts,
    sent: Sent,
    document_id: uuid.UUID | None = None,
    by: User,
    at: dt.datetime,
) -> Document:
    """Take in a document: look through it, seal it, and only then write it down.

    The looking is done before anything is locked, because it may take seconds. The id is drawn
    when the form is shown: the same file sent twice is one document.

    :raises FileRefused: with what is wrong with the file, and nothing of it kept.
    :raises CaseClosed: if the case is not open.
    """
    ask_shelf(by, facts.visibility, case)
    if not case.is_open:
        raise CaseClosed
    uid = uuid.uuid5(document_id or uuid.uuid4(), storage.fingerprint(case.pk, sent.data))
    if known := Document.objects.filter(pk=uid).first():
        return _same(known, case, by)
    examined = examine(sent, case, by=by, at=at)
    document = Document(
        id=uid,
        case=case,
        kind=facts.kind,
        visibility=facts.visibility,
        title=facts.title.strip() or stem(examined.name),
        added_by=by,
        added_at=at,
    )

    def write(version: DocumentVersion) -> None:
        document.code = _free_code(case)
        with sealing():
            document.save(force_insert=True)
        fields = ["kind", "visibility", "document.title"]
        log.record(Verb.CREATE, document, by=by, fields=fields)

    _keep(document, examined, write, by=by, at=at)
    return document


def add_version(*, document: Document, sent: Sent, by: User, at: dt.datetime) -> DocumentVersion:
    """Add a further version; the ones before stay as they are. The same file twice is one.

    :raises FileRefused, CaseClosed: as for a new document.
    :raises DocumentWithdrawn: if nobody may open it any more.
    """
    access.require(by, "write", document)
    case = Case.objects.get(pk=document.case_id)
    if not case.is_open:
        raise CaseClosed
    examined = examine(sent, case, by=by, at=at)
    newest = document.versions.order_by("-number")[0]
    if newest.fingerprint == storage.fingerprint(case.pk, examined.file.data):
        return newest
    document.case = case

    def number(version: DocumentVersion) -> None:
        held = Document.objects.select_for_update().get(pk=document.pk)
        if held.withdrawn_at:
            raise DocumentWithdrawn
        version.number = held.versions.count() + 1

    return _keep(document, examined, number, by=by, at=at)


@transaction.atomic
def withdraw_document(*, document: Document, reason: str, by: User, at: dt.datetime) -> Document:
    """Let nobody open a document any more, and say why; it can be brought back.

    :raises DocumentWithdrawn: if it was before.
    :raises ReasonMissing: if nothing says why.
    """
    access.require(by, "write", document)
    document = _held(document)
    if document.withdrawn_at:
        raise DocumentWithdrawn
    if not reason.strip():
        raise ReasonMissing
    document.withdrawn_at, document.withdrawn_by = at, by
    document.withdrawn_because = reason.strip()
    with sealing():
        document.save()
    fields = ["withdrawn_at", "document.withdrawn_because"]
    log.record(Verb.CHANGE, document, by=by, fields=fields)
    return document


@transaction.atomic
def bring_back_document(*, document: Document, by: User, at: dt.datetime) -> Document:
    """Let a withdrawn document be opened again.

    :raises DocumentNotWithdrawn: if it is not.
    """
    access.require(by, "write", document)
    document = _held(document)
    if not document.withdrawn_at:
        raise DocumentNotWithdrawn
    document.withdrawn_at = document.withdrawn_by = None
    document.withdrawn_because = None
    document.save()
    log.record(Verb.CHANGE, document, by=by, fields=["withdrawn_at"])
    return document


def _held(document: Document) -> Document:
    """Re-read a document and hold it, with its case."""
    case = locked(document.case_id)
    held = Document.objects.select_for_update().get(pk=document.pk)
    held.case = case
    return held


def ask_shelf(by: User, shelf: str, case: Case) -> None:
    """Refuse unless the person may put a document there.

    :raises PermissionDenied: and the refusal is traced.
    """
    takes = SHELF_TAKES[shelf]
    allowed = [action for action in takes if access.allows(by, action, case)]
    access.require(by, allowed[0] if allowed else takes[0], case)


def examine(sent: Sent, case: Case, *, by: User, at: dt.datetime) -> Examined:
    """Look through a file: how much there was this hour, its size, viruses, what it really is.

    :raises FileRefused: with a sentence that says what to do.
    """
    lately = DocumentVersion.objects.filter(added_by=by, added_at__gte=at - HOUR)
    return look_through(
        sent,
        is_too_much=lately.count() >= settings.DOCUMENTS_PER_HOUR,
        kind=DocumentVersion._meta.label_lower,
        root=case.pk,
    )


def look_through(sent: Sent, *, is_too_much: bool, kind: str, root: uuid.UUID) -> Examined:
    """Look through a file somebody sends into a root: its size, viruses, what it really is.

    :raises FileRefused: with a sentence that says what to do.
    """
    if not sent.data:
        raise FileEmpty
    if len(sent.data) > arriving.limit():
        raise too_large()
    if is_too_much:
        raise TooManyFiles
    verdict = clamd.scan([sent.data])
    if verdict == Verdict.INFECTED:
        log.deny(kind, root)
        raise VirusFound
    try:
        cleaned = apart.clean(sent.data)
    except apart.Unfit as unfit:
        raise refusal_of(unfit) from unfit
    return Examined(shown_name(sent.name), cleaned, verdict)


def shown_name(name: str) -> str:
    """Return what a file was called: no folders, no unseen characters, not endless."""
    last = PurePosixPath(name.replace("\\", "/")).name
    seen = "".join(c for c in last if unicodedata.category(c) not in UNSEEN)
    return " ".join(seen.split())[-NAMES:] or "?"


def stem(name: str) -> str:
    """Return a name without its ending, as a first title."""
    return re.sub(r"\.\w{1,5}$", "", name) or name


def _keep(
    document: Document,
    examined: Examined,
    first: Callable[[DocumentVersion], None],
    *,
    by: User,
    at: dt.datetime,
) -> DocumentVersion:
    """Seal the bytes, then write down all there is to say of them; or leave neither."""
    file, case = examined.file, document.case
    state, scan = SAID[examined.verdict]
    version = DocumentVersion(
        case=case,
        document=document,
        visibility=document.visibility,
        name=examined.name,
        type=file.kind,
        size=len(file.data),
        pages=file.pages,
        removed=sorted(file.removed),
        fingerprint=storage.fingerprint(case.pk, file.data),
        state=state,
        scan=scan,
        scanned_at=at if scan else None,
        added_by=by,
        added_at=at,
    )
    try:
        with sealing():
            version.object = storage.put(version.place, [file.data])
    except storage.ShelfSilent as silent:
        raise StoreSilent from silent
    try:
        _write(version, first, by=by, at=at)
    except BaseException:
        storage.destroy(version.object)
        raise
    return version


@transaction.atomic
def _write(
    version: DocumentVersion,
    first: Callable[[DocumentVersion], None],
    *,
    by: User,
    at: dt.datetime,
) -> None:
    version.case = case = locked_open(version.case_id)
    first(version)
    with sealing():
        version.save(force_insert=True)
    log.record(
        Verb.CREATE,
        version,
        by=by,
        fields=["document.name", "document.file"],
        content_hash=version.fingerprint,
    )
    access.shelve(case, at=at)


def _same(known: Document, case: Case, by: User) -> Document:
    """Return the document that was sent before, if it is of this case and hers to see."""
    access.require(by, "write", known)
    if known.case_id != case.pk:
        raise PermissionDenied
    return known


def _free_code(case: Any) -> str:
    taken = set(case.documents.values_list("code", flat=True))
    while (code := "".join(secrets.choice(ALPHABET) for _ in range(CODE))) in taken:
        pass
    return code
