"""The matrix as blocks of the frozen report: sections 12, 14, 15, 16 and 20 (expertise.frozen)."""

from collections.abc import Iterable
from typing import Any

from expertise import prose
from expertise.enums import matrix_printed as printed
from expertise.frozen import Block
from expertise.models import Commission, Question
from expertise.reports.matrix import Matrix, matrix
from expertise.reports.matrix_lines import EffectLine, FactLine, LinkLine
from expertise.spanish import listed

NOTHING = "—"


def blocks(commission: Commission) -> dict[str, list[Block]]:
    """Return what the records say in each section, by its key.

    ``relato``, ``efectos``, ``nexo``, ``respuestas`` and ``bibliografia``. They follow the prose
    of their section; a section without records is an empty list.
    """
    table = matrix(commission)
    found = {
        "relato": _account(table),
        "efectos": _effects(table),
        "nexo": _nexus(table),
        "respuestas": answers(commission, table),
        "bibliografia": _works(table),
    }
    return {key: _clean(each) for key, each in found.items()}


def _clean(value: Any) -> Any:
    """Take out what no eye sees, wherever it stands."""
    if isinstance(value, str):
        return prose.clean(value)
    if isinstance(value, list):
        return [_clean(each) for each in value]
    if isinstance(value, dict):
        return {name: _clean(each) for name, each in value.items()}
    return value


def axes(fact: FactLine) -> str:
    """Say types and modalities the way a report does: “psicológica y física; familiar”."""
    types = listed([printed.TYPES.get(code, code) for code in fact.types])
    where = listed([printed.MODALITIES.get(code, code) for code in fact.modalities])
    return "; ".join(part for part in (types, where) if part)


def _account(table: Matrix) -> list[Block]:
    if not table.facts:
        return []
    found: list[Block] = [
        {
            "type": "table",
            "caption": "Hechos y patrones de violencia referidos",
            "columns": [
                {"title": "Hecho", "width": "long"},
                {"title": "Tipo y modalidad"},
                {"title": "Cuándo", "width": "short"},
                {"title": "Frecuencia"},
            ],
            "rows": [
                [
                    f"**{fact.key}.** {fact.title}",
                    axes(fact) or NOTHING,
                    fact.when or NOTHING,
                    fact.frequency or NOTHING,
                ]
                for fact in table.facts
            ],
        }
    ]
    for fact in table.facts:
        classed = f" ({axes(fact)})" if axes(fact) else ""
        title = f"{fact.key}. {fact.title}{classed}"
        found.append({"type": "heading", "text": title, "id": fact.key.lower()})
        found += prose.blocks(fact.words)
    return found


def _effects(table: Matrix) -> list[Block]:
    if not table.effects:
        return []
    return [
        {
            "type": "table",
            "caption": "Efectos por nivel, curso e intensidad actual (0 nada, 4 muchísimo)",
            "columns": [
                {"title": "Efecto"},
                {"title": "Descripción", "width": "long"},
                {"title": "Inicio", "width": "short"},
                {"title": "Curso"},
                {"title": "Intensidad", "width": "short"},
                {"title": "Fuentes", "width": "short"},
            ],
            "rows": [_effect_row(table, effect) for effect in table.effects],
        }
    ]


def _effect_row(table: Matrix, effect: EffectLine) -> list[str]:
    levels = listed([printed.LEVELS[code] for code in effect.levels if code in printed.LEVELS])
    course = printed.COURSES.get(effect.course, "")
    if effect.course_words:
        course = f"{course}. {effect.course_words}" if course else effect.course_words
    return [
        f"**{effect.key}.** {effect.title}" + (f" ({levels})" if levels else ""),
        effect.words or NOTHING,
        effect.onset or NOTHING,
        course or NOTHING,
        NOTHING if effect.intensity is None else str(effect.intensity),
        ", ".join(table.sources_of(effect)) or NOTHING,
    ]


def _nexus(table: Matrix) -> list[Block]:
    if not table.links:
        return []
    counts = dict.fromkeys(printed.GRADES, 0)
    for link in table.links:
        if link.grade:
            counts[link.grade] += 1
    return [_grid(table, counts), *(_link(link) for link in table.links)]


def _grid(table: Matrix, counts: dict[str, int]) -> Block:
    return {
        "type": "grid",
        "caption": "Síntesis: hechos y efectos con su grado de consistencia",
        "facts": [_named(fact) for fact in table.facts],
        "effects": [_named(effect) for effect in table.effects],
        "cells": [
            {
                "fact": link.fact.key,
                "effect": link.effect.key,
                "grade": str(link.grade),
                "link": link.key,
            }
            for link in table.links
        ],
        "grades": [
            {"code": str(code), "label": label, "meaning": meaning, "count": counts[code]}
            for code, (label, meaning) in printed.GRADES.items()
        ],
    }


def _named(line: FactLine | EffectLine) -> dict[str, str]:
    return {"key": line.key, "title": line.title}


def _link(link: LinkLine) -> Block:
    label, _meaning = printed.GRADES.get(link.grade, ("", ""))
    time = printed.TIMES.get(link.time, "")
    parts = [part for part in (time, link.time_words) if part]
    return {
        "type": "link",
        "key": link.key,
        "fact": _named(link.fact),
        "effect": _named(link.effect),
        "grade": str(link.grade),
        "grade_label": label,
        "time": ". ".join(part.rstrip(".") for part in parts) + ("." if parts else ""),
        "evidence": [
            {
                "kind": printed.KINDS[each.kind],
                "where": each.where,
                "quote": each.quote,
            }
            for each in link.evidence
            if each.stands
        ],
        "specificity": link.specificity,
        "alternatives": link.alternatives,
        "stressors": link.stressors,
        "protective": link.protective,
        "works": "; ".join(work.cite for work in link.works),
    }


def answers(commission: Commission, table: Matrix) -> list[Block]:
    """Return one numbered answer for each question that stands; unanswered ones say nothing."""
    keys = {str(link.pk): link.key for link in table.links}
    rows: Iterable[Question] = commission.questions.filter(withdrawn_at=None).order_by("number")
    return [
        {
            "type": "answer",
            "key": str(question),
            "question": _opened(question.short) or _opened(question.text),
            "text": _opened(question.answer),
            "rests_on": [keys[uid] for uid in question.rests_on.reveal() if uid in keys]
            if question.rests_on
            else [],
        }
        for question in rows
    ]


def _opened(box: object) -> str:
    return str(box.reveal()) if box else ""  # type: ignore[attr-defined]


def _works(table: Matrix) -> list[Block]:
    listed = sorted((work.reference or work.cite for work in table.works), key=str.casefold)
    return [{"type": "items", "ordered": False, "items": listed}] if listed else []
