"""Forms about what there is to do."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.forms import DayInput
from cases.forms.fields import TextField
from cases.forms.layout import Rows, Together

Choices = list[tuple[str, str]]


class TaskForm(Rows, forms.Form):
    """Something to do, by whom and until when."""

    together: Together = (("assignee", "due_on"),)

    words = TextField(rows=2, required=True, label=_("What there is to do"), max_length=500)
    assignee = forms.ChoiceField(label=_("Who"), required=False)
    due_on = forms.DateField(label=_("Until"), required=False, widget=DayInput)
    urgent = forms.BooleanField(label=_("It cannot wait"), required=False)

    def __init__(self, *args: Any, people: Choices, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["assignee"].choices = [("", _("The coordination")), *people]  # type: ignore[attr-defined]

    def clean_due_on(self) -> dt.date | None:
        """Refuse a day that has passed."""
        day: dt.date | None = self.cleaned_data["due_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("That day has passed. Choose one still to come."))
        return day


class EndTaskForm(forms.Form):
    """What came of a task."""

    outcome = TextField(rows=2, label=_("What came of it"), max_length=500)
    dropped = forms.BooleanField(label=_("It is no longer needed"), required=False)
