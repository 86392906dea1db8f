"""The files of an expert file: the list, what is sent, the bytes asked for anew each time."""

from typing import Any

from csp.decorators import csp
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from accompaniment.templatetags.moments import moment
from accompaniment.vault import storage
from cases.enums.documents import MEDIA_TYPES, FileState
from cases.forms.document import sent
from cases.forms.plain import EmptyForm
from cases.views.document_file import ALONE, ENDINGS, SHOWN, drawn, page_of
from cases.views.frame import asks, posted, refusals, status_of
from expertise.actions import attaching
from expertise.forms.attachment import AttachmentForm
from expertise.models import Attachment, Commission, Source
from expertise.models.evaluation import ATTACHED
from expertise.reports import attachments as reports
from expertise.views.frame import done, form_page, open_commission, room_page


def open_attachment(
    request: SignedIn, folio: str, uid: Any, action: str = "read"
) -> tuple[Commission, Attachment]:
    """Open a file through its commission, for an action."""
    found = open_commission(request, folio, action)
    rows = Attachment.objects.filter(commission=found)
    row: Attachment = access.open_or_404(rows, request.user, cover=found.code, pk=uid)
    row.commission = found
    return found, row


@require_safe
def attachments(request: SignedIn, folio: str) -> HttpResponse:
    """Show the files of an expert file."""
    found = open_commission(request, folio, "read")
    context: dict[str, Any] = {
        "files": reports.files(found, request.user),
        "withdrawn": reports.files(found, request.user, withdrawn=True),
    }
    return room_page(request, found, "evaluation", "expertise/attachments.html", **context)


def sources_of(commission: Commission, user: Any) -> dict[str, tuple[str, Source]]:
    """Return the sources a file may be of, by their key."""
    rows = Source.objects.visible_to(user).filter(commission=commission, withdrawn_at=None)
    return {str(row): (_named(row), row) for row in rows.order_by("kind", "number")}


def _named(row: Source) -> str:
    facts = row.facts.reveal() if row.facts else {}
    return f"{row} · {facts.get('title', '')}"


def heard_of(commission: Commission) -> dict[str, tuple[str, Any]]:
    """Return the days in court a file may be of, by their id."""
    rows = commission.testimonies.order_by("-starts_at")
    return {
        str(row.pk): (f"{row.get_kind_display()} · {moment(row.starts_at, 'short')}", row)
        for row in rows
    }


@asks
def attachment_add(request: SignedIn, folio: str) -> HttpResponse:
    """Send a file."""
    found = open_commission(request, folio, "write")
    offered = {"sources": sources_of(found, request.user), "heard": heard_of(found)}
    form = AttachmentForm(posted(request), request.FILES or None, **offered)
    if form.is_bound and form.is_valid():
        with refusals(form):
            attaching.attach_file(
                commission=found,
                facts=form.facts(),
                sent=sent(form.cleaned_data["file"][0]),
                upload_id=form.cleaned_data["upload_id"],
                by=request.user,
                at=timezone.now(),
            )
            return done(request, found, _("The file is kept."), "attachments")
    template, status = "expertise/attachment_add.html", status_of(form)
    return room_page(request, found, "evaluation", template, status=status, form=form)


@require_GET
@csp(ALONE)  # type: ignore[arg-type]
def attachment_file(request: SignedIn, folio: str, uid: Any) -> Any:
    """Hand a file out, sealed until it passes here."""
    found, row = open_attachment(request, folio, uid)
    if row.state != FileState.OPEN or row.withdrawn_at:
        return redirect("expertise:attachments", found.code)
    try:
        pieces = storage.take(row.place, row.object)
    except (storage.FileLost, storage.ShelfSilent) as trouble:
        return lost(request, found, trouble)
    log.collect(
        Verb.EXPORT,
        row._meta.label_lower,
        found.pk,
        [row.pk],
        fields=[ATTACHED],
        content_hash=row.fingerprint,
    )
    response = StreamingHttpResponse(pieces, content_type=MEDIA_TYPES[row.type])
    response["Content-Length"] = str(row.size)
    response["Content-Disposition"] = f'attachment; filename="{file_name(row)}"'
    return response


def file_name(row: Attachment) -> str:
    """Return a name that says nothing on anybody's disk."""
    ending = ENDINGS.get(row.type, row.type)  # type: ignore[call-overload]
    return f"archivo-{row.commission.code}-{row.pk.hex[:6]}.{ending}"


@require_GET
@csp(SHOWN)  # type: ignore[arg-type]
def attachment_look(request: SignedIn, folio: str, uid: Any) -> HttpResponse:
    """Show a file as a picture on a page where nothing can act."""
    found, row = open_attachment(request, folio, uid)
    if not reports.file_row(row).may_look:
        return redirect("expertise:attachments", found.code)
    try:
        data = b"".join(storage.take(row.place, row.object))
    except (storage.FileLost, storage.ShelfSilent) as trouble:
        return lost(request, found, trouble)
    back = reverse("expertise:attachments", args=[found.code])
    context = {"heading": row.title.reveal(), "back": back}
    return render(request, "cases/document_look.html", context | drawn(data, row, page_of(request)))


def lost(request: SignedIn, commission: Commission, trouble: Exception) -> HttpResponse:
    """Say that the bytes are not where they were put or cannot be reached, and whom to tell."""
    silent = isinstance(trouble, storage.ShelfSilent)
    return room_page(
        request,
        commission,
        "evaluation",
        "expertise/attachment_lost.html",
        status=503,
        silent=silent,
    )


@asks
def attachment_withdraw(request: SignedIn, folio: str, uid: Any) -> HttpResponse:
    """Let nobody open a file any more."""
    found, row = open_attachment(request, folio, uid, "write")
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            attaching.withdraw_attachment(attachment=row, by=request.user, at=timezone.now())
            return done(request, found, _("Nobody opens it any more."), "attachments")
    lede = _("Nobody will open it any more. It is not destroyed: it can be brought back.")
    return ask(request, found, form, heading=_("Withdraw the file"), lede=lede)


@asks
def attachment_bring_back(request: SignedIn, folio: str, uid: Any) -> HttpResponse:
    """Let a withdrawn file be opened again."""
    found, row = open_attachment(request, folio, uid, "write")
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            attaching.bring_back_attachment(attachment=row, by=request.user, at=timezone.now())
            return done(request, found, _("It can be opened again."), "attachments")
    return ask(request, found, form, heading=_("Bring the file back"))


def ask(request: SignedIn, commission: Commission, form: Any, **context: Any) -> HttpResponse:
    """Ask to confirm something about a file."""
    back = reverse("expertise:attachments", args=[commission.code])
    submit = context["heading"]
    return form_page(request, form, commission, "evaluation", back=back, submit=submit, **context)
