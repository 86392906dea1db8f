"""What people agreed to, refused or took back."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedTextField
from cases.enums import Consent, ConsentMethod
from cases.models.case import Case
from cases.models.person import Person
from cases.querysets import RecordQuerySet

NOTHING = uuid.UUID(int=0)  # the question is about nothing but itself


class ConsentGiven(models.Model):
    """One answer to one question of the consent matrix, or a recorded exception."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consents")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=20, choices=Consent)
    granted = models.BooleanField()
    method = models.CharField(max_length=20, choices=ConsentMethod)
    text_version = models.CharField(max_length=20, blank=True)
    given_on = models.DateField()
    expires_on = models.DateField(null=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    signed_by = SealedTextField(
        root="case_id", label="consent.signed_by", compartment="identity", null=True, blank=True
    )  # the representative, where someone signs for a child
    representative_is_aggressor = models.BooleanField(null=True)
    exception_reason = SealedTextField(
        root="case_id",
        label="consent.exception_reason",
        compartment="clinical",
        null=True,
        blank=True,
    )
    about = models.UUIDField(default=NOTHING, editable=False)  # the commission of an expert report
    revoked_at = models.DateTimeField(null=True)

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cases_consent_one_current",
                fields=["case", "person", "kind", "about"],
                condition=Q(revoked_at=None) & ~Q(kind=Consent.TERCERO),  # one for each transfer
            ),
            models.CheckConstraint(
                name="cases_consent_exception_expires",
                condition=~Q(method=ConsentMethod.EXCEPCION) | Q(expires_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
