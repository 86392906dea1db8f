"""The first page of a report."""

import datetime as dt

from django.conf import settings

from expertise import spanish
from expertise.enums.commission import DocumentKind
from expertise.frozen import Cover
from expertise.models import Commission

TITLES = {
    DocumentKind.DICTAMEN: "Dictamen pericial",
    DocumentKind.AMPLIACION: "Ampliación de dictamen pericial",
    DocumentKind.ACLARACION: "Aclaración de dictamen pericial",
}
SUBTITLE = (
    "Evaluación de los efectos psicosociales de la violencia referida y de su relación causal con "
    "los hechos investigados"
)
LEGEND = (
    "Confidencial: contiene datos personales sensibles. No se autoriza su difusión fuera de la "
    "causa."
)


def cover(commission: Commission, *, number: int, on: dt.date) -> Cover:
    """Return what the first page says of one version."""
    title = TITLES[DocumentKind(commission.kind)]
    return {
        "organisation": settings.ORGANISATION,
        "area": settings.REPORT_LETTERHEAD,
        "title": f"{title} en materia de psicología con perspectiva de género",
        "short_title": f"{title} en psicología con perspectiva de género",
        "subtitle": SUBTITLE,
        "folio": commission.code,
        "document": document(commission),
        "version": f"versión {number}",
        "date": spanish.day(on),
        "numbers": numbers(said(commission.numbers)),
        "evaluated": evaluated(commission),
        "expert": commission.expert.get_full_name() if commission.expert else "",
        "legend": LEGEND,
    }


def document(commission: Commission) -> str:
    """Say which document of its chain this is: Dictamen, Ampliación 1."""
    if commission.kind == DocumentKind.DICTAMEN:
        return "Dictamen"
    return f"{TITLES[DocumentKind(commission.kind)].split()[0]} {commission.number - 1}"


def evaluated(commission: Commission) -> str:
    """Write who was evaluated: initials, and that the identity is reserved."""
    name = said(commission.evaluated_name)
    written = said(commission.initials) or spanish.initials(name)
    if commission.protected_identity:
        return f"{written} (identidad bajo reserva)".strip()
    return name or written


def other_party(commission: Commission) -> str:
    """Write who is named as aggressor: by initials, even where a name was typed."""
    name, comma, rest = said(commission.other_party).partition(",")
    return f"{name if '.' in name else spanish.initials(name)}{comma}{rest}"


def numbers(text: str) -> list[list[str]]:
    """Read the numbers of a matter, a line each, as label and value."""
    found = []
    for line in text.replace(";", "\n").splitlines():
        label, colon, value = line.partition(":")
        if line.strip():
            found.append([label.strip(), value.strip()] if colon else ["Asunto", line.strip()])
    return found


def said(box: object) -> str:
    """Open a sealed text; nothing where nothing was written."""
    return str(box.reveal()) if box else ""  # type: ignore[attr-defined]
