"""Workshops, seminars, dialogues, schools: what is convened beyond a group (domain 2(k))."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from accompaniment.audit.history import tracked
from accompaniment.staff.enums import Role
from accompaniment.staff.roots import Grant, Root, Word
from accompaniment.vault.fields import SealedJSONField, SealedTextField
from accompaniment.vault.gate import Opens
from cases.enums.collective import Band, CountedAs
from cases.models import Room
from groups.enums import WorkshopKind, WorkshopState
from groups.querysets import GroupQuerySet, MembersQuerySet

WORKSHOP_COMPARTMENTS = ("list", "work")
WORKSHOP_ACTIONS = ("read", "write", "members", "assign")


class Workshop(Root):
    """One workshop, seminar, dialogue, forum, school or encounter.

    A list of who comes to a gathering of defenders is a list of targets: it opens with *members*
    alone, and there is no public one.
    """

    by_team = {Role.COORDINATOR: frozenset({"view", "read", "write", "members", "assign"})}
    compartments = {"list": Opens("members"), "work": Opens("read")}

    code = models.CharField(max_length=16, unique=True)  # random
    title = models.CharField(max_length=120)  # as it is announced
    kind = models.CharField(max_length=12, choices=WorkshopKind, default=WorkshopKind.TALLER)
    state = models.CharField(max_length=12, choices=WorkshopState, default=WorkshopState.BORRADOR)
    is_public = models.BooleanField(default=False)
    capacity = models.PositiveSmallIntegerField(null=True)
    room = models.ForeignKey(Room, null=True, on_delete=models.PROTECT, related_name="workshops")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=240)
    time_zone = models.CharField(max_length=40)
    plan: Any = SealedJSONField(
        root="id", label="workshop.plan", compartment="work", null=True, blank=True
    )  # by name: objectives, themes, facilitators, allies, materials, place, funder
    evaluation: Any = SealedTextField(
        root="id", label="workshop.evaluation", compartment="work", null=True, blank=True
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True)

    history = tracked()
    objects = GroupQuerySet.as_manager()

    class Meta(Root.Meta):
        indexes = [*Root.Meta.indexes]
        permissions = [
            (f"{action}_workshop", f"Can {action} workshop") for action in WORKSHOP_ACTIONS
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """Return where the workshop is shown."""
        return reverse("groups:workshop", args=[self.code])


class WorkshopGrant(Grant):
    """Which person may do what with which workshop."""

    actions = frozenset({"view", *WORKSHOP_ACTIONS})

    content_object = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="grants")


class WorkshopWord(Word):
    """One word by which a workshop is found, in the list of one person or team."""

    content_object = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="words")


class Registration(models.Model):
    """Someone who registered: as little as is needed, under whatever name she chooses."""

    guarded_by = "workshop"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="registrations")
    told: Any = SealedJSONField(root="workshop_id", label="registration.told", compartment="list")
    # by name: called, organisation, email, access, food
    attended = models.BooleanField(null=True)
    registered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    history = tracked()
    objects = MembersQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["workshop", "registered_at"], name="groups_registration_of")
        ]

    def __str__(self) -> str:
        return f"registration {self.pk}"


class WorkshopCount(models.Model):
    """How many people of one age band came to a workshop, without a name."""

    guarded_by = "workshop"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="counts")
    counted_as = models.CharField(max_length=20, choices=CountedAs)
    band = models.CharField(max_length=12, choices=Band)
    people = models.PositiveSmallIntegerField()

    history = tracked()
    objects = GroupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="groups_workshopcount_once", fields=["workshop", "counted_as", "band"]
            ),
        ]

    def __str__(self) -> str:
        return f"count {self.pk}"
