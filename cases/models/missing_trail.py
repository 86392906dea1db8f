"""What is done and said around a missing person: statuses, searches, samples, authorities."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedJSONField
from cases.enums import ConsentMethod
from cases.enums.missing import (
    AuthorityKind,
    MissingStatus,
    RegistryStatus,
    SearchKind,
    StatusOf,
)
from cases.models.case import Case
from cases.models.missing_person import MissingPerson
from cases.querysets import RecordQuerySet

STATUSES = [*MissingStatus.choices, *RegistryStatus.choices]
WRITTEN = (ConsentMethod.AUTOGRAFA, ConsentMethod.ELECTRONICA)


def _facts(label: str) -> Any:
    return SealedJSONField(
        root="missing_id",
        label=f"{label}.facts",
        compartment="intelligence",
        null=True,
        blank=True,
    )


class MissingStatusStep(models.Model):
    """A change of status: by whom and on which document. Final."""

    guarded_by = "missing"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    missing = models.ForeignKey(MissingPerson, on_delete=models.PROTECT, related_name="steps")
    of = models.CharField(max_length=12, choices=StatusOf)
    before = models.CharField(max_length=32, choices=STATUSES, blank=True)
    after = models.CharField(max_length=32, choices=STATUSES)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    facts = _facts("missing_status")  # the document it stands on

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_missingstatusstep_moves", condition=~Q(before=models.F("after"))
            )
        ]
        indexes = [models.Index(fields=["missing", "-at", "-id"], name="cases_missing_steps")]

    def __str__(self) -> str:
        return f"{self.before} -> {self.after}"


class MissingSearch(models.Model):
    """A search: where, with whom, what was found, and how the family was accompanied."""

    guarded_by = "missing"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    missing = models.ForeignKey(MissingPerson, on_delete=models.PROTECT, related_name="searches")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")  # who accompanied
    kind = models.CharField(max_length=20, choices=SearchKind)
    searched_on = models.DateField()
    facts = _facts("missing_search")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["missing", "-searched_on", "-id"], name="cases_missing_searches")
        ]

    def __str__(self) -> str:
        return f"search {self.pk}"


class MissingSample(models.Model):
    """A genetic sample someone gave for the identification, with written informed consent only.

    For identification and nothing else (LGMDFP arts. 119 to 124).
    """

    guarded_by = "missing"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    missing = models.ForeignKey(MissingPerson, on_delete=models.PROTECT, related_name="samples")
    consent_method = models.CharField(max_length=20, choices=ConsentMethod)
    facts = _facts("missing_sample")  # who gave it, when, where, the consent, the bank
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_missingsample_written_consent",
                condition=Q(consent_method__in=WRITTEN),
            )
        ]

    def __str__(self) -> str:
        return f"sample {self.pk}"


class MissingAuthority(models.Model):
    """An authority that owes the family something: who it is, and what it is to do."""

    guarded_by = "missing"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    missing = models.ForeignKey(MissingPerson, on_delete=models.PROTECT, related_name="authorities")
    kind = models.CharField(max_length=20, choices=AuthorityKind)
    facts = _facts("missing_authority")
    entered_at = models.DateTimeField()

    history = tracked()
    objects = RecordQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class AuthorityContact(models.Model):
    """What was said or asked between the family and an authority, one day. Final."""

    guarded_by = "missing"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    missing = models.ForeignKey(MissingPerson, on_delete=models.PROTECT, related_name="contacts")
    authority = models.ForeignKey(
        MissingAuthority, on_delete=models.PROTECT, related_name="contacts"
    )
    contacted_on = models.DateField()
    facts = _facts("missing_contact")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["missing", "-contacted_on", "-id"], name="cases_missing_contacts")
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"
