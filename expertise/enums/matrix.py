"""The causal-link matrix (Istanbul Protocol, 2022)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Grade(models.TextChoices):
    """Degree of consistency between facts and findings (Istanbul Protocol 2022)."""

    NC = "NC", _("Not consistent with")
    C = "C", _("Consistent with")
    HC = "HC", _("Highly consistent with")
    T = "T", _("Typical of")
    D = "D", _("Diagnostic of")
    NA = "NA", _("Not assessable")


STRONG = frozenset({Grade.HC, Grade.T, Grade.D})  # need two kinds of source


class EvidenceKind(models.TextChoices):
    """Where a piece of evidence comes from."""

    ENTREVISTA = "ENTREVISTA", pgettext_lazy("evidence", "Interview")
    OBSERVACION = "OBSERVACION", pgettext_lazy("evidence", "Observation")
    INSTRUMENTO = "INSTRUMENTO", pgettext_lazy("evidence", "Instrument")
    DOCUMENTO = "DOCUMENTO", pgettext_lazy("evidence", "Document")
    COLATERAL = "COLATERAL", pgettext_lazy("evidence", "Collateral interview")


class TimeRelation(models.TextChoices):
    """How an effect lies in time to a fact."""

    DESPUES = "DESPUES", _("Appeared after it")
    EMPEORO = "EMPEORO", _("Was there before and grew worse")
    ANTES = "ANTES", _("Was there before, unchanged")
    INCIERTA = "INCIERTA", _("Cannot be established")


class Level(models.TextChoices):
    """On which plane an effect shows."""

    INDIVIDUAL = "INDIVIDUAL", pgettext_lazy("level", "Individual")
    FAMILIAR = "FAMILIAR", pgettext_lazy("level", "Family")
    COMUNITARIO = "COMUNITARIO", pgettext_lazy("level", "Community")
    PROYECTO = "PROYECTO_DE_VIDA", _("Project of life")


class Course(models.TextChoices):
    """How an effect has gone on."""

    CONTINUO = "CONTINUO", pgettext_lazy("course", "Continuous")
    FLUCTUANTE = "FLUCTUANTE", pgettext_lazy("course", "Fluctuating")
    EN_MEJORIA = "EN_MEJORIA", pgettext_lazy("course", "Getting better")
    REMITIDO = "REMITIDO", pgettext_lazy("course", "Gone")
