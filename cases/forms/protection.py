"""Forms about protection measures."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accompaniment.forms import DayInput, Label
from cases.enums.protection import (
    KINDS_OF,
    OTHER_KINDS,
    MeasureKind,
    NotifiedBy,
    OrderState,
    Procedure,
    System,
)
from cases.forms.fields import TextField, choices
from cases.forms.layout import Rows
from cases.forms.moments import ZonedForm, zones

Choices = list[tuple[str, str]]


def kinds_by_system() -> list[tuple[Any, Any]]:
    """Return every kind of measure below the systems that grant it."""
    other = [system for system in System if system not in KINDS_OF]
    grouped: list[tuple[Any, Any]] = [
        (System(system).label, kinds) for system, kinds in KINDS_OF.items()
    ]
    grouped.append((", ".join(str(system.label) for system in other), OTHER_KINDS))
    return [(label, [(k.value, MeasureKind(k).label) for k in kinds]) for label, kinds in grouped]


class OrderForm(Rows, forms.Form):
    """What is known of a measure."""

    together = (("system", "kind"), ("procedure", "time_zone"), ("authority", "number"))

    system = choices(System, label=_("Who grants it"))
    kind = forms.ChoiceField(label=_("Kind"), choices=kinds_by_system)
    procedure = choices(
        Procedure,
        empty=_("Does not apply"),
        label=_("Procedure"),
        required=False,
        help_text=_("Only for the federal mechanism."),
    )
    time_zone = forms.ChoiceField(
        label=_("In the time of"), choices=zones, help_text=_("Its clocks run by it.")
    )
    protects = TextField(label=_("Whom it protects"), max_length=200)
    measures = TextField(rows=3, label=_("What it orders"))
    authority = TextField(label=_("Authority"), max_length=200)
    number = TextField(label=_("Number"), max_length=120)
    matter = forms.ChoiceField(label=_("Legal matter"), required=False)

    def __init__(self, *args: Any, matters: Choices, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["matter"].choices = [("", _("None")), *matters]  # type: ignore[attr-defined]


SAYS_END = frozenset({OrderState.OTORGADA, OrderState.PRORROGADA})


class OrderStepForm(ZonedForm):
    """One step of a measure."""

    moment = "happened_at"
    together = (("day", "hour"), ("expires_on", "until_risk_ends"))
    field_order = ("day", "hour", "expires_on", "until_risk_ends", "evaluated_on", "note")

    expires_on = forms.DateField(
        label=_("It ends on"),
        widget=DayInput,
        required=False,
        help_text=_("Empty: the longest time the law allows, counted for you."),
    )
    until_risk_ends = forms.BooleanField(label=_("Until the risk ends"), required=False)
    evaluated_on = forms.DateField(
        label=_("Day of the new risk evaluation"),
        widget=DayInput,
        required=False,
        help_text=_("It cannot be lifted without one (LGAMVLV art. 34 Septies)."),
    )
    note = TextField(rows=3, label=_("Note"))

    def __init__(self, *args: Any, to: str, **facts: Any) -> None:
        super().__init__(*args, **facts)
        if to not in SAYS_END:
            del self.fields["expires_on"], self.fields["until_risk_ends"]
        if to == OrderState.PRORROGADA:
            self.fields["expires_on"].help_text = ""
        if to != OrderState.LEVANTADA:
            del self.fields["evaluated_on"]


class ClockForm(ZonedForm):
    """When something that has a clock happened."""

    moment = "happened_at"


class NotifiedForm(forms.Form):
    """Which authority told the aggressor of the order."""

    notified_by = choices(
        NotifiedBy,
        label=_("Who notified it"),
        widget=forms.RadioSelect,
        help_text=_("Never through her (LGAMVLV art. 34 Decies)."),
    )
    notified_on = forms.DateField(label=_("Day"), widget=DayInput)


class OrderContactForm(forms.Form):
    """Whether the authority contacted her."""

    made = forms.TypedChoiceField(
        label=_("Did the authority contact her?"),
        choices=lambda: [
            ("yes", Label(_("Yes"))),
            ("no", Label(_("No"), _("It is worth keeping: it can be claimed"))),
        ],
        coerce={"yes": True, "no": False}.get,
        widget=forms.RadioSelect,
    )
    words = TextField(rows=2, label=_("In short"), help_text=_("Who called, what was agreed."))


class BreachForm(forms.Form):
    """The order was broken."""

    happened_on = forms.DateField(label=_("Day"), widget=DayInput)
    what = TextField(
        rows=3,
        required=True,
        label=_("What happened"),
        help_text=_("By the aggressor, or by the authority that should carry it out."),
    )
    evidence = TextField(
        rows=2, label=_("Evidence"), help_text=_("What there is and where it is kept.")
    )
    reported_to = TextField(label=_("Reported to"), max_length=200)
