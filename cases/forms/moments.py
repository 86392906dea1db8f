"""A day and an hour as the clocks of a place show them."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.forms import DayInput, TimeInput
from cases.forms.layout import Rows, Together
from cases.places import town

ZONES = ("America/Chihuahua", "America/Ciudad_Juarez", "America/Ojinaga", "America/Mexico_City")
EARLIEST, FARTHEST = dt.date(1990, 1, 1), dt.timedelta(days=3 * 365)


def zones() -> list[tuple[str, str]]:
    """Return the time zones that are offered."""
    return [(zone, town(zone)) for zone in ZONES]


def check_year(day: dt.date) -> None:
    """Refuse years nobody can mean.

    :raises ValidationError: if the day lies too far away.
    """
    if not EARLIEST <= day <= timezone.localdate() + FARTHEST:
        raise forms.ValidationError(_("Check the year: that day is very far away."))


class ZonedForm(Rows, forms.Form):
    """A moment in the time zone the form names, or the one it was made with."""

    moment = "at"  # the name under which the moment is handed on
    together: Together = (("day", "hour"),)
    field_order: tuple[str, ...] = ("day", "hour")

    day = forms.DateField(label=_("Day"), widget=DayInput)
    hour = forms.TimeField(label=_("Hour"), widget=TimeInput)

    def __init__(self, *args: Any, zone: str = "", **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.zone = zone

    def clean_day(self) -> dt.date | None:
        """Refuse years nobody can mean."""
        day: dt.date | None = self.cleaned_data["day"]
        if day:
            check_year(day)
        return day

    def clean(self) -> dict[str, Any]:
        """Put day and hour together."""
        facts = super().clean() or self.cleaned_data
        day, hour = facts.pop("day", None), facts.pop("hour", None)
        facts[self.moment] = self._moment(day, hour, facts) if day and hour else None
        return facts

    def _moment(self, day: dt.date, hour: dt.time, facts: dict[str, Any]) -> dt.datetime | None:
        zone = ZoneInfo(facts.get("time_zone") or self.zone or timezone.get_current_timezone_name())
        at = dt.datetime.combine(day, hour, zone)
        if at.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) != at.replace(tzinfo=None):
            sentence = _("This hour does not exist there: that night the clocks go forward.")
            self.add_error("hour", sentence)
            return None
        return at


def initial_moment(at: dt.datetime, zone: str) -> dict[str, Any]:
    """Return a moment as initial values of such a form."""
    local = at.astimezone(ZoneInfo(zone))
    return {"day": local.date(), "hour": local.time().replace(second=0, microsecond=0)}
