"""Protection measures, whatever system grants them: their steps, contacts and breaches."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedTextField
from cases.enums.protection import ASKED, MeasureKind, NotifiedBy, OrderState, Procedure, System
from cases.models.case import Case
from cases.models.legal import LegalMatter
from cases.querysets import LegalQuerySet


def _sealed(label: str) -> SealedTextField:
    return SealedTextField(root="case_id", label=label, compartment="legal", null=True, blank=True)


class ProtectionOrder(models.Model):
    """One protection measure (medida de protección) and the moments its clocks count from."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="orders")
    matter = models.ForeignKey(
        LegalMatter, null=True, on_delete=models.PROTECT, related_name="orders"
    )
    system = models.CharField(max_length=20, choices=System)
    kind = models.CharField(max_length=20, choices=MeasureKind)
    procedure = models.CharField(max_length=16, choices=Procedure, blank=True)
    state = models.CharField(max_length=16, choices=OrderState, default=OrderState.POR_SOLICITAR)
    time_zone = models.CharField(max_length=40, default="America/Chihuahua")
    measures = _sealed("order.measures")
    authority = _sealed("order.authority")
    number = _sealed("order.number")
    protects = _sealed("order.protects")  # whom: she, daughters and sons, relatives

    opened_at = models.DateTimeField()
    requested_at = models.DateTimeField(null=True)
    studied_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    communicated_at = models.DateTimeField(null=True)
    implemented_at = models.DateTimeField(null=True)
    hearing_at = models.DateTimeField(null=True)
    expires_on = models.DateField(null=True)
    until_risk_ends = models.BooleanField(default=False)
    extended = models.BooleanField(default=False)
    notified_by = models.CharField(max_length=20, choices=NotifiedBy, blank=True)
    notified_on = models.DateField(null=True)
    risk_evaluated_on = models.DateField(null=True)  # before lifting it

    history = tracked()
    objects = LegalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_order_asked_says_when",
                condition=Q(state=OrderState.POR_SOLICITAR, requested_at=None)
                | ~Q(state=OrderState.POR_SOLICITAR) & Q(requested_at__isnull=False),
            ),
            models.CheckConstraint(
                name="cases_order_decided_says_when",
                condition=Q(
                    state__in=[OrderState.POR_SOLICITAR, OrderState.SOLICITADA], decided_at=None
                )
                | Q(decided_at__isnull=False)
                & ~Q(state__in=[OrderState.POR_SOLICITAR, OrderState.SOLICITADA]),
            ),
            models.CheckConstraint(
                name="cases_order_lifted_after_evaluation",
                condition=~Q(state=OrderState.LEVANTADA) | Q(risk_evaluated_on__isnull=False),
            ),
            models.CheckConstraint(
                name="cases_order_ends_or_lasts",
                condition=Q(until_risk_ends=False) | Q(expires_on=None),
            ),
            models.CheckConstraint(
                name="cases_order_never_notified_through_her",
                condition=~Q(notified_by=NotifiedBy.A_TRAVES_DE_ELLA),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "expires_on"], name="cases_order_expires"),
            models.Index(fields=["case", "-opened_at", "-id"], name="cases_order_of_case"),
        ]

    def __str__(self) -> str:
        return f"order {self.pk}"

    @property
    def is_granted(self) -> bool:
        """Tell whether an authority has said yes."""
        return self.state not in ASKED


class OrderStep(models.Model):
    """A step of a protection measure from one state to another."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="order_steps")
    order = models.ForeignKey(ProtectionOrder, on_delete=models.PROTECT, related_name="steps")
    before = models.CharField(max_length=16, choices=OrderState, blank=True)
    after = models.CharField(max_length=16, choices=OrderState)
    happened_at = models.DateTimeField()
    note = _sealed("order_step.note")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = tracked()
    objects = LegalQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "-at", "-id"], name="cases_order_step_of_case")]

    def __str__(self) -> str:
        return f"{self.before} -> {self.after}"


class OrderContact(models.Model):
    """Whether the authority contacted her on one of the first six days (LGAMVLV art. 34 Bis)."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="order_contacts")
    order = models.ForeignKey(ProtectionOrder, on_delete=models.PROTECT, related_name="contacts")
    number = models.PositiveSmallIntegerField()
    made = models.BooleanField()
    words = _sealed("order_contact.words")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = tracked()
    objects = LegalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cases_order_contact_once", fields=["order", "number"]),
            models.CheckConstraint(
                name="cases_order_contact_1_to_6", condition=Q(number__gte=1, number__lte=6)
            ),
        ]

    def __str__(self) -> str:
        return f"contact {self.number}"


class OrderBreach(models.Model):
    """The order was broken: by the aggressor, or by the authority that should carry it out."""

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="order_breaches")
    order = models.ForeignKey(ProtectionOrder, on_delete=models.PROTECT, related_name="breaches")
    happened_on = models.DateField()
    what = _sealed("breach.what")
    evidence = _sealed("breach.evidence")
    reported_to = _sealed("breach.reported_to")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = tracked()
    objects = LegalQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "-at", "-id"], name="cases_breach_of_case")]

    def __str__(self) -> str:
        return f"breach {self.pk}"
