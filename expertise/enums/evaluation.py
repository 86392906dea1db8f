"""The evaluation: sessions, sources, what crosses from the accompaniment."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SourceKind(models.TextChoices):
    """What was read or heard beside the person herself."""

    DOCUMENTO = "DOCUMENTO", pgettext_lazy("source", "Document")
    COLATERAL = "COLATERAL", _("Collateral interview")


class Borrowed(models.TextChoices):
    """What may cross from the accompaniment, item by item, if she agrees."""

    ASISTENCIA = "ASISTENCIA", _("Dates of her sessions and attendance")
    INSTRUMENTO = "INSTRUMENTO", _("One applied instrument and its result")
    HECHO = "HECHO", _("One event, as recorded")
    DOCUMENTO = "DOCUMENTO", _("One document of the case")
    NOTA = "NOTA", _("One signed note")


class AttachmentKind(models.TextChoices):
    """What a file of the expert file is."""

    FUENTE = "FUENTE", _("Source that was read")
    CONSENTIMIENTO = "CONSENTIMIENTO", _("Signed consent")
    CEDULA = "CEDULA", _("Copy of the professional licence")
    PROTOCOLO = "PROTOCOLO", _("Answer sheet or protocol")
    DIBUJO = "DIBUJO", _("Drawing")
    CITATORIO = "CITATORIO", _("Summons")
    CONSTANCIA = "CONSTANCIA", _("Certificate of attendance")
    SENTENCIA = "SENTENCIA", _("Judgment")
    OTRO = "OTRO", pgettext_lazy("kind of file", "Other")
