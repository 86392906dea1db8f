"""Contact channels, each with its safe-contact profile: not safe until verified."""

import uuid
from typing import Any

from django.db import models

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedJSONField, SealedTextField
from cases.enums import (
    AggressorAccess,
    CallSafety,
    Channel,
    IfAnother,
    MessageSafety,
    Ownership,
)
from cases.models.person import Person
from cases.querysets import RecordQuerySet


def _sealed(label: str) -> SealedTextField:
    return SealedTextField(
        root="person_id", label=f"contact.{label}", compartment="identity", null=True, blank=True
    )


class ContactChannel(models.Model):
    """One way to reach a person, and under which conditions it harms nobody."""

    guarded_by = "person"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts")
    channel = models.CharField(max_length=24, choices=Channel)
    value = _sealed("value")  # the number, the address
    ownership = models.CharField(max_length=20, choices=Ownership, default=Ownership.PROPIA)
    aggressor_access = models.CharField(
        max_length=12, choices=AggressorAccess, default=AggressorAccess.DESCONOCIDO
    )

    calls = models.CharField(max_length=12, choices=CallSafety, default=CallSafety.NO)
    hours: Any = SealedJSONField(
        root="person_id", label="contact.hours", compartment="identity", null=True, blank=True
    )  # [{"weekday": 0…6, "from": "10:00", "to": "11:00"}], in the person's time zone
    time_zone = models.CharField(max_length=40, default="America/Chihuahua")
    voicemail = models.CharField(max_length=8, choices=MessageSafety, default=MessageSafety.NO)
    texts = models.CharField(max_length=8, choices=MessageSafety, default=MessageSafety.NO)
    hide_number = models.BooleanField(default=True)

    who_may_answer = _sealed("who_may_answer")
    if_another = models.CharField(max_length=20, choices=IfAnother, default=IfAnother.COLGAR)
    pretext = _sealed("pretext")
    introduce_as = _sealed("introduce_as")
    word_cannot_talk = _sealed("word_cannot_talk")
    word_help = _sealed("word_help")
    word_safe = _sealed("word_safe")

    verified_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)  # after it, treated as not safe
    is_active = models.BooleanField(default=True)

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_contact_verified_expires",
                condition=models.Q(verified_on=None, expires_on=None)
                | models.Q(verified_on__isnull=False, expires_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"
