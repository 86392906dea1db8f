"""Who is in the drawing and how they are bound."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from cases.spans import Span

Id = Hashable
Kind = Literal["parent", "couple", "sibling", "care", "support", "harm"]
KINSHIP = frozenset({"parent", "couple", "sibling"})


@dataclass(frozen=True, slots=True)
class Person:
    """One person to be drawn."""

    id: Id
    born: Span | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """One bond to be drawn, from the parent, the one who cares or the one who harms."""

    kind: Kind
    a: Id
    b: Id
    style: str = ""  # of parents: birth, adopted, social; of siblings: twin
    ended: bool = False


@dataclass(slots=True)
class Kin:
    """Persons and bonds, asked for in the ways the drawing needs; order is the order told."""

    people: list[Person]
    links: list[Link]
    place: dict[Id, int] = field(init=False)

    def __post_init__(self) -> None:
        self.place = {person.id: n for n, person in enumerate(self.people)}
        known = self.place.keys()
        self.links = [x for x in self.links if x.a in known and x.b in known and x.a != x.b]

    def of(self, kind: str) -> Iterable[Link]:
        """Yield the bonds of one kind."""
        return (link for link in self.links if link.kind == kind)

    def born(self, person: Id) -> Span | None:
        """Return when someone was born, as far as it is known."""
        return self.people[self.place[person]].born

    def age_key(self, person: Id) -> tuple[str, int]:
        """Return a key that puts the eldest first, and who has no date in the order told."""
        birth = self.born(person)
        return (birth.first.isoformat() if birth else "9", self.place[person])

    def parents(self) -> dict[Id, list[Id]]:
        """Return the parents of everybody who has some, whatever made them so."""
        found: dict[Id, list[Id]] = {}
        for link in self.of("parent"):
            found.setdefault(link.b, []).append(link.a)
        return found

    def families(self) -> dict[tuple[str, tuple[Id, ...]], list[Id]]:
        """Return the children of the same parents in the same way, the eldest first."""
        by_child: dict[tuple[Id, str], list[Id]] = {}
        for link in self.of("parent"):
            by_child.setdefault((link.b, link.style), []).append(link.a)
        found: dict[tuple[str, tuple[Id, ...]], list[Id]] = {}
        for (child, style), parents in by_child.items():
            key = (style, tuple(sorted(set(parents), key=self.place.__getitem__)))
            found.setdefault(key, []).append(child)
        return {key: sorted(children, key=self.age_key) for key, children in found.items()}

    def pairs(self) -> list[tuple[Id, Id]]:
        """Return who stands side by side: couples, and parents of one child."""
        told = [(link.a, link.b) for link in self.of("couple")]
        for _style, parents in self.families():
            told += [(parents[0], other) for other in parents[1:]]
        return list(dict.fromkeys(told))
