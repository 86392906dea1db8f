"""The child that prints one report, shut in with its work, its memory and its time.

Before it reads a word of the report it gives up the network, other programs and every file it does
not need; the kernel ends it when its time is over, whatever it is doing.
"""

import ctypes
import json
import os
import resource
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

PROGRESS, DONE, TROUBLE = b"P", b"D", b"T"
HEAD = 5  # of a message: what it is, how long it is
PIECE = 1 << 20
OUT_OF_MEMORY = 12  # a code to leave with
_SET_PDEATHSIG, _SET_NO_NEW_PRIVS = 1, 38
_NEWUSER, _NEWNET = 0x10000000, 0x40000000
_REFUSED: tuple[str, ...] = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.posix_spawn",
    "os.system",
    "os.fork",
)
_REFUSED += ("os.kill", "os.remove", "os.rename", "os.mkdir", "os.link", "os.symlink", "shutil.")
_HOUSE = Path(__file__).resolve().parents[2]
_FOLDERS: tuple[str, ...] = (sys.prefix, sys.base_prefix, "/usr/share", "/usr/lib")
_FOLDERS += (str(_HOUSE / "expertise"), str(_HOUSE / "templates"))
_READABLE = tuple(os.path.realpath(folder) + os.sep for folder in _FOLDERS)
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent() -> None:
    """Ask Linux to end this process when its parent ends, however that happens."""
    _libc.prctl(_SET_PDEATHSIG, signal.SIGKILL)


def load() -> None:
    """Load everything a report needs, and print a line, so that each child finds it warm."""
    from django.conf import settings  # noqa: PLC0415  # a press has settings of its own

    settings.configure(USE_I18N=False, USE_TZ=False)
    from expertise.printing import setting  # noqa: PLC0415  # loads WeasyPrint

    setting.warm()


def shut_in(limits: dict[str, Any]) -> None:
    """Leave this process nothing but its work, its memory and its time."""
    seconds = max(float(limits["until"]) - time.monotonic(), 0.01)  # the clock of the machine
    memory = int(limits["memory"])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    _libc.prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if _libc.unshare(_NEWNET) != 0:  # a network without a way out, where the kernel allows it
        _libc.unshare(_NEWUSER | _NEWNET)
    sys.addaudithook(_refuse)  # and the same without the kernel; nothing takes this back


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_REFUSED) or (event == "open" and not _may_open(*arguments)):
        raise PermissionError(event)


def _may_open(path: Any, mode: Any, flags: Any) -> bool:
    """Say whether a file may be opened: to read, and only what printing needs."""
    if isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        return False
    if isinstance(path, int):
        return True
    return os.path.realpath(os.fsdecode(path)).startswith(_READABLE)


def message(kind: bytes, body: bytes) -> bytes:
    """Return a message ready to be sent."""
    return kind + len(body).to_bytes(HEAD - 1, "big") + body


def work(talk: socket.socket) -> int:
    """Read what is to be printed, print it, send it back; return the code to leave with."""
    try:
        shut_in(json.loads(_read(talk)))
        _print(talk)
    except MemoryError:  # nothing can be sent any more, perhaps
        return OUT_OF_MEMORY
    except Exception as broken:  # noqa: BLE001  # it ends here; of the report nothing is said
        _say_where(broken)
        return 1
    return 0


def _say_where(broken: Exception) -> None:
    """Tell who looks after the house what broke and where, without a word of the report."""
    frame = broken.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    place = frame and f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}"
    os.write(2, f"a report cannot be printed: {type(broken).__name__} at {place}\n".encode())


def _print(talk: socket.socket) -> None:
    job = json.loads(_read(talk))
    from expertise.printing import setting, trouble  # noqa: PLC0415  # loaded long ago

    def tell(stage: str, done: int, total: int) -> None:
        talk.sendall(message(PROGRESS, json.dumps([str(stage), done, total]).encode()))

    try:
        pdf = setting.render(job["content"], job["edition"], tell)
    except (trouble.CannotPrint, RecursionError):
        talk.sendall(message(TROUBLE, b"CannotPrint"))
    else:
        talk.sendall(message(DONE, pdf))


def _read(talk: socket.socket) -> bytes:
    head = _exactly(talk, HEAD)
    return _exactly(talk, int.from_bytes(head[1:], "big"))


def _exactly(talk: socket.socket, size: int) -> bytes:
    found = bytearray()
    while len(found) < size:
        if not (more := talk.recv(min(size - len(found), PIECE))):
            os._exit(0)  # nobody wants it any more
        found += more
    return bytes(found)
