"""What every page of a case does alike: open the door, hear a form, show refusals."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accompaniment.staff import access
from accompaniment.staff.enums import Role
from accompaniment.staff.standing import standing
from cases import codes
from cases.actions.refusal import Refusal
from cases.models import Case, ContactChannel, Person

asks = require_http_methods(["GET", "HEAD", "POST"])


def may_open(request: HttpRequest) -> dict[str, bool]:
    """Say whether the reader may open a case at all."""
    return {"open": standing(request.user).holds(Role.PSYCHOLOGIST, Role.COORDINATOR)}


def open_case(request: HttpRequest, code: str, action: str = "view") -> Case:
    """Open the case of an address through the door, for an action.

    :raises Http404: if there is none the reader may see.
    :raises PermissionDenied: if the reader sees it and may not do this.
    """
    rows = Case.objects.select_related("responsible", "team")
    plain = codes.parse(code) or code
    case: Case = access.open_or_404(rows, request.user, action=action, code=plain)
    return case


def open_person(request: HttpRequest, case: Case, uid: Any) -> Person:
    """Open someone who takes part in the case."""
    rows = Person.objects.filter(participations__in=case.participations.filter(ended_at=None))
    person: Person = access.open_or_404(rows, request.user, pk=uid)
    return person


def open_contact(request: HttpRequest, case: Case, uid: Any) -> ContactChannel:
    """Open a way of contact of someone who takes part in the case."""
    taking_part = case.participations.filter(ended_at=None)
    rows = ContactChannel.objects.select_related("person").filter(
        person__participations__in=taking_part
    )
    contact: ContactChannel = access.open_or_404(rows, request.user, pk=uid)
    return contact


def require_either(request: HttpRequest, actions: tuple[str, str], case: Case) -> None:
    """Refuse unless the reader may do one of two things with the case.

    :raises PermissionDenied: if neither.
    """
    usual, other = actions
    may_usual = access.allows(request.user, usual, case)
    access.require(request.user, usual if may_usual else other, case)


def can(request: HttpRequest, case: Case) -> dict[str, bool]:
    """Say what the reader may do with the case, by the name of each action."""
    return dict.fromkeys(access.allowed_actions(request.user, case), True)


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, or nothing for a page that was only asked for."""
    return request.POST if request.method == "POST" else None


@contextmanager
def refusals(form: Any) -> Iterator[None]:
    """Say in the form why the world is not in the state the use case needs."""
    form.refusal = None
    try:
        yield
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        form.refusal = refusal


def status_of(form: Any) -> int:
    """Return the status of the page a form comes back on."""
    if getattr(getattr(form, "refusal", None), "conflict", False):
        return 409
    return 422 if form.errors else 200


def form_page(
    request: HttpRequest, form: Any, case: Case, template: str = "cases/form.html", **context: Any
) -> HttpResponse:
    """Show a form of a case, with everything typed."""
    context = {"form": form, "case": case, "back": case.get_absolute_url(), **context}
    return render(request, template, context, status=status_of(form))


def done(request: HttpRequest, case: Case, message: Any, anchor: str = "") -> HttpResponse:
    """Go back to the case and say what was done."""
    messages.success(request, str(message))
    return redirect(case.get_absolute_url() + anchor)
