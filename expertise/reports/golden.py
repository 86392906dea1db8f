"""The golden report: invented, whole, about twenty pages; repeated, as long as wanted."""

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

from expertise.frozen import Edition, Frozen

FILE = Path(__file__).resolve().parents[1] / "golden" / "dictamen.json"
REPEATED = ("historia", "contexto", "relato", "estado_mental", "efectos")
ITS_PAGES, A_ROUND = 24, 6.6  # pages of the report itself, and of what is repeated
_NAMES = re.compile(r"\s*\{#[a-z0-9-]+\}")


def golden(pages: int = ITS_PAGES) -> tuple[Frozen, Edition]:
    """Return the golden report and its edition, about so many pages long."""
    said: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    content: Frozen = said["content"]
    rounds = max(0, round((pages - ITS_PAGES) / A_ROUND))
    for section in content["sections"]:
        if section["key"] in REPEATED:
            again = [_nameless(block) for block in section["blocks"]]
            section["blocks"] += [block for _ in range(rounds) for block in deepcopy(again)]
    return content, said["edition"]


def _nameless(block: dict[str, Any]) -> dict[str, Any]:
    """Return a block without the names that may stand in a report only once."""
    block = {**block, "id": ""}
    if "text" in block:
        block["text"] = _NAMES.sub("", block["text"])
    return block
