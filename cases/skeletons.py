"""Skeletons of notes: which sections each template asks for, and which of them it needs."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.enums import Template

LIMIT = 200_000  # characters in one section


@dataclass(frozen=True, slots=True)
class Section:
    """One question of a skeleton."""

    name: str
    label: Any
    help: Any = ""
    optional: bool = False
    rows: int = 4


AGREEMENTS = Section(
    "acuerdos", _("Agreements and tasks"), _("Who does what, and until when"), rows=3
)
NEXT = Section(
    "proxima",
    _("Next appointment and safe way to confirm it"),
    optional=True,
    rows=2,
)
ALERTS = Section("alertas", _("Alerts, coordination, referral"), optional=True, rows=3)
CONTEXT = Section("contexto", _("Context: legal process, search, family, threats"), optional=True)

SKELETONS: dict[str, tuple[Section, ...]] = {
    Template.EVOLUCION: (
        Section("como_llega", _("How she arrives and what she brings"), _("In her own words")),
        Section("temas", _("Subjects worked on and technique")),
        Section(
            "efectos",
            _("Effects observed or told"),
            _("Level and intensity"),
            optional=True,
        ),
        Section("recursos", _("Resources, resistances and achievements")),
        CONTEXT,
        Section(
            "valoracion",
            _("Assessment by who accompanies"),
            _("Hypotheses; keep them apart from the facts"),
            optional=True,
        ),
        AGREEMENTS,
        NEXT,
        ALERTS,
    ),
    Template.SOAP: (
        Section("subjetivo", _("S: what she expresses"), _("Short quotations")),
        Section("objetivo", _("O: what was observed"), _("Instruments, attendance")),
        Section(
            "analisis_soap",
            _("A: psychosocial and risk analysis"),
            _("And how the plan advances"),
        ),
        Section("plan", _("P: plan, agreements, follow-up")),
    ),
    Template.DAP: (
        Section("datos", _("D: data"), _("What was told, what was observed, new facts"), rows=6),
        Section("analisis_dap", _("A: analysis"), _("Effects, resources, risk")),
        Section("pasos", _("P: next steps")),
    ),
    Template.NNA: (
        Section("juego", _("Play or activity")),
        Section(
            "palabras",
            _("Words and drawings"),
            _("Describe; do not interpret too much"),
        ),
        Section("sabe", _("What she or he knows of the facts, and who told it"), optional=True),
        Section("vinculo", _("Bond with whoever cares for her or him"), optional=True),
        Section("proteccion", _("Signs about protection")),
        Section("asentimiento", _("Assent of today"), rows=2),
        Section(
            "narraciones",
            _("How often she or he has had to tell the facts"),
            optional=True,
            rows=2,
        ),
        AGREEMENTS,
    ),
    Template.AUDIENCIA: (
        Section("antes", pgettext_lazy("hearing", "Before")),
        Section("durante", pgettext_lazy("hearing", "During")),
        Section("despues", pgettext_lazy("hearing", "After")),
        Section("trato", _("How she was treated"), optional=True),
        Section("medidas", _("Special measures"), optional=True),
        Section("contacto_48h", _("Contact within 48 hours"), rows=2),
    ),
    Template.NOTIFICACION: (
        Section("preparacion", _("Preparation")),
        Section("consentimiento", _("Consent to be told"), rows=2),
        Section("momento", _("The moment"), rows=6),
        Section("red", _("Network present"), optional=True),
        Section("decisiones", _("Decisions of the family")),
        Section("ritual", _("Ritual"), optional=True),
        Section("descanso", _("Rest of the team"), optional=True, rows=2),
        Section("seguimiento", _("Follow-up at 24 hours and 7 days"), rows=2),
    ),
    Template.CIERRE: (
        Section("recorrido", _("The way gone"), rows=6),
        Section("cambios", _("Changes in the person's own words")),
        Section("pendiente", _("What remains to be done"), optional=True),
        Section("plan_seguridad", _("Safety plan in force")),
        Section("como_volver", _("How to come back")),
        Section("acuerdo_seguimiento", _("Consent to follow-up"), rows=2),
        Section("devolucion", _("Documents given back"), optional=True, rows=2),
    ),
}
ALL: dict[str, Section] = {
    section.name: section for skeleton in SKELETONS.values() for section in skeleton
}


def sections(template: str) -> tuple[Section, ...]:
    """Return the sections of a template, in order."""
    return SKELETONS[template]


def missing(template: str, written: dict[str, str]) -> list[Section]:
    """Return the sections a template needs and nobody has written."""
    return [
        section
        for section in SKELETONS[template]
        if not section.optional and not written.get(section.name, "").strip()
    ]
