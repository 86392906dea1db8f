"""Collectives and communities: what they are called, their cycles, who belongs to them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedTextField
from cases.enums import ConsentMethod
from cases.enums.collective import (
    CommunityGroup,
    CountedAs,
    CycleState,
    MemberConsent,
    MemberState,
    Suggested,
)
from cases.models.case import Case
from cases.models.person import Person
from cases.querysets import MembersQuerySet, RecordQuerySet


def _words(label: str, compartment: str = "clinical") -> SealedTextField:
    return SealedTextField(
        root="case_id", label=label, compartment=compartment, null=True, blank=True
    )


class Collective(models.Model):
    """What a collective or a community is called and what it is together for."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="collective")
    name = _words("collective.name", "identity")
    purpose = _words("collective.purpose")
    decision = _words("collective.decision")  # in which it concluded the process, in its words
    decided_on = models.DateField(null=True)

    history = tracked()
    objects = RecordQuerySet.as_manager()

    def __str__(self) -> str:
        return f"collective {self.pk}"


class Cycle(models.Model):
    """A stretch of the way, planned, lived and evaluated together; then the next one."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="cycles")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=CycleState, default=CycleState.PLANEADO)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)  # as planned
    theme = _words("cycle.theme")
    purpose = _words("cycle.purpose")
    evaluation = _words("cycle.evaluation")  # what the collective says of it

    history = tracked()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cases_cycle_number_once", fields=["case", "number"]),
            models.UniqueConstraint(
                name="cases_cycle_one_at_a_time",
                fields=["case"],
                condition=~Q(state=CycleState.CERRADO),
            ),
            models.CheckConstraint(
                name="cases_cycle_ends_after_it_begins",
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("begins_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"cycle {self.number} {self.pk}"


class CycleStep(models.Model):
    """A step of a cycle from one state to the next."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="cycle_steps")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="steps")
    before = models.CharField(max_length=12, choices=CycleState, blank=True)
    after = models.CharField(max_length=12, choices=CycleState)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = tracked()
    objects = RecordQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.before} -> {self.after}"


class Member(models.Model):
    """Someone who belongs to a collective: a name on a list that nobody else may see."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="members")
    called = _words("member.called", "members")  # how she wants to be called
    searches_for = _words("member.searches_for", "members")  # in her words, in present tense
    born = _words("member.born", "members")  # ISO date, or a year more or less
    care = _words("member.care", "members")  # hearing, transport, language, who brings her
    counted_as = models.CharField(
        max_length=20, choices=CountedAs, default=CountedAs.NO_SE_PREGUNTO
    )
    state = models.CharField(max_length=20, choices=MemberState, default=MemberState.INVITADA)
    since = models.DateTimeField()
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="memberships"
    )  # where she is accompanied elsewhere; shown to whoever may identify her there

    history = tracked()
    objects = MembersQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cases_member_person_once",
                fields=["case", "person"],
                condition=Q(person__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["case", "-since", "-id"], name="cases_member_newest")]

    def __str__(self) -> str:
        return f"member {self.pk}"


class MemberStep(models.Model):
    """A step of a membership, and why."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="member_steps")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="steps")
    before = models.CharField(max_length=20, choices=MemberState, blank=True)
    after = models.CharField(max_length=20, choices=MemberState)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = _words("memberstep.reason", "members")

    history = tracked()
    objects = MembersQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.before} -> {self.after}"


class MemberAgreed(models.Model):
    """One answer of a member: to be named, her assent, the consent of who represents a child."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="members_agreed")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="agreed")
    kind = models.CharField(max_length=16, choices=MemberConsent)
    granted = models.BooleanField()
    method = models.CharField(max_length=20, choices=ConsentMethod)
    given_on = models.DateField()
    signed_by = _words("memberagreed.signed_by", "members")  # who represents the child
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)

    history = tracked()
    objects = MembersQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cases_memberagreed_one_current",
                fields=["member", "kind"],
                condition=Q(withdrawn_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Placement(models.Model):
    """The age group of a member in one cycle: what her age suggests, and what was decided."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="placements")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="placements")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="placements")
    suggested = models.CharField(max_length=12, choices=Suggested)  # on the day the cycle begins
    assigned = models.CharField(max_length=12, choices=CommunityGroup)
    why = _words("placement.why", "members")  # where it differs from what the age suggests
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = tracked()
    objects = MembersQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cases_placement_once_a_cycle", fields=["cycle", "member"])
        ]

    def __str__(self) -> str:
        return f"placement {self.pk}"


class Commission(models.Model):
    """Some of a collective with a task of their own."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="commissions")
    name = _words("commission.name")
    purpose = _words("commission.purpose")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    history = tracked()
    objects = RecordQuerySet.as_manager()

    def __str__(self) -> str:
        return f"commission {self.pk}"


class Seat(models.Model):
    """A member in a commission."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="seats")
    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="seats")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="seats")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    history = tracked()
    objects = MembersQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cases_seat_once_at_a_time",
                fields=["commission", "member"],
                condition=Q(ended_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"seat {self.pk}"
