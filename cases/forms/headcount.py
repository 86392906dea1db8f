"""Counting who came: a few big numbers, by age and gender, without a name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions.headcounts import MOST, Counts
from cases.enums.collective import BANDS_OF, Band, CountedAs
from cases.forms.case import Choices

FIRST = (CountedAs.MUJERES, CountedAs.HOMBRES)
NUMBER = {"inputmode": "numeric", "autocomplete": "off"}


@dataclass(frozen=True, slots=True)
class Line:
    """One age band with its numbers side by side."""

    band: str
    label: str
    fields: list[Any]


class HeadcountForm(forms.Form):
    """How many people came to one session."""

    refusal: Any = None
    mark_optional = False

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, group: str, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.bands = (*BANDS_OF[group], Band.UNKNOWN)
        for band in self.bands:
            for counted_as in CountedAs:
                self.fields[name_of(counted_as, band)] = forms.IntegerField(
                    label=counted_as.label,
                    required=False,
                    min_value=0,
                    max_value=MOST,
                    error_messages={"invalid": _("Write a whole number.")},
                    widget=forms.NumberInput(attrs=NUMBER),
                )

    def lines(self) -> Iterator[Line]:
        """Yield the usual numbers: each band with women and men."""
        for band in self.bands:
            yield Line(band.value, str(band.label), [self[name_of(as_, band)] for as_ in FIRST])

    def others(self) -> Iterator[Line]:
        """Yield the numbers of other identities and of who was not asked."""
        rest = [each for each in CountedAs if each not in FIRST]
        for band in self.bands:
            yield Line(band.value, str(band.label), [self[name_of(as_, band)] for as_ in rest])

    def counts(self) -> Counts:
        """Return what was sent, as the use case hears it."""
        return {
            (counted_as.value, band.value): self.cleaned_data[name_of(counted_as, band)] or 0
            for band in self.bands
            for counted_as in CountedAs
        }

    @property
    def total(self) -> int:
        """Add up what stands on the page; nonsense counts for nothing."""
        shown = (self[name].value() for name in self.fields if name != "version")
        return sum(int(said) for said in shown if str(said or "").isdecimal())


def name_of(counted_as: str, band: str) -> str:
    """Return the name of a number on the page."""
    return f"{CountedAs(counted_as).value}-{Band(band).value}"


def initial_of(part: Any) -> dict[str, Any]:
    """Return what was counted before as initial values."""
    rows = {name_of(row.counted_as, row.band): row.people for row in part.headcounts.all()}
    return {
        **{name: number for name, number in rows.items() if number},
        "version": part.count_version,
    }


def tapped(data: Any) -> dict[str, Any]:
    """Return the numbers as sent, after one press of a plus or a minus (without JavaScript)."""
    said = {name: data.get(name, "") for name in data if name != "csrfmiddlewaretoken"}
    name, _sign, step = said.pop("tap", "").partition(":")
    now = str(said.get(name, ""))
    number = (int(now) if now.isdecimal() else 0) + (1 if step == "more" else -1)
    said[name] = min(max(number, 0), MOST)
    return said


class NamesForm(forms.Form):
    """Who of those who agreed to be named came."""

    members = forms.MultipleChoiceField(
        label=_("Who came and agrees to be named"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, people: Choices, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["members"].choices = people  # type: ignore[attr-defined]
