"""End an account, open it again, help somebody who lost their telephone, keep one's own account."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import sessions
from accompaniment.staff.actions import administration, invitations
from accompaniment.staff.models import Invitation, User

OWN = ("full_name", "short_name", "licence", "language", "theme")


class AlreadyGone(Exception):
    """The account has ended before."""


class NotGone(Exception):
    """The account has not ended."""


class NothingToForget(Exception):
    """The person has no second factor."""


@transaction.atomic
def deactivate_person(*, user: User, by: User, at: datetime) -> None:
    """End an account: sessions, links, password, second factors and invitation, all at once.

    Roles stay on paper, and give nothing to an account that has ended.

    :raises AlreadyGone: if it has ended before.
    :raises administration.NotOneself: if it is one's own.
    """
    administration.require(by, user.pk)
    user = administration.locked(user, by)
    if user.deactivated_at:
        raise AlreadyGone
    user.is_active, user.deactivated_at = False, at
    user.set_unusable_password()  # sessions and reset links are bound to it
    user.save(update_fields=["is_active", "deactivated_at", "password"])
    Authenticator.objects.filter(user=user).delete()
    Invitation.objects.filter(user=user).delete()
    sessions.end_all(user)
    log.record(Verb.DEACTIVATE, user, by=by)


@transaction.atomic
def reactivate_person(*, user: User, by: User, at: datetime) -> None:
    """Invite somebody back: with the roles they had, a new password and a new second factor.

    :raises NotGone: if the account has not ended.
    """
    administration.require(by, user.pk)
    user = administration.locked(user, by)
    if not user.deactivated_at:
        raise NotGone
    user.deactivated_at = None
    user.save(update_fields=["deactivated_at"])
    log.record(Verb.REACTIVATE, user, by=by)
    invitations.send(user, by=by, at=at)


@transaction.atomic
def forget_second_factors(*, user: User, by: User, at: datetime) -> None:
    """Remove the second factors of somebody who lost them; the next sign-in asks for another.

    :raises NothingToForget: if there is none.
    """
    administration.require(by, user.pk)
    user = administration.locked(user, by)
    found = Authenticator.objects.filter(user=user)
    types = sorted(set(found.values_list("type", flat=True)))
    if not types:
        raise NothingToForget
    found.delete()
    sessions.end_all(user)
    log.record(Verb.CREDENTIALS, user, by=by, fields=[f"{name}.removed" for name in types])


@transaction.atomic
def change_own_account(*, user: User, facts: dict[str, str], by: User, at: datetime) -> User:
    """Change one's name, licence, language or theme.

    :raises PermissionDenied: if it is not one's own account.
    """
    if by.pk != user.pk or not by.is_active:
        log.deny("change staff.user", user.pk)
        raise PermissionDenied
    user = User.objects.select_for_update().get(pk=user.pk)
    changed = [name for name in OWN if name in facts and getattr(user, name) != facts[name]]
    for name in changed:
        setattr(user, name, facts[name])
    if changed:
        user.save(update_fields=changed)
        log.record(Verb.CHANGE, user, by=by, fields=changed)
    return user
