"""Controlled vocabularies. Codes are lasting: never translated, never deleted."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CaseState(models.TextChoices):
    """Where an accompaniment stands; ``cases.lines`` says which states a service line knows."""

    PROPUESTO = "PROPUESTO", pgettext_lazy("state", "Proposed")
    ENCUADRE = "ENCUADRE", _("Setting agreements")
    VALORACION = "VALORACION_PSICOSOCIAL", _("Psychosocial assessment")
    PLAN = "PLAN_ACORDADO", _("Plan agreed")
    EN_PROCESO = "EN_PROCESO", _("Under way")
    EN_PAUSA = "EN_PAUSA", _("Paused")
    INTERRUMPIDO = "INTERRUMPIDO", _("Interrupted")
    PREPARACION = "PREPARACION_CIERRE", pgettext_lazy("state", "Preparing to close")
    CERRADO = "CERRADO", pgettext_lazy("state", "Closed")
    # a family
    SEGURIDAD = "ENTREVISTAS_INDIVIDUALES_SEGURIDAD", _("Safety interviews, one by one")
    VALORACION_FAMILIAR = "VALORACION_FAMILIAR", _("Family assessment")
    ENCUADRE_FAMILIAR = "ENCUADRE_FAMILIAR", _("Agreements with the family")
    NO_INDICADO = "NO_INDICADO", _("Not indicated as a family")
    # a community, a collective
    ACTIVO = "ACTIVO", pgettext_lazy("state", "Active")
    CONCLUIDO = "CONCLUIDO", pgettext_lazy("state", "Concluded")


CLOSED_STATES = (CaseState.CERRADO, CaseState.NO_INDICADO, CaseState.CONCLUIDO)


class ServiceLine(models.TextChoices):
    """What is offered; those of ``cases.lines`` are opened as accompaniments."""

    ORIENTACION = "ORIENTACION", _("Orientation")
    IND = "IND", _("Individual accompaniment")
    FAM = "FAM", _("Family accompaniment")
    GRUPO_REFLEXION = "GRUPO_REFLEXION", _("Reflection group")
    COM_DESAPARICION = "COM_DESAPARICION", _("Community accompaniment of families who search")
    COLECTIVO = "COLECTIVO_PERMANENTE", _("Permanent process with a collective")
    DEFENSORAS_IND = "DEFENSORAS_IND", _("Defenders, individually")
    DEFENSORAS_COL = "DEFENSORAS_COL", _("Defenders, collectively")
    PERITAJE = "PERITAJE", _("Psychological expertise")
    ACOMP_AUDIENCIA = "ACOMP_AUDIENCIA", _("Accompaniment to a hearing")
    ACOMP_BUSQUEDA = "ACOMP_BUSQUEDA", _("Accompaniment to a search")
    ACOMP_RESTITUCION = (
        "ACOMP_IDENTIFICACION_RESTITUCION",
        _("Accompaniment to identification and restitution"),
    )
    FORMACION = "FORMACION", _("Training")


class Urgency(models.IntegerChoices):
    """How soon someone has to act (triage)."""

    U1 = 1, _("U1 immediate")
    U2 = 2, _("U2 high")
    U3 = 3, _("U3 medium")
    U4 = 4, _("U4 planned")


class ClosingReason(models.TextChoices):
    """Why an accompaniment closes."""

    OBJETIVOS_CUMPLIDOS = "OBJETIVOS_CUMPLIDOS", _("Goals reached")
    ACUERDO_MUTUO = "ACUERDO_MUTUO", _("By mutual agreement")
    DECISION_PERSONA = "DECISION_PERSONA", _("The person so decided")
    CANALIZADA = "CANALIZADA", _("Referred elsewhere")
    CAMBIO_DOMICILIO = "CAMBIO_DOMICILIO", _("Moved away")
    DESPLAZAMIENTO_SEGURIDAD = "DESPLAZAMIENTO_SEGURIDAD", _("Displaced for safety")
    PERDIDA_CONTACTO = "PERDIDA_CONTACTO", _("Contact was lost")
    CONFLICTO_INTERES = "CONFLICTO_INTERES", _("Conflict of interest")
    LIMITE_MANDATO = "LIMITE_MANDATO", _("Outside our mandate")
    RIESGO_EQUIPO = "RIESGO_EQUIPO", _("Risk to the team")
    FALLECIMIENTO = "FALLECIMIENTO", _("The person died")
    FEMINICIDIO = "FEMINICIDIO", _("Femicide")
    DESAPARICION = "DESAPARICION_DE_LA_PERSONA", _("The person is missing")
    FIN_PROYECTO = "FIN_PROYECTO_FINANCIADO", _("The funded project ended")
    DUPLICADO = "DUPLICADO", _("Opened twice")
    DECISION_COLECTIVO = "DECISION_COLECTIVO", _("The collective so decided")


class Function(models.TextChoices):
    """What a colleague is to one case."""

    RESPONSIBLE = "responsible", _("Responsible")
    MEMBER = "member", _("Need-to-know team")
    SUPERVISOR = "supervisor", _("Supervision")
    LEGAL = "legal", _("Legal area")


FUNCTION_ACTIONS: dict[str, frozenset[str]] = {
    Function.RESPONSIBLE: frozenset(
        {"view", "identify", "read", "write", "legal", "members", "close", "assign"}
    ),
    Function.MEMBER: frozenset({"view", "identify", "read", "write", "legal"}),
    Function.SUPERVISOR: frozenset({"view", "identify", "read", "supervise"}),
    Function.LEGAL: frozenset({"view", "identify", "legal"}),
}


class ParticipationRole(models.TextChoices):
    """What a person is to one accompaniment."""

    PA = "PA", _("Accompanied person")
    FAMILIAR = "FAMILIAR", _("Relative")
    REPRESENTANTE = "REPRESENTANTE_NNA", _("Representative of the child")
    RED_APOYO = "RED_APOYO", _("Support network")
    INTERPRETE = "INTERPRETE", _("Interpreter")
    MENCIONADA = "MENCIONADA", _("Only mentioned")


TAKES_NO_PART = frozenset({ParticipationRole.MENCIONADA})  # spoken of, never present


class AgeGroup(models.TextChoices):
    """What age means in law (LGDNNA art. 5); in doubt, the younger."""

    NINEZ = "NINEZ", _("Girl or boy, under 12")
    ADOLESCENCIA = "ADOLESCENCIA", _("Adolescent, 12 to 17")
    ADULTEZ = "ADULTEZ", _("Adult")
    DESCONOCIDA = "DESCONOCIDA", _("Not known yet")


MINORS = frozenset({AgeGroup.NINEZ, AgeGroup.ADOLESCENCIA})


class Pronouns(models.TextChoices):
    """How someone is spoken of."""

    ELLA = "ELLA", _("she")
    EL = "EL", _("he")
    ELLE = "ELLE", _("they")
    SOLO_NOMBRE = "SOLO_NOMBRE", _("only the name")
    NO_SE_PREGUNTO = "NO_SE_PREGUNTO", _("not asked")


class Consent(models.TextChoices):
    """What someone agrees to (universal consent matrix; LFPDPPP arts. 8 and 11)."""

    DATOS_SENS = "C_DATOS_SENS", _("Processing of sensitive data")
    PROCESO = "C_PROCESO", _("Taking part in the accompaniment")
    ASENT_NNA = "C_ASENT_NNA", _("Assent of the girl, boy or adolescent")
    REP_NNA = "C_REP_NNA", _("Consent of the representative")
    REMOTO = "C_REMOTO", _("Sessions by telephone or video")
    JURIDICO = "C_JURIDICO", _("Sharing with the legal area")
    TERCERO = "C_TERCERO", _("Sharing with a named third party")
    PERITAJE = "C_PERITAJE", _("Being evaluated for an expert report")
    GRABACION = "C_GRABACION", _("Recording of voice or image")
    INTERPRETE = "C_INTERPRETE", _("Presence of an interpreter")
    PUBLICACION = "C_PUBLICACION", _("Use in publications")
    ESTADISTICA = "C_ESTADISTICA", _("De-identified statistics")
    SEGUIMIENTO = "C_SEGUIMIENTO", _("Contact after closing")


class ConsentMethod(models.TextChoices):
    """How consent was given."""

    AUTOGRAFA = "AUTOGRAFA", _("Handwritten signature")
    ELECTRONICA = "ELECTRONICA", _("Electronic signature")
    VERBAL = "VERBAL_DOCUMENTADO", _("Spoken, documented")
    EXCEPCION = "EXCEPCION", _("Exception (LFPDPPP art. 9)")


class SessionStatus(models.TextChoices):
    """Whether a session is to come or was held."""

    SCHEDULED = "PROGRAMADA", _("Scheduled")
    HELD = "REALIZADA", _("Held")
    NOT_HELD = "NO_REALIZADA", _("Not held")


class SessionType(models.TextChoices):
    """What a session is for."""

    ENTREVISTA_INICIAL = "ENTREVISTA_INICIAL", _("Welcome interview")
    ENCUADRE = "ENCUADRE", _("Setting agreements")
    VALORACION = "VALORACION", _("Assessment")
    INDIVIDUAL = "INDIVIDUAL", _("Individual session")
    FAMILIAR = "FAMILIAR", _("Family session")
    PAREJA = "PAREJA_NO_AGRESORA", _("Couple without aggression")
    PARENTAL = "SUBSISTEMA_PARENTAL", _("Mothers, fathers or carers")
    HERMANAS_OS = "SUBSISTEMA_FRATERNO", _("Sisters and brothers")
    MADRE_HIJAS_OS = "MADRE_HIJAS_OS", _("Mother with daughters and sons")
    JUEGO_NNA = "JUEGO_NNA", _("Play session")
    GRUPAL = "GRUPAL", _("Group session")
    COMUNITARIA = "COMUNITARIA", _("Community session")
    CRISIS = "CRISIS", _("Crisis")
    PREPARACION_AUDIENCIA = "PREPARACION_AUDIENCIA", _("Preparing a hearing")
    ACOMPANAMIENTO_AUDIENCIA = "ACOMPANAMIENTO_AUDIENCIA", _("Accompanying to a hearing")
    ACOMPANAMIENTO_DILIGENCIA = "ACOMPANAMIENTO_DILIGENCIA", _("Accompanying a proceeding")
    BUSQUEDA = "BUSQUEDA_CAMPO", _("Search in the field")
    NOTIFICACION = "NOTIFICACION", _("Notification")
    DEVOLUCION = "DEVOLUCION", _("Feedback session")
    CIERRE = "CIERRE", pgettext_lazy("type of session", "Closing")
    SEGUIMIENTO = "SEGUIMIENTO", _("Follow-up")
    COORDINACION = "COORDINACION", pgettext_lazy("type of session", "Coordination")


class Modality(models.TextChoices):
    """Where and how a session takes place."""

    PRESENCIAL = "PRESENCIAL_OFICINA", _("In person, at the office")
    VISITA = "VISITA_DOMICILIARIA", _("Home visit")
    EN_COMUNIDAD = "EN_COMUNIDAD", _("In the community")
    INSTITUCION = "INSTITUCION", _("At an institution")
    TELEFONO = "TELEFONO", pgettext_lazy("modality", "Telephone")
    VIDEO = "VIDEO", _("Video call")
    MENSAJERIA = "MENSAJERIA", pgettext_lazy("modality", "Messages")
    HIBRIDA = "HIBRIDA", _("Hybrid")
    CAMPO = "CAMPO", _("In the field")


class Attendance(models.TextChoices):
    """Who came. Not being able to come for safety never counts as absence."""

    ASISTIO = "ASISTIO", _("Came")
    LLEGO_TARDE = "LLEGO_TARDE", _("Came late")
    NO_ASISTIO_AVISO = "NO_ASISTIO_AVISO", _("Said they would not come")
    NO_ASISTIO_SIN_AVISO = "NO_ASISTIO_SIN_AVISO", _("Did not come")
    CANCELA_EQUIPO = "CANCELA_EQUIPO", _("We cancelled")
    REPROGRAMADA = "REPROGRAMADA", _("Moved to another day")
    NO_PUDO_POR_SEGURIDAD = "NO_PUDO_POR_SEGURIDAD", _("Could not come for safety")


class Visibility(models.TextChoices):
    """Who may read a note. The values are the compartments it is sealed in."""

    TEAM = "clinical", _("The case's team")
    SUPERVISION = "supervision", _("Only supervision and I")
    AUTHOR = "author", _("Only I")
    PRIVATE = "private", _("The team, in one person's private space")


# What an author chooses; a note lies in a private space because it is about somebody.
LEVELS = (Visibility.TEAM, Visibility.SUPERVISION, Visibility.AUTHOR)


class ReasonWall(models.TextChoices):
    """The compartment a reason is sealed in: clinical, unless who wrote it may not read there."""

    CLINICAL = "clinical", _("With the notes")
    IDENTITY = "identity", _("With the contact data")


class Template(models.TextChoices):
    """Skeletons of notes; their sections stand in ``cases.skeletons``."""

    EVOLUCION = "EVOLUCION", _("Progress note")
    SOAP = "SOAP", "SOAP"
    DAP = "DAP", "DAP"
    NNA = "NNA", _("Girls, boys and adolescents")
    AUDIENCIA = "AUDIENCIA", _("Accompanying to a hearing")
    NOTIFICACION = "NOTIFICACION", _("Search or notification")
    CIERRE = "CIERRE", _("Closing note")


class Channel(models.TextChoices):
    """A way to reach someone."""

    MOVIL = "MOVIL", _("Mobile telephone")
    FIJO = "FIJO", _("Landline")
    WHATSAPP = "WHATSAPP", "WhatsApp"
    SIGNAL = "SIGNAL", "Signal"
    SMS = "SMS", "SMS"
    CORREO = "CORREO", pgettext_lazy("channel", "E-mail")
    DOMICILIO = "DOMICILIO", _("Home")
    ESCUELA = "ESCUELA", _("School")
    TRABAJO = "TRABAJO", _("Work")
    CONFIANZA = "PERSONA_DE_CONFIANZA", _("Trusted person")
    REDES = "REDES", _("Social networks")


TELEPHONES = frozenset({Channel.MOVIL, Channel.FIJO, Channel.WHATSAPP, Channel.SIGNAL, Channel.SMS})


class Ownership(models.TextChoices):
    """Whose channel it is."""

    PROPIA = "PROPIA", _("Her or his own")
    COMPARTIDA = "COMPARTIDA", _("Shared")
    TERCERA = "DE_TERCERA_PERSONA", _("Someone else's")


class AggressorAccess(models.TextChoices):
    """Whether the aggressor may see or hear what passes through the channel."""

    SI = "SI", _("Yes")
    POSIBLE = "POSIBLE", _("Possibly")
    NO = "NO", pgettext_lazy("aggressor has access", "No")
    DESCONOCIDO = "DESCONOCIDO", _("Not known")


class CallSafety(models.TextChoices):
    """Whether it is safe to call."""

    NO = "NO", _("Not safe")
    SOLO_HORARIO = "SOLO_HORARIO", _("Only within the hours agreed")
    SI = "SI", _("Safe")


class MessageSafety(models.TextChoices):
    """Whether it is safe to leave a message."""

    NO = "NO", _("No messages")
    NEUTRO = "NEUTRO", _("Only neutral ones")
    SI = "SI", _("Safe")


class IfAnother(models.TextChoices):
    """What to do when someone else answers."""

    COLGAR = "COLGAR", _("Hang up")
    NUMERO_EQUIVOCADO = "NUMERO_EQUIVOCADO", _("Say it is a wrong number")
    PRETEXTO = "PRETEXTO_ACORDADO", _("Use the agreed pretext")
