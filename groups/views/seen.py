"""Seeing a group."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accompaniment.staff.views import SignedIn
from groups.reports import seen as report
from groups.views.frame import open_group, room_page


@require_safe
def seen(request: SignedIn, group: str) -> HttpResponse:
    """Show who came when, how the group held together, what changed."""
    found = open_group(request, group, "members")
    sheet, legend = report.sheet(found), report.legend()
    return room_page(request, found, "seen", "groups/seen.html", sheet=sheet, legend=legend)
