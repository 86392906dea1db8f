"""Forms about instruments: the questions themselves, results of elsewhere, cut-offs."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accompaniment.forms import DayInput, Label
from cases.enums.instruments import Mode
from cases.forms.fields import TextField, choices
from cases.forms.layout import Rows
from cases.instruments import Definition, score
from cases.reports.asking import Asking

MANY = 7  # values of a scale that stand in one narrow row


class ScaleSelect(forms.RadioSelect):
    """A long scale in one row of narrow choices."""

    template_name = "django/forms/widgets/scale.html"


def item_field(it: Definition, place: int, words: Asking) -> forms.TypedChoiceField:
    """Return one question with its scale."""
    item = it.items[place]
    labels = words.scales[item.scale]
    return forms.TypedChoiceField(
        label=words.items[item.number],
        choices=[(value, labels[value]) for value in it.values(item)],
        coerce=int,
        empty_value=None,
        required=False,
        widget=ScaleSelect if len(labels) > MANY else forms.RadioSelect,
    )


class ApplyForm(forms.Form):
    """An instrument being answered; nothing has to be, but what is left out is asked about once."""

    refusal: Any = None  # why the use case said no
    mark_optional = False

    applied_id = forms.UUIDField(widget=forms.HiddenInput)
    language = forms.CharField(widget=forms.HiddenInput, max_length=8)
    person = forms.ChoiceField(label=_("Who answers"), widget=forms.RadioSelect)
    mode = choices(Mode, label=_("How it is answered"), widget=forms.RadioSelect)
    applied_on = forms.DateField(label=_("Day it was answered"), widget=DayInput)
    session = forms.ChoiceField(label=_("Session"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        it: Definition,
        words: Asking,
        people: Mapping[str, str],
        sessions: Mapping[str, str],
        **facts: Any,
    ) -> None:
        super().__init__(data, **facts)
        self.it = it
        self.unanswered: list[int] = []
        self.fields["person"].choices = list(people.items())  # type: ignore[attr-defined]
        self.fields["session"].choices = [("", _("In no session")), *sessions.items()]  # type: ignore[attr-defined]
        if len(people) == 1:
            self.fields["person"].widget = forms.HiddenInput()
        for place, item in enumerate(it.items):
            self.fields[f"item_{item.number}"] = item_field(it, place, words)

    def items(self) -> Iterator[Any]:
        """Yield the questions with their place among all."""
        for place, item in enumerate(self.it.items, 1):
            yield {"field": self[f"item_{item.number}"], "place": place, "item": item}

    def facts(self) -> Iterator[Any]:
        """Yield what is asked about the application itself."""
        for name in ("person", "mode", "applied_on", "session"):
            if not self[name].is_hidden:
                yield self[name]

    def answers(self) -> dict[int, int]:
        """Return the answers given."""
        said = {item.number: self.cleaned_data.get(f"item_{item.number}") for item in self.it.items}
        return {number: value for number, value in said.items() if value is not None}

    def clean(self) -> dict[str, Any]:
        """Ask once about what was left out; an answer about safety goes first."""
        facts = super().clean() or self.cleaned_data
        if self.errors:
            return facts
        given = self.answers()
        self.unanswered = [item.number for item in self.it.scored if item.number not in given]
        result = score(self.it, given)
        asked = "gaps" in self.data or result.alarms or result.outcome
        if self.unanswered and given and not asked:
            text = ngettext(
                "Without an answer: number %(numbers)s. Ask it, or save it so.",
                "Without an answer: numbers %(numbers)s. Ask them, or save it so.",
                len(self.unanswered),
            )
            raise forms.ValidationError(text % {"numbers": ", ".join(map(str, self.unanswered))})
        return facts


def typed(data: Mapping[str, Any]) -> dict[str, str]:
    """Return what was marked, for a draft."""
    known = ("person", "mode", "applied_on", "session", "language")
    return {
        name: str(said)
        for name, said in data.items()
        if said and (name in known or name.startswith("item_"))
    }


def fresh(language: str, person: str) -> dict[str, Any]:
    """Return what an unanswered instrument starts from."""
    return {
        "applied_id": uuid4(),
        "language": language,
        "person": person,
        "mode": Mode.READ,
        "applied_on": timezone.localdate(),
    }


class AnnulForm(forms.Form):
    """Why answers do not count."""

    refusal: Any = None

    why = TextField(
        label=_("What was wrong"),
        help_text=_("For example: it was another person's, or the answers were mixed up."),
        rows=3,
        required=True,
    )


class ExternalForm(Rows, forms.Form):
    """A result of an instrument that is not here; no question of it is written down."""

    refusal: Any = None
    together = (("name", "applied_on"), ("total", "applied_by"))

    external_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    person = forms.ChoiceField(label=_("Of whom"), widget=forms.RadioSelect)
    name = TextField(label=_("Name of the instrument"), required=True)
    applied_on = forms.DateField(label=_("Day it was applied"), widget=DayInput)
    total = TextField(label=_("Total, as it was given"))
    applied_by = TextField(label=_("Who applied it"))
    interpretation = TextField(
        label=_("What it says"),
        help_text=_("In words of distress and well-being; no diagnosis, no questions."),
        rows=4,
    )

    def __init__(self, data: Any = None, *, people: Mapping[str, str], **facts: Any) -> None:
        super().__init__(data, **facts)
        self.fields["person"].choices = list(people.items())  # type: ignore[attr-defined]
        if len(people) == 1:
            self.fields["person"].widget = forms.HiddenInput()
            self.initial.setdefault("person", next(iter(people)))

    def clean_applied_on(self) -> dt.date:
        """Refuse years nobody can mean."""
        day: dt.date = self.cleaned_data["applied_on"]
        if day.year < 1990:  # noqa: PLR2004
            raise forms.ValidationError(_("Check the year: that day is very far away."))
        return day


class CutForm(forms.Form):
    """A cut-off of the organisation's own."""

    refusal: Any = None

    code = forms.ChoiceField(label=_("What it says"), widget=forms.RadioSelect)
    point = forms.IntegerField(
        label=_("Cut-off"), widget=forms.NumberInput(attrs={"data-size": "short"})
    )
    source = TextField(
        label=_("Where it comes from"),
        help_text=_("A study, or a decision of the team with its date."),
        required=True,
    )

    def __init__(self, data: Any = None, *, it: Definition, **facts: Any) -> None:
        super().__init__(data, **facts)
        labels = [(cut.code, Label(str(cut.label), cut.source)) for cut in it.cuts]
        self.fields["code"].choices = labels  # type: ignore[attr-defined]
