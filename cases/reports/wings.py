"""What the wings lay on the pages of a case: they teach it here, the heart does not know them."""

from collections.abc import Callable, Iterable
from typing import Any

from cases.models import Case

Lines = Callable[[Case, Any], Iterable[Any]]
_legal: list[Lines] = []


def teach_legal(lines: Lines) -> None:
    """Let a wing say what of it belongs on the legal road of a case, to one reader.

    A line has ``title``, ``url``, ``note``, ``state``, ``kind`` and ``icon``.
    """
    if lines not in _legal:
        _legal.append(lines)


def on_the_legal_road(case: Case, user: Any) -> list[Any]:
    """Return what the wings say of a case, as far as this reader may know it."""
    return [line for lines in _legal for line in lines(case, user)]
