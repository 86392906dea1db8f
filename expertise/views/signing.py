"""The signature of a report: prepared, given once, and read from then on."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_safe

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.forms.plain import EmptyForm
from cases.views.frame import asks, posted, refusals, status_of
from expertise.actions import signing as use
from expertise.enums.paper import PaperKind
from expertise.forms.sign import SignForm
from expertise.models import Commission, Job, Paper
from expertise.reports import copies
from expertise.reports.giving import readiness
from expertise.views.frame import done, form_page, open_commission, plain_code, room_page
from expertise.views.papers_out import alone, paper_sent

ROOM = "signing"


@sensitive_post_parameters("certificate_password")
@asks
def signing(request: SignedIn, folio: str) -> Any:
    """Show where the signature stands, and sign."""
    posting = request.method == "POST"
    found = open_commission(request, folio, "write" if posting else "read")
    form = SignForm(posted(request), request.FILES or None)
    if form.is_bound and form.is_valid():
        with refusals(form):
            by, at = request.user, timezone.now()
            use.sign_report(commission=found, means=form.means(), by=by, at=at)
            return done(request, found, _("The report is signed. Its text is locked."), ROOM)
    context = {"form": form, "stands": readiness(found)}
    template = "expertise/signing.html"
    return room_page(request, found, ROOM, template, status=status_of(form), **context)


@require_safe
def signing_progress(request: SignedIn, folio: str) -> HttpResponse:
    """Show again how far the final file is, and what can be done once it is there.

    While it is made this says nothing of the report and leaves no mark, though the door is asked.
    """
    rows = Job.objects.permitted(request.user, "read").living().select_related("commission")
    job = rows.filter(commission__code=plain_code(folio), kind=PaperKind.FINAL, copy=None).first()
    found = job.commission if job else open_commission(request, folio, "read")
    may = {"write": access.allows(request.user, "write", found)}
    context = {"commission": found, "can": may, "stands": readiness(found), "form": SignForm()}
    return render(request, "expertise/_signing.html", context)


@asks
def signing_prepare(request: SignedIn, folio: str) -> Any:
    """Freeze the approved report and have its final file made."""
    found = open_commission(request, folio, "write")
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            use.prepare_signature(commission=found, by=request.user, at=timezone.now())
            return done(request, found, _("The final file is being made."), ROOM)
    return form_page(
        request,
        form,
        found,
        ROOM,
        heading=_("Prepare the signature"),
        lede=_("The report is frozen as it stands and its final file is made. Then you sign it."),
        submit=_("Freeze and make the file"),
    )


@require_GET
@alone
def signed_file(request: SignedIn, folio: str) -> Any:
    """Hand out the signed original, to who reads the expert file."""
    found = open_commission(request, folio, "read")
    version = copies.signed_version(found.pk)
    paper = copies.signed_paper(version) if version else None
    if paper is None:
        raise Http404
    return paper_sent(request, found, open_paper(request, found, paper), file_name(found))


def open_paper(request: SignedIn, commission: Commission, paper: Paper) -> Paper:
    """Open a paper through its commission."""
    rows = Paper.objects.filter(commission=commission)
    opened: Paper = access.open_or_404(rows, request.user, cover=commission.code, pk=paper.pk)
    return opened


def file_name(commission: Commission, number: int = 0) -> str:
    """Return a name that says nothing on anybody's disk."""
    return f"documento-{commission.code}{f'-copia-{number}' if number else ''}.pdf"
