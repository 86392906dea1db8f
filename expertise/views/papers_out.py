"""Bytes of a report on their way out: asked for anew each time, on record before the first one."""

from collections.abc import Iterator
from typing import Any

from csp.constants import NONE
from csp.decorators import csp
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.vault import storage
from expertise.models import Commission, Paper

ALONE = {"default-src": [NONE], "frame-ancestors": [NONE], "sandbox": [""]}
alone: Any = csp(ALONE)


def sent(pieces: Iterator[bytes], size: int, name: str) -> StreamingHttpResponse:
    """Return a PDF as a download under a name that says nothing on anybody's disk."""
    response = StreamingHttpResponse(pieces, content_type="application/pdf")
    response["Content-Length"] = str(size)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def paper_sent(request: Any, commission: Commission, paper: Paper, name: str) -> Any:
    """Hand a paper out to who may read it, or say that its bytes are lost."""
    try:
        pieces = storage.take(paper.place, paper.object)
    except (storage.FileLost, storage.ShelfSilent) as trouble:
        return lost(request, commission.get_absolute_url(), trouble)
    log.collect(
        Verb.EXPORT,
        "expertise.paper",
        commission.pk,
        [paper.pk],
        fields=["paper.file"],
        content_hash=paper.sha256,
    )
    return sent(pieces, paper.size, name)


def lost(request: Any, back: str, trouble: Exception) -> HttpResponse:
    """Say that the bytes are not where they were put or cannot be reached, and whom to tell."""
    silent = isinstance(trouble, storage.ShelfSilent)
    context = {"silent": silent, "back": back}
    return render(request, "expertise/paper_lost.html", context, status=503)
