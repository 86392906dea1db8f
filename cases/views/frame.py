"""What every page of a case does alike: open the door, hear a form, show refusals."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods

from accompaniment.staff import access
from accompaniment.staff.enums import Role
from accompaniment.staff.standing import standing
from accompaniment.staff.views import SignedIn
from cases import codes
from cases.actions.refusal import Refusal
from cases.models import Case, ContactChannel, Person
from cases.reports.alerts import alarm_of

asks = require_http_methods(["GET", "HEAD", "POST"])


def may_open(request: SignedIn) -> dict[str, bool]:
    """Say whether the reader may open a case at all."""
    return {"open": standing(request.user).holds(Role.PSYCHOLOGIST, Role.COORDINATOR)}


def open_case(request: SignedIn, code: str, action: str = "view") -> Case:
    """Open the case of an address through the door, for an action.

    :raises Http404: if there is none the reader may see.
    :raises PermissionDenied: if the reader sees it and may not do this.
    """
    rows = Case.objects.select_related("responsible", "team")
    plain = codes.parse(code) or code.replace("\x00", "")
    case: Case = access.open_or_404(rows, request.user, action=action, code=plain)
    return case


def open_person(request: SignedIn, case: Case, uid: Any) -> Person:
    """Open someone who takes part in the case."""
    rows = Person.objects.filter(participations__in=case.participations.filter(ended_at=None))
    person: Person = access.open_or_404(rows, request.user, cover=case.code, pk=uid)
    return person


def open_contact(request: SignedIn, case: Case, uid: Any) -> ContactChannel:
    """Open a way of contact of someone who takes part in the case."""
    taking_part = case.participations.filter(ended_at=None)
    rows = ContactChannel.objects.select_related("person").filter(
        person__participations__in=taking_part
    )
    contact: ContactChannel = access.open_or_404(rows, request.user, cover=case.code, pk=uid)
    return contact


def require_either(request: SignedIn, actions: tuple[str, str], case: Case) -> None:
    """Refuse unless the reader may do one of two things with the case.

    :raises PermissionDenied: if neither.
    """
    usual, other = actions
    may_usual = access.allows(request.user, usual, case)
    access.require(request.user, usual if may_usual else other, case)


def can(request: SignedIn, case: Case) -> dict[str, bool]:
    """Say what the reader may do with the case, by the name of each action."""
    return dict.fromkeys(access.allowed_actions(request.user, case), True)


def day_said(text: str) -> dt.date | None:
    """Read a day; nonsense is none."""
    try:
        return parse_date(text)
    except ValueError:  # no day of any month
        return None


def carried_day(request: SignedIn) -> dict[str, Any]:
    """Return the day to which somebody carried a session in a calendar, as a form begins with."""
    day = day_said(request.GET.get("day", ""))
    return {"day": day} if day else {}


def posted(request: SignedIn) -> QueryDict | None:
    """Return what was sent, or nothing for a page that was only asked for."""
    return request.POST if request.method == "POST" else None


class refusals:  # noqa: N801  reads as a verb: with refusals(form)
    """Say in the form why the world is not in the state the use case needs."""

    def __init__(self, form: Any) -> None:
        self.form = form
        form.refusal = None

    def __enter__(self) -> None:
        """Let the use case try."""

    def __exit__(self, kind: object, refusal: object, traceback: object) -> bool:
        """Keep a named refusal in the form; anything else goes on."""
        if not isinstance(refusal, Refusal):
            return False
        self.form.add_error(None, str(refusal))
        self.form.refusal = refusal
        return True


def status_of(form: Any) -> int:
    """Return the status of the page a form comes back on."""
    if getattr(getattr(form, "refusal", None), "conflict", False):
        return 409
    return 422 if form.errors else 200


def form_page(
    request: SignedIn, form: Any, case: Case, template: str = "cases/form.html", **context: Any
) -> HttpResponse:
    """Show a form of a case, with everything typed."""
    common = {"form": form, "case": case, "back": case.get_absolute_url()}
    context = {**common, "alarm": alarm_of(case, request.user), **context}
    return render(request, template, context, status=status_of(form))


def done(request: SignedIn, case: Case, message: Any, anchor: str = "") -> HttpResponse:
    """Go back to the case and say what was done."""
    messages.success(request, str(message))
    return redirect(case.get_absolute_url() + anchor)
