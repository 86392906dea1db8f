"""What every page of a commission does alike: open the door, show the way to its rooms."""

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
from accompaniment.staff.views import SignedIn
from cases import codes
from cases.views.frame import status_of
from expertise.models import Commission


@dataclass(frozen=True, slots=True)
class Room:
    """One subject of a commission, and who may enter."""

    name: str  # of its address
    label: str | Promise
    actions: frozenset[str]


READ = frozenset({"read"})
ROOMS = (
    Room("commission", pgettext_lazy("room of an expertise", "Commission"), frozenset({"view"})),
    Room("evaluation", pgettext_lazy("room of an expertise", "Evaluation"), READ),
    Room("editor", pgettext_lazy("room of an expertise", "Report"), READ),
    Room("matrix", pgettext_lazy("room of an expertise", "Causal link"), READ),
    Room(
        "readiness",
        pgettext_lazy("room of an expertise", "Before signing"),
        frozenset({"write"}),
    ),
    Room("review", pgettext_lazy("room of an expertise", "Peer review"), READ),
    Room("papers", pgettext_lazy("room of an expertise", "Papers"), READ),
    Room("signing", pgettext_lazy("room of an expertise", "Signature"), READ),
    Room("copies", pgettext_lazy("room of an expertise", "Copies"), READ),
    Room("court", pgettext_lazy("room of an expertise", "In court"), frozenset({"view"})),
)


@dataclass(frozen=True, slots=True)
class Way:
    """One link to a room."""

    label: str
    url: str
    current: bool


def open_commission(request: SignedIn, folio: str, action: str = "view") -> Commission:
    """Open the commission of an address through the door, for an action.

    :raises Http404: if there is none the reader may see.
    :raises PermissionDenied: if the reader sees it and may not do this.
    """
    rows = Commission.objects.select_related("expert", "reviewer", "case", "matter", "requested_by")
    code = plain_code(folio)
    found: Commission = access.open_or_404(rows, request.user, action=action, code=code)
    return found


def plain_code(folio: str) -> str:
    """Return the folio of an address as it is kept, however it was typed."""
    return codes.parse(folio) or folio.replace("\x00", "")


def can(request: SignedIn, commission: Commission) -> dict[str, bool]:
    """Say what the reader may do with the commission, by the name of each action."""
    return dict.fromkeys(access.allowed_actions(request.user, commission), True)


def ways(commission: Commission, may: Mapping[str, bool], current: str) -> list[Way]:
    """Return links to the rooms of a commission this reader may enter."""
    found = []
    for room in ROOMS:
        if not any(may.get(action) for action in room.actions):
            continue
        try:
            url = reverse(f"expertise:{room.name}", args=[commission.code])
        except NoReverseMatch:  # this room is not built yet
            continue
        found.append(Way(str(room.label), url, room.name == current))
    return found


def room_page(
    request: SignedIn,
    commission: Commission,
    room: str,
    template: str,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Show a page of a room: the commission, what the reader may do, the way to the others."""
    may = can(request, commission)
    common = {"commission": commission, "can": may, "rooms": ways(commission, may, room)}
    return render(request, template, {**common, **context}, status=status)


def form_page(
    request: SignedIn,
    form: Any,
    commission: Commission,
    room: str,
    template: str = "expertise/form.html",
    **context: Any,
) -> HttpResponse:
    """Show a form of a commission, with everything typed."""
    common = {"form": form, "back": commission.get_absolute_url(), **context}
    return room_page(request, commission, room, template, status=status_of(form), **common)


def done(
    request: SignedIn,
    commission: Commission,
    message: Any,
    room: str = "commission",
    anchor: str = "",
) -> HttpResponse:
    """Go back to a room of the commission and say what was done."""
    messages.success(request, str(message))
    return redirect(reverse("expertise:" + room, args=[commission.code]) + anchor)


def open_of(request: SignedIn, folio: str, rows: Any, uid: Any, action: str = "write") -> Any:
    """Open a record of an expert file through its commission, for an action on that commission."""
    commission = open_commission(request, folio, action)
    record = access.open_or_404(
        rows.filter(commission=commission), request.user, cover=commission.code, pk=uid
    )
    record.commission = commission
    return record
