"""Invite somebody, and what becomes of it."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import letters
from accompaniment.staff.actions import administration
from accompaniment.staff.models import Invitation, User
from accompaniment.staff.tasks import digest, send_invitation


class AlreadyHere(Exception):
    """This address has an account already."""


class NotInvited(Exception):
    """No invitation of this person waits for an answer."""


class LinkIsDead(Exception):
    """The link has been used, withdrawn, replaced, or has expired."""


@transaction.atomic
def invite_person(*, email: str, full_name: str, by: User, at: datetime) -> User:
    """Make an account that waits for its person, and send them a link.

    :raises AlreadyHere: if somebody has this address.
    """
    administration.require(by)
    administration.alone(by)
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise AlreadyHere
    user = _made(email, full_name)
    log.record(Verb.INVITE, user, by=by)
    send(user, by=by, at=at)
    return user


@transaction.atomic
def invite_first_administrator(*, email: str, full_name: str, by: Any, at: datetime) -> User:
    """Invite whoever will administer the accounts of an empty house; asked for at its console.

    :raises AlreadyHere: if there is an administrator, or somebody has this address.
    """
    email = email.strip().lower()
    known = User.objects.filter(memberships__role="administrator").exists()
    if known or User.objects.filter(email=email).exists():
        raise AlreadyHere
    user = _made(email, full_name)
    user.memberships.create(role="administrator")
    log.record(Verb.INVITE, user, by=by, fields=["administrator"])
    send(user, by=user, at=at)
    return user


def _made(email: str, full_name: str) -> User:
    user = User(email=email, full_name=" ".join(full_name.split()), is_active=False)
    user.set_unusable_password()
    user.save(force_insert=True)
    return user


def send(user: User, *, by: User, at: datetime) -> None:
    """Make an invitation in place of an earlier one; its link is made with its letter."""
    facts = {
        "token_digest": digest(
            secrets.token_urlsafe(32)
        ),  # of nothing, until the letter is written
        "invited_by": by,
        "sent_at": None,
        "accepted_at": None,
        "expires_at": at + timedelta(days=settings.INVITATION_DAYS),
    }
    invitation, _new = Invitation.objects.update_or_create(user=user, defaults=facts)
    letters.ring(send_invitation, invitation=str(invitation.pk))


@transaction.atomic
def resend_invitation(*, user: User, by: User, at: datetime) -> None:
    """Send a new link; the earlier one opens nothing any more.

    :raises NotInvited: if the person is here already, or has gone.
    """
    administration.require(by, user.pk)
    user = administration.locked(user, by)
    if user.is_active or user.deactivated_at:
        raise NotInvited
    log.record(Verb.INVITE, user, by=by)
    send(user, by=by, at=at)


@transaction.atomic
def withdraw_invitation(*, user: User, by: User, at: datetime) -> None:
    """Take an invitation back.

    :raises NotInvited: if the person is here already, or has gone.
    """
    administration.require(by, user.pk)
    user = administration.locked(user, by)
    if user.is_active or user.deactivated_at:
        raise NotInvited
    Invitation.objects.filter(user=user).delete()
    user.deactivated_at = at
    user.save(update_fields=["deactivated_at"])
    log.record(Verb.REVOKE, user, by=by, fields=["invitation"])


@transaction.atomic
def accept_invitation(*, token_digest: str, password: str, by: Any, at: datetime) -> User:
    """Open the account of whoever holds the link, with a password of their own.

    The password has been validated by the form.

    :raises LinkIsDead: if it has been used, withdrawn or replaced, or has expired.
    """
    waiting = Invitation.objects.select_for_update().valid(at)
    invitation = waiting.filter(token_digest=token_digest).first()
    if invitation is None:
        raise LinkIsDead
    user = User.objects.select_for_update().get(pk=invitation.user_id)
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    user.is_active, user.deactivated_at = True, None
    user.set_password(password)
    user.save(update_fields=["is_active", "deactivated_at", "password"])
    log.record(Verb.CREDENTIALS, user, by=by, fields=["invitation", "password"])
    return user
