"""Forms about the work of the team: conferences, supervision, rooms."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.forms import DayInput
from cases.enums.supervision import SupervisionKind
from cases.forms.fields import TextField, choices
from cases.forms.layout import Rows, Together

Choices = list[tuple[str, str]]
DECISIONS = range(1, 5)


class HeldForm(Rows, forms.Form):
    """Something that was held on a day that has come."""

    held_on = forms.DateField(label=_("Day"), widget=DayInput)

    def clean_held_on(self) -> dt.date:
        """Refuse a day to come."""
        day: dt.date = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("That day has not come yet."))
        return day


class ConferenceForm(HeldForm):
    """What the team thought and decided."""

    present = forms.MultipleChoiceField(
        label=_("Who was there"), widget=forms.CheckboxSelectMultiple, required=False
    )
    words = TextField(rows=6, required=True, label=_("What you thought about together"))

    def __init__(self, *args: Any, people: Choices, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["present"].choices = people  # type: ignore[attr-defined]
        rows: list[tuple[str, ...]] = []
        for n in DECISIONS:
            self.fields[f"decision_{n}"] = TextField(
                label=_("Decision %(number)s") % {"number": n}, max_length=300
            )
            self.fields[f"who_{n}"] = forms.ChoiceField(
                label=_("Who"), choices=[("", _("The coordination")), *people], required=False
            )
            self.fields[f"due_{n}"] = forms.DateField(
                label=_("Until"), widget=DayInput, required=False
            )
            rows.append((f"decision_{n}", f"who_{n}", f"due_{n}"))
        self.together: Together = tuple(rows)

    def decisions(self) -> list[tuple[str, str, dt.date | None]]:
        """Return what was decided: words, who, until when."""
        sent = self.cleaned_data
        rows = [(sent[f"decision_{n}"], sent[f"who_{n}"], sent[f"due_{n}"]) for n in DECISIONS]
        return [row for row in rows if row[0]]


class SupervisionForm(HeldForm):
    """What supervision was about; nothing of it enters the record of a case."""

    together: Together = (("kind", "held_on", "follow_up_on"),)
    field_order = ("kind", "held_on", "follow_up_on", "supervisor", "present")

    kind = choices(SupervisionKind, label=_("Kind"))
    follow_up_on = forms.DateField(label=_("Look at it again on"), widget=DayInput, required=False)
    supervisor = forms.ChoiceField(label=_("Who supervised"))
    present = forms.MultipleChoiceField(
        label=_("Who was supervised"), widget=forms.CheckboxSelectMultiple
    )
    cases = TextField(
        label=_("Accompaniments, by their code"), help_text=_("Codes only, never a name.")
    )
    resonates = TextField(rows=4, required=True, label=_("What it stirs in who accompanies"))
    decisions = TextField(rows=3, label=_("What was decided"))

    def __init__(self, *args: Any, people: Choices, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["supervisor"].choices = [("", _("Choose")), *people]  # type: ignore[attr-defined]
        self.fields["present"].choices = people  # type: ignore[attr-defined]


class PlaceForm(forms.Form):
    """A room of the house."""

    name = TextField(label=_("Name of the room"), required=True, max_length=40)
    team = forms.ChoiceField(label=_("Team"))

    def __init__(self, *args: Any, teams: Choices, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["team"].choices = teams  # type: ignore[attr-defined]
        if len(teams) == 1:
            self.fields["team"].initial = teams[0][0]
            self.fields["team"].widget = forms.HiddenInput()
