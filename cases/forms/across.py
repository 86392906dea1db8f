"""Forms about what crosses between the areas."""

from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from accompaniment.forms import Label
from cases.enums.legal import AvoidReason, Item, Readiness
from cases.forms.fields import TextField, choices
from cases.forms.layout import Rows

LONGEST = 31  # days
FOR_LEGAL = _("The legal area reads exactly this. Nothing of what she told you belongs here.")


class ReadinessForm(forms.Form):
    """How ready she feels for a hearing, told to the legal area."""

    level = choices(Readiness, label=_("How ready she feels"), widget=forms.RadioSelect)
    words = TextField(rows=3, max_length=600, label=_("What would help her"), help_text=FOR_LEGAL)


class AvoidForm(Rows, forms.Form):
    """A day of the year on which no hearing should fall."""

    together = (("day", "month", "reason"),)

    day = forms.IntegerField(
        label=_("Day of the month"),
        min_value=1,
        max_value=LONGEST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "data-size": "short"}),
    )
    month = forms.TypedChoiceField(label=_("Month"), choices=list(MONTHS.items()), coerce=int)
    reason = choices(AvoidReason, label=_("Because of"))
    words = TextField(label=_("In short"), help_text=FOR_LEGAL)


def items(known: Any) -> list[tuple[str, Any]]:
    """Return items of the list as choices."""
    return [(Item(item).value, Item(item).label) for item in known]


class AskForm(forms.Form):
    """What is asked of the other area."""

    items = forms.MultipleChoiceField(
        label=_("What is needed"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing else may cross between the areas."),
    )
    purpose = TextField(rows=2, required=True, label=_("What for"))

    def __init__(self, *args: Any, offered: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["items"].choices = items(offered)  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """Yes or no to a request."""

    accept = forms.TypedChoiceField(
        label=_("Answer"),
        choices=lambda: [
            ("yes", Label(_("Accept"), _("Then you choose what is handed over"))),
            ("no", Label(_("Decline"), _("Say why"))),
        ],
        coerce={"yes": True, "no": False}.get,
        widget=forms.RadioSelect,
    )
    answer = TextField(rows=2, label=_("A word about it"))


class DeliverForm(forms.Form):
    """What is handed over, as it stands now."""

    items = forms.MultipleChoiceField(label=_("Hand over"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, told: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        offered = [(each.item.value, Label(each.label, " · ".join(each.lines))) for each in told]
        self.fields["items"].choices = offered  # type: ignore[attr-defined]
