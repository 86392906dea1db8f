"""What every report is set with: its fonts, its style sheet, and a fetcher that fetches no more."""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

from weasyprint import CSS
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

SCHEME = "letters"
FACES = (  # family, weight, style, package, file
    ("Source Serif Pro", 400, "normal", "font_source_serif_pro", "SourceSerifPro-Regular.otf"),
    ("Source Serif Pro", 400, "italic", "font_source_serif_pro", "SourceSerifPro-It.otf"),
    ("Source Serif Pro", 600, "normal", "font_source_serif_pro", "SourceSerifPro-Semibold.otf"),
    ("Source Sans Pro", 400, "normal", "font_source_sans_pro", "SourceSansPro-Regular.otf"),
    ("Source Sans Pro", 400, "italic", "font_source_sans_pro", "SourceSansPro-It.otf"),
    ("Source Sans Pro", 600, "normal", "font_source_sans_pro", "SourceSansPro-Semibold.otf"),
    ("Source Sans Pro", 700, "normal", "font_source_sans_pro", "SourceSansPro-Bold.otf"),
)
STYLE = Path(__file__).with_name("report.css")
_VARIABLE = re.compile(r"(--[a-z-]+):\s*([^;]+);")
_USED = re.compile(r"var\((--[a-z-]+)\)")


class NothingElse(URLFetcher):
    """Hand out our own fonts; anything else asked for ends the printing."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=[])

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return a font of ours.

        :raises FatalURLFetchingError: for every other address.
        """
        files = {f"{SCHEME}:{name}": (package, name) for *_, package, name in FACES}
        if url not in files:
            self._refuse()
        return URLFetcherResponse(url, font(*files[url]).read_bytes())

    def _refuse(self) -> NoReturn:
        raise FatalURLFetchingError("a report fetches nothing")


def font(package: str, name: str) -> Path:
    """Return where a font lies in its installed package."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(package)
    return Path(spec.submodule_search_locations[0]) / "files" / name


def _faces() -> str:
    return "".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};'
        f"src:url({SCHEME}:{name})}}"
        for family, weight, style, _, name in FACES
    )


@cache
def fonts() -> FontConfiguration:
    """Return the fonts, loaded once for this process and those forked from it."""
    configuration = FontConfiguration()
    CSS(string=_faces(), font_config=configuration, url_fetcher=NothingElse())
    return configuration


@cache
def style() -> CSS:
    """Return the style sheet, read once."""
    text = resolved(STYLE.read_text(encoding="utf-8"))
    return CSS(string=text, font_config=fonts(), url_fetcher=NothingElse())


def resolved(text: str) -> str:
    """Put the value of each variable in its place: WeasyPrint would seek it for every element."""
    values = dict(_VARIABLE.findall(text))
    return _USED.sub(lambda used: values[used[1]], _VARIABLE.sub("", text))
