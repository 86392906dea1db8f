"""Charts as numbers for a template: where each bar, line and word of an SVG stands."""

from textwrap import shorten
from typing import Any

INK, DARK, LIGHT, GREY = "#1b1a20", "#3b2a54", "#8c7fa3", "#55535e"
_LABEL, _NOTE = 24, 34  # letters that fit beside a bar, in each of its two lines
_BAR_ROW, _BAR_LEFT, _BAR_WIDTH = 33, 168, 420
_YEAR_LEFT, _YEAR_WIDTH, _YEAR_ROW, _YEAR_TOP, _YEAR_HIGH = 118, 522, 50, 50, 8.4
_STEPS = 4  # the highest intensity of a course by years
_PALE_UP_TO = 2  # bars of lower intensity are lighter


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def bars(block: dict[str, Any]) -> dict[str, Any]:
    """Place one bar for each result: value of its maximum, with the cut-off as a line."""
    placed = []
    for row, bar in enumerate(block["bars"]):
        top, most = 20 + row * _BAR_ROW, float(bar["max"]) or 1.0
        cut = bar.get("cut")
        value = min(max(float(bar["value"]), 0.0), most)
        label, note = _in_two_lines(bar["label"], bar.get("note", ""))
        placed.append(
            {
                "label": label,
                "note": note,
                "said": f"{bar['value']} de {bar['max']}",
                "top": str(top),
                "width": _number(_BAR_WIDTH * value / most),
                "text": _number(top + 9),
                "under": _number(top + 21.5),
                "beside": _number(top + 11.5),
                "cut": None if cut is None else _number(_BAR_LEFT + _BAR_WIDTH * float(cut) / most),
                "cut_label": bar.get("cut_label") or f"corte {cut}",
                "cut_top": str(top - 4),
                "cut_bottom": str(top + 18),
                "cut_text": str(top + 27),
            }
        )
    return {**block, "bars": placed, "height": str(19 + len(placed) * _BAR_ROW)}


def _in_two_lines(label: str, note: str) -> tuple[str, str]:
    """Keep words beside a bar from running into it: the table below says them whole."""
    if len(label) > _LABEL:
        name, comma, rest = label.partition(", ")
        if not comma or len(name) > _LABEL:
            name = shorten(label, _LABEL, placeholder="")
            rest = label.removeprefix(name).strip(" ,")
        label, note = name or label[:_LABEL], f"{rest}; {note}" if note else rest
    return label, shorten(note, _NOTE, placeholder=" …")


def years(block: dict[str, Any]) -> dict[str, Any]:
    """Place one row of columns for each series, and the events below their years."""
    named = [int(year) for year in block["years"]]
    step = _YEAR_WIDTH / max(len(named), 1)
    middle = {year: _YEAR_LEFT + step * (place + 0.5) for place, year in enumerate(named)}
    rows = [_series(each, row, named, middle, step) for row, each in enumerate(block["series"])]
    base = _YEAR_TOP * (len(rows) + 0.3)
    return {
        **block,
        "rows": rows,
        "years": [{"at": _number(middle[year]), "label": str(year)} for year in named],
        "base": _number(base),
        "events": _events(block.get("events", ()), middle, base),
        "events_text": _number(base + 22),
        "height": _number(base + 49),
    }


def _series(
    series: dict[str, Any], row: int, named: list[int], middle: dict[int, float], step: float
) -> dict[str, Any]:
    foot = _YEAR_TOP + row * _YEAR_ROW
    columns = []
    for year, value in zip(named, series["values"], strict=False):
        steps = min(max(float(value), 0.0), _STEPS)
        high = steps * _YEAR_HIGH
        inside = steps >= _PALE_UP_TO
        columns.append(
            {
                "value": str(value),
                "at": _number(middle[year]),
                "left": _number(middle[year] - step * 0.4),
                "width": _number(step * 0.8),
                "top": _number(foot - high),
                "high": _number(high) if steps else "",
                "fill": DARK if steps > _PALE_UP_TO else LIGHT,
                "text": _number(
                    foot - high + (9.6 if inside else -2.5) - (0.5 if not steps else 0)
                ),
                "ink": "#ffffff" if inside else GREY,
            }
        )
    return {
        "label": series["label"],
        "foot": str(foot),
        "label_at": str(foot - 3),
        "columns": columns,
    }


def _events(
    events: list[dict[str, Any]], middle: dict[int, float], base: float
) -> list[dict[str, Any]]:
    """Place words below the axis, on a lower line where the one before would be touched."""
    placed: list[dict[str, Any]] = []
    free = [0.0, 0.0, 0.0]  # where each line has been filled up to
    for event in sorted(events, key=lambda each: int(each["year"])):
        at = middle.get(int(event["year"]))
        if at is None:
            continue
        wide = len(event["label"]) * 5.2
        left = min(max(at - wide / 2, 0), _YEAR_LEFT + _YEAR_WIDTH - wide)
        line = next((n for n, filled in enumerate(free) if left > filled), 2)
        free[line] = left + wide + 6
        placed.append(
            {
                "label": event["label"],
                "at": _number(at),
                "left": _number(left),
                "top": _number(base + 4),
                "bottom": _number(base + 11 + 12 * line),
                "text": _number(base + 22 + 12 * line),
            }
        )
    return placed
