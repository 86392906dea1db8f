"""The verifier: recompute everything from the rows themselves and name the first that is wrong.

Walks the chain in bounded pieces beside the file of checkpoints, so that a trace of any length
needs the same memory. A check of a part starts from a checkpoint whose signature holds.
"""

import datetime as dt
import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accompaniment.audit import checkpoints, log, seal
from accompaniment.audit.enums import Outcome, Verb
from accompaniment.audit.models import Event, Leaf, Verification
from accompaniment.audit.seal import FACTS, FIRST_SIGNED

PIECE = 2000
PATIENCE = dt.timedelta(minutes=2)  # for an event to be sealed
BACKWARDS = dt.timedelta(minutes=15)  # a transaction may be this long; a clock put back is longer
SHOWN = 20  # problems of one sort that are told; all are counted

Progress = Callable[[int, int], object]


@dataclass
class Report:
    """What a check found."""

    since: int = 0
    size: int = 0
    checkpoints: int = 0
    count: int = 0
    problems: list[str] = field(default_factory=list)

    def wrong(self, said: str) -> None:
        """Count one problem, and keep the first ones in words."""
        self.count += 1
        if len(self.problems) < SHOWN:
            self.problems.append(said)

    @property
    def passed(self) -> bool:
        """Test whether nothing is wrong."""
        return not self.count


class _Anchors:
    """The checkpoints of the file, met one by one as the chain grows."""

    def __init__(self, path: Path, report: Report) -> None:
        self._report, self._key = report, checkpoints.public_key()
        self._lines = checkpoints.read(path, checkpoints.length(path))
        self._before: checkpoints.Checkpoint | None = None
        self.good = report.since  # up to here the chain agrees with what was signed
        self.next = self._take()

    def _take(self) -> checkpoints.Checkpoint | None:
        """Return the next checkpoint that can be trusted; report those that cannot."""
        for number, found in self._lines:
            if found is None:
                self._report.wrong(f"checkpoint line {number}: not readable")
            elif found.size >= self._report.since and not found.is_ours(self._key):
                self._report.wrong(f"checkpoint line {number}: not signed by us")
            elif said := self._out_of_order(found):
                self._report.wrong(f"checkpoint line {number}: {said}")
                self._before = found
            else:
                self._before = found
                if found.size >= self._report.since:
                    return found
        return None

    def _out_of_order(self, found: checkpoints.Checkpoint) -> str:
        before = self._before
        expected = before.number + 1 if before else 1
        if found.number != expected:
            return f"number {found.number} where {expected} was due"
        if before and found.size < before.size:
            return f"knows {found.size} events, the one before knew {before.size}"
        return ""

    def meet(self, size: int, head: bytes) -> None:
        """Compare every checkpoint of this size with the head recomputed."""
        while self.next and self.next.size == size:
            self._report.checkpoints += 1
            if self.next.head != head.hex():
                self._report.wrong(
                    f"#{self.good}…#{size - 1}: checkpoint {self.next.number} knows another past"
                )
            self.good = size
            self.next = self._take()

    def ended(self, size: int) -> None:
        """Report a chain that is shorter than what was signed, or that nothing was signed of."""
        while self.next:
            if self.next.size > size:
                known = f"checkpoint {self.next.number} knows {self.next.size} events"
                self._report.wrong(f"#{size}: the trace ends here, {known}")
                return
            self.next = self._take()


def _pieces(start: int, size: int) -> Iterator[Iterator[tuple[Any, ...]]]:
    """Yield (place, uid, chain, facts of the event or ``None``), a piece at a time."""
    for first in range(start, size, PIECE):
        leaves = Leaf.objects.filter(index__gte=first, index__lt=first + PIECE)
        places = list(leaves.order_by("index").values_list("index", "event", "chain"))
        rows = Event.objects.filter(uid__in=leaves.values("event")).values_list(*FACTS)
        events = {row[0]: row for row in rows}
        yield ((*place, events.get(place[1])) for place in places)


