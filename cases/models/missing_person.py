"""Missing persons: records of their own that many families and many cases share."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from accompaniment.staff.access import VisibleQuerySet
from accompaniment.vault.fields import SealedJSONField, SealedTextField
from accompaniment.vault.gate import Opens
from cases.enums.missing import MissingStatus, RegistryStatus
from cases.models.case import Case
from cases.querysets import RecordQuerySet

MISSING_COMPARTMENTS = ("identity", "intelligence")


def _name(label: str) -> SealedTextField:
    return SealedTextField(
        root="id", label=f"missing.{label}", compartment="identity", null=True, blank=True
    )


def _block(label: str) -> Any:
    return SealedJSONField(
        root="id", label=f"missing.{label}", compartment="intelligence", null=True, blank=True
    )


class MissingPerson(models.Model):
    """Someone whom families search for; visible wherever one of the families' cases is.

    Who may identify a case learns the name; what is known lies open only to who may read one.
    """

    guarded_through = "links"
    guarded_while = {"ended_at": None}
    compartments = {"identity": Opens("identify"), "intelligence": Opens("read")}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=16, unique=True)  # random, like that of a case
    pseudonym = models.CharField(max_length=40)  # two neutral words, drawn by lot
    name = _name("name")
    social_name = _name("social_name")
    nickname = _name("nickname")

    who = _block("who")
    description = _block("description")
    events = _block("events")
    reporting = _block("reporting")
    legal = _block("legal")

    status = models.CharField(max_length=32, choices=MissingStatus)  # only a person moves it
    registry = models.CharField(
        max_length=32, choices=RegistryStatus, default=RegistryStatus.NO_CONSTA
    )
    entered_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-entered_at", "-id"], name="cases_missing_newest")]

    def __str__(self) -> str:
        return self.code


class MissingWord(models.Model):
    """One word by which the cases of a missing person's families are found.

    Without history: what is erased leaves no digest.
    """

    guarded_by = "missing"

    missing = models.ForeignKey(MissingPerson, on_delete=models.CASCADE, related_name="words")
    digest = models.BinaryField(max_length=16)

    objects = VisibleQuerySet.as_manager()

    def __str__(self) -> str:
        return f"word of {self.missing_id}"


def _of_family(label: str) -> SealedTextField:
    return SealedTextField(
        root="case_id",
        label=f"missing_link.{label}",
        compartment="clinical",
        null=True,
        blank=True,
    )


class MissingLink(models.Model):
    """One missing person in one case: what the family is to her, and what it holds true.

    The family's own meaning belongs to this case alone; no status ever touches it.
    """

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="missing_links")
    missing = models.ForeignKey(MissingPerson, on_delete=models.PROTECT, related_name="links")
    kinship = _of_family("kinship")  # of the accompanied person to the missing person
    refers_as = _of_family("refers_as")
    holds_true = _of_family("holds_true")
    meaning_at = models.DateTimeField(null=True)  # when the family last said so
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cases_missinglink_once",
                fields=["case", "missing"],
                condition=Q(ended_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"missing link {self.pk}"
