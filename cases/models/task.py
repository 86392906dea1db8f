"""What there is to do in a case, and what somebody has to look at."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedTextField
from cases.enums import ReasonWall
from cases.enums.task import TaskKind, TaskState
from cases.models.case import Case
from cases.querysets import TaskQuerySet


class Task(models.Model):
    """Something to do, or an alert. What asked for it asks once: the same again is the same task.

    Without an assignee it is for whoever coordinates the team of the case.
    """

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=24, choices=TaskKind, default=TaskKind.GENERAL)
    about = models.UUIDField()  # the record that asks for it
    stage = models.CharField(max_length=16, blank=True)  # of a record that asks several times
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(null=True)
    is_urgent = models.BooleanField(default=False)
    sealed_in = models.CharField(max_length=12, choices=ReasonWall, default=ReasonWall.CLINICAL)
    words = SealedTextField(
        root="case_id", label="task.words", compartment="@sealed_in", null=True, blank=True
    )
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )  # nobody: the calendar

    state = models.CharField(max_length=8, choices=TaskState, default=TaskState.OPEN)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = SealedTextField(
        root="case_id", label="task.outcome", compartment="@sealed_in", null=True, blank=True
    )

    history = tracked()
    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cases_task_asked_once", fields=["case", "kind", "about", "stage", "assignee"]
            ),
            models.UniqueConstraint(
                name="cases_task_asked_once_of_nobody",
                fields=["case", "kind", "about", "stage"],
                condition=Q(assignee=None),
            ),
            models.CheckConstraint(
                name="cases_task_ended_says_when",
                condition=Q(
                    state=TaskState.OPEN, ended_at=None, ended_by=None, outcome__isnull=True
                )
                | (~Q(state=TaskState.OPEN) & Q(ended_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["assignee", "state", "due_on"], name="cases_task_of_someone"),
            models.Index(fields=["case", "state", "due_on"], name="cases_task_of_case"),
        ]

    def __str__(self) -> str:
        return f"task {self.pk}"
