"""Forms about the directory of institutions."""

from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases import places
from cases.actions.institutions import InstitutionFacts
from cases.enums.institutions import InstitutionKind
from cases.forms.fields import TextField, choices
from cases.forms.layout import Rows


class InstitutionForm(Rows, forms.Form):
    """Public facts of one institution."""

    together = (
        ("name", "kind"),
        ("state", "municipality"),
        ("phones", "hours"),
        ("cost", "languages"),
    )

    name = TextField(required=True, label=pgettext_lazy("institution", "Name"))
    kind = choices(InstitutionKind, label=_("What it is"))
    state = forms.ChoiceField(label=pgettext_lazy("of the country", "State"), required=False)
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    address = TextField(
        label=_("Public address"),
        max_length=200,
        help_text=_("Never of a shelter: where it is, is secret by law."),
    )
    phones = TextField(label=_("Telephones"), max_length=200)
    hours = TextField(label=pgettext_lazy("institution", "Hours"), max_length=200)
    to_bring = TextField(rows=2, label=_("What to bring"), max_length=1_000)
    cost = TextField(label=_("Cost"))
    languages = TextField(label=_("Languages"), max_length=200)
    accessibility = TextField(label=_("Accessibility"), max_length=200)
    needs_no_complaint = forms.BooleanField(
        label=_("No complaint to an authority is needed (NOM-046)"), required=False
    )
    within_72_hours = forms.BooleanField(
        label=_("Gives prophylaxis against HIV, within 72 hours"), required=False
    )
    within_120_hours = forms.BooleanField(
        label=_("Gives emergency contraception, within 120 hours"), required=False
    )
    notes = TextField(rows=3, label=_("What helps to know"), max_length=2_000)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        empty = ("", pgettext_lazy("answer", "Not said"))
        self.fields["state"].choices = [empty, *places.states()]  # type: ignore[attr-defined]
        self.fields["municipality"].choices = [empty, *places.municipalities()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Take the state from the municipality; a municipality of another state is a mistake."""
        said = super().clean() or self.cleaned_data
        municipality = said.get("municipality", "")
        said["state"] = said.get("state") or municipality[:2]
        if municipality and not municipality.startswith(said["state"]):
            self.add_error("municipality", _("This municipality is in another state."))
        return said

    def facts(self) -> InstitutionFacts:
        """Return what was sent, as the use cases hear it."""
        return InstitutionFacts(**self.cleaned_data)


def from_institution(institution: Any) -> dict[str, Any]:
    """Return an institution as initial values."""
    return {each.name: getattr(institution, each.name) for each in fields(InstitutionFacts)}


class FindInstitutionForm(forms.Form):
    """What to look for in the directory."""

    mark_optional = False

    q = TextField(label=_("Name, place or word"), max_length=80)
    kind = choices(InstitutionKind, empty=_("Any kind"), label=_("What it is"), required=False)
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    rests = forms.BooleanField(label=_("Also those no longer in use"), required=False)

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        offered = [("", _("Anywhere")), *places.municipalities()]
        self.fields["municipality"].choices = offered  # type: ignore[attr-defined]

    @property
    def asked(self) -> dict[str, Any]:
        """Return what narrows the list; what cannot be understood narrows nothing."""
        return {n: v for n, v in self.cleaned_data.items() if v} if self.is_valid() else {}
