"""The design of a cycle, its steps, who facilitates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accompaniment.staff.models import Membership, Team, User
from cases.forms.fields import LONG, TextField, choices
from cases.forms.layout import Rows, Together
from cases.forms.moments import zones
from groups.actions.cycles import FITTING, GroupFacts
from groups.enums import Facilitates, GroupKind
from groups.forms.naming import names_checked
from groups.models import Group

DESIGN = ("purpose", "objectives", "method")


class DesignForm(Rows, forms.Form):
    """What a cycle is planned to be."""

    together: Together = (("kind", "capacity"), ("closes_after", "time_zone"))

    name = TextField(
        label=_("Name of the group"),
        help_text=_("Neutral: it stands in calendars. “Thursday group” is a good one."),
        required=True,
        max_length=60,
    )
    kind = choices(GroupKind, label=_("For whom"))
    capacity = forms.IntegerField(label=_("Places"), min_value=2, max_value=60, initial=15)
    closes_after = forms.IntegerField(
        label=_("Nobody new after session"), min_value=1, max_value=20, initial=3
    )
    time_zone = forms.ChoiceField(label=_("Clock of the place"), choices=zones)
    has_childcare = forms.BooleanField(label=_("There is a space for children"), required=False)
    purpose = TextField(label=_("What the group is for"), rows=3)
    objectives = TextField(label=_("Objectives"), rows=4)
    method = TextField(label=_("How it works"), rows=3)
    agreements = TextField(
        label=_("Agreements of the group"),
        help_text=_("Confidentiality first. Signed by each one at the first session."),
        rows=5,
    )

    def facts(self) -> GroupFacts:
        """Return what was filled in."""
        told = dict(self.cleaned_data)
        design = {name: text for name in DESIGN if (text := told.pop(name))}
        told.pop("team", None)
        return GroupFacts(design=design, **told)

    @staticmethod
    def initial_of(group: Group) -> dict[str, Any]:
        """Return what a group is now, opened."""
        design = group.design.reveal() if group.design else {}
        agreed = group.agreements.reveal() if group.agreements else ""
        plain = ("name", "kind", "capacity", "closes_after", "time_zone", "has_childcare")
        return {**{n: getattr(group, n) for n in plain}, **design, "agreements": agreed}


class NewGroupForm(DesignForm):
    """The design of a new cycle, in one of the teams of the one who designs."""

    field_order = ("team", "name")

    team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"))

    def __init__(self, *args: Any, user: User, **facts: Any) -> None:
        super().__init__(*args, **facts)
        mine = Membership.objects.filter(user=user, role__in=FITTING).exclude(team=None)
        teams: Any = self.fields["team"]
        teams.queryset = Team.objects.filter(pk__in=mine.values("team")).order_by("name")
        if teams.queryset.count() == 1:
            teams.initial, teams.widget = teams.queryset.get().pk, forms.HiddenInput()


class StepForm(forms.Form):
    """The next step of a cycle; the last one is told in words."""

    evaluation = TextField(label=_("How the cycle went"), rows=8, max_length=4 * LONG)
    names_checked = names_checked()

    def __init__(self, *args: Any, asks_words: bool, **facts: Any) -> None:
        super().__init__(*args, **facts)
        if not asks_words:
            del self.fields["evaluation"], self.fields["names_checked"]


class FacilitatorForm(forms.Form):
    """Who facilitates, and how."""

    user = forms.ModelChoiceField(User.objects.none(), label=_("Colleague"))
    part = choices(Facilitates, label=_("Her part"))

    def __init__(self, *args: Any, group: Group, by: User, **facts: Any) -> None:
        super().__init__(*args, **facts)
        works = Membership.objects.filter(user__is_active=True, role__in=FITTING)
        inside = group.facilitations.filter(until=None).values("user")
        people: Any = self.fields["user"]
        people.queryset = (
            User.objects.filter(pk__in=works.values("user"))
            .exclude(pk__in=inside)
            .exclude(pk=by.pk)
            .order_by("full_name")
        )
        people.label_from_instance = lambda user: user.full_name
