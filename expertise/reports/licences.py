"""The titles and licences of the house: whose were checked, and what is printed of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accompaniment.staff.enums import Role
from accompaniment.staff.models import User
from expertise.models import Credential


@dataclass(frozen=True, slots=True)
class Holder:
    """A colleague and her titles."""

    user: Any
    credentials: list[Any]


def checked() -> set[UUID]:
    """Return who has a licence in use that somebody looked up in the register."""
    rows = Credential.objects.filter(retired_at=None, verified_on__isnull=False)
    return set(rows.values_list("user", flat=True))


def of(user: Any) -> list[Credential]:
    """Return the titles of a colleague that are in use, degrees after the first title."""
    rows = Credential.objects.filter(user=user, retired_at=None).select_related("verified_by")
    return list(rows.order_by("is_specialty", "recorded_at", "id"))


def holders(only: Any = None) -> list[Holder]:
    """Return who makes or reviews reports, each with her titles; only one if asked."""
    people: Iterable[Any]
    if only is not None:
        people = [only]
    else:
        roles = (Role.PSYCHOLOGIST, Role.COORDINATOR)
        found = User.objects.filter(is_active=True, memberships__role__in=roles)
        people = found.distinct().order_by("full_name", "id")
    rows = Credential.objects.filter(retired_at=None).select_related("verified_by")
    mine: dict[UUID, list[Any]] = {}
    for row in rows.order_by("is_specialty", "recorded_at", "id"):
        mine.setdefault(row.user_id, []).append(row)
    return [Holder(each, mine.get(each.pk, [])) for each in people]
