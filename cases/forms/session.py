"""Forms about sessions."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.forms import DayInput, TimeInput
from cases.actions.sessions import CAME, NOT_HELD
from cases.enums import Attendance, Modality, SessionType
from cases.forms.fields import TextField, choices
from cases.forms.layout import Rows, Together

FARTHEST = dt.timedelta(days=730)
EARLIEST = dt.date(1990, 1, 1)
MINUTES = forms.NumberInput(attrs={"inputmode": "numeric", "data-size": "short"})


def next_full_hour(now: dt.datetime) -> dt.datetime:
    """Return the next hour that begins with :00, in local time."""
    local = timezone.localtime(now)
    return local.replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)


class MomentForm(Rows, forms.Form):
    """A day and an hour, read as one moment in the time zone of the house."""

    together: Together = (("day", "hour", "minutes"),)

    day = forms.DateField(label=_("Day"), widget=DayInput)
    hour = forms.TimeField(label=_("Hour"), widget=TimeInput)

    def clean_day(self) -> dt.date:
        """Refuse years nobody can mean."""
        day: dt.date = self.cleaned_data["day"]
        if not EARLIEST <= day <= timezone.localdate() + FARTHEST:
            raise forms.ValidationError(_("Check the year: that day is very far away."))
        return day

    def clean(self) -> dict[str, Any]:
        """Put day and hour together."""
        facts = super().clean() or self.cleaned_data
        day, hour = facts.pop("day", None), facts.pop("hour", None)
        if day and hour:
            facts["starts_at"] = timezone.make_aware(dt.datetime.combine(day, hour))
        return facts


class MoveForm(MomentForm):
    """Another moment for a session to come."""

    field_order: tuple[str, ...] = ("day", "hour", "minutes")

    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=5, max_value=720, initial=60, widget=MINUTES
    )
    room = forms.ChoiceField(label=_("Room"), required=False)

    def __init__(self, *args: Any, rooms: Mapping[str, Any], **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.rooms = rooms
        named = [(pk, str(room)) for pk, room in rooms.items()]
        self.fields["room"].choices = [("", _("None of ours")), *named]  # type: ignore[attr-defined]
        if not rooms:
            del self.fields["room"]

    def clean(self) -> dict[str, Any]:
        """Put the room itself in the place of its number."""
        facts = super().clean()
        if "room" in self.fields:
            facts["room"] = self.rooms.get(facts.get("room", ""))
        return facts


class ScheduleForm(MoveForm):
    """A session to come."""

    together = (("day", "hour", "minutes"), ("kind", "modality", "attendance"), ("room", "place"))
    field_order = ("day", "hour", "minutes", "kind", "modality", "room", "place", "people")

    kind = choices(SessionType, label=_("What for"), initial=SessionType.INDIVIDUAL)
    modality = choices(Modality, label=_("Where and how"), initial=Modality.PRESENCIAL)
    place = TextField(
        label=_("Another place"), help_text=_("For whoever opens the door; never an address.")
    )
    people = forms.TypedMultipleChoiceField(
        label=_("Who is there"),
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Mark who is at this session.")},
        help_text=_("Who has not agreed yet may be heard alone or in a crisis, and nothing else."),
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, Any]] = (), **facts: Any) -> None:
        super().__init__(*args, **facts)
        if people:
            self.fields["people"].choices = people  # type: ignore[attr-defined]
            return
        del self.fields["people"]

    def clean(self) -> dict[str, Any]:
        """Return who is there as the use cases hear it."""
        facts = super().clean()
        if "people" in facts:
            facts["people"] = tuple(facts["people"])
        return facts


class HoldForm(ScheduleForm):
    """How a scheduled session went."""

    attendance = forms.ChoiceField(
        label=_("Attendance"), choices=[(value.value, value.label) for value in CAME]
    )

    def clean(self) -> dict[str, Any]:
        """Refuse what has not happened yet."""
        facts = super().clean()
        if (starts_at := facts.get("starts_at")) and starts_at > timezone.now():
            sentence = _("This moment has not come yet. Log the session after it was held.")
            self.add_error("day", sentence)
        return facts

    def facts(self) -> dict[str, Any]:
        """Return what is said of the session itself."""
        return {name: said for name, said in self.cleaned_data.items() if name != "session_id"}


class RecordForm(HoldForm):
    """A session already held that was never on the agenda."""

    session_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class NotHeldForm(forms.Form):
    """Why a scheduled session did not take place."""

    attendance = forms.ChoiceField(
        label=_("What happened"),
        choices=[(value.value, value.label) for value in NOT_HELD],
        widget=forms.RadioSelect,
        help_text=_("Not being able to come for safety never counts as absence."),
    )


def initial_of(session: Any) -> dict[str, Any]:
    """Return a session as initial values of these forms."""
    begins = timezone.localtime(session.starts_at)
    return {
        "day": begins.date(),
        "hour": begins.time(),
        "minutes": session.minutes,
        "kind": session.kind,
        "modality": session.modality,
        "attendance": session.attendance or Attendance.ASISTIO,
        "place": session.place.reveal() if session.place else "",
        "room": str(session.room_id or ""),
    }
