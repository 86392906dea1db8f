"""The rooms of the house, kept by who coordinates."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accompaniment.staff.enums import Role
from accompaniment.staff.models import Team
from accompaniment.staff.standing import standing
from accompaniment.staff.views import SignedIn
from cases.actions.places import name_room, retire_room
from cases.forms.team_work import PlaceForm
from cases.models import Room
from cases.views.frame import asks, posted, refusals, status_of


def coordinated(user: Any) -> list[Any]:
    """Return the teams the reader coordinates.

    :raises PermissionDenied: if there are none.
    """
    if not (teams := standing(user).teams({Role.COORDINATOR})):
        raise PermissionDenied
    return teams


@asks
def places(request: SignedIn) -> HttpResponse:
    """Show the rooms of the reader's teams, and add one."""
    teams = Team.objects.filter(pk__in=coordinated(request.user)).order_by("name")
    form = PlaceForm(posted(request), teams=[(str(team.pk), team.name) for team in teams])
    if form.is_bound and form.is_valid():
        with refusals(form):
            team = teams.get(pk=form.cleaned_data["team"])
            name = form.cleaned_data["name"]
            name_room(team=team, name=name, by=request.user, at=timezone.now())
            messages.success(request, _("The room is ready to be booked."))
            return redirect("cases:places")
    rooms = Room.objects.filter(team__in=teams, is_active=True).select_related("team")
    context = {"form": form, "rooms": rooms.order_by("team__name", "name")}
    return render(request, "cases/places.html", context, status=status_of(form))


@require_POST
def place_retire(request: SignedIn, uid: Any) -> HttpResponse:
    """Take a room out of use."""
    teams = coordinated(request.user)
    room = Room.objects.filter(pk=uid, team__in=teams, is_active=True).first()
    if room is None:
        raise Http404
    retire_room(room=room, by=request.user, at=timezone.now())
    messages.success(request, _("The room is out of use. What is planned there stays planned."))
    return redirect("cases:places")
