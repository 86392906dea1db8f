"""Forms about a collective: what it is called, its cycles, its members, its commissions."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.forms import DayInput, Label
from cases.actions.collectives import COLLECTIVE_LINES, CollectiveFacts
from cases.actions.cycles import CycleFacts
from cases.actions.member_consents import AnswerFacts
from cases.actions.members import MemberFacts
from cases.enums import ConsentMethod
from cases.enums.collective import (
    Appraisal,
    CommunityGroup,
    CountedAs,
    MemberConsent,
    SharedGoal,
)
from cases.forms.case import Choices
from cases.forms.fields import LONG, TextField, choices
from cases.forms.layout import Rows


def not_to_come(day: dt.date) -> dt.date:
    """Refuse a day that has not come."""
    if day > timezone.localdate():
        raise forms.ValidationError(_("That day has not come yet."))
    return day


class CollectiveForm(forms.Form):
    """What a collective is called and what it is together for."""

    name = TextField(
        label=_("What it calls itself"),
        help_text=_("It is sealed, and shown only to whoever may identify it."),
        required=True,
        max_length=120,
    )
    purpose = TextField(rows=3, label=_("What it is together for, in its own words"))

    def facts(self) -> CollectiveFacts:
        """Return what was sent, as the use cases hear it."""
        return CollectiveFacts(self.cleaned_data["name"], self.cleaned_data["purpose"])


class OpenCollectiveForm(CollectiveForm):
    """The least that is needed to begin with a collective or a community."""

    field_order = ("line", "name", "purpose", "team", "responsible")

    line = forms.ChoiceField(
        label=_("Which process"),
        choices=[(line.value, line.label) for line in COLLECTIVE_LINES],
        widget=forms.RadioSelect,
        initial=COLLECTIVE_LINES[1].value,
    )
    team = forms.ChoiceField(label=_("Team"))
    responsible = forms.ChoiceField(label=_("Who accompanies"), required=False)

    def __init__(self, *args: Any, teams: Choices, people: Choices, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["team"].choices = teams  # type: ignore[attr-defined]
        self.fields["responsible"].choices = people  # type: ignore[attr-defined]
        if len(teams) == 1:
            self.fields["team"].initial = teams[0][0]
            self.fields["team"].widget = forms.HiddenInput()
        if len(people) <= 1:
            del self.fields["responsible"]


class ConcludeForm(forms.Form):
    """The decision of the collective by which its process ends."""

    decision = TextField(
        rows=4,
        required=True,
        label=_("What the collective decided, in its words"),
        help_text=_("A collective never closes by itself: only by its own decision."),
    )
    decided_on = forms.DateField(label=_("Day of the decision"), widget=DayInput)

    def clean_decided_on(self) -> dt.date:
        """Refuse a day to come."""
        return not_to_come(self.cleaned_data["decided_on"])


class CycleForm(Rows, forms.Form):
    """When a cycle is and what it is about."""

    together = (("begins_on", "ends_on"),)

    begins_on = forms.DateField(
        label=_("First day"),
        widget=DayInput,
        help_text=_("The age groups are suggested for this day."),
    )
    ends_on = forms.DateField(label=_("Last day, more or less"), widget=DayInput, required=False)
    theme = TextField(label=_("Theme of the cycle"), max_length=LONG)
    purpose = TextField(rows=3, label=_("What for"))

    def facts(self) -> CycleFacts:
        """Return what was sent, as the use cases hear it."""
        return CycleFacts(**self.cleaned_data)


class EvaluationForm(forms.Form):
    """How a collective evaluates a cycle."""

    evaluation = TextField(
        rows=5,
        required=True,
        label=_("How the collective evaluates the cycle"),
        help_text=_("In its own words, without names: what it leaves, what was hard, what next."),
    )


class MemberForm(Rows, forms.Form):
    """The least a collective needs to know of one of its members."""

    together = (("called", "counted_as"), ("born", "code"))

    called = TextField(
        label=_("How does she want to be called?"),
        help_text=_("An alias is enough. It is sealed with the list of members."),
        required=True,
        max_length=80,
    )
    counted_as = choices(CountedAs, label=_("Counted among"), initial=CountedAs.NO_SE_PREGUNTO)
    born = TextField(
        label=_("Year of birth, more or less"),
        help_text=_("For her age group. A whole date like 2013-04-08 is possible."),
        max_length=10,
    )
    code = TextField(
        label=_("Code of her own accompaniment"),
        help_text=_("Only if she has one here. It is shown to whoever may see that case."),
        max_length=16,
    )
    searches_for = TextField(
        rows=2, label=_("Whom she searches for"), help_text=_("In her words, in present tense.")
    )
    care = TextField(
        rows=2,
        label=_("What she needs to be able to come"),
        help_text=_("Hearing, transport, language, who brings the children."),
    )

    def facts(self) -> MemberFacts:
        """Return what was sent, as the use cases hear it."""
        sent = {name: said for name, said in self.cleaned_data.items() if name != "code"}
        return MemberFacts(**sent)


class MemberReasonForm(forms.Form):
    """A step of a membership that says why, if there is anything to say."""

    reason = TextField(rows=3, label=_("In her words, or how the collective stays close"))


class AnswerForm(Rows, forms.Form):
    """One answer of a member."""

    together = (("method", "given_on"),)

    kind = choices(MemberConsent, label=_("To what"))
    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[("yes", Label(_("Agrees"))), ("no", Label(_("Does not agree")))],
        widget=forms.RadioSelect,
    )
    method = choices(ConsentMethod, label=_("How it was given"), initial=ConsentMethod.AUTOGRAFA)
    given_on = forms.DateField(label=_("Day"), widget=DayInput)
    signed_by = TextField(
        label=_("Who signs"), help_text=_("Only where a representative consents for a child.")
    )
    representative_is_aggressor = forms.BooleanField(
        label=_("The representative is on record as the aggressor"), required=False
    )

    def clean_given_on(self) -> dt.date:
        """Refuse a day to come."""
        return not_to_come(self.cleaned_data["given_on"])

    def facts(self) -> AnswerFacts:
        """Return what was sent, as the use cases hear it."""
        sent = dict(self.cleaned_data)
        return AnswerFacts(granted=sent.pop("answer") == "yes", **sent)


class PlaceForm(forms.Form):
    """The age group of one member in a cycle."""

    group = forms.ChoiceField(
        label=_("Age group"), choices=CommunityGroup.choices, widget=forms.RadioSelect
    )
    why = TextField(
        rows=2,
        label=_("Why"),
        help_text=_("Where it is another group than her age suggests."),
    )

    def __init__(self, *args: Any, possible: tuple[str, ...], **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["group"].choices = [  # type: ignore[attr-defined]
            (code, label) for code, label in CommunityGroup.choices if code in possible
        ]


class CommissionForm(forms.Form):
    """Some of a collective with a task of their own."""

    name = TextField(label=_("What it is called"), required=True, max_length=120)
    purpose = TextField(rows=3, label=_("What it sees to"))


class SeatForm(forms.Form):
    """Who joins a commission."""

    member = forms.ChoiceField(label=_("Member"))

    def __init__(self, *args: Any, members: Choices, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["member"].choices = members  # type: ignore[attr-defined]


def appraisals() -> list[tuple[int, Label]]:
    """Return the three levels."""
    return [(level.value, Label(str(level.label))) for level in Appraisal]


class GoalSeenForm(Rows, forms.Form):
    """What was seen of one of the shared goals."""

    together = (("goal", "seen_on"),)

    goal = choices(SharedGoal, label=_("Goal"))
    seen_on = forms.DateField(label=_("Day"), widget=DayInput)
    appraisal = forms.TypedChoiceField(
        label=_("How much of it is seen"), choices=appraisals, coerce=int, widget=forms.RadioSelect
    )
    words = TextField(
        rows=4,
        required=True,
        label=_("What you saw or heard"),
        help_text=_("In words, without names. The level alone says nothing."),
    )

    def clean_seen_on(self) -> dt.date:
        """Refuse a day to come."""
        return not_to_come(self.cleaned_data["seen_on"])
