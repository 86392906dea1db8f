"""The least at a first contact: what law and safety forbid to write down before there is consent.

Without express written consent (LFPDPPP art. 8) and on a line that may be listened to: no CURP, no
exact address, no full name of the aggressor. Rough on purpose: it asks once more, it does not spy.
"""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _


class TooMuch(models.TextChoices):
    """What is too much for now; its label is the sentence shown beside the words."""

    CURP = "CURP", _("Leave out the CURP: it is asked for later, once there is written consent.")
    ADDRESS = (
        "ADDRESS",
        _("Leave out the exact address: the municipality is enough for now, and safer for her."),
    )
    AGGRESSOR = (
        "AGGRESSOR",
        _(
            "Leave out the full name of who harms her: write the relation, or initials. "
            "Of someone missing, the first name is enough on this line. "
            "The rest is written down once there is written consent."
        ),
    )


CURP = re.compile(
    r"(?<![A-ZÑ0-9])[A-ZÑ]{4}[\s-]?\d{6}[\s-]?[HMX][\s-]?[A-ZÑ]{5}[\s-]?[A-Z0-9]\d(?!\d)"
)
STREET = re.compile(
    r"\b(?:calle|c\.|av\.?|avenida|blvd\.?|bulevar|boulevard|calzada|privada|priv\.|andador"
    r"|carretera|fracc\.?|fraccionamiento|colonia|col\.|manzana|mz\.?)\s+"
    r"[^\d\n,;]{1,45}[\s,#]*(?:n[uú]m(?:ero)?\.?|no\.|#)?\s*\d{1,5}\b"
    r"(?!\s+(?:hij|niñ|añ|mes|d[ií]a|hora|semana|vec|person|beb|herman))",
    re.IGNORECASE,
)
NUMBERED = re.compile(
    r"(?:\bc\.?\s?p\.?\s*\d{5}\b|\b(?:lote|depto|departamento)\.?\s*#?\s*\d+"
    r"|[a-záéíóúñ]{3,}\s+#\s*\d{1,5}\b)",
    re.IGNORECASE,
)
NAME = r"[A-ZÁÉÍÓÚÑÜ][a-záéíóúñü]+"
NAMES = rf"{NAME}(?:\s+(?:de\s+la\s+|de\s+los\s+|de\s+|del\s+)?{NAME})+"
HARMS = re.compile(
    r"\b(?i:agresor|agresora|esposo|marido|ex|expareja|ex-pareja|exesposo|pareja|novio|concubino"
    r"|padrastro|suegro|cuñado|patrón|comandante|me\s+peg[aó]|me\s+golpe[aó]|me\s+amenaz[aó]"
    r"|se\s+llama|su\s+nombre\s+es)\b[\s,:;(«\"]*"
    rf"(?i:(?:es|se\s+llama|de\s+nombre|llamado|el\s+señor|don)\s+)?{NAMES}"
)


def too_much(text: str) -> list[TooMuch]:
    """Return what a text says that is not to be written down yet."""
    found = []
    if CURP.search(text.upper()):
        found.append(TooMuch.CURP)
    if STREET.search(text) or NUMBERED.search(text):
        found.append(TooMuch.ADDRESS)
    if HARMS.search(text):
        found.append(TooMuch.AGGRESSOR)
    return found
