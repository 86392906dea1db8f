"""What makes a colleague an expert: her title and her professional licence."""

import uuid

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

from accompaniment.audit.history import TrackedQuerySet, tracked


class Credential(models.Model):
    """A professional title with its licence (cédula), as checked in the public register.

    About staff, in the open like the staff directory: it is printed on every report.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="credentials"
    )
    title = models.CharField(max_length=160)  # Licenciatura en Psicología
    licence = models.CharField(max_length=8, validators=[RegexValidator(r"^\d{7,8}$")])
    is_specialty = models.BooleanField(default=False)
    training = models.TextField(blank=True)
    experience = models.TextField(blank=True)
    verified_on = models.DateField(null=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    retired_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    history = tracked()
    objects = TrackedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="expertise_credential_verified_says_who",
                condition=models.Q(verified_on=None, verified_by=None)
                | models.Q(verified_on__isnull=False, verified_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"credential {self.pk}"
