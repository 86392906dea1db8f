"""Plans, what follows a closing, and what leaves the house."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Progress(models.TextChoices):
    """How near a goal is, as she and who accompanies see it."""

    NOT_YET = "0", pgettext_lazy("goal", "Not yet")
    PARTLY = "1", pgettext_lazy("goal", "Partly")
    REACHED = "2", pgettext_lazy("goal", "Reached")


class PlanOutcome(models.TextChoices):
    """How the plan stands when it ends."""

    CUMPLIDO = "CUMPLIDO", _("Its goals were reached")
    EN_PARTE = "EN_PARTE", _("Partly reached")
    SIN_CUMPLIR = "SIN_CUMPLIR", _("Not reached")
    INTERRUMPIDO = "INTERRUMPIDO", _("Left halfway")


class FollowUpResult(models.TextChoices):
    """What came of a contact after closing."""

    EN_CONTACTO = "EN_CONTACTO", _("We spoke with her")
    PIDE_VOLVER = "PIDE_VOLVER", _("She asks to come back")
    NO_QUIERE_MAS = "NO_QUIERE_MAS", _("She wants no more contact")
    NO_CONTESTA = "NO_CONTESTA", _("Nobody answered")
    NO_ERA_SEGURO = "NO_ERA_SEGURO", _("It was not safe to go on")
    SE_DEJA = "SE_DEJA", _("We stop trying, decided in the team")


SETTLES = frozenset(
    {
        FollowUpResult.EN_CONTACTO,
        FollowUpResult.PIDE_VOLVER,
        FollowUpResult.NO_QUIERE_MAS,
        FollowUpResult.SE_DEJA,
    }
)
STAGES = (1, 3, 6)  # months after closing


class DisclosureBasis(models.TextChoices):
    """On what ground data may leave."""

    CONSENTIMIENTO = "CONSENTIMIENTO", _("Her consent")
    LEY = "LEY", _("Ordered by law or a founded order (LFPDPPP art. 36)")
    EMERGENCIA = "EMERGENCIA", _("Emergency that may harm a person (LFPDPPP art. 9-V)")


class DisclosureWall(models.TextChoices):
    """The compartment in which it is written who received what."""

    CLINICAL = "clinical", _("With the notes")
    LEGAL = "legal", _("With the legal matters")
