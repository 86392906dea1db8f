"""What kinship can and cannot be: pure rules over bonds and dates of any precision."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from cases.spans import Span

MOST_PARENTS_BY_BIRTH = 2


class Tie(Enum):
    """What kinship reads from a bond."""

    PARENT = "parent"  # from the parent to the child
    SIBLING = "sibling"
    COUPLE = "couple"
    OTHER = "other"  # care, support, harm: no kinship


class Trouble(Enum):
    """Why a bond cannot be as it was told."""

    ONESELF = "oneself"
    KNOWN = "known"
    CYCLE = "cycle"
    TOO_OLD = "too old"
    THIRD_PARENT = "third parent"
    ENDS_FIRST = "ends first"
    BEFORE_BIRTH = "before birth"


@dataclass(frozen=True, slots=True)
class Bond:
    """One bond between two persons, as far as kinship goes."""

    a: Hashable  # from: the parent, who cares, who harms
    b: Hashable
    tie: Tie
    kind: str = ""
    by_birth: bool = False  # of parents: not adopted, not social
    at_least_as_old: bool = False  # of parents: by birth or adoption, never younger than the child
    since: Span | None = None
    until: Span | None = None

    @property
    def pair(self) -> tuple[Hashable, Hashable]:
        """Return both persons; for bonds without a direction, in one order."""
        if self.tie in {Tie.SIBLING, Tie.COUPLE}:
            first, second = sorted((self.a, self.b), key=str)
            return first, second
        return self.a, self.b


def trouble(new: Bond, known: Iterable[Bond], born: Mapping[Any, Span | None]) -> Trouble | None:
    """Say why a new bond cannot be, given the bonds in force and when people were born.

    Only what is surely impossible is refused: dates that may fit do fit. Twins are siblings of one
    day; who brought a child up may be younger than the child; who has separated has had a couple.
    """
    known = list(known)
    check = _of_parents if new.tie is Tie.PARENT else _of_others
    if new.a == new.b:
        return Trouble.ONESELF
    if any((each.pair, each.kind) == (new.pair, new.kind) for each in known):
        return Trouble.KNOWN
    if new.since and new.until and new.until.is_before(new.since):
        return Trouble.ENDS_FIRST
    return check(new, known, born)


def _of_parents(new: Bond, known: list[Bond], born: Mapping[Any, Span | None]) -> Trouble | None:
    if new.a in descendants(new.b, known):
        return Trouble.CYCLE
    if new.at_least_as_old and _is_older(child=born.get(new.b), parent=born.get(new.a)):
        return Trouble.TOO_OLD
    if new.by_birth and _parents_by_birth(new.b, known) >= MOST_PARENTS_BY_BIRTH:
        return Trouble.THIRD_PARENT
    return None


def _of_others(new: Bond, _known: list[Bond], born: Mapping[Any, Span | None]) -> Trouble | None:
    return Trouble.BEFORE_BIRTH if _begins_before_birth(new, born) else None


def descendants(person: Any, bonds: Iterable[Bond]) -> set[Any]:
    """Return the children, their children and so on, whatever made them so."""
    children = defaultdict(set)
    for each in bonds:
        if each.tie is Tie.PARENT:
            children[each.a].add(each.b)
    found: set[Any] = set()
    waiting = [person]
    while waiting:
        for child in children[waiting.pop()] - found:
            found.add(child)
            waiting.append(child)
    return found


def troubles_of_birth(
    person: Any, birth: Span | None, bonds: Iterable[Bond], born: Mapping[Any, Span | None]
) -> Trouble | None:
    """Say whether a birth told anew contradicts the parents and children already known."""
    for each in bonds:
        if each.tie is not Tie.PARENT or not each.at_least_as_old:
            continue
        if each.a == person and _is_older(child=born.get(each.b), parent=birth):
            return Trouble.TOO_OLD
        if each.b == person and _is_older(child=birth, parent=born.get(each.a)):
            return Trouble.TOO_OLD
    return None


def twins(children: Iterable[Any], born: Mapping[Any, Span | None]) -> list[set[Any]]:
    """Return the groups among siblings who were surely born on the same day."""
    of_day = defaultdict(set)
    for child in children:
        birth = born.get(child)
        if birth and birth.first == birth.last:
            of_day[birth.first].add(child)
    return [group for _day, group in sorted(of_day.items()) if len(group) > 1]


def _is_older(*, child: Span | None, parent: Span | None) -> bool:
    """Tell whether the child was surely born before the parent, or on the same day."""
    if child is None or parent is None:
        return False
    return child.is_before(parent) or (child == parent and child.first == child.last)


def _parents_by_birth(child: Any, bonds: Iterable[Bond]) -> int:
    return sum(each.tie is Tie.PARENT and each.by_birth and each.b == child for each in bonds)


def _begins_before_birth(new: Bond, born: Mapping[Any, Span | None]) -> bool:
    births = [birth for birth in (born.get(new.a), born.get(new.b)) if birth]
    return bool(new.since and any(new.since.is_before(birth) for birth in births))
