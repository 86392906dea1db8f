"""The room of the plan: what happened, what it does, what holds up, goals and their way."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.staff import access
from accompaniment.staff.models import User
from accompaniment.staff.views import SignedIn
from cases.actions import plans
from cases.forms.plain import EmptyForm
from cases.forms.plan import ActionForm, DoneForm, GoalForm, ReviewForm, from_goal
from cases.models import AgreedAction, Case, Goal
from cases.reports import after, assessment
from cases.reports import page as of_page
from cases.reports import plan as report
from cases.views.frame import asks, form_page, open_case, posted, refusals
from cases.views.rooms import room_page


@require_safe
def plan(request: SignedIn, code: str) -> HttpResponse:
    """Show the plan with its way, the last assessment and what happened."""
    case = open_case(request, code, "read")
    today = timezone.localdate()
    last = case.assessments.select_related("made_by").order_by("-number").first()
    happened = assessment.events(case)
    known = {str(each.event.pk): each.title for each in happened}
    context: dict[str, Any] = {
        "shown": report.shown(case, today),
        "events": happened,
        "last": assessment.shown(last, known) if last else None,
        "contacts_after": report.stages_shown(case, today),
        "may_contact": after.may_be_contacted(case, today),
        "writes": access.allows(request.user, "write", case),
    }
    return room_page(request, case, "plan", "cases/plan.html", **context)


def back_to(request: SignedIn, case: Case, message: str, anchor: str = "") -> HttpResponse:
    """Go back to the room of the plan and say what was done."""
    messages.success(request, message)
    return redirect(reverse("cases:plan", args=[case.code]) + anchor)


def room_of(case: Case) -> str:
    """Return the address of the room."""
    return reverse("cases:plan", args=[case.code])


@asks
def goal_add(request: SignedIn, code: str) -> HttpResponse:
    """Add a goal in her own words; the first one begins the plan."""
    case = open_case(request, code, "write")
    form = GoalForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            pk = form.cleaned_data["goal_id"]
            told: dict[str, Any] = {"goal_id": pk, "by": request.user, "at": timezone.now()}
            plans.add_goal(case=case, facts=form.facts(), **told)
            return back_to(request, case, _("The goal is part of the plan."), "#goals")
    words = {"heading": _("A goal of hers"), "submit": _("Add"), "back": room_of(case)}
    return form_page(request, form, case, needs_open=True, **words)


@asks
def goal_edit(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Put a goal into other words of hers."""
    case = open_case(request, code, "write")
    goal = access.open_or_404(Goal.objects.filter(case=case), request.user, pk=uid)
    form = GoalForm(posted(request), initial=from_goal(goal))
    if form.is_bound and form.is_valid():
        with refusals(form):
            plans.change_goal(goal=goal, facts=form.facts(), by=request.user, at=timezone.now())
            return back_to(request, case, _("Saved. The former words are kept."), "#goals")
    words = {"heading": _("A goal of hers"), "submit": _("Save"), "back": room_of(case)}
    return form_page(request, form, case, needs_open=True, **words)


@asks
def goal_let_go(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Say that she no longer wants a goal."""
    case = open_case(request, code, "write")
    goal = access.open_or_404(Goal.objects.filter(case=case), request.user, pk=uid)
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            plans.let_goal_go(goal=goal, by=request.user, at=timezone.now())
            return back_to(request, case, _("The goal was let go; it is kept in the history."))
    words = {"heading": _("Let a goal go"), "submit": _("Let it go"), "back": room_of(case)}
    return form_page(request, form, case, lede=report.opened(goal.words), **words)


def team_of(case: Case) -> list[tuple[str, str]]:
    """Return who works on the case, as choices."""
    return [(str(each.assignment.user_id), each.name) for each in of_page.team(case)]


@asks
def action_add(request: SignedIn, code: str) -> HttpResponse:
    """Write down what was agreed on, who does it and until when."""
    case = open_case(request, code, "write")
    form = ActionForm(posted(request), people=team_of(case))
    if form.is_bound and form.is_valid():
        with refusals(form):
            said = dict(form.cleaned_data)
            whose = said.pop("assignee")
            assignee = User.objects.get(pk=whose) if whose else None
            told: dict[str, Any] = {"assignee": assignee, "by": request.user, "at": timezone.now()}
            plans.agree_action(case=case, **said, **told)
            return back_to(request, case, _("Agreed. Whoever does it will see it."), "#actions")
    words = {"heading": _("Something agreed on"), "submit": _("Add"), "back": room_of(case)}
    return form_page(request, form, case, needs_open=True, **words)


@asks
def action_done(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Say that something agreed on was done."""
    case = open_case(request, code, "write")
    action = access.open_or_404(AgreedAction.objects.filter(case=case), request.user, pk=uid)
    form = DoneForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            outcome = form.cleaned_data["outcome"]
            plans.finish_action(agreed=action, outcome=outcome, by=request.user, at=timezone.now())
            return back_to(request, case, _("Done. Thank you."), "#actions")
    words = {"heading": _("It is done"), "submit": _("It is done"), "back": room_of(case)}
    return form_page(request, form, case, lede=report.opened(action.words), **words)


@asks
def review(request: SignedIn, code: str) -> HttpResponse:
    """Look at every goal again, with her."""
    case = open_case(request, code, "write")
    form = ReviewForm(posted(request), goals=report.goals_asked(case))
    if form.is_bound and form.is_valid():
        with refusals(form):
            told = {n: form.cleaned_data[n] for n in ("review_id", "words")}
            who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
            plans.review_plan(case=case, goals=form.standings(), **told, **who)
            return back_to(request, case, _("The review is on record."), "#goals")
    words = {"heading": _("Review the plan with her"), "submit": _("Save"), "back": room_of(case)}
    return form_page(request, form, case, "cases/plan_review.html", needs_open=True, **words)
