"""The rooms of a case: pages that each hold one subject of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from accompaniment.staff.views import SignedIn
from cases.enums import ServiceLine
from cases.models import Case
from cases.reports.alerts import alarm_of
from cases.views.frame import can

ABOUT_SOMEONE = frozenset({ServiceLine.IND, ServiceLine.FAM})
TOGETHER = frozenset({ServiceLine.COM_DESAPARICION, ServiceLine.COLECTIVO})


@dataclass(frozen=True, slots=True)
class Room:
    """One subject of a case: who may enter, and in which lines it exists."""

    name: str
    label: str | Promise
    actions: frozenset[str]
    lines: frozenset[str] = ABOUT_SOMEONE | TOGETHER


READ, ALL = frozenset({"read"}), frozenset({"view"})
ROOMS = (
    Room("family", pgettext_lazy("room of a case", "Family"), READ, frozenset({ServiceLine.FAM})),
    Room("collective", pgettext_lazy("room of a case", "Process"), ALL, TOGETHER),
    Room("plan", pgettext_lazy("room of a case", "Plan"), READ, ABOUT_SOMEONE),
    Room("instruments", pgettext_lazy("room of a case", "Instruments"), READ, ABOUT_SOMEONE),
    Room("missing", pgettext_lazy("room of a case", "Search"), READ),
    Room("legal", pgettext_lazy("room of a case", "Legal road"), frozenset({"legal"})),
    Room("referrals", pgettext_lazy("room of a case", "Referrals"), READ, ABOUT_SOMEONE),
    Room("documents", pgettext_lazy("room of a case", "Documents"), READ | {"legal", "identify"}),
    Room("tasks", pgettext_lazy("room of a case", "To do"), ALL),
)


@dataclass(frozen=True, slots=True)
class Way:
    """One link to a room."""

    label: str
    url: str
    current: bool


def ways(case: Case, may: Mapping[str, bool], current: str = "") -> list[Way]:
    """Return links to the rooms of a case this reader may enter."""
    found = []
    for room in ROOMS:
        if case.line not in room.lines or not any(may.get(action) for action in room.actions):
            continue
        try:
            url = reverse(f"cases:{room.name}", args=[case.code])
        except NoReverseMatch:  # this room is not built yet
            continue
        found.append(Way(str(room.label), url, room.name == current))
    return found


def room_page(
    request: SignedIn, case: Case, room: str, template: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """Show a page of a room: the case, what the reader may do, and the way to the other rooms."""
    may = can(request, case)
    common = {"case": case, "can": may, "rooms": ways(case, may, room)}
    context = {**common, "alarm": alarm_of(case, request.user), **context}
    return render(request, template, context, status=status)
