"""An event as a line of a page and as a line of a file: words, codes and counts, nothing else."""

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accompaniment.audit import words
from accompaniment.audit.enums import Outcome
from accompaniment.audit.models import Verification
from accompaniment.audit.queries import Row
from accompaniment.templatetags import moments

OUTCOMES = {Outcome.OK: ("ok", "ok"), Outcome.DENIED: ("danger", "lock")}
STARTS_A_FORMULA = tuple("=+-@\t\r\n\0|%")
SPLITS = re.compile(r"[;\t\r\n]+")  # where some spreadsheets begin a cell
HEADER = (
    "seq", "at", "actor_id", "actor", "role", "purpose", "verb", "outcome", "kind", "code",
    "fields", "count",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table of events, ready to be shown."""

    when: str
    moment: str  # for machines
    who: str
    who_url: str
    role: str
    did: str
    kind: str
    code: str
    code_url: str
    details: str
    count: int | None
    purpose: str
    outcome: str
    look: str  # of its pill
    icon: str


COLUMNS = tuple(field.name for field in fields(Line))


def line(row: Row, names: dict[str, str]) -> Line:
    """Say one event."""
    look, icon = OUTCOMES.get(Outcome(row.outcome), ("warn", "warn"))
    known = row.actor in names
    return Line(
        when=moments.moment(row.at, "exact"),
        moment=moments.machine(row.at),
        who=words.actor(row.actor, names),
        who_url=reverse("audit:person", args=[row.actor.removeprefix("user:")]) if known else "",
        role=words.roles(row.role),
        did=words.verb(row.verb),
        kind=words.kind(row.kind),
        code=row.code,
        code_url=reverse("audit:record", args=[row.code]) if row.code else "",
        details=words.fields(row.fields),
        count=row.counted,
        purpose=words.purpose(row.purpose),
        outcome=words.outcome(row.outcome),
        look=look,
        icon=icon,
    )


@dataclass(frozen=True, slots=True)
class Check:
    """One check of the trace, ready to be shown."""

    text: str
    passed: bool
    note: str


def check(row: Verification) -> Check:
    """Say one check."""
    part = _("the whole chain") if not row.since else _("what was added since the one before")
    facts = {"when": moments.moment(row.at, "near"), "part": part}
    count = ngettext("%(n)s event", "%(n)s events", row.size - row.since)
    note = row.first_problem or count % {"n": row.size - row.since}
    return Check(_("%(when)s: %(part)s") % facts, not row.problems, note)


# --- a file of events ----------------------------------------------------------------------


class _Echo:
    """Hand back what the writer of CSV writes."""

    def write(self, text: str) -> str:
        return text


def cell(value: Any) -> str:
    """Return one cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(STARTS_A_FORMULA) else text


def record(row: Row, names: dict[str, str]) -> tuple[Any, ...]:
    """Return the cells of one event, in the order of ``HEADER``."""
    return (
        row.seq,
        timezone.localtime(row.at).isoformat(),
        row.actor,
        SPLITS.sub(" ", words.actor(row.actor, names)),  # the one cell that people write
        row.role,
        row.purpose,
        row.verb,
        row.outcome,
        row.kind,
        row.code,
        words.fields(row.fields),
        row.counted,
    )


class File:
    """A file of comma-separated lines, made while it is sent; knows its length and its hash."""

    def __init__(self, rows: Iterable[Row], names: dict[str, str], together: int = 200) -> None:
        self._rows, self._names, self._together = rows, names, together
        self._hash = hashlib.sha256()
        self.count = 0

    @property
    def content_hash(self) -> str:
        """Return the SHA-256 of what was sent so far."""
        return self._hash.hexdigest()

    def __iter__(self) -> Iterator[bytes]:
        writer = csv.writer(_Echo())
        held = ["\ufeff" + writer.writerow(HEADER)]  # the mark tells spreadsheets it is UTF-8
        for row in self._rows:
            held.append(writer.writerow([cell(value) for value in record(row, self._names)]))
            self.count += 1
            if len(held) >= self._together:
                yield self._sent(held)
                held = []
        if held:
            yield self._sent(held)

    def _sent(self, held: list[str]) -> bytes:
        chunk = "".join(held).encode()
        self._hash.update(chunk)
        return chunk
