"""From a frozen report to what its templates need: every word set, every chart placed."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import segno
from django.template import Context, Engine
from django.utils.safestring import SafeString

from expertise.frozen import Block, Edition, Frozen, digest
from expertise.printing import columns as of_table
from expertise.printing import figures, words
from expertise.printing.trouble import CannotPrint

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
_REFERENCE = re.compile(r'<a class="ver" href="#([^"]+)"></a>')
_IDS = re.compile(r'\bid="([^"]+)"')
ANCHOR = re.compile(r"[a-z][a-z0-9-]{0,40}\Z")
Told = dict[str, Any]


def _rows(rows: Any) -> list[list[Any]]:
    return [[words.line(cell) for cell in row] for row in rows]


def _copies(copies: Any) -> Told:
    rows = _rows(copies)
    return {"rows": rows, "widths": of_table.begun([["Copia", "Se entrega a", "Forma"], *rows])}


def _headed(cell: str) -> Told:
    """Part the head of a row from the smaller line below it."""
    first, _, rest = str(cell).partition("\n")
    return {"text": words.line(first), "below": words.line(rest) if rest.strip() else ""}


def _anchor(name: Any) -> str:
    return str(name) if name and ANCHOR.match(str(name)) else ""


def prose(block: Block) -> Told:
    """Set a text."""
    return {"text": words.prose(block["text"])}


def heading(block: Block) -> Told:
    """Set a heading within a section."""
    return {"text": words.line(block["text"]), "id": _anchor(block.get("id"))}


def facts(block: Block) -> Told:
    """Set a table of two columns."""
    rows = [(words.line(label), words.line(value)) for label, value in block["rows"]]
    return {"caption": words.line(block["caption"]), "rows": rows}


WIDTHS = {"short": "corta", "long": "larga"}
ALIGNED = {"right": "num", "center": "centro"}


def table(block: Block) -> Told:
    """Set a table; the first cell of each row heads it."""
    columns = [
        {
            "title": words.line(column["title"]),
            "wide": WIDTHS.get(column.get("width", ""), ""),
            "aligned": ALIGNED.get(column.get("align", ""), ""),
        }
        for column in block["columns"]
    ]
    rows = []
    for cells in block["rows"]:
        if len(cells) != len(columns):
            raise CannotPrint("a row has other columns than its table")
        classes = [column["aligned"] for column in columns]
        rows.append(
            {
                "head": _headed(cells[0]),
                "cells": [
                    {"kind": kind, "text": words.line(cell)}
                    for kind, cell in zip(classes[1:], cells[1:], strict=True)
                ],
            }
        )
    told = {"columns": columns, "rows": rows, "note": words.line(block.get("note", ""))}
    return {**told, "caption": words.line(block["caption"]), "widths": _widths(columns, rows)}


def _widths(columns: list[Told], rows: list[Told]) -> SafeString:
    cells = [[column["title"] for column in columns]]
    for row in rows:
        head = f"{row['head']['text']}<br>{row['head']['below']}"
        cells.append([head, *(cell["text"] for cell in row["cells"])])
    kinds = [f"{column['wide']} {column['aligned']}" for column in columns]
    return of_table.begun(cells, kinds)


def quote(block: Block) -> Told:
    """Set what the person said, word for word."""
    return {"text": words.line(block["text"]), "source": words.line(block.get("source", ""))}


def items(block: Block) -> Told:
    """Set a list."""
    listed = [words.line(item, keys=True) for item in block["items"]]
    return {"ordered": bool(block.get("ordered")), "items": listed}


def questions(block: Block) -> Told:
    """Set the questions posed."""
    listed = [
        {
            "key": each["key"],
            "id": _anchor(str(each["key"]).lower()),
            "text": words.line(each["text"]),
        }
        for each in block["items"]
    ]
    return {"items": listed}


def bars(block: Block) -> Told:
    """Place a chart of results."""
    return figures.bars(block)


def years(block: Block) -> Told:
    """Place a chart of courses."""
    return figures.years(block)


def grid(block: Block) -> Told:
    """Set facts against effects, each cell with its grade."""
    given = {(cell["fact"], cell["effect"]): cell for cell in block["cells"]}
    effects = [effect["key"] for effect in block["effects"]]
    rows = [
        {
            "key": fact["key"],
            "title": words.line(fact["title"]),
            "cells": [given.get((fact["key"], key), {}).get("grade", "") for key in effects],
        }
        for fact in block["facts"]
    ]
    legend = " · ".join(f"{each['key']} {each['title']}" for each in block["effects"])
    grades = [
        {
            "name": f"{each['code']}. {each['label']}",
            "meaning": words.line(each.get("meaning", "")),
            "count": each["count"],
        }
        for each in block.get("grades", ())
    ]
    told = {"caption": words.line(block["caption"]), "rows": rows, "effects": effects}
    told |= {
        "widths": of_table.told(of_table.of_grid(len(effects))),
        "grade_widths": _of_grades(grades),
    }
    return {**told, "legend": words.line(legend), "grades": grades}


def _of_grades(grades: list[Told]) -> SafeString:
    cells = [[each["name"], each["meaning"], str(each["count"])] for each in grades]
    return of_table.begun([["Grado", "Significado", "Nexos"], *cells], ["corta", "", "num"])


def link(block: Block) -> Told:
    """Set one causal link: a row of the landscape table."""
    evidence = [
        {
            "kind": each["kind"],
            "where": words.line(each["where"]),
            "quote": words.line(each.get("quote", "")),
        }
        for each in block["evidence"]
    ]
    told = {name: words.line(block.get(name, "")) for name in _LINK_TEXTS}
    ends = {name: {**block[name], "title": words.line(block[name]["title"])} for name in _ENDS}
    return {
        **told,
        **ends,
        "evidence": evidence,
        "key": block["key"],
        "id": _anchor(block["key"].lower()),
    }


_LINK_TEXTS: tuple[str, ...] = (
    "grade",
    "grade_label",
    "time",
    "specificity",
    "alternatives",
    "stressors",
)
_LINK_TEXTS += ("protective", "works")
_ENDS = ("fact", "effect")


def answer(block: Block) -> Told:
    """Set the answer to a question, and what it rests on."""
    rests = ", ".join(str(key) for key in block.get("rests_on", ()))
    return {
        "key": block["key"],
        "id": _anchor(f"r-{block['key']}".lower()),
        "question": words.line(block["question"]),
        "text": words.prose(block["text"]),
        "rests_on": words.line(rests, keys=True),
    }


def signature(block: Block) -> Told:
    """Set the oath and the place for the signature."""
    return {
        "oath": words.prose(block["oath"]),
        "place_date": words.prose(block["place_date"]),
        "name": words.line(block["name"]),
        "licences": words.line(block["licences"]),
    }


SETTERS: dict[str, Callable[[Block], Told]] = {
    each.__name__: each
    for each in (
        prose, heading, facts, table, quote, items, questions, bars, years, grid, link, answer,
        signature,
    )
}  # fmt: skip


def set_section(section: Any, copies: Told, stamp: Told) -> Told:
    """Return a section with its blocks set; causal links next to each other share one table."""
    given = {"copies": copies, "digest": stamp}
    told: list[Told] = []
    for kind, blocks in groupby(section["blocks"], key=lambda block: block.get("type")):
        if kind == "link":
            links = [_told(kind, each) for each in blocks]
            told.append({"template": _template("links"), "links": links})
        elif kind in given:
            told.append({"template": _template(kind), **given[kind]})
        else:
            told += [_told(kind, block) for block in blocks]
    return {
        "number": section["number"],
        "title": words.line(section["title"]),
        "kind": section["key"],
        "blocks": told,
        "empty": words.prose(section.get("empty_because") or ""),
        "turns": bool(told) and told[-1]["template"] == _template("links"),
    }


def _told(kind: Any, block: Block) -> Told:
    if kind not in SETTERS:
        raise CannotPrint(f"no block is called {kind!r:.40}")
    try:
        return {"template": _template(kind), **SETTERS[kind](block)}
    except (KeyError, TypeError, ValueError, AttributeError) as trouble:
        raise CannotPrint(f"a block {kind!r} is not whole") from trouble


def _template(kind: str) -> str:
    return f"expertise/print/_{kind}.html"


def qr(url: str) -> Told:
    """Return the QR code of an address as one path, a unit for each module."""
    code = segno.make(url, error="m", micro=False)
    path = []
    for row, modules in enumerate(code.matrix):
        start = 0
        for dark, run in groupby(modules):
            length = len(list(run))
            if dark:
                path.append(f"M{start} {row}.5h{length}")
            start += length
    return {"path": "".join(path), "box": str(len(code.matrix) + 2)}


def stamped(content: Frozen, edition: Edition) -> Told:
    """Return the fingerprint in groups of four, half on each line."""
    hexadecimal = edition.get("digest") or digest(content)
    groups = [hexadecimal[place : place + 4] for place in range(0, len(hexadecimal), 4)]
    half = len(groups) // 2
    return {"digest": [" ".join(groups[:half]), " ".join(groups[half:])]}


def sections(content: Frozen, edition: Edition) -> Iterator[Told]:
    """Set the sections one after the other."""
    copies = _copies(edition["copies"])
    stamp = stamped(content, edition)
    before_turns = False
    for section in content["sections"]:
        told = set_section(section, copies, stamp)
        told["after_landscape"] = before_turns
        before_turns = told["turns"]
        yield told


@cache
def engine() -> Engine:
    """Return the templates of paper, which need no settings."""
    return Engine(dirs=[str(TEMPLATES)], autoescape=True)


def html(content: Frozen, edition: Edition, told: list[Told]) -> str:
    """Return the whole report as HTML, ready to be set in pages."""
    context = {
        "cover": content["cover"],
        "edition": edition,
        "is_draft": "BORRADOR" in edition["mark"],
        "evaluated": words.line(content["cover"]["evaluated"]),
        "organisation": words.line(content["cover"]["organisation"]),
        "qr": qr(edition["url"]) if edition["url"] else None,
        "sections": told,
    }
    page = engine().get_template("expertise/print/report.html").render(Context(context))
    known = set(_IDS.findall(page))
    return _REFERENCE.sub(lambda found: found[0] if found[1] in known else "", page)
