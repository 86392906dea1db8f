"""Papers: renderings and their jobs, signed files, copies, and what was released to whom."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedJSONField, SealedTextField
from accompaniment.vault.storage import FilePlace
from cases.models import Case
from expertise.enums.paper import (
    LIVING,
    Audience,
    CopyForm,
    DownloadReason,
    JobStage,
    JobState,
    JobTrouble,
    PaperKind,
)
from expertise.models.commission import Commission
from expertise.models.section import Version
from expertise.querysets import FileQuerySet, JobQuerySet, ReleaseQuerySet

PAPER, RELEASED = "paper.file", "release.file"  # the lasting names of the sealed bytes


class Copy(models.Model):
    """One numbered copy: for whom, what stands masked on it, whether it was received."""

    guarded_by = "commission"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="copies")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="copies")
    number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=16, unique=True)  # random, on its cover and in its QR code
    audience = models.CharField(max_length=16, choices=Audience)
    form = models.CharField(max_length=12, choices=CopyForm, default=CopyForm.ELECTRONICA)
    recipient: Any = SealedTextField(
        root="commission_id", label="copy.recipient", compartment="file"
    )
    reason: Any = SealedTextField(root="commission_id", label="copy.reason", compartment="file")
    masks: Any = SealedJSONField(
        root="commission_id", label="copy.masks", compartment="file", null=True, blank=True
    )  # [{"name": "…", "instead": "…"}]
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    delivered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    receipt: Any = SealedJSONField(
        root="commission_id", label="copy.receipt", compartment="file", null=True, blank=True
    )  # {"by": "…", "on": "2026-02-05", "words": "…"}
    withdrawn_at = models.DateTimeField(null=True)

    history = tracked()
    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="expertise_copy_number", fields=["version", "number"])
        ]

    def __str__(self) -> str:
        return f"copy {self.number}"


class Paper(models.Model):
    """A rendered file, sealed under the key of its commission."""

    guarded_by = "commission"
    holds_file = "object"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="papers")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="papers")
    copy = models.ForeignKey(Copy, null=True, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=12, choices=PaperKind)
    object = models.CharField(max_length=80, blank=True)  # its random name in the store
    size = models.PositiveBigIntegerField()
    pages = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)  # of the whole file
    made_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    certificate = models.CharField(max_length=64, blank=True)  # SHA-256 of the certificate
    is_timestamped = models.BooleanField(default=False)
    destroyed_at = models.DateTimeField(null=True)

    history = tracked()
    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="expertise_paper_once",
                fields=["version", "kind", "copy"],
                condition=Q(destroyed_at=None),
            ),
            models.UniqueConstraint(
                name="expertise_paper_once_without_copy",
                fields=["version", "kind"],
                condition=Q(destroyed_at=None, copy=None),
            ),
            models.CheckConstraint(
                name="expertise_paper_signed_says_who",
                condition=Q(kind="FIRMADO", signed_at__isnull=False, signed_by__isnull=False)
                & ~Q(certificate="")
                | ~Q(kind="FIRMADO") & Q(signed_at=None, signed_by=None, certificate=""),
            ),
        ]
        indexes = [models.Index(fields=["sha256"], name="expertise_paper_sha")]

    def __str__(self) -> str:
        return f"paper {self.pk}"

    @property
    def place(self) -> FilePlace:
        """Return where its bytes belong."""
        return FilePlace(self.commission_id, self.id, PAPER, "file")


class Job(models.Model):
    """One rendering: asked for once, taken by a worker, seen while it goes on.

    Nothing of the report stands in it; the message to the worker carries its id alone.
    """

    guarded_by = "commission"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="jobs")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="jobs")
    copy = models.ForeignKey(Copy, null=True, on_delete=models.PROTECT, related_name="jobs")
    kind = models.CharField(max_length=12, choices=PaperKind)
    state = models.CharField(max_length=12, choices=JobState, default=JobState.EN_COLA)
    stage = models.CharField(max_length=12, choices=JobStage, blank=True)
    done = models.PositiveSmallIntegerField(default=0)  # of the stage: sections, pages
    total = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True)  # of the attempt under way: a late one writes nothing
    beat_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    cancel_asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=16, choices=JobTrouble, blank=True)
    paper = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="jobs")
    object = models.CharField(max_length=80, blank=True)  # where bytes are being put, not yet kept

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="expertise_job_one_at_a_time",
                fields=["version", "kind", "copy"],
                condition=Q(state__in=LIVING),
            ),
            models.UniqueConstraint(
                name="expertise_job_one_at_a_time_without_copy",
                fields=["version", "kind"],
                condition=Q(state__in=LIVING, copy=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["beat_at"], name="expertise_job_living", condition=Q(state__in=LIVING)
            )
        ]

    def __str__(self) -> str:
        return f"job {self.pk}"


class Release(models.Model):
    """A signed copy laid on the legal road of a case: all that the legal area ever receives.

    Its bytes are sealed anew under the legal key of the case; taking it back destroys them.
    """

    guarded_by = "case"
    holds_file = "object"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="releases")
    copy = models.OneToOneField(Copy, on_delete=models.PROTECT, related_name="release")
    code = models.CharField(max_length=16)  # of the commission: the folio
    number = models.PositiveSmallIntegerField()  # of the copy
    title: Any = SealedTextField(root="case_id", label="release.title", compartment="legal")
    object = models.CharField(max_length=80, blank=True)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveSmallIntegerField()
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    history = tracked()
    objects = ReleaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="expertise_release_withdrawn_says_who",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, object=""),
            )
        ]
        indexes = [models.Index(fields=["-released_at", "-id"], name="expertise_release_newest")]

    def __str__(self) -> str:
        return f"release {self.pk}"

    @property
    def place(self) -> FilePlace:
        """Return where its bytes belong."""
        return FilePlace(self.case_id, self.id, RELEASED, "legal")


class Ticket(models.Model):
    """The right to download one copy once, within a minute, in the session that asked for it."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tickets")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="tickets")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    token = models.CharField(max_length=64, unique=True)  # digest
    session = models.CharField(max_length=64)  # digest
    reason = models.CharField(max_length=12, choices=DownloadReason)
    words: Any = SealedTextField(
        root="case_id", label="ticket.words", compartment="legal", null=True, blank=True
    )
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    history = tracked()
    objects = ReleaseQuerySet.as_manager()

    def __str__(self) -> str:
        return f"ticket {self.pk}"
