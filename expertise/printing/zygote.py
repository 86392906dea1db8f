"""The warm press: a small process that has everything loaded, and forks a child for each report.

It is started without the secrets of the house: no environment, no database, no key. Over one
socket it is handed, for each report, a socket to the one who asked and a pipe for the outcome.
The press dies with the process that started it, and each child with the press.

Usage: python -m expertise.printing.zygote SOCKET FOLDER   (``press`` starts it)
"""

import gc
import os
import selectors
import shutil
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

from expertise.printing import child

PRINT, STOP = b"print", b"stop"
IDLE = 900  # seconds without work until a press ends itself
CHILDREN_COLLECT_AFTER = 100_000  # new objects: a page makes thousands, hardly any of them garbage


class Zygote:
    """Waits for work; one child at a time."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.child = 0
        self.outcome = -1  # the pipe into which the end of the child is told
        self.bell, self.ring = socket.socketpair()
        self.ring.settimeout(0)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.ring.fileno())

    def serve(self) -> NoReturn:
        """Work until nobody is there to work for."""
        with selectors.DefaultSelector() as waiting:
            for door in (self.control, self.bell):
                waiting.register(door, selectors.EVENT_READ)
            while True:
                ready = {key.fileobj for key, _ in waiting.select(IDLE)}
                if not ready and not self.child:
                    sys.exit(0)
                if self.bell in ready:
                    self.bell.recv(64)
                    self.reap()
                if self.control in ready:
                    self.listen()

    def listen(self) -> None:
        """Hear what is wanted."""
        said, handles, *_ = socket.recv_fds(self.control, 16, 2)
        if not said:
            sys.exit(0)
        if said == PRINT:
            self.fork(*handles)
        elif said == STOP and self.child:
            os.kill(self.child, signal.SIGKILL)

    def fork(self, talk: int, outcome: int) -> None:
        """Let a child print."""
        if self.child:  # whose asker went away without a word
            os.kill(self.child, signal.SIGKILL)
            self.reap(wait=True)
        press = os.getpid()
        self.child = os.fork()
        if not self.child:
            self.become_child(press, talk, outcome)
        os.close(talk)
        self.outcome = outcome

    def become_child(self, press: int, talk: int, outcome: int) -> NoReturn:
        """Work, then leave without looking back."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            child.die_with_parent()
            for door in (self.control, self.bell, self.ring):
                door.close()
            os.close(outcome)
            gc.set_threshold(CHILDREN_COLLECT_AFTER, 50, 100)
            if os.getppid() == press:
                with socket.socket(fileno=talk) as asked:
                    code = child.work(asked)
        finally:
            os._exit(code)

    def reap(self, *, wait: bool = False) -> None:
        """Tell how the child ended, if it has."""
        if not self.child:
            return
        ended, status = os.waitpid(self.child, 0 if wait else os.WNOHANG)
        if ended:
            self.child = 0
            said = os.waitstatus_to_exitcode(status)  # negative: ended by a signal
            try:
                os.write(self.outcome, str(said).encode())
            except BrokenPipeError:
                return
            finally:
                os.close(self.outcome)


def own_folder(place: Path) -> Path:
    """Return a folder for this press, and clear away those of presses that are no more."""
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in place.iterdir():
        if not Path("/proc", old.name).exists():
            shutil.rmtree(old, ignore_errors=True)
    mine = place / str(os.getpid())
    mine.mkdir(mode=0o700, exist_ok=True)
    return mine


def main(handle: int, place: Path) -> NoReturn:
    """Load everything, then wait for work."""
    child.die_with_parent()
    folder = own_folder(place)
    os.environ["HOME"] = tempfile.tempdir = str(folder)
    child.load()
    gc.collect()
    gc.freeze()  # what is loaded is shared with every child and never looked at again
    try:
        Zygote(socket.socket(fileno=handle)).serve()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
