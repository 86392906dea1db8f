"""A cycle of a group: the root of its sessions and of who takes part."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accompaniment.audit.history import TrackedQuerySet, tracked
from accompaniment.staff.enums import Role
from accompaniment.staff.roots import Grant, Root, Word
from accompaniment.vault.fields import SealedJSONField, SealedTextField
from accompaniment.vault.gate import Opens
from groups.enums import Facilitates, GroupKind, GroupState
from groups.querysets import GroupQuerySet, RecordQuerySet

GROUP_COMPARTMENTS = ("agenda", "group")
ACTIONS = ("read", "write", "members", "schedule", "assign")


class Group(Root):
    """One cycle of a reflection group (grupo de reflexión), from its design to its evaluation.

    What is written about the group lies under its own key; what is written about one woman lies
    under hers (:class:`Enrolment`), so that no paper of the one can hold a word of another.
    """

    by_team = {Role.COORDINATOR: frozenset({"view", "members", "schedule", "assign", "erase"})}
    compartments = {
        "agenda": Opens("view"),  # what whoever plans or finds a session has to know
        "group": Opens("read"),
        "author": Opens(None, holder="read"),
    }

    code = models.CharField(max_length=16, unique=True)  # random: K7Q-M3F-2
    name = models.CharField(max_length=60)  # neutral, stands in calendars: “Grupo de los jueves”
    kind = models.CharField(max_length=16, choices=GroupKind, default=GroupKind.MUJERES)
    previous = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="following"
    )  # the cycle before this one
    cycle = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=20, choices=GroupState, default=GroupState.DISENO)
    capacity = models.PositiveSmallIntegerField(default=15)
    has_childcare = models.BooleanField(default=False)
    closes_after = models.PositiveSmallIntegerField(default=3)  # sessions: then nobody new
    time_zone = models.CharField(max_length=40)  # a name of the tz database
    design: Any = SealedJSONField(
        root="id", label="group.design", compartment="group", null=True, blank=True
    )  # by name: purpose, objectives, method
    agreements: Any = SealedTextField(
        root="id", label="group.agreements", compartment="group", null=True, blank=True
    )  # of the group, signed at the first session
    evaluation: Any = SealedTextField(
        root="id", label="group.evaluation", compartment="group", null=True, blank=True
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    history = tracked()
    objects = GroupQuerySet.as_manager()

    class Meta(Root.Meta):
        constraints = [
            models.CheckConstraint(
                name="groups_group_capacity", condition=Q(capacity__gte=2, capacity__lte=60)
            ),
        ]
        indexes = [*Root.Meta.indexes]
        permissions = [(f"{action}_group", f"Can {action} group") for action in (*ACTIONS, "erase")]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """Return where the group is shown."""
        return reverse("groups:group", args=[self.code])


class GroupGrant(Grant):
    """Which person may do what with which group."""

    actions = frozenset({"view", *ACTIONS})

    content_object = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="grants")


class GroupWord(Word):
    """One word by which a group is found, in the list of one person or team."""

    content_object = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="words")


class Facilitation(models.Model):
    """Who facilitates a group, from when until when; the grants follow it."""

    guarded_by = "group"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="facilitations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=16, choices=Facilitates)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="groups_facilitation_once", fields=["group", "user"], condition=Q(until=None)
            )
        ]

    def __str__(self) -> str:
        return f"facilitation {self.pk}"


class GroupStep(models.Model):
    """A step of a cycle from one state to another."""

    guarded_by = "group"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="steps")
    before = models.CharField(max_length=20, choices=GroupState, blank=True)
    after = models.CharField(max_length=20, choices=GroupState)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = tracked()
    objects = RecordQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.before} -> {self.after}"


class Theme(models.Model):
    """A theme of the library of the house: what a session may be about."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=16, choices=GroupKind, default=GroupKind.MUJERES)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    objectives = models.TextField(blank=True)
    technique = models.TextField(blank=True)
    materials = models.TextField(blank=True)
    retired_at = models.DateTimeField(null=True)

    history = tracked()
    objects = TrackedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "position"], name="groups_theme_order")]

    def __str__(self) -> str:
        return f"theme {self.pk}"
