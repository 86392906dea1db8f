"""How wide the columns of a table are, worked out from its letters before a page is set.

Whoever sets pages can find it out alone, by breaking every cell into lines twice: an eighth of the
time of a report. The rule is the same here (CSS 2.2, 17.5.2.2): no column is narrower than its
longest word, and what room is left goes where more words are. What still is too long for its
column breaks within the word; nothing ever leaves the paper.

Widths of letters are in em, those of columns in hundredths of the table.
"""

import html
import re
from collections.abc import Mapping, Sequence
from functools import cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from fontTools.ttLib import TTFont

from expertise.printing import sheet

ROOM = 51.0  # em in a table of an upright page: 163 mm of letters of 8.9 points
GAP = 1.0  # em between two columns
LONGEST = 16.0  # em; a word beyond it may be broken
A_THIRD = 0.34
GRADE, FACTS = 6.4, 34.0  # hundredths: of a column of grades at most, of the facts at least
_TAG = re.compile(r"<[^>]*>")
_PARTS = re.compile(r"[ \n]+|(?<=-)")
_NOBODY = 0.6  # em of a letter our font does not have


@cache
def letters() -> Mapping[str, float]:
    """Return how wide each letter of a heading is; those of the text are a little narrower."""
    *_, package, name = sheet.FACES[5]
    with TTFont(sheet.font(package, name), lazy=True) as font:
        wide, unit = font["hmtx"], font["head"].unitsPerEm
        return {chr(code): wide[glyph][0] / unit for code, glyph in font.getBestCmap().items()}


def measure(text: str) -> float:
    """Return how wide a text is on one line."""
    known = letters()
    return sum(known.get(letter, _NOBODY) for letter in text)


def needs(cell: str, *, whole: bool = False) -> tuple[float, float]:
    """Return the least width of a cell of markup, and the one with which it needs one line.

    ``whole``: it is a number or a date, which nobody likes to see in two lines.
    """
    lines = [html.unescape(_TAG.sub("", line)) for line in cell.split("<br>")]
    widest = max(measure(line) for line in lines)
    if whole and widest <= LONGEST:
        return widest, widest
    words = (measure(word) for line in lines for word in _PARTS.split(line))
    return min(max(words), LONGEST), widest


def widths(rows: Sequence[Sequence[str]], kinds: Sequence[str] = ()) -> list[float]:
    """Return the width of each column of a table, whose rows are cells of markup, heads included.

    ``kinds`` are the classes of its columns, if they have any.
    """
    columns = max((len(row) for row in rows), default=0)
    kinds = [*kinds, *[""] * columns][:columns]
    least, best = [], []
    for place, kind in enumerate(kinds):
        whole = "num" in kind or "corta" in kind
        cells = [needs(row[place], whole=whole) for row in rows if place < len(row)]
        least.append(max(narrow for narrow, _ in cells) + GAP)
        best.append(max(wide for _, wide in cells) + GAP)
        if "larga" in kind:
            least[-1] = best[-1] = max(least[-1], A_THIRD * ROOM)
    return [100 * share / ROOM for share in shared(least, best)]


def of_grid(effects: int) -> list[float]:
    """Return the widths of a grid: narrow columns of grades, and the facts beside them."""
    grade = min(GRADE, (100 - FACTS) / max(effects, 1))
    return [100 - grade * effects, *[grade] * effects]


def begun(rows: Sequence[Sequence[str]], kinds: Sequence[str] = ()) -> SafeString:
    """Return what a table begins with: the widths of its columns."""
    return told(widths(rows, kinds))


def told(widths: Sequence[float]) -> SafeString:
    """Return widths as what a table begins with."""
    columns = format_html_join(
        "", '<col style="width:{}%">', ((f"{width:.2f}",) for width in widths)
    )
    return format_html("<colgroup>{}</colgroup>", columns)


def shared(least: Sequence[float], best: Sequence[float]) -> list[float]:
    """Share the room among columns that want at least this and at best that, without a rest."""
    wanted, needed = sum(best), sum(least)
    if wanted <= ROOM:
        return [each * ROOM / wanted for each in best]
    if needed >= ROOM:
        return [each * ROOM / needed for each in least]
    given = (ROOM - needed) / (wanted - needed)
    return [low + (high - low) * given for low, high in zip(least, best, strict=True)]
