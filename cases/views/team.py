"""Who is let into a case, and who looked."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.staff import access
from accompaniment.staff.models import User
from accompaniment.staff.views import SignedIn
from cases.actions import team
from cases.enums import Function
from cases.forms.plain import EmptyForm
from cases.forms.team import HandOverForm, MemberForm
from cases.models import Assignment, Case
from cases.reports import viewers
from cases.views.frame import asks, done, form_page, open_case, posted, refusals

LONGEST = 19  # digits of a place in the trace
LET_IN = (Function.MEMBER, Function.SUPERVISOR, Function.LEGAL)


def people(case: Case, user: Any, *functions: str) -> list[tuple[str, str]]:
    """Return the colleagues who could take on one of these functions."""
    found = {
        str(each.pk): each.full_name
        for function in functions
        for each in team.candidates(case, function)
        if each.pk != user.pk
    }
    return [("", _("Choose")), *sorted(found.items(), key=lambda pair: pair[1])]


@asks
def member_add(request: SignedIn, code: str) -> HttpResponse:
    """Let a colleague in."""
    case = open_case(request, code, "assign")
    form = MemberForm(posted(request), people=people(case, request.user, *LET_IN))
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts = {**form.cleaned_data, "user": User.objects.get(pk=form.cleaned_data["user"])}
            team.assign_member(case=case, **facts, by=request.user, at=timezone.now())
            return done(request, case, _("Let in."), "#team")
    return form_page(
        request,
        form,
        case,
        heading=_("Let a colleague in"),
        lede=_("Only who needs to know. It is on record who let whom in."),
        submit=_("Let in"),
        needs_open=True,
    )


@asks
def hand_over(request: SignedIn, code: str) -> HttpResponse:
    """Make a colleague responsible."""
    case = open_case(request, code, "assign")
    form = HandOverForm(posted(request), people=people(case, request.user, Function.RESPONSIBLE))
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts = {**form.cleaned_data, "to": User.objects.get(pk=form.cleaned_data["to"])}
            team.hand_over(case=case, **facts, by=request.user, at=timezone.now())
            return after_hand_over(request, case)
    return form_page(
        request,
        form,
        case,
        heading=_("Hand the case over"),
        lede=_("The sessions on the agenda move to the new responsible person."),
        submit=_("Hand over"),
        needs_open=True,
    )


def after_hand_over(request: SignedIn, case: Case) -> HttpResponse:
    """Go on where the reader may still go: who handed over may no longer see the case."""
    message = _("The case was handed over.")
    if access.allows(request.user, "view", case):
        return done(request, case, message, "#team")
    messages.success(request, message)
    return redirect("cases:case_list")


@asks
def assignment_end(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Take a colleague off the case."""
    case = open_case(request, code, "assign")
    rows = Assignment.objects.filter(case=case).select_related("user")
    assignment = access.open_or_404(rows, request.user, pk=uid)
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            team.end_assignment(assignment=assignment, by=request.user, at=timezone.now())
            return done(request, case, _("The access ended."), "#team")
    return form_page(
        request,
        form,
        case,
        heading=_("End an access"),
        lede=_("%(name)s will no longer see this case.") % {"name": assignment.user.full_name},
        submit=_("End access"),
    )


@require_safe
def viewed(request: SignedIn, code: str) -> HttpResponse:
    """Show who looked at the case."""
    case = open_case(request, code, "assign")
    after = request.GET.get("after", "")
    place = int(after) if after.isdecimal() and len(after) < LONGEST else None
    seen, older = viewers.looks(case, viewers.MANY, place)
    context = {"case": case, "seen": seen, "older": older, "further": place is not None}
    return render(request, "cases/case_viewed.html", context)
