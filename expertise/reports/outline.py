"""The outline of a report: its sections in order, how much stands in each, how long it grows."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from expertise import prose
from expertise.frozen import Block, Frozen
from expertise.models import Commission, Section, SectionDraft
from expertise.reports.pulled import FROM_MATRIX, PULLS
from expertise.sections import SECTIONS, SectionKind

RECORDED = {*PULLS, *FROM_MATRIX, "cierre"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One section in the outline."""

    kind: SectionKind
    words: int
    is_written: bool
    says_why_empty: bool
    has_records: bool  # the records print something there, if there are any
    has_draft: bool
    saved_at: dt.datetime | None
    is_current: bool

    @property
    def state(self) -> str:
        """Say in one word how it stands."""
        if self.has_draft:
            return "draft"
        if self.is_written:
            return "written"
        return "because" if self.says_why_empty else "open"


def outline(commission: Commission, user: Any, current: str = "") -> list[Entry]:
    """Return every section in order; nothing sealed is opened."""
    rows = {row.key: row for row in commission.sections.all()}
    typed = SectionDraft.objects.visible_to(user).filter(commission=commission)
    drafts = set(typed.values_list("key", flat=True))
    return [_entry(kind, rows.get(kind.key), drafts, current) for kind in SECTIONS]


def _entry(kind: SectionKind, row: Section | None, drafts: set[str], current: str) -> Entry:
    return Entry(
        kind=kind,
        words=row.words if row else 0,
        is_written=bool(row and row.body),
        says_why_empty=bool(row and row.empty_because),
        has_records=kind.key in RECORDED,
        has_draft=kind.key in drafts,
        saved_at=row.saved_at if row else None,
        is_current=kind.key == current,
    )


def neighbours(key: str) -> tuple[SectionKind | None, SectionKind | None]:
    """Return the sections before and after one."""
    keys = [kind.key for kind in SECTIONS]
    at = keys.index(key)
    before = SECTIONS[at - 1] if at else None
    return before, SECTIONS[at + 1] if at + 1 < len(SECTIONS) else None


@dataclass(frozen=True, slots=True)
class Length:
    """How long a report is, by estimate."""

    words: int
    pages: int


def length(content: Frozen) -> Length:
    """Estimate the length of a whole report as it would be printed."""
    words = sum(words_in(block) for section in content["sections"] for block in section["blocks"])
    return Length(words, 1 + max(1, round(prose.pages(words))))  # and its cover


def length_of(words: int) -> Length:
    """Estimate the length of a text of so many words."""
    return Length(words, max(1, round(prose.pages(words))) if words else 0)


def words_in(piece: Block | Any) -> int:
    """Count the words of a block, wherever they stand in it."""
    if isinstance(piece, str):
        return prose.words(piece)
    if isinstance(piece, dict):
        return sum(words_in(value) for name, value in piece.items() if name not in {"type", "id"})
    if isinstance(piece, list | tuple):
        return sum(words_in(each) for each in piece)
    return 0
