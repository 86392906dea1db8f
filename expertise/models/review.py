"""Peer review: rounds, the checklist of each, and observations resolved one by one."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedTextField
from expertise.enums.review import CheckItem, RemarkState, RoundOutcome, Verdict
from expertise.models.commission import Commission
from expertise.models.section import Version
from expertise.querysets import FileQuerySet


def _text(label: str) -> Any:
    return SealedTextField(
        root="commission_id", label=label, compartment="file", null=True, blank=True
    )


class ReviewRound(models.Model):
    """One reading of one frozen version by a peer."""

    guarded_by = "commission"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="rounds")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=16, choices=RoundOutcome, blank=True)
    ended_at = models.DateTimeField(null=True)
    words = _text("round.words")

    history = tracked()
    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="expertise_round_number", fields=["commission", "number"]),
            models.UniqueConstraint(
                name="expertise_round_one_open", fields=["commission"], condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="expertise_round_ended_says_how",
                condition=Q(ended_at=None, outcome="")
                | (Q(ended_at__isnull=False) & ~Q(outcome="")),
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.number}"


class Check(models.Model):
    """The reviewer's answer to one item of the checklist."""

    guarded_by = "commission"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="checks")
    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="checks")
    item = models.CharField(max_length=16, choices=CheckItem)
    verdict = models.CharField(max_length=4, choices=Verdict)
    comment = _text("check.comment")

    history = tracked()
    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="expertise_check_once", fields=["round", "item"])
        ]

    def __str__(self) -> str:
        return f"check {self.item}"


class Remark(models.Model):
    """One observation, anchored to a section; it stays until it is resolved."""

    guarded_by = "commission"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="remarks")
    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="remarks")
    section = models.CharField(max_length=16)  # key of a section
    passage = _text("remark.passage")  # the words it is about
    words = _text("remark.words")
    state = models.CharField(max_length=12, choices=RemarkState, default=RemarkState.ABIERTA)
    made_at = models.DateTimeField()
    reply = _text("remark.reply")
    replied_at = models.DateTimeField(null=True)
    insisted = _text("remark.insisted")  # why it was opened again
    resolved_at = models.DateTimeField(null=True)

    history = tracked()
    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="expertise_remark_resolved_says_when",
                condition=Q(state=RemarkState.RESUELTA, resolved_at__isnull=False)
                | (~Q(state=RemarkState.RESUELTA) & Q(resolved_at=None)),
            ),
            models.CheckConstraint(
                name="expertise_remark_attended_was_replied_to",
                condition=~Q(state=RemarkState.ATENDIDA) | Q(replied_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"remark {self.pk}"
