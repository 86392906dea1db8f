"""What the records say at the end: the signature, the copies, the annexes."""

import datetime as dt

from expertise import spanish
from expertise.enums.evaluation import AttachmentKind
from expertise.frozen import Block
from expertise.models import Commission
from expertise.reports import cover
from expertise.reports.pulled_case import in_place
from expertise.texts import text_of

KINDS = {
    AttachmentKind.FUENTE: "Fuente revisada",
    AttachmentKind.CONSENTIMIENTO: "Consentimiento informado",
    AttachmentKind.CEDULA: "Copia de título y cédula profesional",
    AttachmentKind.PROTOCOLO: "Protocolo u hoja de respuestas",
    AttachmentKind.DIBUJO: "Dibujo",
}
RESTRICTED = "Bajo resguardo de la persona perita; se entrega solo por orden judicial"
FOR_PARTIES = "Partes"


def closing(commission: Commission, on: dt.date, oath: str) -> list[Block]:
    """Return the oath with place, date, name and licences; the copies and the digest."""
    expert = commission.expert
    held = (
        expert.credentials.filter(retired_at=None).order_by("is_specialty", "pk") if expert else ()
    )
    licences = [each.licence for each in held]
    word = "Cédulas profesionales" if len(licences) > 1 else "Cédula profesional"
    return [
        {
            "type": "signature",
            "oath": oath or text_of("protesta-2026.1"),
            "place_date": f"Lo firmo {in_place(on)}.",
            "name": expert.get_full_name() if expert else "",
            "licences": f"{word} {spanish.listed(licences)}" if licences else "",
        },
        {"type": "copies"},
        {"type": "digest"},
    ]


def annexes(commission: Commission, on: dt.date) -> list[Block]:
    """Return what is annexed, and how far each annex is reserved."""
    rows = commission.attachments.filter(withdrawn_at=None, annex__isnull=False)
    listed = [
        [
            str(each.annex),
            cover.said(each.title) or KINDS.get(AttachmentKind(each.kind), "Otro"),
            RESTRICTED if each.is_restricted else FOR_PARTIES,
            str(each.pages),
        ]
        for each in rows.order_by("annex", "added_at", "pk")
    ]
    if not listed:
        return []
    return [
        {
            "type": "table",
            "caption": "Lista de anexos y su grado de reserva",
            "columns": [
                {"title": "Anexo"},
                {"title": "Contenido", "width": "long"},
                {"title": "Reserva", "width": "long"},
                {"title": "Fojas", "align": "right"},
            ],
            "rows": listed,
        }
    ]
