"""Who may change accounts: an administrator, asked again under lock, and never about oneself."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from accompaniment.audit import log
from accompaniment.staff.enums import Role
from accompaniment.staff.models import Membership, User


class NotOneself(Exception):
    """People do not change their own account: so there is always an administrator left."""


def administers(person: Any) -> bool:
    """Test whether a person administers the accounts at this very moment."""
    held = Membership.objects.filter(
        user=person.pk,
        user__is_active=True,
        user__is_superuser=False,
        role=Role.ADMINISTRATOR,
    )
    return held.exists()


def require(by: Any, about: UUID | None = None) -> None:
    """Refuse the use case to anybody else.

    :raises PermissionDenied: and the refusal is traced.
    """
    if not administers(by):
        log.deny("administer staff.user", about)
        raise PermissionDenied


def locked(person: User, by: Any) -> User:
    """Re-read a person under lock, together with all administrators, and ask again.

    Two administrators who deactivate each other at the same time come one after the other, and the
    second is none any more.

    :raises PermissionDenied: if ``by`` has just ceased to be an administrator.
    :raises NotOneself: if it is about the one who acts.
    """
    found = _hold(Q(pk=person.pk))
    require(by, person.pk)
    if person.pk == by.pk:
        raise NotOneself
    return found[person.pk]


def alone(by: Any) -> None:
    """Let one administrator after the other make people and teams, and ask again.

    :raises PermissionDenied: if ``by`` has just ceased to be an administrator.
    """
    _hold(Q())
    require(by)


def _hold(also: Q) -> dict[UUID, User]:
    administrators = Membership.objects.filter(role=Role.ADMINISTRATOR).values("user")
    wanted = Q(pk__in=administrators) | also if also else Q(pk__in=administrators)
    rows = User.objects.select_for_update().filter(wanted).order_by("pk")
    return {row.pk: row for row in rows}
