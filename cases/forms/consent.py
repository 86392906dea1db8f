"""Forms about what people agree to."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.forms import DayInput, Label
from cases.enums import Consent, ConsentMethod
from cases.forms.fields import TextField, choices
from cases.forms.layout import Rows


def answers() -> list[tuple[str, Label]]:
    """Return yes and no, each worth keeping."""
    return [
        ("yes", Label(_("Agrees"))),
        ("no", Label(_("Does not agree"), _("It is kept as well"))),
    ]


class ConsentForm(Rows, forms.Form):
    """One answer of one person."""

    together = (("method", "given_on"), ("text_version", "expires_on"))

    person = forms.ChoiceField(label=_("Whose answer"))
    kind = choices(Consent, label=_("To what"))
    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=answers,
        widget=forms.RadioSelect,
    )
    method = choices(ConsentMethod, label=_("How it was given"))
    given_on = forms.DateField(label=_("Day"), widget=DayInput)
    text_version = TextField(label=_("Version of the text"), max_length=20)
    expires_on = forms.DateField(
        label=_("Valid until"),
        widget=DayInput,
        required=False,
        help_text=_("An exception always needs it."),
    )
    signed_by = TextField(
        label=_("Who signs"), help_text=_("Only where a representative signs for a child.")
    )
    representative_is_aggressor = forms.TypedChoiceField(
        label=_("Is the representative also the aggressor?"),
        choices=[("", _("Does not apply")), ("no", _("No")), ("yes", _("Yes"))],
        coerce={"yes": True, "no": False}.get,
        empty_value=None,
        required=False,
    )
    exception_reason = TextField(
        rows=2, label=_("Reason of the exception"), help_text=_("LFPDPPP art. 9.")
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["person"].choices = people  # type: ignore[attr-defined]
        self.fields["given_on"].initial = timezone.localdate

    def clean_given_on(self) -> dt.date:
        """Refuse a day to come."""
        day: dt.date = self.cleaned_data["given_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("That day has not come yet."))
        return day
