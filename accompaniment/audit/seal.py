"""The sealer: a gapless hash chain over committed events, and signed checkpoints of its head.

Runs every few seconds in a process of its own: a chain inside requests would make them queue.
What it proves: after a checkpoint has left the machine, no event before it can be changed,
removed, added or moved unseen. An event not yet sealed can still vanish; keep the interval short.
"""

import base64
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterator
from itertools import islice

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from accompaniment.audit import log
from accompaniment.audit.models import Event, Leaf

START = bytes(32)
WINDOW = 100_000  # a transaction may commit this many events late and still be found
PATIENCE = dt.timedelta(minutes=2)


def _link(head: bytes, event: Event) -> bytes:
    at = event.at.astimezone(dt.UTC).isoformat(timespec="microseconds").encode()
    return hashlib.sha256(head + at + log.canonical(event) + bytes(event.hmac)).digest()


def _unsealed():
    return Event.objects.filter(~Exists(Leaf.objects.filter(event=OuterRef("uid"))))


@transaction.atomic
def seal(limit: int = 5000) -> int:
    """Append the committed events that have no leaf yet; a second sealer at work fails."""
    last = Leaf.objects.order_by("-index").first()
    index, head, waiting = -1, START, _unsealed()
    if last:
        index, head = last.index, bytes(last.chain)
        sealed = Event.objects.filter(uid=last.event).values("seq")
        waiting = waiting.filter(seq__gt=Subquery(sealed) - WINDOW)
    leaves = []
    for event in waiting.order_by("seq")[:limit]:
        index, head = index + 1, _link(head, event)
        leaves.append(Leaf(index=index, event=event.uid, chain=head))
    Leaf.objects.bulk_create(leaves)
    return len(leaves)


def _signing_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(settings.AUDIT_SIGNING_KEY))


def checkpoint() -> None:
    """Sign the size and head of the chain and add them to the checkpoint file."""
    last = Leaf.objects.order_by("-index").first()
    if last is None:
        return
    said = {"size": last.index + 1, "head": bytes(last.chain).hex()}
    said["at"] = timezone.now().isoformat()
    signature = _signing_key().sign(json.dumps(said, sort_keys=True).encode()).hex()
    with settings.AUDIT_CHECKPOINTS.open("a") as file:
        file.write(json.dumps({**said, "signature": signature}) + "\n")


def _checkpoints() -> Iterator[tuple[int, str] | str]:
    """Yield (size, head) of each checkpoint, or what is wrong with it."""
    if not settings.AUDIT_CHECKPOINTS.exists():
        return
    for number, line in enumerate(settings.AUDIT_CHECKPOINTS.read_text().splitlines(), 1):
        said = json.loads(line)
        signature = bytes.fromhex(said.pop("signature"))
        try:
            _signing_key().public_key().verify(signature, json.dumps(said, sort_keys=True).encode())
        except InvalidSignature:
            yield f"checkpoint {number}: not signed by us"
        else:
            yield said["size"], said["head"]


def _leaves() -> Iterator[tuple[Leaf, Event | None]]:
    """Yield every leaf with its event, some thousand at a time."""
    rows = Leaf.objects.order_by("index").iterator(chunk_size=2000)
    while leaves := list(islice(rows, 2000)):
        events = Event.objects.in_bulk([leaf.event for leaf in leaves], field_name="uid")
        yield from ((leaf, events.get(leaf.event)) for leaf in leaves)


def _verify_chain(heads: list[str]) -> Iterator[str]:
    """Recompute the chain from the events themselves, up to the first thing that is wrong."""
    head = START
    for expected, (leaf, event) in enumerate(_leaves()):
        if event is None:
            yield f"#{leaf.index}: its event was deleted"
            return
        head = _link(head, event)
        heads.append(head.hex())
        if not hmac.compare_digest(log.sign(event), bytes(event.hmac)):
            yield f"#{leaf.index}: its event was edited"
            return
        if head != bytes(leaf.chain) or leaf.index != expected:
            yield f"#{leaf.index}: the chain breaks here"
            return


def verify() -> list[str]:
    """Return everything that is wrong with the trace; an intact trace returns nothing."""
    heads: list[str] = []
    problems = list(_verify_chain(heads))
    for found in _checkpoints():
        if isinstance(found, str):
            problems.append(found)
        elif found[0] > len(heads) and not problems:
            problems.append(f"the trace ends at {len(heads)}, a checkpoint knows {found[0]}")
        elif found[0] <= len(heads) and heads[found[0] - 1] != found[1]:
            problems.append(f"checkpoint of size {found[0]}: another past")
    for event in _unsealed().iterator():
        if not hmac.compare_digest(log.sign(event), bytes(event.hmac)):
            problems.append(f"event {event.uid}: not written by us")
        elif timezone.now() - event.at > PATIENCE:
            problems.append(f"event {event.uid}: waits for its seal since {event.at}")
    return problems
