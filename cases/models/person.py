"""Persons: who they are lies under a key of their own, behind the doors of their cases."""

import uuid

from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from accompaniment.staff.access import VisibleQuerySet
from accompaniment.vault.fields import SealedTextField
from accompaniment.vault.gate import Opens
from cases.enums import AgeGroup, ParticipationRole
from cases.enums.family import Whereabouts
from cases.models.case import Case
from cases.querysets import RecordQuerySet


def _identity(label: str) -> SealedTextField:
    return SealedTextField(
        root="id", label=f"person.{label}", compartment="identity", null=True, blank=True
    )


class Person(models.Model):
    """Someone who takes part in accompaniments; visible wherever one of her cases is."""

    guarded_through = "participations"
    guarded_while = {"ended_at": None}
    compartments = {"identity": Opens("identify")}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    called = _identity("called")  # how she wants to be called
    nickname = _identity("nickname")
    legal_name = _identity("legal_name")
    pronouns = _identity("pronouns")
    birth_date = _identity("birth_date")  # ISO date
    birth_year = _identity("birth_year")  # approximate, where the date is not known
    municipality = _identity("municipality")
    language = _identity("language")
    interpreter = _identity("interpreter")
    age_group = models.CharField(max_length=12, choices=AgeGroup, default=AgeGroup.DESCONOCIDA)
    erased_at = models.DateTimeField(null=True)

    history = tracked()
    objects = RecordQuerySet.as_manager()

    def __str__(self) -> str:
        return f"person {self.pk}"


class PersonWord(models.Model):
    """One word by which a person is found: the keyed digest of a name or a number of hers.

    Kept by the record it was taken from, so that the words of a case are known anew without
    opening what they stand for. Without history: what is erased leaves no digest.
    """

    guarded_by = "person"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="words")
    source = models.UUIDField()  # the person or one of her contact channels
    digest = models.BinaryField(max_length=16)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["digest"], name="cases_personword_digest")]

    def __str__(self) -> str:
        return f"word of {self.person_id}"


class Participation(models.Model):
    """One person in one case, as what, from when until when."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="participations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="participations")
    role = models.CharField(max_length=20, choices=ParticipationRole)
    whereabouts = models.CharField(max_length=16, choices=Whereabouts, blank=True)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cases_participation_once",
                fields=["case", "person"],
                condition=Q(ended_at=None),
            ),
            models.UniqueConstraint(
                name="cases_participation_one_accompanied",
                fields=["case"],
                condition=Q(ended_at=None, role=ParticipationRole.PA),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.pk}"
