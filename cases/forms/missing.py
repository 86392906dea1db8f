"""Forms about the record of a missing person: names, blocks, statuses."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accompaniment.forms import DayInput, Label, TimeInput
from cases.actions.missing import Meaning, MissingNames
from cases.actions.missing_status import SourceFacts, TellingFacts
from cases.enums.missing import (
    BEGINS_AS,
    MISSING_MOVES,
    Kinship,
    MissingStatus,
    RegistryStatus,
    Source,
    Telling,
)
from cases.forms.fields import TextField, choices
from cases.forms.layout import Rows, Together
from cases.missing_blocks import DAY, HOUR, LONG, MANY, ONE, Block, Part

EMPTY = pgettext_lazy("choice", "Not said")
OLDEST = 110  # years


def day_field(**facts: Any) -> forms.DateField:
    """Return a field for a day that may stay empty."""
    return forms.DateField(widget=DayInput, required=False, **facts)


def not_to_come(day: dt.date | None) -> dt.date | None:
    """Refuse a day still to come, or longer ago than anybody lives.

    :raises ValidationError: with a sentence.
    """
    today = timezone.localdate()
    if day and day > today:
        raise forms.ValidationError(_("That day has not come yet."))
    if day and day.year < today.year - OLDEST:
        raise forms.ValidationError(_("Check the year."))
    return day


class NamesForm(forms.Form):
    """How a missing person is called."""

    name = TextField(
        label=_("Name"),
        required=True,
        help_text=_("As the family says it. It is sealed: only who may identify sees it."),
    )
    social_name = TextField(label=_("Social name"), help_text=_("The one she or he chose."))
    nickname = TextField(label=_("Nickname"))

    def names(self) -> MissingNames:
        """Return the names as the use cases hear them."""
        said = self.cleaned_data
        return MissingNames(said["name"], said["social_name"], said["nickname"])


class MeaningForm(forms.Form):
    """What the missing person is to this family."""

    kinship = choices(
        Kinship,
        empty=EMPTY,
        label=_("Who accompanies us is, to the missing person"),
        required=False,
    )
    refers_as = TextField(
        label=_("How the family speaks of her or him"),
        help_text=_("The words it uses: use them too."),
        rows=2,
    )
    holds_true = TextField(
        label=_("What the family holds true"),
        help_text=_("In its own words. It is this family's; no status ever changes it."),
        rows=4,
    )

    def meaning(self) -> Meaning:
        """Return the family's words as the use cases hear them."""
        said = self.cleaned_data
        named = ("kinship", "refers_as", "holds_true")
        return Meaning(**{name: said.get(name, "") for name in named})


def beginnings() -> list[tuple[str, Label]]:
    """Return how a record may begin, each with what it means in law."""
    notes = {
        MissingStatus.DESAPARECIDA: _("A crime is presumed (LGMDFP art. 4)"),
        MissingStatus.NO_LOCALIZADA: _("No crime is presumed so far"),
    }
    return [(each.value, Label(str(each.label), str(notes[each]))) for each in BEGINS_AS]


class EnterForm(MeaningForm, NamesForm):
    """The least that is needed to begin a record."""

    field_order = ("name", "social_name", "nickname", "status", "kinship", "refers_as")

    status = forms.ChoiceField(
        label=_("Where the search stands"),
        choices=beginnings,
        widget=forms.RadioSelect,
        initial=MissingStatus.DESAPARECIDA,
    )
    is_another = forms.BooleanField(
        label=_("It is another person of the same name"), required=False, widget=forms.HiddenInput
    )

    def ask_whether_another(self) -> None:
        """Offer to say that it is somebody else."""
        self.fields["is_another"].widget = forms.CheckboxInput()


class LinkForm(MeaningForm):
    """A record another family of the house keeps already."""

    field_order = ("missing",)

    missing = forms.ChoiceField(
        label=_("Whom this family searches for"),
        help_text=_("Only records you may read, or of cases you coordinate, are offered."),
    )

    def __init__(
        self, *args: Any, offered: list[tuple[str, str]], hears: bool, **facts: Any
    ) -> None:
        super().__init__(*args, **facts)
        self.fields["missing"].choices = offered  # type: ignore[attr-defined]
        if not hears:  # what a family says is written down by who accompanies it
            for name in MeaningForm.base_fields:
                del self.fields[name]


