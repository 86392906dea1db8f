"""The virus scanner, when there is one: clamd's INSTREAM, in a few lines."""

import socket
import struct
from collections.abc import Iterable
from enum import StrEnum
from urllib.parse import urlsplit

from django.conf import settings

TIMEOUT = 30  # seconds
OFF = "off-accept"


class Verdict(StrEnum):
    """What is known of a file."""

    CLEAN = "clean"
    INFECTED = "infected"
    UNKNOWN = "unknown"  # no scanner, or it did not answer
    ACCEPTED = "accepted"  # nobody looked: the house has said that it takes the risk


def scan(pieces: Iterable[bytes]) -> Verdict:
    """Ask the scanner; never take silence for a yes."""
    if settings.CLAMAV == OFF:
        return Verdict.ACCEPTED
    if not settings.CLAMAV:
        return Verdict.UNKNOWN
    try:
        with _connected(settings.CLAMAV) as line:
            line.sendall(b"zINSTREAM\0")
            for piece in pieces:
                if piece:
                    line.sendall(struct.pack("!L", len(piece)) + piece)
            line.sendall(struct.pack("!L", 0))
            answer = _heard(line)
    except OSError:
        return Verdict.UNKNOWN
    if answer.endswith(" OK"):
        return Verdict.CLEAN
    return Verdict.INFECTED if answer.endswith(" FOUND") else Verdict.UNKNOWN


def is_there() -> bool:
    """Tell whether files can be decided upon now: by a scanner that answers, or by the policy."""
    if settings.CLAMAV in {"", OFF}:
        return settings.CLAMAV == OFF
    try:
        with _connected(settings.CLAMAV) as line:
            line.sendall(b"zPING\0")
            return _heard(line) == "PONG"
    except OSError:
        return False


def _connected(address: str) -> socket.socket:
    where = urlsplit(address)
    if where.scheme == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(TIMEOUT)
        try:
            line.connect(where.path)
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection((where.hostname or "", where.port or 3310), TIMEOUT)


def _heard(line: socket.socket) -> str:
    heard = b""
    while not heard.endswith(b"\0") and (more := line.recv(4096)):
        heard += more
    return heard.rstrip(b"\0").decode("ascii", "replace").strip()
