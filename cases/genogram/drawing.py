"""The strokes of a genogram: couples, children, twins, and the lines of care and of harm."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from cases.genogram.kin import Id, Kin, Link
from cases.genogram.places import places
from cases.kinship import twins

STEP, ROW, RADIUS = 136.0, 184.0, 24.0
LEFT, TOP, BOTTOM = 76.0, 84.0, 76.0
STUB, LANE = 40.0, 9.0  # from the bar down to a child; between bars that would touch
WAVE, TOOTH = 5.0, 7.0
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stroke:
    """One line: what it means, its path, the tip of its arrow."""

    kind: str  # couple, parted, parent, sibling, care, support, harm
    path: str
    style: str = ""
    tip: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everybody's place in points, and every stroke, within a width and a height."""

    width: float
    height: float
    people: dict[Id, Point]
    rows: dict[Id, int]
    strokes: list[Stroke]


def draw(kin: Kin) -> Drawing:
    """Lay out a genogram."""
    spots = places(kin)
    people = {p: (LEFT + x * STEP, TOP + row * ROW) for p, (x, row) in spots.items()}
    rows = {p: row for p, (_x, row) in spots.items()}
    strokes = [
        *_children(kin, people, rows),
        *_siblings(kin, people),
        *(_couple(link, people, rows) for link in kin.of("couple")),
        *_ties(kin, people),
    ]
    width = max((x for x, _y in people.values()), default=0.0) + LEFT
    height = max((y for _x, y in people.values()), default=0.0) + RADIUS + BOTTOM
    return Drawing(width, height, people, rows, strokes)


def number(value: float) -> str:
    """Write a coordinate as short as it can be."""
    return f"{value:.1f}".removesuffix(".0")


def path(*points: Point) -> str:
    """Write a broken line."""
    return "M" + " L".join(f"{number(x)} {number(y)}" for x, y in points)


# --- couples ---------------------------------------------------------------------------------


def _beside(a: Id, b: Id, people: dict[Id, Point], rows: dict[Id, int]) -> bool:
    """Tell whether nobody stands between two persons of one row."""
    (left, _), (right, _) = sorted((people[a], people[b]))
    between = (x for p, (x, _y) in people.items() if rows[p] == rows[a] and p not in {a, b})
    return rows[a] == rows[b] and not any(left < x < right for x in between)


def _couple(link: Link, people: dict[Id, Point], rows: dict[Id, int]) -> Stroke:
    (x1, y1), (x2, y2) = sorted((people[link.a], people[link.b]))
    if _beside(link.a, link.b, people, rows):
        line, middle = path((x1 + RADIUS, y1), (x2 - RADIUS, y2)), ((x1 + x2) / 2, y1)
    else:  # over the heads of those between
        over = min(y1, y2) - RADIUS - 16
        line = path((x1, y1 - RADIUS), (x1, over), (x2, over), (x2, y2 - RADIUS))
        middle = ((x1 + x2) / 2, over)
    if link.ended:
        x, y = middle
        for slash in (-4, 4):
            line += " " + path((x + slash - 4, y + 9), (x + slash + 4, y - 9))
    return Stroke("parted" if link.ended else "couple", line, links=(link,))


# --- children --------------------------------------------------------------------------------


def _children(kin: Kin, people: dict[Id, Point], rows: dict[Id, int]) -> list[Stroke]:
    """Draw one bar for the children of the same parents; those that would touch lie apart."""
    found = []
    taken: dict[float, list[tuple[float, float, int]]] = defaultdict(list)
    for (style, parents), children in kin.families().items():
        origin = _origin(parents, people, rows)
        top = min(people[child][1] for child in children) - RADIUS
        ends = [origin[0], *(people[child][0] for child in children)]
        low, high = min(ends), max(ends)
        used = {n for a, b, n in taken[top] if a <= high and low <= b}
        lane = next(n for n in range(len(used) + 1) if n not in used)
        taken[top].append((low, high, lane))
        bar = top - STUB - (lane % 5) * LANE
        links = tuple(
            link
            for link in kin.of("parent")
            if link.b in children and link.a in parents and link.style == style
        )
        line = _bar(origin, bar, children, kin, people)
        found.append(Stroke("parent", line, style, links=links))
    return found


def _origin(parents: tuple[Id, ...], people: dict[Id, Point], rows: dict[Id, int]) -> Point:
    """Return where the line to the children begins."""
    points = sorted(people[parent] for parent in parents)
    if len(parents) == 2 and rows[parents[0]] == rows[parents[1]]:  # noqa: PLR2004
        (x1, y), (x2, _) = points
        return ((x1 + x2) / 2, y) if _beside(*parents, people, rows) else (x1 + STEP / 2, y)
    x, y = max(points, key=lambda point: point[1])
    return x, y + RADIUS


def _bar(origin: Point, bar: float, children: list[Id], kin: Kin, people: dict[Id, Point]) -> str:
    """Write the bar above some children and the way down to each; twins hang from one point."""
    joint: dict[Id, float] = {}
    for group in _born_together(children, kin):
        middle = sum(people[child][0] for child in group) / len(group)
        joint |= dict.fromkeys(group, middle)
    starts = [joint.get(child, people[child][0]) for child in children]
    ends = [origin[0], *starts]
    parts = [path(origin, (origin[0], bar))]
    if max(ends) > min(ends):
        parts.append(path((min(ends), bar), (max(ends), bar)))
    for child, start in zip(children, starts, strict=True):
        x, y = people[child]
        parts.append(path((start, bar), (x, y - RADIUS)))
    return " ".join(parts)


