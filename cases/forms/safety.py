"""The form of a life in danger: what was asked, found and done."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions.alerts import SafetyRecord
from cases.enums.instruments import SAFETY_LABELS, SIGNS, SafetyAction, Sign
from cases.forms.fields import TextField
from cases.forms.session import MomentForm
from cases.instruments import SCREEN, shipped
from cases.reports.asking import Asking


def sign_field(name: str) -> forms.ChoiceField:
    """Return the question about one sign of risk."""
    return forms.ChoiceField(
        label=SAFETY_LABELS[name], choices=Sign.choices, widget=forms.RadioSelect
    )


class AlertForm(MomentForm):
    """What answers an alert; without any way to leave it for later."""

    refusal: Any = None
    mark_optional = False

    no_screen = TextField(
        label=_("If she cannot or will not answer them: why"),
        rows=2,
    )
    ideation, plan, means, intent, history = (sign_field(name) for name in SIGNS)
    details = TextField(
        label=SAFETY_LABELS["details"],
        help_text=_("Only what somebody who protects her has to know."),
        rows=4,
    )
    protective = TextField(
        label=SAFETY_LABELS["protective"],
        help_text=_("People, reasons, beliefs, what helped before."),
        rows=3,
        required=True,
    )
    actions = forms.MultipleChoiceField(
        label=SAFETY_LABELS["actions"],
        choices=SafetyAction.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Mark what was done; in danger something is always done.")},
    )
    informed = TextField(
        label=SAFETY_LABELS["informed"],
        help_text=_("Who, when and how; nobody who may be part of the danger."),
        rows=2,
        required=True,
    )

    field_order = ("no_screen", *SIGNS, "details", "protective", "actions", "informed")

    def __init__(self, data: Any = None, *, words: Asking | None, **facts: Any) -> None:
        super().__init__(data, **facts)
        self.asks = []
        if words is None:  # the direct questions have been answered already
            del self.fields["no_screen"]
            return
        labels = words.scales["yes_no"]
        for item in shipped()[SCREEN].items:
            name = f"ask_{item.number}"
            self.asks.append(name)
            self.fields[name] = forms.TypedChoiceField(
                label=f"{item.number}. {words.items[item.number]}",
                choices=[(value, labels[value]) for value in sorted(labels, reverse=True)],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )

    def screen(self) -> Iterator[Any]:
        """Yield the direct questions."""
        for name in self.asks:
            yield self[name]

    def signs(self) -> Iterator[Any]:
        """Yield the questions about signs of risk."""
        for name in SIGNS:
            yield self[name]

    def record(self) -> SafetyRecord:
        """Return what was sent, as the use case hears it."""
        said = self.cleaned_data
        screen = {int(name.removeprefix("ask_")): said[name] for name in self.asks}
        return SafetyRecord(
            signs={name: said[name] for name in SIGNS},
            protective=said["protective"],
            actions=said["actions"],
            informed=said["informed"],
            next_contact_at=said["starts_at"],
            details=said["details"],
            screen={number: value for number, value in screen.items() if value is not None},
            no_screen=said.get("no_screen", ""),
        )


class SignAlertForm(forms.Form):
    """The second signature."""

    refusal: Any = None
    mark_optional = False

    words = TextField(
        label=_("What you talked over with whoever answered"),
        help_text=_("What is still to be done, and who looks after whoever accompanies."),
        rows=3,
    )
