"""A first contact: a call, a message, somebody at the door. The root of what was said then."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accompaniment.audit.history import tracked
from accompaniment.staff.roots import Grant, Root, Word
from accompaniment.vault.fields import SealedJSONField, SealedTextField
from accompaniment.vault.gate import Opens
from cases.enums import ServiceLine
from cases.enums.calls import AgeBand, Answer, CallChannel, CallState, Contacting
from cases.models.case import Case
from cases.models.phone_line import PhoneLine
from cases.querysets import CallQuerySet

CALL_COMPARTMENTS = ("identity", "clinical")  # made when the call is received
ASSESSED = (
    CallState.VALORADO,
    CallState.ORIENTADO,
    CallState.ACEPTADO,
    CallState.LISTA_ESPERA,
    CallState.CANALIZADO,
    CallState.SEGUIMIENTO,
)


def _someone(**more: Any) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **more
    )


class FirstContact(Root):
    """One first contact, from the ringing of the telephone to what was decided together."""

    compartments = {
        "identity": Opens("identify"),
        "clinical": Opens("listen"),
        "author": Opens(None, holder="identify"),
    }

    code = models.CharField(max_length=16, unique=True)  # random, as that of a case
    state = models.CharField(max_length=24, choices=CallState, default=CallState.RECIBIDO)
    version = models.PositiveIntegerField(default=0)
    channel = models.CharField(max_length=12, choices=CallChannel, default=CallChannel.TEL_MOVIL)
    line = models.ForeignKey(PhoneLine, null=True, on_delete=models.PROTECT, related_name="+")
    time_zone = models.CharField(max_length=40, default="America/Chihuahua")  # the person's
    received_at = models.DateTimeField()
    received_by = _someone()
    listener = _someone(null=True)

    safe_now = models.CharField(max_length=8, choices=Answer, blank=True)  # the first question
    who = models.CharField(max_length=16, choices=Contacting, default=Contacting.PROPIA)
    age_band = models.CharField(max_length=12, choices=AgeBand, default=AgeBand.DESCONOCIDA)
    minors = models.CharField(max_length=8, choices=Answer, blank=True)
    service_line = models.CharField(max_length=40, choices=ServiceLine, blank=True)  # asked for
    alias: Any = SealedTextField(
        root="id", label="first_contact.alias", compartment="identity", null=True, blank=True
    )
    about: Any = SealedJSONField(
        root="id", label="first_contact.about", compartment="identity", null=True, blank=True
    )  # pronouns, language, interpreter, municipality, heard_of, told: codes
    demand: Any = SealedTextField(
        root="id", label="first_contact.demand", compartment="clinical", null=True, blank=True
    )  # in the person's own words

    signs: Any = SealedJSONField(
        root="id", label="first_contact.signs", compartment="clinical", null=True, blank=True
    )  # triggers, fear, moments, what was decided for a child, why this level
    triaged_at = models.DateTimeField(null=True)
    triaged_by = _someone(null=True)
    act_by = models.DateTimeField(null=True)

    profile: Any = SealedJSONField(
        root="id", label="first_contact.profile", compartment="identity", null=True, blank=True
    )  # the safe-contact profile, as of a contact channel
    verified_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    recheck_on = models.DateField(null=True)
    waiting_plan: Any = SealedTextField(
        root="id", label="first_contact.waiting_plan", compartment="identity", null=True, blank=True
    )  # what is said, and how, while somebody waits

    case = models.ForeignKey(
        Case, null=True, on_delete=models.PROTECT, related_name="first_contacts"
    )
    accepted_at = models.DateTimeField(null=True)
    accepted_by = _someone(null=True)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged"
    )
    closed_at = models.DateTimeField(null=True)
    closed_by = _someone(null=True)
    erased_at = models.DateTimeField(null=True)

    history = tracked()
    objects = CallQuerySet.as_manager()

    class Meta(Root.Meta):
        constraints = [
            models.CheckConstraint(
                name="cases_call_assessed_says_who_when",
                condition=Q(triaged_at=None, triaged_by=None) & ~Q(state__in=ASSESSED)
                | Q(triaged_at__isnull=False, triaged_by__isnull=False),
            ),
            models.CheckConstraint(
                name="cases_call_red_never_waits",
                condition=~Q(state=CallState.LISTA_ESPERA)
                | Q(recheck_on__isnull=False, urgency__gt=1),
            ),
            models.CheckConstraint(
                name="cases_call_accepted_is_a_case",
                condition=Q(
                    state=CallState.ACEPTADO,
                    case__isnull=False,
                    accepted_at__isnull=False,
                    accepted_by__isnull=False,
                )
                | Q(case=None, accepted_at=None, accepted_by=None) & ~Q(state=CallState.ACEPTADO),
            ),
            models.CheckConstraint(
                name="cases_call_merged_is_double",
                condition=Q(merged_into=None)
                | Q(state__in=(CallState.DUPLICADO, CallState.CERRADO)),
            ),
            models.CheckConstraint(
                name="cases_call_verified_expires",
                condition=Q(verified_on=None, expires_on=None)
                | Q(verified_on__isnull=False, expires_on__isnull=False),
            ),
            models.CheckConstraint(
                name="cases_call_ended_says_who_when",
                condition=Q(is_open=True, closed_at=None, closed_by=None)
                | Q(is_open=False, closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]
        permissions = [
            (f"{action}_firstcontact", f"Can {action} first contact")
            for action in ("identify", "listen", "assign", "erase")
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """Return where the call is shown."""
        return reverse("cases:call", args=[self.pk])


class FirstContactGrant(Grant):
    """Which person of another team may do what with which first contact."""

    actions = frozenset({"view", "identify", "listen"})

    content_object = models.ForeignKey(
        FirstContact, on_delete=models.CASCADE, related_name="grants"
    )


class FirstContactWord(Word):
    """One word or number by which a first contact is known to be another one."""

    content_object = models.ForeignKey(FirstContact, on_delete=models.CASCADE, related_name="words")
