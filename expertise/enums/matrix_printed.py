"""How the matrix is worded on paper: always in Spanish, whatever the page speaks."""

from expertise.enums.matrix import Course, EvidenceKind, Grade, Level, TimeRelation

# Protocolo de Estambul (2022), apartado de hallazgos psicológicos.
GRADES: dict[str, tuple[str, str]] = {
    Grade.NC: (
        "No consistente",
        "El hallazgo no pudo ser causado por lo que se refiere",
    ),
    Grade.C: (
        "Consistente",
        "Pudo ser causado por lo que se refiere, pero no es específico: "
        "hay muchas otras causas posibles",
    ),
    Grade.HC: (
        "Muy consistente",
        "Pudo ser causado por lo que se refiere y hay pocas otras causas posibles",
    ),
    Grade.T: (
        "Típico",
        "Suele observarse con este tipo de violencia, aunque existen otras causas posibles",
    ),
    Grade.D: (
        "Diagnóstico",
        "No pudo ser causado de otro modo; en hallazgos psicológicos prácticamente no se usa",
    ),
    Grade.NA: ("No valorable", "La información disponible no permite valorarlo"),
}
KINDS: dict[str, str] = {
    EvidenceKind.ENTREVISTA: "Entrevista",
    EvidenceKind.OBSERVACION: "Observación",
    EvidenceKind.INSTRUMENTO: "Instrumento",
    EvidenceKind.DOCUMENTO: "Documento",
    EvidenceKind.COLATERAL: "Colateral",
}
TIMES: dict[str, str] = {
    TimeRelation.DESPUES: "Apareció después",
    TimeRelation.EMPEORO: "Ya existía y empeoró",
    TimeRelation.ANTES: "Existía antes, sin cambio",
    TimeRelation.INCIERTA: "No puede establecerse",
}
LEVELS: dict[str, str] = {
    Level.INDIVIDUAL: "individual",
    Level.FAMILIAR: "familiar",
    Level.COMUNITARIO: "comunitario",
    Level.PROYECTO: "proyecto de vida",
}
COURSES: dict[str, str] = {
    Course.CONTINUO: "Continuo",
    Course.FLUCTUANTE: "Fluctuante",
    Course.EN_MEJORIA: "En mejoría",
    Course.REMITIDO: "Remitido",
}
TYPES: dict[str, str] = {
    "T_PSICOLOGICA": "psicológica",
    "T_FISICA": "física",
    "T_PATRIMONIAL": "patrimonial",
    "T_ECONOMICA": "económica",
    "T_SEXUAL": "sexual",
    "T_VICARIA": "vicaria",
    "T_ANALOGA": "otra forma análoga",
}
MODALITIES: dict[str, str] = {
    "M_FAMILIAR": "familiar",
    "M_LABORAL": "laboral",
    "M_DOCENTE": "docente",
    "M_HOSTIGAMIENTO_SEXUAL": "hostigamiento sexual",
    "M_ACOSO_SEXUAL": "acoso sexual",
    "M_COMUNIDAD": "en la comunidad",
    "M_ACOSO_ESPACIO_PUBLICO": "acoso sexual en espacios públicos",
    "M_INSTITUCIONAL": "institucional",
    "M_POLITICA": "política, en razón de género",
    "M_DIGITAL": "digital",
    "M_MEDIATICA": "mediática",
    "M_FEMINICIDA": "feminicida",
    "X_OBSTETRICA": "obstétrica",
    "X_NOVIAZGO": "en el noviazgo",
    "X_SIMBOLICA": "simbólica",
    "X_ACECHO": "acecho",
    "X_TRATA": "trata",
    "X_MATRIMONIO_FORZADO": "matrimonio forzado",
}
