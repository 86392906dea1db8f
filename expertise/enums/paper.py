"""Papers: rendered, signed, copied, released."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PaperKind(models.TextChoices):
    """What a rendered file is."""

    BORRADOR = "BORRADOR", pgettext_lazy("paper", "Draft, with a watermark")
    FINAL = "FINAL", _("Final, waiting for its signature")
    FIRMADO = "FIRMADO", pgettext_lazy("paper", "Signed")


class JobState(models.TextChoices):
    """Where a rendering stands."""

    EN_COLA = "EN_COLA", pgettext_lazy("job", "Waiting")
    EN_CURSO = "EN_CURSO", pgettext_lazy("job", "Under way")
    LISTO = "LISTO", pgettext_lazy("job", "Ready")
    FALLIDO = "FALLIDO", pgettext_lazy("job", "Failed")
    CANCELADO = "CANCELADO", pgettext_lazy("job", "Cancelled")


LIVING = (JobState.EN_COLA, JobState.EN_CURSO)


class JobStage(models.TextChoices):
    """What a worker is doing with it."""

    PREPARA = "PREPARA", _("Gathering the sections")
    COMPONE = "COMPONE", _("Setting the pages")
    ETIQUETA = "ETIQUETA", _("Tagging and archiving")
    SELLA = "SELLA", _("Sealing the file")


class JobTrouble(models.TextChoices):
    """Why a rendering failed."""

    TIEMPO = "TIEMPO", _("It took longer than allowed")
    MEMORIA = "MEMORIA", _("It needed more memory than allowed")
    CONTENIDO = "CONTENIDO", _("Something in the text cannot be printed")
    INTERRUMPIDO = "INTERRUMPIDO", _("The worker was interrupted too often")


class Audience(models.TextChoices):
    """Whom a copy is for."""

    JUZGADO = "JUZGADO", _("Court or authority")
    JURIDICO = "JURIDICO", _("Legal area")
    ORGANIZACION = "ORGANIZACION", _("Another organisation")
    PERSONA = "PERSONA", _("The person evaluated")


class CopyForm(models.TextChoices):
    """How a copy is handed over."""

    ELECTRONICA = "ELECTRONICA", pgettext_lazy("copy", "Electronic")
    IMPRESA = "IMPRESA", pgettext_lazy("copy", "Printed")


class DownloadReason(models.TextChoices):
    """Why a lawyer downloads a copy."""

    PRESENTAR = "PRESENTAR", _("To present it in court")
    PREPARAR = "PREPARAR", _("To prepare the hearing")
    ENTREGAR = "ENTREGAR", _("To hand it to the person")
    OTRO = "OTRO", pgettext_lazy("reason", "Other")


class Authenticity(models.TextChoices):
    """All that the verification page ever says."""

    AUTENTICO = "AUTENTICO", _("authentic")
    ALTERADO = "ALTERADO", _("altered")
