"""Sealed streams: bytes of any length in chunks, none of which can be cut off, moved or changed.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015) over AES-256-GCM, as ``age``
uses it: a key of its own for every stream (HKDF with a fresh salt), a nonce that counts the chunks
and marks the last one, and the stream's place as associated data.
"""

import os
from collections.abc import Iterable, Iterator
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORMAT = b"\x02"
SALT, TAG = 16, 16
HEAD = len(FORMAT) + SALT
CHUNK = 256 * 1024  # of what is sealed; the sealed chunk is a tag longer
MORE, LAST = b"\x00", b"\x01"


class Readable(Protocol):
    """Where sealed bytes come from."""

    def read(self, size: int = ..., /) -> bytes:
        """Return at most so many bytes."""
        ...


def _cipher(secret: bytes, salt: bytes, purpose: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt, purpose).derive(secret))


def _nonce(count: int, mark: bytes) -> bytes:
    return count.to_bytes(11, "big") + mark


def even(pieces: Iterable[bytes], size: int = CHUNK) -> Iterator[bytes]:
    """Yield the same bytes in chunks of one size; the last may be shorter, and is never empty."""
    kept = bytearray()
    for piece in pieces:
        kept += piece
        while len(kept) > size:
            yield bytes(kept[:size])
            del kept[:size]
    yield bytes(kept)


def seal(pieces: Iterable[bytes], secret: bytes, purpose: bytes, place: bytes) -> Iterator[bytes]:
    """Yield the sealed stream: format byte, salt, chunks; the last one says that it is the last."""
    salt = os.urandom(SALT)
    cipher = _cipher(secret, salt, purpose)
    yield FORMAT + salt
    chunks = even(pieces)
    count, held = 0, next(chunks)
    for chunk in chunks:
        yield cipher.encrypt(_nonce(count, MORE), held, place)
        count, held = count + 1, chunk
    yield cipher.encrypt(_nonce(count, LAST), held, place)


def unseal(source: Readable, secret: bytes, purpose: bytes, place: bytes) -> Iterator[bytes]:
    """Yield what a sealed stream holds, each chunk only once it has been proved.

    :raises InvalidTag: if a chunk was changed, moved, doubled, taken out or cut off, or if the
        stream comes from another place or another key.
    """
    head = _exactly(source, HEAD)
    if len(head) < HEAD or head[: len(FORMAT)] != FORMAT:
        raise InvalidTag
    cipher = _cipher(secret, head[len(FORMAT) :], purpose)
    count, held = 0, _exactly(source, CHUNK + TAG)
    while following := _exactly(source, CHUNK + TAG):
        yield cipher.decrypt(_nonce(count, MORE), held, place)
        count, held = count + 1, following
    yield cipher.decrypt(_nonce(count, LAST), held, place)


def sealed_size(size: int) -> int:
    """Return how long the sealed stream of so many bytes is."""
    chunks = max(1, -(-size // CHUNK))
    return HEAD + size + chunks * TAG


def _exactly(source: Readable, size: int) -> bytes:
    """Read until there are so many bytes, or no more."""
    found = b""
    while len(found) < size and (more := source.read(size - len(found))):
        found += more
    return found
