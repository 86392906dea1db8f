"""Forms of the matrix: facts, effects, works."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.enums.effects import Intensity
from cases.enums.violence import Modality, ViolenceType
from cases.forms.fields import TextField
from cases.forms.layout import Rows
from expertise.actions.matrix_pieces import EffectTold, FactTold, Told, WorkTold
from expertise.enums.matrix import Course, Level
from expertise.reports.matrix_lines import EffectLine, FactLine, WorkLine

MOST = 20_000  # letters


class PieceForm(Rows, forms.Form):
    """A numbered piece of the matrix: the id it will have, the version its editor saw."""

    mark_optional = False

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)

    def told(self) -> Told:
        """Return what was sent, as the use cases hear it."""
        raise NotImplementedError

    def facts(self) -> dict[str, Any]:
        """Return what was sent without the piece's own id and version."""
        said = {name: self.cleaned_data[name] for name in self.fields}
        for name in ("uid", "version"):
            said.pop(name)
        return {name: tuple(v) if isinstance(v, list) else v for name, v in said.items()}


class FactForm(PieceForm):
    """A fact or a pattern of violence."""

    together = (("when", "frequency"), ("types", "modalities"))

    title = TextField(
        label=_("Fact or pattern, in a few words"),
        required=True,
        help_text=_("As the table will name it: “repeated threats”, “control of the money”."),
    )
    when = TextField(
        label=_("When it happened, as she says it"),
        help_text=_("“Spring 2011”, “since 2009”, “15 March 2020”, “about five years ago”."),
    )
    frequency = TextField(label=_("How often"))
    types = forms.MultipleChoiceField(
        label=_("What was done: types"),
        choices=ViolenceType.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    modalities = forms.MultipleChoiceField(
        label=_("Where and how: modalities"),
        choices=Modality.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    words = TextField(
        rows=6,
        label=_("Account of it"),
        max_length=MOST,
        help_text=_("It is printed in section 12. Quotations of the person begin with “>”."),
    )
    event = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def told(self) -> FactTold:
        """Return the fact as the use cases hear it."""
        return FactTold(**self.facts())


class EffectForm(PieceForm):
    """An effect that was found."""

    together = (("onset", "course"),)

    title = TextField(
        label=_("Effect, in a few words"),
        required=True,
        help_text=_("As the table will name it: “sleeplessness and nightmares”."),
    )
    words = TextField(rows=3, label=_("How it shows"), max_length=MOST)
    levels = forms.MultipleChoiceField(
        label=_("On which plane"),
        choices=Level.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    onset = TextField(label=_("Since when"))
    course = forms.ChoiceField(
        label=pgettext_lazy("of an effect", "Course"),
        choices=[("", _("Leave open")), *Course.choices],
        required=False,
    )
    course_words = TextField(label=_("Its course, in words"))
    intensity = forms.TypedChoiceField(
        label=_("How strong it is today"),
        choices=[("", _("Leave open")), *Intensity.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def told(self) -> EffectTold:
        """Return the effect as the use cases hear it."""
        return EffectTold(**self.facts())


class WorkForm(PieceForm):
    """A work that is cited."""

    cite = TextField(label=_("As it is cited"), required=True, help_text=_("“Herman (1992)”."))
    reference = TextField(
        rows=2,
        label=_("Reference, in full"),
        help_text=_("As it stands in the bibliography, section 20."),
    )

    def told(self) -> WorkTold:
        """Return the work as the use cases hear it."""
        return WorkTold(**self.facts())


FORMS: dict[str, type[PieceForm]] = {"fact": FactForm, "effect": EffectForm, "work": WorkForm}


def from_line(line: FactLine | EffectLine | WorkLine) -> dict[str, Any]:
    """Return a piece as initial values."""
    form = {FactLine: FactForm, EffectLine: EffectForm, WorkLine: WorkForm}[type(line)]
    names = [name for name in form.base_fields if name != "uid"]
    found = {name: getattr(line, name) for name in names} | {"uid": line.pk}
    return {name: list(v) if isinstance(v, tuple) else v for name, v in found.items()}


class WordsForm(forms.Form):
    """A few words; what they are about stands in the page."""

    mark_optional = False

    words = TextField(rows=5, label=_("In words"), max_length=MOST)

    def __init__(self, *args: Any, label: Any = "", required: bool = False, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["words"].label = label or self.fields["words"].label
        self.fields["words"].required = required
