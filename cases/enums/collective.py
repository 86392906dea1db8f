"""Vocabularies of communities and collectives: ages, cycles, membership, activities, goals."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CommunityGroup(models.TextChoices):
    """The three ages by which families of the disappeared are accompanied."""

    NN = "G_NN", _("Girls and boys")
    AJ = "G_AJ", _("Adolescents and young people")
    AM = "G_AM", _("Adults and seniors")


class Suggested(models.TextChoices):
    """What the age suggests on the day a cycle begins; people decide."""

    NN = "G_NN", _("Girls and boys")
    AJ = "G_AJ", _("Adolescents and young people")
    AM = "G_AM", _("Adults and seniors")
    ASK = "PREGUNTAR", _("To be asked: youth or adults")
    UNKNOWN = "DESCONOCIDA", _("Age not known")


# Which groups are possible at all, by what the age suggests: minors do not sit with adults.
POSSIBLE: dict[str, tuple[str, ...]] = {
    Suggested.NN: (CommunityGroup.NN, CommunityGroup.AJ),
    Suggested.AJ: (CommunityGroup.AJ,),
    Suggested.ASK: (CommunityGroup.AJ, CommunityGroup.AM),
    Suggested.AM: (CommunityGroup.AM,),
    Suggested.UNKNOWN: tuple(CommunityGroup),
}


class Band(models.TextChoices):
    """Ages as reports count them: always cut at 12 and at 18."""

    B0 = "0_5", _("0 to 5")
    B6 = "6_11", _("6 to 11")
    B12 = "12_14", _("12 to 14")
    B15 = "15_17", _("15 to 17")
    B18 = "18_24", _("18 to 24")
    B25 = "25_29", _("25 to 29")
    B30 = "30_44", _("30 to 44")
    B45 = "45_59", _("45 to 59")
    B60 = "60_74", _("60 to 74")
    B75 = "75_MAS", _("75 and more")
    UNKNOWN = "DESCONOCIDA", _("Age not asked")


FROM_AGE = (
    (75, Band.B75), (60, Band.B60), (45, Band.B45), (30, Band.B30), (25, Band.B25),
    (18, Band.B18), (15, Band.B15), (12, Band.B12), (6, Band.B6), (0, Band.B0),
)  # fmt: skip

BANDS_OF: dict[str, tuple[Band, ...]] = {
    CommunityGroup.NN: (Band.B0, Band.B6),
    CommunityGroup.AJ: (Band.B12, Band.B15, Band.B18, Band.B25),
    CommunityGroup.AM: (Band.B18, Band.B25, Band.B30, Band.B45, Band.B60, Band.B75),
    "": tuple(band for band in Band if band != Band.UNKNOWN),
}


def band_of(age: int | None) -> Band:
    """Return the band of an age in whole years."""
    if age is None:
        return Band.UNKNOWN
    return next((band for least, band in FROM_AGE if age >= least), Band.UNKNOWN)


def suggested_for(age: int | None) -> Suggested:
    """Return the group an age suggests: 18 to 29 are asked (LGDNNA art. 5; Ley del IMJUVE)."""
    if age is None:
        return Suggested.UNKNOWN
    for least, suggestion in ((30, Suggested.AM), (18, Suggested.ASK), (12, Suggested.AJ)):
        if age >= least:
            return suggestion
    return Suggested.NN


class CountedAs(models.TextChoices):
    """How people are counted who are not named."""

    MUJERES = "MUJERES", _("Women and girls")
    HOMBRES = "HOMBRES", _("Men and boys")
    OTRAS = "OTRAS_IDENTIDADES", _("Other identities")
    NO_SE_PREGUNTO = "NO_SE_PREGUNTO", pgettext_lazy("gender", "Not asked")


class CycleState(models.TextChoices):
    """Where a cycle stands."""

    PLANEADO = "PLANEADO", pgettext_lazy("cycle", "Planned")
    CONVOCADO = "CONVOCADO", pgettext_lazy("cycle", "Convened")
    EN_CURSO = "EN_CURSO", pgettext_lazy("cycle", "Under way")
    EVALUACION = "EVALUACION", pgettext_lazy("cycle", "Being evaluated")
    CERRADO = "CERRADO", pgettext_lazy("cycle", "Closed")


CYCLE_NEXT: dict[str, tuple[str, ...]] = {
    CycleState.PLANEADO: (CycleState.CONVOCADO,),
    CycleState.CONVOCADO: (CycleState.EN_CURSO,),
    CycleState.EN_CURSO: (CycleState.EVALUACION,),
    CycleState.EVALUACION: (CycleState.CERRADO,),
    CycleState.CERRADO: (),
}


class MemberState(models.TextChoices):
    """What someone is to a collective."""

    INVITADA = "INVITADA", pgettext_lazy("membership", "Invited")
    INTEGRANTE = "INTEGRANTE", pgettext_lazy("membership", "Member")
    AUSENTE = "AUSENTE_TEMPORAL", pgettext_lazy("membership", "Away for a time")
    SALIDA = "SALIDA", pgettext_lazy("membership", "Left")


MEMBER_NEXT: dict[str, tuple[str, ...]] = {
    MemberState.INVITADA: (MemberState.INTEGRANTE, MemberState.SALIDA),
    MemberState.INTEGRANTE: (MemberState.AUSENTE, MemberState.SALIDA),
    MemberState.AUSENTE: (MemberState.INTEGRANTE, MemberState.SALIDA),
    MemberState.SALIDA: (MemberState.INVITADA,),  # she can always come back
}


class MemberConsent(models.TextChoices):
    """What a member of a collective, or who represents a child, is asked."""

    NOMBRE = "C_NOMBRE", _("That her name stands in the attendance")
    ASENT_NNA = "C_ASENT_NNA", _("Assent of the girl, boy or adolescent")
    REP_NNA = "C_REP_NNA", _("Consent of the representative")


class ActivityKind(models.TextChoices):
    """What a collective or a community does together."""

    ENCUENTRO = "ENCUENTRO", _("Encounter with sessions by age")
    SESION = "SESION_PSICOSOCIAL", _("Monthly psychosocial session")
    ASAMBLEA = "ASAMBLEA", _("Assembly")
    COYUNTURA = "ANALISIS_COYUNTURA", _("Context analysis")
    DERECHOS = "ALFABETIZACION_JURIDICA", _("Legal literacy")
    BUSQUEDA = "BUSQUEDA_CAMPO", _("Accompanying a field search")
    AUTORIDAD = "REUNION_AUTORIDAD", _("Accompanying a meeting with authorities")
    NOTIFICACION = "NOTIFICACION", _("Notification of an identification")
    RESTITUCION = "RESTITUCION", _("Dignified return of remains")
    CONMEMORACION = "CONMEMORACION", _("Commemoration")
    MUJERES = "ESPACIO_MUJERES", _("Women's space")
    HOMBRES = "ESPACIO_HOMBRES", _("Men's space")
    NNA = "ESPACIO_NNA", _("Children's space")


# Told in three moments: how it was prepared, what was held, how everybody came down from it.
IN_THREE_MOMENTS = frozenset(
    {
        ActivityKind.BUSQUEDA,
        ActivityKind.AUTORIDAD,
        ActivityKind.NOTIFICACION,
        ActivityKind.RESTITUCION,
    }
)
# The team meets about itself within a week after these.
WEIGHS_ON_THE_TEAM = frozenset(
    {ActivityKind.BUSQUEDA, ActivityKind.NOTIFICACION, ActivityKind.RESTITUCION}
)
WITHIN_DAYS = 7


class Moment(models.TextChoices):
    """The three moments of accompanying a search, a meeting, a notification or a return."""

    ANTES = "ANTES", pgettext_lazy("moment", "Before")
    DURANTE = "DURANTE", pgettext_lazy("moment", "During")
    DESPUES = "DESPUES", pgettext_lazy("moment", "Afterwards")


class SharedGoal(models.TextChoices):
    """What a collective process hopes to see grow, told in words and never as a score."""

    COLECTIVIDAD = "SENTIDO_COLECTIVIDAD", _("Sense of collectivity")
    CAUSAS = "ANALISIS_CAUSAS", _("Socio-political analysis of the causes")
    SUFRIMIENTO = "DISMINUCION_SUFRIMIENTO", _("Less suffering")
    VINCULOS = "VINCULOS_FAMILIARES_SOCIALES", _("Family and social ties restored")
    POTENCIAL = "POTENCIAL_INDIVIDUAL", _("Each one's potential")
    DERECHOS = "RESTITUCION_DERECHOS", _("Rights restored")


class Appraisal(models.IntegerChoices):
    """How much of a goal is seen, for those who facilitate."""

    LITTLE = 1, _("Hardly seen yet")
    SOME = 2, _("Begins to be seen")
    CLEAR = 3, _("Clearly seen")
