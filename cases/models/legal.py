"""Legal matters, the stages they went through, and what may cross to the legal area."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedJSONField, SealedTextField
from cases.enums.legal import (
    Area,
    AvoidReason,
    LegalRole,
    MatterKind,
    MatterOutcome,
    Readiness,
    RequestState,
    Stage,
)
from cases.models.case import Case
from cases.models.consent import ConsentGiven
from cases.querysets import LegalQuerySet


def _sealed(label: str) -> SealedTextField:
    return SealedTextField(root="case_id", label=label, compartment="legal", null=True, blank=True)


class LegalMatter(models.Model):
    """One procedure before an authority (asunto jurídico)."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="matters")
    kind = models.CharField(max_length=20, choices=MatterKind)
    stage = models.CharField(max_length=32, choices=Stage)
    stage_words = _sealed("matter.stage_words")  # where the kind has no stages of its own
    role = models.CharField(max_length=16, choices=LegalRole, default=LegalRole.VICTIMA)
    family_violence = models.BooleanField(default=False)
    protected_identity = models.BooleanField(default=False)

    authority = _sealed("matter.authority")
    numbers = _sealed("matter.numbers")  # carpeta, causa, expediente
    parties = _sealed("matter.parties")  # no more than the procedure needs
    lawyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    external_lawyer = _sealed("matter.external_lawyer")
    risks = _sealed("matter.risks")
    stressors = _sealed("matter.stressors")  # what may weigh on her: for who accompanies
    next_on = models.DateField(null=True)
    next_what = _sealed("matter.next_what")

    opened_at = models.DateTimeField()
    outcome = models.CharField(max_length=24, choices=MatterOutcome, blank=True)
    outcome_words = _sealed("matter.outcome_words")
    cites_expertise = models.BooleanField(default=False)  # peritaje citado en sentencia
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    history = tracked()
    objects = LegalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_matter_closed_says_outcome_when_who",
                condition=Q(outcome="", closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome=""),
            ),
        ]
        indexes = [models.Index(fields=["next_on", "id"], name="cases_matter_next")]

    def __str__(self) -> str:
        return f"matter {self.pk}"


class StageChange(models.Model):
    """A step of a procedure from one stage to another (hito jurídico)."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="stage_changes")
    matter = models.ForeignKey(LegalMatter, on_delete=models.PROTECT, related_name="stages")
    before = models.CharField(max_length=32, choices=Stage, blank=True)
    after = models.CharField(max_length=32, choices=Stage)
    words = _sealed("stage.words")  # a stage in free words
    happened_on = models.DateField()
    note = _sealed("stage.note")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = tracked()
    objects = LegalQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "-at", "-id"], name="cases_stage_of_case")]

    def __str__(self) -> str:
        return f"{self.before} -> {self.after}"


class ReadinessNote(models.Model):
    """How ready the person feels for a hearing: written for the legal area, and nothing else."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="readiness_notes")
    level = models.CharField(max_length=12, choices=Readiness)
    words = _sealed("readiness.words")
    written_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    consent = models.ForeignKey(ConsentGiven, on_delete=models.PROTECT, related_name="+")

    history = tracked()
    objects = LegalQuerySet.as_manager()

    def __str__(self) -> str:
        return f"readiness {self.pk}"


class DateToAvoid(models.Model):
    """A day of the year on which no hearing should fall, if it can be helped."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="dates_to_avoid")
    reason = models.CharField(max_length=12, choices=AvoidReason)
    day = _sealed("avoid.day")  # "11-25": month and day
    words = _sealed("avoid.words")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)

    history = tracked()
    objects = LegalQuerySet.as_manager()

    def __str__(self) -> str:
        return f"date to avoid {self.pk}"


class InterAreaRequest(models.Model):
    """What one area asks of the other, on the ground of a consent (solicitud interárea)."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="area_requests")
    from_area = models.CharField(max_length=12, choices=Area)
    to_area = models.CharField(max_length=12, choices=Area)
    state = models.CharField(max_length=12, choices=RequestState, default=RequestState.SOLICITADA)
    purpose = _sealed("area_request.purpose")
    items: Any = SealedJSONField(
        root="case_id", label="area_request.items", compartment="legal", null=True, blank=True
    )  # codes of cases.enums.legal.Item
    consent = models.ForeignKey(ConsentGiven, null=True, on_delete=models.PROTECT, related_name="+")
    answer = _sealed("area_request.answer")
    delivered: Any = SealedJSONField(
        root="case_id", label="area_request.delivered", compartment="legal", null=True, blank=True
    )  # {code: words}
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    delivered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    history = tracked()
    objects = LegalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_area_request_between_two",
                condition=~Q(from_area=models.F("to_area")),
            ),
            models.CheckConstraint(
                name="cases_area_request_delivered_with_consent",
                condition=Q(delivered_at=None) | Q(consent__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"
