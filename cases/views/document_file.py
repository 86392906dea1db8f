"""The bytes of a document: asked for anew each time, on record before the first one leaves."""

import base64
from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.files import apart
from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from accompaniment.vault import storage
from cases.enums.documents import MEDIA_TYPES, FileState, FileType
from cases.models import Case, Document, DocumentVersion
from cases.models.document import FILE
from cases.reports.documents import may_look
from cases.views.document import open_document

ENDINGS = {FileType.JPEG: "jpg"}
WORDS = 60_000  # characters of a text shown on a page
ALONE = {"default-src": [NONE], "frame-ancestors": [NONE], "sandbox": [""]}
SHOWN = {
    **{name: [NONE] for name in ("default-src", "base-uri", "form-action", "frame-ancestors")},
    "style-src": [SELF],
    "font-src": [SELF],
    "img-src": [SELF, "data:"],
    "sandbox": ["allow-same-origin"],  # for our own style; no script, no form, no window
}


def open_version(
    request: SignedIn, code: str, uid: Any, number: int
) -> tuple[Case, Document, DocumentVersion]:
    """Open a version through its document and its case."""
    case, document = open_document(request, code, uid)
    rows = DocumentVersion.objects.filter(document=document)
    version: DocumentVersion = access.open_or_404(
        rows, request.user, cover=case.code, number=number
    )
    version.case, version.document = case, document
    return case, document, version


def file_name(document: Document, version: DocumentVersion) -> str:
    """Return a name that says nothing on anybody's disk."""
    ending = ENDINGS.get(FileType(version.type), version.type)
    return f"documento-{document.code}-{version.number}.{ending}"


@require_GET
@csp(ALONE)  # type: ignore[arg-type]
def download(request: SignedIn, code: str, uid: Any, number: int) -> Any:
    """Hand a file out, sealed until it passes here."""
    case, document, version = open_version(request, code, uid, number)
    if version.state != FileState.OPEN or document.withdrawn_at:
        return redirect("cases:document", case.code, document.pk)
    try:
        pieces = storage.take(version.place, version.object)
    except (storage.FileLost, storage.ShelfSilent) as trouble:
        return lost(request, case, document, trouble)
    log.collect(
        Verb.EXPORT,
        "cases.documentversion",
        case.pk,
        [version.pk],
        fields=[FILE],
        content_hash=version.fingerprint,
    )
    response = StreamingHttpResponse(pieces, content_type=MEDIA_TYPES[version.type])
    response["Content-Length"] = str(version.size)
    response["Content-Disposition"] = f'attachment; filename="{file_name(document, version)}"'
    return response


@require_GET
@csp(SHOWN)  # type: ignore[arg-type]
def look(request: SignedIn, code: str, uid: Any, number: int) -> HttpResponse:
    """Show a file as a picture on a page where nothing can act."""
    case, document, version = open_version(request, code, uid, number)
    if not may_look(document, version):
        return redirect("cases:document", case.code, document.pk)
    try:
        data = b"".join(storage.take(version.place, version.object))
    except (storage.FileLost, storage.ShelfSilent) as trouble:
        return lost(request, case, document, trouble)
    page = page_of(request)
    back = reverse("cases:document", args=[case.code, document.pk])
    context = {"heading": document.title.reveal(), "back": back}
    context |= drawn(data, version, page)
    return render(request, "cases/document_look.html", context)


def page_of(request: SignedIn) -> int:
    """Return which page was asked for; nonsense means the first."""
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isdecimal() and len(asked) < len("10000") else 1


def drawn(data: bytes, version: Any, page: int) -> dict[str, Any]:
    """Return the picture of one page, and the words on it."""
    if version.type == FileType.TXT:
        text = data.decode()
        return {"text": text[:WORDS], "is_cut": len(text) > WORDS, "page": 1, "pages": 1}
    page = min(max(page, 1), version.pages)
    try:
        made = apart.draw(data, version.type, page)
    except apart.Unfit:
        return {"trouble": True, "page": page, "pages": version.pages}
    kind = "png" if made.picture.startswith(b"\x89PNG") else "jpeg"
    picture = f"data:image/{kind};base64,{base64.b64encode(made.picture).decode()}"
    return {"picture": picture, "words": made.words, "page": page, "pages": version.pages}


def lost(request: SignedIn, case: Case, document: Document, trouble: Exception) -> HttpResponse:
    """Say that the bytes are not where they were put or cannot be reached, and whom to tell."""
    silent = isinstance(trouble, storage.ShelfSilent)
    context = {"case": case, "document": document, "silent": silent}
    return render(request, "cases/document_lost.html", context, status=503)
