"""Forms about what follows a call: calling back, steps, accepting, joining, lines."""

import datetime as dt
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accompaniment.forms import DayInput, Label, TimeInput
from cases.actions.calls.accepting import Acceptance
from cases.actions.calls.lines import LineFacts
from cases.actions.calls.steps import StepFacts
from cases.actions.calls.third_party import ThirdParty
from cases.enums import ServiceLine
from cases.enums.calls import AttemptResult, CallChannel, CallState
from cases.forms.calls.taking import refuse_too_much
from cases.forms.fields import TextField, choices
from cases.forms.layout import Rows, Together
from cases.forms.moments import zones
from cases.forms.person import ContactForm, VerifyForm

Choices = list[tuple[str, Any]]
ACCEPTED_AS = (
    *(ServiceLine.IND, ServiceLine.FAM),
    *(ServiceLine.COM_DESAPARICION, ServiceLine.COLECTIVO),
)


class ReachForm(ContactForm, VerifyForm):
    """How she may be called back, as gone over with her on the telephone."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)


class AttemptForm(forms.Form):
    """What came of an attempt to reach her."""

    result = choices(AttemptResult, label=_("What happened"), widget=forms.RadioSelect)
    message_left = forms.BooleanField(label=_("A message was left"), required=False)
    words = TextField(rows=2, label=_("What was agreed"))
    override = TextField(
        rows=2,
        label=_("Why outside of what is safe"),
        help_text=_("Coordination will be told."),
    )

    def __init__(self, *args: Any, is_safe: bool, **facts: Any) -> None:
        super().__init__(*args, **facts)
        if is_safe:
            del self.fields["override"]


class StepForm(forms.Form):
    """What a step is told."""

    reason = TextField(rows=3, label=_("Where to, or why"))
    recheck_on = forms.DateField(
        label=_("Somebody looks again on"),
        required=False,
        widget=DayInput,
        help_text=_("Within fifteen days."),
    )
    plan = TextField(
        rows=2,
        label=_("Messages while she waits"),
        help_text=_("What you agreed: whether, when and how, and what they say."),
    )
    she_called = forms.BooleanField(label=_("She called us"), required=False)
    override = TextField(
        rows=2, label=_("Why outside of what is safe"), help_text=_("Coordination will be told.")
    )

    def __init__(self, *args: Any, asks: tuple[str, ...], **facts: Any) -> None:
        super().__init__(*args, **facts)
        for name in [name for name in self.fields if name not in asks]:
            del self.fields[name]

    def clean_reason(self) -> str:
        """Refuse what is not to be written down yet."""
        return refuse_too_much(self.cleaned_data["reason"])

    def clean_plan(self) -> str:
        """Refuse what is not to be written down yet."""
        return refuse_too_much(self.cleaned_data["plan"])

    def facts(self) -> StepFacts:
        """Return what was sent, as the use case hears it."""
        return StepFacts(**self.cleaned_data)


ASKS: dict[str, tuple[str, ...]] = {
    CallState.LISTA_ESPERA: ("recheck_on", "plan"),
    CallState.CANALIZADO: ("reason",),
    CallState.SEGUIMIENTO: ("recheck_on",),
    CallState.RECONTACTO: ("she_called", "override"),
    CallState.EN_ESCUCHA: ("she_called",),
}


def step_form(to: str) -> tuple[str, ...]:
    """Return what a step asks for."""
    return ASKS.get(to, ("reason",))


class AcceptForm(Rows, forms.Form):
    """How a call becomes an accompaniment."""

    together: Together = (("interview_day", "interview_hour"),)

    line = forms.ChoiceField(
        label=_("As what"), choices=[(line.value, line.label) for line in ACCEPTED_AS]
    )
    responsible = forms.ChoiceField(label=_("Who accompanies"), required=False)
    also = TextField(
        rows=2,
        label=_("Other names or numbers to ask for"),
        help_text=_("One on each line, for example of who harms her. They are not kept."),
    )
    interview_day = forms.DateField(
        label=_("Welcome interview: day"),
        required=False,
        widget=DayInput,
        help_text=_("If you agreed on it. Otherwise it stands in what you have to do."),
    )
    interview_hour = forms.TimeField(label=_("Hour"), required=False, widget=TimeInput)
    in_spite_of = TextField(
        rows=2,
        label=_("Why you go on in spite of a possible conflict"),
        help_text=_("Only coordination. Leave it empty to ask first."),
    )

    def __init__(self, *args: Any, people: Choices, coordinates: bool, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["responsible"].choices = people  # type: ignore[attr-defined]
        spared = ("interview_day", "interview_hour")
        for name in spared if coordinates else ("in_spite_of", "responsible"):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Put day and hour of the interview together."""
        facts = super().clean() or self.cleaned_data
        day, hour = facts.pop("interview_day", None), facts.pop("interview_hour", None)
        if bool(day) != bool(hour):
            self.add_error("interview_day", _("Write both the day and the hour, or neither."))
        elif day and hour:
            facts["interview_at"] = timezone.make_aware(dt.datetime.combine(day, hour))
        return facts

    def acceptance(self, responsible: Any) -> Acceptance:
        """Return what was sent, as the use case hears it."""
        said = self.cleaned_data
        return Acceptance(
            line=said["line"],
            responsible=responsible,
            also=said["also"],
            in_spite_of=said.get("in_spite_of", ""),
            interview_at=said.get("interview_at"),
        )


