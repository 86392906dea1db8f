"""The cases one may see, and the search among them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from accompaniment.staff import pages
from accompaniment.staff.enums import CLINICAL
from accompaniment.staff.standing import standing
from accompaniment.staff.views import SignedIn
from cases.forms.case import FilterForm, SearchForm
from cases.reports import found
from cases.reports.rows import listed, rows, sees_agenda
from cases.views.frame import may_open


def require_clinical(user: Any) -> None:
    """Refuse whoever has no business with cases.

    :raises PermissionDenied: if no role of theirs works with records.
    """
    if not standing(user).holds(*CLINICAL):
        raise PermissionDenied


@require_safe
def case_list(request: SignedIn) -> HttpResponse:
    """Show the newest cases the reader may see, a page at a time."""
    require_clinical(request.user)
    form = FilterForm(request.GET)
    page = pages.page(
        listed(),
        request.user,
        after=pages.Cursor.parse(request.GET.get("after", "")),
        before=pages.Cursor.parse(request.GET.get("before", "")),
        **form.narrowing(),
    )
    shown = rows(page.records, agenda=sees_agenda(request.user))
    context = {"form": form, "rows": shown, "page": page, "can": may_open(request)}
    return render(request, "cases/case_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: SignedIn) -> HttpResponse:
    """Find cases by code, pseudonym, name or telephone; the words never stand in an address."""
    require_clinical(request.user)
    form = SearchForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "cases/search.html", {"form": form}, status=status)
    result = found.search(form.cleaned_data["q"], request.user)
    return render(request, "cases/search.html", {"form": form, "result": result})
