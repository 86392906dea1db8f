"""Events: what happened to someone, coded on two axes and told in words."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedJSONField, SealedTextField
from cases.models.case import Case
from cases.querysets import RecordQuerySet


class Event(models.Model):
    """Something that happened (hecho). Codes are as clinical as words: all of it is sealed."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    codes: Any = SealedJSONField(
        root="case_id", label="event.codes", compartment="clinical", null=True, blank=True
    )  # {"types": […], "modalities": […], "actor": "…", "when": {…}, "state": "08", …}
    words = SealedTextField(
        root="case_id", label="event.words", compartment="clinical", null=True, blank=True
    )
    set_aside_at = models.DateTimeField(null=True)  # recorded by mistake

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "recorded_at"], name="cases_event_of_case")]

    def __str__(self) -> str:
        return f"event {self.pk}"
