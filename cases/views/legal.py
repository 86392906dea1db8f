"""The legal room of a case, what was disclosed, and the legal dates of whoever works on them."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accompaniment.audit import log
from accompaniment.staff.enums import Role
from accompaniment.staff.standing import standing
from accompaniment.staff.views import SignedIn
from cases.reports import legal, legal_agenda, wings
from cases.reports.disclosed import disclosed
from cases.views.frame import open_case
from cases.views.rooms import room_page

WORK_ON_IT = (Role.PSYCHOLOGIST, Role.LAWYER, Role.FACILITATOR)


@require_safe
def room(request: SignedIn, code: str) -> HttpResponse:
    """Show the legal road of a case, and what may cross to it from who accompanies."""
    case = open_case(request, code, "legal")
    found = legal.room(case, timezone.now())
    beside = wings.on_the_legal_road(case, request.user)
    return room_page(request, case, "legal", "cases/legal.html", legal=found, beside=beside)


@require_safe
def disclosures(request: SignedIn, code: str) -> HttpResponse:
    """Show what was handed from one area to the other: to whom, which items, on what ground."""
    case = open_case(request, code, "legal")
    rows = disclosed(case)
    return room_page(request, case, "legal", "cases/legal_disclosures.html", disclosed=rows)


@require_safe
def agenda(request: SignedIn) -> HttpResponse:
    """Show the next legal dates of the reader."""
    if not standing(request.user).holds(*WORK_ON_IT):
        log.deny("cases.hearing", None)
        raise PermissionDenied
    dates = legal_agenda.coming(request.user, timezone.now())
    return render(request, "cases/legal_agenda.html", {"dates": dates})
