"""Forms about a commission: requested, staffed, accepted, described, stopped."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from accompaniment.forms import DayInput, Label
from cases.forms.fields import TextField, choices
from cases.forms.layout import Rows, Together
from expertise.enums.commission import NotAccepted, PriorRelation, Regime

Choices = list[tuple[str, str]]
NUMBERED = re.compile(r"^\s*(?:[Pp]?\d{1,2}|[a-z])\s*[.):-]+\s*")
LONG = 12_000


class QuestionsField(TextField):
    """Questions in paragraphs of their own, as they are pasted from a writ."""

    def to_python(self, value: Any) -> Any:
        """Return the questions without the numbers they had in the writ."""
        text = super().to_python(value)
        parts = [part for part in re.split(r"\n\s*\n", text) if part.strip()]
        if len(parts) == 1:
            lines = [line for line in parts[0].split("\n") if line.strip()]
            if len(lines) > 1 and all(NUMBERED.match(line) for line in lines):
                parts = lines
        return tuple(" ".join(NUMBERED.sub("", part, count=1).split()) for part in parts)

    def validate(self, value: Any) -> None:
        """Ask for one question at least."""
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Count the characters of all questions together."""
        super().run_validators("\n".join(value))


class FactsForm(Rows, forms.Form):
    """What stands on the first page of a report."""

    together: Together = (("evaluated_name", "initials"), ("authority", "numbers"))

    regime = choices(Regime, label=_("Rules of procedure"))
    evaluated_name = TextField(
        label=_("Full name of who is evaluated"),
        max_length=200,
        help_text=_("It is sealed apart from the case and stands in no list."),
    )
    initials = TextField(
        label=_("Her initials"), max_length=20, help_text=_("So she is called in the report.")
    )
    protected_identity = forms.BooleanField(
        label=_("Her identity is reserved: the report names her by her initials"),
        required=False,
        initial=True,
    )
    other_party = TextField(
        label=_("Initials of who is named as aggressor"),
        max_length=40,
        help_text=_("Who is named and was not evaluated is not named in full either."),
    )
    authority = TextField(label=_("Authority"), max_length=200)
    numbers = TextField(
        label=_("Numbers"), max_length=200, help_text=_("Investigation file, cause, case.")
    )
    offence = TextField(label=_("Fact the law names as offence, or action"), max_length=200)
    requester = TextField(
        label=_("Who requests it, and by which writing"),
        max_length=200,
        help_text=_("For example: legal counsel of the victim, writing of 24 August."),
    )
    due_on = forms.DateField(label=_("Due on"), widget=DayInput, required=False)


