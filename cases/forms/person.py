"""Forms about people and the ways to reach them."""

import datetime as dt
from dataclasses import fields
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accompaniment.forms import DayInput, TimeInput
from accompaniment.vault.fields import Sealed
from cases.actions.people import PersonFacts
from cases.enums import (
    AgeGroup,
    AggressorAccess,
    CallSafety,
    Channel,
    IfAnother,
    MessageSafety,
    Ownership,
    ParticipationRole,
    Pronouns,
)
from cases.forms.fields import TextField, choices
from cases.forms.layout import Rows, Together
from cases.forms.moments import ZONES, zones

OLDEST = 120
WINDOWS, MOST_WINDOWS = 3, 21  # rows of agreed hours: offered at once, and at most


class PersonForm(Rows, forms.Form):
    """What is known of a person: only how she wants to be called is needed."""

    together: Together = (
        ("called", "pronouns"),
        ("birth_date", "birth_year", "age_group"),
        ("municipality", "language", "interpreter"),
        ("nickname", "legal_name"),
    )

    called = TextField(
        label=_("How does she want to be called?"),
        help_text=_("Do not ask for the legal name."),
        required=True,
        max_length=80,
    )
    pronouns = choices(Pronouns, label=_("Pronouns"), initial=Pronouns.NO_SE_PREGUNTO)
    birth_date = forms.DateField(label=_("Date of birth"), required=False, widget=DayInput)
    birth_year = forms.IntegerField(
        label=_("Or the year, more or less"),
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "data-size": "short"}),
    )
    age_group = choices(AgeGroup, label=_("Age group"), initial=AgeGroup.DESCONOCIDA)
    municipality = TextField(label=_("Municipality"), help_text=_("Not the address."))
    language = TextField(label=_("Language"), max_length=60)
    interpreter = TextField(label=_("Interpreter"), max_length=80)
    nickname = TextField(label=_("Nickname"), max_length=80)
    legal_name = TextField(
        label=_("Legal name"), help_text=_("Only when it is needed. It is sealed.")
    )

    def clean_birth_date(self) -> dt.date | None:
        """Refuse a day to come and one nobody alive remembers."""
        born: dt.date | None = self.cleaned_data["birth_date"]
        today = timezone.localdate()
        if born and not today.year - OLDEST <= born.year <= today.year:
            raise forms.ValidationError(_("Check the year of birth."))
        if born and born > today:
            raise forms.ValidationError(_("That day has not come yet."))
        return born

    def clean_birth_year(self) -> int | None:
        """Refuse a year nobody alive was born in."""
        year: int | None = self.cleaned_data["birth_year"]
        today = timezone.localdate()
        if year is not None and not today.year - OLDEST <= year <= today.year:
            raise forms.ValidationError(_("Check the year of birth."))
        return year


def person_facts(sent: dict[str, Any]) -> PersonFacts:
    """Return what was sent about a person, as the use cases hear it."""
    named = [each.name for each in fields(PersonFacts)]
    return PersonFacts(**{name: sent[name] for name in named if sent.get(name) is not None})


def from_person(person: Any) -> dict[str, Any]:
    """Return what is known of a person as initial values."""
    known = {
        each.name: box.reveal()
        for each in fields(PersonFacts)
        if each.name != "age_group" and (box := getattr(person, each.name))
    }
    return {**known, "age_group": person.age_group}


class ParticipantForm(PersonForm):
    """Someone else who takes part in the accompaniment."""

    field_order = ("role", "called")

    role = forms.ChoiceField(
        label=_("Takes part as"),
        choices=[(r.value, r.label) for r in ParticipationRole if r != ParticipationRole.PA],
    )


class FirstContactForm(PersonForm):
    """A person and one first way to reach her."""

    channel = choices(Channel, empty=_("None yet"), label=_("Way to reach her"), required=False)
    value = TextField(
        label=_("Number or address"),
        help_text=_("It stays marked as not safe until you verify it with her."),
        max_length=200,
    )

    def clean(self) -> dict[str, Any]:
        """Refuse half a way of contact."""
        facts = super().clean() or self.cleaned_data
        if facts.get("value") and not facts.get("channel"):
            self.add_error("channel", _("Say what kind of contact it is."))
        if facts.get("channel") and not facts.get("value"):
            self.add_error("value", _("Write the number or address, or leave the way empty."))
        return facts


