"""Teams and what each person is in them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.staff.enums import CLINICAL, Role


class Team(models.Model):
    """People who accompany cases together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One role of one person, in a team if the role works with records."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=16, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="staff_membership_once_in_team", fields=["user", "team", "role"]
            ),
            models.UniqueConstraint(
                name="staff_membership_once", fields=["user", "role"], condition=Q(team=None)
            ),
            models.CheckConstraint(
                name="staff_membership_team_for_clinical_roles",
                condition=Q(team__isnull=False, role__in=sorted(CLINICAL))
                | (Q(team=None) & ~Q(role__in=sorted(CLINICAL))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} of {self.team_id}"
