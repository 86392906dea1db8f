"""A theme of the library; days on which the house does not work."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accompaniment.forms import DayInput
from accompaniment.staff.models import Team
from cases.forms.fields import TextField, choices
from cases.forms.layout import Rows, Together
from groups.enums import GroupKind


class ThemeForm(forms.Form):
    """A theme of the library."""

    kind = choices(GroupKind, label=_("For whom"))
    title = TextField(label=_("Title"), required=True)
    objectives = TextField(label=_("Objectives"), rows=3)
    technique = TextField(label=_("Technique"), rows=3)
    materials = TextField(label=_("Materials"), rows=2)


class ClosureForm(Rows, forms.Form):
    """Days on which the house does not work."""

    together: Together = (("begins_on", "ends_on"),)

    name = TextField(label=_("What for"), required=True, max_length=60)
    begins_on = forms.DateField(label=_("First day"), widget=DayInput)
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput)
    team = forms.ModelChoiceField(
        Team.objects.none(), label=_("Team"), required=False, empty_label=_("The whole house")
    )

    def __init__(self, *args: Any, teams: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        team: Any = self.fields["team"]
        team.queryset = Team.objects.filter(pk__in=teams).order_by("name")
