"""The room of a collective or a community, and the list of them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.staff import access, pages
from accompaniment.staff.models import Team, User
from accompaniment.staff.views import SignedIn
from cases.actions import collectives as processes
from cases.actions.concluding import conclude_collective
from cases.actions.shared_goals import observe_goal
from cases.enums.collective import CycleState
from cases.forms.collective import (
    CollectiveForm,
    ConcludeForm,
    GoalSeenForm,
    OpenCollectiveForm,
)
from cases.reports import collective as report
from cases.reports.collectives import listed
from cases.reports.goals_drawn import goals_drawn
from cases.views.case_list import require_clinical
from cases.views.case_open import choices_of
from cases.views.frame import asks, can, may_open, posted, refusals, status_of
from cases.views.rooms import room_page
from cases.views.together import gone_on, open_process, process_form


@require_safe
def collectives(request: SignedIn) -> HttpResponse:
    """Show the collectives and communities the reader may see, a page at a time."""
    require_clinical(request.user)
    page = listed(request.user, pages.Cursor.parse(request.GET.get("after", "")))
    context: dict[str, Any] = {"rows": page.rows, "next": page.next, "can": may_open(request)}
    return render(request, "cases/collectives.html", context)


@asks
def collective_open(request: SignedIn) -> HttpResponse:
    """Open the process of a collective or a community."""
    if not may_open(request)["open"]:
        raise PermissionDenied
    form = OpenCollectiveForm(posted(request), **choices_of(request.user))
    if form.is_bound and form.is_valid():
        with refusals(form):
            case = opened(form, request.user)
            return gone_on(request, _("The process is open."), "collective", case.code)
    return render(request, "cases/collective_open.html", {"form": form}, status=status_of(form))


def opened(form: OpenCollectiveForm, user: Any) -> Any:
    """Open a process from what was sent."""
    responsible = form.cleaned_data.get("responsible")
    return processes.open_collective(
        facts=form.facts(),
        line=form.cleaned_data["line"],
        team=Team.objects.get(pk=form.cleaned_data["team"]),
        responsible=User.objects.get(pk=responsible) if responsible else None,
        by=user,
        at=timezone.now(),
    )


@require_safe
def room(request: SignedIn, code: str) -> HttpResponse:
    """Show a collective: where it stands, what it does, what it agreed on, how many it is."""
    case = open_process(request, code)
    may = can(request, case)
    read, exactly, now = bool(may.get("read")), bool(may.get("members")), timezone.now()
    seen: dict[str, Any] = {"read": read, "exactly": exactly, "now": now}
    cycle = report.current_cycle(case)
    agreements = report.open_agreements(case) if read else []
    context: dict[str, Any] = {
        "about": report.about(case, identify=bool(may.get("identify")), read=read),
        "cycle": report.cycle_shown(cycle, read=read) if cycle else None,
        "steps": CycleState.choices,
        "members": report.members_said(case, cycle, exactly=exactly),
        "coming": report.activity_rows(report.coming(case), **seen),
        "before": report.activity_rows(report.held(case)[: report.SHOWN], **seen),
        "waiting": report.activity_rows(report.unanswered(case), **seen),
        "agreements": report.agreement_rows(agreements, timezone.localdate()),
        "commissions": report.commission_rows(case, exactly=exactly) if read else [],
        "goals": goals_drawn(case, read=read),
        "writes": bool(may.get("write")) and case.is_open,
    }
    return room_page(request, case, "collective", "cases/collective.html", **context)


@asks
def describe(request: SignedIn, code: str) -> HttpResponse:
    """Say anew what the collective is called and what it is together for."""
    case = open_process(request, code, "write")
    about = report.about(case, identify=True, read=True)
    form = CollectiveForm(posted(request), initial={"name": about.name, "purpose": about.purpose})
    if form.is_bound and form.is_valid():
        with refusals(form):
            processes.describe_collective(
                case=case, facts=form.facts(), by=request.user, at=timezone.now()
            )
            return gone_on(request, _("Saved."), "collective", case.code)
    heading = _("Name and purpose")
    return process_form(request, form, case, heading=heading, submit=_("Save"))


@asks
def conclude(request: SignedIn, code: str) -> HttpResponse:
    """Record that the collective decided to conclude the process."""
    case = open_process(request, code, "close")
    access.require(request.user, "write", case)
    form = ConcludeForm(posted(request), initial={"decided_on": timezone.localdate()})
    if form.is_bound and form.is_valid():
        with refusals(form):
            conclude_collective(case=case, **form.cleaned_data, by=request.user, at=timezone.now())
            return gone_on(request, _("Concluded by the collective."), "collective", case.code)
    heading = _("The collective concludes the process")
    lede = _("It can come back at any time: the process is reopened then.")
    return process_form(request, form, case, heading=heading, lede=lede, submit=_("Conclude"))


@require_safe
def goals(request: SignedIn, code: str) -> HttpResponse:
    """Show what was seen of the shared goals, each with its words."""
    case = open_process(request, code, "read")
    context: dict[str, Any] = {
        "goals": goals_drawn(case, read=True),
        "writes": can(request, case).get("write"),
    }
    return room_page(request, case, "collective", "cases/shared_goals.html", **context)


@asks
def goal_seen(request: SignedIn, code: str) -> HttpResponse:
    """Record what was seen of one of the shared goals."""
    case = open_process(request, code, "write")
    known = {"goal": request.GET.get("goal", ""), "seen_on": timezone.localdate()}
    form = GoalSeenForm(posted(request), initial=known)
    if form.is_bound and form.is_valid():
        with refusals(form):
            observe_goal(case=case, **form.cleaned_data, by=request.user, at=timezone.now())
            return gone_on(request, _("It is on record."), "shared_goals", case.code)
    heading = _("What you see of a goal")
    return process_form(request, form, case, heading=heading, submit=_("Save"))
