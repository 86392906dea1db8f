"""Names that stand written out where only initials should."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from expertise.checks.wording import passage

SMALL = {"de", "del", "la", "las", "los", "y", "san", "santa", "maria", "jose"}
SHORTEST = 4  # letters of a part of a name that says who it is
NAMED = re.compile(r"\b[A-ZÁÉÍÓÚÜÑ][^\W\d_]+\b")


@dataclass(frozen=True, slots=True)
class Named:
    """One place where a name stands."""

    words: str
    passage: str


def plain(text: str) -> str:
    """Return text without accents, in small letters, letter by letter in its place."""
    bare = (
        unicodedata.normalize("NFD", letter)[0] for letter in unicodedata.normalize("NFC", text)
    )
    return "".join(bare).casefold()


def parts(name: str) -> set[str]:
    """Return the parts of a name that say who it is."""
    words = {plain(word) for word in re.findall(r"[^\W\d_]+", name)}
    return {word for word in words - SMALL if len(word) >= SHORTEST}


def written_out(text: str, names: Iterable[str]) -> Iterator[Named]:
    """Yield every place where somebody of these is named, in whole or in part."""
    known = set().union(*(parts(name) for name in names))
    run: list[re.Match[str]] = []
    for word in [*NAMED.finditer(text), None]:
        is_hers = word is not None and plain(word[0]) in known
        joins = run and word is not None and text[run[-1].end() : word.start()].isspace()
        if run and not (is_hers and joins):
            begin, end = run[0].start(), run[-1].end()
            yield Named(text[begin:end], passage(text, begin, end))
            run = []
        if word is not None and is_hers:
            run.append(word)
