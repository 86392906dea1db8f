"""One task, then the end: read what to do and the bytes, say what came of it and the bytes."""

import codecs
import ctypes
import json
import resource
import sys
from typing import Any

from PIL import Image

from . import offices, papers, pictures, texts
from .faults import Unfit
from .sniff import kind_of

MEMORY, SECONDS = 1_600_000_000, 40
ALONE = 0x10000000 | 0x40000000  # a user and a network of its own, where the kernel lets us


READY = ("cp437", "cp1252", "latin-1", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")


def confine() -> None:
    """Give up what the task does not need: memory, time, the network, and every other file.

    With no descriptor left to give out, nothing can be opened any more: not the key file, not the
    memory of another process, not a socket.
    """
    for encoding in READY:
        codecs.lookup(encoding)
    Image.init()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.CDLL(None).unshare(ALONE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def clean(data: bytes, asked: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Say what a file is and give it back without what it should not carry."""
    kind, pages, removed = kind_of(data), 1, list[str]()
    if kind == "pdf":
        data, pages, removed = papers.clean(data, asked["pages"])
    elif kind == "zip":
        kind, data, removed = offices.clean(data)
    elif kind == "txt":
        data = texts.clean(data)
    else:
        data, removed = pictures.clean(data, kind, asked["pixels"])
    return {"kind": kind, "pages": pages, "removed": removed}, data


def look(data: bytes, asked: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Draw one page."""
    if asked["kind"] == "pdf":
        drawn, pages, words = papers.preview(data, asked["number"], asked["side"])
        return {"pages": pages, "words": words}, drawn
    drawn = pictures.preview(data, asked["kind"], asked["pixels"], asked["side"])
    return {"pages": 1, "words": ""}, drawn


TASKS = {"clean": clean, "look": look}


def main() -> None:
    """Do the task on standard input."""
    asked = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    confine()
    try:
        said, made = TASKS[asked["do"]](data, asked)
    except Unfit as unfit:
        said, made = {"unfit": unfit.code, "facts": unfit.facts}, b""
    except MemoryError:
        said, made = {"unfit": "bomb", "facts": {}}, b""
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + made)
    sys.stdout.buffer.flush()
