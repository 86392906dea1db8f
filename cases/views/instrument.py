"""Instruments: the room of a case, applying one, its result, a result of elsewhere."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.actions import instruments
from cases.actions.scored import cuts_of
from cases.enums.instruments import AlertState
from cases.forms.instrument import AnnulForm, ExternalForm
from cases.models import Applied, Case, InstrumentText
from cases.reports import instruments as report
from cases.reports.alerts import alarm_of
from cases.reports.series import charts_of, opened
from cases.reports.told import told
from cases.views.asking import Desk, desk_for
from cases.views.frame import (
    asks,
    can,
    form_page,
    open_case,
    posted,
    refusals,
    require_either,
    status_of,
)
from cases.views.rooms import room_page

HEARS = ("read", "assign")


@require_safe
def instruments_room(request: SignedIn, code: str) -> HttpResponse:
    """Show what was answered and what may be asked; an alert that waits comes first."""
    case = open_case(request, code)
    require_either(request, HEARS, case)
    may = can(request, case)
    if may.get("write") and (alert := case.safety_alerts.unanswered().first()):
        return redirect("cases:safety_alert", case.code, alert.pk)
    alerts = case.safety_alerts.select_related("raised_by", "answered_by", "closed_by")
    context: dict[str, Any] = {
        "alerts": alerts.order_by("-raised_at")[:20],
        "writes": writes(case, may),
    }
    if may.get("read"):
        context |= answered(request, case)
    return room_page(request, case, "instruments", "cases/instruments.html", **context)


def writes(case: Case, may: dict[str, bool]) -> bool:
    """Tell whether the reader may add to the case now."""
    return bool(may.get("write")) and case.is_open


def answered(request: SignedIn, case: Case) -> dict[str, Any]:
    """Return what whoever may read the case finds in its room."""
    people = report.people_of(case)
    loaded = set(InstrumentText.objects.values_list("instrument", flat=True))
    return {
        "series": report.all_series(case, people),
        "offers": report.offers(people, loaded, timezone.localdate()),
        "externals": report.externals(case, people),
        "drafts": case.applied_drafts.visible_to(request.user).defer("content"),
    }


@asks
def instrument_apply(request: SignedIn, code: str, instrument: str) -> HttpResponse:
    """Ask the questions of an instrument and keep the answers."""
    case = open_case(request, code, "write")
    desk = desk_for(request, case, instrument)
    form = desk.form()
    if form.is_bound and form.is_valid():
        with refusals(form):
            applied = instruments.apply_instrument(
                case=case, said=desk.application(form), by=request.user, at=timezone.now()
            )
            return after(request, case, applied)
    return show_questions(request, desk, form)


def show_questions(request: SignedIn, desk: Desk, form: Any) -> HttpResponse:
    """Show an instrument with everything marked so far."""
    context = {"case": desk.case, "form": form, "desk": desk}
    context["alarm"] = alarm_of(desk.case, request.user)
    return render(request, "cases/instrument_apply.html", context, status=status_of(form))


def after(request: SignedIn, case: Case, applied: Applied) -> HttpResponse:
    """Go on to the alert if an answer raised one, else to the result."""
    if applied.alert and applied.alert.state == AlertState.OPEN:
        return redirect("cases:safety_alert", case.code, applied.alert.pk)
    messages.success(request, _("The answers are saved."))
    return redirect("cases:instrument", case.code, applied.pk)


def open_applied(request: SignedIn, code: str, uid: UUID, action: str) -> tuple[Case, Applied]:
    """Open an application through its case."""
    case = open_case(request, code, action)
    rows = Applied.objects.filter(case=case).select_related(
        "applied_by", "annulled_by", "session", "alert"
    )
    applied: Applied = access.open_or_404(rows, request.user, pk=uid)
    applied.case = case
    return case, applied


@require_safe
def instrument(request: SignedIn, code: str, uid: UUID) -> HttpResponse:
    """Show a result in words and over time; not before its alert has been answered."""
    case, applied = open_applied(request, code, uid, "read")
    may = can(request, case)
    if applied.alert and applied.alert.state == AlertState.OPEN and may.get("write"):
        return redirect("cases:safety_alert", case.code, applied.alert.pk)
    one, series = opened(applied), report.one_series(applied)
    people = {each.person.pk: each.name for each in report.people_of(case)}
    context: dict[str, Any] = {
        "one": one,
        "told": told(one.it, one.result),
        "lines": report.lines(one),
        "series": series,
        "charts": charts_of(series, cuts_of(one.it.code)) if series else [],
        "whose": people.get(applied.person_id, ""),
        "writes": writes(case, may),
    }
    return room_page(request, case, "instruments", "cases/instrument.html", **context)


@asks
def instrument_annul(request: SignedIn, code: str, uid: UUID) -> HttpResponse:
    """Mark answers as recorded by mistake."""
    case, applied = open_applied(request, code, uid, "write")
    form = AnnulForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            instruments.annul_applied(
                applied=applied, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            messages.success(request, _("It stays on record and counts no more."))
            return redirect("cases:instrument", case.code, applied.pk)
    return form_page(
        request,
        form,
        case,
        heading=_("Recorded by mistake"),
        lede=_("The answers stay on record, marked, and no longer count in what is shown."),
        submit=_("Mark as a mistake"),
    )


@asks
def external_add(request: SignedIn, code: str) -> HttpResponse:
    """Write down the result of an instrument that is not here."""
    case = open_case(request, code, "write")
    people = report.people_of(case)
    form = ExternalForm(posted(request), people=report.names_of(people))
    if form.is_bound and form.is_valid():
        with refusals(form):
            instruments.record_external(
                case=case, **external_facts(form, people), by=request.user, at=timezone.now()
            )
            messages.success(request, _("The result is on record."))
            return redirect("cases:instruments", case.code)
    return form_page(
        request,
        form,
        case,
        heading=_("Result of another instrument"),
        lede=_("For instruments with a licence of their own: the result, and no question."),
        submit=_("Save"),
        needs_open=True,
    )


def external_facts(form: Any, people: Any) -> dict[str, Any]:
    """Return what was sent, as the use case hears it."""
    said = dict(form.cleaned_data)
    external_id, chosen = said.pop("external_id"), said.pop("person")
    person = next(each.person for each in people if str(each.person.pk) == chosen)
    return {
        "external_id": external_id,
        "facts": instruments.ExternalFacts(person=person, **said),
    }
