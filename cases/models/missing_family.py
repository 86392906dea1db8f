"""What a family lives with: how it was told, what each child knows, the dates that hurt."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedJSONField
from cases.models.case import Case
from cases.models.missing_person import MissingPerson
from cases.models.missing_trail import MissingStatusStep
from cases.models.person import Person
from cases.querysets import RecordQuerySet


class ChildTold(models.Model):
    """What one girl, boy or adolescent was told, by whom, when, in which words. Final."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="children_told")
    missing = models.ForeignKey(MissingPerson, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    facts: Any = SealedJSONField(
        root="case_id", label="child_told.facts", compartment="clinical", null=True, blank=True
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "-at", "-id"], name="cases_childtold_of_case")]

    def __str__(self) -> str:
        return f"child told {self.pk}"


class FamilyTold(models.Model):
    """How this family came to know of a change: who told whom, how, accompanied by whom. Final."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="told")
    step = models.ForeignKey(MissingStatusStep, on_delete=models.PROTECT, related_name="told")
    facts: Any = SealedJSONField(
        root="case_id", label="family_told.facts", compartment="clinical", null=True, blank=True
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cases_familytold_once", fields=["case", "step"])
        ]

    def __str__(self) -> str:
        return f"told {self.pk}"


class DateThatHurts(models.Model):
    """A day of every year. Only month and day lie open, so that the calendar wakes on its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    month = models.PositiveSmallIntegerField()
    day = models.PositiveSmallIntegerField()
    entered_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="cases_%(class)s_is_a_day",
                condition=Q(month__gte=1, month__lte=12, day__gte=1, day__lte=31),
            )
        ]
        indexes = [models.Index(fields=["month", "day"], name="cases_%(class)s_day")]

    def __str__(self) -> str:
        return f"date {self.pk}"


class MissingDate(DateThatHurts):
    """A date that hurts whoever searches for one missing person."""

    guarded_by = "missing"

    missing = models.ForeignKey(MissingPerson, on_delete=models.PROTECT, related_name="dates")
    facts: Any = SealedJSONField(
        root="missing_id",
        label="missing_date.facts",
        compartment="intelligence",
        null=True,
        blank=True,
    )  # why, in which year, how the day is to be accompanied

    history = tracked()
    objects = RecordQuerySet.as_manager()


class FamilyDate(DateThatHurts):
    """A date that hurts one family, by its own choice."""

    guarded_by = "case"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="family_dates")
    missing = models.ForeignKey(
        MissingPerson, null=True, on_delete=models.PROTECT, related_name="+"
    )
    facts: Any = SealedJSONField(
        root="case_id", label="family_date.facts", compartment="clinical", null=True, blank=True
    )

    history = tracked()
    objects = RecordQuerySet.as_manager()
