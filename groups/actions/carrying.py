"""Carrying women over from another group: all of them or none, and nobody a second time."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal
from groups.actions import conflicts
from groups.actions.cycles import locked_open
from groups.actions.enrolling import Asks, MaybeTwice, enrol
from groups.enums import Said
from groups.models import Enrolment, EnrolmentWord, Group


class SomeSoundAlike(Refusal):
    """Some might be here under another spelling; nobody was taken down."""

    sentence = _(
        "Nobody was taken down. These sound like somebody of this group: %(names)s. If they are "
        "others, confirm it below and send again."
    )


@transaction.atomic
def carry_over(
    *, group: Group, asking: Iterable[Asks], by: User, at: dt.datetime
) -> tuple[list[Enrolment], int]:
    """Take down those of another group, and whoever was typed beside them, or none of them.

    Who was carried over before is passed by, however often it is asked; return who was taken, and
    how many were passed by.

    :raises SomeSoundAlike: naming those nobody has looked at.
    :raises NotEnrolling, ClosedToNewcomers, NameMissing: see each.
    """
    access.require(by, "members", group)
    here = _Here(locked_open(group.pk))
    taken: list[Enrolment] = []
    alike: list[str] = []
    passed = 0
    for asks in asking:
        if asks.again and here.holds(asks.again, asks.name):
            passed += 1
            continue
        try:
            with transaction.atomic():
                taken.append(enrol(group=group, asks=asks, by=by, at=at))
        except MaybeTwice:
            alike.append(asks.name)
    if alike:
        raise SomeSoundAlike(names=", ".join(alike))
    return taken, passed


class _Here:
    """Who is or was in a group: by her person, and without one by the index of her name."""

    def __init__(self, group: Group) -> None:
        known = group.enrolments.kept()
        self.persons = set(known.filter(person__isnull=False).values_list("person", flat=True))
        called: dict[object, set[bytes]] = {}
        rows = EnrolmentWord.objects.filter(enrolment__in=known, said=Said.PARTICIPANT)
        for enrolment, digest in rows.values_list("enrolment", "digest"):
            called.setdefault(enrolment, set()).add(bytes(digest))
        self.names = Counter(frozenset(words) for words in called.values())

    def holds(self, former: Enrolment, name: str) -> bool:
        """Tell whether she is here; each name here stands for one of those who bear it."""
        if former.person_id:
            known = former.person_id in self.persons
            self.persons.add(former.person_id)
            return known
        words = frozenset(conflicts.words_of(name))
        known = self.names[words] > 0
        self.names[words] -= known
        return known
