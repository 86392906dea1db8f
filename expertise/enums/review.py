"""Peer review."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RoundOutcome(models.TextChoices):
    """How a round of review ended."""

    OBSERVACIONES = "OBSERVACIONES", _("With observations")
    APROBADO = "APROBADO", pgettext_lazy("review", "Approved")
    RETIRADO = "RETIRADO", _("Taken back by the expert")


class Verdict(models.TextChoices):
    """The answer to one item of the checklist."""

    SI = "SI", pgettext_lazy("checklist", "Yes")
    NO = "NO", pgettext_lazy("checklist", "No")
    NA = "NA", pgettext_lazy("checklist", "Does not apply")


class RemarkState(models.TextChoices):
    """Where an observation stands."""

    ABIERTA = "ABIERTA", pgettext_lazy("remark", "Open")
    ATENDIDA = "ATENDIDA", pgettext_lazy("remark", "Attended to")
    RESUELTA = "RESUELTA", pgettext_lazy("remark", "Resolved")


class CheckItem(models.TextChoices):
    """What a peer looks at (domain 2(h); Istanbul Protocol 2022; Pérez-Sales et al. 2022)."""

    PRIVACIDAD = "PRIVACIDAD", _("Privacy was respected")
    CONSENTIMIENTO = "CONSENTIMIENTO", _("Consent was informed")
    TIEMPO = "TIEMPO", _("Enough time: two sessions or more")
    NO_INDUCTIVAS = "NO_INDUCTIVAS", _("No leading questions")
    CITAS = "CITAS", _("Quotations are literal")
    INSTRUMENTOS = "INSTRUMENTOS", _("Instruments valid for this population")
    TRAZABLE = "TRAZABLE", _("Each conclusion traceable to evidence")
    ALTERNATIVAS = "ALTERNATIVAS", _("Alternatives were considered")
    GRADO = "GRADO", _("Degree of consistency stated")
    RESPUESTAS = "RESPUESTAS", _("All questions answered")
    GENERO = "GENERO", _("Gender-perspective checklist")
    SIN_VEREDICTO = "SIN_VEREDICTO", _("No legal verdicts")
    LIMITES = "LIMITES", _("Limits stated")
    LENGUAJE = "LENGUAJE", _("Language readable to a judge")
    MINIMOS = "MINIMOS", _("Identity data minimised")
    ANEXOS = "ANEXOS", _("Annexes correct")
