"""Signed checkpoints of the chain, one line each, in a file outside of the database.

The file is only ever added to: never rewritten, never rotated. Copy it off the machine; whatever
is done to the database afterwards, the copy remembers how long the chain was and where it ended.
"""

import base64
import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from django.conf import settings
from django.utils import timezone

TAIL = 4096  # bytes; several lines


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What one line says: the n-th signature, over the size and the head of the chain."""

    number: int
    size: int
    head: str
    at: str
    signature: str

    def said(self) -> bytes:
        """Return the bytes that are signed."""
        facts = {"number": self.number, "size": self.size, "head": self.head, "at": self.at}
        return json.dumps(facts, sort_keys=True).encode()

    def is_ours(self, key: Ed25519PublicKey) -> bool:
        """Test the signature."""
        try:
            key.verify(bytes.fromhex(self.signature), self.said())
        except (InvalidSignature, ValueError):
            return False
        return True


def _signing_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(settings.AUDIT_SIGNING_KEY))


def public_key() -> Ed25519PublicKey:
    """Return the key that tells our signatures from others."""
    return _signing_key().public_key()


def parsed(line: bytes) -> Checkpoint | None:
    """Read one line; ``None`` if it is none of ours."""
    try:
        said = json.loads(line)
        number, size = int(said["number"]), int(said["size"])
        return Checkpoint(number, size, *(str(said[k]) for k in ("head", "at", "signature")))
    except (ValueError, KeyError, TypeError):
        return None


def last(path: Path | None = None) -> Checkpoint | None:
    """Return the newest readable checkpoint, from the end of the file."""
    path = path or settings.AUDIT_CHECKPOINTS
    if not path.exists():
        return None
    with path.open("rb") as file:
        file.seek(max(0, os.fstat(file.fileno()).st_size - TAIL))
        found = (parsed(line) for line in reversed(file.read().splitlines()))
        return next((one for one in found if one), None)


def append(size: int, head: bytes) -> bool:
    """Sign the size and head of the chain, unless the file knows them; on disk when it returns."""
    path: Path = settings.AUDIT_CHECKPOINTS
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        known = last(path)
        if known and known.size == size and known.head == head.hex():
            return False
        _write(handle, _signed(known.number + 1 if known else 1, size, head))
        os.fsync(handle)
    finally:
        os.close(handle)
    return True


def _signed(number: int, size: int, head: bytes) -> bytes:
    bare = Checkpoint(number, size, head.hex(), timezone.now().isoformat(), "")
    signature = _signing_key().sign(bare.said()).hex()
    line = {"signature": signature, **json.loads(bare.said())}
    return json.dumps(line, sort_keys=True).encode() + b"\n"


def _write(handle: int, line: bytes) -> None:
    """Write one whole line; after one that was cut off, begin anew."""
    size = os.fstat(handle).st_size
    if size and os.pread(handle, 1, size - 1) != b"\n":
        line = b"\n" + line
    if os.write(handle, line) != len(line):
        raise OSError("the checkpoint was not written whole: is the disk full?")


def length(path: Path) -> int:
    """Return the length of the file: what is added later belongs to a longer chain."""
    return path.stat().st_size if path.exists() else 0


def read(path: Path, upto: int) -> Iterator[tuple[int, Checkpoint | None]]:
    """Yield the lines within the first bytes of the file with their numbers, one by one."""
    if not path.exists():
        return
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if file.tell() > upto:
                return
            yield number, parsed(line)
