"""Who takes part: each under a key of her own, so that one file never opens with another's."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from accompaniment.staff.access import VisibleQuerySet
from accompaniment.vault.fields import SealedJSONField, SealedTextField
from accompaniment.vault.gate import Opens
from cases.models import Case, Person
from groups.enums import EnrolmentState, Mark, Said, When
from groups.models.group import Group
from groups.models.meeting import Meeting
from groups.querysets import EnrolmentQuerySet, MembersQuerySet

ENROLMENT_COMPARTMENTS = ("name", "file")


class Enrolment(models.Model):
    """One person in one cycle, with or without an accompaniment of her own.

    It is a root of the vault: its name and everything written about her lie under its own key.
    """

    guarded_by = "group"
    erased_with_case = True
    compartments = {"name": Opens("members"), "file": Opens("members")}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="enrolments")
    number = models.PositiveSmallIntegerField()  # of the order in which they asked
    pseudonym = models.CharField(max_length=40)  # two neutral words, drawn by lot
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="enrolments"
    )
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="enrolments")
    name: Any = SealedTextField(
        root="id", label="enrolment.name", compartment="name", null=True, blank=True
    )  # as she wants to be called
    contact: Any = SealedTextField(
        root="id", label="enrolment.contact", compartment="name", null=True, blank=True
    )  # safe way to reach her, where she has no accompaniment of her own
    interview: Any = SealedJSONField(
        root="id", label="enrolment.interview", compartment="file", null=True, blank=True
    )  # by name: expectations, safety, support, access, words
    state = models.CharField(
        max_length=16, choices=EnrolmentState, default=EnrolmentState.INTERESADA
    )
    needs_childcare = models.BooleanField(default=False)
    in_crisis = models.BooleanField(null=True)  # acute: individual accompaniment first
    interviewed_at = models.DateTimeField(null=True)
    interviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField(null=True)  # for conflicts, in this group as it then was
    agreed_at = models.DateTimeField(null=True)  # signed the agreements of the group
    left_because: Any = SealedTextField(
        root="id", label="enrolment.left_because", compartment="file", null=True, blank=True
    )
    entered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    history = tracked()
    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="groups_enrolment_number", fields=["group", "number"]),
            models.UniqueConstraint(
                name="groups_enrolment_person_once",
                fields=["group", "person"],
                condition=Q(person__isnull=False, ended_at=None),
            ),
            models.CheckConstraint(
                name="groups_enrolment_active_was_interviewed",
                condition=~Q(state__in=["ACEPTADA", "ACTIVA", "AUSENTE", "CONCLUYO"])
                | Q(interviewed_at__isnull=False, interviewed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"enrolment {self.pk}"


class EnrolmentWord(models.Model):
    """One word of a name, as a keyed digest: who takes part, or who has harmed her.

    Without history: what is taken back leaves no digest.
    """

    guarded_by = "group"

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="name_words")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="words")
    said = models.CharField(max_length=12, choices=Said)
    digest = models.BinaryField(max_length=16)

    objects = VisibleQuerySet.as_manager()

    def __str__(self) -> str:
        return f"word of {self.enrolment_id}"


class EnrolmentStep(models.Model):
    """A step of somebody in a group from one state to another."""

    guarded_by = "group"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="enrolment_steps")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="steps")
    before = models.CharField(max_length=16, choices=EnrolmentState, blank=True)
    after = models.CharField(max_length=16, choices=EnrolmentState)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = tracked()
    objects = MembersQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.before} -> {self.after}"


class Attendance(models.Model):
    """Whether one woman came to one session, and what was remarked about her alone."""

    guarded_by = "enrolment"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attendances")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    mark = models.CharField(max_length=24, choices=Mark)
    remark: Any = SealedTextField(
        root="enrolment_id", label="attendance.remark", compartment="file", null=True, blank=True
    )
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    marked_at = models.DateTimeField()

    history = tracked()
    objects = MembersQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="groups_attendance_once", fields=["enrolment", "meeting"])
        ]
        indexes = [models.Index(fields=["meeting"], name="groups_attendance_of_meeting")]

    def __str__(self) -> str:
        return f"attendance {self.pk}"


class Measure(models.Model):
    """WHO-5 and her own words about change, before and after a cycle."""

    guarded_by = "enrolment"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="measures")
    when = models.CharField(max_length=4, choices=When)
    answers: Any = SealedJSONField(
        root="enrolment_id", label="measure.answers", compartment="file", null=True, blank=True
    )  # {"given": {"1": 3}, "score": 60}
    words: Any = SealedTextField(
        root="enrolment_id", label="measure.words", compartment="file", null=True, blank=True
    )
    taken_on = models.DateField()
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    history = tracked()
    objects = MembersQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="groups_measure_once", fields=["enrolment", "when"])
        ]

    def __str__(self) -> str:
        return f"measure {self.pk}"
