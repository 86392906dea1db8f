"""Erasing somebody of a group: why, and that it is final."""

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.enums import Erases


class EraseForm(forms.Form):
    """Why she is erased, and that whoever asks for it knows what it means."""

    why = forms.ChoiceField(
        label=_("Why she is erased"),
        choices=[("", _("Choose a reason")), *Erases.choices],
        help_text=_("It stays in the log, with your name and the date."),
    )
    is_final = forms.BooleanField(
        label=_("I know that nobody, not even who looks after the system, can take this back")
    )