class JoinForm(forms.Form):
    """Which record is kept of a call taken down twice."""

    into = forms.ChoiceField(label=_("The record that is kept"), widget=forms.RadioSelect)
    reason = TextField(rows=2, required=True, label=_("Why they are the same"))

    def __init__(self, *args: Any, calls: Choices, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["into"].choices = calls  # type: ignore[attr-defined]


class PartForm(forms.Form):
    """Why two records are not of the same call."""

    reason = TextField(rows=2, required=True, label=_("Why they are not the same"))


class DecideForm(forms.Form):
    """What coordination decides when she cannot be reached."""

    goes_on = forms.TypedChoiceField(
        label=_("How to go on"),
        choices=[
            ("yes", Label(_("Go on trying"), _("With what you agree on now"))),
            ("no", Label(_("Stop"), _("She can always call again"))),
        ],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    reason = TextField(rows=3, required=True, label=_("What you decided, and why"))


class ThirdPartyForm(forms.Form):
    """Someone asks after another person."""

    call_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    asked_for = TextField(
        required=True,
        rows=2,
        max_length=200,
        label=_("Whom they ask after"),
        help_text=_("Names or numbers as they say them, one on each line."),
    )
    said_to_be = TextField(label=_("Who they say they are"), max_length=120)
    words = TextField(rows=3, label=_("What they said"), max_length=500)
    is_hostile = forms.BooleanField(
        label=_("Hostile, or trying to find somebody out"), required=False
    )

    def __init__(self, *args: Any, teams: Any = (), **facts: Any) -> None:
        super().__init__(*args, **facts)
        if len(teams) > 1:
            self.fields["team"] = forms.ChoiceField(label=_("Team"), choices=teams)

    def facts(self) -> ThirdParty:
        """Return what was sent, as the use case hears it."""
        named = ("asked_for", "said_to_be", "words", "is_hostile")
        return ThirdParty(**{name: self.cleaned_data[name] for name in named})


class LineForm(Rows, forms.Form):
    """A line: what it is called, its time zone, and one span of hours on each day."""

    mark_optional = False

    name = TextField(label=_("Name"), required=True, max_length=60)
    channel = choices(CallChannel, label=_("What it is"))
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, teams: Any = (), **facts: Any) -> None:
        super().__init__(*args, **facts)
        if len(teams) > 1:
            self.fields["team"] = forms.ChoiceField(label=_("Team"), choices=teams)
        rows: Together = tuple((f"from_{day}", f"to_{day}") for day in WEEKDAYS)
        self.together = (("name", "channel", "time_zone"), *rows)
        for day, label in WEEKDAYS.items():
            start = pgettext_lazy("hour", "from")
            self.fields[f"from_{day}"] = forms.TimeField(
                label=f"{str(label).capitalize()}: {start}", widget=TimeInput, required=False
            )
            self.fields[f"to_{day}"] = forms.TimeField(
                label=pgettext_lazy("hour", "to"), widget=TimeInput, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Gather the hours into windows."""
        facts = super().clean() or self.cleaned_data
        hours = []
        for day in WEEKDAYS:
            start, end = facts.pop(f"from_{day}", None), facts.pop(f"to_{day}", None)
            if start and end and start != end:
                hours.append({"weekday": day, "from": f"{start:%H:%M}", "to": f"{end:%H:%M}"})
            elif start or end:
                self.add_error(f"from_{day}", _("Write both hours, or leave the day empty."))
        facts["hours"] = hours
        return facts

    def facts(self) -> LineFacts:
        """Return what was sent, as the use case hears it."""
        named = ("name", "channel", "time_zone", "hours", "is_active")
        return LineFacts(**{name: self.cleaned_data[name] for name in named})


def from_line(line: Any) -> dict[str, Any]:
    """Return a line as initial values."""
    hours = {
        f"{part}_{each['weekday']}": each[key]
        for each in line.hours
        for part, key in (("from", "from"), ("to", "to"))
    }
    named = ("name", "channel", "time_zone", "is_active")
    return {**{name: getattr(line, name) for name in named}, **hours}
