"""Papers of a report: asked for, seen while they are made, read on a page where nothing can act."""

import base64
from typing import Any

from csp.decorators import csp
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from accompaniment.files import apart
from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from accompaniment.vault import storage
from cases.forms.plain import EmptyForm
from cases.views.document_file import SHOWN, page_of
from cases.views.frame import asks, posted, refusals
from expertise import steps
from expertise.actions import drafting, rendering
from expertise.enums.paper import PaperKind
from expertise.forms.papers import DraftForm
from expertise.models import Commission, Job, Paper
from expertise.reports import papers as reports
from expertise.views.frame import done, form_page, open_commission, plain_code, room_page
from expertise.views.papers_out import alone, lost, paper_sent

ROOM = "papers"
UNSIGNED = (PaperKind.BORRADOR, PaperKind.FINAL)


@require_safe
def papers(request: SignedIn, folio: str) -> HttpResponse:
    """Show what is being printed and what can be read."""
    found = open_commission(request, folio, "read")
    return room_page(request, found, ROOM, "expertise/papers.html", **shown(found))


def shown(commission: Commission) -> dict[str, Any]:
    """Return what the page and its refreshed part show."""
    lines = reports.lines(commission.pk)
    return {"lines": lines, "waits": any(line.lives for line in lines)}


@require_safe
def progress(request: SignedIn, folio: str) -> HttpResponse:
    """Show again how far the papers are: asked every two seconds, it says nothing of a report.

    The door is asked each time; being told how far a paper is leaves no mark in the trace.
    """
    rows = Job.objects.permitted(request.user, "read").select_related("commission")
    job = rows.filter(commission__code=plain_code(folio)).first()
    found = job.commission if job else open_commission(request, folio, "read")
    may = {"write": access.allows(request.user, "write", found)}
    context = {"commission": found, "can": may, **shown(found)}
    return render(request, "expertise/_papers.html", context)


@asks
def draft(request: SignedIn, folio: str) -> Any:
    """Ask for a draft."""
    found = open_commission(request, folio, "read")
    versions = list(found.versions.order_by("-number")[:20])
    may_freeze = found.state not in steps.LOCKED and access.allows(request.user, "write", found)
    form = DraftForm(posted(request), versions=versions, may_freeze=may_freeze)
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts: Any = {"number": form.number(), "by": request.user, "at": timezone.now()}
            drafting.ask_for_draft(commission=found, **facts)
            return done(request, found, _("The draft is being made."), ROOM)
    return form_page(
        request,
        form,
        found,
        ROOM,
        heading=_("Make a draft"),
        lede=_("A PDF with a watermark, to read and correct. It has no validity."),
        submit=_("Make the draft"),
    )


def open_job(request: SignedIn, folio: str, uid: Any) -> tuple[Commission, Job]:
    """Open a job through its commission."""
    commission = open_commission(request, folio, "read")
    rows = Job.objects.filter(commission=commission).select_related("version", "copy")
    job: Job = access.open_or_404(rows, request.user, action="read", cover=commission.code, pk=uid)
    return commission, job


def room_of(job: Job) -> str:
    """Return the room in which one waits for a paper."""
    if job.kind == PaperKind.BORRADOR:
        return ROOM
    return "copies" if job.copy_id else "signing"


@asks
def job_cancel(request: SignedIn, folio: str, uid: Any) -> Any:
    """Have a paper not made after all."""
    found, job = open_job(request, folio, uid)
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            rendering.cancel_job(job=job, by=request.user, at=timezone.now())
            return done(request, found, _("It is not made."), room_of(job))
    return form_page(
        request,
        form,
        found,
        room_of(job),
        heading=_("Cancel this paper"),
        lede=_("Nothing of the report is lost. You can ask for it again."),
        submit=_("Cancel it"),
    )


@asks
def job_retry(request: SignedIn, folio: str, uid: Any) -> Any:
    """Ask again for what failed or was cancelled."""
    found, job = open_job(request, folio, uid)
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            rendering.retry_job(job=job, by=request.user, at=timezone.now())
            return done(request, found, _("It is being made again."), room_of(job))
    return form_page(
        request,
        form,
        found,
        room_of(job),
        heading=_("Try again"),
        lede=_("The same version is printed once more."),
        submit=_("Try again"),
    )


def open_unsigned(request: SignedIn, folio: str, uid: Any) -> tuple[Commission, Paper]:
    """Open a paper that is not signed through its commission; signed ones have their own way.

    :raises Http404: if there is none, or its bytes were destroyed.
    """
    commission = open_commission(request, folio, "read")
    rows = Paper.objects.filter(commission=commission, kind__in=UNSIGNED, destroyed_at=None)
    paper: Paper = access.open_or_404(
        rows.select_related("version"), request.user, cover=commission.code, pk=uid
    )
    return commission, paper


@require_GET
@alone
def paper_file(request: SignedIn, folio: str, uid: Any) -> Any:
    """Hand a draft out; what waits for a signature stays here."""
    found, paper = open_unsigned(request, folio, uid)
    if paper.kind != PaperKind.BORRADOR:
        raise Http404
    name = f"borrador-{found.code}-{paper.version.number}.pdf"
    return paper_sent(request, found, paper, name)


@require_GET
@csp(SHOWN)  # type: ignore[arg-type]
def paper_look(request: SignedIn, folio: str, uid: Any) -> HttpResponse:
    """Show a page of a paper as a picture on a page where nothing can act."""
    found, paper = open_unsigned(request, folio, uid)
    try:
        data = b"".join(storage.take(paper.place, paper.object))
    except (storage.FileLost, storage.ShelfSilent) as trouble:
        return lost(request, found.get_absolute_url(), trouble)
    page = min(max(page_of(request), 1), paper.pages)
    context = {"commission": found, "paper": paper, "page": page, **drawn(data, page)}
    return render(request, "expertise/paper_look.html", context)


def drawn(data: bytes, page: int) -> dict[str, Any]:
    """Return the picture of a page and its words, if it can be drawn."""
    try:
        made = apart.draw(data, "pdf", page)
    except apart.Unfit:
        return {"trouble": True}
    kind = "png" if made.picture.startswith(b"\x89PNG") else "jpeg"
    picture = f"data:image/{kind};base64,{base64.b64encode(made.picture).decode()}"
    return {"picture": picture, "words": made.words}
