"""What the records of a commission say in each section, beside what the expert writes."""

import datetime as dt
from collections.abc import Callable

from expertise.frozen import Block
from expertise.models import Commission
from expertise.reports import matrix_blocks, pulled_case, pulled_end, pulled_evaluation

Pull = Callable[[Commission, dt.date], list[Block]]
PULLS: dict[str, Pull] = {
    "proemio": pulled_case.identification,
    "credenciales": pulled_case.credentials,
    "preguntas": pulled_case.questions,
    "consentimiento": pulled_case.consent,
    "condiciones": pulled_evaluation.conditions,
    "fuentes": pulled_evaluation.sources,
    "instrumentos": pulled_evaluation.instruments,
    "anexos": pulled_end.annexes,
}
FROM_MATRIX = frozenset({"relato", "efectos", "nexo", "respuestas", "bibliografia"})
# In these what the expert writes stands first and the records follow; in the others they lead.
WORDS_FIRST = frozenset({"proemio", "preguntas", "relato", "nexo", "respuestas"})


def pulled(commission: Commission, key: str, on: dt.date) -> list[Block]:
    """Return what the records say in one section, for who may read it."""
    if key in FROM_MATRIX:
        return matrix_blocks.blocks(commission)[key]
    return PULLS[key](commission, on) if key in PULLS else []


def all_pulled(commission: Commission, on: dt.date) -> dict[str, list[Block]]:
    """Return what the records say in every section that has any."""
    found = {key: pull(commission, on) for key, pull in PULLS.items()}
    return {**found, **matrix_blocks.blocks(commission)}
