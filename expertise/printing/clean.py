"""What may never reach paper: control and direction marks, letters no font of ours can draw."""

import unicodedata
from functools import cache
from typing import Any, TypeVar

from fontTools.ttLib import TTFont

from expertise import prose
from expertise.printing import sheet
from expertise.printing.trouble import CannotPrint

MOST_LETTERS = 3_000_000  # of a whole report: about a thousand pages
DEEPEST = 12
KEPT = "\n\t"
NO_GLYPH = "?"
T = TypeVar("T")


def clean(value: T) -> T:
    """Return the same content without what paper cannot bear.

    :raises CannotPrint: if it is too long or too deep.
    """
    left = [MOST_LETTERS]
    return _cleaned(value, left, 0)


def _cleaned(value: Any, left: list[int], depth: int) -> Any:
    if depth > DEEPEST:
        raise CannotPrint("it is nested too deeply")
    if isinstance(value, str):
        left[0] -= len(value)
        if left[0] < 0:
            raise CannotPrint("it is too long")
        return plain(value)
    if isinstance(value, dict):
        return {key: _cleaned(each, left, depth + 1) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(each, left, depth + 1) for each in value]
    return value


def plain(text: str) -> str:
    """Take out control characters and marks of direction; replace what cannot be drawn."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_letter(letter) for letter in prose.clean(text))


@cache
def _letter(letter: str) -> str:
    if letter in KEPT:
        return letter
    if unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn"}:
        return ""
    if unicodedata.category(letter).startswith("Z"):
        return letter if letter == "\u00a0" else " "
    return letter if ord(letter) in drawn() else NO_GLYPH


@cache
def drawn() -> frozenset[int]:
    """Return the letters that every face of the report can draw."""
    found: list[set[int]] = []
    for *_, package, name in sheet.FACES:
        with TTFont(sheet.font(package, name), lazy=True) as face:
            found.append(set(face.getBestCmap()))
    return frozenset(set.intersection(*found))
