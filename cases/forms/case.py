"""Forms about a case as a whole: lists, opening, steps, closing."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accompaniment.forms import DayInput, Label, PlainSelect
from cases.enums import CaseState, ClosingReason, ServiceLine, Urgency
from cases.enums.plan import PlanOutcome
from cases.forms.fields import TextField, choices
from cases.forms.layout import Rows, Together
from cases.forms.person import FirstContactForm

Choices = list[tuple[str, str]]


def urgencies() -> list[tuple[int, Label]]:
    """Return the four levels, each with what it means."""
    notes = {
        Urgency.U1: _("Danger now"),
        Urgency.U2: _("May get worse within days"),
        Urgency.U3: _("Stable"),
        Urgency.U4: _("Orientation"),
    }
    return [(level.value, Label(str(level.label), str(notes[level]))) for level in Urgency]


class FilterForm(forms.Form):
    """What a list of cases is narrowed by."""

    mark_optional = False

    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", pgettext_lazy("cases", "Open")),
            ("closed", pgettext_lazy("cases", "Closed")),
            ("all", pgettext_lazy("cases", "All")),
        ],
        required=False,
        widget=PlainSelect,
    )
    urgency = choices(
        Urgency,
        empty=pgettext_lazy("urgency", "All"),
        label=_("Urgency"),
        required=False,
        widget=PlainSelect,
    )
    whose = forms.ChoiceField(
        label=_("Whose"),
        choices=[("", _("Mine and my team's")), ("mine", _("Only mine"))],
        required=False,
        widget=PlainSelect,
    )

    def narrowing(self) -> dict[str, Any]:
        """Return what the list of pages understands; nonsense narrows nothing."""
        self.is_valid()
        facts = self.cleaned_data
        opened = {"closed": False, "all": None}.get(facts.get("state", ""), True)
        return {
            "is_open": opened,
            "urgency": int(facts["urgency"]) if facts.get("urgency") else None,
            "mine": facts.get("whose") == "mine",
        }

    @property
    def heading(self) -> str:
        """Name the list after the state it shows."""
        labels: dict[Any, Any] = dict(self.fields["state"].choices)  # type: ignore[attr-defined]
        return str(labels.get(self.cleaned_data.get("state", ""), labels[""]))

    @property
    def is_active(self) -> bool:
        """Tell whether anything is narrowed by choice."""
        return any(self.cleaned_data.values())


class SearchForm(forms.Form):
    """What someone is looking for; it travels in the body, never in an address."""

    q = TextField(
        label=_("Code, pseudonym, name or telephone"),
        required=True,
        error_messages={"required": _("Write a code, a pseudonym, a name or a telephone.")},
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class UrgencyForm(forms.Form):
    """How soon someone has to act."""

    urgency = forms.TypedChoiceField(
        label=_("Urgency"), choices=urgencies, coerce=int, widget=forms.RadioSelect
    )
    reason = TextField(rows=2, label=_("Why it changes"))


class ReasonForm(forms.Form):
    """A step that needs its reason."""

    reason = TextField(rows=3, required=True, label=_("Reason"))


class StepForm(forms.Form):
    """A step that says why if there is anything to say."""

    reason = TextField(rows=3, label=_("Reason"))


class GoalForm(forms.Form):
    """A plan has at least one goal."""

    reason = TextField(
        rows=3,
        required=True,
        label=_("What she wants to reach"),
        help_text=_("At least one goal, in her own words."),
    )


class PauseForm(ReasonForm):
    """A pause that ends."""

    until_on = forms.DateField(
        label=_("Until"),
        widget=DayInput,
        help_text=_("The day on which you look at it together again."),
    )

    def clean_until_on(self) -> dt.date:
        """Refuse a pause that is already over."""
        day: dt.date = self.cleaned_data["until_on"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day from tomorrow on."))
        return day


STEP_FORMS: dict[str, type[forms.Form]] = {
    CaseState.PLAN: GoalForm,
    CaseState.EN_PAUSA: PauseForm,
    CaseState.INTERRUMPIDO: ReasonForm,
    CaseState.NO_INDICADO: ReasonForm,
}


def step_form(to: str) -> type[forms.Form]:
    """Return the form that asks what a step needs."""
    return STEP_FORMS.get(to, StepForm)


def follow_ups() -> list[tuple[str, Label]]:
    """Return both answers to the question about contact after closing."""
    return [
        ("yes", Label(_("Yes"), _("In one, three and six months"))),
        ("no", Label(_("No"), _("She can always come back"))),
    ]


class CloseForm(forms.Form):
    """How an accompaniment ends."""

    reason = forms.ChoiceField(
        label=_("Why it closes"),
        choices=[
            ("", _("Choose")),
            *(
                pair
                for pair in ClosingReason.choices
                if pair[0] != ClosingReason.DECISION_COLECTIVO
            ),
        ],
    )
    safety_checked = forms.BooleanField(
        label=_("We went through her safety plan again and it holds"),
        error_messages={
            "required": _("Go through the safety plan together before closing, and mark it here.")
        },
    )
    follow_up = forms.TypedChoiceField(
        label=_("May we contact her after closing?"),
        choices=follow_ups,
        coerce=lambda said: said == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Leave it empty if her answer is already on record."),
    )

    plan = forms.ChoiceField(
        label=_("How the plan stands"),
        choices=PlanOutcome.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("As she and you see it."),
    )

    def __init__(
        self, *args: Any, asks_follow_up: bool, asks_plan: bool = False, **facts: Any
    ) -> None:
        super().__init__(*args, **facts)
        if not asks_follow_up:
            del self.fields["follow_up"]
        if not asks_plan:
            del self.fields["plan"]


def ways() -> list[tuple[str, Label]]:
    """Return the lines that begin with a person."""
    notes = {
        ServiceLine.IND: _("One person"),
        ServiceLine.FAM: _("Several members; this one speaks for the family"),
    }
    return [(line.value, Label(str(line.label), str(note))) for line, note in notes.items()]


class BeginForm(Rows, forms.Form):
    """What a new accompaniment of someone already known begins with."""

    together: Together = (("team", "responsible"),)

    reason = TextField(
        rows=3,
        label=_("What she asks for, in her words"),
        help_text=_("500 letters at most. Do not ask for the story yet."),
        max_length=500,
    )
    urgency = forms.TypedChoiceField(
        label=_("Urgency"), choices=urgencies, coerce=int, initial=4, widget=forms.RadioSelect
    )
    team = forms.ChoiceField(label=_("Team"))
    responsible = forms.ChoiceField(label=_("Who accompanies"), required=False)

    def __init__(self, *args: Any, teams: Choices, people: Choices, **facts: Any) -> None:
        super().__init__(*args, **facts)
        offer(self, teams, people)


def offer(form: forms.Form, teams: Choices, people: Choices) -> None:
    """Offer the teams and colleagues there are; a single one is no question."""
    form.fields["team"].choices = teams  # type: ignore[attr-defined]
    form.fields["responsible"].choices = people  # type: ignore[attr-defined]
    if len(teams) == 1:
        form.fields["team"].initial = teams[0][0]
        form.fields["team"].widget = forms.HiddenInput()
    if len(people) <= 1:
        del form.fields["responsible"]


class OpenForm(FirstContactForm, BeginForm):
    """The least that is needed to begin."""

    together: Together = (*FirstContactForm.together, ("channel", "value"), ("team", "responsible"))
    field_order = ("line", "called", "pronouns", "urgency", "reason", "channel", "value")

    line = forms.ChoiceField(
        label=_("What for"),
        choices=ways,
        initial=ServiceLine.IND,
        widget=forms.RadioSelect,
        required=False,
    )
