"""Referrals: to whom someone goes on, with exactly what she agreed to have told."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedJSONField, SealedTextField
from cases.enums.institutions import ReferralState
from cases.models.case import Case
from cases.models.consent import ConsentGiven
from cases.models.person import Person
from cases.querysets import RecordQuerySet

UNSENT = (ReferralState.PROPUESTA, ReferralState.ACEPTADA_POR_PERSONA, ReferralState.CERRADA)


class Referral(models.Model):
    """One referral (canalización). Where to is sealed: some destinations say what happened."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referrals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="referrals")
    state = models.CharField(max_length=24, choices=ReferralState, default=ReferralState.PROPUESTA)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    destination: Any = SealedJSONField(
        root="case_id", label="referral.destination", compartment="clinical"
    )  # {"institution": uuid or "", "name": "…", "kind": "…"}: as it was when it was chosen
    purpose: Any = SealedTextField(
        root="case_id", label="referral.purpose", compartment="clinical", null=True, blank=True
    )
    items: Any = SealedJSONField(
        root="case_id", label="referral.items", compartment="clinical", null=True, blank=True
    )  # {"EDAD": "34", …}: what she agreed to have told, and nothing else
    accompanied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )  # who goes along; nobody: she goes by herself
    consent = models.ForeignKey(
        ConsentGiven, null=True, on_delete=models.PROTECT, related_name="referrals"
    )
    sent_at = models.DateTimeField(null=True)
    answer = SealedTextField(
        root="case_id", label="referral.answer", compartment="clinical", null=True, blank=True
    )  # the counter-referral

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_referral_sent_only_with_consent",
                condition=Q(state__in=UNSENT, sent_at=None)
                | Q(sent_at__isnull=False, consent__isnull=False),
            ),
            models.CheckConstraint(
                name="cases_referral_agreed_says_with_which_consent",
                condition=Q(state__in=(ReferralState.PROPUESTA, ReferralState.CERRADA))
                | Q(consent__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-proposed_at", "-id"], name="cases_referral_of_case")
        ]

    def __str__(self) -> str:
        return f"referral {self.pk}"


class ReferralStep(models.Model):
    """A step of a referral from one state to another."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referral_steps")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="steps")
    before = models.CharField(max_length=24, choices=ReferralState, blank=True)
    after = models.CharField(max_length=24, choices=ReferralState)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = SealedTextField(
        root="case_id", label="referral_step.words", compartment="clinical", null=True, blank=True
    )

    history = tracked()
    objects = RecordQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.before} -> {self.after}"
