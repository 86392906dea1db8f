"""When and where a group meets."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accompaniment.forms import DayInput, TimeInput
from cases.enums import Modality
from cases.forms.fields import TextField, choices
from cases.forms.layout import Rows, Together
from cases.forms.moments import ZonedForm, check_year, zones
from cases.models import Room
from cases.places import town
from groups.actions.moving import Move
from groups.actions.scheduling import SeriesFacts
from groups.enums import Reach
from groups.forms.naming import names_checked
from groups.models import Group
from groups.recurrence import MOST, Rule

WEEKDAYS = (
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
)
EVERY = ((1, _("Every week")), (2, _("Every two weeks")), (3, _("Every three weeks")))
EVERY_MONTH = (4, _("Every four weeks"))
SHORTEST, LONGEST = 15, 720  # minutes
SAID = 12  # days of a series named before it is called off


def rooms_of(group: Group) -> Any:
    """Return the rooms a group may meet in."""
    return Room.objects.filter(team=group.team_id, is_active=True).order_by("name")


def name_clock(hour: Any, zone: str) -> None:
    """Say beside an hour whose clock it is on, where that is not the clock of the house."""
    if zone and zone != settings.TIME_ZONE:
        hour.help_text = _("By the clock of %(town)s.") % {"town": town(zone)}


class _RoomForm(Rows, forms.Form):
    """Where, and how long."""

    minutes = forms.IntegerField(
        label=_("Minutes"), initial=120, min_value=SHORTEST, max_value=LONGEST
    )
    room = forms.ModelChoiceField(
        Room.objects.none(), label=_("Room"), required=False, empty_label=_("Elsewhere, or online")
    )

    def __init__(self, *args: Any, group: Group, **facts: Any) -> None:
        super().__init__(*args, **facts)
        room: Any = self.fields["room"]
        room.queryset = rooms_of(group)


class _PlaceForm(_RoomForm):
    """Where, how long, and how."""

    modality = choices(Modality, label=_("How"), initial=Modality.PRESENCIAL)
    link = TextField(label=_("Link of the video call"), max_length=300)


class SeriesForm(_PlaceForm):
    """A series: which days, at what hour, how often."""

    together: Together = (("first_on", "starts", "minutes"), ("every", "count", "until"))
    field_order = ("weekdays", "first_on", "starts", "minutes", "every", "count", "until")

    weekdays = forms.MultipleChoiceField(
        label=_("Days of the week"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple
    )
    first_on = forms.DateField(label=_("From"), widget=DayInput, validators=[check_year])
    starts = forms.TimeField(label=_("At"), widget=TimeInput, initial=dt.time(16))
    every = forms.TypedChoiceField(
        label=_("How often"), choices=(*EVERY, EVERY_MONTH), coerce=int, initial=1
    )
    count = forms.IntegerField(
        label=_("How many times"), min_value=1, max_value=MOST, required=False, initial=12
    )
    until = forms.DateField(label=_("Or until"), widget=DayInput, required=False)
    time_zone = forms.ChoiceField(label=_("Clock of the place"), choices=zones)
    skips_closures = forms.BooleanField(
        label=_("Leave out holidays and closed days"), required=False, initial=True
    )

    def facts(self) -> SeriesFacts:
        """Return what was filled in."""
        told = dict(self.cleaned_data)
        rule = Rule(
            weekdays=tuple(int(day) for day in told.pop("weekdays")),
            every=told.pop("every"),
            count=told.pop("count"),
            until=told.pop("until"),
        )
        return SeriesFacts(rule=rule, **told)

    def clean(self) -> dict[str, Any]:
        """Ask for an end."""
        told = super().clean() or self.cleaned_data
        if not told.get("count") and not told.get("until"):
            self.add_error("count", _("Say how many times, or until when."))
        return told


class OneForm(_PlaceForm):
    """One session of its own."""

    together: Together = (("first_on", "starts", "minutes"),)
    field_order = ("first_on", "starts", "minutes", "was_held")

    was_held = forms.BooleanField(
        label=_("It was held: enter it"),
        help_text=_(
            "For a session that has taken place and is not in the list. Its attendance opens next, "
            "and it stays marked as entered afterwards."
        ),
        required=False,
    )
    first_on = forms.DateField(label=_("Day"), widget=DayInput, validators=[check_year])
    starts = forms.TimeField(label=_("At"), widget=TimeInput, initial=dt.time(16))
    time_zone = forms.ChoiceField(label=_("Clock of the place"), choices=zones)

    def facts(self) -> SeriesFacts:
        """Return what was filled in."""
        told = {name: said for name, said in self.cleaned_data.items() if name != "was_held"}
        once = Rule(weekdays=(told["first_on"].weekday(),), count=1)
        return SeriesFacts(rule=once, skips_closures=False, **told)


class NewDaysForm(_RoomForm):
    """New days, hour, length or room for every session of a series that is still planned."""

    together: Together = (("first_on", "starts", "minutes"), ("every", "room"))
    field_order = ("weekdays", "first_on", "starts", "minutes", "every", "room")

    weekdays = SeriesForm.base_fields["weekdays"]
    first_on = SeriesForm.base_fields["first_on"]
    starts = forms.TimeField(label=_("At"), widget=TimeInput)
    every = SeriesForm.base_fields["every"]
    skips_closures = SeriesForm.base_fields["skips_closures"]

    def __init__(self, *args: Any, zone: str, **facts: Any) -> None:
        super().__init__(*args, **facts)
        name_clock(self.fields["starts"], zone)

    def facts(self) -> SeriesFacts:
        """Return what was filled in."""
        told = dict(self.cleaned_data)
        days = tuple(int(day) for day in told.pop("weekdays"))
        return SeriesFacts(rule=Rule(weekdays=days, every=told.pop("every"), count=1), **told)


class MoveForm(ZonedForm):
    """Where a session goes, alone or with others of its series."""

    moment = "starts_at"
    together: Together = (("day", "hour", "minutes"),)
    field_order = ("day", "hour", "minutes", "room", "reach")

    minutes = forms.IntegerField(label=_("Minutes"), min_value=SHORTEST, max_value=LONGEST)
    room = forms.ModelChoiceField(
        Room.objects.none(), label=_("Room"), required=False, empty_label=_("Elsewhere, or online")
    )
    reach = forms.ChoiceField(
        label=_("Which sessions"),
        choices=Reach.choices,
        required=False,
        widget=forms.RadioSelect,
        initial=Reach.ONE,
        help_text=_("Of several you first see where each one would go."),
    )

    def __init__(self, *args: Any, group: Group, **facts: Any) -> None:
        super().__init__(*args, **facts)
        room: Any = self.fields["room"]
        room.queryset = rooms_of(group)
        name_clock(self.fields["hour"], self.zone)

    @property
    def is_alone(self) -> bool:
        """Tell whether only this session goes."""
        return self.cleaned_data["reach"] in {"", Reach.ONE}

    def asked(self) -> dict[str, Any]:
        """Return where it goes, and which others."""
        told = self.cleaned_data
        to = Move(told["starts_at"], told["minutes"], told["room"])
        return {"to": to, "reach": told["reach"] or Reach.ONE}


class OffForm(forms.Form):
    """Why a session is called off, alone or with those that follow it."""

    reason = TextField(label=_("Why"), rows=2, help_text=_("Whoever sees the group reads it."))
    following = forms.BooleanField(label=_("Also those that follow in the series"), required=False)
    names_checked = names_checked()

    def __init__(self, data: Any, *, days: list[str]) -> None:
        """Take what was sent; ``days`` of the sessions that follow, to be seen before they go."""
        super().__init__(data)
        if days:
            more = ["…"] if len(days) > SAID else []
            self.fields["following"].help_text = " · ".join([*days[:SAID], *more])
        else:
            del self.fields["following"]
