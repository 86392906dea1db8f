"""The secret address under which somebody's own calendar asks for her sessions."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.staff.querysets import CalendarKeyQuerySet


class CalendarKey(models.Model):
    """A secret address of one person's calendar; only the digest of its token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_keys"
    )
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = CalendarKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="staff_calendar_key_one", fields=["user"], condition=Q(withdrawn_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"calendar key {self.pk}"
