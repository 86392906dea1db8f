"""Assessments: a new look, and the earlier ones."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.actions import assessments as actions
from cases.enums import MINORS
from cases.forms.assessment import SECTIONS, AssessmentForm, from_assessment
from cases.models import Assessment, Case
from cases.reports import assessment as report
from cases.reports.referral import page_number, page_of
from cases.views.frame import asks, form_page, open_case, posted, refusals
from cases.views.plan import room_of
from cases.views.rooms import room_page


@require_safe
def assessments(request: SignedIn, code: str) -> HttpResponse:
    """List every look there was, newest first."""
    case = open_case(request, code, "read")
    rows = case.assessments.select_related("made_by").order_by("-number")
    page = page_of(rows.defer("content"), page_number(request.GET))
    return room_page(request, case, "plan", "cases/assessments.html", page=page)


@require_safe
def assessment(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Show one look: both axes side by side."""
    case = open_case(request, code, "read")
    rows = Assessment.objects.filter(case=case).select_related("made_by")
    row = access.open_or_404(rows, request.user, pk=uid)
    shown = report.shown(row, dict(report.event_choices(case)))
    written = [(label, shown.sections.get(name, "")) for name, (label, _help) in SECTIONS.items()]
    context: dict[str, Any] = {"shown": shown, "written": [pair for pair in written if pair[1]]}
    return room_page(request, case, "plan", "cases/assessment.html", **context)


def form_of(request: SignedIn, case: Case) -> AssessmentForm:
    """Return the form, beginning with the last look: what has not changed need not be typed."""
    last = case.assessments.order_by("-number").first()
    people = case.participations.filter(ended_at=None, person__age_group__in=MINORS)
    return AssessmentForm(
        posted(request),
        initial=from_assessment(last.content.reveal()) if last and not posted(request) else None,
        events=report.event_choices(case),
        child=people.exists(),
    )


@asks
def assess(request: SignedIn, code: str) -> HttpResponse:
    """Write down one look; “tell more” asks about each effect that was ticked."""
    case = open_case(request, code, "write")
    form = form_of(request, case)
    if form.is_bound and request.POST.get("do") != "more" and form.is_valid():
        with refusals(form):
            pk = form.cleaned_data["assessment_id"]
            told: dict[str, Any] = {"assessment_id": pk, "by": request.user, "at": timezone.now()}
            row = actions.assess(case=case, facts=form.facts(), **told)
            messages.success(request, _("The assessment is on record, sealed."))
            return redirect("cases:assessment", case.code, row.pk)
    words = {"heading": _("Psychosocial assessment"), "back": room_of(case)}
    return form_page(request, form, case, "cases/assess.html", needs_open=True, **words)
