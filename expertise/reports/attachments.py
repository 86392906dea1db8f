"""The files of an expert file in words, and the annexes as a report lists them."""

from dataclasses import dataclass
from typing import Any

from cases.enums.documents import DRAWN, FileState, FileType, Removed, Scan
from cases.reports.documents import PILLS, size_of
from expertise.models import Attachment, Commission

MANY = 200


@dataclass(frozen=True, slots=True)
class Annex:
    """One annex as section 21 of a report names it."""

    number: int
    key: str  # A1
    title: str
    kind: str
    pages: int
    is_restricted: bool  # kept by the expert, delivered only on order


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file in the list."""

    attachment: Attachment
    title: str
    kind: str
    line: str
    state: str
    state_kind: str
    state_icon: str
    removed: str
    about: str  # the source or the day in court it belongs to
    is_open: bool
    may_look: bool
    is_unscanned: bool


def annexes(commission: Commission) -> list[Annex]:
    """Return the annexes in order, opened; for who may read the expert file."""
    rows = commission.attachments.filter(withdrawn_at=None, annex__isnull=False)
    return [
        Annex(
            number=row.annex or 0,
            key=f"A{row.annex}",
            title=row.title.reveal() if row.title else "",
            kind=str(row.get_kind_display()),
            pages=row.pages,
            is_restricted=row.is_restricted,
        )
        for row in rows.order_by("annex")
    ]


def files(commission: Commission, user: Any, *, withdrawn: bool = False) -> list[FileRow]:
    """Return the files of an expert file this reader may see, the newest first."""
    rows = Attachment.objects.visible_to(user).filter(
        commission=commission, withdrawn_at__isnull=not withdrawn
    )
    rows = rows.select_related("added_by", "source", "testimony")
    return [file_row(row) for row in rows.order_by("-added_at", "-id")[:MANY]]


def file_row(row: Attachment) -> FileRow:
    """Say one file."""
    kind, icon = PILLS[FileState(row.state)]
    is_open = row.state == FileState.OPEN and row.withdrawn_at is None
    known = dict(Removed.choices)
    about = str(row.source) if row.source else ""
    if row.testimony:
        about = str(row.testimony.get_kind_display())
    return FileRow(
        attachment=row,
        title=row.title.reveal() if row.title else "",
        kind=str(row.get_kind_display()),
        line=f"{size_of(row)} · {row.added_by.get_short_name()}",
        state=str(row.get_state_display()),
        state_kind=kind,
        state_icon=icon,
        removed=", ".join(str(known[code]) for code in row.removed if code in known),
        about=about,
        is_open=is_open,
        may_look=is_open and (row.type in DRAWN or row.type == FileType.TXT),
        is_unscanned=row.scan == Scan.ACCEPTED,
    )
