"""Bonds between persons: kinship, partnership, care, support, aggression."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedTextField
from cases.enums.bond import BondKind
from cases.models.case import Case
from cases.models.person import Person
from cases.querysets import BondQuerySet


class Bond(models.Model):
    """What one person is to another (vínculo), as this case knows it.

    ``safe_to_share`` says whether what is known of the first may be told to the second: no, unless
    somebody has asked. ``since`` and ``until`` hold dates as people say them ("spring 2011").
    """

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="bonds")
    from_person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="bonds_from")
    to_person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="bonds_to")
    kind = models.CharField(max_length=20, choices=BondKind)
    safe_to_share = models.BooleanField(default=False)
    lives_together = models.BooleanField(null=True)
    since: Any = SealedTextField(
        root="case_id", label="bond.since", compartment="identity", null=True, blank=True
    )
    until: Any = SealedTextField(
        root="case_id", label="bond.until", compartment="identity", null=True, blank=True
    )
    words = SealedTextField(
        root="case_id", label="bond.words", compartment="clinical", null=True, blank=True
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)  # it was a mistake; an ended bond has ``until``

    history = tracked()
    objects = BondQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_bond_between_two", condition=~Q(from_person=F("to_person"))
            ),
            models.UniqueConstraint(
                name="cases_bond_once",
                fields=["case", "from_person", "to_person", "kind"],
                condition=Q(withdrawn_at=None, until__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "from_person"], name="cases_bond_from"),
            models.Index(fields=["kind", "to_person"], name="cases_bond_to"),
        ]

    def __str__(self) -> str:
        return f"bond {self.pk}"
