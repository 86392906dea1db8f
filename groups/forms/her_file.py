"""What concerns one woman alone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.forms.fields import TextField

# WHO-5 (World Health Organization, 1998); short labels of our own, the official words are loaded
# with the instruments of the house.
ITEMS = (
    _("In good spirits"),
    _("Calm and relaxed"),
    _("Active and vigorous"),
    _("Woke up rested"),
    _("Days with things that interest her"),
)
SCALE = [("", "—"), *((str(n), str(n)) for n in range(6))]


class AlertForm(forms.Form):
    """What somebody has to look at."""

    words = TextField(
        label=_("What you noticed"),
        help_text=_("It becomes a task in her own process. Nothing of it stays with the group."),
        rows=4,
        required=True,
    )


class MeasureForm(forms.Form):
    """WHO-5 and her own words."""

    words = TextField(label=_("What has changed, in her own words"), rows=4)

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        for number, label in enumerate(ITEMS, 1):
            self.fields[f"item_{number}"] = forms.ChoiceField(
                label=label, choices=SCALE, required=False
            )
        scale = pgettext_lazy("WHO-5", "0 is never, 5 all the time. All five, or none.")
        self.fields["item_1"].help_text = scale
        self.order_fields([f"item_{n}" for n in range(1, 6)])

    def given(self) -> dict[str, int]:
        """Return the answers given, by item."""
        told = {str(n): self.cleaned_data[f"item_{n}"] for n in range(1, 6)}
        return {item: int(answer) for item, answer in told.items() if answer}
