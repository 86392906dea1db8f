"""What every page of a first contact does alike: who attends, the door, the form."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accompaniment.staff import access
from accompaniment.staff.enums import Role
from accompaniment.staff.models import Team
from accompaniment.staff.standing import standing
from accompaniment.staff.views import SignedIn
from cases.actions.calls.frame import ATTENDING
from cases.models import CallDraft, FirstContact
from cases.views.frame import status_of

Choices = list[tuple[str, str]]


def teams_of(request: SignedIn, *roles: str) -> list[Team]:
    """Return the teams whose lines the reader attends, or holds one of these roles in.

    :raises PermissionDenied: if there is none.
    """
    found = list(Team.objects.filter(pk__in=standing(request.user).teams(roles or ATTENDING)))
    if not found:
        raise PermissionDenied
    return sorted(found, key=lambda team: team.name)


def coordinated(request: SignedIn) -> list[Team]:
    """Return the teams the reader coordinates.

    :raises PermissionDenied: if there is none.
    """
    return teams_of(request, Role.COORDINATOR)


def as_choices(teams: list[Team]) -> Choices:
    """Return teams as choices."""
    return [(str(team.pk), team.name) for team in teams]


def team_in(request: SignedIn, teams: list[Team]) -> Team:
    """Return the team that was chosen, or the only one."""
    chosen = request.POST.get("team", "")
    return next((team for team in teams if str(team.pk) == chosen), teams[0])


def open_call(request: SignedIn, uid: UUID, action: str = "view") -> FirstContact:
    """Open a first contact through the door, for an action.

    :raises Http404: if there is none the reader may see.
    :raises PermissionDenied: if the reader sees it and may not do this.
    """
    rows = FirstContact.objects.select_related("line", "team", "listener", "received_by", "case")
    rows = rows.filter(erased_at=None)
    call: FirstContact = access.open_or_404(rows, request.user, action=action, pk=uid)
    return call


def listens(request: SignedIn) -> bool:
    """Tell whether the reader listens to calls at all."""
    return standing(request.user).holds(Role.PSYCHOLOGIST, Role.COORDINATOR)


def draft_of(request: SignedIn, call: FirstContact, stage: str) -> CallDraft | None:
    """Return what the reader was still typing on one page of a call."""
    if "stored" in request.GET:
        return None
    return (
        CallDraft.objects.visible_to(request.user).filter(first_contact=call, stage=stage).first()
    )


def form_page(
    request: SignedIn, form: Any, template: str = "cases/calls/form.html", **context: Any
) -> HttpResponse:
    """Show a form about a call, with everything typed."""
    call = context.get("call")
    context = {"form": form, "back": call.get_absolute_url() if call else "", **context}
    return render(request, template, context, status=status_of(form))


def done(request: SignedIn, where: Any, message: Any) -> HttpResponse:
    """Go on to a page and say what was done."""
    messages.success(request, str(message))
    return redirect(where)