class BlockForm(Rows, forms.Form):
    """One block of the record, made of its parts."""

    def __init__(self, *args: Any, block: Block, **facts: Any) -> None:
        self.together: Together = block.together
        super().__init__(*args, **facts)
        self.block = block
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, required=False)
        for part in block.parts:
            self.fields[part.name] = field_of(part)

    def clean(self) -> dict[str, Any]:
        """Refuse days to come; keep days and hours as text."""
        facts = super().clean() or self.cleaned_data
        for part in self.block.parts:
            value = facts.get(part.name)
            if part.kind == DAY and value:
                try:
                    facts[part.name] = str(not_to_come(value))
                except forms.ValidationError as wrong:
                    self.add_error(part.name, wrong)
            if part.kind == HOUR and value:
                facts[part.name] = f"{value:%H:%M}"
        return facts

    def said(self) -> dict[str, Any]:
        """Return what was written, without what the page needs for itself."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


def field_of(part: Part) -> forms.Field:
    """Return the field that asks for one part."""
    known: dict[str, Any] = {"label": part.label, "help_text": part.help, "required": False}
    if part.kind == DAY:
        return forms.DateField(widget=DayInput, **known)
    if part.kind == HOUR:
        return forms.TimeField(widget=TimeInput, **known)
    if part.kind == ONE:
        return forms.ChoiceField(choices=[("", EMPTY), *(part.choices or [])], **known)
    if part.kind == MANY:
        return forms.MultipleChoiceField(
            choices=part.choices or [], widget=forms.CheckboxSelectMultiple, **known
        )
    return TextField(rows=3 if part.kind == LONG else 0, **known)


class TellingForm(Rows, forms.Form):
    """How this family came to know."""

    together: Together = (("way", "told_on"), ("told_by", "told_to"))
    needed: tuple[str, ...] = ("told_on", "told_by")

    way = choices(Telling, empty=_("Choose"), label=_("How the family came to know"))
    told_on = day_field(label=_("On which day"))
    told_by = TextField(label=_("Who told it"))
    told_to = TextField(label=_("Whom"))
    accompanied_by = TextField(
        label=_("Accompanied by whom"), help_text=_("Of our team, or of the family's own network.")
    )
    reaction = TextField(label=_("What the family says of it"), rows=3)

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        for name in self.needed:
            self.fields[name].required = True
        self.fields["way"].choices = self.ways()  # type: ignore[attr-defined]

    def ways(self) -> list[tuple[str, Any]]:
        """Return how a family may have come to know."""
        told = [(way.value, way.label) for way in Telling if way != Telling.NADIE]
        return [("", _("Choose")), *told]

    def clean_told_on(self) -> dt.date | None:
        """Refuse a day to come."""
        return not_to_come(self.cleaned_data["told_on"])

    def telling(self) -> TellingFacts:
        """Return the telling as the use cases hear it."""
        said = self.cleaned_data
        named = ("way", "told_by", "told_to", "told_on", "accompanied_by", "reaction")
        return TellingFacts(**{name: said[name] for name in named})


class StatusForm(TellingForm):
    """Another status, the document it stands on, and how the family came to know."""

    together = (("source", "dated_on"), *TellingForm.together)
    needed = ("dated_on", "reference", *TellingForm.needed)
    field_order = ("to", "source", "dated_on", "reference", "words")

    to = forms.ChoiceField(label=_("Status from now on"), widget=forms.RadioSelect)
    source = choices(Source, empty=_("Choose"), label=_("Document that says so"))
    dated_on = day_field(label=_("Date of the document"))
    reference = TextField(label=_("Number or reference"))
    words = TextField(label=_("What it says, in a few words"), rows=3)

    def __init__(self, *args: Any, before: str, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["to"].choices = self.offered(before)  # type: ignore[attr-defined]

    def offered(self, before: str) -> Iterator[tuple[str, Any]]:
        """Yield the statuses that may follow."""
        return ((each.value, each.label) for each in MISSING_MOVES[before])

    def clean_dated_on(self) -> dt.date | None:
        """Refuse a day to come."""
        return not_to_come(self.cleaned_data["dated_on"])

    def document(self) -> SourceFacts:
        """Return the document as the use cases hear it."""
        said = self.cleaned_data
        return SourceFacts(said["source"], said["reference"], said["dated_on"], said["words"])


class RegistryForm(StatusForm):
    """What the national registry says, whoever was told."""

    needed = ("dated_on", "reference")

    def offered(self, before: str) -> Iterator[tuple[str, Any]]:
        """Yield every other status: authorities do as they see fit."""
        return ((each.value, each.label) for each in RegistryStatus if each != before)

    def ways(self) -> list[tuple[str, Any]]:
        """Return every way, and that nobody has told the family."""
        return [("", _("Choose")), *Telling.choices]
