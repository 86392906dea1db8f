"""Hearings, and how the person is accompanied before, during and after them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedTextField
from cases.enums.legal import HearingKind, HearingState
from cases.models.case import Case
from cases.models.legal import LegalMatter
from cases.models.session import Session
from cases.querysets import LegalQuerySet


def _sealed(label: str) -> SealedTextField:
    return SealedTextField(
        root="case_id", label=f"hearing.{label}", compartment="legal", null=True, blank=True
    )


class Hearing(models.Model):
    """One hearing or proceeding. A deferred one stays, and the new date follows it."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hearings")
    matter = models.ForeignKey(LegalMatter, on_delete=models.PROTECT, related_name="hearings")
    kind = models.CharField(max_length=16, choices=HearingKind)
    state = models.CharField(max_length=12, choices=HearingState, default=HearingState.PROGRAMADA)
    starts_at = models.DateTimeField()
    time_zone = models.CharField(max_length=40, default="America/Chihuahua")
    follows = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="followed_by"
    )  # the deferred one
    place = _sealed("place")
    authority = _sealed("authority")
    measures = _sealed("measures")  # how she is protected there: screen, another door
    summons = _sealed("summons")  # who was summoned, when, how
    reason = _sealed("reason")  # why it was deferred or cancelled
    result = _sealed("result")

    # before
    prep_session = models.ForeignKey(Session, null=True, on_delete=models.PROTECT, related_name="+")
    prepared_on = models.DateField(null=True)
    # during
    companion = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    seat = _sealed("seat")
    code_word = _sealed("code_word")
    # after
    ended_at = models.DateTimeField(null=True)
    contacted_at = models.DateTimeField(null=True)
    contacted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    after_words = SealedTextField(
        root="case_id", label="hearing.after_words", compartment="clinical", null=True, blank=True
    )  # how she is: for who accompanies, never for the legal area

    history = tracked()
    objects = LegalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_hearing_held_says_when",
                condition=Q(state=HearingState.CELEBRADA, ended_at__isnull=False)
                | ~Q(state=HearingState.CELEBRADA) & Q(ended_at=None),
            ),
            models.CheckConstraint(
                name="cases_hearing_contact_says_who",
                condition=Q(contacted_at=None, contacted_by=None)
                | Q(contacted_at__isnull=False, contacted_by__isnull=False, ended_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-starts_at", "-id"], name="cases_hearing_of_case"),
            models.Index(fields=["state", "starts_at", "id"], name="cases_hearing_to_come"),
        ]

    def __str__(self) -> str:
        return f"hearing {self.pk}"
