"""How a note came to be: every stored version the reader holds the key of."""

from typing import Any

from accompaniment.audit import queries
from accompaniment.vault.gate import NoAccess
from cases.reports.writing import Shown, Version, shown


def of(note: Any) -> list[Version]:
    """Return the versions of a note, newest first; the signing is not a version of the text."""
    rows = list(note.history.order_by("-history_date", "-version"))
    latest: dict[int, Any] = {}
    for row in reversed(rows):
        latest.setdefault(row.version, row)
    people = queries.names(row.history_user_id for row in latest.values() if row.history_user_id)
    return [
        Version(
            number=row.version,
            at=row.history_date,
            who=people.get(row.history_user_id or "", ""),
            sections=opened(row),
            is_current=row.version == note.version,
        )
        for row in sorted(latest.values(), key=lambda row: -row.version)
    ]


def opened(row: Any) -> list[Shown] | None:
    """Return the text of a version; nothing if it was kept from this reader then."""
    try:
        return shown(row.template, row.sections.reveal())
    except NoAccess:
        return None
