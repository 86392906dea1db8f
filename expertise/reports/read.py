"""A frozen version as its reviewer reads it: section by section, observations beside them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from expertise.frozen import Frozen
from expertise.models import Version
from expertise.reports.review import RemarkLine
from expertise.reports.shown import shown


@dataclass(frozen=True, slots=True)
class ReadSection:
    """One section, ready for ``expertise/_blocks.html``, and what was observed about it."""

    number: int
    key: str
    title: str
    blocks: tuple[dict[str, Any], ...]
    empty_because: str
    remarks: tuple[RemarkLine, ...]


def read(version: Version, remarks: Iterable[RemarkLine] = ()) -> list[ReadSection]:
    """Open a frozen version, with observations at their sections."""
    content: Frozen = version.content.reveal()
    marks = list(remarks)
    return [
        ReadSection(
            section["number"],
            section["key"],
            section["title"],
            tuple(shown(section["blocks"])),
            section["empty_because"],
            tuple(mark for mark in marks if mark.section == section["key"]),
        )
        for section in content["sections"]
    ]
