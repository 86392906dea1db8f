"""What every page of a group does alike: open the door, show the way to its rooms."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from accompaniment.staff import access
from accompaniment.staff.enums import Role
from accompaniment.staff.views import SignedIn
from cases import codes
from cases.views.frame import status_of
from groups.models import Enrolment, Group, Meeting, Series

GATHER = (Role.PSYCHOLOGIST, Role.COORDINATOR, Role.FACILITATOR)


@dataclass(frozen=True, slots=True)
class Room:
    """One subject of a group, and who may enter."""

    name: str  # of its address
    label: str | Promise
    action: str


ROOMS = (
    Room("group", pgettext_lazy("room of a group", "Group"), "view"),
    Room("enrolments", pgettext_lazy("room of a group", "Who takes part"), "members"),
    Room("schedule", pgettext_lazy("room of a group", "Sessions"), "view"),
    Room("seen", pgettext_lazy("room of a group", "Seeing the group"), "members"),
)


@dataclass(frozen=True, slots=True)
class Way:
    """One link to a room."""

    label: str
    url: str
    current: bool


def open_group(request: SignedIn, code: str, action: str = "view") -> Group:
    """Open the group of an address through the door, for an action.

    :raises Http404: if there is none the reader may see.
    :raises PermissionDenied: if the reader sees it and may not do this.
    """
    rows = Group.objects.select_related("team", "previous")
    plain = codes.parse(code) or code.replace("\x00", "")
    found: Group = access.open_or_404(rows, request.user, action=action, code=plain)
    return found


def open_enrolment(request: SignedIn, code: str, uid: Any, action: str = "members") -> Enrolment:
    """Open somebody of a group, for who may know who takes part, and for an action."""
    group = open_group(request, code, "members")
    rows = Enrolment.objects.select_related("group", "case").filter(group=group, erased_at=None)
    found: Enrolment = access.open_or_404(
        rows, request.user, action=action, cover=group.code, pk=uid
    )
    return found


def open_meeting(request: SignedIn, code: str, uid: Any, action: str = "view") -> Meeting:
    """Open a session of a group, for an action."""
    group = open_group(request, code, action)
    rows = Meeting.objects.select_related("group__team", "room", "theme", "series")
    found: Meeting = access.open_or_404(
        rows.filter(group=group), request.user, action=action, cover=group.code, pk=uid
    )
    return found


def open_series(request: SignedIn, code: str, uid: Any) -> Series:
    """Open a series of sessions of a group, for who plans them."""
    group = open_group(request, code, "schedule")
    rows = Series.objects.select_related("group__team").filter(group=group)
    found: Series = access.open_or_404(
        rows, request.user, action="schedule", cover=group.code, pk=uid
    )
    return found


def can(request: SignedIn, group: Group) -> dict[str, bool]:
    """Say what the reader may do with the group, by the name of each action."""
    return dict.fromkeys(access.allowed_actions(request.user, group), True)


def ways(group: Group, may: Mapping[str, bool], current: str) -> list[Way]:
    """Return links to the rooms of a group this reader may enter."""
    found = []
    for room in ROOMS:
        if not may.get(room.action):
            continue
        try:
            url = reverse(f"groups:{room.name}", args=[group.code])
        except NoReverseMatch:  # this room is not built yet
            continue
        found.append(Way(str(room.label), url, room.name == current))
    return found


def room_page(
    request: SignedIn, group: Group, room: str, template: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """Show a page of a room: the group, what the reader may do, the way to the others."""
    may = can(request, group)
    common = {"group": group, "can": may, "rooms": ways(group, may, room)}
    return render(request, template, {**common, **context}, status=status)


def form_page(
    request: SignedIn,
    form: Any,
    group: Group,
    room: str = "group",
    template: str = "groups/form.html",
    **context: Any,
) -> HttpResponse:
    """Show a form of a group, with everything typed."""
    common = {"form": form, "back": reverse(f"groups:{room}", args=[group.code]), **context}
    return room_page(request, group, room, template, status=status_of(form), **common)


def done(request: SignedIn, group: Group, message: Any, room: str = "group") -> HttpResponse:
    """Go back to a room of the group and say what was done."""
    messages.success(request, str(message))
    return redirect(f"groups:{room}", group.code)
