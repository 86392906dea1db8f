"""The way from a released copy to a download: a reason, one ticket, one minute, one session."""

import datetime as dt
import secrets
from hashlib import sha256

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access, sessions
from accompaniment.staff.models import User
from accompaniment.staff.standing import ask_anew
from cases.actions.refusal import Refusal, sealing
from expertise.models import Release, Ticket

MINUTE = dt.timedelta(seconds=60)
BYTES = 32


class TicketSpent(Refusal):
    """It was used, its minute is over, it belongs to another session, or there never was one."""

    sentence = _("This download is over. Say again what you need the copy for.")


class ReleaseWithdrawn(Refusal):
    """It was taken back meanwhile."""

    sentence = _("This copy has been withdrawn. Ask the expert for another one.")


class DownloadCut(Exception):
    """Whoever was downloading may no longer do so: not one byte more."""


def digest_of_session(key: str) -> str:
    """Return what a ticket remembers of a session."""
    return salted_hmac("expertise.ticket", key, algorithm="sha256").hexdigest()


@transaction.atomic
@sealing()
def ask_ticket(
    *, release: Release, reason: str, words: str = "", session: str, by: User, at: dt.datetime
) -> str:
    """Let somebody download a copy once within a minute; return the token, which nobody keeps.

    :raises ReleaseWithdrawn: if the copy was taken back.
    """
    access.require(by, "legal", release)
    release = Release.objects.select_for_update().get(pk=release.pk)
    if release.withdrawn_at or not release.object:
        raise ReleaseWithdrawn
    token = secrets.token_urlsafe(BYTES)
    ticket = Ticket(
        case_id=release.case_id,
        release=release,
        user=by,
        token=sha256(token.encode()).hexdigest(),
        session=digest_of_session(session),
        reason=reason,
        words=words.strip() or None,
        asked_at=at,
        expires_at=at + MINUTE,
    )
    ticket.save(force_insert=True)
    log.record(Verb.CREATE, ticket, by=by, fields=["reason", "ticket.words"])
    return token


@transaction.atomic
def use_ticket(*, release: Release, token: str, session: str, by: User, at: dt.datetime) -> Release:
    """Use a ticket up, and return the copy it is for.

    :raises TicketSpent: whatever is wrong with it.
    :raises ReleaseWithdrawn: if the copy was taken back.
    """
    access.require(by, "legal", release)
    digest = sha256(token.encode()).hexdigest()
    tickets = Ticket.objects.select_for_update().filter(
        token=digest, release=release, user=by, session=digest_of_session(session)
    )
    ticket = tickets.filter(used_at=None, expires_at__gt=at).first()
    if ticket is None:
        raise TicketSpent
    ticket.used_at = at
    ticket.save(update_fields=["used_at"])
    log.record(Verb.CHANGE, ticket, by=by, fields=["used_at"])
    standing = Release.objects.standing().filter(pk=release.pk).first()
    if standing is None:
        raise ReleaseWithdrawn
    return standing


def require_still(*, release: Release, session: str, by: User) -> None:
    """Ask the door once more while a copy is on its way, as if nothing had been asked before.

    :raises DownloadCut: if the copy was taken back, or who downloads it lost the case, their role,
        their account or their session.
    """
    ask_anew()
    user = User.objects.filter(pk=by.pk).first()
    rows = Release.objects.standing().visible_to(user).filter(pk=release.pk)
    if user is None or not rows.exists() or not sessions.lives(session):
        log.deny("expertise.release", release.case_id)
        raise DownloadCut
