"""Printing: a frozen report becomes a tagged, archival PDF.

Nothing here asks a database, a clock, a network or a person: the same content and edition give the
same bytes. ``render`` works where it is called; ``press`` lets it work in a child that can be
killed. Only what really prints loads WeasyPrint and the libraries it needs.
"""

from collections.abc import Callable

from expertise.frozen import Edition, Frozen
from expertise.printing.trouble import CannotPrint, Interrupted, NeedsTooMuch, TookTooLong, Trouble

__all__ = [
    "CannotPrint", "Interrupted", "NeedsTooMuch", "Progress", "TookTooLong", "Trouble", "render",
    "silent", "to_html",
]  # fmt: skip

Progress = Callable[[str, int, int], None]  # stage, how much of it is done, of how much


def silent(stage: str, done: int, total: int) -> None:
    """Tell nobody how far a printing is."""


def render(content: Frozen, edition: Edition, progress: Progress = silent) -> bytes:
    """Return a report as one PDF that is PDF/A-3a and PDF/UA-1 at once.

    ``progress`` is called with a stage of :class:`JobStage`, and how much of how much is done.

    :raises CannotPrint: if the content is not what a report holds.
    """
    from expertise.printing import setting  # noqa: PLC0415  # loads WeasyPrint

    return setting.render(content, edition, progress)


def to_html(content: Frozen, edition: Edition, progress: Progress = silent) -> str:
    """Return a report as HTML, with its style sheet elsewhere.

    :raises CannotPrint: if the content is not what a report holds.
    """
    from expertise.printing import setting  # noqa: PLC0415  # loads WeasyPrint

    return setting.to_html(content, edition, progress)
