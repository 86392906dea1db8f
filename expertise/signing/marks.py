"""The invisible mark of a copy: on every page, it says whose copy a leaked file was.

A path of ten points that is drawn with nothing (``n``) stands in the content of each page, as an
artifact: no reader shows it, speaks it or prints it, taking out the metadata or single pages leaves
it, and only who holds our key can tell which copy it names.
"""

import re
from collections import Counter
from io import BytesIO

import pikepdf

POINTS, DIGITS = 10, 3
NEEDED = POINTS * DIGITS  # hexadecimal digits: 120 bits
BEGIN, END = b"/Artifact BMC q 0 0 m ", b" n Q EMC"
LINE = re.compile(re.escape(BEGIN) + rb"((?:\d{1,5} \d{1,5} l ?){%d})n Q EMC" % POINTS)


class NoMark(ValueError):
    """A mark is hexadecimal and long enough."""


def drawn(mark: str) -> bytes:
    """Return a mark as a path drawn with nothing."""
    if len(mark) < NEEDED:
        raise NoMark
    values = [int(mark[n : n + DIGITS], 16) for n in range(0, NEEDED, DIGITS)]
    points = b" ".join(b"%d %d l" % (step, value) for step, value in enumerate(values))
    return BEGIN + points + END


def marked(pdf: bytes, mark: str) -> bytes:
    """Return the file with a mark on every page."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        path = document.make_stream(b"\n" + drawn(mark) + b"\n")
        for page in document.pages:
            page.contents_add(path)
        document.save(out, linearize=False, deterministic_id=True)
    return out.getvalue()


def marks_of(pdf: bytes) -> list[str]:
    """Return the marks on the pages of a file, the one on most pages first."""
    found: Counter[str] = Counter()
    with pikepdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            found.update(set(_marks_in(_content(page))))
    return [mark for mark, _count in found.most_common()]


def _content(page: pikepdf.Page) -> bytes:
    contents = page.obj.get("/Contents")
    if contents is None:
        return b""
    streams = contents if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(stream.read_bytes() for stream in streams)


def _marks_in(content: bytes) -> list[str]:
    return [
        "".join(f"{int(value):0{DIGITS}x}" for value in points.split()[1::3])
        for points in LINE.findall(b" ".join(content.split()))
    ]
