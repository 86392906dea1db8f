"""People as administrators see them: who they are and what they do here, nothing of their work."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from accompaniment.staff.models import Membership, Team, User
from accompaniment.staff.querysets import PersonQuerySet
from accompaniment.vault.index import normalise

PAGE = 50
STATES = {
    "working": PersonQuerySet.working,
    "invited": PersonQuerySet.invited,
    "gone": PersonQuerySet.gone,
}

FACTORS = {"totp": _("Authentication app"), "webauthn": _("Passkey")}


@dataclass(frozen=True, slots=True)
class People:
    """One page of people and the places of its neighbours."""

    records: list[User]
    previous: str | None = None
    next: str | None = None


def _with_places(people: Any) -> Any:
    places = Membership.objects.select_related("team").order_by("role", "team__name")
    return people.prefetch_related(Prefetch("memberships", places, to_attr="places"))


def page_of_people(state: str, after: str = "", before: str = "") -> People:
    """Return one page of the people in a state, by name; ``after`` and ``before`` are ids."""
    people: Any = STATES[state](User.objects.all())
    place = User.objects.filter(pk=after or before).first() if after or before else None
    if place and before:
        rows = people.before(place.full_name, place.pk).order_by("-full_name", "-pk")
        found = list(_with_places(rows)[: PAGE + 1])
        records = found[:PAGE][::-1]
        return People(records, _id(records[:1], len(found) > PAGE), _id(records[-1:]))
    if place:
        people = people.after(place.full_name, place.pk)
    found = list(_with_places(people.by_name())[: PAGE + 1])
    records = found[:PAGE]
    return People(records, _id(records[:1], place), _id(records[-1:], len(found) > PAGE))


def _id(edge: list[User], *reasons: object) -> str | None:
    """Return the id at one edge of a page, if there is reason to believe in a neighbour."""
    return str(edge[0].pk) if edge and all(reasons) else None


def people_called(words: str) -> list[User]:
    """Return the first people whose name or address holds all these words, accents aside."""
    wanted = set(normalise(words))
    if not wanted:
        return []
    rows = User.objects.by_name().values_list("pk", "full_name", "email")
    found = [pk for pk, name, email in rows if wanted <= set(normalise(f"{name} {email}"))]
    return list(_with_places(User.objects.filter(pk__in=found[:PAGE]).by_name()))


def teams_with_people() -> list[Team]:
    """Return every team and who works in it."""
    places = Membership.objects.filter(user__is_active=True).select_related("user")
    people = Prefetch("memberships", places.order_by("user__full_name"), to_attr="places")
    return list(Team.objects.order_by("name").prefetch_related(people))


def state_of(person: User) -> str:
    """Say in which list a person stands."""
    if person.is_active:
        return "working"
    return "gone" if person.deactivated_at else "invited"
