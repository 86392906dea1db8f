"""Whether somebody may be in a group: the answer is one sentence, whatever the reason.

Two women with the same aggressor, or one of them close to the aggressor of the other, do not share
a group (domain 2(f)). Bonds of the house are compared, and keyed digests of the names told in the
interview; nobody's name is opened for it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import combinations
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Q

from accompaniment.staff.acting import Service, acting
from accompaniment.vault import index
from cases.actions.tasks import raise_task
from cases.enums.bond import BondKind
from cases.enums.task import TaskKind
from cases.models import Bond
from cases.models.person import PersonWord
from groups.enums import Said
from groups.models import Enrolment, EnrolmentWord, Group
from groups.sounds import sound
from groups.steps import COMES, GONE, IN_GROUP

MESSENGER = Service("group_messenger")  # tells what who interviews is not to learn
ENOUGH = 2  # words of a name that agree; of a name of one word, that one


def words_of(*names: str) -> set[bytes]:
    """Return the keyed digests of the words of names."""
    return index.words(*names)


def sounds_of(name: str) -> set[bytes]:
    """Return the keyed digests of how the words of a name sound."""
    return {index.digest("sound", sound(word)) for word in index.normalise(name) if sound(word)}


def keep_words(enrolment: Enrolment, said: str, digests: Collection[bytes]) -> None:
    """Keep what names are found by, in place of what was kept before."""
    enrolment.words.filter(said=said).delete()
    add_words(enrolment, said, digests)


def add_words(enrolment: Enrolment, said: str, digests: Collection[bytes]) -> None:
    """Keep what names are found by, beside what was kept before."""
    rows = enrolment.words.filter(said=said).values_list("digest", flat=True)
    known = {bytes(digest) for digest in rows}
    EnrolmentWord.objects.bulk_create(
        EnrolmentWord(group=enrolment.group, enrolment=enrolment, said=said, digest=each)
        for each in sorted(set(digests) - known)
    )


def told_before(former: Enrolment) -> set[bytes]:
    """Return by what those are known who harmed her, as she told it for another group."""
    rows = former.words.filter(said=Said.AGGRESSOR).values_list("digest", flat=True)
    return {bytes(digest) for digest in rows}


def hear_names(enrolment: Enrolment, names: Collection[str], at: dt.datetime) -> None:
    """Keep who has harmed her; coordination looks at what this means for who is inside already.

    The task lies in an accompaniment of her own, and says no more than that. While she rests,
    it is as if nobody had decided on it: she does not come back.
    """
    is_inside = enrolment.state in IN_GROUP
    known = _apart_from(enrolment) if is_inside else set()
    add_words(enrolment, Said.AGGRESSOR, words_of(*names))
    if not is_inside or not _apart_from(enrolment) - known:
        return
    if enrolment.state not in COMES:
        enrolment.checked_at = None
    case = enrolment.case
    if case and case.is_open and not case.erased_at:
        with acting(MESSENGER, "coordination"):
            raise_task(
                case=case, kind=TaskKind.WALL, about=uuid4(), urgent=True, by=MESSENGER, at=at
            )


def in_conflict(enrolment: Enrolment) -> bool:
    """Tell whether somebody of the group and this woman must not share it."""
    return bool(_apart_from(enrolment))


def _apart_from(enrolment: Enrolment) -> set[UUID]:
    """Return who of the group must not share it with this woman."""
    others = enrolment.group.enrolments.exclude(pk=enrolment.pk).exclude(state__in=GONE)
    people = [enrolment, *others.order_by("number")]
    known = _Known(people)
    return {other.pk for other in people[1:] if known.apart(enrolment, other)}


def in_conflict_anywhere(group: Group) -> bool:
    """Tell whether two women of a group must not share it, as the house knows today."""
    inside = list(group.enrolments.exclude(state__in=GONE).order_by("number"))
    known = _Known(inside)
    return any(known.apart(one, other) for one, other in combinations(inside, 2))


class _Known:
    """What the house knows of several people of a group, asked for at once."""

    def __init__(self, people: Sequence[Enrolment]) -> None:
        persons = {each.person_id for each in people if each.person_id}
        theirs = Q(from_person__in=persons) | Q(to_person__in=persons)
        bonds = list(
            Bond.objects.standing().filter(theirs).values_list("from_person", "to_person", "kind")
        )
        self.harm: defaultdict[Any, set[UUID]] = defaultdict(set)  # who was harmed: by whom
        self.bound: defaultdict[Any, set[UUID]] = defaultdict(set)  # whoever is anything to her
        for one, other, kind in bonds:
            self.bound[one].add(other)
            self.bound[other].add(one)
            if kind == BondKind.AGRESION:
                self.harm[other].add(one)
        self._hear(people, persons.union(*self.harm.values()))

    def _hear(self, people: Sequence[Enrolment], persons: Collection[UUID]) -> None:
        """Ask for the digests of names told in interviews and known to the house."""
        self.told: defaultdict[Any, set[bytes]] = defaultdict(set)
        words = EnrolmentWord.objects.filter(enrolment__in=people)
        for enrolment, said, digest in words.values_list("enrolment", "said", "digest"):
            self.told[enrolment, said].add(bytes(digest))
        self.words: defaultdict[Any, set[bytes]] = defaultdict(set)
        rows = PersonWord.objects.filter(person__in=persons)
        for person, digest in rows.values_list("person", "digest"):
            self.words[person].add(bytes(digest))

    def apart(self, one: Enrolment, other: Enrolment) -> bool:
        """Tell whether two of them must not share a group."""
        return self._by_bonds(one.person_id, other.person_id) or self._by_names(one, other)

    def _by_bonds(self, one: Any, other: Any) -> bool:
        """Compare two persons the house knows."""
        if not one or not other:
            return False
        mine, hers = self.harm[one], self.harm[other]
        if mine & hers or other in mine or one in hers:
            return True
        return bool(self.bound[other] & mine or self.bound[one] & hers)

    def _by_names(self, one: Enrolment, other: Enrolment) -> bool:
        mine, hers = self._aggressors(one), self._aggressors(other)
        return (
            _same(mine, hers) or _same(mine, self._called(other)) or _same(hers, self._called(one))
        )

    def _called(self, enrolment: Enrolment) -> list[set[bytes]]:
        told = self.told[enrolment.pk, Said.PARTICIPANT.value]
        return [told, self.words[enrolment.person_id]] if enrolment.person_id else [told]

    def _aggressors(self, enrolment: Enrolment) -> list[set[bytes]]:
        told = self.told[enrolment.pk, Said.AGGRESSOR.value]
        return [told, *(self.words[each] for each in self.harm[enrolment.person_id])]


def _same(names: list[set[bytes]], others: list[set[bytes]]) -> bool:
    """Tell whether a name of these and one of those agree in enough of their words."""
    return any(
        len(name & other) >= min(ENOUGH, len(name), len(other))
        for name in names
        for other in others
        if name and other
    )


def maybe_twice(group: Group, name: str) -> bool:
    """Tell whether a name sounds like somebody of the group: one woman under two spellings."""
    heard = sounds_of(name)
    if not heard:
        return False
    inside = group.enrolments.exclude(state__in=GONE)
    known: defaultdict[UUID, set[bytes]] = defaultdict(set)
    rows = EnrolmentWord.objects.filter(enrolment__in=inside, said=Said.HEARD)
    for enrolment, digest in rows.values_list("enrolment", "digest"):
        known[enrolment].add(bytes(digest))
    return any(len(heard & each) >= min(ENOUGH, len(heard), len(each)) for each in known.values())
