"""Case conferences: the team thinks together about one accompaniment."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedJSONField, SealedTextField
from cases.models.case import Case
from cases.querysets import RecordQuerySet


class Conference(models.Model):
    """One case conference (reunión de caso): who thought together, and what came of it."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="conferences")
    held_on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    present: Any = SealedJSONField(
        root="case_id", label="conference.present", compartment="clinical", null=True, blank=True
    )  # names of colleagues
    words = SealedTextField(root="case_id", label="conference.words", compartment="clinical")

    history = tracked()
    objects = RecordQuerySet.as_manager()

    def __str__(self) -> str:
        return f"conference {self.pk}"
