"""What the records say in the first sections: matter, expert, questions, consent."""

import datetime as dt

from django.conf import settings

from expertise import spanish
from expertise.enums.commission import PriorRelation, Regime
from expertise.frozen import Block
from expertise.models import Commission, Credential
from expertise.reports import cover, file
from expertise.texts import text_of

REGIMES = {
    Regime.CNPP: "Código Nacional de Procedimientos Penales",
    Regime.CNPCF: "Código Nacional de Procedimientos Civiles y Familiares",
    Regime.LOCAL: "Código local anterior al nacional",
    Regime.AMPARO: "Ley de Amparo",
    Regime.TORTURA: "Ley General para Prevenir, Investigar y Sancionar la Tortura",
    Regime.INTERNACIONAL: "Procedimiento internacional",
}
ACCEPTED = "{day}, con protesta de desempeñarlo fielmente y de conducirse con verdad."
NO_IMPEDIMENT = (
    "Declaró no tener parentesco, amistad, enemistad ni interés económico con ninguna de las "
    "partes, y que no existe impedimento para dictaminar."
)
NEVER_MET = "No ha dado terapia ni acompañamiento a la persona evaluada."
HAS_ACCOMPANIED = "Acompaña o ha acompañado a la persona evaluada."


def identification(commission: Commission, on: dt.date) -> list[Block]:
    """Return the facts of section 1, and how to read what follows."""
    said = cover.said
    rows = [
        ["Autoridad", said(commission.authority)],
        *cover.numbers(said(commission.numbers)),
        ["Hecho que la ley señala como delito, o acción", said(commission.offence)],
        ["Régimen procesal", REGIMES[Regime(commission.regime)]],
        ["Solicita", said(commission.requester)],
        ["Persona evaluada", cover.evaluated(commission)],
        ["Persona señalada como agresora", cover.other_party(commission)],
        ["Periodo de evaluación", _period(commission)],
        ["Documento al que se refiere", commission.extends.code if commission.extends else ""],
        ["Lugar y fecha del dictamen", place_and_day(on)],
    ]
    return [
        {"type": "facts", "caption": "Identificación del asunto", "rows": _told(rows)},
        {"type": "heading", "text": "Cómo leer este documento", "id": ""},
        {"type": "prose", "text": text_of("lectura-2026.1")},
    ]


def credentials(commission: Commission, on: dt.date) -> list[Block]:
    """Return who reports, with which licences, and that nothing stands against it."""
    if commission.expert is None:
        return []
    held = list(
        commission.expert.credentials.filter(retired_at=None).order_by("is_specialty", "pk")
    )
    accepted = commission.accepted_at
    rows = [
        ["Nombre", commission.expert.get_full_name()],
        ["Título y cédula profesional", " ".join(licence(each) for each in held)],
        ["Formación pertinente", _joined(each.training for each in held)],
        ["Experiencia", _joined(each.experience for each in held)],
        ["Aceptación del cargo", ACCEPTED.format(day=spanish.at(accepted)) if accepted else ""],
        ["Impedimentos", NO_IMPEDIMENT if commission.no_impediment_at else ""],
        ["Relación previa con la persona evaluada", _relation(commission)],
    ]
    return [{"type": "facts", "caption": "Persona perita que dictamina", "rows": _told(rows)}]


def questions(commission: Commission, on: dt.date) -> list[Block]:
    """Return the questions, word for word."""
    posed = file.questions(commission)
    items = [{"key": each.key, "text": each.text} for each in posed]
    return [{"type": "questions", "items": items}] if items else []


def consent(commission: Commission, on: dt.date) -> list[Block]:
    """Return when and how she agreed to be evaluated."""
    given = commission.consent
    if given is None:
        return []
    rows = [
        ["Fecha", spanish.day(given.given_on)],
        ["Forma", str(given.get_method_display())],
        ["Texto que se le leyó y explicó", given.text_version],
    ]
    return [{"type": "facts", "caption": "Consentimiento informado", "rows": _told(rows)}]


def licence(held: Credential) -> str:
    """Say a title and its licence, and when it was checked."""
    if held.verified_on is None:
        return f"{held.title}, cédula {held.licence}."
    checked = f"cotejada en el registro público de profesiones el {spanish.day(held.verified_on)}"
    return f"{held.title}, cédula {held.licence}, {checked}."


def place_and_day(on: dt.date) -> str:
    """Say where and when a report was made."""
    return ", ".join(part for part in (settings.REPORT_PLACE, spanish.day(on)) if part)


def in_place(on: dt.date) -> str:
    """Say the same inside a sentence."""
    place = settings.REPORT_PLACE
    return f"en {place}, el {spanish.day(on)}" if place else f"el {spanish.day(on)}"


def _relation(commission: Commission) -> str:
    if commission.prior_relation == PriorRelation.NINGUNA:
        return NEVER_MET
    if commission.prior_relation == PriorRelation.ACOMPANA:
        return f"{HAS_ACCOMPANIED} {cover.said(commission.prior_relation_why)}".strip()
    return ""


def _period(commission: Commission) -> str:
    days = [each.starts_at.date() for each in file.sessions(commission)]
    if not days:
        return ""
    first, last = min(days), max(days)
    if first == last:
        return spanish.day(first)
    return f"Del {spanish.day(first)} al {spanish.day(last)}"


def _joined(texts: object) -> str:
    return " ".join(dict.fromkeys(text.strip() for text in texts if text.strip()))  # type: ignore[attr-defined]


def _told(rows: list[list[str]]) -> list[list[str]]:
    return [row for row in rows if row[1]]
