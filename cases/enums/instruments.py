"""Words about instruments and what they set off."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Mode(models.TextChoices):
    """How someone answered."""

    SELF = "AUTOAPLICADO", _("She answers by herself, with you beside her")
    READ = "LEIDO", _("You read it to her")
    PHONE = "TELEFONO", _("By telephone or video, with you on the line")


class AlertState(models.TextChoices):
    """How far an answer about safety has been attended to."""

    OPEN = "ABIERTA", pgettext_lazy("safety alert", "Waits for an answer")
    ANSWERED = "RESPONDIDA", pgettext_lazy("safety alert", "Waits for a second signature")
    CLOSED = "CERRADA", pgettext_lazy("safety alert", "Signed by two")


# Which state may follow which; nothing else does, and nothing is dismissed.
NEXT_ALERT_STATES: dict[str, tuple[str, ...]] = {
    AlertState.OPEN: (AlertState.ANSWERED,),
    AlertState.ANSWERED: (AlertState.CLOSED,),
    AlertState.CLOSED: (),
}


class Sign(models.TextChoices):
    """What was found out about one sign of risk."""

    YES = "SI", pgettext_lazy("sign of risk", "Yes")
    NO = "NO", pgettext_lazy("sign of risk", "No")
    UNKNOWN = "NO_SE_SABE", pgettext_lazy("sign of risk", "Could not find out")


class SafetyAction(models.TextChoices):
    """What was done at once."""

    STAYED = "ACOMPANAMIENTO", _("Somebody stays with her")
    SUPERVISION = "SUPERVISION", _("Supervision was called")
    EMERGENCY = "EMERGENCIA", _("Emergency service, with her")
    MEANS = "MEDIOS", _("Means were put out of reach")
    TRUSTED = "RED", _("A trusted person was reached, by the agreed safe way")
    PLAN = "PLAN_SEGURIDAD", _("The safety plan was gone over with her")
    REPRESENTATIVE = "REPRESENTANTE", _("Whoever cares for the girl, boy or adolescent knows")
    PROCURADURIA = "PROCURADURIA", _("The Procuraduría for children was told")


SIGNS = ("ideation", "plan", "means", "intent", "history")
WORDS = ("protective", "informed")  # what nobody may leave out of a safety record
SAFETY_LABELS: dict[str, Any] = {
    "ideation": _("Thoughts of dying or of taking her life"),
    "plan": _("A plan: how, when, where"),
    "means": _("The means within reach"),
    "intent": _("The intention to do it"),
    "history": _("Earlier attempts, hers or near her"),
    "protective": _("What holds her up"),
    "details": _("What she told, in her words"),
    "informed": _("Who was informed"),
    "no_screen": _("Why the direct questions were not answered"),
    "actions": _("What was done"),
}
