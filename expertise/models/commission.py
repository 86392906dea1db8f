"""The commission: the root of an expert file, a wall of its own beside the accompaniment."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accompaniment.audit.history import tracked
from accompaniment.staff.enums import Role
from accompaniment.staff.roots import Grant, Root, Word
from accompaniment.vault.fields import SealedJSONField, SealedTextField
from accompaniment.vault.gate import Opens
from cases.models import Case, ConsentGiven, LegalMatter, Person
from expertise.enums.commission import (
    CommissionState,
    DocumentKind,
    Incident,
    NotAccepted,
    Part,
    PriorRelation,
    Regime,
)
from expertise.querysets import CommissionQuerySet, FileQuerySet, RecordQuerySet

COMMISSION_COMPARTMENTS = ("identity", "file")  # made when it is requested; the others when needed
ACTIONS = ("identify", "read", "write", "review", "defend", "close", "assign", "erase")


def _identity(label: str) -> SealedTextField:
    return SealedTextField(
        root="id", label=f"commission.{label}", compartment="identity", null=True, blank=True
    )


def _file(label: str) -> SealedTextField:
    return SealedTextField(
        root="id", label=f"commission.{label}", compartment="file", null=True, blank=True
    )


class Commission(Root):
    """One expertise (peritaje), from its request to what a judgment made of it.

    Its door is its own: whoever accompanies the person, or works on the case otherwise, sees
    nothing of it. What crosses from the case is a :class:`Borrowing` with its disclosure.
    """

    by_team = {Role.COORDINATOR: frozenset({"view", "identify", "close", "assign", "erase"})}
    erased_with_case = True
    compartments = {
        "identity": Opens("identify"),
        "file": Opens("read"),
        "hearing": Opens("defend", later=True),  # preparation of the testimony: privileged
        "author": Opens(None, holder="read"),
    }

    code = models.CharField(max_length=16, unique=True)  # random, the folio: K7Q-M3F-2
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="expertises")
    matter = models.ForeignKey(LegalMatter, on_delete=models.PROTECT, related_name="expertises")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")  # evaluated
    kind = models.CharField(max_length=12, choices=DocumentKind, default=DocumentKind.DICTAMEN)
    extends = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="extensions"
    )  # the signed document this one is a supplement to
    number = models.PositiveSmallIntegerField(default=1)  # in the chain of documents: 1, 2 …

    state = models.CharField(
        max_length=24, choices=CommissionState, default=CommissionState.SOLICITADO
    )
    resumes = models.CharField(max_length=24, choices=CommissionState, blank=True)  # if suspended
    regime = models.CharField(max_length=16, choices=Regime)
    protected_identity = models.BooleanField(default=True)

    evaluated_name = _identity("evaluated_name")
    initials = _identity("initials")
    other_party = _identity("other_party")  # initials of the person named as aggressor
    protected: Any = SealedJSONField(
        root="id", label="commission.protected", compartment="identity", null=True, blank=True
    )  # names that may stand on no copy: [{"name": "…", "instead": "…"}]
    authority = _identity("authority")
    numbers = _identity("numbers")  # carpeta, causa, expediente
    offence = _identity("offence")  # the fact the law names as offence, or the action
    requester = _identity("requester")  # who asks, by which writing

    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField()
    requested_because = _identity("requested_because")
    due_on = models.DateField(null=True)

    expert = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    prior_relation = models.CharField(max_length=16, choices=PriorRelation, blank=True)
    prior_relation_why = _file("prior_relation_why")  # why the dual role is justified
    no_impediment_at = models.DateTimeField(null=True)  # declared by the expert
    accepted_at = models.DateTimeField(null=True)  # letter of acceptance and oath
    not_accepted = models.CharField(max_length=24, choices=NotAccepted, blank=True)
    not_accepted_why = _identity("not_accepted_why")
    consent = models.ForeignKey(
        ConsentGiven, null=True, on_delete=models.PROTECT, related_name="expertises"
    )
    matrix_justified = _file("matrix_justified")  # why the causal table is not complete

    approved_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    concluded_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    history = tracked()
    objects = CommissionQuerySet.as_manager()

    class Meta(Root.Meta):
        constraints = [
            models.UniqueConstraint(
                name="expertise_commission_number", fields=["extends", "number"]
            ),
            models.CheckConstraint(
                name="expertise_commission_accepted_has_expert",
                condition=Q(accepted_at=None) | Q(expert__isnull=False),
            ),
            models.CheckConstraint(
                name="expertise_commission_reviewer_is_another",
                condition=Q(reviewer=None) | Q(expert=None) | ~Q(reviewer=models.F("expert")),
            ),
            models.CheckConstraint(
                name="expertise_commission_original_or_extension",
                condition=Q(kind=DocumentKind.DICTAMEN, extends=None, number=1)
                | (~Q(kind=DocumentKind.DICTAMEN) & Q(extends__isnull=False, number__gt=1)),
            ),
        ]
        indexes = [*Root.Meta.indexes]
        permissions = [(f"{action}_commission", f"Can {action} commission") for action in ACTIONS]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """Return where the commission is shown."""
        return reverse("expertise:commission", args=[self.code])


class CommissionGrant(Grant):
    """Which person may do what with which commission."""

    actions = frozenset({"view", *ACTIONS} - {"erase"})

    content_object = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="grants")


class CommissionWord(Word):
    """One word by which a commission is found, in the list of one person or team."""

    content_object = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="words")


class PartTaken(models.Model):
    """What a colleague is to a commission, from when until when; the grants follow it."""

    guarded_by = "commission"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="parts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=Part)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="expertise_part_once_at_a_time",
                fields=["commission", "user", "part"],
                condition=Q(until=None),
            ),
        ]

    def __str__(self) -> str:
        return f"part {self.pk}"


class Step(models.Model):
    """A step of a commission from one state to another."""

    guarded_by = "commission"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="steps")
    before = models.CharField(max_length=24, choices=CommissionState, blank=True)
    after = models.CharField(max_length=24, choices=CommissionState)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason: Any = SealedTextField(
        root="commission_id", label="step.reason", compartment="identity", null=True, blank=True
    )

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["commission", "-at", "-id"], name="expertise_step_of")]

    def __str__(self) -> str:
        return f"{self.before} -> {self.after}"


class Aftermath(models.Model):
    """Something that happened to a report once it was out: objected to, to be clarified."""

    guarded_by = "commission"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="aftermaths")
    incident = models.CharField(max_length=24, choices=Incident)
    happened_on = models.DateField()
    words: Any = SealedTextField(
        root="commission_id", label="aftermath.words", compartment="file", null=True, blank=True
    )
    due_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer: Any = SealedTextField(
        root="commission_id", label="aftermath.answer", compartment="file", null=True, blank=True
    )
    answered_with = models.ForeignKey(
        Commission, null=True, on_delete=models.PROTECT, related_name="answers"
    )  # the new document
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    history = tracked()
    objects = FileQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                name="expertise_aftermath_due",
                condition=Q(answered_at=None, due_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"aftermath {self.pk}"
