"""The rooms of the house in which people meet."""

import uuid

from django.db import models

from accompaniment.staff.models import Team


class Room(models.Model):
    """A room of one team: two sessions never share it at the same hour."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=40)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cases_room_named_once", fields=["team", "name"]),
        ]

    def __str__(self) -> str:
        return self.name