def _walk(report: Report, head: bytes, anchors: _Anchors, progress: Progress) -> None:
    """Recompute the chain up to the first thing that is wrong."""
    place, clock = report.since, None
    anchors.meet(place, head)
    for piece in _pieces(report.since, report.size):
        for index, _, chain, row in piece:
            said, head = _judged(place, index, chain, row, head)
            if said:
                report.wrong(f"#{place}: {said}")
                return
            if clock and clock - row[2] > BACKWARDS:
                report.wrong(f"#{place}: the clock was put back by {clock - row[2]}")
            place, clock = place + 1, row[2]
            anchors.meet(place, head)
        progress(place, report.size)
    if place < report.size:
        report.wrong(f"#{place}: the chain breaks here")
    else:
        anchors.ended(report.size)


def _judged(
    place: int, index: int, chain: Any, row: tuple[Any, ...] | None, head: bytes
) -> tuple[str, bytes]:
    """Return what is wrong with one link, if anything, and the head recomputed."""
    if index != place:
        return "the chain breaks here", head
    if row is None:
        return "its event was deleted", head
    said = log.canonical(row[FIRST_SIGNED:])
    new = seal.linked(head, row, said)
    fits = hmac.compare_digest(new, bytes(chain))
    if not hmac.compare_digest(log.digest(said), bytes(row[FIRST_SIGNED - 1])):
        return ("its event was not written by us" if fits else "its event was edited"), new
    return ("" if fits else "the chain breaks here"), new


def _loose_ends(report: Report) -> None:
    """Look at what has no place in the chain: it must be ours, and fresh."""
    waiting = seal.unsealed()
    if report.since:
        last = Leaf.objects.filter(index=report.since - 1).values("event")
        seq = Event.objects.filter(uid__in=last).values_list("seq", flat=True).first() or 0
        waiting = waiting.filter(seq__gt=seq - seal.WINDOW)
    now = timezone.now()
    for row in waiting.order_by("seq").values_list(*FACTS).iterator(chunk_size=PIECE):
        if not hmac.compare_digest(log.digest(log.canonical(row[FIRST_SIGNED:])), bytes(row[3])):
            report.wrong(f"event {row[1]}: not written by us")
        elif now - row[2] > PATIENCE:
            report.wrong(f"event {row[1]}: waits for its seal since {row[2]:%Y-%m-%d %H:%M:%S}")


def _start(path: Path, since: int) -> tuple[int, bytes]:
    """Return size and head of the newest checkpoint of ours that is not beyond ``since``."""
    key = checkpoints.public_key()
    found: list[checkpoints.Checkpoint] = []
    for _, one in checkpoints.read(path, checkpoints.length(path)):
        if one and one.size > since:
            break
        if one:
            found = [*found[-8:], one]
    trusted = next((one for one in reversed(found) if one.is_ours(key)), None)
    return (trusted.size, bytes.fromhex(trusted.head)) if trusted else (0, seal.START)


def place_of(moment: dt.datetime) -> int:
    """Return the place in the chain of the first event since a moment; its end if there is none."""
    for uid in islice(Event.objects.between(moment, None).oldest_first().values_list("uid"), 100):
        if (leaf := Leaf.objects.filter(event=uid[0]).first()) is not None:
            return leaf.index
    return seal.tip()[0]


def verify(
    *, since: int = 0, path: Path | None = None, progress: Progress = lambda done, of: None
) -> Report:
    """Check the trace, from its beginning or from the last checkpoint before a place.

    ``path`` names another copy of the checkpoints than the one this machine writes.
    """
    path = path or settings.AUDIT_CHECKPOINTS
    start, head = _start(path, since) if since else (0, seal.START)
    report = Report(since=start)
    anchors = _Anchors(path, report)  # before the size: what is signed later is a longer chain
    report.size = seal.tip()[0]
    if report.size and not path.exists():
        report.wrong(f"#0: {report.size} events are sealed, but there is no file of checkpoints")
    _walk(report, head, anchors, progress)
    _loose_ends(report)
    return report


@transaction.atomic
def keep(report: Report) -> Verification:
    """Write down that the trace was checked, and the event that it was."""
    row = Verification.objects.create(
        since=report.since,
        size=report.size,
        checkpoints=report.checkpoints,
        problems=report.count,
        first_problem=report.problems[0][:200] if report.problems else "",
    )
    trace = log.Trace("service:audit_verify", "audit")
    outcome = Outcome.OK if report.passed else Outcome.FAILED
    checked = report.size - report.since
    event = trace.event(Verb.VERIFY, "audit.chain", None, count=checked, outcome=str(outcome))
    event.save(force_insert=True)
    return row
