"""The doorbells of the letters: ids in, nothing else; tokens are made where the letter is."""

import hashlib
import secrets
from importlib import import_module

from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accompaniment.staff import letters
from accompaniment.staff.models import Invitation, User
from accompaniment.staff.passwords import ResetTokens


def digest(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@shared_task
def send_invitation(*, invitation: str) -> None:
    """Make the link of an invitation and send it, once."""
    with transaction.atomic():
        found = Invitation.objects.select_for_update().filter(pk=invitation)
        waiting = found.filter(sent_at=None, accepted_at=None).first()
        if waiting is None:
            return
        token = secrets.token_urlsafe(32)
        waiting.token_digest, waiting.sent_at = digest(token), timezone.now()
        waiting.save(update_fields=["token_digest", "sent_at"])
        link = letters.address("staff:invitation_open", token=token)
        letters.send(waiting.user, "invitation", link=link)


@shared_task
def tidy() -> None:
    """Send the invitations whose bell was never heard; delete the sessions that are over."""
    for pk in Invitation.objects.unsent(timezone.now()).values_list("pk", flat=True):
        send_invitation(invitation=str(pk))
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    for listed in UserSession.objects.all():
        if not listed.exists():
            listed.delete()


@shared_task
def send_reset_link(*, user: str) -> None:
    """Send a link to set a new password, if there is anybody to send it to."""
    person = User.objects.filter(pk=user, is_active=True).first()
    if person:
        token = ResetTokens().make_token(person)
        uid = user_pk_to_url_str(person)
        link = letters.address("account_reset_password_from_key", uidb36=uid, key=token)
        letters.send(person, "reset", link=link)


@shared_task
def send_change_notice(*, user: str) -> None:
    """Tell a person that their way of signing in changed."""
    if person := User.objects.filter(pk=user).first():
        letters.send(person, "changed")
