"""The form of one section: its words, or why it has none."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import LONG, TextField
from cases.skeletons import LIMIT
from expertise import texts
from expertise.enums.gender import GenderItem
from expertise.enums.review import Verdict
from expertise.sections import SectionKind


class SectionForm(forms.Form):
    """A section being written."""

    refusal: Any = None  # why the use case said no

    mark_optional = False

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    used = forms.CharField(widget=forms.HiddenInput, required=False, max_length=24)
    template = forms.ChoiceField(
        label=_("Text to begin with"),
        required=False,
        help_text=_("It is added below what you wrote. Double brackets mark what you fill in."),
    )
    body = TextField(
        label=_("Text of the section"),
        rows=24,
        max_length=LIMIT,
        strip=False,
        help_text=_(
            "# Heading · - list · **bold** · > «her words» (S2) · [^1] calls a note, "
            "[^1]: says it · Tabla: gives a table its title"
        ),
    )
    empty_because = TextField(
        label=_("If it stays empty, why"),
        rows=2,
        max_length=LONG,
        help_text=_("It is printed in place of the text."),
    )

    def __init__(self, data: Any = None, *, kind: SectionKind, **facts: Any) -> None:
        super().__init__(data, **facts)
        offered = [(each.name, each.title) for each in texts.offered(kind.key)]
        if offered:
            self.fields["template"].choices = [("", "—"), *offered]  # type: ignore[attr-defined]
        else:
            del self.fields["template"]


class GenderForm(forms.Form):
    """The twelve items of the gender-perspective checklist."""

    refusal: Any = None  # why the use case said no

    mark_optional = False

    def __init__(self, data: Any = None, **facts: Any) -> None:
        super().__init__(data, **facts)
        for item in GenderItem:
            self.fields[item.value] = forms.ChoiceField(
                label=item.label,
                choices=[("", "—"), *Verdict.choices],
                required=False,
            )
            note = TextField(label=_("Where it stands, or why it does not apply"))
            note.widget.attrs["aria-label"] = f"{note.label}: {item.label}"
            self.fields[f"{item.value}_note"] = note

    def pairs(self) -> list[dict[str, Any]]:
        """Return the answer and the note of each item, side by side."""
        return [
            {"answer": self[item.value], "note": self[f"{item.value}_note"]} for item in GenderItem
        ]

    def answers(self) -> dict[str, tuple[str, str]]:
        """Return what was answered, as the use case hears it."""
        said = self.cleaned_data
        return {
            item.value: (said.get(item.value, ""), said.get(f"{item.value}_note", ""))
            for item in GenderItem
        }
