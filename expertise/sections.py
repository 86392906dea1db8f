"""The twenty-two sections of a report, in order (domain 2(h); Istanbul Protocol 2022)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class SectionKind:
    """One section: its printed number, its lasting key, its title as printed in Spanish."""

    number: int
    key: str
    label: Promise
    title: str  # what a court reads, always in Spanish


SECTIONS = (
    SectionKind(
        1,
        "proemio",
        pgettext_lazy("section of a report", "Identification"),
        "Proemio y datos de identificación",
    ),
    SectionKind(
        2,
        "credenciales",
        pgettext_lazy("section of a report", "Credentials of the expert"),
        "Datos y credenciales de la persona perita",
    ),
    SectionKind(
        3,
        "preguntas",
        pgettext_lazy("section of a report", "Questions posed"),
        "Planteamiento del problema",
    ),
    SectionKind(
        4,
        "consentimiento",
        pgettext_lazy("section of a report", "Consent and frame"),
        "Consentimiento informado y encuadre",
    ),
    SectionKind(
        5,
        "condiciones",
        pgettext_lazy("section of a report", "Conditions of the evaluation"),
        "Condiciones de la evaluación",
    ),
    SectionKind(
        6,
        "marco",
        pgettext_lazy("section of a report", "Legal and theoretical frame"),
        "Marco jurídico y teórico",
    ),
    SectionKind(7, "metodologia", pgettext_lazy("section of a report", "Method"), "Metodología"),
    SectionKind(8, "fuentes", pgettext_lazy("section of a report", "Sources"), "Fuentes revisadas"),
    SectionKind(
        9, "instrumentos", pgettext_lazy("section of a report", "Instruments"), "Instrumentos"
    ),
    SectionKind(
        10,
        "historia",
        pgettext_lazy("section of a report", "Personal, family and psychosocial history"),
        "Historia personal, familiar y psicosocial",
    ),
    SectionKind(11, "contexto", pgettext_lazy("section of a report", "Context"), "Contexto"),
    SectionKind(
        12,
        "relato",
        pgettext_lazy("section of a report", "Account of the facts"),
        "Relato de los hechos",
    ),
    SectionKind(
        13,
        "estado_mental",
        pgettext_lazy("section of a report", "Mental state and observation"),
        "Estado mental y observación clínica",
    ),
    SectionKind(
        14,
        "efectos",
        pgettext_lazy("section of a report", "Psychosocial effects"),
        "Efectos psicosociales encontrados",
    ),
    SectionKind(
        15,
        "nexo",
        pgettext_lazy("section of a report", "Causal link"),
        "Análisis e integración: nexo causal",
    ),
    SectionKind(
        16,
        "respuestas",
        pgettext_lazy("section of a report", "Answers and conclusions"),
        "Respuesta a las preguntas y conclusiones",
    ),
    SectionKind(
        17,
        "dano",
        pgettext_lazy("section of a report", "Harm and needs of reparation"),
        "Daño y necesidades de reparación",
    ),
    SectionKind(
        18,
        "recomendaciones",
        pgettext_lazy("section of a report", "Recommendations"),
        "Recomendaciones",
    ),
    SectionKind(19, "limitaciones", pgettext_lazy("section of a report", "Limits"), "Limitaciones"),
    SectionKind(
        20, "bibliografia", pgettext_lazy("section of a report", "Bibliography"), "Bibliografía"
    ),
    SectionKind(
        21,
        "cierre",
        pgettext_lazy("section of a report", "Oath and signature"),
        "Cierre: protesta y firma",
    ),
    SectionKind(22, "anexos", pgettext_lazy("section of a report", "Annexes"), "Anexos"),
)
BY_KEY = {section.key: section for section in SECTIONS}
