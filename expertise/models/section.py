"""The text of a report: its sections, what is being written, the versions that were frozen."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedJSONField, SealedTextField
from expertise.enums.gender import GenderItem
from expertise.enums.review import Verdict
from expertise.models.commission import Commission
from expertise.querysets import DraftQuerySet, FileQuerySet


class Section(models.Model):
    """What the expert wrote in one of the twenty-two sections, in a small Markdown."""

    guarded_by = "commission"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="sections")
    key = models.CharField(max_length=16)  # of expertise.sections: "proemio" … "anexos"
    body = SealedTextField(
        root="commission_id", label="section.body", compartment="file", null=True, blank=True
    )
    empty_because = SealedTextField(
        root="commission_id",
        label="section.empty_because",
        compartment="file",
        null=True,
        blank=True,
    )  # printed where a section has nothing to say
    template = models.CharField(max_length=24, blank=True)  # "marco-2026.1": text it began with
    words = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    history = tracked()
    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="expertise_section_once", fields=["commission", "key"])
        ]

    def __str__(self) -> str:
        return f"section {self.key}"


class SectionDraft(models.Model):
    """What is being typed into a section and not yet saved: its author's, without history."""

    guarded_by = "commission"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    commission = models.ForeignKey(
        Commission, on_delete=models.CASCADE, related_name="section_drafts"
    )
    key = models.CharField(max_length=16)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    content: Any = SealedJSONField(
        root="commission_id",
        label="section_draft.content",
        compartment="author",
        holder="author_id",
    )  # {"body": "…", "version": 3}
    saved_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="expertise_section_draft_one_each", fields=["commission", "key", "author"]
            )
        ]

    def __str__(self) -> str:
        return f"section draft {self.pk}"


class GenderCheck(models.Model):
    """The expert's own answer to one item of the gender-perspective checklist, kept."""

    guarded_by = "commission"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    commission = models.ForeignKey(
        Commission, on_delete=models.PROTECT, related_name="gender_checks"
    )
    item = models.CharField(max_length=16, choices=GenderItem)
    verdict = models.CharField(max_length=4, choices=Verdict)
    note = SealedTextField(
        root="commission_id", label="gender_check.note", compartment="file", null=True, blank=True
    )  # where in the report, or why it does not apply
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = tracked()
    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="expertise_gender_check_once", fields=["commission", "item"]
            )
        ]

    def __str__(self) -> str:
        return f"gender check {self.item}"


class Version(models.Model):
    """The whole report as it stood at one moment: what is reviewed, rendered and signed."""

    guarded_by = "commission"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content: Any = SealedJSONField(
        root="commission_id", label="version.content", compartment="file"
    )  # of expertise.frozen
    digest = models.CharField(max_length=64)  # SHA-256 of the canonical content
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    history = tracked()
    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="expertise_version_number", fields=["commission", "number"]
            )
        ]

    def __str__(self) -> str:
        return f"version {self.number}"
