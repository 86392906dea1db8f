"""The blocks of a report as a page shows them: every word already safe, nothing left to ask."""

from collections.abc import Callable, Iterable
from typing import Any

from expertise import prose
from expertise.frozen import Block

Shown = dict[str, Any]


def shown(blocks: Iterable[Block]) -> list[Shown]:
    """Return blocks ready for ``expertise/_blocks.html``."""
    return [{"type": block["type"], **WAYS[block["type"]](block)} for block in blocks]


def lines(text: object) -> list[Any]:
    """Return the lines of a cell."""
    return [prose.inline(line) for line in str(text).split("\n") if line.strip()]


def _prose(block: Block) -> Shown:
    return {"html": prose.html(block["text"])}


def _heading(block: Block) -> Shown:
    return {"html": prose.inline(block["text"])}


def _facts(block: Block) -> Shown:
    rows = [(label, lines(value)) for label, value in block["rows"]]
    return {"caption": block["caption"], "rows": rows}


def _table(block: Block) -> Shown:
    return {
        "caption": block["caption"],
        "heads": [column["title"] for column in block["columns"]],
        "rows": [[lines(cell) for cell in row] for row in block["rows"]],
        "note": block.get("note", ""),
    }


def _quote(block: Block) -> Shown:
    return {"html": prose.html(block["text"]), "source": block.get("source", "")}


def _items(block: Block) -> Shown:
    return {"ordered": block.get("ordered"), "items": [prose.inline(it) for it in block["items"]]}


def _questions(block: Block) -> Shown:
    return {"items": block["items"]}


def _chart(block: Block) -> Shown:
    return {"title": block["title"], "text": block["text"]}


def _grid(block: Block) -> Shown:
    grades = {(cell["fact"], cell["effect"]): cell["grade"] for cell in block["cells"]}
    return {
        "caption": block["caption"],
        "effects": block["effects"],
        "rows": [
            (fact, [grades.get((fact["key"], effect["key"]), "") for effect in block["effects"]])
            for fact in block["facts"]
        ],
    }


LINK = (
    ("time", "Relación en el tiempo"),
    ("specificity", "Especificidad"),
    ("alternatives", "Explicaciones alternativas"),
    ("stressors", "Estresores concurrentes"),
    ("protective", "Factores protectores"),
)


def _link(block: Block) -> Shown:
    said = [(label, lines(block.get(name, ""))) for name, label in LINK if block.get(name)]
    stands_on = [f"{each['kind']}: {each['where']}".rstrip(": ") for each in block["evidence"]]
    works = block.get("works", "")
    return {
        **{name: block[name] for name in ("key", "fact", "effect", "grade", "grade_label")},
        "evidence": stands_on,
        "said": [*said, *([("Fundamento", [works])] if works else [])],
    }


def _answer(block: Block) -> Shown:
    return {
        "key": block["key"],
        "question": block["question"],
        "html": prose.html(block["text"]),
        "rests_on": ", ".join(block.get("rests_on", ())),
    }


def _signature(block: Block) -> Shown:
    return {
        "html": prose.html(block["oath"]),
        "lines": [block["place_date"], block["name"], block["licences"]],
    }


def _later(block: Block) -> Shown:
    return {}


WAYS: dict[str, Callable[[Block], Shown]] = {
    "prose": _prose,
    "heading": _heading,
    "facts": _facts,
    "table": _table,
    "quote": _quote,
    "items": _items,
    "questions": _questions,
    "bars": _chart,
    "years": _chart,
    "grid": _grid,
    "link": _link,
    "answer": _answer,
    "signature": _signature,
    "copies": _later,
    "digest": _later,
}
