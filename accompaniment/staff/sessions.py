"""How long a session lasts, and how all sessions of a person end."""

import time
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accompaniment.staff.enums import Role
from accompaniment.staff.models import Membership, User

CLOCK = "clock"  # [began, last seen, seconds it may stay idle], in the session
WRITE_EVERY = 60
SHORT = frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.COORDINATOR})  # see more than their own


def seconds_left(request: HttpRequest) -> int | None:
    """Return the seconds until this session ends if nothing happens; ``None`` before it began."""
    clock = request.session.get(CLOCK)
    if clock is None:
        return None
    began, seen, idle = clock
    return int(min(seen + idle, began + settings.SESSION_COOKIE_AGE) - time.time())


def go_on(request: HttpRequest, *, at_once: bool = False) -> None:
    """Note that somebody is there."""
    now = int(time.time())
    began, seen, _idle = request.session.get(CLOCK) or (now, 0, 0)
    if now - seen < WRITE_EVERY and not at_once:
        return
    request.session[CLOCK] = [began, now, idle_seconds(request.user)]
    here = UserSession.objects.filter(session_key=request.session.session_key)
    here.update(last_seen_at=timezone.now())


def idle_seconds(user: Any) -> int:
    """Return how long this person may be away."""
    short = Membership.objects.filter(user=user, role__in=SHORT).exists()
    return settings.SESSION_IDLE_SHORT if short else settings.SESSION_IDLE


def is_only_asking(request: HttpRequest) -> bool:
    """Tell whether a page merely asks how long its session lasts."""
    return request.method in {"GET", "HEAD"} and request.path == "/session/"


def end_all(user: User, *, but: str | None = None) -> int:
    """End every session of a person now, perhaps but one; return how many ended."""
    found = list(UserSession.objects.filter(user=user).exclude(session_key=but or ""))
    for session in found:
        session.end()
    return len(found)


def lives(key: str) -> bool:
    """Tell whether a session goes on; one that was ended elsewhere does not."""
    return bool(key) and SessionStore().exists(key)


def mark_of(user: Any) -> str:
    """Return a mark of a person for pages; it says nothing about who it is."""
    return salted_hmac("cauce.session", str(user.pk)).hexdigest()[:16]
