"""The official wording of an instrument: read from a file, held against our definition."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.instruments.definition import Definition

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
LONGEST = 1_000  # characters of one sentence


class WordingWrong(ValueError):
    """A file of official wording does not fit; ``problems`` says where, all at once."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one instrument in one language and version."""

    code: str
    version: str
    language: str
    licence: str
    instructions: str
    items: Mapping[int, str]
    scales: Mapping[str, Mapping[int, str]]

    def stored(self) -> dict[str, Any]:
        """Return the words as they are stored; JSON knows no numbers as names."""
        return {
            "instructions": self.instructions,
            "items": {str(number): text for number, text in self.items.items()},
            "scales": {
                name: {str(value): text for value, text in labels.items()}
                for name, labels in self.scales.items()
            },
        }


def read_wording(data: Any, known: Mapping[str, Definition]) -> Wording:
    """Return the words of a file.

    :raises WordingWrong: naming every field that is missing, wrong or does not fit.
    """
    if not isinstance(data, dict):
        raise WordingWrong([_("The file must be one JSON object.")])
    definition = known.get(data.get("code") or "")
    if definition is None:
        names = {"field": "code", "known": ", ".join(known)}
        raise WordingWrong([_("%(field)s: must be one of %(known)s") % names])
    problems = [*_heads(data, definition), *_items(data, definition), *_scales(data, definition)]
    if problems:
        raise WordingWrong(problems)
    return Wording(
        code=definition.code,
        version=definition.version,
        language=data["language"],
        licence=data["licence"].strip(),
        instructions=data.get("instructions", "").strip(),
        items={row["number"]: row["text"].strip() for row in data["items"]},
        scales={
            name: {row["value"]: row["text"].strip() for row in rows}
            for name, rows in data.get("scales", {}).items()
        },
    )


def _said(text: Any) -> bool:
    return isinstance(text, str) and 0 < len(text.strip()) <= LONGEST


def _heads(data: dict[str, Any], it: Definition) -> Iterator[str]:
    if data.get("version") != it.version:
        names = {"field": "version", "here": it.version}
        yield _("%(field)s: this house has version %(here)s") % names
    if not isinstance(data.get("language"), str) or not LANGUAGE.fullmatch(data["language"]):
        yield _("%(field)s: must be a language code, such as es") % {"field": "language"}
    if not _said(data.get("licence")):
        yield _("%(field)s: write under which licence the words may be shown") % {
            "field": "licence"
        }
    if not isinstance(data.get("instructions", ""), str):
        yield _("%(field)s: must be words") % {"field": "instructions"}
    known = {"code", "version", "language", "licence", "instructions", "items", "scales"}
    for name in sorted(set(data) - known):
        yield _("%(field)s: is not a field of this file") % {"field": name}


def _rows(rows: Any, field: str, key: str, wanted: list[int]) -> Iterator[str]:
    """Yield what is wrong with numbered words: each number once, none more, none empty."""
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        yield _("%(field)s: must be a list of objects") % {"field": field}
        return
    given = [row.get(key) for row in rows]
    for number in wanted:
        if given.count(number) != 1:
            facts = {"field": field, "key": key, "number": number}
            yield _("%(field)s: needs %(key)s %(number)s exactly once") % facts
    for place, row in enumerate(rows):
        if row.get(key) not in wanted:
            facts = {"field": f"{field}[{place}].{key}", "number": row.get(key)}
            yield _("%(field)s: %(number)s is not in our definition") % facts
        if not _said(row.get("text")):
            facts = {"field": f"{field}[{place}].text", "limit": LONGEST}
            yield _("%(field)s: must be words, at most %(limit)s characters") % facts


def _items(data: dict[str, Any], it: Definition) -> Iterator[str]:
    yield from _rows(data.get("items"), "items", "number", [item.number for item in it.items])


def _scales(data: dict[str, Any], it: Definition) -> Iterator[str]:
    scales = data.get("scales", {})
    if not isinstance(scales, dict):
        yield _("%(field)s: must be an object") % {"field": "scales"}
        return
    for name, rows in scales.items():
        if name not in it.scales:
            yield _("%(field)s: is not a scale of our definition") % {"field": f"scales.{name}"}
            continue
        yield from _rows(rows, f"scales.{name}", "value", [a.value for a in it.scales[name]])
