"""What left the house: to whom, which items, on what ground, for what."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedJSONField, SealedTextField
from cases.enums.plan import DisclosureBasis, DisclosureWall
from cases.models.case import Case
from cases.models.consent import ConsentGiven
from cases.querysets import RecordQuerySet


class Disclosure(models.Model):
    """Each time data about someone leave the team or the house (registro de divulgación)."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="disclosures")
    about = models.UUIDField()  # the referral, the request: the record that asked for it
    basis = models.CharField(max_length=16, choices=DisclosureBasis)
    consent = models.ForeignKey(
        ConsentGiven, null=True, on_delete=models.PROTECT, related_name="disclosures"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    sealed_in = models.CharField(
        max_length=12, choices=DisclosureWall, default=DisclosureWall.CLINICAL
    )
    to = SealedTextField(root="case_id", label="disclosure.to", compartment="@sealed_in")
    items: Any = SealedJSONField(
        root="case_id", label="disclosure.items", compartment="@sealed_in"
    )  # the names of what was told: ["Age", "Safe way to reach her"]
    purpose = SealedTextField(
        root="case_id", label="disclosure.purpose", compartment="@sealed_in", null=True, blank=True
    )

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_disclosure_consent_where_it_rests_on_it",
                condition=~Q(basis=DisclosureBasis.CONSENTIMIENTO) | Q(consent__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["case", "-at", "-id"], name="cases_disclosure_of_case")]

    def __str__(self) -> str:
        return f"disclosure {self.pk}"
