"""What a family accompaniment records: safety, households, the shared sheet, agreements."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedJSONField, SealedTextField
from cases.enums.family import AgreementState
from cases.models.case import Case
from cases.models.person import Person
from cases.models.session import Session
from cases.querysets import RecordQuerySet


class SafetyInterview(models.Model):
    """What one member said alone, before anybody is brought together."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="safety_interviews")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    answers: Any = SealedJSONField(
        root="case_id",
        label="safety_interview.answers",
        compartment="private",
        holder="person_id",
        null=True,
        blank=True,
    )  # {"lives_with": "SI", "would_attend": "NO", "wants": "SI", "words": "…"}
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "person", "-at"], name="cases_safety_of_member")]

    def __str__(self) -> str:
        return f"safety interview {self.pk}"


class Stay(models.Model):
    """Someone's time in a household: households change, and with them who takes care of whom."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="stays")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stays")
    facts: Any = SealedJSONField(
        root="case_id", label="stay.facts", compartment="clinical", null=True, blank=True
    )  # {"household": "grandmother's house", "since": "spring 2011", "until": "…"}
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(
        null=True
    )  # when the end was recorded; ``facts`` say since when

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "recorded_at"], name="cases_stay_of_case")]

    def __str__(self) -> str:
        return f"stay {self.pk}"


class FamilySheet(models.Model):
    """What the family shares about itself: what happened, roles, care, money, rules."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="family_sheet")
    sections: Any = SealedJSONField(
        root="case_id", label="family_sheet.sections", compartment="clinical", null=True, blank=True
    )
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    history = tracked()
    objects = RecordQuerySet.as_manager()

    def __str__(self) -> str:
        return f"family sheet {self.pk}"


class FamilyAgreement(models.Model):
    """Something the family agreed on, and who of them takes it on."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="family_agreements")
    session = models.ForeignKey(Session, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    words = SealedTextField(root="case_id", label="family_agreement.words", compartment="clinical")
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=AgreementState, default=AgreementState.OPEN)
    agreed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_familyagreement_ended_says_when",
                condition=Q(state=AgreementState.OPEN, ended_at=None)
                | (~Q(state=AgreementState.OPEN) & Q(ended_at__isnull=False)),
            )
        ]
        indexes = [
            models.Index(fields=["case", "state", "due_on"], name="cases_familyagreement_open")
        ]

    def __str__(self) -> str:
        return f"agreement {self.pk}"


class SessionPerson(models.Model):
    """Who is expected at a session of several persons, and who came."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="session_people")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    came = models.BooleanField(null=True)  # nobody knows yet

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cases_sessionperson_once", fields=["session", "person"])
        ]

    def __str__(self) -> str:
        return f"at {self.session_id}"
