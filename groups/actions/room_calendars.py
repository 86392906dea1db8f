"""The secret address of a room's calendar: made, made anew, taken back by who coordinates."""

import datetime as dt
import secrets

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff.enums import Role
from accompaniment.staff.models import User
from accompaniment.staff.standing import standing
from accompaniment.staff.tasks import digest
from cases.models import Room
from groups.models import RoomCalendarKey

BYTES = 32


@transaction.atomic
def make_room_key(*, room: Room, by: User, at: dt.datetime) -> str:
    """Make a new secret address in place of the former one; return its token, once."""
    withdraw_room_key(room=room, by=by, at=at)
    token = secrets.token_urlsafe(BYTES)
    RoomCalendarKey.objects.create(room=room, token_digest=digest(token), made_by=by, made_at=at)
    log.record(Verb.CREDENTIALS, room, by=by, fields=["calendar"])
    return token


@transaction.atomic
def withdraw_room_key(*, room: Room, by: User, at: dt.datetime) -> None:
    """Take the secret address back: whoever has it gets nothing from now on.

    :raises PermissionDenied: unless she coordinates the team of the room.
    """
    if room.team_id not in standing(by).teams({Role.COORDINATOR}):
        log.deny("calendar cases.room", None)
        raise PermissionDenied
    Room.objects.select_for_update().get(pk=room.pk)  # of two who make one, the later holds
    for key in room.calendar_keys.select_for_update().filter(withdrawn_at=None):
        key.withdrawn_at = at
        key.save(update_fields=["withdrawn_at"])
        log.record(Verb.REVOKE, room, by=by, fields=["calendar"])


def room_of(token: str) -> Room | None:
    """Return the room whose calendar a token opens."""
    rows = RoomCalendarKey.objects.filter(token_digest=digest(token), withdrawn_at=None)
    key = rows.select_related("room").first()
    return key.room if key and key.room.is_active else None
