"""Words that blame who was harmed, or decide what a judge decides: each with why and instead.

The list is curated and lies beside the texts, in Spanish. It advises: a word may be right where it
stands. Quotations are hers and are left alone.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from expertise.texts import HERE

AROUND = 60  # characters shown either side
QUOTED = re.compile(r"«[^»]*»|“[^”]*”|^[ \t]*>.*$|\"[^\"\n]*\"", re.MULTILINE)
SENTENCE = re.compile(r"[.!?]\s|\n\n")


@dataclass(frozen=True, slots=True)
class Expression:
    """A way of saying things that is better avoided."""

    says: str
    kind: str
    find: re.Pattern[str]
    unless: re.Pattern[str] | None  # in the same sentence
    why: str
    instead: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where such words stand."""

    expression: Expression
    words: str
    passage: str


@cache
def expressions() -> tuple[Expression, ...]:
    """Return the curated list."""
    told = json.loads((HERE / "redaccion.json").read_text(encoding="utf-8"))
    return tuple(
        Expression(
            says=each["says"],
            kind=each["kind"],
            find=re.compile(each["find"], re.IGNORECASE),
            unless=re.compile(each["unless"], re.IGNORECASE) if "unless" in each else None,
            why=each["why"],
            instead=each["instead"],
        )
        for each in told
    )


def without_quotations(text: str) -> str:
    """Return a text with blanks where somebody is quoted; everything else keeps its place."""
    return QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)


def harmful(text: str) -> Iterator[Hit]:
    """Yield every place of a text where such words stand."""
    said = without_quotations(text)
    for expression in expressions():
        for found in expression.find.finditer(said):
            around = sentence(said, found.start(), found.end())
            if expression.unless and expression.unless.search(around):
                continue
            yield Hit(expression, found[0], passage(text, found.start(), found.end()))


def sentence(text: str, begin: int, end: int) -> str:
    """Return the sentence in which a word stands."""
    starts = [match.end() for match in SENTENCE.finditer(text, max(0, begin - 600), begin)]
    stop = SENTENCE.search(text, end)
    return text[starts[-1] if starts else max(0, begin - 600) : stop.start() if stop else None]


def passage(text: str, begin: int, end: int) -> str:
    """Return a word with what stands around it, cut between words."""
    left, right = text[max(0, begin - AROUND) : begin], text[end : end + AROUND]
    if begin > AROUND:
        left = "…" + left.partition(" ")[2]
    if end + AROUND < len(text):
        right = right.rpartition(" ")[0] + "…"
    return " ".join(f"{left}{text[begin:end]}{right}".split())
