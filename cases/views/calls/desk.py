"""The desk of calls: whom to call back first, who is on the line, what has ended."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accompaniment.staff.enums import Role
from accompaniment.staff.pages import Cursor
from accompaniment.staff.standing import standing
from accompaniment.staff.views import SignedIn
from cases.reports.calls import lists
from cases.views.calls.frame import teams_of


@require_safe
def calls(request: SignedIn) -> HttpResponse:
    """Show the first contacts under way, the most urgent first."""
    teams_of(request)
    now = timezone.now()
    context = {
        "desk": lists.desk(request.user, now),
        "lines": [lists.line_said(line, now) for line in lists.lines_of(request.user)],
        "coordinates": standing(request.user).holds(Role.COORDINATOR),
    }
    return render(request, "cases/calls/list.html", context)


@require_safe
def calls_ended(request: SignedIn) -> HttpResponse:
    """Show the first contacts that have ended, a page at a time."""
    teams_of(request)
    after = Cursor.parse(request.GET.get("after", ""))
    page = lists.ended(request.user, timezone.now(), after)
    return render(request, "cases/calls/ended.html", {"page": page, "further": after is not None})
