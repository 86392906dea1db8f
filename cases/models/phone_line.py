"""The lines on which somebody listens, each with its hours and its time zone."""

import uuid

from django.db import models

from accompaniment.staff.models import Team
from cases.enums.calls import CallChannel


class PhoneLine(models.Model):
    """A telephone line, an account of messages or the door of a team, and when it is attended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    channel = models.CharField(max_length=12, choices=CallChannel, default=CallChannel.TEL_MOVIL)
    time_zone = models.CharField(max_length=40, default="America/Chihuahua")
    hours = models.JSONField(default=list)  # [{"weekday": 0…6, "from": "08:00", "to": "14:00"}]
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cases_phoneline_named_once", fields=["team", "name"])
        ]

    def __str__(self) -> str:
        return self.name
