"""Forms about the plan: a goal, what is agreed on, a review, a contact after closing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accompaniment.forms import DayInput
from cases.actions.plans import GoalFacts, Standing
from cases.enums.plan import FollowUpResult, Progress
from cases.forms.fields import TextField
from cases.forms.layout import Rows


class GoalForm(forms.Form):
    """One goal of hers."""

    goal_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    words = TextField(
        rows=2,
        required=True,
        label=_("What she wants to reach, in her own words"),
        help_text=_("As she says it: “to sleep, and to sew again because I like it”."),
    )
    indicator = TextField(
        rows=2,
        label=_("By what she would notice a change"),
        help_text=_("Also in her words: “my voice does not shake any more”."),
    )
    strategies = TextField(rows=2, label=_("How you will work on it"))

    def facts(self) -> GoalFacts:
        """Return what was sent, as the use cases hear it."""
        return GoalFacts(**{n: v for n, v in self.cleaned_data.items() if n != "goal_id"})


def from_goal(goal: Any) -> dict[str, Any]:
    """Return a goal as initial values."""
    boxes = {name: getattr(goal, name) for name in ("words", "indicator", "strategies")}
    said = {name: box.reveal() if box else "" for name, box in boxes.items()}
    return {"goal_id": goal.pk, **said}


class ActionForm(Rows, forms.Form):
    """Something agreed on: what, who, until when."""

    together = (("assignee", "who", "due_on"),)

    action_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    words = TextField(rows=2, required=True, label=_("What was agreed on"))
    assignee = forms.ChoiceField(label=_("Who of the team"), required=False)
    who = TextField(label=_("Or who else"), help_text=_("She herself, her sister, an institution"))
    due_on = forms.DateField(label=_("Until when"), widget=DayInput, required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **facts: Any) -> None:
        super().__init__(*args, **facts)
        offered = [("", _("Nobody of the team")), *people]
        self.fields["assignee"].choices = offered  # type: ignore[attr-defined]


class DoneForm(forms.Form):
    """What came of something agreed on."""

    outcome = TextField(rows=2, label=_("What came of it"))


@dataclass(frozen=True, slots=True)
class GoalAsked:
    """One goal of a review, with its two questions."""

    words: str
    indicator: str
    fields: list[Any]


class ReviewForm(forms.Form):
    """How each goal stands, as she and you see it."""

    review_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, goals: list[tuple[UUID, str, str]], **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.goals = goals
        for pk, _words, _indicator in goals:
            self.fields[f"progress_{pk}"] = forms.ChoiceField(
                label=_("How it stands"), choices=Progress.choices, widget=forms.RadioSelect
            )
            self.fields[f"words_{pk}"] = TextField(
                rows=2, label=_("What has changed, in her words")
            )
        self.fields["words"] = TextField(
            rows=3, label=_("What you see together"), help_text=_("And what changes in the plan.")
        )

    def asked(self) -> Iterator[GoalAsked]:
        """Yield each goal with its questions."""
        for pk, words, indicator in self.goals:
            yield GoalAsked(words, indicator, [self[f"progress_{pk}"], self[f"words_{pk}"]])

    def standings(self) -> dict[UUID, Standing]:
        """Return how each goal stands."""
        sent = self.cleaned_data
        return {
            pk: Standing(sent[f"progress_{pk}"], sent[f"words_{pk}"])
            for pk, _words, _indicator in self.goals
        }


class FollowUpForm(forms.Form):
    """What came of a contact after closing."""

    months = forms.TypedChoiceField(label=_("Which contact"), coerce=int)
    result = forms.ChoiceField(
        label=_("What came of it"), choices=FollowUpResult.choices, widget=forms.RadioSelect
    )
    words = TextField(rows=3, label=_("How she is, in her words"))

    def __init__(self, *args: Any, labels: list[tuple[int, str]], **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["months"].choices = labels  # type: ignore[attr-defined]
