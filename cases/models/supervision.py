"""Supervision: outside the record of any case, between who was supervised and who supervised."""

from typing import Any

from django.conf import settings
from django.db import models

from accompaniment.audit.history import tracked
from accompaniment.staff.roots import Grant, Root, Word
from accompaniment.vault.fields import SealedJSONField
from accompaniment.vault.gate import Opens
from cases.enums.supervision import SupervisionKind
from cases.querysets import RecordQuerySet

SUPERVISION_COMPARTMENTS = ("clinical",)


class Supervision(Root):
    """One meeting of supervision. It belongs to no team: only who was there sees it."""

    compartments = {"clinical": Opens("read")}

    kind = models.CharField(max_length=20, choices=SupervisionKind)
    held_on = models.DateField()
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    follow_up_on = models.DateField(null=True)
    said: Any = SealedJSONField(root="id", label="supervision.said", compartment="clinical")
    # {"cases": codes, "resonates": …, "decisions": …}

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta(Root.Meta):
        permissions = [
            (f"{action}_supervision", f"Can {action} supervision") for action in ("read", "write")
        ]

    def __str__(self) -> str:
        return f"supervision {self.pk}"


class SupervisionGrant(Grant):
    """Who was there."""

    actions = frozenset({"view", "read", "write"})

    content_object = models.ForeignKey(Supervision, on_delete=models.CASCADE, related_name="grants")


class SupervisionWord(Word):
    """A word by which it would be found; nobody searches for supervision."""

    content_object = models.ForeignKey(Supervision, on_delete=models.CASCADE, related_name="words")