class RequestForm(FactsForm):
    """An expertise requested for a legal matter."""

    together = (*FactsForm.together, ("person", "regime"))
    field_order = ("person", "regime", "questions")

    person = forms.ChoiceField(label=_("Who is to be evaluated"))
    questions = QuestionsField(
        rows=8,
        required=True,
        max_length=LONG,
        label=_("Questions for the expert"),
        help_text=_(
            "Word for word, each in a paragraph of its own with an empty line between. Without "
            "questions the evidence is not admitted (CNPCF art. 300)."
        ),
    )
    requested_because = TextField(rows=2, label=_("What it is for"))

    def __init__(self, *args: Any, people: Choices, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["person"].choices = people  # type: ignore[attr-defined]
        self.fields["evaluated_name"].help_text = _(
            "Leave it empty to take the name that stands in the case. It is sealed apart from the "
            "case and stands in no list."
        )


class DescribeForm(FactsForm):
    """What stands on the first page, put right by the expert."""

    protected = TextField(
        rows=4,
        max_length=LONG,
        label=_("Names that stand on no copy"),
        help_text=_(
            "One in each line: the name, an equals sign, what is written instead. For example: "
            "Elena Ríos = her sister."
        ),
    )

    def clean_protected(self) -> tuple[tuple[str, str], ...]:
        """Read the lines as pairs."""
        pairs = []
        for line in self.cleaned_data["protected"].splitlines():
            name, equals, instead = (part.strip() for part in line.partition("="))
            if not line.strip():
                continue
            if not (name and equals and instead):
                sentence = _("“%(line)s”: write the name, an equals sign and what stands instead.")
                raise forms.ValidationError(sentence % {"line": line.strip()})
            pairs.append((name, instead))
        return tuple(pairs)


class AppointForm(forms.Form):
    """Who evaluates, or who reviews."""

    user = forms.ChoiceField(label=_("Who"))
    knowing = forms.BooleanField(
        label=_("I know that she accompanies the person, and there is nobody else"),
        required=False,
    )

    def __init__(self, *args: Any, people: Choices, asks_knowing: bool, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["user"].choices = [("", _("Choose…")), *people]  # type: ignore[attr-defined]
        if not asks_knowing:
            del self.fields["knowing"]


def relations() -> list[tuple[str, Label]]:
    """Return whether she knows the person otherwise, each with what it means."""
    notes = {
        PriorRelation.NINGUNA: _("You neither accompany nor treat her, nor have done so."),
        PriorRelation.ACOMPANA: _("The other side will ask; you justify it below."),
    }
    return [(each.value, Label(each.label, notes[each])) for each in PriorRelation]


class AcceptForm(forms.Form):
    """The letter of acceptance and the oath."""

    no_impediment = forms.BooleanField(
        label=_(
            "I declare that I have no kinship, friendship, enmity or economic interest with any of "
            "the parties, and that no impediment exists"
        ),
        required=False,
    )
    prior_relation = forms.ChoiceField(
        label=_("Do you know the person otherwise?"),
        choices=relations,
        widget=forms.RadioSelect,
    )
    why = TextField(
        rows=3,
        label=_("If you accompany her: why you evaluate her nevertheless"),
        help_text=_("It stays in the expert file and is printed with your credentials."),
    )
    oath = forms.BooleanField(
        label=_("I accept the task and swear to fulfil it faithfully and truthfully"),
        required=False,
    )


class DeclineForm(forms.Form):
    """A commission that is not taken."""

    ground = choices(NotAccepted, label=_("On which ground"), widget=forms.RadioSelect)
    why = TextField(
        rows=3,
        required=True,
        label=_("Why"),
        help_text=_("Who coordinates reads it. Name nobody who need not be named."),
    )


class HaltForm(forms.Form):
    """A pause, or the end of a commission."""

    reason = TextField(rows=3, required=True, label=_("Why"))


class ResumeForm(forms.Form):
    """A commission that goes on."""

    reason = TextField(rows=2, label=_("In a few words"))


def shows() -> list[tuple[str, Any]]:
    """Return which commissions a list shows."""
    return [
        ("", pgettext_lazy("expertise", "Under way")),
        ("ended", pgettext_lazy("expertise", "Ended")),
        ("all", pgettext_lazy("expertise", "All")),
    ]


class FilterForm(forms.Form):
    """By what a list of commissions is narrowed; nonsense narrows nothing."""

    mark_optional = False

    show = forms.ChoiceField(label=_("Which"), choices=shows, required=False)
    whose = forms.ChoiceField(
        label=_("Whose"),
        choices=[("", _("Mine and my team's")), ("mine", _("Only mine"))],
        required=False,
    )

    def _said(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))

    def narrowing(self) -> dict[str, Any]:
        """Return how the list is narrowed."""
        states = {"": True, "ended": False, "all": None}
        return {"is_open": states[self._said("show")], "mine": self._said("whose") == "mine"}

    @property
    def is_active(self) -> bool:
        """Tell whether anything is narrowed."""
        return bool(self._said("show") or self._said("whose"))


class FindForm(forms.Form):
    """A folio or a name; the words never stand in an address."""

    q = TextField(
        required=True,
        label=_("Folio or name"),
        max_length=80,
        help_text=_("By name, only where you may know who is evaluated."),
    )


def counted(number: int) -> str:
    """Say how many questions were understood."""
    return ngettext("%(n)s question", "%(n)s questions", number) % {"n": number}


class StepForm(forms.Form):
    """A step that only has to be confirmed, with a word if one is needed."""

    reason = TextField(rows=2, label=_("In a few words"))
