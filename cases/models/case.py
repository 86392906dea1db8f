"""The case: the root of everything recorded about one accompaniment."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accompaniment.audit.history import tracked
from accompaniment.staff.models import User
from accompaniment.staff.roots import Grant, Root, Word
from accompaniment.vault.fields import SealedTextField
from accompaniment.vault.gate import Opens
from cases.enums import (
    CLOSED_STATES,
    CaseState,
    ClosingReason,
    Function,
    ReasonWall,
    ServiceLine,
    Urgency,
)
from cases.querysets import CaseQuerySet, RecordQuerySet

CASE_COMPARTMENTS = ("identity", "clinical")  # made when it is opened; the others when needed


class Case(Root):
    """One accompaniment (proceso), from its proposal to its closing."""

    compartments = {
        "identity": Opens("identify"),
        "clinical": Opens("read"),
        "legal": Opens("legal", later=True),
        "members": Opens("members", later=True),
        "supervision": Opens("supervise", holder="read"),
        "author": Opens(None, holder="read"),
        "private": Opens("read"),  # a key for each person whose space it is
    }

    code = models.CharField(max_length=16, unique=True)  # random, says nothing: K7Q-M3F-2
    pseudonym = models.CharField(max_length=40)  # two neutral words, drawn by lot
    line = models.CharField(max_length=36, choices=ServiceLine, default=ServiceLine.IND)
    state = models.CharField(max_length=36, choices=CaseState, default=CaseState.PROPUESTO)
    reason = SealedTextField(
        root="id", label="case.reason", compartment="clinical", null=True, blank=True
    )  # motivo, in the person's own words

    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField()
    last_session_at = models.DateTimeField(null=True)
    next_session_at = models.DateTimeField(null=True)
    sessions_held = models.PositiveIntegerField(default=0)

    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    closing_reason = models.CharField(max_length=32, choices=ClosingReason, blank=True)
    erased_at = models.DateTimeField(null=True)

    history = tracked()
    objects = CaseQuerySet.as_manager()

    class Meta(Root.Meta):
        constraints = [
            models.CheckConstraint(
                name="cases_case_closed_says_who_when_why",
                condition=Q(is_open=True, closed_at=None, closed_by=None, closing_reason="")
                & ~Q(state__in=CLOSED_STATES)
                | Q(
                    is_open=False,
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                    state__in=CLOSED_STATES,
                )
                & ~Q(closing_reason=""),
            ),
            models.CheckConstraint(
                name="cases_case_urgency_1_to_4", condition=Q(urgency__gte=1, urgency__lte=4)
            ),
        ]
        indexes = [
            *Root.Meta.indexes,
            models.Index(fields=["responsible", "is_open"], name="cases_case_responsible"),
        ]
        permissions = [
            (f"{action}_case", f"Can {action} case")
            for action in (
                *("identify", "read", "write", "legal", "members", "supervise"),
                *("close", "assign", "erase"),
            )
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """Return where the case is shown."""
        return reverse("cases:detail", args=[self.code])

    def seen_to_by(self) -> User | None:
        """Return who is there to see to it: nobody, so that it falls to coordination, if she left.

        Asks for the responsible, unless she came with the case.
        """
        who = self.responsible
        return who if who and who.is_active else None


class CaseGrant(Grant):
    """Which person may do what with which case."""

    actions = frozenset(
        {"view", "identify", "read", "write", "legal", "members", "supervise", "close", "assign"}
    )

    content_object = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="grants")


class CaseWord(Word):
    """One word by which a case is found, in the list of one person or team."""

    content_object = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="words")


class Assignment(models.Model):
    """What a colleague is to a case, from when until when; the grants follow it."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(max_length=12, choices=Function)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    reason = SealedTextField(
        root="case_id", label="assignment.reason", compartment="identity", null=True, blank=True
    )

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cases_assignment_once_at_a_time",
                fields=["case", "user"],
                condition=Q(until=None),
            ),
            models.UniqueConstraint(
                name="cases_assignment_one_responsible",
                fields=["case"],
                condition=Q(until=None, function=Function.RESPONSIBLE),
            ),
        ]

    def __str__(self) -> str:
        return f"assignment {self.pk}"


class Transition(models.Model):
    """A step of an accompaniment from one state to another."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="transitions")
    before = models.CharField(max_length=36, choices=CaseState, blank=True)
    after = models.CharField(max_length=36, choices=CaseState)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    until_on = models.DateField(null=True)  # of a pause
    safety_checked = models.BooleanField(null=True)  # at closing: the safety plan was gone over
    sealed_in = models.CharField(max_length=12, choices=ReasonWall, default=ReasonWall.CLINICAL)
    reason = SealedTextField(
        root="case_id", label="transition.reason", compartment="@sealed_in", null=True, blank=True
    )

    history = tracked()
    objects = RecordQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.before} -> {self.after}"


class Triage(models.Model):
    """A change of how soon someone has to act, and why."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="triages")
    before = models.PositiveSmallIntegerField(choices=Urgency)
    after = models.PositiveSmallIntegerField(choices=Urgency)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sealed_in = models.CharField(max_length=12, choices=ReasonWall, default=ReasonWall.CLINICAL)
    reason = SealedTextField(
        root="case_id", label="triage.reason", compartment="@sealed_in", null=True, blank=True
    )

    history = tracked()
    objects = RecordQuerySet.as_manager()

    def __str__(self) -> str:
        return f"U{self.before} -> U{self.after}"
