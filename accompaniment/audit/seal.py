"""The sealer: a gapless hash chain over committed events, and signed checkpoints of its head.

Runs every few seconds in a process of its own: a chain inside requests would make them queue.
What it proves: after a checkpoint has left the machine, no event before it can be changed,
removed, added or moved unseen. An event not yet sealed can still vanish; keep the interval short.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from accompaniment.audit import checkpoints, log
from accompaniment.audit.models import Event, Leaf

START = bytes(32)
WINDOW = 10_000  # a transaction may commit this many events late and still be found in passing
BATCH = 1000
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


def _waiting(size: int, *, everything: bool) -> QuerySet[Event]:
    """Return what waits, looking back over a window of places only, unless told otherwise."""
    if not size or everything:
        return unsealed()
    last = Leaf.objects.filter(index=size - 1).values("event")
    seq = Event.objects.filter(uid__in=last).values_list("seq", flat=True).first() or 0
    return unsealed().filter(seq__gt=seq - WINDOW)


def seal(limit: int = BATCH, *, everything: bool = False) -> int:
    """Append some committed events that have no leaf yet; return how many.

    Reads and computes first and holds the chain only while it writes. Where another sealer was
    faster nothing is written.
    """
    size, head = tip()
    leaves = []
    rows = _waiting(size, everything=everything).order_by("seq").values_list(*FACTS)
    for index, row in enumerate(rows[:limit], size):
        head = link(head, row)
        leaves.append(Leaf(index=index, event=row[0], chain=head))
    if not leaves:
        return 0
    with transaction.atomic():
        if not _held() or tip()[0] != size:
            return 0
        Leaf.objects.bulk_create(leaves)
    return len(leaves)


def _held() -> bool:
    """Hold the chain until the end of the transaction; on SQLite the transaction does."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        (held,) = cursor.fetchone()
    return held


def seal_all(*, everything: bool = False) -> int:
    """Seal in batches until nothing waits, then sign a checkpoint of what is there."""
    count = sum(_batches(everything=everything))
    checkpoint()
    return count


def _batches(*, everything: bool) -> Iterator[int]:
    while done := seal():
        yield done
    while everything and (done := seal(everything=True)):
        yield done


def checkpoint() -> bool:
    """Sign the size and head of the chain, if that is news."""
    size, head = tip()
    return bool(size) and checkpoints.append(size, head)
