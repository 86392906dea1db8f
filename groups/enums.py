"""Words with codes. Codes are lasting: never translated, never deleted."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class GroupState(models.TextChoices):
    """Where a cycle of a group stands (domain 2(f))."""

    DISENO = "DISENO", pgettext_lazy("group", "Design")
    CONVOCATORIA = "CONVOCATORIA", _("Call for participants")
    ENTREVISTAS = "ENTREVISTAS_PREVIAS", _("Interviews beforehand")
    ABIERTO = "ABIERTO", pgettext_lazy("group", "Open to newcomers")
    EN_CURSO = "EN_CURSO", pgettext_lazy("group", "Under way, closed to newcomers")
    CIERRE = "CIERRE", pgettext_lazy("group", "Closing")
    EVALUADO = "EVALUADO", pgettext_lazy("group", "Evaluated")
    SUSPENDIDO = "SUSPENDIDO", pgettext_lazy("group", "Called off")


class GroupKind(models.TextChoices):
    """For whom a group is."""

    MUJERES = "MUJERES", _("Women")
    ADOLESCENTES = "ADOLESCENTES", _("Adolescents")
    NINAS_NINOS = "NINAS_NINOS", _("Girls and boys")
    MIXTO = "MIXTO", pgettext_lazy("group", "Mixed")


class EnrolmentState(models.TextChoices):
    """Where somebody stands in a group."""

    INTERESADA = "INTERESADA", pgettext_lazy("enrolment", "Interested")
    ENTREVISTADA = "ENTREVISTADA", pgettext_lazy("enrolment", "Interviewed")
    ACEPTADA = "ACEPTADA", pgettext_lazy("enrolment", "Accepted")
    LISTA_ESPERA = "LISTA_ESPERA", pgettext_lazy("enrolment", "On the waiting list")
    NO_INDICADA = "NO_INDICADA", _("Not indicated for now")
    ACTIVA = "ACTIVA", pgettext_lazy("enrolment", "Taking part")
    AUSENTE = "AUSENTE", pgettext_lazy("enrolment", "Absent for a while")
    CONCLUYO = "CONCLUYO", pgettext_lazy("enrolment", "Concluded")
    INTERRUMPIO = "INTERRUMPIO", pgettext_lazy("enrolment", "Left")


class Facilitates(models.TextChoices):
    """What a colleague is to one group."""

    FACILITATOR = "facilitator", pgettext_lazy("group", "Facilitates")
    COFACILITATOR = "cofacilitator", pgettext_lazy("group", "Facilitates along")
    OBSERVER = "observer", pgettext_lazy("group", "Observes")


LEADS = frozenset({Facilitates.FACILITATOR, Facilitates.COFACILITATOR})  # their hours are taken
FACILITATOR_ACTIONS: dict[str, frozenset[str]] = {
    Facilitates.FACILITATOR: frozenset({"view", "read", "write", "members", "schedule"}),
    Facilitates.COFACILITATOR: frozenset({"view", "read", "write", "members", "schedule"}),
    Facilitates.OBSERVER: frozenset({"view", "read"}),
}


class MeetingState(models.TextChoices):
    """Whether a session of a group is to come, was held, or was called off."""

    PROGRAMADA = "PROGRAMADA", pgettext_lazy("group session", "Planned")
    REALIZADA = "REALIZADA", pgettext_lazy("group session", "Held")
    CANCELADA = "CANCELADA", pgettext_lazy("group session", "Called off")


class Reach(models.TextChoices):
    """How far a change of one session goes in its series."""

    ONE = "one", pgettext_lazy("sessions", "Only this one")
    FOLLOWING = "following", pgettext_lazy("sessions", "This one and those that follow")
    ALL = "all", pgettext_lazy("sessions", "All that are still planned")


class Mark(models.TextChoices):
    """Who came to a session of a group. What safety prevented never counts as absence."""

    PRESENTE = "PRESENTE", pgettext_lazy("attendance", "Present")
    TARDE = "LLEGO_TARDE", pgettext_lazy("attendance", "Late")
    AVISO = "AUSENTE_CON_AVISO", pgettext_lazy("attendance", "Absent, she had told us")
    SIN_AVISO = "AUSENTE_SIN_AVISO", pgettext_lazy("attendance", "Absent")
    EN_LINEA = "EN_LINEA", pgettext_lazy("attendance", "Online")
    SEGURIDAD = "NO_PUDO_POR_SEGURIDAD", pgettext_lazy("attendance", "Could not for safety")


CAME = frozenset({Mark.PRESENTE, Mark.TARDE, Mark.EN_LINEA})
MISSED = frozenset({Mark.AVISO, Mark.SIN_AVISO})


class Erases(models.TextChoices):
    """Why what was kept of somebody is destroyed; kept in the trace."""

    ASKED = "erase: asked", _("She asked for it: right to cancellation")
    DANGER = "erase: danger", _("Keeping it puts her in danger")
    MISTAKE = "erase: mistake", _("She was taken down by mistake")
    TIME = "erase: time", _("The time for keeping it has passed")


class Said(models.TextChoices):
    """Whose name an index word stands for."""

    PARTICIPANT = "participant", _("Who takes part")
    AGGRESSOR = "aggressor", _("Who has harmed her")
    HEARD = "heard", _("How her name sounds")


class When(models.TextChoices):
    """Before or after a cycle."""

    PRE = "PRE", pgettext_lazy("measure", "Before")
    POST = "POST", pgettext_lazy("measure", "After")


class Face(models.TextChoices):
    """How a session was for those who came; counted, nobody is named."""

    MUY_BIEN = "5", pgettext_lazy("face", "Very good")
    BIEN = "4", pgettext_lazy("face", "Good")
    REGULAR = "3", pgettext_lazy("face", "So-so")
    MAL = "2", pgettext_lazy("face", "Bad")
    MUY_MAL = "1", pgettext_lazy("face", "Very bad")


class WorkshopKind(models.TextChoices):
    """What is convened (domain 2(k))."""

    TALLER = "TALLER", _("Workshop")
    SEMINARIO = "SEMINARIO", _("Seminar")
    DIALOGO = "DIALOGO", _("Dialogue")
    FORO = "FORO", _("Forum")
    ESCUELA = "ESCUELA", _("School")
    ENCUENTRO = "ENCUENTRO", _("Encounter")


class WorkshopState(models.TextChoices):
    """Where a workshop stands."""

    BORRADOR = "BORRADOR", pgettext_lazy("workshop", "Being prepared")
    CONVOCADO = "CONVOCADO", pgettext_lazy("workshop", "Convened")
    REALIZADO = "REALIZADO", pgettext_lazy("workshop", "Held")
    CANCELADO = "CANCELADO", pgettext_lazy("workshop", "Called off")


class ListUse(models.TextChoices):
    """What a list of who comes is taken out of the house for; kept as the purpose in the trace."""

    DOOR = "list: door", _("Signing in at the door")
    NEEDS = "list: needs", _("Preparing access, food and rooms")
    FUNDER = "list: funder", _("Proof for who funds it")
    EVALUATION = "list: evaluation", _("Evaluating the workshop")
