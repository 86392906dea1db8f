"""The sealer: a gapless hash chain over committed events, and signed checkpoints of its head.

Runs every few seconds in a process of its own: a chain inside requests would make them queue.
What it proves: after a checkpoint has left the machine, no event before it can be changed,
removed, added or moved unseen. An event not yet sealed can still vanish; keep the interval short.
"""

import datetime as dt
import hashlib
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from accompaniment.audit import checkpoints, log
from accompaniment.audit.models import Event, Leaf

START = bytes(32)
WINDOW = 5_000  # a transaction may commit this many events late and still be found in passing
BATCH = 2000
LOCK = 0x63617563  # of PostgreSQL's advisory locks: "cauc"
FACTS = ("uid", "seq", "at", "hmac", *log.SIGNED)
FIRST_SIGNED = FACTS.index("hmac") + 1


def link(head: bytes, row: tuple[Any, ...]) -> bytes:
    """Return the next head: over the head, the place and clock, the facts and the row's HMAC."""
    return linked(head, row, log.canonical(row[FIRST_SIGNED:]))


def linked(head: bytes, row: tuple[Any, ...], said: bytes) -> bytes:
    """Return the next head, the facts being at hand as canonical bytes."""
    _, seq, at, mark = row[:FIRST_SIGNED]
    moment = at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    place = f"{seq}|{moment}|".encode()
    return hashlib.sha256(head + place + said + bytes(mark)).digest()


def unsealed() -> QuerySet[Event]:
    """Return the committed events without a place in the chain."""
    return Event.objects.filter(~Exists(Leaf.objects.filter(event=OuterRef("uid"))))


def tip() -> tuple[int, bytes]:
    """Return the size and the head of the chain."""
    last = Leaf.objects.order_by("-index").values_list("index", "chain").first()
    return (last[0] + 1, bytes(last[1])) if last else (0, START)


def _waiting(size: int, *, above: int | None, everything: bool) -> QuerySet[Event]:
    """Return what waits above a place in the trace, or within a window below the last sealed."""
    if above is None and size and not everything:
        last = Leaf.objects.filter(index=size - 1).values("event")
        seq = Event.objects.filter(uid__in=last).values_list("seq", flat=True).first() or 0
        above = seq - WINDOW
    return unsealed() if above is None else unsealed().filter(seq__gt=above)


def seal(limit: int = BATCH, *, above: int | None = None, everything: bool = False) -> int:
    """Append some committed events that have no leaf yet; return how many.

    Reads and computes first and holds the chain only while it writes. Where another sealer was
    faster nothing is written.
    """
    return _batch(limit, above, everything=everything)[0]


def _batch(limit: int, above: int | None, *, everything: bool) -> tuple[int, int]:
    """Seal some events; return how many, and the place in the trace of the last of them."""
    size, head = tip()
    leaves, seq = [], 0
    rows = _waiting(size, above=above, everything=everything).order_by("seq")
    for index, row in enumerate(rows.values_list(*FACTS)[:limit], size):
        head, seq = link(head, row), row[1]
        leaves.append(Leaf(index=index, event=row[0], chain=head))
    if not leaves:
        return 0, 0
    with transaction.atomic():
        if not _held() or tip()[0] != size:
            return 0, 0
        Leaf.objects.bulk_create(leaves)
    return len(leaves), seq


def _held() -> bool:
    """Hold the chain until the end of the transaction; on SQLite the transaction does."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        (held,) = cursor.fetchone()
    return held


def seal_all(*, everything: bool = False) -> int:
    """Seal in batches until nothing waits, then sign a checkpoint of what is there.

    Looks back once, over a window or over everything, and from there only forward: what is
    committed meanwhile further back is found the next time.
    """
    total, above = 0, None
    while True:
        count, above = _batch(BATCH, above, everything=everything)
        total += count
        if count < BATCH:
            break
    checkpoint()
    return total


def checkpoint() -> bool:
    """Sign the size and head of the chain, if that is news."""
    size, head = tip()
    return bool(size) and checkpoints.append(size, head)
