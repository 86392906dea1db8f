"""How much work a PKCS#12 file asks for, read from it before anything is derived.

Whoever closed the file said how often its passphrase is hashed: for the seal over the whole (RFC
7292, 4; RFC 9579) and for each part of it (PBES1 and PBES2 of RFC 8018, scrypt of RFC 7914). What
lies encrypted within cannot be read before.
"""

from collections.abc import Iterator
from math import prod
from typing import NamedTuple

from asn1crypto import parser

DEEPEST = 32  # levels of nesting; a file of certificates has half of them
MOST = 1000  # pieces beside each other
PKCS5 = bytes.fromhex("2a864886f70d0105")  # 1.2.840.113549.1.5
PKCS12_PBE = bytes.fromhex("2a864886f70d010c01")  # 1.2.840.113549.1.12.1
SCRYPT = bytes.fromhex("2b06010401da47040b")  # 1.3.6.1.4.1.11591.4.11
INTEGER, OCTETS, NAME, SEQUENCE = 2, 4, 6, 16


class _Beyond(ValueError):
    """Nested or filled beyond reason: refused wherever it stands."""


class _Piece(NamedTuple):
    """One value of ASN.1, in BER or DER."""

    kind: int  # its universal tag; -1 for any other
    whole: bool  # primitive: its content is a value and not a row of pieces
    content: bytes


def asked(file: bytes) -> int:
    """Return how many rounds of hashing a file asks for altogether.

    :raises ValueError: if it is no ASN.1, or nested beyond reason.
    """
    (top,) = _pieces(file)
    parts = list(_pieces(top.content))
    seal = [_number(each) for part in parts[2:3] for each in _pieces(part.content)]
    return sum(seal) + _rounds(parts) + sum(_walk(part, 1) for part in parts)


def _walk(piece: _Piece, depth: int) -> int:
    """Count the rounds of a piece and of all that can be read in it, bytes within bytes too."""
    if depth > DEEPEST:
        raise _Beyond("nested too deep")
    if piece.whole and piece.kind != OCTETS:
        return 0
    content = _joined(piece, depth) if piece.kind == OCTETS else piece.content
    parts = _readable(content)
    return _rounds(parts) + sum(_walk(part, depth + 1) for part in parts)


def _rounds(parts: list[_Piece]) -> int:
    """Return the rounds of one way to derive a key: its name and its parameters."""
    if len(parts) < 2 or parts[0].kind != NAME or parts[1].kind != SEQUENCE:  # noqa: PLR2004
        return 0
    numbers = [_number(each) for each in _readable(parts[1].content) if each.kind == INTEGER]
    if parts[0].content == SCRYPT:
        return prod(numbers[:3])
    return max(numbers, default=0) if parts[0].content.startswith((PKCS5, PKCS12_PBE)) else 0


def _readable(content: bytes) -> list[_Piece]:
    """Return the pieces of a content as far as it can be read.

    A salt, a digest or what is encrypted is no row of pieces, and begins like one now and then:
    that is no fault of the file. What can be read before it breaks is counted all the same.
    """
    found = []
    try:
        for piece in _pieces(content):
            found.append(piece)  # noqa: PERF402  # what came before the fault is kept
    except _Beyond:
        raise
    except ValueError:
        pass
    return found


def _joined(piece: _Piece, depth: int) -> bytes:
    """Return bytes that BER lets come in chunks."""
    if piece.whole:
        return piece.content
    if depth > DEEPEST:
        raise _Beyond("nested too deep")
    return b"".join(_joined(each, depth + 1) for each in _readable(piece.content))


def _number(piece: _Piece) -> int:
    if piece.kind != INTEGER:
        return 0
    return max(0, int.from_bytes(piece.content, signed=True))


def _pieces(data: bytes) -> Iterator[_Piece]:
    at = count = 0
    while at < len(data):
        count += 1
        if count > MOST:
            raise _Beyond("too many pieces")
        family, method, tag, header, content, trailer = parser.parse(data[at:])
        yield _Piece(-1 if family else tag, method == 0, content)
        at += len(header) + len(content) + len(trailer)
