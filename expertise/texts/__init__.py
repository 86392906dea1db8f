"""Texts the house offers the expert: guidance for each section, and templates with versions.

They are printed or read in Spanish, so they lie here in Spanish, one file each. A template that
was used stays for ever: a better one is a new file with a new version, ``marco-genero-2026.2``, and
only the newest of each family is offered. ``[[gaps]]`` are for the expert to fill.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
NAME = re.compile(r"^(?P<family>[a-z-]+)-(?P<version>\d{4}\.\d+)$")
GAP = re.compile(r"\[\[([^\[\]]+)\]\]")


@dataclass(frozen=True, slots=True)
class Template:
    """One text to begin with."""

    name: str  # marco-genero-2026.1
    family: str
    version: str
    section: str  # key of a section
    title: str
    text: str
    is_offered: bool


@dataclass(frozen=True, slots=True)
class Guidance:
    """What a section is for, and what it must hold."""

    lead: str
    points: tuple[str, ...]


@cache
def templates() -> dict[str, Template]:
    """Return every template by its name."""
    read = [_read(path) for path in sorted((HERE / "plantillas").glob("*.md"))]
    return {each.name: each for each in read}


def _read(path: Path) -> Template:
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    name = NAME.match(path.name.removesuffix(".md"))
    if name is None:
        raise ValueError(path.name)
    return Template(
        name=name[0],
        family=name["family"],
        version=name["version"],
        section=facts["apartado"],
        title=facts["título"],
        text=body.strip(),
        is_offered=facts.get("oferta") != "no",
    )


def offered(section: str) -> list[Template]:
    """Return the newest of each family of templates for one section."""
    newest: dict[str, Template] = {}
    for each in sorted(templates().values(), key=_age):
        if each.section == section and each.is_offered:
            newest[each.family] = each
    return sorted(newest.values(), key=lambda each: each.title)


def _age(template: Template) -> tuple[int, int]:
    year, number = template.version.split(".")
    return int(year), int(number)


def text_of(name: str) -> str:
    """Return the text of a template."""
    return templates()[name].text


def filled(text: str, known: dict[str, str]) -> str:
    """Fill the gaps whose words are known; the others stay for the expert."""

    def word(gap: re.Match[str]) -> str:
        said = known.get(gap[1].lower(), "")
        return said or gap[0]

    return GAP.sub(word, text)


def gaps(text: str) -> list[str]:
    """Return the gaps nobody has filled yet."""
    return GAP.findall(text)


@cache
def guidance(section: str) -> Guidance:
    """Return the guidance for one section."""
    text = (HERE / "guias" / f"{section}.md").read_text(encoding="utf-8")
    lead, _, points = text.strip().partition("\n\n")
    return Guidance(lead, tuple(line.removeprefix("- ") for line in points.splitlines()))
