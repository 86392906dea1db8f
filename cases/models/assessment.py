"""Psychosocial assessments: effects beside resources, one row for each time it is looked at."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedJSONField
from cases.models.case import Case
from cases.querysets import RecordQuerySet


class Assessment(models.Model):
    """How someone is, what holds her up and what it means to her (valoración psicosocial).

    A new look is a new row, so that what changed can be seen. Whether effects and resources are
    told lies open, for one rule: the database itself refuses suffering without what resists it.
    """

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assessments")
    number = models.PositiveIntegerField()  # 1 is the first
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    tells_effects = models.BooleanField(default=False)
    tells_resources = models.BooleanField(default=False)
    content: Any = SealedJSONField(
        root="case_id", label="assessment.content", compartment="clinical"
    )
    # {"sections": {…}, "effects": […], "resources": […], "others": {…}, "network": […]}

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cases_assessment_one_of_each_number", fields=["case", "number"]
            ),
            models.CheckConstraint(
                name="cases_assessment_effects_never_without_resources",
                condition=Q(tells_effects=False) | Q(tells_resources=True),
            ),
        ]

    def __str__(self) -> str:
        return f"assessment {self.pk}"
