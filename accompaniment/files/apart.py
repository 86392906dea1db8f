"""Work on foreign bytes done apart: in a process without keys, environment, network or disk.

A photo or PDF made to break its reader breaks a process that knows nothing and is gone in a
second. One works at a time in each process of ours, so that many uploads do not fill the memory.
"""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from accompaniment.files.bench.faults import Unfit

HERE = str(Path(__file__).parent)
START = "import sys; sys.path.insert(0, sys.argv[1]); from bench.main import main; main()"
WALL, WAIT = 60, 45  # seconds a task may take, and wait for its turn
SIDE = 1400  # pixels of a page to look at
_turn = threading.BoundedSemaphore(1)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file as it may come in."""

    kind: str
    data: bytes
    pages: int
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One page as a picture, with the words on it."""

    picture: bytes
    pages: int
    words: str


def clean(data: bytes) -> Cleaned:
    """Say what a file really is, and return it without what it should not carry.

    :raises Unfit: with the code of what is wrong with it.
    """
    limits = {"pages": settings.DOCUMENT_MAX_PAGES, "pixels": settings.DOCUMENT_MAX_PIXELS}
    said, made = _done({"do": "clean", **limits}, data)
    return Cleaned(said["kind"], made, int(said["pages"]), tuple(said["removed"]))


def draw(data: bytes, kind: str, number: int) -> Drawn:
    """Draw one page of a PDF, or a photo.

    :raises Unfit: if it cannot be drawn.
    """
    asked = {"do": "look", "kind": kind, "number": number, "side": SIDE}
    said, made = _done({**asked, "pixels": settings.DOCUMENT_MAX_PIXELS}, data)
    return Drawn(made, int(said["pages"]), str(said["words"]))


def _done(asked: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    if not _turn.acquire(timeout=WAIT):
        raise Unfit("busy")
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter, our own program
            [sys.executable, "-I", "-B", "-c", START, HERE],
            input=json.dumps(asked).encode() + b"\n" + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8"},
            cwd="/",
            timeout=WALL,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unfit("bomb") from None
    finally:
        _turn.release()
    head, _, made = done.stdout.partition(b"\n")
    if done.returncode or not head:
        raise Unfit("damaged" if done.returncode == 1 else "bomb")
    said = json.loads(head)
    if "unfit" in said:
        raise Unfit(said["unfit"], **said["facts"])
    return said, made


__all__ = ["Cleaned", "Drawn", "Unfit", "clean", "draw"]
