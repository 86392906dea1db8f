"""Names that may not stand on a copy: written otherwise in every section, alike, everywhere.

Pure functions of a frozen report. A name is found however it is written: other capitals, other
accents, a line break or a hyphen between its words, and whatever paper does not show between its
letters: emphasis, the call of a note, the address of a link, marks no eye sees. What stands for it
stands for it in the cover and the alternative texts too, from which the metadata are made.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, cast

from expertise.frozen import Frozen
from expertise.prose import UNSEEN

FIXED = frozenset({"type", "key", "grade", "code", "width", "align", "salt"})  # ours, not hers
ADDRESS = r"\]\([^()\s]{0,300}\)"  # the end of a link
CALL = r"\[\^[\w-]{1,20}\]"  # of a note
# what may stand within a name and is not printed, or not there
WITHIN = rf"(?:[*\\\[\]]|{UNSEEN.pattern}|{CALL}|{ADDRESS})*"
GAP = rf"(?:[\s\u00a0_~>+\-\u2010-\u2015*\\\[\]]|%20|{UNSEEN.pattern}|{CALL}|{ADDRESS})+"
KEPT = re.compile(rf"{CALL}|{ADDRESS}|[*_~]+|[\[\]]")  # markup that stays, for it ends elsewhere
SMALL = frozenset({"de", "del", "la", "las", "los", "y", "e"})
SHORTEST, AROUND, EXAMPLES = 2, 48, 3
BEFORE, AFTER = r"(?<![^\W_])", r"(?![^\W_])"  # no letter of another word
PART = 4  # letters from which a name alone is worth asking about


class Mask(TypedDict):
    """A name, and what is written instead of it."""

    name: str
    instead: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name stood, and how the line reads now."""

    section: int  # 0 is the cover
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One mask, how often it was put on, and where first."""

    name: str
    instead: str
    count: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A part of a masked name that still stands alone somewhere."""

    part: str
    of: str
    count: int


def tidy(masks: Sequence[Mask]) -> list[Mask]:
    """Return the masks once each, the longest name first, without those that say nothing."""
    known: dict[str, Mask] = {}
    for mask in masks:
        name, instead = (" ".join(mask[side].split()) for side in ("name", "instead"))
        if len(name) >= SHORTEST and instead:
            known.setdefault(_folded(name)[0], {"name": name, "instead": instead})
    return sorted(known.values(), key=lambda mask: (-len(mask["name"]), mask["name"]))


def masked(content: Frozen, masks: Sequence[Mask]) -> Frozen:
    """Return the report with every name written otherwise; the original stays as it is."""
    put_on = _putter(masks)
    return cast(Frozen, _through(content, lambda text: put_on(text)[0]))


def names_itself(masks: Sequence[Mask]) -> list[Mask]:
    """Return the masks whose other words name somebody who is masked."""
    put_on = _putter(masks)
    return [mask for mask in tidy(masks) if put_on(mask["instead"])[1]]


def preview(content: Frozen, masks: Sequence[Mask]) -> list[Seen]:
    """Say of every mask how often it is put on, with a few lines before and after."""
    put_on, seen = _putter(masks), []
    for mask in tidy(masks):
        count, places = 0, list[Place]()
        for number, title, text in _texts(content):
            hits = [hit for hit in put_on(text)[1] if hit[2] == mask["name"]]
            count += len(hits)
            places += [_place(number, title, text, hit, mask) for hit in hits[:EXAMPLES]]
        seen.append(Seen(mask["name"], mask["instead"], count, tuple(places[:EXAMPLES])))
    return seen


def left_over(content: Frozen, masks: Sequence[Mask]) -> list[LeftOver]:
    """Say which parts of masked names still stand somewhere: a surname alone, a diminutive not."""
    known = tidy(masks)
    said = {_folded(mask["name"])[0] for mask in known}
    texts = [_folded(text)[0] for _, _, text in _texts(masked(content, known))]
    found = []
    for mask in known:
        for part in mask["name"].split():
            folded = _folded(part)[0]
            if len(part) < PART or folded in SMALL or folded in said:
                continue
            said.add(folded)
            pattern = re.compile(f"{BEFORE}{re.escape(folded)}{AFTER}")
            if count := sum(len(pattern.findall(text)) for text in texts):
                found.append(LeftOver(part, mask["name"], count))
    return found


Hit = tuple[int, int, str]  # begin, end, the name of the mask


def _putter(masks: Sequence[Mask]) -> Callable[[str], tuple[str, list[Hit]]]:
    """Return what puts every mask on a text at once, so that none is put on another."""
    known = tidy(masks)
    if not known:
        return lambda text: (text, [])
    pattern = re.compile("|".join(f"(?P<n{n}>{_pattern(m['name'])})" for n, m in enumerate(known)))

    def put_on(text: str) -> tuple[str, list[Hit]]:
        folded, back = _folded(text)
        parts, hits, end = list[str](), list[Hit](), 0
        for match in pattern.finditer(folded):
            mask = known[int(str(match.lastgroup)[1:])]
            begin, after = back[match.start()], back[match.end() - 1] + 1
            while after < len(text) and unicodedata.combining(text[after]):
                after += 1
            kept = "".join(KEPT.findall(text[begin:after]))
            parts += [text[end:begin], mask["instead"], put_on(kept)[0]]
            hits.append((begin, after, mask["name"]))
            end = after
        return "".join([*parts, text[end:]]), hits

    return put_on


def _pattern(name: str) -> str:
    words = [
        WITHIN.join(re.escape(letter) for letter in _folded(word)[0])
        for word in re.split(r"[\s-]+", name)
        if word
    ]
    return f"{BEFORE}{GAP.join(words)}{AFTER}"


def _folded(text: str) -> tuple[str, list[int]]:
    """Return a text without capitals and accents, and where each of its letters came from."""
    letters, back = list[str](), list[int]()
    for place, letter in enumerate(text):
        for plain in unicodedata.normalize("NFKD", letter).casefold():
            if not unicodedata.combining(plain):
                letters.append(plain)
                back.append(place)
    return "".join(letters), back


def _place(number: int, title: str, text: str, hit: Hit, mask: Mask) -> Place:
    begin, end, _name = hit
    left, right = text[max(0, begin - AROUND) : begin], text[end : end + AROUND]
    before = f"{left}{text[begin:end]}{right}"
    return Place(number, title, before, f"{left}{mask['instead']}{right}")


def _through(value: Any, change: Callable[[str], str], key: str = "") -> Any:
    """Return the same structure with every text of the author changed."""
    if isinstance(value, str):
        return value if key in FIXED else change(value)
    if isinstance(value, dict):
        return {name: _through(inner, change, name) for name, inner in value.items()}
    return [_through(inner, change) for inner in value] if isinstance(value, list) else value


def _texts(content: Frozen) -> Iterator[tuple[int, str, str]]:
    """Yield section, title and every text of a report."""
    for text in _inner(content["cover"]):
        yield 0, "", text
    for section in content["sections"]:
        for text in _inner({"blocks": section["blocks"], "because": section["empty_because"]}):
            yield section["number"], section["title"], text


def _inner(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, str) and key not in FIXED:
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _inner(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _inner(inner)
