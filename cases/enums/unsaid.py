"""Four different facts about what is not known, and a fifth for what no list foresaw."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Unsaid(models.TextChoices):
    """Why a list holds no answer (domain: these are four different facts)."""

    OTRO = "OTRO", pgettext_lazy("answer", "Other")
    NO_RESPONDE = "NO_RESPONDE", _("Did not answer")
    NO_SE_PREGUNTO = "NO_SE_PREGUNTO", _("Was not asked")
    NO_SABE = "NO_SABE", _("Does not know")


def with_unsaid(known: type[models.TextChoices]) -> list[tuple[str, object]]:
    """Return the choices of a vocabulary, and after them what may be said instead."""
    return [(each.value, each.label) for each in (*known, *Unsaid) if each.value]
