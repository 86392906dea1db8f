"""Where people are referred to, and how a referral goes (domain 3.14)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InstitutionKind(models.TextChoices):
    """Where someone may be referred to (destino_canalizacion)."""

    CEJUM = "CEJUM", _("Women's Justice Centre")
    REFUGIO = "REFUGIO", _("Shelter")
    CASA_EMERGENCIA = "CASA_EMERGENCIA", _("Emergency house")
    CEAV = "CEAV", _("Federal commission for victims (CEAV)")
    CEAVE = "CEAVE", _("State commission for victims (CEAVE)")
    FISCALIA_FEM = "FISCALIA_FEM", _("Women's prosecutor")
    FISCALIA_DESAPARICION = "FISCALIA_DESAPARICION", _("Prosecutor for disappearance")
    CLB = "CLB", _("Local search commission")
    CNB = "CNB", _("National search commission")
    PROCURADURIA_NNA = "PROCURADURIA_NNA", _("Child protection authority")
    DIF = "DIF", _("Family services (DIF)")
    HOSPITAL_URGENCIAS = "HOSPITAL_URGENCIAS", _("Hospital, emergencies")
    CENTRO_SALUD_NOM046 = "CENTRO_SALUD_NOM046", _("Health centre (NOM-046)")
    SALUD_MENTAL_PSIQUIATRIA = "SALUD_MENTAL_PSIQUIATRIA", _("Mental health, psychiatry")
    ADICCIONES = "ADICCIONES", _("Addictions")
    ILE_SALUD_SEXUAL = "ILE_SALUD_SEXUAL", _("Sexual health, legal termination of pregnancy")
    ASESORIA_JURIDICA_INT = "ASESORIA_JURIDICA_INT", _("Legal counsel, ours")
    ASESORIA_JURIDICA_EXT = "ASESORIA_JURIDICA_EXT", _("Legal counsel, external")
    CNDH = "CNDH", _("National human rights commission")
    CEDH = "CEDH", _("State human rights commission")
    MECANISMO_FED = "MECANISMO_FED", _("Federal protection mechanism")
    OSC_ALIADA = "OSC_ALIADA", _("Allied organisation")
    RED_DEFENSORAS = "RED_DEFENSORAS", _("Network of defenders")
    ALBERGUE_MIGRANTE = "ALBERGUE_MIGRANTE", _("Shelter for migrants")
    EDUCACION_BECAS = "EDUCACION_BECAS", _("Education, scholarships")
    EMPLEO = "EMPLEO", _("Work and employment")
    VIVIENDA = "VIVIENDA", _("Housing")
    REGISTRO_CIVIL = "REGISTRO_CIVIL", _("Civil registry")
    CONSULADO = "CONSULADO", _("Consulate")
    COLECTIVO = "COLECTIVO", pgettext_lazy("institution", "Collective")
    OTRO = "OTRO", pgettext_lazy("answer", "Other")


class ReferralState(models.TextChoices):
    """Where a referral stands."""

    PROPUESTA = "PROPUESTA", pgettext_lazy("referral", "Proposed")
    ACEPTADA_POR_PERSONA = "ACEPTADA_POR_PERSONA", _("Agreed by the person")
    ENVIADA = "ENVIADA", pgettext_lazy("referral", "Sent")
    RECIBIDA = "RECIBIDA", _("Received there")
    ATENDIDA = "ATENDIDA", pgettext_lazy("referral", "Attended")
    RECHAZADA = "RECHAZADA", _("Turned down there")
    NO_ACUDIO = "NO_ACUDIO", _("Did not go")
    CONTRARREFERENCIA = "CONTRARREFERENCIA", _("Answer received")
    CERRADA = "CERRADA", pgettext_lazy("referral", "Closed")


class ReferralItem(models.TextChoices):
    """What may be told to another institution, each ticked with her."""

    ALIAS = "ALIAS", _("Name she wants to be called by")
    NOMBRE = "NOMBRE", pgettext_lazy("referral item", "Legal name")
    EDAD = "EDAD", pgettext_lazy("referral item", "Age")
    IDIOMA = "IDIOMA", _("Language and interpreter")
    CONTACTO = "CONTACTO", _("Safe way to reach her")
    NECESIDAD = "NECESIDAD", _("What she needs from them")
    AJUSTES = "AJUSTES", _("Adjustments and accessibility")
    ACOMPANANTES = "ACOMPANANTES", _("Who goes with her, children too")
    URGENCIA = "URGENCIA", pgettext_lazy("referral item", "How soon")
    ANTECEDENTES = "ANTECEDENTES", _("What they have to know of what happened")
    SALUD = "SALUD", _("Health data they need")
    ASUNTO_LEGAL = "ASUNTO_LEGAL", _("Number of a legal matter")
    DOCUMENTOS = "DOCUMENTOS", _("Copies of documents")


S = ReferralState
# Which state may follow which; before anything is sent it may be closed without more.
NEXT: dict[str, tuple[ReferralState, ...]] = {
    S.PROPUESTA: (S.ACEPTADA_POR_PERSONA, S.CERRADA),
    S.ACEPTADA_POR_PERSONA: (S.ENVIADA, S.CERRADA),
    S.ENVIADA: (S.RECIBIDA,),
    S.RECIBIDA: (S.ATENDIDA, S.RECHAZADA, S.NO_ACUDIO),
    S.ATENDIDA: (S.CONTRARREFERENCIA, S.CERRADA),
    S.RECHAZADA: (S.CONTRARREFERENCIA, S.CERRADA),
    S.NO_ACUDIO: (S.CONTRARREFERENCIA, S.CERRADA),
    S.CONTRARREFERENCIA: (S.CERRADA,),
    S.CERRADA: (),
}
# Where they are is secret by law (LGAMVLV art. 8-VI): no address and no municipality, ever.
HIDDEN = frozenset(
    {
        InstitutionKind.REFUGIO,
        InstitutionKind.CASA_EMERGENCIA,
        InstitutionKind.ALBERGUE_MIGRANTE,
    }
)
