"""Workshops: the list, one of them, who registered, how many came."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accompaniment.staff import access, pages
from accompaniment.staff.standing import standing
from accompaniment.staff.views import SignedIn
from cases import codes
from cases.views.frame import asks, posted, refusals, status_of
from groups import steps
from groups.actions import workshops
from groups.enums import WorkshopState
from groups.forms.workshop import (
    CountForm,
    EvaluationForm,
    NewWorkshopForm,
    RegistrationForm,
    WorkshopForm,
)
from groups.models import Registration, Workshop
from groups.reports import workshop as report
from groups.views.frame import GATHER


def open_workshop(request: SignedIn, code: str, action: str = "view") -> Workshop:
    """Open the workshop of an address through the door, for an action."""
    rows = Workshop.objects.select_related("team", "room")
    plain = codes.parse(code) or code.replace("\x00", "")
    found: Workshop = access.open_or_404(rows, request.user, action=action, code=plain)
    return found


def _form_page(request: SignedIn, form: Any, found: Workshop | None, **context: Any) -> Any:
    context = {"form": form, "workshop": found, **context}
    return render(request, "groups/workshop_form.html", context, status=status_of(form))


def done(request: SignedIn, found: Workshop, message: Any) -> HttpResponse:
    """Go back to the workshop and say what was done."""
    messages.success(request, str(message))
    return redirect(found.get_absolute_url())


@require_safe
def workshop_list(request: SignedIn) -> HttpResponse:
    """Show the newest workshops the reader may see, a page at a time."""
    if not standing(request.user).holds(*GATHER):
        raise PermissionDenied
    page = pages.page(
        Workshop.objects.select_related("room"),
        request.user,
        after=pages.Cursor.parse(request.GET.get("after", "")),
        before=pages.Cursor.parse(request.GET.get("before", "")),
    )
    context = {"page": page, "rows": report.rows(page.records)}
    return render(request, "groups/workshop_list.html", context)


@asks
def workshop_new(request: SignedIn) -> HttpResponse:
    """Prepare a workshop."""
    if not standing(request.user).holds(*GATHER):
        raise PermissionDenied
    form = NewWorkshopForm(posted(request), user=request.user)
    if form.is_valid():
        with refusals(form):
            team = form.cleaned_data["team"]
            made = workshops.prepare_workshop(
                team=team, facts=form.facts(), by=request.user, at=timezone.now()
            )
            return redirect(made.get_absolute_url())
    return _form_page(request, form, None, heading=_("Prepare a workshop"), submit=_("Save"))


@asks
def workshop_edit(request: SignedIn, workshop: str) -> HttpResponse:
    """Change what a workshop is planned to be."""
    found = open_workshop(request, workshop, "write")
    initial = WorkshopForm.initial_of(found)
    form = WorkshopForm(posted(request), team=[found.team_id], initial=initial)
    if form.is_valid():
        with refusals(form):
            workshops.change_workshop(
                workshop=found, facts=form.facts(), by=request.user, at=timezone.now()
            )
            return done(request, found, _("Saved."))
    return _form_page(request, form, found, heading=_("Change the workshop"), submit=_("Save"))


@require_safe
def workshop(request: SignedIn, workshop: str) -> HttpResponse:
    """Show one workshop."""
    found = open_workshop(request, workshop)
    may = dict.fromkeys(access.allowed_actions(request.user, found), True)
    context = {"workshop": found, "can": may, "sheet": report.sheet(found, may)}
    return render(request, "groups/workshop.html", context)


@asks
def workshop_step(request: SignedIn, workshop: str, to: str) -> HttpResponse:
    """Convene a workshop, say that it was held, or call it off."""
    found = open_workshop(request, workshop, "write")
    if to not in steps.WORKSHOP[WorkshopState(found.state)]:
        raise Http404
    form = EvaluationForm(posted(request))
    if to != WorkshopState.REALIZADO:
        del form.fields["evaluation"]
    if form.is_valid():
        with refusals(form):
            workshops.move_workshop(
                workshop=found, to=to, by=request.user, at=timezone.now(), **form.cleaned_data
            )
            return done(request, found, _("Saved."))
    heading = WorkshopState(to).label
    return _form_page(request, form, found, heading=heading, submit=_("Go on"))


@asks
def registration_add(request: SignedIn, workshop: str) -> HttpResponse:
    """Register somebody."""
    found = open_workshop(request, workshop, "members")
    form = RegistrationForm(posted(request))
    if form.is_valid():
        with refusals(form):
            workshops.register(workshop=found, told=form.told(), by=request.user, at=timezone.now())
            return done(request, found, _("She is registered."))
    return _form_page(request, form, found, heading=_("Register somebody"), submit=_("Register"))


@require_POST
def registration_withdraw(request: SignedIn, workshop: str, uid: object) -> HttpResponse:
    """Take somebody off the list."""
    found = open_workshop(request, workshop, "members")
    rows = Registration.objects.filter(workshop=found)
    row = access.open_or_404(rows, request.user, action="members", cover=found.code, pk=uid)
    workshops.withdraw_registration(registration=row, by=request.user, at=timezone.now())
    return done(request, found, _("Saved."))


@asks
def workshop_count(request: SignedIn, workshop: str) -> HttpResponse:
    """Count who came, without a name."""
    found = open_workshop(request, workshop, "write")
    form = CountForm(posted(request), initial=report.counted(found))
    if form.is_valid():
        workshops.count_people(
            workshop=found, counts=form.counts(), by=request.user, at=timezone.now()
        )
        return done(request, found, _("The count has been saved."))
    context = {"form": form, "workshop": found}
    return render(request, "groups/workshop_count.html", context, status=status_of(form))
