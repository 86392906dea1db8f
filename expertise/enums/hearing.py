"""The hearing and the judgment."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TestimonyKind(models.TextChoices):
    """What the expert is called for."""

    RATIFICACION = "RATIFICACION", _("To ratify the report")
    DESAHOGO = "DESAHOGO", _("To testify in an oral hearing")
    JUNTA = "JUNTA_DE_PERITOS", _("Meeting of experts")


class TestimonyState(models.TextChoices):
    """Whether it is to come or has been."""

    PROGRAMADA = "PROGRAMADA", pgettext_lazy("testimony", "Scheduled")
    REALIZADA = "REALIZADA", pgettext_lazy("testimony", "Held")
    DIFERIDA = "DIFERIDA", pgettext_lazy("testimony", "Deferred")
    CANCELADA = "CANCELADA", pgettext_lazy("testimony", "Cancelled")


class Sense(models.TextChoices):
    """How the judgment came out for the person evaluated."""

    FAVORABLE = "FAVORABLE", _("Favourable")
    PARCIAL = "PARCIAL", pgettext_lazy("judgment", "Partly favourable")
    DESFAVORABLE = "DESFAVORABLE", _("Unfavourable")


class Weight(models.TextChoices):
    """What the judgment made of the report (valoración judicial)."""

    PLENO = "PLENO", _("Full weight")
    PARCIAL = "PARCIAL", pgettext_lazy("weight", "Partial weight")
    NULO = "NULO", _("No weight")
