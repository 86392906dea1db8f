"""Instruments the house knows, as the beginning of what a report says of them."""

from typing import Any

from cases.instruments import Definition, shipped


def prefilled(code: str) -> dict[str, Any]:
    """Return what is known of one of the instruments of the house; nothing of any other."""
    it = shipped().get(code)
    if it is None:
        return {"higher_is_worse": True}
    highest = _highest(it)
    number = len([item for item in it.items if item.scored])
    cut = it.cuts[0] if it.cuts else None
    return {
        "code": it.code,
        "name": str(it.name),
        "version": it.source,
        "measures": f"{it.about}; {it.window}",
        "range": f"{number}, 0-{highest:g}" if highest else "",
        "max": highest,
        "cut": cut.at if cut else None,
        "higher_is_worse": it.better == "lower",
        "score_words": "",
    }


def _highest(it: Definition) -> float | None:
    """Return the highest score there can be; nothing where answers are not added up."""
    if it.scoring.method != "sum":
        return None
    of_scale = {
        name: max(answer.value for answer in answers) for name, answers in it.scales.items()
    }
    return float(sum(of_scale[item.scale] for item in it.items if item.scored) * it.scoring.times)
