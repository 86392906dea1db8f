"""The words about missing persons: who searches, what is known, and who said so.

A missing person is spoken of in the present. Codes are lasting: never translated, never deleted.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MissingStatus(models.TextChoices):
    """Where the search stands for the organisation (LGMDFP art. 4)."""

    DESAPARECIDA = "DESAPARECIDA", pgettext_lazy("missing person", "Missing")
    NO_LOCALIZADA = "NO_LOCALIZADA", pgettext_lazy("missing person", "Not located")
    CON_VIDA = "LOCALIZADA_CON_VIDA", pgettext_lazy("missing person", "Located alive")
    EN_IDENTIFICACION = (
        "IDENTIFICACION_EN_PROCESO",
        pgettext_lazy("missing person", "Identification under way"),
    )
    SIN_VIDA = (
        "LOCALIZADA_SIN_VIDA_NOTIFICADA",
        pgettext_lazy("missing person", "Located without life, family notified"),
    )
    RESTITUCION = (
        "RESTITUCION_REALIZADA",
        pgettext_lazy("missing person", "Returned to the family"),
    )
    IMPUGNADA = (
        "IDENTIFICACION_IMPUGNADA",
        pgettext_lazy("missing person", "Identification disputed"),
    )


M = MissingStatus

# Which status may follow which; only a person moves it, with a document. Nobody goes from missing
# to dead: an identification comes first, and a family may dispute it at any time (LGMDFP art. 112).
MISSING_MOVES: dict[str, tuple[MissingStatus, ...]] = {
    M.DESAPARECIDA: (M.NO_LOCALIZADA, M.CON_VIDA, M.EN_IDENTIFICACION),
    M.NO_LOCALIZADA: (M.DESAPARECIDA, M.CON_VIDA, M.EN_IDENTIFICACION),
    M.CON_VIDA: (M.DESAPARECIDA, M.NO_LOCALIZADA),
    M.EN_IDENTIFICACION: (
        *(M.DESAPARECIDA, M.NO_LOCALIZADA, M.CON_VIDA),  # it is somebody else
        *(M.SIN_VIDA, M.IMPUGNADA),
    ),
    M.SIN_VIDA: (M.RESTITUCION, M.IMPUGNADA),
    M.RESTITUCION: (M.IMPUGNADA,),
    M.IMPUGNADA: (
        *(M.DESAPARECIDA, M.NO_LOCALIZADA, M.CON_VIDA),  # the family was right
        *(M.EN_IDENTIFICACION, M.SIN_VIDA),
    ),
}
BEGINS_AS = (M.DESAPARECIDA, M.NO_LOCALIZADA)


class RegistryStatus(models.TextChoices):
    """What the national registry (RNPDNO) says; authorities change it as they see fit."""

    NO_CONSTA = (
        "RNPDNO_NO_CONSTA",
        pgettext_lazy("registry", "Not in the registry, as far as known"),
    )
    DESAPARECIDA = "RNPDNO_DESAPARECIDA", pgettext_lazy("registry", "Missing")
    NO_LOCALIZADA = "RNPDNO_NO_LOCALIZADA", pgettext_lazy("registry", "Not located")
    CON_VIDA = "RNPDNO_LOCALIZADA_CON_VIDA", pgettext_lazy("registry", "Located alive")
    SIN_VIDA = "RNPDNO_LOCALIZADA_SIN_VIDA", pgettext_lazy("registry", "Located without life")
    CONFIDENCIAL = "RNPDNO_CONFIDENCIAL", pgettext_lazy("registry", "Confidential")
    RETIRADA = "RNPDNO_RETIRADA", pgettext_lazy("registry", "No longer shown in the registry")


class StatusOf(models.TextChoices):
    """Whose word a status is."""

    ORGANISATION = "ORGANIZACION", _("Of the organisation")
    REGISTRY = "RNPDNO", _("Of the national registry")


class Source(models.TextChoices):
    """The document that says so."""

    OFICIO = "OFICIO", _("Official letter")
    ACUERDO_MP = "ACUERDO_MP", _("Decision of the prosecutor")
    DICTAMEN = "DICTAMEN", _("Expert report of identification")
    DICTAMEN_INDEPENDIENTE = "DICTAMEN_INDEPENDIENTE", _("Independent expert report")
    CONSTANCIA = "CONSTANCIA_RNPDNO", _("Certificate of the registry")
    CONSULTA = "CONSULTA_RNPDNO", _("Public look-up of the registry")
    ACTA_ENTREGA = "ACTA_ENTREGA", _("Record of the dignified return")
    PRUEBA_VIDA = "PRUEBA_DE_VIDA", _("Proof of life")
    ESCRITO_FAMILIA = "ESCRITO_FAMILIA", _("Statement of the family")
    OTRO = "OTRO", pgettext_lazy("document", "Another document")


class Telling(models.TextChoices):
    """How the family came to know."""

    EN_PERSONA = "EN_PERSONA", _("In person")
    VIDEO = "VIDEO", _("Video call")
    TELEFONO = "TELEFONO", pgettext_lazy("telling", "By telephone")
    ESCRITO = "ESCRITO", _("In writing")
    LO_DIJO_LA_FAMILIA = "LO_DIJO_LA_FAMILIA", _("The family told us")
    PRENSA_O_REDES = "PRENSA_O_REDES", _("Through the press or social networks")
    NADIE = "NADIE_LE_HA_DICHO", _("Nobody has told the family yet")


class Kinship(models.TextChoices):
    """What the accompanied person is to the missing person."""

    MADRE = "MADRE", _("Mother")
    PADRE = "PADRE", _("Father")
    ESPOSA_PAREJA = "ESPOSA_PAREJA", _("Wife, husband or partner")
    HIJA = "HIJA", _("Daughter")
    HIJO = "HIJO", _("Son")
    HERMANA = "HERMANA", _("Sister")
    HERMANO = "HERMANO", _("Brother")
    ABUELA_O = "ABUELA_O", _("Grandmother or grandfather")
    NIETA_O = "NIETA_O", _("Granddaughter or grandson")
    SOBRINA_O = "SOBRINA_O", _("Niece or nephew")
    TIA_O = "TIA_O", _("Aunt or uncle")
    PRIMA_O = "PRIMA_O", _("Cousin")
    SUEGRA_O = "SUEGRA_O", _("Mother-in-law or father-in-law")
    NUERA_YERNO = "NUERA_YERNO", _("Daughter-in-law or son-in-law")
    CUNADA_O = "CUNADA_O", _("Sister-in-law or brother-in-law")
    FAMILIA_SOCIAL = "FAMILIA_SOCIAL", _("Social family")
    AMISTAD = "AMISTAD", _("Friend")


class SearchKind(models.TextChoices):
    """Types of search (Protocolo Homologado de Búsqueda)."""

    INMEDIATA = "INMEDIATA", pgettext_lazy("search", "Immediate")
    INDIVIDUALIZADA = "INDIVIDUALIZADA", pgettext_lazy("search", "Individual")
    PATRONES = "POR_PATRONES", pgettext_lazy("search", "By patterns")
    GENERALIZADA = "GENERALIZADA", pgettext_lazy("search", "Generalised")
    FAMILIA = "DE_FAMILIA", pgettext_lazy("search", "Of family")


class AuthorityKind(models.TextChoices):
    """Who owes the family a search, an identification or an answer."""

    CLB = "CLB", _("Local search commission")
    CNB = "CNB", _("National search commission")
    FISCALIA_ESTATAL = "FISCALIA_ESTATAL", _("Specialised prosecutor of the state")
    FGR = "FGR", _("Federal prosecutor")
    CNIH = "CNIH", _("National centre of human identification")
    SEMEFO = "SEMEFO", _("Forensic service")
    CEAV = "CEAV", _("Federal commission for victims")
    CEAVE = "CEAVE", _("State commission for victims")
    CNDH = "CNDH", _("National human-rights commission")
    CEDH = "CEDH", _("State human-rights commission")
    CONSULADO = "CONSULADO", _("Consulate")
    MAE = "MAE", _("Support mechanism abroad, for migrants")
    OTRA = "OTRA", pgettext_lazy("authority", "Another")


class AllegedActor(models.TextChoices):
    """Who is said to be responsible; never asked for by force: naming may endanger."""

    EJERCITO = "EJERCITO", _("Army")
    MARINA = "MARINA", _("Navy")
    GUARDIA_NACIONAL = "GUARDIA_NACIONAL", _("National Guard")
    POLICIA_FEDERAL_MIN = "POLICIA_FEDERAL_MIN", _("Federal investigative police")
    POLICIA_ESTATAL = "POLICIA_ESTATAL", _("State police")
    POLICIA_MUNICIPAL = "POLICIA_MUNICIPAL", _("Municipal police")
    FISCALIA_MP = "FISCALIA_MP", _("Prosecutor's office")
    CUSTODIA = "CUSTODIA_PENITENCIARIA", _("Prison guards")
    MIGRACION = "MIGRACION_INM", _("Migration authority")
    AUTORIDAD_MUNICIPAL = "AUTORIDAD_MUNICIPAL", _("Municipal authority")
    AUTORIDAD_ESTATAL = "AUTORIDAD_ESTATAL", _("State authority")
    AUTORIDAD_FEDERAL = "AUTORIDAD_FEDERAL", _("Federal authority")
    CRIMEN_ORGANIZADO = "CRIMEN_ORGANIZADO", _("Organised crime")
    GRUPO_ARMADO = "GRUPO_ARMADO", _("Armed group")
    EMPRESA = "EMPRESA", _("Company")
    CACIQUE = "CACIQUE", _("Local strongman")
    PARTICULAR = "PARTICULAR", _("Private person")
    AQUIESCENCIA = "ESTADO_AQUIESCENCIA", _("Others, with the acquiescence of the State")
    DESCONOCIDO = "DESCONOCIDO", pgettext_lazy("responsible actor", "Not known")
    NO_DECLARA = "NO_DECLARA", pgettext_lazy("responsible actor", "Not said")


class Precision(models.TextChoices):
    """How exactly a moment is known."""

    HORA = "HORA", pgettext_lazy("precision", "To the hour")
    DIA = "DIA", pgettext_lazy("precision", "The day, not the hour")
    MES = "MES", pgettext_lazy("precision", "More or less, within the month")
    ANO = "ANO", pgettext_lazy("precision", "More or less, within the year")
    NO_SE_SABE = "NO_SE_SABE", pgettext_lazy("precision", "Not known")


class Hurting(models.TextChoices):
    """Why a date hurts."""

    DESAPARICION = "DESAPARICION", pgettext_lazy("date", "Anniversary of the disappearance")
    CUMPLEANOS = "CUMPLEANOS", pgettext_lazy("date", "Birthday")
    HALLAZGO = "HALLAZGO", pgettext_lazy("date", "A finding")
    NOTIFICACION = "NOTIFICACION", pgettext_lazy("date", "A notification")
    RESTITUCION = "RESTITUCION", pgettext_lazy("date", "The return to the family")
    AUDIENCIA = "AUDIENCIA", pgettext_lazy("date", "A hearing")
    MADRES = "DIA_DE_LAS_MADRES", pgettext_lazy("date", "10 May, Mothers' Day")
    VICTIMAS = (
        "DIA_DE_LAS_VICTIMAS",
        pgettext_lazy("date", "30 August, day of the victims of enforced disappearance"),
    )
    PROPIA = "PROPIA", pgettext_lazy("date", "A date of the family's own")
