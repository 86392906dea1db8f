"""What a gender perspective asks of a report: twelve things the expert looks at before signing."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GenderItem(models.TextChoices):
    """One of the twelve (domain 2(h); Protocol to judge with a gender perspective, SCJN 2020)."""

    PODER = "PODER", _("The power relation is identified")
    ESTEREOTIPOS = "ESTEREOTIPOS", _("Stereotypes are named and discarded")
    SUBORDINACION = "SUBORDINACION", _("The context of subordination is described")
    IMPACTO = "IMPACTO", _("The differential impact is shown")
    INTERSECCION = "INTERSECCION", _("Intersecting factors are considered")
    LENGUAJE = "LENGUAJE", _("The language is not sexist")
    SIN_SIMETRIA = "SIN_SIMETRIA", _("Violence is not turned into a conflict of two equals")
    HISTORIA = "HISTORIA", _("The whole history of violence is told, not only the last event")
    PSICOLOGICA = (
        "PSICOLOGICA",
        _("Psychological violence is described by acts, frequency and purpose"),
    )
    NINEZ = "NINEZ", _("Effects on children are those of victims, not of witnesses")
    SIN_SAP = "SIN_SAP", _("Nothing rests on “parental alienation”")
    RECURSOS = "RECURSOS", _("Resources and resistance are shown")
