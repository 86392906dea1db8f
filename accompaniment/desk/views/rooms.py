"""The calendars of rooms: secret addresses kept by who coordinates, answered without a name."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accompaniment.desk import feed
from accompaniment.staff.acting import Service, acting
from accompaniment.staff.enums import Role
from accompaniment.staff.standing import standing
from accompaniment.staff.views import SignedIn
from cases.models import Room
from groups.actions import room_calendars

CALENDARS = Service("room_calendar")


def _rooms(request: SignedIn) -> Any:
    """Return the rooms of the teams the reader coordinates.

    :raises PermissionDenied: if she coordinates none.
    """
    if not (teams := standing(request.user).teams({Role.COORDINATOR})):
        raise PermissionDenied
    rows = Room.objects.filter(team__in=teams, is_active=True).select_related("team")
    return rows.order_by("team__name", "name")


@require_safe
def room_feeds(request: SignedIn) -> HttpResponse:
    """Show which rooms have a secret address, and the new one right after it was made."""
    rooms = list(_rooms(request).prefetch_related("calendar_keys"))
    made = request.session.pop("room_calendar", None) or {}
    url = ""
    if made:
        url = request.build_absolute_uri(reverse("desk:room_calendar", args=[made["token"]]))
    rows = [
        (room, any(key.withdrawn_at is None for key in room.calendar_keys.all())) for room in rooms
    ]
    context = {"rows": rows, "url": url, "made": made.get("room", "")}
    return render(request, "desk/room_feeds.html", context)


@require_POST
def room_feed_make(request: SignedIn, uid: Any) -> HttpResponse:
    """Make a secret address for a room; the former one ends."""
    room = _room(request, uid)
    token = room_calendars.make_room_key(room=room, by=request.user, at=timezone.now())
    request.session["room_calendar"] = {"token": token, "room": room.name}  # shown once
    return redirect("desk:room_feeds")


@require_POST
def room_feed_withdraw(request: SignedIn, uid: Any) -> HttpResponse:
    """Take the secret address of a room back."""
    room = _room(request, uid)
    room_calendars.withdraw_room_key(room=room, by=request.user, at=timezone.now())
    return redirect("desk:room_feeds")


def _room(request: SignedIn, uid: Any) -> Room:
    if (found := _rooms(request).filter(pk=uid).first()) is None:
        raise Http404
    return found


@login_not_required
@require_http_methods(["GET", "HEAD"])
def room_calendar(_request: HttpRequest, token: str) -> HttpResponse:
    """Answer the calendar of a room to who shows the secret."""
    if (room := room_calendars.room_of(token)) is None:
        raise Http404
    with acting(CALENDARS, "calendar"):
        body = feed.of_room(room, timezone.now())
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="sala.ics"'
    return answer
