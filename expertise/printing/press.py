"""A press as its user sees it: give it a report, hear how far it is, get the file or the reason.

One process has one press at most, started when it first prints. A report that takes too long or
too much is ended without harm to anything else; so is one nobody wants any more.
"""

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from expertise.frozen import Edition, Frozen
from expertise.printing import trouble
from expertise.printing.child import DONE, HEAD, OUT_OF_MEMORY, PIECE, PROGRESS, message
from expertise.printing.zygote import PRINT, STOP

HOUSE = Path(__file__).resolve().parents[2]
ZYGOTE = "expertise.printing.zygote"
TICK = 1.0  # seconds until a silent child lets its asker look up
GRACE = 5.0  # seconds a press has to tell how its child ended
TOO_LONG = {-signal.SIGALRM, -signal.SIGXCPU}
# a library that got no memory gives up in one of these ways
TOO_MUCH = {OUT_OF_MEMORY, -signal.SIGABRT, -signal.SIGTRAP, -signal.SIGBUS, -signal.SIGSEGV}
Said = tuple[str, int, int]
Attend = Callable[[Said | None], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one report may take."""

    wall: float = 30.0  # seconds
    memory: int = 1 << 30  # bytes of address space


class Press:
    """A zygote and the way to it."""

    def __init__(self, folder: Path) -> None:
        """Start a press; ``folder`` is where it may keep its fonts."""
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, "-m", ZYGOTE, str(theirs.fileno()), str(folder)]
            self.process = subprocess.Popen(  # noqa: S603  # our own module
                command,
                pass_fds=[theirs.fileno()],
                env={"LANG": "C.UTF-8", "PATH": os.defpath},
                cwd=HOUSE,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self.owner = os.getpid()

    @property
    def works(self) -> bool:
        """Tell whether it is there, and ours: a fork of this process has one of its own."""
        return self.owner == os.getpid() and self.process.poll() is None

    def close(self) -> None:
        """End it and whatever it prints."""
        self.control.close()
        if self.owner == os.getpid():
            self.process.kill()
            self.process.wait()

    def print(self, content: Frozen, edition: Edition, *, attend: Attend, limits: Limits) -> bytes:
        """Return the file; ``attend`` is called with what is told, and each second with nothing.

        What ``attend`` raises ends the printing and goes on to the caller.

        :raises Trouble: the reason why there is no file.
        """
        until = time.monotonic() + limits.wall  # from the asking: a press that starts counts too
        with self._begun() as (talk, outcome):
            try:
                job = json.dumps({"content": content, "edition": edition}).encode()
                allowed = json.dumps({"until": until, "memory": limits.memory}).encode()
                pdf = _heard(talk, [allowed, job], attend, until)
            except BaseException:
                self.stop_child()
                raise
            if pdf is None:
                raise _reason(self._outcome(outcome))
            return pdf

    @contextmanager
    def _begun(self) -> Iterator[tuple[socket.socket, int]]:
        """Hand the press a socket to us and a pipe for the end of its child."""
        talk, theirs = socket.socketpair()
        outcome, told = os.pipe()
        try:
            with closing(talk):
                try:
                    socket.send_fds(self.control, [PRINT], [theirs.fileno(), told])
                except OSError as fallen:
                    raise trouble.Interrupted from fallen
                finally:
                    theirs.close()
                    os.close(told)
                yield talk, outcome
        finally:
            os.close(outcome)

    def stop_child(self) -> None:
        """End what is being printed."""
        try:
            self.control.send(STOP)
        except OSError:
            return  # the press fell, and its child with it

    def _outcome(self, outcome: int) -> int | None:
        """Return how the child ended: a code, a signal as a negative number, or nothing."""
        if not select.select([outcome], [], [], GRACE)[0]:
            self.close()
            return None
        said = os.read(outcome, 16)
        return int(said) if said else None


def _heard(talk: socket.socket, asked: list[bytes], attend: Attend, until: float) -> bytes | None:
    """Send what is asked, hear what is told; nothing if the child ended without a word.

    :raises Trouble: if the child says why it cannot.
    """
    end = until + GRACE  # the kernel ends it before
    talk.settimeout(TICK)
    try:
        for body in asked:
            _send(talk, message(b"J", body), attend)
        while True:
            kind, body = _message(talk, attend, end)
            if kind == PROGRESS:
                stage, done, total = json.loads(body)
                attend((stage, done, total))
            elif kind == DONE:
                return body
            else:
                raise getattr(trouble, body.decode())
    except (EOFError, ConnectionError):
        return None


def _send(talk: socket.socket, data: bytes, attend: Attend) -> None:
    left = memoryview(data)
    while left:
        try:
            left = left[talk.send(left[:PIECE]) :]
        except TimeoutError:
            attend(None)


def _message(talk: socket.socket, attend: Attend, end: float) -> tuple[bytes, bytes]:
    head = _exactly(talk, HEAD, attend, end)
    return head[:1], _exactly(talk, int.from_bytes(head[1:], "big"), attend, end)


def _exactly(talk: socket.socket, size: int, attend: Attend, end: float) -> bytes:
    found = bytearray()
    while len(found) < size:
        if time.monotonic() > end:
            raise trouble.TookTooLong
        try:
            more = talk.recv(min(size - len(found), PIECE))
        except TimeoutError:
            attend(None)
            continue
        if not more:
            raise EOFError
        found += more
    return bytes(found)


def _reason(ended: int | None) -> trouble.Trouble:
    """Return why a child ended without a word."""
    if ended in TOO_LONG:
        return trouble.TookTooLong()
    if ended in TOO_MUCH:
        return trouble.NeedsTooMuch()
    fell = ended is None or ended == -signal.SIGKILL
    return trouble.Interrupted() if fell else trouble.CannotPrint()


_press: list[Press] = []


@atexit.register
def close() -> None:
    """End the press of this process."""
    while _press:
        _press.pop().close()


def the_press(folder: Path) -> Press:
    """Return the press of this process, started if there is none."""
    for old in [press for press in _press if not press.works]:
        _press.remove(old)
        old.close()
    if not _press:
        _press.append(Press(folder))
    return _press[0]


def print_report(
    content: Frozen, edition: Edition, *, attend: Attend, limits: Limits, folder: Path
) -> bytes:
    """Print in a child that can be killed.

    :raises Trouble: the reason why there is no file.
    """
    return the_press(folder).print(content, edition, attend=attend, limits=limits)
