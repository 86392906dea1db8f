"""Sessions: planned, held, or not held."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedTextField
from cases.enums import Attendance, Modality, SessionStatus, SessionType
from cases.models.case import Case
from cases.models.room import Room
from cases.querysets import SessionQuerySet


class Session(models.Model):
    """One meeting within a case."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sessions")
    accompanist = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    number = models.PositiveIntegerField(null=True)  # among the sessions held
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    status = models.CharField(max_length=16, choices=SessionStatus, default=SessionStatus.SCHEDULED)
    kind = models.CharField(max_length=28, choices=SessionType, default=SessionType.INDIVIDUAL)
    modality = models.CharField(max_length=24, choices=Modality, default=Modality.PRESENCIAL)
    attendance = models.CharField(max_length=24, choices=Attendance, blank=True)
    place: Any = SealedTextField(
        root="case_id", label="session.place", compartment="identity", null=True, blank=True
    )  # where it is none of our rooms: for whoever opens the door of the house
    room = models.ForeignKey(
        Room, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions"
    )

    history = tracked()
    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_session_held_says_number_and_attendance",
                condition=Q(status=SessionStatus.SCHEDULED, attendance="", number=None)
                | (Q(status=SessionStatus.HELD, number__isnull=False) & ~Q(attendance=""))
                | (Q(status=SessionStatus.NOT_HELD, number=None) & ~Q(attendance="")),
            ),
            models.CheckConstraint(
                name="cases_session_lasts_minutes",
                condition=Q(minutes__gte=1, minutes__lte=720),
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-starts_at", "-id"], name="cases_session_of_case"),
            models.Index(fields=["accompanist", "starts_at"], name="cases_session_of_day"),
            models.Index(fields=["room", "starts_at"], name="cases_session_of_room"),
        ]

    def __str__(self) -> str:
        return f"session {self.pk}"
