"""Documents of a case: the room, what is sent, what becomes of it."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.fetch import HEADER
from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.actions import documents as use
from cases.actions.refusal import Refusal
from cases.enums.documents import SHELF_TAKES
from cases.forms.document import (
    DocumentFilterForm,
    DocumentForm,
    FileForm,
    VersionForm,
    WithdrawForm,
    sent,
)
from cases.forms.plain import EmptyForm
from cases.models import Case, Document
from cases.reports import documents as reports
from cases.reports.timeline import Cursor
from cases.views.frame import asks, can, form_page, open_case, posted, refusals, status_of
from cases.views.rooms import room_page


def open_document(
    request: SignedIn, code: str, uid: Any, action: str = "view"
) -> tuple[Case, Document]:
    """Open a document through its case."""
    case = open_case(request, code)
    rows = Document.objects.filter(case=case).select_related("added_by", "withdrawn_by")
    document: Document = access.open_or_404(rows, request.user, action=action, pk=uid)
    document.case = case
    return case, document


@require_safe
def documents(request: SignedIn, code: str) -> HttpResponse:
    """Show the documents the reader may see."""
    case = open_case(request, code)
    form = DocumentFilterForm(request.GET)
    after = Cursor.parse(request.GET.get("after", ""))
    page = reports.page(case, request.user, form.narrowing(), after)
    may_add = bool(shelves(request, case)) and case.is_open
    context: dict[str, Any] = {"form": form, "page": page, "may_add": may_add}
    return room_page(request, case, "documents", "cases/document_list.html", **context)


def shelves(request: SignedIn, case: Case) -> list[str]:
    """Return the shelves on which the reader may put something."""
    return reports.shelves_for(can(request, case), SHELF_TAKES)


@asks
def document_add(request: SignedIn, code: str) -> HttpResponse:
    """Send documents: several at once, each on its own feet."""
    case = open_case(request, code)
    offered = shelves(request, case)
    if not offered:
        raise PermissionDenied
    names = reports.readers(case, offered)
    form = DocumentForm(posted(request), request.FILES or None, shelves=names)
    if form.is_bound and form.is_valid():
        kept = keep_all(request, case, form)
        if not form.errors:
            return redirect("cases:documents", case.code)
        return answer(request, case, form, kept=kept)
    return answer(request, case, form)


def keep_all(request: SignedIn, case: Case, form: DocumentForm) -> list[str]:
    """Keep every file that may come in; say of the others why not. Return the names kept."""
    kept = []
    for file in form.cleaned_data["file"]:
        try:
            use.upload_document(
                case=case,
                facts=form.facts(),
                sent=sent(file),
                document_id=form.cleaned_data["upload_id"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.refusal = refusal
            form.add_error("file", f"{use.shown_name(file.name or '')}: {refusal}")
        else:
            kept.append(use.shown_name(file.name or ""))
    return kept


def answer(
    request: SignedIn,
    case: Case,
    form: FileForm,
    *,
    document: Document | None = None,
    kept: list[str] | None = None,
) -> HttpResponse:
    """Show the form again, or tell the page's script what is wrong."""
    status = status_of(form)
    if HEADER in request.headers and form.is_bound:
        said = [str(error) for errors in form.errors.values() for error in errors]
        return JsonResponse({"text": " ".join(said)}, status=status)
    context = {"form": form, "document": document, "kept": kept or []}
    context["largest"] = settings.DOCUMENT_MAX_MB
    return room_page(
        request, case, "documents", "cases/document_add.html", status=status, **context
    )


@require_safe
def document(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Show what a document is, its versions, and who opened them."""
    case, found = open_document(request, code, uid)
    may_write = access.allows(request.user, "write", found)
    watches = bool(can(request, case).get("assign"))
    context: dict[str, Any] = {
        "document": found,
        "versions": reports.versions(found),
        "may_write": may_write,
        "may_add": may_write and case.is_open and not found.withdrawn_at,
        "openings": reports.openings(found) if watches else [],
        "watches": watches,
    }
    return room_page(request, case, "documents", "cases/document_detail.html", **context)


@asks
def version_add(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Send a further version."""
    case, found = open_document(request, code, uid, "write")
    form = VersionForm(posted(request), request.FILES or None)
    if form.is_bound and form.is_valid():
        with refusals(form):
            file = sent(form.cleaned_data["file"][0])
            use.add_version(document=found, sent=file, by=request.user, at=timezone.now())
            return redirect("cases:document", case.code, found.pk)
    return answer(request, case, form, document=found)


@asks
def withdraw(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Let nobody open a document any more."""
    case, found = open_document(request, code, uid, "write")
    form = WithdrawForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            said = form.cleaned_data
            use.withdraw_document(document=found, **said, by=request.user, at=timezone.now())
            return redirect("cases:document", case.code, found.pk)
    return form_page(
        request,
        form,
        case,
        heading=_("Withdraw the document"),
        lede=_("Nobody will open it any more. It is not destroyed: it can be brought back."),
        submit=_("Withdraw"),
    )


@asks
def bring_back(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Let a withdrawn document be opened again."""
    case, found = open_document(request, code, uid, "write")
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            use.bring_back_document(document=found, by=request.user, at=timezone.now())
            return redirect("cases:document", case.code, found.pk)
    return form_page(
        request,
        form,
        case,
        heading=_("Bring the document back"),
        lede=_("Whoever could read it before will be able to read it again."),
        submit=_("Bring back"),
    )
