"""Forms about what makes a colleague an expert."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.forms import DayInput
from cases.forms.fields import TextField
from cases.forms.layout import Rows, Together


class CredentialForm(Rows, forms.Form):
    """A title with its licence."""

    together: Together = (("title", "licence"),)

    title = TextField(
        required=True,
        label=_("Title"),
        max_length=160,
        help_text=_("As it stands on the cédula."),
    )
    licence = forms.CharField(
        label=_("Cédula"),
        max_length=12,
        help_text=_("7 or 8 digits."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    is_specialty = forms.BooleanField(label=_("It is a specialty or a degree"), required=False)
    training = TextField(
        rows=3, label=_("Training that matters here"), help_text=_("Courses, hours, years.")
    )
    experience = TextField(
        rows=3,
        label=_("Experience"),
        help_text=_("Years of practice, reports made, hearings attended."),
    )

    def clean_licence(self) -> str:
        """Forgive spaces and points between the digits."""
        return "".join(char for char in self.cleaned_data["licence"] if char not in " .-")


class VerifyForm(forms.Form):
    """When the register was looked at."""

    verified_on = forms.DateField(
        label=_("Looked up in the public register on"), widget=DayInput, initial=timezone.localdate
    )
