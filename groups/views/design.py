"""Design a cycle, change the design, take the cycle to its next state."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff.standing import standing
from accompaniment.staff.views import SignedIn
from cases.views.frame import asks, posted, refusals, status_of
from groups import steps
from groups.actions import cycles
from groups.enums import GroupState
from groups.forms.design import DesignForm, NewGroupForm, StepForm
from groups.models import Group
from groups.views.frame import GATHER, done, form_page, open_group
from groups.vocabulary.groups import STEPS


@asks
def design_new(request: SignedIn) -> HttpResponse:
    """Design a new group."""
    if not standing(request.user).holds(*GATHER):
        raise PermissionDenied
    return _design(request, None)


@asks
def next_cycle(request: SignedIn, group: str) -> HttpResponse:
    """Design the next cycle of a group, beginning with what this one was."""
    return _design(request, open_group(request, group, "write"))


def _design(request: SignedIn, previous: Group | None) -> HttpResponse:
    initial = DesignForm.initial_of(previous) if previous else None
    form = NewGroupForm(posted(request), user=request.user, initial=initial)
    if form.is_valid():
        with refusals(form):
            made = cycles.design_group(
                team=form.cleaned_data["team"],
                facts=form.facts(),
                previous=previous,
                by=request.user,
                at=timezone.now(),
            )
            return redirect(made.get_absolute_url())
    context = {"form": form, "previous": previous, "heading": _("Design a group")}
    return render(request, "groups/design.html", context, status=status_of(form))


@asks
def design_edit(request: SignedIn, group: str) -> HttpResponse:
    """Change the design of a cycle."""
    found = open_group(request, group, "write")
    form = DesignForm(posted(request), initial=DesignForm.initial_of(found))
    if form.is_valid():
        with refusals(form):
            cycles.change_design(
                group=found, facts=form.facts(), by=request.user, at=timezone.now()
            )
            return done(request, found, _("The design has been saved."))
    return form_page(request, form, found, heading=_("Design of the group"), submit=_("Save"))


@asks
def step(request: SignedIn, group: str, to: str) -> HttpResponse:
    """Take a cycle to its next state."""
    found = open_group(request, group)
    if to not in GroupState.values or not steps.leads(found.state, to):
        raise Http404
    form = StepForm(posted(request), asks_words=to == GroupState.EVALUADO)
    if form.is_valid():
        with refusals(form):
            cycles.move_group(
                group=found, to=to, by=request.user, at=timezone.now(), **form.cleaned_data
            )
            return done(request, found, _("The group has taken its step."))
    heading, lede = GroupState(to).label, STEPS[GroupState(to)]
    return form_page(request, form, found, heading=heading, lede=lede, submit=_("Go on"))
