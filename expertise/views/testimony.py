"""Days in court: planned, prepared in private, deferred, held."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.forms.legal import CancelForm, DeferForm
from cases.forms.moments import initial_moment
from cases.views.frame import asks, posted, refusals
from expertise.actions import testimonies
from expertise.forms.court import CourtForm, HeardForm, PreparationForm, TestimonyForm
from expertise.models import Attachment, Commission, Testimony
from expertise.reports import court as reports
from expertise.reports.prepared import preparation_of
from expertise.views.court import open_either
from expertise.views.frame import can, form_page, open_commission, room_page


def open_testimony(
    request: SignedIn, folio: str, uid: Any, action: str = "identify"
) -> tuple[Commission, Testimony]:
    """Open a day in court through its commission, for an action."""
    found = open_either(request, folio) if action == "either" else None
    found = found or open_commission(request, folio, action)
    rows = Testimony.objects.filter(commission=found)
    row: Testimony = access.open_or_404(rows, request.user, cover=found.code, pk=uid)
    row.commission = found
    return found, row


def here(row: Testimony) -> str:
    """Return the address of a day in court."""
    return reverse("expertise:testimony", args=[row.commission.code, row.pk])


def ask(request: SignedIn, row: Testimony, form: Any, heading: str, **context: Any) -> HttpResponse:
    """Show a form about a day in court."""
    context = {"submit": _("Save"), "back": here(row), **context}
    return form_page(request, form, row.commission, "court", heading=heading, **context)


@require_safe
def testimony(request: SignedIn, folio: str, uid: Any) -> HttpResponse:
    """Show a day in court: what is known, what was prepared, how it went."""
    found, row = open_testimony(request, folio, uid)
    page = reports.testimony_page(row, can(request, found), timezone.now())
    files = Attachment.objects.visible_to(request.user).filter(testimony=row, withdrawn_at=None)
    context: dict[str, Any] = {"page": page, "testimony": row}
    context["files"] = files.order_by("added_at")
    return room_page(request, found, "court", "expertise/testimony.html", **context)


@asks
def testimony_add(request: SignedIn, folio: str) -> HttpResponse:
    """Put a day in court on the agenda."""
    found = open_either(request, folio)
    form = TestimonyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            names = ("kind", "starts_at", "time_zone", "minutes")
            said = {name: form.cleaned_data[name] for name in names}
            row = testimonies.plan_testimony(
                commission=found, facts=form.facts(), **said, by=request.user, at=timezone.now()
            )
            return redirect("expertise:testimony", found.code, row.pk)
    back = reverse("expertise:court", args=[found.code])
    context = {"heading": _("A day in court"), "submit": _("Put it on the agenda"), "back": back}
    return form_page(request, form, found, "court", **context)


@asks
def testimony_edit(request: SignedIn, folio: str, uid: Any) -> HttpResponse:
    """Change what is known of a day in court to come."""
    _found, row = open_testimony(request, folio, uid, "either")
    form = CourtForm(posted(request), initial=row.court.reveal() if row.court else {})
    if form.is_bound and form.is_valid():
        with refusals(form):
            testimonies.change_testimony(
                testimony=row, facts=form.facts(), by=request.user, at=timezone.now()
            )
            return redirect(here(row))
    lede = _("Another day or hour is a deferral: what was planned stays on record.")
    return ask(request, row, form, _("Change the summons"), lede=lede)


@asks
def testimony_prepare(request: SignedIn, folio: str, uid: Any) -> HttpResponse:
    """Write the preparation."""
    _found, row = open_testimony(request, folio, uid, "defend")
    form = PreparationForm(posted(request), known=preparation_of(row))
    if form.is_bound and form.is_valid():
        with refusals(form):
            testimonies.prepare_testimony(
                testimony=row, preparation=form.facts(), by=request.user, at=timezone.now()
            )
            return redirect(here(row))
    lede = _("Only who defends the report reads this. It never goes into the report or a copy.")
    return ask(request, row, form, _("Prepare the testimony"), lede=lede)


@asks
def testimony_defer(request: SignedIn, folio: str, uid: Any) -> HttpResponse:
    """Say that it was put off."""
    _found, row = open_testimony(request, folio, uid, "write")
    form = DeferForm(posted(request), zone=row.time_zone)
    if form.is_bound and form.is_valid():
        with refusals(form):
            following = testimonies.defer_testimony(
                testimony=row, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return redirect("expertise:testimony", row.commission.code, following.pk)
    return ask(request, row, form, _("The testimony was deferred"))


@asks
def testimony_cancel(request: SignedIn, folio: str, uid: Any) -> HttpResponse:
    """Say that it will not take place."""
    _found, row = open_testimony(request, folio, uid, "write")
    form = CancelForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            testimonies.cancel_testimony(
                testimony=row, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return redirect(here(row))
    return ask(request, row, form, _("The testimony was cancelled"))


@asks
def testimony_held(request: SignedIn, folio: str, uid: Any) -> HttpResponse:
    """Say that the expert was heard."""
    _found, row = open_testimony(request, folio, uid, "write")
    now = initial_moment(timezone.now(), row.time_zone)
    form = HeardForm(posted(request), zone=row.time_zone, initial=now)
    if form.is_bound and form.is_valid():
        with refusals(form):
            testimonies.hold_testimony(
                testimony=row, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return redirect(here(row))
    return ask(request, row, form, _("She was heard"))
