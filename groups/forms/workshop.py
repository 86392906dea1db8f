"""A workshop, who registers for it, how many came."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accompaniment.staff.models import Membership, Team, User
from cases.enums.collective import Band, CountedAs
from cases.forms.fields import TextField, choices
from cases.forms.moments import ZonedForm, initial_moment, zones
from cases.models import Room
from groups.actions.cycles import FITTING
from groups.actions.workshops import WorkshopFacts
from groups.enums import ListUse, WorkshopKind
from groups.models import Workshop

PLAN = ("objectives", "themes", "facilitators", "allies", "materials", "place", "funder")
TOLD = ("called", "organisation", "email", "access", "food")


class WorkshopForm(ZonedForm):
    """What a workshop is."""

    moment = "starts_at"
    together = (("kind", "capacity"), ("day", "hour", "minutes"), ("time_zone", "room"))
    field_order: tuple[str, ...] = (
        "title",
        "kind",
        "capacity",
        "day",
        "hour",
        "minutes",
        "time_zone",
        "room",
    )

    title = TextField(label=_("Title"), required=True)
    kind = choices(WorkshopKind, label=_("Kind"))
    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=999, required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=15, max_value=720, initial=240)
    time_zone = forms.ChoiceField(label=_("Clock of the place"), choices=zones)
    room = forms.ModelChoiceField(
        Room.objects.none(), label=_("Room"), required=False, empty_label=_("Elsewhere, or online")
    )
    is_public = forms.BooleanField(label=_("Open to the public"), required=False)
    objectives = TextField(label=_("Objectives"), rows=3)
    themes = TextField(label=_("Themes"), rows=3)
    facilitators = TextField(label=_("Who facilitates"))
    allies = TextField(label=_("Allied organisations"))
    place = TextField(label=_("Place"), help_text=_("Only whoever works on it reads it."))
    materials = TextField(label=_("Materials"), rows=2)
    funder = TextField(label=_("Who funds it"))

    def __init__(self, *args: Any, team: Any = None, **facts: Any) -> None:
        super().__init__(*args, **facts)
        room: Any = self.fields["room"]
        room.queryset = Room.objects.filter(team__in=team or [], is_active=True).order_by("name")

    def facts(self) -> WorkshopFacts:
        """Return what was filled in."""
        told = dict(self.cleaned_data)
        plan = {name: text for name in PLAN if (text := told.pop(name))}
        told.pop("team", None)
        return WorkshopFacts(plan=plan, **told)

    @staticmethod
    def initial_of(workshop: Workshop) -> dict[str, Any]:
        """Return what a workshop is now, opened."""
        plan = workshop.plan.reveal() if workshop.plan else {}
        plain = ("title", "kind", "capacity", "minutes", "time_zone", "is_public")
        moment = initial_moment(workshop.starts_at, workshop.time_zone)
        known = {name: getattr(workshop, name) for name in plain}
        return {**known, **plan, **moment, "room": workshop.room_id}


class NewWorkshopForm(WorkshopForm):
    """A new workshop, in one of the teams of the one who prepares it."""

    field_order = ("team", *WorkshopForm.field_order)

    team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"))

    def __init__(self, *args: Any, user: User, **facts: Any) -> None:
        mine = Membership.objects.filter(user=user, role__in=FITTING).exclude(team=None)
        rows = Team.objects.filter(pk__in=mine.values("team")).order_by("name")
        super().__init__(*args, team=rows, **facts)
        teams: Any = self.fields["team"]
        teams.queryset = rows
        if rows.count() == 1:
            teams.initial, teams.widget = rows.get().pk, forms.HiddenInput()


class EvaluationForm(forms.Form):
    """How a workshop went."""

    evaluation = TextField(label=_("How it went"), rows=6)


class RegistrationForm(forms.Form):
    """As little as is needed."""

    called = TextField(label=_("Name or alias"), required=True)
    organisation = TextField(label=_("Organisation"))
    email = TextField(label=_("Safe way to reach her"))
    access = TextField(label=_("What she needs to take part: language, access, children"))
    food = TextField(label=_("Food"))
    listed = forms.BooleanField(
        label=_("She agrees that her name stands on the attendance list"),
        help_text=_("Otherwise her initials do. She can take it back."),
        required=False,
    )

    def told(self) -> dict[str, str]:
        """Return what was filled in."""
        told = {name: self.cleaned_data[name] for name in TOLD}
        return {**told, "listed": "yes" if self.cleaned_data["listed"] else ""}


class ListForm(forms.Form):
    """What a list of who comes is for, and what stands on it."""

    use = forms.ChoiceField(
        label=_("What do you need it for?"),
        choices=[("", _("Choose a reason")), *ListUse.choices],
        error_messages={"required": _("Choose a reason: it stays in the log with your name.")},
    )
    names = forms.BooleanField(
        label=_("With the names of who agreed to it; everybody else by her initials"),
        required=False,
    )
    needs = forms.BooleanField(label=_("With what people need: access, food"), required=False)
    shape = forms.ChoiceField(
        label=_("As"),
        choices=[("paper", _("A paper to sign")), ("file", _("A file (CSV)"))],
        initial="paper",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, organises: bool, **facts: Any) -> None:
        super().__init__(*args, **facts)
        if not organises:
            del self.fields["needs"]


class CountForm(forms.Form):
    """How many came, by how they are counted and by age."""

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        for counted_as in CountedAs:
            for band in Band:
                self.fields[f"{counted_as.value}__{band.value}"] = forms.IntegerField(
                    label=f"{counted_as.label}, {band.label}",
                    min_value=0,
                    max_value=999,
                    required=False,
                )

    def counts(self) -> dict[tuple[str, str], int]:
        """Return how many of each."""
        found = {}
        for name, people in self.cleaned_data.items():
            counted_as, _sep, band = name.partition("__")
            found[counted_as, band] = people or 0
        return found

    @property
    def table(self) -> list[tuple[Any, list[Any]]]:
        """Return the fields as rows of a table."""
        return [
            (band.label, [self[f"{each.value}__{band.value}"] for each in CountedAs])
            for band in Band
        ]

    @property
    def heads(self) -> list[Any]:
        """Return what stands above the columns."""
        return [each.label for each in CountedAs]
