"""Cycles of a collective: planned, convened, lived, evaluated, closed; and their age groups."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accompaniment.staff import pages
from accompaniment.staff.views import SignedIn
from cases.actions import cycles, placing
from cases.enums.collective import CycleState
from cases.forms.collective import CycleForm, EvaluationForm
from cases.forms.plain import EmptyForm
from cases.models import Cycle
from cases.reports import collective as report
from cases.reports import members as listing
from cases.views.frame import asks, can, posted, refusals, status_of
from cases.views.rooms import room_page
from cases.views.together import gone_on, open_child, open_process, process_form

STEP_HELP = {
    CycleState.CONVOCADO: gettext_lazy("You have told everybody when and where you meet."),
    CycleState.EN_CURSO: gettext_lazy("The cycle has begun."),
    CycleState.EVALUACION: gettext_lazy("The collective looks back on what it did."),
    CycleState.CERRADO: gettext_lazy("It needs the evaluation in the words of the collective."),
}


@asks
def cycle_new(request: SignedIn, code: str) -> HttpResponse:
    """Plan the next cycle."""
    case = open_process(request, code, "write")
    form = CycleForm(posted(request), initial={"begins_on": timezone.localdate()})
    if form.is_bound and form.is_valid():
        with refusals(form):
            planned = cycles.plan_cycle(
                case=case, facts=form.facts(), by=request.user, at=timezone.now()
            )
            return gone_on(request, _("The cycle is planned."), "cycle", case.code, planned.pk)
    return process_form(request, form, case, heading=_("Plan a cycle"), submit=_("Plan"))


@require_safe
def cycle(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Show a cycle: where it stands, what it holds, what the collective says of it."""
    case = open_process(request, code)
    found = open_child(request, case, Cycle.objects.all(), uid)
    may = can(request, case)
    read, exactly = bool(may.get("read")), bool(may.get("members"))
    held = report.with_sessions(case).filter(cycle=found).order_by("session__starts_at", "id")
    context: dict[str, Any] = {
        "shown": report.cycle_shown(found, read=read),
        "steps": CycleState.choices,
        "ahead": cycles.next_of(found),
        "rows": report.activity_rows(
            held[: report.MOST_IN_A_CYCLE], read=read, exactly=exactly, now=timezone.now()
        ),
        "members": report.members_said(case, found, exactly=exactly),
        "writes": bool(may.get("write")) and case.is_open,
    }
    return room_page(request, case, "collective", "cases/cycle.html", **context)


@asks
def cycle_edit(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Replace what was planned of a cycle."""
    case = open_process(request, code, "write")
    found = open_child(request, case, Cycle.objects.all(), uid)
    shown = report.cycle_shown(found, read=True)
    known = {"begins_on": found.begins_on, "ends_on": found.ends_on}
    known |= {"theme": shown.theme, "purpose": shown.purpose}
    form = CycleForm(posted(request), initial=known)
    if form.is_bound and form.is_valid():
        with refusals(form):
            cycles.change_cycle(cycle=found, facts=form.facts(), by=request.user, at=timezone.now())
            return gone_on(request, _("Saved."), "cycle", case.code, uid)
    return process_form(request, form, case, heading=_("The cycle"), submit=_("Save"))


@asks
def cycle_step(request: SignedIn, code: str, uid: Any, to: str) -> HttpResponse:
    """Move a cycle on."""
    case = open_process(request, code, "write")
    found = open_child(request, case, Cycle.objects.all(), uid)
    if to not in CycleState.values:
        raise Http404
    state = CycleState(to)
    form = (EvaluationForm if state == CycleState.CERRADO else EmptyForm)(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            cycles.move_cycle(
                cycle=found, to=to, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            said = _("Now: %(state)s") % {"state": state.label}
            return gone_on(request, said, "cycle", case.code, uid)
    heading = _("Step: %(state)s") % {"state": state.label}
    facts: dict[str, Any] = {"lede": STEP_HELP.get(state, ""), "submit": _("Take this step")}
    return process_form(request, form, case, heading=heading, **facts)


@asks
def cycle_groups(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Show who is in which age group of a cycle; place those whose age leaves no question."""
    case = open_process(request, code, "members")
    found = open_child(request, case, Cycle.objects.all(), uid)
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            count = placing.place_as_suggested(cycle=found, by=request.user, at=timezone.now())
            said = _("Placed as their age suggests: %(n)s") % {"n": count}
            return gone_on(request, said, "cycle_groups", case.code, uid)
    page = listing.grouped(case, found, pages.Cursor.parse(request.GET.get("after", "")))
    context: dict[str, Any] = {
        "cycle": found,
        "page": page,
        "form": form,
        "status": status_of(form),
    }
    context["writes"] = bool(can(request, case).get("write")) and case.is_open
    return room_page(request, case, "collective", "cases/cycle_groups.html", **context)
