"""Forms about searches, samples, authorities, children and dates that hurt."""

import datetime as dt
from dataclasses import fields
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accompaniment.forms import DayInput
from cases.actions.missing_dates import FIXED, DateFacts
from cases.actions.missing_search import SearchFacts
from cases.actions.missing_trail import (
    AuthorityFacts,
    SaidFacts,
    SampleFacts,
    ToldFacts,
)
from cases.enums import ConsentMethod
from cases.enums.missing import AuthorityKind, Hurting, Kinship, SearchKind
from cases.forms.fields import TextField, choices
from cases.forms.layout import Rows, Together
from cases.forms.missing import EMPTY, OLDEST, day_field, not_to_come

Offered = list[tuple[str, str]]
FARTHEST = dt.timedelta(days=366)
BANK = [
    ("SI", pgettext_lazy("genetic bank", "Yes")),
    ("NO", pgettext_lazy("genetic bank", "No")),
    ("NO_SE_SABE", pgettext_lazy("genetic bank", "Not known")),
]


def facts_of(kind: Any, form: forms.Form) -> Any:
    """Return what was sent as the facts a use case hears."""
    named = {each.name for each in fields(kind)}
    return kind(**{name: said for name, said in form.cleaned_data.items() if name in named})


class SearchForm(Rows, forms.Form):
    """A search, and how the family was accompanied."""

    together: Together = (("kind", "searched_on"), ("authorities", "collective"))

    kind = choices(SearchKind, label=_("Type of search"))
    searched_on = forms.DateField(label=_("Day"), widget=DayInput)
    in_field = forms.BooleanField(
        label=_("In the field"),
        required=False,
        help_text=_("The family is contacted afterwards, and the team has time to let go."),
    )
    place = TextField(label=pgettext_lazy("search", "Place"))
    authorities = TextField(label=_("Authorities present"))
    collective = TextField(label=pgettext_lazy("search", "Collective"))
    family_present = TextField(label=_("Who of the family was there"))
    before = TextField(label=_("Before: preparation, consent, health"), rows=3)
    during = TextField(label=_("During: company and care"), rows=3)
    after = TextField(label=_("After: rest, and what remains"), rows=3)
    findings = TextField(label=_("Findings"), rows=3, help_text=_("Facts only; no images."))

    def clean_searched_on(self) -> dt.date:
        """Refuse a year nobody can mean."""
        day: dt.date = self.cleaned_data["searched_on"]
        today = timezone.localdate()
        if not dt.date(today.year - OLDEST, 1, 1) <= day <= today + FARTHEST:
            raise forms.ValidationError(_("Check the year."))
        return day

    def facts(self) -> SearchFacts:
        """Return the search as the use cases hear it."""
        found: SearchFacts = facts_of(SearchFacts, self)
        return found


