"""The list of commissions, and what stands on the first page of each."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accompaniment.staff import pages
from accompaniment.staff.enums import Role
from accompaniment.staff.standing import standing
from accompaniment.staff.views import SignedIn
from accompaniment.vault import index
from cases import codes
from cases.views.frame import asks, posted, refusals
from expertise.actions.describing import CommissionFacts, describe_commission
from expertise.forms.commission import DescribeForm, FilterForm, FindForm
from expertise.models import Commission
from expertise.reports.listed import listed, rows
from expertise.reports.page import page_of
from expertise.views.frame import can, done, form_page, open_commission, room_page

WORK_ON_THEM = (Role.PSYCHOLOGIST, Role.COORDINATOR, Role.LAWYER)


def require_business(request: SignedIn) -> None:
    """Refuse whoever has nothing to do with expert opinions.

    :raises PermissionDenied: if no role of theirs has.
    """
    if not standing(request.user).holds(*WORK_ON_THEM):
        raise PermissionDenied


@require_safe
def commission_list(request: SignedIn) -> HttpResponse:
    """Show the newest commissions the reader may see, a page at a time."""
    require_business(request)
    form = FilterForm(request.GET)
    page = pages.page(
        listed(),
        request.user,
        after=pages.Cursor.parse(request.GET.get("after", "")),
        before=pages.Cursor.parse(request.GET.get("before", "")),
        **form.narrowing(),
    )
    shown = rows(page.records, request.user, timezone.localdate())
    context = {"page": page, "rows": shown, "form": form}
    return render(request, "expertise/commission_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: SignedIn) -> HttpResponse:
    """Find commissions by folio, or by name where one may know it."""
    require_business(request)
    form = FindForm(posted(request))
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "expertise/commission_find.html", {"form": form}, status=status)
    text = form.cleaned_data["q"]
    code = codes.parse(text)
    if code and Commission.objects.visible_to(request.user).filter(code=code).exists():
        return redirect("expertise:commission", code)
    words = index.asked(text)
    records = []
    if words:
        asked = index.question(text)
        records = pages.page(listed(), request.user, words=words, question=asked).records
    shown = rows(records, request.user, timezone.localdate())
    return render(request, "expertise/commission_find.html", {"form": form, "rows": shown})


@require_safe
def commission(request: SignedIn, folio: str) -> HttpResponse:
    """Show where a commission stands, who works on it and what comes next."""
    found = open_commission(request, folio)
    page = page_of(found, can(request, found), timezone.localdate())
    return room_page(request, found, "commission", "expertise/commission.html", page=page)


@asks
def describe(request: SignedIn, folio: str) -> HttpResponse:
    """Put right what the first page of the report says."""
    found = open_commission(request, folio, "write")
    known = CommissionFacts.of(found)
    initial = {name: getattr(known, name) for name in DescribeForm.base_fields}
    initial["protected"] = "\n".join(f"{name} = {instead}" for name, instead in known.protected)
    form = DescribeForm(posted(request), initial=initial)
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts = CommissionFacts(**form.cleaned_data)
            describe_commission(commission=found, facts=facts, by=request.user, at=timezone.now())
            return done(request, found, _("Saved."), anchor="#facts")
    heading, submit = _("What the first page says"), _("Save")
    return form_page(request, form, found, "commission", heading=heading, submit=submit)
