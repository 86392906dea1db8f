"""Reading the trace: pages, the timeline of a person and of a record, who viewed a case.

Rows carry what ``SHOWN`` names and nothing else: ids of what was touched stay in the table.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from typing import NamedTuple

from django.apps import apps
from django.contrib.auth import get_user_model

from accompaniment.audit import checkpoints, seal
from accompaniment.audit.enums import Outcome, Verb
from accompaniment.audit.models import Event, Verification
from accompaniment.audit.querysets import EventQuerySet

LIMIT = 50
CHUNK = 1000
RECENT = 200  # events of a code among which its record is looked for
SHOWN = (
    "seq", "at", "actor", "role", "purpose", "verb", "outcome", "kind", "code", "fields", "count",
)  # fmt: skip
TOUCHED, TOUCHES = (Verb.READ, Verb.EXPORT), 500  # events among which they are looked for
VIEWED = (Verb.OPEN, Verb.READ, Verb.PRINT, Verb.EXPORT, Verb.DENIED)


class Row(NamedTuple):
    """What may be shown of one event."""

    seq: int
    at: dt.datetime
    actor: str
    role: str
    purpose: str
    verb: str
    outcome: str
    kind: str
    code: str
    fields: list[str]
    counted: int | None

    @property
    def place(self) -> tuple[dt.datetime, int]:
        """Return the place of the event in every list."""
        return self.at, self.seq


class Viewing(NamedTuple):
    """One look into a record."""

    seq: int
    at: dt.datetime
    actor: str
    role: str
    verb: str
    fields: list[str]
    outcome: str


class Touch(NamedTuple):
    """Someone opened something of a record."""

    at: dt.datetime
    actor: str
    verb: str
    request: uuid.UUID


@dataclass(frozen=True, slots=True)
class Page:
    """Some events, newest first, and the ``seq`` from which the neighbouring pages go on."""

    rows: list[Row]
    next: int | None = None
    previous: int | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """What to keep of the trace; codes and ids only, never words someone typed."""

    person: uuid.UUID | None = None
    code: str = ""
    verb: str = ""
    kind: str = ""
    outcome: str = ""
    start: dt.datetime | None = None
    end: dt.datetime | None = None

    def events(self) -> EventQuerySet:
        """Return the events that fit."""
        exact = {"code": self.code, "verb": self.verb, "kind": self.kind, "outcome": self.outcome}
        if self.person:
            exact["actor"] = f"user:{self.person}"
        kept = {name: value for name, value in exact.items() if value}
        return Event.objects.filter(**kept).between(self.start, self.end)


def page(
    branches: Sequence[EventQuerySet],
    *,
    after: int | None = None,
    before: int | None = None,
    limit: int = LIMIT,
) -> Page:
    """Return one page of the events in any of the branches, each read down its own index.

    ``after`` and ``before`` are the ``seq`` of an event; behind one that is not there lies nothing.
    """
    rows = list(islice(_merged(branches, after, before, limit + 1), limit + 1))
    more, rows = len(rows) > limit, rows[:limit]
    if before:
        rows.reverse()
    if not rows:
        return Page([])
    older, newer = (True, more) if before else (more, after is not None)
    return Page(rows, rows[-1].seq if older else None, rows[0].seq if newer else None)


def _merged(
    branches: Sequence[EventQuerySet], after: int | None, before: int | None, limit: int
) -> Iterator[Row]:
    """Yield the first rows of all branches in order, each event once."""
    found = []
    for branch in branches:
        rows = branch.after(before).oldest_first() if before else branch.newest_first()
        rows = rows.before(after) if after and not before else rows
        found.append([Row(*row) for row in rows.values_list(*SHOWN)[:limit]])
    last = None
    for row in merge(*found, key=lambda row: row.place, reverse=not before):
        if row.seq != last:
            yield row
        last = row.seq


def every(branches: Sequence[EventQuerySet]) -> Iterator[Row]:
    """Yield every event that is there now, newest first, some at a time."""
    after, more = None, True
    while more:
        rows = page(branches, after=after, limit=CHUNK).rows
        yield from rows
        more, after = len(rows) == CHUNK, rows[-1].seq if rows else None


def of_record(code: str) -> list[EventQuerySet]:
    """Return the events that carry a code, and those of its record that could not know it."""
    events = Event.objects
    roots = [events.filter(root=root) for root in _records_of(code)]
    return [events.filter(code=code), *roots]


def _records_of(code: str) -> set[uuid.UUID]:
    """Return the ids of the record whose cover carries a code: refusals know only these."""
    recent = Event.objects.filter(code=code, root__isnull=False).newest_first()
    pairs = set(recent.values_list("kind", "root")[:RECENT])
    return {root for kind, root in pairs if root and _carries_codes(kind)}


def _carries_codes(kind: str) -> bool:
    try:
        model = apps.get_model(kind)
    except (LookupError, ValueError):
        return False
    guard = getattr(model, "guarded_by", None)
    cover = model._meta.get_field(guard).related_model if guard else model
    return any(field.name == "code" for field in cover._meta.get_fields())


def who_viewed(
    roots: Collection[uuid.UUID],
    codes: Collection[str],
    limit: int = LIMIT,
    after: int | None = None,
) -> list[Viewing]:
    """Return who looked into a record, newest first: its openings, readings, prints, refusals.

    Lists in which it was one among many are left out, and so is the reading of the trace itself.
    ``after`` is the ``seq`` of the last row of the page before.
    """
    looks = Event.objects.with_verbs(VIEWED).exclude(kind__startswith="audit")
    branches = [looks.filter(root=root) for root in roots]
    branches += [looks.filter(code=code) for code in codes]
    rows = page(branches, after=after, limit=limit).rows
    return [Viewing(r.seq, r.at, r.actor, r.role, r.verb, r.fields, r.outcome) for r in rows]


def who_touched(root: uuid.UUID, uids: set[str], field: str, limit: int = TOUCHES) -> list[Touch]:
    """Return the readings and exports of one field of some records of a root, newest first."""
    rows = Event.objects.filter(root=root, outcome=Outcome.OK).with_verbs(TOUCHED).newest_first()
    found = rows.values_list("at", "actor", "verb", "request", "touched", "fields")[:limit]
    return [
        Touch(at, actor, verb, request)
        for at, actor, verb, request, touched, fields in found
        if field in fields and not uids.isdisjoint(touched)
    ]


def names(actors: Iterable[str] | None = None) -> dict[str, str]:
    """Return the names of people who work here, by what the trace calls them; all, or these."""
    people = get_user_model()._default_manager.order_by("full_name")
    if actors is not None:
        ids = {name.removeprefix("user:") for name in actors if name.startswith("user:")}
        people = people.filter(pk__in=ids)
    return {f"user:{pk}": name for pk, name in people.values_list("pk", "full_name")}


@dataclass(frozen=True, slots=True)
class Chain:
    """How the trace stands."""

    size: int
    checkpoints: int
    checks: list[Verification]

    @property
    def last(self) -> Verification | None:
        """Return the last check, if there was one."""
        return self.checks[0] if self.checks else None


def chain(checks: int = 5) -> Chain:
    """Return size, signatures and the last checks of the chain."""
    signed = checkpoints.last()
    rows = Verification.objects.order_by("-at", "-pk")[:checks]
    return Chain(seal.tip()[0], signed.number if signed else 0, list(rows))