def _born_together(children: list[Id], kin: Kin) -> list[set[Id]]:
    """Return the twins among children of the same parents: by their birth, or because told so."""
    groups = twins(children, {child: kin.born(child) for child in children})
    for link in kin.of("sibling"):
        pair = {link.a, link.b}
        if link.style == "twin" and pair <= set(children):
            joined = [group for group in groups if group & pair]
            groups = [group for group in groups if not group & pair]
            groups.append(pair.union(*joined))
    return groups


def _siblings(kin: Kin, people: dict[Id, Point]) -> list[Stroke]:
    """Draw siblings whose parents are not in the drawing."""
    of: dict[Id, set[Id]] = {child: set(parents) for child, parents in kin.parents().items()}
    found = []
    for link in kin.of("sibling"):
        if of.get(link.a, set()) & of.get(link.b, set()):
            continue
        (x1, y1), (x2, y2) = sorted((people[link.a], people[link.b]))
        over = min(y1, y2) - RADIUS - 26
        line = path((x1, y1 - RADIUS), (x1, over), (x2, over), (x2, y2 - RADIUS))
        found.append(Stroke("sibling", line, links=(link,)))
    return found


# --- care, support, harm ---------------------------------------------------------------------


def _ties(kin: Kin, people: dict[Id, Point]) -> list[Stroke]:
    """Draw the lines that are no kinship, each on a curve of its own."""
    counted: dict[frozenset[Id], int] = defaultdict(int)
    found = []
    for link in kin.links:
        if link.kind not in {"care", "support", "harm"}:
            continue
        pair = frozenset((link.a, link.b))
        counted[pair] += 1
        bend = 26.0 + 20.0 * counted[pair]
        curves = [_curve(people[link.a], people[link.b], bend * side) for side in (1, -1)]
        others = [place for person, place in people.items() if person not in pair]
        body, tip = _with_tip(min(curves, key=lambda points: _crossed(points, others)))
        line = _zigzag(body) if link.kind == "harm" else path(*body)
        found.append(Stroke(link.kind, line, "ended" if link.ended else "", tip, (link,)))
    return found


def _curve(start: Point, end: Point, bend: float) -> list[Point]:
    """Return points of a curve between two persons, without the parts that lie under them."""
    (x1, y1), (x2, y2) = start, end
    length = hypot(x2 - x1, y2 - y1) or 1.0
    side = (-(y2 - y1) / length * bend, (x2 - x1) / length * bend)
    if (x2, y2) > (x1, y1):  # first above, where no names are written
        side = (-side[0], -side[1])
    middle = ((x1 + x2) / 2 + side[0] * 2, (y1 + y2) / 2 + side[1] * 2)
    steps = max(8, int(length / TOOTH))
    points = []
    for n in range(steps + 1):
        t = n / steps
        u = 1 - t
        x = u * u * x1 + 2 * u * t * middle[0] + t * t * x2
        y = u * u * y1 + 2 * u * t * middle[1] + t * t * y2
        points.append((x, y))
    far = [p for p in points if min(_apart(p, start), _apart(p, end)) > RADIUS + 4]
    return far if len(far) > 2 else [points[0], points[-1]]  # noqa: PLR2004


def _crossed(points: list[Point], others: list[Point]) -> int:
    """Count the persons a curve runs over."""
    near = RADIUS + 8
    return sum(any(_apart(point, other) < near for point in points) for other in others)


def _apart(a: Point, b: Point) -> float:
    return hypot(a[0] - b[0], a[1] - b[1])


def _with_tip(points: list[Point]) -> tuple[list[Point], str]:
    """Return the curve up to its arrow, and the corners of the arrow."""
    (x1, y1), (x2, y2) = points[-2], points[-1]
    length = hypot(x2 - x1, y2 - y1) or 1.0
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    back = (x2 - ux * 11, y2 - uy * 11)
    corners = ((x2, y2), (back[0] - uy * 6, back[1] + ux * 6), (back[0] + uy * 6, back[1] - ux * 6))
    body = [p for p in points if _apart(p, (x2, y2)) > 11]  # noqa: PLR2004
    return [*(body or points[:1]), back], " ".join(f"{number(x)},{number(y)}" for x, y in corners)


def _zigzag(points: list[Point]) -> str:
    """Write a curve with teeth: the line of harm."""
    teeth = [points[0]]
    for n, ((x1, y1), (x2, y2)) in enumerate(pairwise(points)):
        length = hypot(x2 - x1, y2 - y1) or 1.0
        side = WAVE if n % 2 else -WAVE
        middle = ((x1 + x2) / 2, (y1 + y2) / 2)
        offset = (-(y2 - y1) / length * side, (x2 - x1) / length * side)
        teeth.append((middle[0] + offset[0], middle[1] + offset[1]))
    return path(*teeth, points[-1])
