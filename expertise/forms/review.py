"""Forms of peer review: the checklist, an observation, the end of a round."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import LONG, TextField
from expertise.actions.reviewing import Checked
from expertise.enums.review import CheckItem, RoundOutcome, Verdict
from expertise.reports.review import CheckLine
from expertise.sections import SECTIONS


class ChecklistForm(forms.Form):
    """The sixteen items; each may wait."""

    mark_optional = False

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        for item in CheckItem:
            self.fields[item.value] = forms.ChoiceField(
                label=item.label, choices=Verdict.choices, required=False, widget=forms.RadioSelect
            )
            self.fields[f"{item.value}_comment"] = TextField(label=_("Comment"), max_length=LONG)

    def items(self) -> Iterator[dict[str, Any]]:
        """Yield each item with its comment."""
        for item in CheckItem:
            yield {"verdict": self[item.value], "comment": self[f"{item.value}_comment"]}

    def checked(self) -> dict[str, Checked]:
        """Return the items that were answered."""
        said = self.cleaned_data
        return {
            item: Checked(said[item], said[f"{item}_comment"])
            for item in CheckItem.values
            if said[item]
        }


def from_checks(lines: tuple[CheckLine, ...]) -> dict[str, Any]:
    """Return a checklist as initial values."""
    found = {line.item: line.verdict for line in lines}
    return found | {f"{line.item}_comment": line.comment for line in lines}


class RemarkForm(forms.Form):
    """An observation about one section."""

    mark_optional = False

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    section = forms.ChoiceField(
        label=_("Section"),
        choices=[(each.key, f"{each.number}. {each.title}") for each in SECTIONS],
    )
    passage = TextField(
        rows=2,
        label=_("The words it is about"),
        help_text=_("Copied from the report, if it is about some of them."),
    )
    words = TextField(rows=4, label=_("What you observe"), required=True)


class EndForm(forms.Form):
    """How a round ends."""

    mark_optional = False

    outcome = forms.ChoiceField(
        label=_("How this round ends"),
        choices=[
            (RoundOutcome.OBSERVACIONES, _("It goes back with observations")),
            (RoundOutcome.APROBADO, _("It is approved")),
        ],
        widget=forms.RadioSelect,
    )
    words = TextField(rows=3, label=_("What you want to tell the expert"))
