"""Documents: sealed files with their versions; nothing is ever written over."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedTextField
from accompaniment.vault.storage import FilePlace
from cases.enums.documents import DocumentKind, FileState, FileType, Scan, Shelf
from cases.models.case import Case
from cases.querysets import DocumentQuerySet

FILE = "document.file"  # the lasting name of the sealed bytes


class Document(models.Model):
    """A paper of an accompaniment, whatever versions there are of it."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    code = models.CharField(max_length=8)  # random, names the file on a disk: documento-K7QM.pdf
    kind = models.CharField(max_length=16, choices=DocumentKind, default=DocumentKind.OTRO)
    visibility = models.CharField(max_length=12, choices=Shelf, default=Shelf.CLINICAL)
    title: Any = SealedTextField(root="case_id", label="document.title", compartment="@visibility")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()

    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_because: Any = SealedTextField(
        root="case_id",
        label="document.withdrawn_because",
        compartment="@visibility",
        null=True,
        blank=True,
    )

    history = tracked()
    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cases_document_code", fields=["case", "code"]),
            models.CheckConstraint(
                name="cases_document_withdrawn_says_who",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-added_at", "-id"], name="cases_document_of_case"),
        ]

    def __str__(self) -> str:
        return f"document {self.code}"


class DocumentVersion(models.Model):
    """One file of a document, as it came on one day and has stayed since."""

    guarded_by = "case"
    holds_file = "object"
    without_file = {"state": FileState.DESTROYED}  # what it is once its bytes are gone

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="document_versions")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    visibility = models.CharField(max_length=12, choices=Shelf)  # the document's
    name: Any = SealedTextField(
        root="case_id", label="document.name", compartment="@visibility"
    )  # as the file was called by who sent it
    type = models.CharField(max_length=8, choices=FileType)
    size = models.PositiveBigIntegerField()  # bytes, open
    pages = models.PositiveSmallIntegerField(default=1)
    removed = models.JSONField(default=list)  # codes of what was taken out of it
    fingerprint = models.CharField(max_length=64)  # keyed: says nothing to who holds the table

    state = models.CharField(max_length=16, choices=FileState, default=FileState.WAITING)
    scan = models.CharField(max_length=12, choices=Scan, default=Scan.NOT_YET, blank=True)
    scanned_at = models.DateTimeField(null=True)
    object = models.CharField(max_length=80, blank=True)  # its random name in the store

    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()

    history = tracked()
    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cases_documentversion_number", fields=["document", "number"]
            ),
            models.UniqueConstraint(
                name="cases_documentversion_object", fields=["object"], condition=~Q(object="")
            ),
            models.CheckConstraint(
                name="cases_documentversion_state_says_scan_and_object",
                condition=(
                    Q(state=FileState.WAITING, scan=Scan.NOT_YET, scanned_at=None) & ~Q(object="")
                )
                | (
                    Q(state=FileState.OPEN, scan__in=[Scan.CLEAN, Scan.ACCEPTED])
                    & Q(scanned_at__isnull=False)
                    & ~Q(object="")
                )
                | Q(
                    state=FileState.REFUSED,
                    scan=Scan.INFECTED,
                    scanned_at__isnull=False,
                    object="",
                )
                | Q(state=FileState.DESTROYED, object=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["added_at"],
                name="cases_documentversion_waiting",
                condition=Q(state=FileState.WAITING),
            ),
            models.Index(fields=["added_by", "added_at"], name="cases_documentversion_of_hour"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.document_id}"

    @property
    def place(self) -> FilePlace:
        """Return where its bytes belong."""
        return FilePlace(self.case_id, self.id, FILE, self.visibility)
