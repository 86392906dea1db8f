"""Words for accompanying a family."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.enums import ParticipationRole

# Those accompanied as a family, each with her own consents; the others help, or are spoken of.
MEMBERS = frozenset({ParticipationRole.PA, ParticipationRole.FAMILIAR})


class Whereabouts(models.TextChoices):
    """How the family speaks of someone; a missing person is spoken of in the present."""

    CON_VIDA = "CON_VIDA", pgettext_lazy("whereabouts", "Alive")
    DESAPARECIDA = "DESAPARECIDA", pgettext_lazy("whereabouts", "Missing: the family searches")
    FALLECIDA = "FALLECIDA", pgettext_lazy("whereabouts", "Has died")
    NO_SE_SABE = "NO_SE_SABE", pgettext_lazy("whereabouts", "Nobody knows")


class CustodyKind(models.TextChoices):
    """What someone may decide for a child, or may not."""

    PATRIA_POTESTAD = "PATRIA_POTESTAD", _("Parental authority (patria potestad)")
    GUARDA = "GUARDA_CUSTODIA", _("Care and custody (guarda y custodia)")
    CONVIVENCIA = "CONVIVENCIA", _("Right to spend time together (convivencia)")
    RESTRICCION = "RESTRICCION", _("Restricted by a court or authority")
    TUTELA = "TUTELA", _("Guardianship (tutela)")


POWERS = frozenset({CustodyKind.PATRIA_POTESTAD, CustodyKind.GUARDA, CustodyKind.TUTELA})


class Truth(models.TextChoices):
    """How far what a child was told goes with what is known."""

    COMPLETA = "COMPLETA", _("What is known, in words for her or his age")
    PARTE = "PARTE", _("A part of it")
    OTRA_COSA = "OTRA_COSA", _("Something else")
    NADA = "NADA", _("Nothing yet")
    NO_SE_SABE = "NO_SE_SABE", pgettext_lazy("what a child was told", "We do not know")


class Said(models.TextChoices):
    """An answer about safety."""

    SI = "SI", pgettext_lazy("answer", "Yes")
    NO = "NO", pgettext_lazy("answer", "No")
    NO_SABE = "NO_SABE", pgettext_lazy("answer", "Does not know")


class AgreementState(models.TextChoices):
    """What became of something the family agreed on."""

    OPEN = "OPEN", pgettext_lazy("agreement", "Agreed")
    KEPT = "KEPT", pgettext_lazy("agreement", "Done")
    DROPPED = "DROPPED", pgettext_lazy("agreement", "Left aside")
