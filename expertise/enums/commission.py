"""The commission: where it stands, under which rules, who does what in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CommissionState(models.TextChoices):
    """Where an expertise stands, from the request to what a judgment made of it."""

    SOLICITADO = "SOLICITADO", pgettext_lazy("expertise", "Requested")
    ADMISIBILIDAD = "ADMISIBILIDAD", _("Admissibility")
    NO_ACEPTADO = "NO_ACEPTADO", pgettext_lazy("expertise", "Not accepted")
    ACEPTADO = "ACEPTADO", pgettext_lazy("expertise", "Accepted")
    CONSENTIMIENTO = "CONSENTIMIENTO", pgettext_lazy("expertise", "Consent")
    EVALUACION = "EVALUACION", pgettext_lazy("expertise", "Evaluation")
    INTEGRACION = "INTEGRACION", pgettext_lazy("expertise", "Integration")
    REVISION_PARES = "REVISION_PARES", _("Peer review")
    CON_OBSERVACIONES = "CON_OBSERVACIONES", _("With observations")
    APROBADO = "APROBADO", pgettext_lazy("expertise", "Approved")
    FIRMADO = "FIRMADO", pgettext_lazy("expertise", "Signed")
    ENTREGADO = "ENTREGADO", pgettext_lazy("expertise", "Delivered")
    OFRECIDO = "OFRECIDO", _("Offered as evidence")
    ADMITIDO = "ADMITIDO", _("Admitted")
    DESECHADO = "DESECHADO", _("Rejected as evidence")
    EN_AUDIENCIA = "EN_AUDIENCIA", _("At the hearing")
    VALORADO = "VALORADO_EN_SENTENCIA", _("Weighed in the judgment")
    CONCLUIDO = "CONCLUIDO", pgettext_lazy("expertise", "Concluded")
    SUSPENDIDO = "SUSPENDIDO", _("Suspended by the person evaluated")
    DESISTIDO = "DESISTIDO", pgettext_lazy("expertise", "Withdrawn")


class Incident(models.TextChoices):
    """What may happen beside the way, once the report is out; a commission may have several."""

    AMPLIACION = "AMPLIACION_SOLICITADA", _("A supplement was requested")
    ACLARACION = "ACLARACION", _("A clarification was requested")
    OBJETADO = "OBJETADO", _("The report was objected to")
    TERCERO = "PERITO_TERCERO", _("A third expert was appointed")
    METAPERITAJE = "METAPERITAJE_CONTRARIO", _("The other side had the report examined")


class Regime(models.TextChoices):
    """Under which rules of procedure the report is offered."""

    CNPP = "CNPP", _("National Code of Criminal Procedure")
    CNPCF = "CNPCF", _("National Code of Civil and Family Procedure")
    LOCAL = "LOCAL_ANTERIOR", _("Earlier local code")
    AMPARO = "AMPARO", pgettext_lazy("regime", "Amparo")
    TORTURA = "TORTURA", _("General Law against Torture")
    INTERNACIONAL = "INTERNACIONAL", _("International")


class PriorRelation(models.TextChoices):
    """Whether the expert already knows the person otherwise (dual role)."""

    NINGUNA = "NINGUNA", _("No earlier relation")
    ACOMPANA = "HA_ACOMPANADO", _("Accompanies or has accompanied her")


class NotAccepted(models.TextChoices):
    """Why a commission is not taken."""

    CONFLICTO = "CONFLICTO", _("Conflict of interest")
    COMPETENCIA = "FUERA_DE_COMPETENCIA", _("Outside our competence")
    TIEMPO = "SIN_TIEMPO", _("Not enough time to evaluate with care")


class Part(models.TextChoices):
    """What a colleague is to one commission."""

    EXPERT = "expert", _("Expert")
    REVIEWER = "reviewer", _("Peer reviewer")
    REQUESTER = "requester", _("Who requested it")


PART_ACTIONS: dict[str, frozenset[str]] = {
    Part.EXPERT: frozenset({"view", "identify", "read", "write", "defend"}),
    Part.REVIEWER: frozenset({"view", "read", "review"}),
    Part.REQUESTER: frozenset({"view"}),
}


class DocumentKind(models.TextChoices):
    """Which document of a commission this is: after a signature there are only new documents."""

    DICTAMEN = "DICTAMEN", _("Expert report")
    AMPLIACION = "AMPLIACION", _("Supplement to a report")
    ACLARACION = "ACLARACION", _("Clarification of a report")
