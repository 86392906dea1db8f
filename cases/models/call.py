"""What happens to a first contact: its steps, attempts to call back, who asked after someone."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedJSONField, SealedTextField
from cases.enums import ReasonWall
from cases.enums.calls import AttemptResult, CallStage, CallState, NoticeKind
from cases.models.first_contact import FirstContact
from cases.querysets import CallDraftQuerySet, CallQuerySet


def _sealed(label: str, compartment: str = "identity") -> SealedTextField:
    return SealedTextField(
        root="first_contact_id", label=label, compartment=compartment, null=True, blank=True
    )


def _of(name: str) -> models.ForeignKey:
    return models.ForeignKey(FirstContact, on_delete=models.PROTECT, related_name=name)


def _someone(**more: Any) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **more
    )


class CallStep(models.Model):
    """A step of a first contact from one state to another, and why."""

    guarded_by = "first_contact"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first_contact = _of("steps")
    before = models.CharField(max_length=24, choices=CallState, blank=True)
    after = models.CharField(max_length=24, choices=CallState)
    at = models.DateTimeField()
    by = _someone()
    sealed_in = models.CharField(max_length=12, choices=ReasonWall, default=ReasonWall.CLINICAL)
    reason = _sealed("call_step.reason", "@sealed_in")

    history = tracked()
    objects = CallQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.before} -> {self.after}"


class CallAttempt(models.Model):
    """An attempt to reach somebody, and whether it was within what is safe."""

    guarded_by = "first_contact"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first_contact = _of("attempts")
    at = models.DateTimeField()
    by = _someone()
    result = models.CharField(max_length=20, choices=AttemptResult)
    is_safe = models.BooleanField()  # within the hours agreed, by a contact verified
    message_left = models.BooleanField(default=False)
    override = _sealed("call_attempt.override")  # why outside of what is safe
    words = _sealed("call_attempt.words")

    history = tracked()
    objects = CallQuerySet.as_manager()

    def __str__(self) -> str:
        return f"attempt {self.pk}"


class CallNotice(models.Model):
    """Something coordination has to look at, until somebody of coordination has."""

    guarded_by = "first_contact"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first_contact = _of("notices")
    kind = models.CharField(max_length=20, choices=NoticeKind)
    at = models.DateTimeField()
    by = _someone()
    answered_at = models.DateTimeField(null=True)
    answered_by = _someone(null=True)
    answer = _sealed("call_notice.answer")

    history = tracked()
    objects = CallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cases_callnotice_once_open",
                fields=["first_contact", "kind"],
                condition=Q(answered_at=None),
            ),
            models.CheckConstraint(
                name="cases_callnotice_answered_says_who_when",
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class ThirdPartyCall(models.Model):
    """Someone asked after another person (LLAMADA_DE_TERCERO). Nothing was confirmed or denied."""

    guarded_by = "first_contact"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first_contact = _of("third_parties")
    at = models.DateTimeField()
    by = _someone()
    is_hostile = models.BooleanField(default=False)
    said_to_be = _sealed("third_party.said_to_be")
    asked_for = _sealed("third_party.asked_for")
    words = _sealed("third_party.words")

    history = tracked()
    objects = CallQuerySet.as_manager()

    def __str__(self) -> str:
        return f"third party {self.pk}"


class CallDraft(models.Model):
    """What somebody is typing on one page of a first contact; kept without history."""

    guarded_by = "first_contact"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first_contact = models.ForeignKey(FirstContact, on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    stage = models.CharField(max_length=12, choices=CallStage)
    content: Any = SealedJSONField(
        root="first_contact_id",
        label="call_draft.content",
        compartment="author",
        holder="author_id",
    )
    base_version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    objects = CallDraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cases_calldraft_one_per_author", fields=["first_contact", "author", "stage"]
            )
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"
