"""Notes: written, kept as drafts, signed, and added to."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedJSONField, SealedTextField
from cases.enums import Template, Urgency, Visibility
from cases.models.case import Case
from cases.models.person import Person
from cases.models.session import Session
from cases.querysets import DraftQuerySet, NoteQuerySet


class Note(models.Model):
    """What a session was. Once signed it is final: the database refuses to change it."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # whose private space it lies in; nobody's: it is of the whole accompaniment
    template = models.CharField(max_length=16, choices=Template, default=Template.EVOLUCION)
    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.TEAM)
    urgency = models.PositiveSmallIntegerField(choices=Urgency, null=True)  # that day
    sections: Any = SealedJSONField(
        root="case_id",
        label="note.sections",
        compartment="@visibility",
        holder="author_id",
        holders={"private": "about_id"},
    )  # {"section": "text"}: all that was ever typed, whatever the template now shows
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField()

    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    content_hash = models.CharField(max_length=64, blank=True)

    history = tracked()
    objects = NoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_note_signed_says_who_when_what",
                condition=Q(signed_at=None, signed_by=None, content_hash="")
                | (Q(signed_at__isnull=False, signed_by__isnull=False) & ~Q(content_hash="")),
            ),
            models.CheckConstraint(
                name="cases_note_private_is_about_someone",
                condition=Q(visibility=Visibility.PRIVATE, about__isnull=False)
                | Q(visibility=Visibility.TEAM, about=None)
                | Q(visibility__in=(Visibility.SUPERVISION, Visibility.AUTHOR)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["author", "written_at"],
                name="cases_note_to_sign",
                condition=Q(signed_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"


class Addendum(models.Model):
    """What is added to a signed note; as final as the note."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="addenda")
    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="addenda")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    visibility = models.CharField(max_length=12, choices=Visibility)  # both are the note's
    body: Any = SealedTextField(
        root="case_id",
        label="addendum.body",
        compartment="@visibility",
        holder="author_id",
        holders={"private": "about_id"},
    )
    written_at = models.DateTimeField()
    content_hash = models.CharField(max_length=64)

    history = tracked()
    objects = NoteQuerySet.as_manager()

    def __str__(self) -> str:
        return f"addendum {self.pk}"


class Draft(models.Model):
    """What its author is still typing; kept every few seconds, without history."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    note = models.UUIDField(editable=False)  # the note it is, or will be once saved
    session = models.ForeignKey(Session, null=True, on_delete=models.CASCADE, related_name="drafts")
    content: Any = SealedJSONField(
        root="case_id", label="draft.content", compartment="author", holder="author_id"
    )  # every field of the form, as typed
    base_version = models.PositiveIntegerField(default=0)  # the version the author was looking at
    saved_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cases_draft_one_per_author", fields=["note", "author"])
        ]
        indexes = [models.Index(fields=["author", "-saved_at"], name="cases_draft_of_author")]

    def __str__(self) -> str:
        return f"draft {self.pk}"
