"""What the pages of the legal road do alike: open a record through its case, and go back."""

from dataclasses import fields
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accompaniment.staff import access
from accompaniment.staff.models import User
from accompaniment.staff.views import SignedIn
from cases.models import Case, Hearing, InterAreaRequest, LegalMatter, ProtectionOrder
from cases.views.frame import open_case


def open_record(request: SignedIn, code: str, rows: Any, uid: Any, action: str = "legal") -> Any:
    """Open a legal record through its case, for an action on that case."""
    case = open_case(request, code, action)
    record = access.open_or_404(rows.filter(case=case), request.user, pk=uid)
    record.case = case
    return record


def open_matter(request: SignedIn, code: str, uid: Any) -> LegalMatter:
    """Open a matter."""
    rows = LegalMatter.objects.select_related("lawyer", "closed_by")
    matter: LegalMatter = open_record(request, code, rows, uid)
    return matter


def open_hearing(request: SignedIn, code: str, uid: Any, action: str = "legal") -> Hearing:
    """Open a hearing."""
    rows = Hearing.objects.select_related(
        "matter", "companion", "contacted_by", "prep_session", "follows", "followed_by"
    )
    hearing: Hearing = open_record(request, code, rows, uid, action)
    return hearing


def open_order(request: SignedIn, code: str, uid: Any) -> ProtectionOrder:
    """Open a protection measure."""
    rows = ProtectionOrder.objects.select_related("matter")
    order: ProtectionOrder = open_record(request, code, rows, uid)
    return order


def open_request(request: SignedIn, code: str, uid: Any) -> InterAreaRequest:
    """Open a request between areas."""
    rows = InterAreaRequest.objects.select_related("asked_by", "answered_by", "consent")
    asked: InterAreaRequest = open_record(request, code, rows, uid)
    return asked


def address(name: str, case: Case, *args: Any) -> str:
    """Return the address of a page of the legal road."""
    return reverse(f"cases:{name}", args=[case.code, *args])


def went(request: SignedIn, message: Any, url: str) -> HttpResponse:
    """Say what was done, and go on."""
    messages.success(request, str(message))
    return redirect(url)


def people_of(case: Case, *functions: str) -> list[tuple[str, str]]:
    """Return the colleagues let into the case, of these functions or of any, as choices."""
    rows = case.assignments.filter(until=None, user__is_active=True).select_related("user")
    if functions:
        rows = rows.filter(function__in=functions)
    people = sorted((each.user for each in rows.defer("reason")), key=lambda user: user.full_name)
    return [(str(each.pk), each.full_name) for each in people]


def someone(pk: str) -> User | None:
    """Return the colleague that was chosen, if any."""
    return User.objects.filter(pk=pk).first() if pk else None


def initial_of(facts: Any) -> dict[str, Any]:
    """Return the facts of a record as initial values of its form; a record as its id."""
    said = {each.name: getattr(facts, each.name) for each in fields(facts)}
    return {name: str(value.pk) if hasattr(value, "pk") else value for name, value in said.items()}
