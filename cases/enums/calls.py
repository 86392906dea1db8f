"""The words of a first contact: how it comes in, where it stands, how urgent it is."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CallState(models.TextChoices):
    """Where a first contact stands."""

    RECIBIDO = "RECIBIDO", pgettext_lazy("first contact", "Received")
    EN_ESCUCHA = "EN_ESCUCHA", pgettext_lazy("first contact", "Being listened to")
    VALORADO = "VALORADO", pgettext_lazy("first contact", "Urgency assessed")
    ORIENTADO = "ORIENTADO", pgettext_lazy("first contact", "Oriented")
    ACEPTADO = "ACEPTADO", pgettext_lazy("first contact", "Accepted")
    LISTA_ESPERA = "LISTA_ESPERA", pgettext_lazy("first contact", "Waiting list")
    CANALIZADO = "CANALIZADO", pgettext_lazy("first contact", "Referred elsewhere")
    SEGUIMIENTO = "SEGUIMIENTO_CANALIZACION", _("Following up the referral")
    DECLINA = "DECLINA", pgettext_lazy("first contact", "The person says no")
    INTERRUMPIDO = "INTERRUMPIDO", pgettext_lazy("first contact", "Interrupted")
    RECONTACTO = "RECONTACTO_SEGURO", _("Safe re-contact")
    NO_CONTACTABLE = "NO_CONTACTABLE", _("Cannot be reached")
    DUPLICADO = "DUPLICADO", pgettext_lazy("first contact", "Taken down twice")
    EQUIVOCADO = "EQUIVOCADO", pgettext_lazy("first contact", "Wrong number")
    ACOSO = "ACOSO_A_LINEA", _("Hostile call")
    CERRADO = "CERRADO", pgettext_lazy("first contact", "Closed")


# Which state may follow which; merging two records and undoing it are use cases of their own.
NEXT_CALL_STATES: dict[str, tuple[str, ...]] = {
    CallState.RECIBIDO: (
        CallState.EN_ESCUCHA,
        CallState.DUPLICADO,
        CallState.EQUIVOCADO,
        CallState.ACOSO,
    ),
    CallState.EN_ESCUCHA: (CallState.VALORADO, CallState.INTERRUMPIDO),
    CallState.VALORADO: (
        CallState.ACEPTADO,
        CallState.ORIENTADO,
        CallState.LISTA_ESPERA,
        CallState.CANALIZADO,
        CallState.DECLINA,
    ),
    CallState.LISTA_ESPERA: (CallState.ACEPTADO, CallState.CANALIZADO, CallState.DECLINA),
    CallState.CANALIZADO: (CallState.SEGUIMIENTO,),
    CallState.SEGUIMIENTO: (CallState.CERRADO,),
    CallState.DECLINA: (CallState.CERRADO,),
    CallState.INTERRUMPIDO: (CallState.RECONTACTO,),
    CallState.RECONTACTO: (CallState.EN_ESCUCHA, CallState.NO_CONTACTABLE),
    CallState.DUPLICADO: (CallState.CERRADO,),
    CallState.EQUIVOCADO: (CallState.CERRADO,),
    CallState.ACOSO: (CallState.CERRADO,),
    CallState.ORIENTADO: (),
    CallState.ACEPTADO: (),
    CallState.NO_CONTACTABLE: (),
    CallState.CERRADO: (),
}
# Nothing is left to do in these; what was decided shortly before may still be looked at.
ENDED = frozenset(
    {CallState.ORIENTADO, CallState.ACEPTADO, CallState.NO_CONTACTABLE, CallState.CERRADO}
)
# What a step is called on the way to it.
STEPS: dict[str, Any] = {
    CallState.EN_ESCUCHA: _("Listen"),
    CallState.VALORADO: _("Say how urgent it is"),
    CallState.ORIENTADO: _("Orient, and close"),
    CallState.ACEPTADO: _("Accept"),
    CallState.LISTA_ESPERA: _("Put on the waiting list"),
    CallState.CANALIZADO: _("Refer elsewhere"),
    CallState.SEGUIMIENTO: _("Follow the referral up"),
    CallState.DECLINA: _("The person says no"),
    CallState.RECONTACTO: _("Make contact again"),
    CallState.NO_CONTACTABLE: _("Decide whether to go on trying"),
    CallState.DUPLICADO: _("It was taken down twice"),
    CallState.EQUIVOCADO: _("Wrong number"),
    CallState.ACOSO: _("Hostile call"),
    CallState.CERRADO: _("Close the call"),
}


class CallChannel(models.TextChoices):
    """How somebody reaches us (remote channels and the door)."""

    TEL_MOVIL = "TEL_MOVIL", _("Mobile line")
    TEL_FIJO = "TEL_FIJO", _("Landline")
    WHATSAPP = "WHATSAPP", "WhatsApp"
    SIGNAL = "SIGNAL", "Signal"
    SMS = "SMS", "SMS"
    CORREO = "CORREO", pgettext_lazy("channel", "E-mail")
    VIDEO_JITSI = "VIDEO_JITSI", _("Video call")
    REDES = "REDES", _("Social networks")
    PRESENCIAL = "PRESENCIAL", _("In person")


class Contacting(models.TextChoices):
    """Who contacts us."""

    PROPIA = "PROPIA_PERSONA", _("The person herself or himself")
    FAMILIAR = "FAMILIAR", _("Relative")
    ORGANIZACION = "ORGANIZACION", _("Organisation")
    INSTITUCION = "INSTITUCION", _("Institution")
    VECINA = "VECINA_O", _("Neighbour")
    COLEGA = "COLEGA", _("Colleague")
    ANONIMA = "ANONIMA", _("Anonymous")


class Answer(models.TextChoices):
    """What is answered on the telephone."""

    SI = "SI", pgettext_lazy("answer", "Yes")
    NO = "NO", pgettext_lazy("answer", "No")
    NO_SABE = "NO_SABE", pgettext_lazy("answer", "Does not know")


class AgeBand(models.TextChoices):
    """Reporting bands of age, cut at 12 and at 18."""

    B0_5 = "0_5", _("0 to 5")
    B6_11 = "6_11", _("6 to 11")
    B12_14 = "12_14", _("12 to 14")
    B15_17 = "15_17", _("15 to 17")
    B18_24 = "18_24", _("18 to 24")
    B25_29 = "25_29", _("25 to 29")
    B30_44 = "30_44", _("30 to 44")
    B45_59 = "45_59", _("45 to 59")
    B60_74 = "60_74", _("60 to 74")
    B75_MAS = "75_MAS", _("75 or more")
    DESCONOCIDA = "DESCONOCIDA", pgettext_lazy("age", "Not known")


CHILDREN = frozenset({AgeBand.B0_5, AgeBand.B6_11})
ADOLESCENTS = frozenset({AgeBand.B12_14, AgeBand.B15_17})


class Language(models.TextChoices):
    """In which language somebody wants to speak (INALI; those heard here come first)."""

    SPA = "SPA", _("Spanish")
    TAR = "TAR", "Rarámuri"
    ODA = "ODA", "Ódami"
    WAR = "WAR", "Warihó"
    PIM = "PIM", "O'oba"
    PDT = "PDT", "Plautdietsch"
    LSM = "LSM", _("Mexican sign language")
    NAH = "NAH", "Náhuatl"
    MIX = "MIX", "Tu'un savi (mixteco)"
    ZAP = "ZAP", "Zapoteco"
    MZH = "MZH", "Mazahua"
    ENG = "ENG", _("English")
    OTRA = "OTRA", pgettext_lazy("language", "Another one")


class Municipality(models.TextChoices):
    """Where somebody is, by municipality (INEGI); never the address."""

    AHUMADA = "08001", "Ahumada"
    ASCENSION = "08005", "Ascensión"
    BATOPILAS = "08008", "Batopilas de Manuel Gómez Morín"
    BOCOYNA = "08009", "Bocoyna"
    CAMARGO = "08011", "Camargo"
    CUAUHTEMOC = "08017", "Cuauhtémoc"
    CHIHUAHUA = "08019", "Chihuahua"
    DELICIAS = "08021", "Delicias"
    GUACHOCHI = "08027", "Guachochi"
    GUADALUPE = "08028", "Guadalupe"
    GUADALUPE_Y_CALVO = "08029", "Guadalupe y Calvo"
    GUERRERO = "08031", "Guerrero"
    PARRAL = "08032", "Hidalgo del Parral"
    JIMENEZ = "08036", "Jiménez"
    JUAREZ = "08037", "Juárez"
    MADERA = "08040", "Madera"
    MEOQUI = "08045", "Meoqui"
    NUEVO_CASAS_GRANDES = "08050", "Nuevo Casas Grandes"
    OJINAGA = "08052", "Ojinaga"
    PRAXEDIS = "08053", "Praxedis G. Guerrero"
    URIQUE = "08065", "Urique"
    OTRA_CHIHUAHUA = "08999", _("Another one in Chihuahua")
    OTRO_ESTADO = "99999", _("In another state")
    EUA = "97", _("United States")
    OTRO_PAIS = "98", _("Another country")


class Told(models.TextChoices):
    """What has been said to who calls."""

    AVISO = "AVISO", _("The short privacy notice")
    LIMITES = "LIMITES", _("The limits of confidentiality")
    GRATUITO = "GRATUITO", _("It is free and confidential")
    HORARIOS = "HORARIOS", _("Our hours")
    EMERGENCIA = "EMERGENCIA_911", _("What to do in an emergency: 911")


class HeardOf(models.TextChoices):
    """How somebody heard of the organisation."""

    CONOCIDA = "CONOCIDA", _("From someone they know")
    COLECTIVO = "COLECTIVO", _("From a collective")
    INSTITUCION = "INSTITUCION", _("From an institution")
    REDES = "REDES", _("On social networks")
    MEDIOS = "MEDIOS", _("Radio, press or television")
    ANTES = "ANTES", _("Was here before")
    OTRA = "OTRA", pgettext_lazy("how they heard of us", "Otherwise")


class AttemptResult(models.TextChoices):
    """What came of an attempt to call back."""

    HABLAMOS = "HABLAMOS", _("We spoke")
    NO_PUEDE = "NO_PUEDE_HABLAR", _("Answered and could not talk")
    PALABRA_AYUDA = "PALABRA_AYUDA", _("Said the word for help")
    OTRA_PERSONA = "OTRA_PERSONA", _("Someone else answered")
    NO_CONTESTA = "NO_CONTESTA", _("No answer")
    BUZON = "BUZON", _("Voicemail")
    FUERA_DE_SERVICIO = "FUERA_DE_SERVICIO", _("Out of service")


REACHED = frozenset({AttemptResult.HABLAMOS, AttemptResult.PALABRA_AYUDA})
FAILED_MOST = 3  # failed safe attempts; then coordination decides


class NoticeKind(models.TextChoices):
    """What coordination has to look at in a first contact."""

    ROJO = "ROJO", _("A red call: somebody is in danger now")
    FUERA_DE_HORARIO = "FUERA_DE_HORARIO", _("Called outside the hours agreed")
    TRES_INTENTOS = "TRES_INTENTOS", _("Three safe attempts failed: decide how to go on")
    CONFLICTO = "CONFLICTO", _("Possible conflict")
    DUPLICADO = "POSIBLE_DUPLICADO", _("Possible duplicate")


class CallStage(models.TextChoices):
    """Which of the pages of a first contact somebody is typing on."""

    TOMA = "toma", _("Who calls")
    URGENCIA = "urgencia", pgettext_lazy("stage of a first contact", "Urgency")
    CONTACTO = "contacto", _("Safe contact")
