"""Steps of an accompaniment: onward, pause, interruption, closing, reopening, urgency."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.staff.views import SignedIn
from cases import lines
from cases.actions import lifecycle
from cases.enums import CaseState
from cases.forms.case import CloseForm, ReasonForm, UrgencyForm, step_form
from cases.views.frame import (
    asks,
    can,
    done,
    form_page,
    open_case,
    posted,
    refusals,
    require_either,
)
from cases.views.readiness import closing_checks, step_checks, steps_ahead, wanting


@require_safe
def steps(request: SignedIn, code: str) -> HttpResponse:
    """Show where the accompaniment stands and which steps may follow."""
    case = open_case(request, code, "write")
    may = can(request, case)
    ahead = steps_ahead(case, timezone.localdate())
    return render(request, "cases/steps.html", {"case": case, "can": may, "ahead": ahead})


@asks
def step(request: SignedIn, code: str, to: str) -> HttpResponse:
    """Take one step."""
    case = open_case(request, code, "write")
    if to not in CaseState.values or to == CaseState.CERRADO:
        raise Http404
    state = CaseState(to)
    form = step_form(state)(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            lifecycle.move_case(
                case=case, to=state, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return done(request, case, _("Now: %(state)s") % {"state": state.label})
    checks = step_checks(case, state, timezone.localdate())
    return form_page(
        request,
        form,
        case,
        heading=_("Step: %(state)s") % {"state": state.label},
        submit=_("Take this step"),
        checks=checks,
        gaps=wanting(checks),
        needs_open=True,
    )


@asks
def urgency(request: SignedIn, code: str) -> HttpResponse:
    """Say anew how soon someone has to act."""
    case = open_case(request, code)
    require_either(request, ("write", "assign"), case)
    form = UrgencyForm(posted(request), initial={"urgency": case.urgency})
    if form.is_bound and form.is_valid():
        with refusals(form):
            lifecycle.set_urgency(
                case=case, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return done(request, case, _("The urgency is on record."))
    heading = _("Urgency")
    return form_page(request, form, case, heading=heading, submit=_("Save"), needs_open=True)


@asks
def close(request: SignedIn, code: str) -> HttpResponse:
    """Close an accompaniment."""
    case = open_case(request, code, "close")
    if not lines.of(case.line).is_about_someone:  # it never closes; it may so decide
        return redirect("cases:collective_conclude", case.code)
    may = can(request, case)
    tells = lifecycle.tells_plan(case, request.user)
    form = CloseForm(posted(request), asks_follow_up=bool(may.get("write")), asks_plan=tells)
    if form.is_bound and form.is_valid():
        with refusals(form):
            lifecycle.close_case(case=case, **form.cleaned_data, by=request.user, at=timezone.now())
            return done(request, case, _("The accompaniment is closed. She can always come back."))
    return form_page(
        request,
        form,
        case,
        heading=_("Close the accompaniment"),
        submit=_("Close accompaniment"),
        checks=closing_checks(case),
        fix_url=reverse("cases:session_record", args=[case.code]) if may.get("write") else "",
        fix_text=_("Log the closing session and its note"),
        needs_open=True,
    )


@asks
def reopen(request: SignedIn, code: str) -> HttpResponse:
    """Take an accompaniment up again."""
    case = open_case(request, code, "close")
    form = ReasonForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            lifecycle.reopen_case(
                case=case, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
            return done(request, case, _("The accompaniment is open again."))
    heading = _("Reopen the accompaniment")
    return form_page(request, form, case, heading=heading, submit=_("Reopen"))
