"""What a collective does together: activities, sessions by age, who came, what was agreed."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedJSONField, SealedTextField
from cases.enums.collective import (
    ActivityKind,
    Appraisal,
    Band,
    CommunityGroup,
    CountedAs,
    Moment,
    SharedGoal,
)
from cases.models.case import Case
from cases.models.collective import Cycle, Member
from cases.models.room import Room
from cases.models.session import Session
from cases.querysets import PresenceQuerySet, RecordQuerySet


def _box(label: str) -> SealedJSONField:
    return SealedJSONField(
        root="case_id", label=label, compartment="clinical", null=True, blank=True
    )


class Activity(models.Model):
    """A session of a collective or community; when and where it is stands in the session."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="activities")
    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="activity")
    cycle = models.ForeignKey(Cycle, null=True, on_delete=models.PROTECT, related_name="activities")
    kind = models.CharField(max_length=28, choices=ActivityKind)
    shared: Any = _box("activity.shared")  # the opening and the closing of everybody together
    debrief: Any = _box("activity.debrief")  # what the team says of itself afterwards
    debriefed_at = models.DateTimeField(null=True)
    debriefed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_activity_debriefed_says_who_when",
                condition=Q(debriefed_at=None, debriefed_by=None)
                | Q(debriefed_at__isnull=False, debriefed_by__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["case", "kind"], name="cases_activity_of_case")]

    def __str__(self) -> str:
        return f"activity {self.pk}"


class GroupSession(models.Model):
    """A part of an activity with one age group, or with everybody together."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="group_sessions")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="parts")
    group = models.CharField(max_length=12, choices=CommunityGroup, blank=True)
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    cofacilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    room = models.ForeignKey(
        Room, null=True, on_delete=models.PROTECT, related_name="group_sessions"
    )  # of its own, beside the one in which everybody opens and closes
    plan: Any = _box("groupsession.plan")  # theme, objective, technique, materials, place
    record: Any = _box("groupsession.record")  # emerging themes, resources, alerts: no names
    version = models.PositiveIntegerField(default=1)  # of plan and record together

    people = models.PositiveIntegerField(null=True)  # counted; nobody is named by it
    count_version = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField(null=True)
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cases_groupsession_once_a_group", fields=["activity", "group"]
            ),
            models.CheckConstraint(
                name="cases_groupsession_counted_says_who_when",
                condition=Q(people=None, counted_at=None, counted_by=None)
                | Q(people__isnull=False, counted_at__isnull=False, counted_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"group session {self.pk}"


class Headcount(models.Model):
    """How many people of one age band came, as they are counted, without a name."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="headcounts")
    part = models.ForeignKey(GroupSession, on_delete=models.PROTECT, related_name="headcounts")
    counted_as = models.CharField(max_length=20, choices=CountedAs)
    band = models.CharField(max_length=12, choices=Band)
    people = models.PositiveIntegerField()

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cases_headcount_once", fields=["part", "counted_as", "band"]
            )
        ]

    def __str__(self) -> str:
        return f"headcount {self.pk}"


class Presence(models.Model):
    """The name of someone who came and agreed to be named.

    Without history: when she takes the consent back, the name is gone and the count stays.
    """

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="presences")
    part = models.ForeignKey(GroupSession, on_delete=models.PROTECT, related_name="presences")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="presences")

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cases_presence_once", fields=["part", "member"])
        ]

    def __str__(self) -> str:
        return f"presence {self.pk}"


class ActivityMoment(models.Model):
    """Before, during or after accompanying a search, a meeting, a notification or a return."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="activity_moments")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="moments")
    moment = models.CharField(max_length=8, choices=Moment)
    happened_on = models.DateField()
    words: Any = _box("activitymoment.words")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cases_activitymoment_once", fields=["activity", "moment"])
        ]

    def __str__(self) -> str:
        return f"{self.moment} {self.pk}"


class SharedAgreement(models.Model):
    """Something a collective agreed on: what, who sees to it, by when, and what came of it."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="shared_agreements")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="agreements")
    text = SealedTextField(root="case_id", label="sharedagreement.text", compartment="clinical")
    who = SealedTextField(
        root="case_id",
        label="sharedagreement.who",
        compartment="clinical",
        null=True,
        blank=True,
    )  # a commission or "all of us", where it is nobody of the team
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(null=True)
    agreed_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = SealedTextField(
        root="case_id",
        label="sharedagreement.outcome",
        compartment="clinical",
        null=True,
        blank=True,
    )

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_sharedagreement_settled_says_who_when",
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
            )
        ]
        indexes = [
            models.Index(
                fields=["case", "due_on"],
                name="cases_sharedagreement_open",
                condition=Q(settled_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"agreement {self.pk}"


class GoalSeen(models.Model):
    """How much of one of the shared goals was seen on a day, in words."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="goals_seen")
    goal = models.CharField(max_length=32, choices=SharedGoal)
    appraisal = models.PositiveSmallIntegerField(choices=Appraisal)
    words = SealedTextField(root="case_id", label="goalseen.words", compartment="clinical")
    seen_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "goal", "seen_on"], name="cases_goalseen_of_case")]

    def __str__(self) -> str:
        return f"{self.goal} {self.pk}"
