"""Charts as plain SVG, each with its words and its table: `{% load charts %}`.

A report builds a `LineChart`, a `BarChart` or a `DotChart`; a template says `{% chart it %}`.
Whoever cannot see the drawing reads the same in the description and in the table beside it.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()

WIDTH, HEIGHT = 560, 280  # of a line chart, in its own units
LEFT, RIGHT, TOP, BOTTOM = 44, 20, 20, 40
APART = 92  # between two dates written below the axis
ROW, NAME_ROOM = 52, 20  # of bars and dots: room for one, and for its name above it
EMPTY = SafeString("")
NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Point:
    """One value, where it stands on the time line, and how it is said in the table."""

    label: str
    value: float | None  # nothing: it was asked for and there is no number
    day: dt.date | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Points joined in the order given."""

    name: str
    points: Sequence[Point]


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of the scale that has a name; both ends belong to it."""

    low: float
    high: float
    name: str


@dataclass(frozen=True, slots=True)
class Level:
    """A line across the chart: a goal, a cut-off."""

    value: float
    name: str


@dataclass(frozen=True, slots=True)
class LineChart:
    """How something moved; ``key`` is its own on the page, ``about`` says it in a sentence."""

    key: str
    title: str
    about: str
    lines: Sequence[Line]
    low: float
    high: float
    bands: Sequence[Band] = ()
    levels: Sequence[Level] = ()
    heads: tuple[str, str] = ("", "")  # of the table: for the dates, and for what is said of each


@dataclass(frozen=True, slots=True)
class Bar:
    """One length; ``said`` stands beside it instead of the bare number."""

    name: str
    value: float
    said: str = ""


@dataclass(frozen=True, slots=True)
class BarChart:
    """Some lengths, one under the other."""

    key: str
    title: str
    about: str
    bars: Sequence[Bar]
    high: float | None = None
    heads: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Pair:
    """One thing at two moments; nothing where it was not answered."""

    name: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class DotChart:
    """Many things at two moments: from the hollow dot to the full one."""

    key: str
    title: str
    about: str
    pairs: Sequence[Pair]
    low: float
    high: float
    heads: tuple[str, str, str] = field(default=("", "", ""))  # the thing, before, after


@register.simple_tag
def chart(it: LineChart | BarChart | DotChart) -> SafeString:
    """Draw a chart and its table."""
    if isinstance(it, LineChart):
        return _figure(it, HEIGHT, _line_body(it), _line_table(it))
    if isinstance(it, BarChart):
        return _figure(it, ROW * len(it.bars) + 8, _bar_body(it), _bar_table(it))
    return _figure(it, ROW * len(it.pairs) + 8, _dot_body(it), _dot_table(it))


def number(value: float | None) -> str:
    """Say a number without a needless fraction."""
    if value is None:
        return NOTHING
    return str(int(value)) if float(value).is_integer() else f"{value:.1f}"


def _figure(it: Any, height: int, body: SafeString, below: SafeString) -> SafeString:
    return format_html(
        '<figure class="chart"><svg viewBox="0 0 {} {}" role="img" '
        'aria-labelledby="{}-title {}-about"><title id="{}-title">{}</title>'
        '<desc id="{}-about">{}</desc>{}</svg><figcaption>{}</figcaption></figure>{}',
        *(WIDTH, height, it.key, it.key, it.key, it.title),
        *(it.key, it.about, body, it.about, below),
    )


# --- lines -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Frame:
    """Turn days and values into places of the drawing."""

    low: float
    high: float
    days: Sequence[int]

    def x(self, day: int) -> float:
        first, last = self.days[0], self.days[-1]
        room = WIDTH - LEFT - RIGHT
        share = (day - first) / (last - first) if last > first else 0.5
        return round(LEFT + room * share, 1)

    def y(self, value: float) -> float:
        share = (value - self.low) / ((self.high - self.low) or 1)
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share, 1)


def _places(line: Line) -> list[int]:
    """Return where each point stands: by its day where every point has one, else evenly."""
    days = [point.day.toordinal() for point in line.points if point.day]
    return days if len(days) == len(line.points) else list(range(len(line.points)))


def _line_body(it: LineChart) -> SafeString:
    places = sorted({place for line in it.lines for place in _places(line)}) or [0]
    frame = _Frame(it.low, it.high, places)
    return format_html(
        "{}{}{}{}{}",
        _bands(it.bands, frame),
        _scale(it, frame),
        _levels(it.levels, frame),
        _joined(_drawn(line, frame, index) for index, line in enumerate(it.lines, 1)),
        _days(it.lines, frame),
    )


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _bands(bands: Sequence[Band], frame: _Frame) -> SafeString:
    """Shade the stretches, the higher the stronger, and name each in its lower corner."""
    drawn = []
    for index, band in enumerate(bands):
        low = max(band.low - 0.5, frame.low) if index else frame.low
        top = frame.y(min(band.high + 0.5, frame.high))
        bottom = frame.y(low)
        drawn.append(
            format_html(
                '<rect class="band" x="{}" y="{}" width="{}" height="{}" fill-opacity="{}"/>'
                '<text class="band-name" x="{}" y="{}">{}</text>',
                *(LEFT, top, WIDTH - LEFT - RIGHT, round(bottom - top, 1)),
                *(round(0.05 + 0.06 * index, 2), LEFT + 8, round(bottom - 8, 1), band.name),
            )
        )
    return _joined(drawn)


def _scale(it: LineChart, frame: _Frame) -> SafeString:
    """Write the ends of the scale beside the axis."""
    return format_html(
        '<path class="axis" fill="none" d="M{} {}V{}H{}"/>{}',
        *(LEFT, TOP, HEIGHT - BOTTOM, WIDTH - RIGHT),
        format_html_join(
            "",
            '<text x="{}" y="{}" text-anchor="end">{}</text>',
            ((LEFT - 8, frame.y(value) + 4, number(value)) for value in (it.low, it.high)),
        ),
    )


def _levels(levels: Sequence[Level], frame: _Frame) -> SafeString:
    return format_html_join(
        "",
        '<path class="goal" fill="none" d="M{} {}H{}"/>'
        '<text x="{}" y="{}" text-anchor="end">{}</text>',
        (
            (
                *(LEFT, frame.y(level.value), WIDTH - RIGHT),
                *(WIDTH - RIGHT - 4, frame.y(level.value) - 6, level.name),
            )
            for level in levels
        ),
    )


def _drawn(line: Line, frame: _Frame, series: int) -> SafeString:
    """Draw one line, its dots and the value over each."""
    spots = [
        (frame.x(place), frame.y(point.value), number(point.value))
        for place, point in zip(_places(line), line.points, strict=True)
        if point.value is not None
    ]
    way = "M" + "L".join(f"{x} {y}" for x, y, _said in spots) if spots else ""
    return format_html(
        '<path class="line" data-series="{}" fill="none" d="{}"/>{}',
        series,
        way,
        format_html_join(
            "",
            '<circle class="dot" data-series="{}" cx="{}" cy="{}" r="5"/>'
            '<text class="strong" x="{}" y="{}" text-anchor="middle">{}</text>',
            ((series, x, y, x, y - 12 if y > TOP + 12 else y + 24, said) for x, y, said in spots),
        ),
    )


def _days(lines: Sequence[Line], frame: _Frame) -> SafeString:
    """Write the days below the axis, as many as fit; the first and the last always."""
    labels = {
        place: point.label
        for line in lines
        for place, point in zip(_places(line), line.points, strict=True)
    }
    kept: list[int] = []
    for place in sorted(labels, reverse=True):
        first = place == frame.days[0]
        if not kept or frame.x(kept[-1]) - frame.x(place) >= APART:
            kept.append(place)
        elif first and len(kept) > 1:
            kept[-1] = place
    return format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="{}">{}</text>',
        (
            (frame.x(place), HEIGHT - BOTTOM + 24, _anchor(frame, place), labels[place])
            for place in kept
        ),
    )


def _anchor(frame: _Frame, place: int) -> str:
    if len(frame.days) == 1:
        return "middle"
    return {frame.days[0]: "start", frame.days[-1]: "end"}.get(place, "middle")


def _line_table(it: LineChart) -> SafeString:
    heads = (it.heads[0] or _("Date"), *(line.name for line in it.lines))
    rows = format_html_join(
        "",
        "{}",
        ((_row(point.label, _said(it.lines, index)),) for index, point in _rows(it)),
    )
    return _table(rows, it.title, heads)


def _rows(it: LineChart) -> Iterable[tuple[int, Point]]:
    return enumerate(it.lines[0].points) if it.lines else ()


def _said(lines: Sequence[Line], index: int) -> list[str]:
    """Return what the table says of one moment, line by line."""
    found = [line.points[index] if index < len(line.points) else None for line in lines]
    return [(each.said or number(each.value)) if each else NOTHING for each in found]


def _table(rows: SafeString, caption: str, heads: Sequence[str]) -> SafeString:
    """Lay out what the chart says: short cells, which stay beside each other on a phone."""
    return format_html(
        '<div class="table-box"><table class="table"><caption class="visually-hidden">{}</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>",
        caption,
        format_html_join("", '<th scope="col">{}</th>', ((head,) for head in heads)),
        rows,
    )


def _row(name: str, values: Sequence[str]) -> SafeString:
    cells = format_html_join("", "<td>{}</td>", ((value,) for value in values))
    return format_html('<tr><th scope="row">{}</th>{}</tr>', name, cells)


# --- bars and dots -----------------------------------------------------------------------------


def _bar_body(it: BarChart) -> SafeString:
    high = it.high or max((bar.value for bar in it.bars), default=0) or 1
    room = WIDTH - 80
    return format_html_join(
        "",
        '<text x="0" y="{}">{}</text><rect class="bar" x="0" y="{}" width="{}" height="16" rx="3"/>'
        '<text class="strong" x="{}" y="{}">{}</text>',
        (
            (
                *(ROW * index + NAME_ROOM - 4, bar.name, ROW * index + NAME_ROOM + 4),
                round(max(room * min(bar.value, high) / high, 2), 1),
                round(max(room * min(bar.value, high) / high, 2) + 8, 1),
                *(ROW * index + NAME_ROOM + 17, bar.said or number(bar.value)),
            )
            for index, bar in enumerate(it.bars)
        ),
    )


def _bar_table(it: BarChart) -> SafeString:
    heads = it.heads
    rows = (_row(bar.name, [bar.said or number(bar.value)]) for bar in it.bars)
    return _table(_joined(rows), it.title, heads)


def _dot_body(it: DotChart) -> SafeString:
    return _joined(_pair(it, pair, ROW * index) for index, pair in enumerate(it.pairs))


def _pair(it: DotChart, pair: Pair, top: int) -> SafeString:
    """Draw one thing: its line, where it was, where it is."""
    y = top + NAME_ROOM + 12

    def x(value: float) -> float:
        return round(12 + (WIDTH - 24) * (value - it.low) / ((it.high - it.low) or 1), 1)

    way, dots = EMPTY, []
    if pair.before is not None and pair.after is not None:
        way = format_html(
            '<path class="line" fill="none" d="M{} {}H{}"/>', x(pair.before), y, x(pair.after)
        )
    for value, state in ((pair.before, "before"), (pair.after, "after")):
        if value is not None:
            dots.append(
                format_html(
                    '<circle class="dot" data-state="{}" cx="{}" cy="{}" r="6"/>',
                    *(state, x(value), y),
                )
            )
    return format_html(
        '<text x="0" y="{}">{}</text>'
        '<text class="strong" x="{}" y="{}" text-anchor="end">{} → {}</text>'
        '<path class="axis" fill="none" d="M12 {}H{}"/>{}{}',
        *(top + NAME_ROOM - 4, pair.name, WIDTH, top + NAME_ROOM - 4),
        *(number(pair.before), number(pair.after), y, WIDTH - 12, way, _joined(dots)),
    )


def _dot_table(it: DotChart) -> SafeString:
    rows = (_row(pair.name, [number(pair.before), number(pair.after)]) for pair in it.pairs)
    return _table(_joined(rows), it.title, it.heads)
