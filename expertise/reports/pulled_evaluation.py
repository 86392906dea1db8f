"""What the records say of the evaluation: sessions, sources, instruments with their limits."""

import datetime as dt

from cases.enums import Modality
from expertise import spanish
from expertise.frozen import Block
from expertise.models import Commission
from expertise.reports import file
from expertise.reports.file import InstrumentApplied, SessionHeld

NOTHING = "—"


def conditions(commission: Commission, on: dt.date) -> list[Block]:
    """Return every session with its conditions."""
    held = file.sessions(commission)
    if not held:
        return []
    table: Block = {
        "type": "table",
        "caption": f"Sesiones con la persona evaluada: {hours(sum(s.minutes for s in held))}",
        "columns": [
            {"title": "Sesión"},
            {"title": "Fecha", "width": "short"},
            {"title": "Duración", "align": "right"},
            {"title": "Lugar y personas presentes"},
            {"title": "Contenido"},
            {"title": "Incidencias"},
        ],
        "rows": [_session(each) for each in held],
    }
    told = [
        *_each("Privacidad", [(each.key, each.privacy) for each in held]),
        *_each("Efecto de la evaluación en la persona", [(each.key, each.effect) for each in held]),
    ]
    return [table, *told]


def _session(held: SessionHeld) -> list[str]:
    apart = "" if held.modality == Modality.PRESENCIAL else held.modality_label
    where = "; ".join(part for part in (held.place, held.present, apart) if part)
    happened = (held.breaks, held.interruptions, held.restraints)
    return [
        held.key,
        spanish.short_day(held.starts_at.date()),
        f"{held.minutes} min",
        where or NOTHING,
        held.content or NOTHING,
        ". ".join(part.rstrip(".") for part in happened if part) or "Ninguna",
    ]


def _each(title: str, said: list[tuple[str, str]]) -> list[Block]:
    """Say something of each session; once, where it is the same in all of them."""
    told = [(key, words.strip()) for key, words in said if words.strip()]
    if not told:
        return []
    if len(told) == len(said) and len({words for _key, words in told}) == 1:
        return [{"type": "prose", "text": f"**{title}.** En todas las sesiones: {told[0][1]}"}]
    items = [f"{key}: {words}" for key, words in told]
    return [
        {"type": "heading", "text": title, "id": ""},
        {"type": "items", "ordered": False, "items": items},
    ]


def hours(minutes: int) -> str:
    """Say how long something took altogether: 9 horas, 1 hora 30 min."""
    whole, rest = divmod(minutes, 60)
    said = f"{whole} {'hora' if whole == 1 else 'horas'}" if whole else ""
    return " ".join(part for part in (said, f"{rest} min" if rest else "") if part) or "0 min"


def sources(commission: Commission, on: dt.date) -> list[Block]:
    """Return what was read and who was heard, and what could not be seen."""
    read = file.sources(commission)
    if not read:
        return []
    rows = [
        [
            each.key,
            each.title or NOTHING,
            each.date or NOTHING,
            each.folios or NOTHING,
            each.content or NOTHING,
        ]
        for each in read
    ]
    table: Block = {
        "type": "table",
        "caption": "Documentos y entrevistas colaterales",
        "columns": [
            {"title": "Clave"},
            {"title": "Fuente", "width": "long"},
            {"title": "Fecha", "width": "short"},
            {"title": "Extensión", "width": "short"},
            {"title": "Contenido pertinente", "width": "long"},
        ],
        "rows": rows,
    }
    unseen = [f"{each.key}: {each.not_seen}" for each in read if each.not_seen]
    if not unseen:
        return [table]
    lead: Block = {"type": "prose", "text": "De estas fuentes no fue posible ver lo siguiente:"}
    return [table, lead, {"type": "items", "ordered": False, "items": unseen}]


def instruments(commission: Commission, on: dt.date) -> list[Block]:
    """Return each instrument with its scores, its reading and its limits, and a chart."""
    applied = file.instruments(commission)
    if not applied:
        return []
    table: Block = {
        "type": "table",
        "caption": "Instrumentos aplicados, resultados y límites de interpretación",
        "columns": [
            {"title": "Instrumento"},
            {"title": "Qué mide y periodo"},
            {"title": "Resultado"},
            {"title": "Interpretación", "width": "long"},
            {"title": "Límites", "width": "long"},
        ],
        "rows": [_instrument(each) for each in applied],
    }
    return [table, *_chart(applied)]


def _instrument(applied: InstrumentApplied) -> list[str]:
    below = ". ".join(part for part in (applied.version, applied.adaptation) if part)
    results = [each.words or _score(each.score, each.session) for each in applied.times]
    return [
        f"{applied.key}. {applied.name}" + (f"\n{below}" if below else ""),
        ". ".join(part.rstrip(".") for part in (applied.measures, applied.range) if part)
        or NOTHING,
        "\n".join(result for result in results if result) or NOTHING,
        applied.interpretation or NOTHING,
        applied.limits or NOTHING,
    ]


def _score(score: float | None, session: str) -> str:
    if score is None:
        return ""
    return f"**{number(score)}**" + (f" en {session}" if session else "")


def number(value: float) -> str:
    """Write a score: 17, 2.5."""
    return f"{value:g}"


def _chart(applied: list[InstrumentApplied]) -> list[Block]:
    drawn = [each for each in applied if each.score is not None and each.max]
    if not drawn:
        return []
    said = "; ".join(_said(each) for each in drawn)
    return [
        {
            "type": "bars",
            "title": "Primera aplicación de los instrumentos frente a su punto de corte",
            "text": f"Gráfica de barras. Resultado y punto de corte de cada instrumento: {said}.",
            "bars": [
                {
                    "label": each.name,
                    "note": "" if each.higher_is_worse else "menos es peor",
                    "value": each.score,
                    "max": each.max,
                    "cut": each.cut,
                    "cut_label": "" if each.cut is None else f"corte {number(each.cut)}",
                    "higher_is_worse": each.higher_is_worse,
                }
                for each in drawn
            ],
        }
    ]


def _said(each: InstrumentApplied) -> str:
    value = f"{each.name}, {number(each.score or 0)} de {number(each.max or 0)}"
    cut = "" if each.cut is None else f", corte {number(each.cut)}"
    lower = "" if each.higher_is_worse else ", donde un valor menor es peor"
    return f"{value}{cut}{lower}"
