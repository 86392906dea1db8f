"""What the pages about missing persons do alike: open a record through a family's case."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access, pages
from accompaniment.staff.views import SignedIn
from cases.missing_blocks import BLOCKS
from cases.models import Case, MissingPerson
from cases.views.frame import open_case

SIZE = 25


def open_missing(
    request: SignedIn, code: str, uid: Any, action: str = "view", *, block: str = ""
) -> tuple[Case, MissingPerson]:
    """Open a record through a case it is linked to, for an action on the case.

    :raises Http404: if there is no such case, record, link or block for this reader.
    """
    case = open_case(request, code, action)
    if block and block not in BLOCKS:
        raise Http404
    here = case.missing_links.filter(ended_at=None)
    rows = MissingPerson.objects.filter(links__in=here)
    missing: MissingPerson = access.open_or_404(rows, request.user, pk=uid)
    return case, missing


def open_part(request: SignedIn, code: str, rows: Any, uid: Any) -> tuple[Case, Any]:
    """Open something that belongs to a record of a case, to write."""
    case = open_case(request, code, "write")
    here = case.missing_links.filter(ended_at=None).values("missing")
    found = rows.select_related("missing").filter(missing__in=here)
    return case, access.open_or_404(found, request.user, pk=uid)


def page_of(user: Any, after: pages.Cursor | None) -> tuple[list[Any], pages.Cursor | None]:
    """Return the newest records a reader may see after a cursor, and where the next ones begin.

    The bound on the moment walks the index; the ties are taken out afterwards.
    """
    rows = MissingPerson.objects.visible_to(user).filter(erased_at=None)
    if after:
        rows = rows.filter(entered_at__lte=after.at).exclude(entered_at=after.at, pk__gte=after.pk)
    found = list(rows.order_by("-entered_at", "-id")[: SIZE + 1])
    shown = found[:SIZE]
    log.collect(Verb.LIST, "cases.missingperson", None, [row.pk for row in shown], count=len(shown))
    last = shown[-1] if len(found) > SIZE else None
    return shown, pages.Cursor(last.entered_at, last.pk) if last else None


def back_to(case: Case, missing: MissingPerson | None = None) -> str:
    """Return where to go back to: the record, or the room of the case."""
    if missing is None:
        return reverse("cases:missing", args=[case.code])
    return reverse("cases:missing_record", args=[case.code, missing.pk])


def kept(
    request: SignedIn,
    case: Case,
    message: Any,
    missing: MissingPerson | None = None,
    anchor: str = "",
) -> HttpResponse:
    """Go back and say what was done."""
    messages.success(request, str(message))
    return redirect(back_to(case, missing) + anchor)


def show_theirs(form: Any, seen: str) -> None:
    """Let a form that came back late know that its writer now sees what others saved."""
    form.data = form.data.copy()  # with every choice that was marked
    form.data["seen"] = seen
