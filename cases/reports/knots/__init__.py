"""What else happened in an accompaniment: each module says ``knots(case, eyes, after)``."""

import sys
from collections.abc import Iterator
from typing import Any

from accompaniment import gathering


def all_knots(case: Any, eyes: Any, after: Any) -> Iterator[Any]:
    """Yield the newest knots of every room, a page of each."""
    for knots in gathering.offered(sys.modules[__name__], "knots"):
        yield from knots(case, eyes, after)