class ContactForm(Rows, forms.Form):
    """A way to reach someone, and under which conditions it harms nobody."""

    together: Together = (
        ("channel", "value"),
        ("ownership", "aggressor_access"),
        ("texts", "voicemail"),
        ("if_another", "pretext"),
        ("word_cannot_talk", "word_help", "word_safe"),
    )

    channel = choices(Channel, label=_("Way to reach her"))
    value = TextField(label=_("Number or address"), required=True, max_length=200)
    ownership = choices(Ownership, label=_("Whose it is"))
    aggressor_access = choices(
        AggressorAccess,
        label=_("Can the aggressor see or hear it?"),
        initial=AggressorAccess.DESCONOCIDO,
    )
    calls = forms.ChoiceField(
        label=_("Is it safe to call?"),
        choices=CallSafety.choices,
        initial=CallSafety.NO,
        widget=forms.RadioSelect,
    )
    time_zone = forms.ChoiceField(label=_("Her time zone"), choices=zones)
    texts = choices(MessageSafety, label=_("Text messages"), initial=MessageSafety.NO)
    voicemail = choices(MessageSafety, label=_("Voice messages"), initial=MessageSafety.NO)
    hide_number = forms.BooleanField(label=_("Hide our number"), required=False, initial=True)
    introduce_as = TextField(
        label=_("Introduce yourself as"), help_text=_("What you agreed with her: never our name.")
    )
    who_may_answer = TextField(label=_("Who may answer"))
    if_another = choices(IfAnother, label=_("If someone else answers"))
    pretext = TextField(label=_("Agreed pretext"))
    word_cannot_talk = TextField(label=_("She says this if she cannot talk"))
    word_help = TextField(label=_("She says this if she needs help"))
    word_safe = TextField(label=_("She says this if she is safe"))

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.rows = self._rows()
        hours = [(f"day_{n}", f"from_{n}", f"to_{n}") for n in self.rows]
        self.together = (*type(self).together, *hours)
        self._offer_zone(self.initial.get("time_zone"))
        for n in self.rows:
            days = [("", _("No day")), *((str(day), name) for day, name in WEEKDAYS.items())]
            self.fields[f"day_{n}"] = forms.ChoiceField(
                label=_("Safe on"), choices=days, required=False
            )
            self.fields[f"from_{n}"] = forms.TimeField(
                label=pgettext_lazy("hour", "from"), widget=TimeInput, required=False
            )
            self.fields[f"to_{n}"] = forms.TimeField(
                label=pgettext_lazy("hour", "to"), widget=TimeInput, required=False
            )
        first = ["channel", "value", "ownership", "aggressor_access", "calls"]
        self.order_fields([*first, *(name for row in hours for name in row)])

    def _rows(self) -> range:
        """Offer a row more than there are, and all that were sent."""
        said = self.data if self.is_bound else self.initial
        numbers = [name.removeprefix("day_") for name in said if name.startswith("day_")]
        used = [int(number) + 1 for number in numbers if number.isdecimal() and len(number) < 3]  # noqa: PLR2004
        more = 0 if self.is_bound else 1
        return range(min(max([WINDOWS, *(rows + more for rows in used)]), MOST_WINDOWS))

    def _offer_zone(self, zone: str | None) -> None:
        """Let a time zone that is not of the usual ones stay."""
        if zone and zone not in ZONES:
            offered: Any = self.fields["time_zone"]
            offered.choices = [*offered.choices, (zone, zone)]

    def clean(self) -> dict[str, Any]:
        """Gather the agreed hours into windows."""
        facts = super().clean() or self.cleaned_data
        windows = []
        for n in self.rows:
            day, start, end = (facts.pop(f"{part}_{n}", None) for part in ("day", "from", "to"))
            if not (day or start or end):
                continue
            if not (day and start and end):
                self.add_error(f"day_{n}", _("Say the day and both hours, or leave the row empty."))
                continue
            windows.append({"weekday": int(day), "from": f"{start:%H:%M}", "to": f"{end:%H:%M}"})
        facts["hours"] = windows
        if facts.get("calls") == CallSafety.SOLO_HORARIO and not windows and not self.errors:
            self.add_error("calls", _("Write the hours you agreed on."))
        return facts

    @staticmethod
    def from_hours(hours: list[dict[str, Any]]) -> dict[str, Any]:
        """Return agreed hours as initial values of the rows."""
        return {
            f"{part}_{n}": str(window[key])
            for n, window in enumerate(hours[:MOST_WINDOWS])
            for part, key in (("day", "weekday"), ("from", "from"), ("to", "to"))
        }


def from_contact(contact: Any) -> dict[str, Any]:
    """Return a way of contact as initial values."""
    said = {name: getattr(contact, name) for name in ContactForm.base_fields}
    opened = {name: box.reveal() if isinstance(box, Sealed) else box for name, box in said.items()}
    hours = contact.hours.reveal() if contact.hours else []
    return {**opened, **ContactForm.from_hours(hours)}


class VerifyForm(forms.Form):
    """How long what was agreed with her holds."""

    days = forms.TypedChoiceField(
        label=_("Ask her again in"),
        choices=[(7, _("one week")), (15, _("two weeks")), (30, _("one month"))],
        coerce=int,
        initial=30,
        widget=forms.RadioSelect,
    )
