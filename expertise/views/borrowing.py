"""What crosses from an accompaniment into an expert file: asked for, handed over, declined."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.enums import MINORS
from cases.reports.shared import attendance
from cases.views.frame import asks, posted, refusals
from cases.views.rooms import room_page as case_page
from expertise.actions.borrowing import Agreed, ask_to_borrow, decline_loan, lend
from expertise.enums.evaluation import Borrowed
from expertise.forms.evaluation import BorrowForm, DeclineLoanForm, LendForm
from expertise.models import Loan
from expertise.reports.lending import loan_page
from expertise.views.evaluation import ROOM, page
from expertise.views.frame import done, open_commission


@asks
def borrow(request: SignedIn, folio: str) -> HttpResponse:
    """Ask who accompanies for one item."""
    found = open_commission(request, folio, "write")
    form = BorrowForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts = form.cleaned_data
            ask_to_borrow(commission=found, **facts, by=request.user, at=timezone.now())
            return done(request, found, _("Who accompanies her was asked."), ROOM, "#borrowed")
    said = {
        "heading": _("Ask who accompanies her"),
        "lede": _("One item, if she agrees to exactly that. You do not see the accompaniment."),
        "submit": _("Ask"),
    }
    return page(request, form, found, "#borrowed", **said)


def open_loan(request: SignedIn, uid: Any, action: str = "view") -> Loan:
    """Open what an expert asks of a case, for who reads there, or writes."""
    rows = Loan.objects.select_related(
        "case__responsible", "case__team", "borrowing__asked_by", "borrowing__commission__person"
    )
    loan: Loan = access.open_or_404(rows, request.user, action=action, pk=uid)
    access.let_in([loan.case])
    return loan


@asks
def loan(request: SignedIn, uid: Any) -> HttpResponse:
    """Show what an expert asks for, and hand it over in words she agreed to."""
    row = open_loan(request, uid, "write" if request.method == "POST" else "view")
    form = LendForm(posted(request), initial=_begun(row), is_child=_is_child(row))
    if form.is_bound and form.is_valid():
        said = dict(form.cleaned_data)
        words, _agreed = said.pop("words"), said.pop("agreed")
        with refusals(form):
            lend(loan=row, words=words, agreed=Agreed(**said), by=request.user, at=timezone.now())
            messages.success(request, _("Handed over, and on record as a disclosure."))
            return redirect("expertise:loan", row.pk)
    return _shown(request, row, form)


@asks
def loan_decline(request: SignedIn, uid: Any) -> HttpResponse:
    """Say that nothing is handed over, and why."""
    row = open_loan(request, uid, "write")
    form = DeclineLoanForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            decline_loan(loan=row, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("The expert reads your answer now."))
            return redirect("expertise:loan", row.pk)
    return _shown(request, row, form, declining=True)


def _shown(request: SignedIn, row: Loan, form: Any, *, declining: bool = False) -> HttpResponse:
    context: dict[str, Any] = {
        "loan": loan_page(row),
        "form": form,
        "declining": declining,
        "here": reverse("expertise:loan", args=[row.pk]),
        "decline_url": reverse("expertise:loan_decline", args=[row.pk]),
    }
    status = 422 if form.errors else 200
    return case_page(request, row.case, "legal", "expertise/loan.html", status=status, **context)


def _is_child(row: Loan) -> bool:
    return row.borrowing.commission.person.age_group in MINORS


def _begun(row: Loan) -> dict[str, Any]:
    """Return the words the house can write itself: whether she came, and nothing else."""
    if row.answered_at or row.borrowing.kind != Borrowed.ASISTENCIA:
        return {}
    return {"words": "\n".join(attendance(row.case))}
