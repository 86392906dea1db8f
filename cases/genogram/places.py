"""Where everybody stands: rows of generations, couples side by side, parents above children."""

from statistics import fmean

from cases.genogram.generations import components, generations
from cases.genogram.kin import Id, Kin

APART = 8  # persons without kin in a row
SWEEPS = 6
Cluster = list[Id]
Spots = dict[Id, tuple[float, int]]  # column and row, in steps


def places(kin: Kin) -> Spots:
    """Return column and row of everybody; nobody stands on anybody else's place."""
    row = generations(kin)
    rows = _ordered(kin, row)
    x: dict[Id, float] = {}
    for clusters in rows:
        x |= {member: float(n) for n, member in enumerate(m for c in clusters for m in c)}
    above, below = _neighbours(kin)
    for _ in range(SWEEPS):
        for clusters in rows:
            _settle(clusters, x, above)
        for clusters in reversed(rows):
            _settle(clusters, x, below)
    left = min(x.values(), default=0.0)
    spots = {person: (x[person] - left, row[person]) for person in x}
    alone = [person.id for person in kin.people if person.id not in row]
    for n, person in enumerate(alone):
        spots[person] = (float(n % APART), len(rows) + n // APART)
    return spots


def _ordered(kin: Kin, row: dict[Id, int]) -> list[list[Cluster]]:
    """Return the rows, each a list of clusters from left to right."""
    parents = kin.parents()
    of = {person: n for n, members in enumerate(components(kin)) for person in members}
    rank: dict[Id, float] = {}
    found = []
    for level in range(max(row.values(), default=-1) + 1):
        people = [person for person in row if row[person] == level]
        known = {
            person: fmean(rank[p] for p in parents[person])
            for person in people
            if person in parents and all(p in rank for p in parents[person])
        }
        clusters = [_walk(members, kin, known) for members in _clusters(people, kin)]
        clusters.sort(key=lambda members: _key(members, kin, known, of))
        rank |= {person: float(n) for n, person in enumerate(m for c in clusters for m in c)}
        found.append(clusters)
    return found


def _key(
    members: Cluster, kin: Kin, known: dict[Id, float], of: dict[Id, int]
) -> tuple[int, float, tuple[str, int]]:
    """Order clusters by family, by the place of their parents, the eldest first."""
    placed = [member for member in members if member in known]
    eldest = min(placed or members, key=kin.age_key)
    place = min((known[member] for member in placed), default=float("inf"))
    return of[members[0]], place, kin.age_key(eldest)


def _clusters(people: list[Id], kin: Kin) -> list[set[Id]]:
    """Return who of a row stands together: couples, their other couples, and so on."""
    found: list[set[Id]] = [{person} for person in people]
    for a, b in kin.pairs():
        one = next((each for each in found if a in each), None)
        other = next((each for each in found if b in each), None)
        if one is not None and other is not None and one is not other:
            one |= other
            found.remove(other)
    return found


def _walk(members: set[Id], kin: Kin, known: dict[Id, float]) -> Cluster:
    """Return a cluster as a line: former partners to the left, present ones to the right."""
    order = sorted(members, key=lambda m: (known.get(m, float("inf")), kin.place[m]))
    near: dict[Id, list[Id]] = {member: [] for member in members}
    for a, b in kin.pairs():
        if a in near and b in near:
            near[a].append(b)
            near[b].append(a)
    ended = {frozenset((link.a, link.b)) for link in kin.of("couple") if link.ended}
    centre = max(order, key=lambda m: len(near[m]))
    if len(near[centre]) < 2:  # noqa: PLR2004  a couple, or one alone
        return order
    line: Cluster = [centre]
    partners = sorted(near[centre], key=lambda m: frozenset((centre, m)) not in ended)
    half = (len(partners) + 1) // 2
    left, right = partners[:half], partners[half:]
    line = [*reversed(left), centre, *right]
    for member in order:  # partners of partners, next to them
        if member not in line:
            beside = next((n for n in near[member] if n in line), centre)
            at = line.index(beside)
            line.insert(at if at < line.index(centre) else at + 1, member)
    return line


def _neighbours(kin: Kin) -> tuple[dict[Id, list[Id]], dict[Id, list[Id]]]:
    above = kin.parents()
    below: dict[Id, list[Id]] = {}
    for child, parents in above.items():
        for parent in parents:
            below.setdefault(parent, []).append(child)
    return above, below


def _settle(clusters: list[Cluster], x: dict[Id, float], towards: dict[Id, list[Id]]) -> None:
    """Bring a row as near to its neighbours above or below as its order allows."""
    wished, widths = [], []
    for members in clusters:
        pulls = [
            fmean(x[other] for other in towards[member]) - n
            for n, member in enumerate(members)
            if member in towards
        ]
        wished.append(fmean(pulls) if pulls else x[members[0]])
        widths.append(float(len(members)))
    for members, start in zip(clusters, _apart(wished, widths), strict=True):
        for n, member in enumerate(members):
            x[member] = start + n


def _apart(wished: list[float], widths: list[float]) -> list[float]:
    """Return the starts nearest to the wished ones, in the same order, that do not overlap.

    Isotonic regression by pooling neighbours that would overlap (least squares).
    """
    shift, shifts = 0.0, []
    for width in widths:
        shifts.append(shift)
        shift += width
    pools: list[tuple[float, int]] = []  # mean of the wishes, how many
    for wish, before in zip(wished, shifts, strict=True):
        mean, size = wish - before, 1
        while pools and pools[-1][0] > mean:
            last, count = pools.pop()
            mean, size = (last * count + mean * size) / (count + size), count + size
        pools.append((mean, size))
    starts = [mean for mean, size in pools for _ in range(size)]
    return [start + before for start, before in zip(starts, shifts, strict=True)]
