"""Vocabularies of the legal road: matters and their stages, hearings, requests, what is shared."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MatterKind(models.TextChoices):
    """What kind of procedure a matter is."""

    PENAL = "PENAL", _("Criminal")
    FAMILIAR = "FAMILIAR", _("Family law")
    AMPARO = "AMPARO_INDIRECTO", _("Indirect amparo")
    DDHH = "DDHH_NACIONAL", _("Human rights commission")
    VICTIMAS = "VICTIMAS", _("Victims' register and reparation")
    CIDH = "INTERNACIONAL", _("International: Inter-American system")
    ONU = "INTERNACIONAL_ONU", _("International: urgent action of the UN")
    LABORAL = "LABORAL", _("Labour law")
    CIVIL = "CIVIL", _("Civil law")
    ADMINISTRATIVO = "ADMINISTRATIVO", _("Administrative law")
    MIGRATORIO = "MIGRATORIO", _("Migration law")


class Stage(models.TextChoices):
    """Where a procedure stands; which stages a kind has, and in which order, is told below."""

    DENUNCIA = "DENUNCIA_QUERELLA", _("Complaint")
    INVESTIGACION_INICIAL = "INVESTIGACION_INICIAL", _("Initial investigation")
    JUDICIALIZACION = "JUDICIALIZACION", _("Before a judge")
    AUDIENCIA_INICIAL = "AUDIENCIA_INICIAL", pgettext_lazy("stage", "Initial hearing")
    INVESTIGACION_COMPLEMENTARIA = "INVESTIGACION_COMPLEMENTARIA", _("Complementary investigation")
    ETAPA_INTERMEDIA = "ETAPA_INTERMEDIA", _("Intermediate stage")
    JUICIO_ORAL = "JUICIO_ORAL", pgettext_lazy("stage", "Oral trial")
    FALLO = "FALLO", _("Verdict")
    INDIVIDUALIZACION = "INDIVIDUALIZACION_Y_REPARACION", _("Sentencing and reparation")
    APELACION = "APELACION", _("Appeal")
    AMPARO = "AMPARO", _("Amparo")
    EJECUCION = "EJECUCION", _("Enforcement")
    ARCHIVO_TEMPORAL = "ARCHIVO_TEMPORAL", _("Temporarily shelved")
    NO_EJERCICIO = "NO_EJERCICIO", _("No prosecution")
    SUSPENSION_CONDICIONAL = "SUSPENSION_CONDICIONAL", _("Conditional suspension")
    ACUERDO_REPARATORIO = "ACUERDO_REPARATORIO", _("Reparation agreement")
    ABREVIADO = "ABREVIADO", _("Abbreviated procedure")

    DEMANDA = "DEMANDA", _("Claim filed")
    ADMISION_MEDIDAS = "ADMISION_MEDIDAS_PROVISIONALES", _("Admitted, provisional measures")
    EMPLAZAMIENTO = "EMPLAZAMIENTO", _("Served on the other side")
    CONTESTACION = "CONTESTACION", _("Answer to the claim")
    AUDIENCIA_PRELIMINAR = "AUDIENCIA_PRELIMINAR", pgettext_lazy("stage", "Preliminary hearing")
    AUDIENCIA_JUICIO = "AUDIENCIA_JUICIO", pgettext_lazy("stage", "Trial hearing")
    SENTENCIA = "SENTENCIA", _("Judgment")

    ADMISION = "ADMISION_SUSPENSION", _("Admitted, suspension decided")
    INFORMES = "INFORMES", _("Reports of the authorities")
    AUDIENCIA_CONSTITUCIONAL = (
        "AUDIENCIA_CONSTITUCIONAL",
        pgettext_lazy("stage", "Constitutional hearing"),
    )
    REVISION = "REVISION", pgettext_lazy("stage", "Review by a higher court")
    CUMPLIMIENTO = "CUMPLIMIENTO", _("Compliance")

    QUEJA = "QUEJA", _("Complaint to the commission")
    CALIFICACION = "CALIFICACION", _("Qualified")
    INVESTIGACION = "INVESTIGACION", _("Investigation")
    CONCILIACION = "CONCILIACION", _("Conciliation")
    RECOMENDACION = "RECOMENDACION", _("Recommendation")
    SEGUIMIENTO = "SEGUIMIENTO", pgettext_lazy("stage", "Follow-up")

    FUD = "FUD", _("Single declaration form (FUD)")
    REGISTRO = "REGISTRO", _("Entry in the victims' register")
    AYUDA_INMEDIATA = "AYUDA_INMEDIATA", _("Immediate help")
    PLAN_REPARACION = "PLAN_REPARACION", _("Reparation plan")
    DICTAMEN = "DICTAMEN", _("Decision on reparation")
    PAGO = "PAGO_CUMPLIMIENTO", _("Payment and compliance")

    PETICION = "PETICION", _("Petition")
    ESTUDIO_INICIAL = "ESTUDIO_INICIAL", _("Initial study")
    ADMISIBILIDAD = "ADMISIBILIDAD", _("Admissibility")
    FONDO = "FONDO", _("Merits")
    CORTE_IDH = "CORTE_IDH", _("Inter-American Court")
    REGISTRADA = "REGISTRADA", pgettext_lazy("stage", "Registered")
    CERRADA = "CERRADA", pgettext_lazy("stage", "Closed by the committee")
    DISCONTINUADA = "DISCONTINUADA", pgettext_lazy("stage", "Discontinued by the committee")

    LIBRE = "LIBRE", _("A stage in your own words")


STAGES: dict[str, tuple[Stage, ...]] = {
    MatterKind.PENAL: (
        Stage.DENUNCIA,
        Stage.INVESTIGACION_INICIAL,
        Stage.JUDICIALIZACION,
        Stage.AUDIENCIA_INICIAL,
        Stage.INVESTIGACION_COMPLEMENTARIA,
        Stage.ETAPA_INTERMEDIA,
        Stage.JUICIO_ORAL,
        Stage.FALLO,
        Stage.INDIVIDUALIZACION,
        Stage.APELACION,
        Stage.AMPARO,
        Stage.EJECUCION,
    ),
    MatterKind.FAMILIAR: (
        Stage.DEMANDA,
        Stage.ADMISION_MEDIDAS,
        Stage.EMPLAZAMIENTO,
        Stage.CONTESTACION,
        Stage.AUDIENCIA_PRELIMINAR,
        Stage.AUDIENCIA_JUICIO,
        Stage.SENTENCIA,
        Stage.APELACION,
        Stage.AMPARO,
        Stage.EJECUCION,
    ),
    MatterKind.AMPARO: (
        Stage.DEMANDA,
        Stage.ADMISION,
        Stage.INFORMES,
        Stage.AUDIENCIA_CONSTITUCIONAL,
        Stage.SENTENCIA,
        Stage.REVISION,
        Stage.CUMPLIMIENTO,
    ),
    MatterKind.DDHH: (
        Stage.QUEJA,
        Stage.CALIFICACION,
        Stage.INVESTIGACION,
        Stage.CONCILIACION,
        Stage.RECOMENDACION,
        Stage.SEGUIMIENTO,
    ),
    MatterKind.VICTIMAS: (
        Stage.FUD,
        Stage.REGISTRO,
        Stage.AYUDA_INMEDIATA,
        Stage.PLAN_REPARACION,
        Stage.DICTAMEN,
        Stage.PAGO,
    ),
    MatterKind.CIDH: (
        Stage.PETICION,
        Stage.ESTUDIO_INICIAL,
        Stage.ADMISIBILIDAD,
        Stage.FONDO,
        Stage.CORTE_IDH,
        Stage.CUMPLIMIENTO,
    ),
    MatterKind.ONU: (Stage.REGISTRADA, Stage.SEGUIMIENTO),
}
# Ways out of the order, each with the stages it may be taken from.
EXITS: dict[str, dict[Stage, tuple[Stage, ...]]] = {
    MatterKind.PENAL: {
        Stage.ARCHIVO_TEMPORAL: (Stage.DENUNCIA, Stage.INVESTIGACION_INICIAL),
        Stage.NO_EJERCICIO: (Stage.DENUNCIA, Stage.INVESTIGACION_INICIAL),
        Stage.SUSPENSION_CONDICIONAL: (
            Stage.AUDIENCIA_INICIAL,
            Stage.INVESTIGACION_COMPLEMENTARIA,
            Stage.ETAPA_INTERMEDIA,
        ),
        Stage.ACUERDO_REPARATORIO: (
            Stage.INVESTIGACION_INICIAL,
            Stage.JUDICIALIZACION,
            Stage.AUDIENCIA_INICIAL,
            Stage.INVESTIGACION_COMPLEMENTARIA,
            Stage.ETAPA_INTERMEDIA,
        ),
        Stage.ABREVIADO: (
            Stage.AUDIENCIA_INICIAL,
            Stage.INVESTIGACION_COMPLEMENTARIA,
            Stage.ETAPA_INTERMEDIA,
        ),
    },
    MatterKind.ONU: {
        Stage.CERRADA: (Stage.REGISTRADA, Stage.SEGUIMIENTO),
        Stage.DISCONTINUADA: (Stage.REGISTRADA, Stage.SEGUIMIENTO),
    },
}
# From an exit the procedure may come back: a shelved file is taken up, an agreement is broken.
RETURNS: dict[Stage, tuple[Stage, ...]] = {
    Stage.ARCHIVO_TEMPORAL: (Stage.INVESTIGACION_INICIAL,),
    Stage.NO_EJERCICIO: (Stage.INVESTIGACION_INICIAL, Stage.AMPARO),
    Stage.SUSPENSION_CONDICIONAL: (
        Stage.INVESTIGACION_COMPLEMENTARIA,
        Stage.ETAPA_INTERMEDIA,
    ),
    Stage.ACUERDO_REPARATORIO: (
        Stage.INVESTIGACION_INICIAL,
        Stage.INVESTIGACION_COMPLEMENTARIA,
        Stage.ETAPA_INTERMEDIA,
    ),
    Stage.ABREVIADO: (Stage.APELACION, Stage.AMPARO, Stage.EJECUCION),
    Stage.CERRADA: (Stage.SEGUIMIENTO,),
    Stage.DISCONTINUADA: (Stage.SEGUIMIENTO,),
}


def first_stage(kind: str) -> Stage:
    """Return where a procedure of this kind begins."""
    return STAGES[kind][0] if kind in STAGES else Stage.LIBRE


def stages_of(kind: str) -> tuple[Stage, ...]:
    """Return every stage a kind of procedure knows, its ways out last."""
    return (*STAGES.get(kind, (Stage.LIBRE,)), *EXITS.get(kind, {}))


def next_stages(kind: str, stage: str) -> tuple[Stage, ...]:
    """Return the stages that may follow: onward (some may be skipped), back, and the ways out."""
    here = Stage(stage)
    if kind not in STAGES:
        return (Stage.LIBRE,)
    if here in RETURNS:
        return RETURNS[here]
    order = STAGES[kind]
    place = order.index(here)
    out = [way for way, sources in EXITS.get(kind, {}).items() if here in sources]
    return (*order[place + 1 :], *order[:place], *out)


class LegalRole(models.TextChoices):
    """What the accompanied person is in a procedure."""

    VICTIMA = "VICTIMA", pgettext_lazy("role in a procedure", "Victim or offended party")
    QUEJOSA = "QUEJOSA", _("Complainant in amparo")
    ACTORA = "ACTORA", _("Claimant")
    DEMANDADA = "DEMANDADA", _("Defendant")
    TESTIGO = "TESTIGO", _("Witness")
    BENEFICIARIA = "BENEFICIARIA", _("Named in the measures")


class MatterOutcome(models.TextChoices):
    """How a matter ended."""

    FAVORABLE = "FAVORABLE", _("Favourable")
    PARCIAL = "PARCIALMENTE_FAVORABLE", _("Partly favourable")
    DESFAVORABLE = "DESFAVORABLE", _("Unfavourable")
    CONVENIO = "CONVENIO", _("Agreement")
    SOBRESEIMIENTO = "SOBRESEIMIENTO", _("Dismissed")
    DESISTIMIENTO = "DESISTIMIENTO", _("She withdrew")
    SIN_RESOLUCION = "SIN_RESOLUCION", _("Without a decision")


class HearingKind(models.TextChoices):
    """What a hearing or proceeding is for."""

    INICIAL = "INICIAL", pgettext_lazy("hearing", "Initial hearing")
    INTERMEDIA = "INTERMEDIA", _("Intermediate hearing")
    JUICIO = "JUICIO", pgettext_lazy("hearing", "Oral trial")
    PRELIMINAR = "PRELIMINAR", pgettext_lazy("hearing", "Preliminary hearing")
    CONSTITUCIONAL = "CONSTITUCIONAL", pgettext_lazy("hearing", "Constitutional hearing")
    MEDIDAS = "MEDIDAS", _("Hearing on measures")
    ESCUCHA_NNA = "ESCUCHA_NNA", _("Hearing a girl, boy or adolescent")
    DECLARACION = "DECLARACION", _("Statement")
    PERICIAL = "PERICIAL", _("Expert examination")
    DILIGENCIA = "DILIGENCIA", pgettext_lazy("hearing", "Other proceeding")


class HearingState(models.TextChoices):
    """Whether a hearing is to come, took place, or did not."""

    PROGRAMADA = "PROGRAMADA", pgettext_lazy("hearing", "Planned")
    CELEBRADA = "CELEBRADA", pgettext_lazy("hearing", "Took place")
    DIFERIDA = "DIFERIDA", pgettext_lazy("hearing", "Deferred")
    CANCELADA = "CANCELADA", pgettext_lazy("hearing", "Cancelled")


class Readiness(models.TextChoices):
    """Whether the person feels ready for a hearing; written for the legal area."""

    LISTA = "LISTA", _("Ready")
    CON_APOYO = "CON_APOYO", _("Ready with support")
    TODAVIA_NO = "TODAVIA_NO", _("Not yet")


class AvoidReason(models.TextChoices):
    """Why a day of the year is better left free."""

    ANIVERSARIO = "ANIVERSARIO", _("Anniversary")
    EXAMEN = "EXAMEN", _("Examination")
    OTRA = "OTRA", _("Another reason")


class Area(models.TextChoices):
    """The two sides of the wall."""

    PSICOSOCIAL = "PSICOSOCIAL", _("Psychosocial area")
    JURIDICO = "JURIDICO", pgettext_lazy("area", "Legal area")


class Item(models.TextChoices):
    """What may cross the wall; anything else has no name here and cannot be asked for."""

    ASISTENCIA = "ASISTENCIA", _("Attendance: came, or did not")
    NIVEL_RIESGO = "NIVEL_RIESGO", _("Risk level")
    PREPARACION = "PREPARACION_AUDIENCIA", _("Emotional readiness for a hearing")
    FECHAS_EVITAR = "FECHAS_A_EVITAR", _("Dates to avoid")
    ETAPA = "ETAPA", _("Stage of the procedure")
    FECHAS_PROXIMAS = "FECHAS_PROXIMAS", _("Next dates")
    ESTRESORES = "ESTRESORES", _("Expected stressors")


ITEMS_OF: dict[str, tuple[Item, ...]] = {  # by the area that is asked
    Area.PSICOSOCIAL: (
        Item.ASISTENCIA,
        Item.NIVEL_RIESGO,
        Item.PREPARACION,
        Item.FECHAS_EVITAR,
    ),
    Area.JURIDICO: (Item.ETAPA, Item.FECHAS_PROXIMAS, Item.ESTRESORES),
}


class RequestState(models.TextChoices):
    """Where a request between areas stands."""

    SOLICITADA = "SOLICITADA", pgettext_lazy("request between areas", "Asked")
    RESPONDIDA = "RESPONDIDA", pgettext_lazy("request between areas", "Accepted")
    RECHAZADA = "RECHAZADA", pgettext_lazy("request between areas", "Declined")
    ENTREGADA = "ENTREGADA", pgettext_lazy("request between areas", "Delivered")
    CERRADA = "CERRADA", pgettext_lazy("request between areas", "Closed")


NEXT_REQUEST: dict[str, tuple[str, ...]] = {
    RequestState.SOLICITADA: (RequestState.RESPONDIDA, RequestState.RECHAZADA),
    RequestState.RESPONDIDA: (RequestState.ENTREGADA,),
    RequestState.RECHAZADA: (RequestState.CERRADA,),
    RequestState.ENTREGADA: (RequestState.CERRADA,),
    RequestState.CERRADA: (),
}
