"""Which generation everybody belongs to: parents above, couples and siblings level."""

from collections.abc import Iterable

from cases.genogram.kin import KINSHIP, Id, Kin


class Levels:
    """Persons joined into groups of one generation, while no group lies above itself."""

    def __init__(self, kin: Kin) -> None:
        self.group: dict[Id, Id] = {person.id: person.id for person in kin.people}
        self.below: dict[Id, set[Id]] = {person.id: set() for person in kin.people}
        for link in kin.of("parent"):
            self.below[link.a].add(link.b)

    def join(self, a: Id, b: Id) -> None:
        """Put two persons into one generation, unless one lies above the other."""
        one, other = self.group[a], self.group[b]
        if one == other or self._reaches(one, other) or self._reaches(other, one):
            return
        for person, group in self.group.items():
            if group == other:
                self.group[person] = one

    def children(self, group: Id) -> set[Id]:
        """Return the groups one step down."""
        members = [person for person, its in self.group.items() if its == group]
        return {self.group[child] for member in members for child in self.below[member]}

    def _reaches(self, start: Id, goal: Id) -> bool:
        seen: set[Id] = set()
        waiting = list(self.children(start))
        while waiting:
            group = waiting.pop()
            if group == goal:
                return True
            if group not in seen:
                seen.add(group)
                waiting += self.children(group)
        return False

    def numbered(self) -> dict[Id, int]:
        """Return the generation of everybody, from above; roots hang close to their children."""
        groups = list(dict.fromkeys(self.group.values()))
        down = {group: self.children(group) - {group} for group in groups}
        level = dict.fromkeys(groups, 0)
        for _ in groups:  # the longest way down is no longer than there are groups
            for group in groups:
                for child in down[group]:
                    level[child] = min(max(level[child], level[group] + 1), len(groups))
        for group in sorted(groups, key=level.__getitem__, reverse=True):
            if down[group]:
                level[group] = max(level[group], min(level[child] for child in down[group]) - 1)
        return {person: level[group] for person, group in self.group.items()}


def generations(kin: Kin) -> dict[Id, int]:
    """Return the row of everybody who has kin; each family of its own begins at the top."""
    levels = Levels(kin)
    for a, b in kin.pairs():
        levels.join(a, b)
    for link in kin.of("sibling"):
        levels.join(link.a, link.b)
    row = levels.numbered()
    found: dict[Id, int] = {}
    for members in components(kin):
        if len(members) > 1:
            top = min(row[member] for member in members)
            found |= {member: row[member] - top for member in members}
    return found


def components(kin: Kin) -> list[list[Id]]:
    """Return the persons bound by kinship to each other, in the order told."""
    near: dict[Id, set[Id]] = {person.id: set() for person in kin.people}
    for link in kin.links:
        if link.kind in KINSHIP:
            near[link.a].add(link.b)
            near[link.b].add(link.a)
    found: list[list[Id]] = []
    seen: set[Id] = set()
    for person in kin.people:
        if person.id not in seen:
            members = _connected(person.id, near)
            seen |= members
            found.append(_in_order(members, kin))
    return found


def _connected(start: Id, near: dict[Id, set[Id]]) -> set[Id]:
    seen, waiting = {start}, [start]
    while waiting:
        new = near[waiting.pop()] - seen
        seen |= new
        waiting += new
    return seen


def _in_order(members: Iterable[Id], kin: Kin) -> list[Id]:
    return sorted(members, key=kin.place.__getitem__)
