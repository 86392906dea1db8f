"""The directory of institutions: everybody reads it, whoever coordinates keeps it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.staff.enums import Role
from accompaniment.staff.standing import standing
from accompaniment.staff.views import SignedIn
from cases.actions.institutions import (
    add_institution,
    change_institution,
    plain,
    require_keeper,
)
from cases.forms.institution import FindInstitutionForm, InstitutionForm, from_institution
from cases.models import Institution
from cases.reports import institutions as report
from cases.reports.referral import page_number
from cases.views.case_list import require_clinical
from cases.views.frame import asks, posted, refusals, status_of

FORM = "cases/institution_edit.html"


def entry(uid: Any) -> Institution:
    """Return an entry of the directory; these are facts everybody here may know.

    :raises Http404: if there is none.
    """
    if (row := Institution.objects.filter(pk=uid).first()) is None:
        raise Http404
    return row


@require_safe
def institutions(request: SignedIn) -> HttpResponse:
    """Find an institution by name, place or kind."""
    require_clinical(request.user)
    form = FindInstitutionForm(request.GET)
    asked = form.asked
    words = plain(asked.pop("q", "")).split()
    page = report.found(words, asked, page_number(request.GET))
    keeps = standing(request.user).holds(Role.COORDINATOR)
    context = {"form": form, "page": page, "keeps": keeps, "narrowed": bool(asked or words)}
    return render(request, "cases/institutions.html", context)


@require_safe
def institution(request: SignedIn, uid: Any) -> HttpResponse:
    """Show what is known of one institution."""
    require_clinical(request.user)
    row = entry(uid)
    keeps = standing(request.user).holds(Role.COORDINATOR)
    context = {"it": report.shown(row), "keeps": keeps}
    return render(request, "cases/institution.html", context)


@asks
def institution_add(request: SignedIn) -> HttpResponse:
    """Add an institution to the directory."""
    require_keeper(request.user)
    form = InstitutionForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            row = add_institution(facts=form.facts(), by=request.user, at=timezone.now())
            messages.success(request, _("The institution is in the directory."))
            return redirect("cases:institution", row.pk)
    context = {"form": form, "heading": _("New institution"), "back": reverse("cases:institutions")}
    return render(request, FORM, context, status=status_of(form))


@asks
def institution_edit(request: SignedIn, uid: Any) -> HttpResponse:
    """Correct an institution, or take it out of use."""
    require_keeper(request.user)
    row = entry(uid)
    form = InstitutionForm(posted(request), initial=from_institution(row))
    if form.is_bound and form.is_valid():
        with refusals(form):
            told: dict[str, Any] = {"by": request.user, "at": timezone.now()}
            change_institution(institution=row, facts=form.facts(), **told)
            messages.success(request, _("Saved and checked today."))
            return redirect("cases:institution", row.pk)
    back = reverse("cases:institution", args=[row.pk])
    context = {"form": form, "heading": row.name, "back": back}
    return render(request, FORM, context, status=status_of(form))
