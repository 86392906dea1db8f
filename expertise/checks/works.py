"""Works that are cited in a text and stand in no bibliography."""

import re

from expertise.checks.names import plain

CITED = re.compile(
    r"\b(?P<who>[A-ZÁÉÍÓÚÑ][^\W\d_]{1,40}(?:[- ][A-ZÁÉÍÓÚÑ][^\W\d_]{1,40}){0,4})"
    r"(?: et al\.| y [A-ZÁÉÍÓÚÑ][^\W\d_]{1,40})?,? \(?(?P<year>(?:19|20)\d\d)\b"
)
MONTHS = {
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto"),
    *("septiembre", "octubre", "noviembre", "diciembre"),
}


def unlisted(text: str, bibliography: str) -> list[str]:
    """Return the citations, such as “Herman (1992)”, whose work the bibliography does not name."""
    listed = plain(bibliography)
    missing: dict[str, None] = {}
    for found in CITED.finditer(text):
        who, year = found["who"], found["year"]
        name = plain(who.split()[-1].split("-")[0])
        if name not in MONTHS and not (name in listed and year in listed):
            missing[f"{who} ({year})"] = None
    return list(missing)
