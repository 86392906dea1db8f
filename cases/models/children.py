"""What a family accompaniment keeps of each child: what she knows, and who decides for her."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedJSONField
from cases.enums.family import CustodyKind
from cases.models.case import Case
from cases.models.person import Person
from cases.querysets import RecordQuerySet


class ChildKnows(models.Model):
    """What one child was told about the event, by whom, when. A later telling is another one."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="children_know")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    facts: Any = SealedJSONField(
        root="case_id",
        label="child_knows.facts",
        compartment="private",
        holder="person_id",
        null=True,
        blank=True,
    )  # {"told": "…", "by": "…", "when": "…", "truth": "OTRA_COSA"}
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "person", "-at"], name="cases_childknows_of_child")]

    def __str__(self) -> str:
        return f"what a child knows {self.pk}"


class Custody(models.Model):
    """Who decides for a child, and under what paper; a holder who harms is never relied on."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="custodies")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="custodies")
    kind = models.CharField(max_length=20, choices=CustodyKind)
    holder = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )  # nobody: an institution, or someone who is not in the record
    holder_is_aggressor = models.BooleanField()
    facts: Any = SealedJSONField(
        root="case_id", label="custody.facts", compartment="clinical", null=True, blank=True
    )  # {"holder": "…", "since": "…", "until": "…", "paper": "…"}
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "child"], name="cases_custody_of_child")]

    def __str__(self) -> str:
        return f"custody {self.pk}"
