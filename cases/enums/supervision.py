"""Kinds of supervision."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SupervisionKind(models.TextChoices):
    """With how many, and from where."""

    INDIVIDUAL = "INDIVIDUAL", _("Individual supervision")
    GRUPAL = "GRUPAL", _("Group supervision")
    EXTERNA = "EXTERNA", _("External supervision")
