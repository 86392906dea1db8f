"""Instruments: their official words, what people answered, and what was made of it."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedJSONField, SealedTextField
from cases.enums.instruments import Mode
from cases.models.case import Case
from cases.models.person import Person
from cases.models.safety import SafetyAlert
from cases.models.session import Session
from cases.querysets import AppliedQuerySet, DraftQuerySet, ReadableQuerySet


class InstrumentText(models.Model):
    """The official words of an instrument in one language, loaded by the organisation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    instrument = models.CharField(max_length=24)
    version = models.CharField(max_length=12)
    language = models.CharField(max_length=8)
    licence = models.TextField()
    body: Any = models.JSONField()  # {"instructions": "", "items": {"1": ""}, "scales": {}}
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cases_instrument_text_once", fields=["instrument", "version", "language"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.version} {self.language}"


class InstrumentCut(models.Model):
    """A cut-off of the organisation's own, and where it comes from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    instrument = models.CharField(max_length=24)
    code = models.CharField(max_length=24)
    at = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cases_instrument_cut_once", fields=["instrument", "code"])
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.code}"


class Applied(models.Model):
    """An instrument that someone answered: raw answers, version, language, mode and result."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="applied")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="applied")
    session = models.ForeignKey(
        Session, null=True, on_delete=models.PROTECT, related_name="applied"
    )
    instrument = models.CharField(max_length=24)
    version = models.CharField(max_length=12)
    language = models.CharField(max_length=8)
    is_official = models.BooleanField()  # the official words were shown, not our labels
    mode = models.CharField(max_length=16, choices=Mode)
    applied_on = models.DateField()
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    answers: Any = SealedJSONField(
        root="case_id", label="applied.answers", compartment="clinical"
    )  # {"given": {"1": 2}}: what was not answered is not there
    result: Any = SealedJSONField(root="case_id", label="applied.result", compartment="clinical")
    alert = models.ForeignKey(
        SafetyAlert, null=True, on_delete=models.PROTECT, related_name="applied"
    )

    annulled_at = models.DateTimeField(null=True)
    annulled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    annulled_why: Any = SealedTextField(
        root="case_id", label="applied.annulled_why", compartment="clinical", null=True, blank=True
    )

    history = tracked()
    objects = AppliedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_applied_annulled_says_who_when_why",
                condition=Q(annulled_at=None, annulled_by=None, annulled_why__isnull=True)
                | Q(
                    annulled_at__isnull=False,
                    annulled_by__isnull=False,
                    annulled_why__isnull=False,
                ),
            )
        ]
        indexes = [
            models.Index(
                fields=["case", "-applied_on", "-recorded_at"], name="cases_applied_of_case"
            )
        ]

    def __str__(self) -> str:
        return f"applied {self.pk}"


class AppliedDraft(models.Model):
    """Answers that are still being given; kept every few seconds, without history."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="applied_drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    instrument = models.CharField(max_length=24)
    content: Any = SealedJSONField(
        root="case_id", label="applied_draft.content", compartment="author", holder="author_id"
    )  # every field of the form, as sent
    saved_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cases_applied_draft_one_each", fields=["case", "author", "instrument"]
            )
        ]

    def __str__(self) -> str:
        return f"applied draft {self.pk}"


class ExternalResult(models.Model):
    """The result of an instrument that is not shipped here; no question of it is kept."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="external_results")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="external_results")
    applied_on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    facts: Any = SealedJSONField(
        root="case_id", label="external_result.facts", compartment="clinical"
    )  # {"name": "", "total": "", "interpretation": "", "applied_by": ""}

    history = tracked()
    objects = ReadableQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "-applied_on"], name="cases_external_of_case")]

    def __str__(self) -> str:
        return f"external result {self.pk}"
