"""The hearing at which an expert testifies, and what the judgment made of the report."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedJSONField, SealedTextField
from expertise.enums.hearing import Sense, TestimonyKind, TestimonyState, Weight
from expertise.models.commission import Commission
from expertise.querysets import FileQuerySet, RecordQuerySet


class Testimony(models.Model):
    """One day in court: summons, preparation, security, outcome.

    Preparation is privileged: it opens for who defends the report alone.
    """

    guarded_by = "commission"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="testimonies")
    kind = models.CharField(max_length=20, choices=TestimonyKind)
    state = models.CharField(
        max_length=12, choices=TestimonyState, default=TestimonyState.PROGRAMADA
    )
    starts_at = models.DateTimeField()
    time_zone = models.CharField(max_length=40)  # a name of the tz database
    minutes = models.PositiveSmallIntegerField(default=180)  # the expert is expected to be there
    follows = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="followed_by"
    )  # the deferred one
    court: Any = SealedJSONField(
        root="commission_id", label="testimony.court", compartment="identity", null=True, blank=True
    )  # {"court", "place", "summons"}
    preparation: Any = SealedJSONField(
        root="commission_id",
        label="testimony.preparation",
        compartment="hearing",
        null=True,
        blank=True,
    )  # {"notes", "questions": [{"question", "answer"}], "travel", "security"}
    was_cross_examined = models.BooleanField(null=True)
    outcome: Any = SealedJSONField(
        root="commission_id", label="testimony.outcome", compartment="file", null=True, blank=True
    )  # {"words", "certificate"}; why, where it did not take place
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True)

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="expertise_testimony_held_says_when",
                condition=Q(
                    state=TestimonyState.REALIZADA,
                    held_at__isnull=False,
                    was_cross_examined__isnull=False,
                )
                | (~Q(state=TestimonyState.REALIZADA) & Q(held_at=None, was_cross_examined=None)),
            ),
        ]
        indexes = [models.Index(fields=["starts_at", "id"], name="expertise_testimony_next")]

    def __str__(self) -> str:
        return f"testimony {self.pk}"


class Judgment(models.Model):
    """What a judgment decided, and what it made of the report."""

    guarded_by = "commission"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    commission = models.OneToOneField(Commission, on_delete=models.PROTECT, related_name="judgment")
    given_on = models.DateField()
    sense = models.CharField(max_length=16, choices=Sense)
    weight = models.CharField(max_length=8, choices=Weight)
    is_quoted = models.BooleanField(default=False)
    quote: Any = SealedTextField(
        root="commission_id", label="judgment.quote", compartment="file", null=True, blank=True
    )
    words: Any = SealedTextField(
        root="commission_id", label="judgment.words", compartment="file", null=True, blank=True
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    history = tracked()
    objects = FileQuerySet.as_manager()

    def __str__(self) -> str:
        return f"judgment {self.pk}"
