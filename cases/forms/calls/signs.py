"""The checklist of signs: mark only what she mentions, nothing has to be asked one by one."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from accompaniment.forms import DayInput, Label, TimeInput
from cases.actions.calls.assessing import Assessment
from cases.calls.triage import MOST_FEAR, RED, THEMES, Signs, Theme
from cases.forms.calls.taking import refuse_too_much
from cases.forms.case import urgencies
from cases.forms.fields import TextField
from cases.forms.layout import Rows, Together
from cases.models import FirstContact
from cases.reports.calls.opened import signs_of

MOMENTS = {"violence": "violence_at", "seen": "last_seen_at"}


def sign_choices(theme: str) -> list[tuple[str, Label]]:
    """Return the signs of a theme; those that make a call red say so."""
    return [
        (sign.value, Label(str(sign.label), _("leads to U1") if sign in RED else ""))
        for sign in THEMES[theme]
    ]


def levels() -> list[tuple[Any, Label]]:
    """Return the levels, first the one the signs suggest."""
    suggested = Label(_("As the signs suggest"))
    return [("", suggested), *urgencies()]


class SignsForm(Rows, forms.Form):
    """What was heard about danger, and how urgent somebody decided the call is."""

    mark_optional = False
    together: Together = (("violence_day", "violence_hour"), ("seen_day", "seen_hour"))

    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    violence_day = forms.DateField(
        label=_("Sexual violence: day"), required=False, widget=DayInput,
        help_text=_("The hour of the person. It starts the clocks of 72 and 120 hours."),
    )  # fmt: skip
    violence_hour = forms.TimeField(label=_("Hour, more or less"), required=False, widget=TimeInput)
    seen_day = forms.DateField(
        label=_("Last seen: day"), required=False, widget=DayInput,
        help_text=_("The search begins at once: there is no waiting period."),
    )  # fmt: skip
    seen_hour = forms.TimeField(label=_("Hour, more or less"), required=False, widget=TimeInput)
    fear = forms.IntegerField(
        label=_("Her own fear, from 0 to 10"),
        required=False,
        min_value=0,
        max_value=MOST_FEAR,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "data-size": "short"}),
        help_text=_("From 7 on, at least U2."),
    )
    reported = TextField(rows=2, label=_("Who has reported, and where"))
    protection = TextField(
        rows=3,
        label=_("What was decided to protect the girl, boy or adolescent"),
        help_text=_("Which authority, when, who told it, and how the child was told."),
    )
    level = forms.TypedChoiceField(
        label=_("How urgent it is"),
        choices=levels,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("You decide. If it is another level than the signs suggest, write why."),
    )
    why = TextField(rows=2, label=_("Why this level"))

    def __init__(self, *args: Any, time_zone: str, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.zone = ZoneInfo(time_zone)
        for theme in Theme:
            self.fields[f"signs_{theme}"] = forms.MultipleChoiceField(
                label=theme.label,
                choices=sign_choices(theme),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        after = {Theme.SEXUAL: ["violence_day", "violence_hour"]}
        after |= {Theme.DESAPARICION: ["seen_day", "seen_hour", "reported"]}
        after |= {Theme.NNA: ["protection"]}
        order = [name for theme in Theme for name in (f"signs_{theme}", *after.get(theme, ()))]
        self.order_fields(["version", *order, "fear", "level", "why"])

    def clean_why(self) -> str:
        """Refuse what is not to be written down yet."""
        return refuse_too_much(self.cleaned_data["why"])

    def clean_reported(self) -> str:
        """Refuse what is not to be written down yet."""
        return refuse_too_much(self.cleaned_data["reported"])

    def clean_protection(self) -> str:
        """Refuse what is not to be written down yet."""
        return refuse_too_much(self.cleaned_data["protection"])

    def signs(self) -> Signs:
        """Return the signs that were marked, as far as they can be read."""
        said = self.cleaned_data
        marked = [code for theme in Theme for code in said.get(f"signs_{theme}", ())]
        moments = {field: self._moment(name) for name, field in MOMENTS.items()}
        return Signs.of(marked, fear=said.get("fear"), **moments)

    def assessment(self) -> Assessment:
        """Return what was sent, as the use case hears it."""
        said = self.cleaned_data
        named = {name: said[name] for name in ("level", "why", "reported", "protection")}
        return Assessment(signs=self.signs(), **named)

    def _moment(self, name: str) -> dt.datetime | None:
        """Put day and hour together in the hours of the person; without an hour, its beginning.

        The beginning of a day makes a clock run out early, never late.
        """
        day = self.cleaned_data.get(f"{name}_day")
        if day is None:
            return None
        hour = self.cleaned_data.get(f"{name}_hour") or dt.time()
        return dt.datetime.combine(day, hour, self.zone)


def from_signs(call: FirstContact) -> dict[str, Any]:
    """Return the signs of a call as initial values."""
    signs = signs_of(call)
    said = call.signs.reveal() if call.signs else {}
    facts: dict[str, Any] = {"version": call.version, "fear": signs.fear, "level": ""}
    facts |= {name: said.get(name, "") for name in ("why", "reported", "protection")}
    if call.triaged_at and said.get("why"):
        facts["level"] = call.urgency
    for theme, group in THEMES.items():
        facts[f"signs_{theme}"] = [sign for sign in group if sign in signs.triggers]
    zone = ZoneInfo(call.time_zone)
    for name, field in MOMENTS.items():
        if moment := getattr(signs, field):
            local = moment.astimezone(zone)
            facts |= {f"{name}_day": local.date(), f"{name}_hour": local.time()}
    return facts
