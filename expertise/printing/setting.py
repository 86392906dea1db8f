"""Setting a report in pages. Only the child that prints, and commands and tests, come here."""

import json
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from warnings import catch_warnings, simplefilter

from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from expertise.enums.paper import JobStage
from expertise.frozen import Edition, Frozen
from expertise.printing import archive, blocks, sheet
from expertise.printing.clean import clean
from expertise.printing.trouble import CannotPrint

Progress = Callable[[str, int, int], None]
VARIANT = "pdf/a-3a"
LETTERS_A_PAGE = 4200  # of markup, about
SAMPLE = Path(__file__).parents[1] / "golden" / "dictamen.json"
_PAGE = re.compile(r"Page (\d+)")


def to_html(content: Frozen, edition: Edition, progress: Progress) -> str:
    """Return a report as HTML, telling of each section.

    :raises CannotPrint: if the content is not what a report holds.
    """
    content, edition = clean(content), clean(edition)
    told = []
    total = len(content["sections"])
    for done, section in enumerate(blocks.sections(content, edition), 1):
        told.append(section)
        progress(JobStage.PREPARA, done, total)
    return blocks.html(content, edition, told)


def render(content: Frozen, edition: Edition, progress: Progress) -> bytes:
    """Return a report as one PDF that is PDF/A-3a and PDF/UA-1 at once.

    ``progress`` is called with a stage of :class:`JobStage`, and how much of how much is done.

    :raises CannotPrint: if the content is not what a report holds.
    """
    markup = to_html(content, edition, progress)
    expected = max(1, len(markup) // LETTERS_A_PAGE)
    with _told_of_pages(progress, expected) as ear:
        try:
            page = HTML(string=markup, url_fetcher=sheet.NothingElse())
            with catch_warnings():  # WeasyPrint leaves the colour profile open a moment
                simplefilter("ignore", ResourceWarning)
                pdf = page.write_pdf(
                    stylesheets=[sheet.style()],
                    font_config=sheet.fonts(),
                    pdf_variant=VARIANT,
                    uncompressed_pdf=True,  # ``archive`` packs it, in half the time
                )
        except FatalURLFetchingError as refused:
            raise CannotPrint("it asks for something from outside") from refused
    pages = ear.pages
    progress(JobStage.ETIQUETA, 0, pages)
    whole, pages = archive.named_twice(pdf)
    progress(JobStage.ETIQUETA, pages, pages)
    return whole


def warm() -> None:
    """Load fonts, style sheet and templates by printing one block of each kind."""
    said = json.loads(SAMPLE.read_text(encoding="utf-8"))
    first, *_ = sections = said["content"]["sections"]
    kinds = {block["type"]: block for section in sections for block in section["blocks"]}
    said["content"]["sections"] = [first | {"blocks": list(kinds.values())}]
    render(said["content"], said["edition"], lambda *_: None)


class _Ear(logging.Handler):
    """Hear from WeasyPrint which page it has set; it may set some of them again."""

    def __init__(self, progress: Progress, expected: int) -> None:
        super().__init__(logging.INFO)
        self.progress, self.expected, self.pages = progress, expected, 0

    def emit(self, record: logging.LogRecord) -> None:
        """Tell of one page."""
        if found := _PAGE.search(record.getMessage()):
            self.pages = max(self.pages, int(found[1]))
            self.expected = max(self.expected, self.pages)
            self.progress(JobStage.COMPONE, self.pages, self.expected)


@contextmanager
def _told_of_pages(progress: Progress, expected: int) -> Iterator[_Ear]:
    logger = logging.getLogger("weasyprint.progress")
    ear = _Ear(progress, expected)
    before, logger.propagate = logger.propagate, False
    logger.addHandler(ear)
    logger.setLevel(logging.INFO)
    try:
        yield ear
    finally:
        logger.removeHandler(ear)
        logger.propagate = before