class SearchAgainForm(SearchForm):
    """A search that is completed; nobody else's words are overwritten."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


def from_search(search: Any) -> dict[str, Any]:
    """Return a search as initial values."""
    said = search.facts.reveal() if search.facts else {}
    return {**said, "kind": search.kind, "searched_on": search.searched_on}


class SampleForm(Rows, forms.Form):
    """A genetic sample and its written informed consent."""

    together: Together = (
        ("donor", "kinship"),
        ("consent_method", "consent_on"),
        ("taken_on", "in_bank"),
        ("laboratory", "certificate"),
    )
    field_order = ("donor", "kinship", "consent_method", "consent_on", "consent_kept")

    donor = TextField(label=_("Who gave the sample"), required=True)
    kinship = choices(
        Kinship, empty=EMPTY, label=_("What she or he is to the missing person"), required=False
    )
    consent_method = choices(ConsentMethod, empty=EMPTY, label=_("Consent signed"), required=False)
    consent_on = day_field(label=_("Day of the consent"))
    consent_kept = TextField(label=_("Where the signed consent is kept"))
    taken_on = day_field(label=_("Day of the sample"))
    laboratory = TextField(label=_("Laboratory or authority"))
    certificate = TextField(label=_("Certificate given to the family"))
    in_bank = forms.ChoiceField(
        label=_("Profile in the national bank of forensic data"),
        choices=[("", EMPTY), *BANK],
        required=False,
    )

    def clean_consent_on(self) -> dt.date | None:
        """Refuse a day to come."""
        return not_to_come(self.cleaned_data["consent_on"])

    def clean_taken_on(self) -> dt.date | None:
        """Refuse a day to come."""
        return not_to_come(self.cleaned_data["taken_on"])

    def facts(self) -> SampleFacts:
        """Return the sample as the use cases hear it."""
        found: SampleFacts = facts_of(SampleFacts, self)
        return found


def from_sample(sample: Any) -> dict[str, Any]:
    """Return a sample as initial values."""
    said = sample.facts.reveal() if sample.facts else {}
    return {**said, "consent_method": sample.consent_method}


class AuthorityForm(Rows, forms.Form):
    """An authority that owes the family an answer."""

    together: Together = (("kind", "office"), ("official", "reach"))

    kind = choices(AuthorityKind, label=pgettext_lazy("list", "Authority"))
    office = TextField(label=_("Unit or office"))
    official = TextField(label=_("Who answers there"))
    reach = TextField(label=_("How to reach them"))
    reference = TextField(label=_("Their number for this search"))
    leads = forms.BooleanField(label=_("It coordinates the search"), required=False)

    def facts(self) -> AuthorityFacts:
        """Return the authority as the use cases hear it."""
        found: AuthorityFacts = facts_of(AuthorityFacts, self)
        return found


def from_authority(authority: Any) -> dict[str, Any]:
    """Return an authority as initial values."""
    said = authority.facts.reveal() if authority.facts else {}
    return {**said, "kind": authority.kind}


class SaidForm(forms.Form):
    """What passed between the family and an authority one day."""

    contacted_on = forms.DateField(label=_("Day"), widget=DayInput, initial=timezone.localdate)
    said = TextField(label=_("What was said or asked"), rows=4, required=True)
    agreed = TextField(label=_("What they committed to, and until when"), rows=3)
    how_treated = TextField(label=_("How the family was treated"), rows=2)

    def clean_contacted_on(self) -> dt.date | None:
        """Refuse a day to come."""
        return not_to_come(self.cleaned_data["contacted_on"])

    def facts(self) -> SaidFacts:
        """Return what was said as the use cases hear it."""
        found: SaidFacts = facts_of(SaidFacts, self)
        return found


class ToldForm(Rows, forms.Form):
    """What a girl, boy or adolescent was told."""

    together: Together = (("person", "missing"), ("told_by", "told_when"))

    person = forms.ChoiceField(label=_("Who was told"))
    missing = forms.ChoiceField(label=_("About whom"))
    told_by = TextField(label=_("Who told it"), required=True)
    told_when = TextField(label=_("When"), help_text=_("A date, or “last spring”."))
    words = TextField(
        label=_("In which words"), rows=4, required=True, help_text=_("As they were said.")
    )
    believes = TextField(label=_("What she or he believes today"), rows=3)
    asks = TextField(label=_("What she or he asks"), rows=2)

    def __init__(
        self,
        *args: Any,
        people: list[tuple[str, str]],
        searched: list[tuple[str, str]],
        **facts: Any,
    ) -> None:
        super().__init__(*args, **facts)
        self.fields["person"].choices = people  # type: ignore[attr-defined]
        self.fields["missing"].choices = searched  # type: ignore[attr-defined]

    def facts(self) -> ToldFacts:
        """Return what was told as the use cases hear it."""
        found: ToldFacts = facts_of(ToldFacts, self)
        return found


def days() -> list[tuple[str, str]]:
    """Return the days a month may have."""
    return [("", "—"), *((str(n), str(n)) for n in range(1, 32))]


def months() -> list[tuple[str, Any]]:
    """Return the months by name."""
    return [("", "—"), *((str(n), MONTHS[n]) for n in range(1, 13))]


class DateForm(Rows, forms.Form):
    """A day of every year that hurts."""

    together: Together = (("day", "month", "year"),)

    why = choices(
        Hurting,
        label=_("Why this date hurts"),
        help_text=_("10 May and 30 August need no day: it is the same every year."),
        widget=forms.RadioSelect,
    )
    day = forms.ChoiceField(label=_("Day"), choices=days, required=False)
    month = forms.ChoiceField(label=_("Month"), choices=months, required=False)
    year = forms.IntegerField(
        label=_("Since which year"),
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "data-size": "short"}),
    )
    missing = forms.ChoiceField(label=_("Whose date it is"), required=False)
    words = TextField(label=_("What this day is, in the family's words"), rows=2)
    care = TextField(label=_("How the family wants this day to be accompanied"), rows=3)

    def __init__(self, *args: Any, searched: Offered, **facts: Any) -> None:
        super().__init__(*args, **facts)
        of_family = ("", _("Of this family only"))
        self.fields["missing"].choices = [of_family, *searched]  # type: ignore[attr-defined]

    def clean_year(self) -> int | None:
        """Refuse a year nobody remembers, or one to come."""
        year: int | None = self.cleaned_data["year"]
        today = timezone.localdate()
        if year is not None and not today.year - OLDEST <= year <= today.year + 1:
            raise forms.ValidationError(_("Check the year."))
        return year

    def clean(self) -> dict[str, Any]:
        """Ask for a day and a month where the calendar does not give them."""
        facts = super().clean() or self.cleaned_data
        if facts.get("why") not in FIXED and not (facts.get("day") and facts.get("month")):
            self.add_error("day", _("Choose the day and the month."))
        return facts

    def facts(self) -> DateFacts:
        """Return the date as the use cases hear it."""
        said = self.cleaned_data
        month, day = int(said["month"] or 0), int(said["day"] or 0)
        return DateFacts(said["why"], month, day, said["year"], said["words"], said["care"])
