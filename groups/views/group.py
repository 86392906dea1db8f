"""The list of groups, and the page of each."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accompaniment.staff import pages
from accompaniment.staff.enums import Role
from accompaniment.staff.standing import standing
from accompaniment.staff.views import SignedIn
from cases.reports import encounters
from groups.actions import conflicts
from groups.models import Group
from groups.reports import group_page, notices
from groups.views.frame import GATHER, can, open_group, room_page


@require_safe
def group_list(request: SignedIn) -> HttpResponse:
    """Show the newest groups the reader may see, a page at a time."""
    if not standing(request.user).holds(*GATHER):
        raise PermissionDenied
    page = pages.page(
        Group.objects.select_related("team"),
        request.user,
        after=pages.Cursor.parse(request.GET.get("after", "")),
        before=pages.Cursor.parse(request.GET.get("before", "")),
        is_open=None if request.GET.get("all") else True,
    )
    whole = bool(request.GET.get("all"))
    context = {"page": page, "rows": group_page.rows(page.records)}
    context |= {"list_all": whole, "list_open": not whole}
    context["encounters"] = encounters.coming(request.user, timezone.now())
    context["coordinates"] = standing(request.user).holds(Role.COORDINATOR)
    return render(request, "groups/group_list.html", context)


@require_safe
def group(request: SignedIn, group: str) -> HttpResponse:
    """Show where a group stands, who facilitates it, what comes next."""
    found = open_group(request, group)
    may = can(request, found)
    sheet = group_page.sheet(found, may, timezone.now())
    context: dict[str, Any] = {"sheet": sheet, "conflict": False}
    if may.get("assign"):
        context["conflict"] = conflicts.in_conflict_anywhere(found)
        context["notices"] = notices.of_group(found)
    return room_page(request, found, "group", "groups/group.html", **context)
