"""Instruments as data: what each one asks, how it is scored, and where its words come from.

The definitions in ``data/`` carry labels of our own; the official wording of an instrument is
loaded by the organisation (``manage.py load_instrument FILE``).
"""

import json
from functools import cache
from pathlib import Path

from cases.instruments.definition import Definition
from cases.instruments.reading import DefinitionWrong, read_definition
from cases.instruments.scoring import Result, score

DATA = Path(__file__).parent / "data"
# In the order in which they are offered.
ORDER = (
    "TERMOMETRO", "WHO-5", "PHQ-9", "PHQ-8", "GAD-7", "PCL-5", "SRQ-20", "K6", "GDS-15",
    "ProQOL-5", "ASQ",
)  # fmt: skip
SCREEN = "ASQ"  # asked whenever there is a sign of risk


@cache
def shipped() -> dict[str, Definition]:
    """Return every definition of the house by its code, in the order in which they are offered.

    :raises DefinitionWrong: naming the file and the field.
    """
    found = {}
    for path in sorted(DATA.glob("*.json")):
        try:
            definition = read_definition(json.loads(path.read_text(encoding="utf-8")))
        except DefinitionWrong as wrong:
            raise DefinitionWrong(f"{path.name}: {wrong}") from wrong
        found[definition.code] = definition
    return {code: found[code] for code in sorted(found, key=ORDER.index)}


__all__ = [
    "SCREEN",
    "Definition",
    "DefinitionWrong",
    "Result",
    "read_definition",
    "score",
    "shipped",
]
