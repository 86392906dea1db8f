"""The accompaniment plan: her goals, what is done for them, and how they were looked at again."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedJSONField, SealedTextField
from cases.enums.plan import PlanOutcome
from cases.models.case import Case
from cases.querysets import RecordQuerySet

STAFF = settings.AUTH_USER_MODEL


class Plan(models.Model):
    """What is agreed with the person, from when until when; its dates lie open, for the clocks."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="plans")
    agreed_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()
    looked_at_on = models.DateField()  # agreed or last reviewed: three months run from here
    looked_at_sessions = models.PositiveIntegerField(default=0)  # held by then: eight more
    reviews_held = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, choices=PlanOutcome, blank=True)

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cases_plan_one_at_a_time", fields=["case"], condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="cases_plan_outcome_only_when_ended",
                condition=Q(outcome="") | Q(ended_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["looked_at_on"], name="cases_plan_to_review", condition=Q(ended_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"plan {self.pk}"


class Goal(models.Model):
    """One goal in the person's own words, and by what she would notice a change."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="goals")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals")
    number = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()
    words = SealedTextField(root="case_id", label="goal.words", compartment="clinical")
    indicator = SealedTextField(
        root="case_id", label="goal.indicator", compartment="clinical", null=True, blank=True
    )
    strategies = SealedTextField(
        root="case_id", label="goal.strategies", compartment="clinical", null=True, blank=True
    )
    let_go_at = models.DateTimeField(null=True)  # she no longer wants it

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cases_goal_one_of_each_number", fields=["plan", "number"])
        ]

    def __str__(self) -> str:
        return f"goal {self.pk}"


class AgreedAction(models.Model):
    """Something agreed on: what, who does it, until when."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="agreed_actions")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actions")
    words = SealedTextField(root="case_id", label="agreed_action.words", compartment="clinical")
    who = SealedTextField(
        root="case_id", label="agreed_action.who", compartment="clinical", null=True, blank=True
    )  # where it is not someone who works here
    assignee = models.ForeignKey(STAFF, null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    agreed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(STAFF, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = SealedTextField(
        root="case_id", label="agreed_action.outcome", compartment="clinical", null=True, blank=True
    )

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_agreed_action_done_says_when_and_who",
                condition=Q(done_at=None, done_by=None, outcome__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"agreed action {self.pk}"


class PlanReview(models.Model):
    """One look at the plan together; how each goal stands is as clinical as her words."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="plan_reviews")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reviews")
    number = models.PositiveSmallIntegerField()
    held_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField()
    goals: Any = SealedJSONField(
        root="case_id", label="plan_review.goals", compartment="clinical"
    )  # {goal id: {"progress": "0" | "1" | "2", "words": "…"}}
    words = SealedTextField(
        root="case_id", label="plan_review.words", compartment="clinical", null=True, blank=True
    )

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cases_plan_review_one_of_each_number", fields=["plan", "number"]
            )
        ]

    def __str__(self) -> str:
        return f"plan review {self.pk}"


class FollowUp(models.Model):
    """One contact after closing, or one attempt: at one, three and six months."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="follow_ups")
    closed_at = models.DateTimeField()  # the closing it follows
    months = models.PositiveSmallIntegerField()  # which of the three it is
    held_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField()
    settles = models.BooleanField()  # whether anybody has to try again
    result: Any = SealedJSONField(
        root="case_id", label="follow_up.result", compartment="clinical"
    )  # {"code": "…", "words": "…"}

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cases_follow_up_settled_once",
                fields=["case", "closed_at", "months"],
                condition=Q(settles=True),
            ),
            models.CheckConstraint(
                name="cases_follow_up_at_1_3_or_6_months", condition=Q(months__in=[1, 3, 6])
            ),
        ]

    def __str__(self) -> str:
        return f"follow-up {self.pk}"
