"""Alerts about someone's life: opened by an answer, closed by two people."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedJSONField, SealedTextField
from cases.enums import ReasonWall
from cases.enums.instruments import AlertState
from cases.models.case import Case
from cases.models.person import Person
from cases.querysets import AlertQuerySet


class SafetyAlert(models.Model):
    """Somebody answered that her life may be in danger; nobody can wave it away."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="safety_alerts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="safety_alerts")
    state = models.CharField(max_length=12, choices=AlertState, default=AlertState.OPEN)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    record: Any = SealedJSONField(
        root="case_id", label="safety.record", compartment="clinical", null=True, blank=True
    )  # what was asked and done: ideation, plan, means, intent, history, protective factors …
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    next_contact_at = models.DateTimeField(null=True)

    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    sealed_in = models.CharField(max_length=12, choices=ReasonWall, default=ReasonWall.CLINICAL)
    closing_words: Any = SealedTextField(
        root="case_id",
        label="safety.closing_words",
        compartment="@sealed_in",
        null=True,
        blank=True,
    )  # of who signed second

    history = tracked()
    objects = AlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_safety_alert_state_says_who_and_when",
                condition=Q(
                    state=AlertState.OPEN,
                    answered_at=None,
                    answered_by=None,
                    next_contact_at=None,
                    record__isnull=True,
                    closed_at=None,
                    closed_by=None,
                )
                | Q(
                    state=AlertState.ANSWERED,
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                    next_contact_at__isnull=False,
                    record__isnull=False,
                    closed_at=None,
                    closed_by=None,
                )
                | Q(
                    state=AlertState.CLOSED,
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                    next_contact_at__isnull=False,
                    record__isnull=False,
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="cases_safety_alert_two_people",
                condition=Q(closed_by=None) | ~Q(closed_by=F("answered_by")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["case", "raised_at"],
                name="cases_safety_alert_waiting",
                condition=~Q(state=AlertState.CLOSED),
            )
        ]

    def __str__(self) -> str:
        return f"safety alert {self.pk}"
