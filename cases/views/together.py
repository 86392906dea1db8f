"""What every page of a collective does alike: open its process and what lies in it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accompaniment.staff import access
from accompaniment.staff.models import User
from accompaniment.staff.views import SignedIn
from cases.actions.collectives import COLLECTIVE_LINES
from cases.models import Case
from cases.views.frame import form_page, open_case


def open_process(request: SignedIn, code: str, action: str = "view") -> Case:
    """Open the process of a collective or a community through the door, for an action.

    :raises Http404: if there is none the reader may see, or the case is one of a person.
    """
    case = open_case(request, code, action)
    if case.line not in COLLECTIVE_LINES:
        raise Http404
    return case


def open_child(request: SignedIn, case: Case, rows: Any, uid: Any) -> Any:
    """Open something that lies in the process."""
    child = access.open_or_404(rows.filter(case=case), request.user, cover=case.code, pk=uid)
    child.case = case
    return child


def process_form(
    request: SignedIn, form: Any, case: Case, *, heading: Any, submit: Any, **context: Any
) -> HttpResponse:
    """Show a form of the process, with the way back to it."""
    back = context.pop("back", "") or reverse("cases:collective", args=[case.code])
    context = {"heading": heading, "submit": submit, "back": back, **context}
    return form_page(request, form, case, needs_open=True, **context)


def gone_on(
    request: SignedIn, message: Any, name: str, *args: Any, anchor: str = ""
) -> HttpResponse:
    """Say what was done and go on to a page of the process."""
    messages.success(request, str(message))
    return redirect(reverse(f"cases:{name}", args=args) + anchor)


def colleagues(case: Case) -> dict[str, User]:
    """Return who is let into the process at present, by id."""
    rows = case.assignments.filter(until=None).select_related("user").defer("reason")
    return {str(row.user_id): row.user for row in rows.order_by("since", "id")}


def named(people: dict[str, User], empty: Any) -> list[tuple[str, str]]:
    """Return colleagues as choices."""
    pairs = [(pk, user.full_name) for pk, user in people.items()]
    return [("", str(empty)), *sorted(pairs, key=lambda pair: pair[1])]
