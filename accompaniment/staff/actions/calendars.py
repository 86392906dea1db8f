"""The secret address of one's calendar: made, made anew, taken back."""

import secrets
from datetime import datetime

from django.db import transaction

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff.models import CalendarKey, User
from accompaniment.staff.tasks import digest

BYTES = 32


@transaction.atomic
def make_calendar_key(*, user: User, by: User, at: datetime) -> str:
    """Make a new secret address in place of the former one; return its token, once."""
    _mine(user, by)
    withdraw_calendar_key(user=user, by=by, at=at)
    token = secrets.token_urlsafe(BYTES)
    CalendarKey.objects.create(user=user, token_digest=digest(token), made_at=at)
    log.record(Verb.CREDENTIALS, user, by=by, fields=["calendar"])
    return token


@transaction.atomic
def withdraw_calendar_key(*, user: User, by: User, at: datetime) -> None:
    """Take the secret address back: whoever has it gets nothing from now on."""
    _mine(user, by)
    for key in user.calendar_keys.select_for_update().filter(withdrawn_at=None):
        key.withdrawn_at = at
        key.save(update_fields=["withdrawn_at"])
        log.record(Verb.REVOKE, user, by=by, fields=["calendar"])


def _mine(user: User, by: User) -> None:
    if user.pk != by.pk:
        raise ValueError("a calendar is its owner's own")
