"""Forms about a family: persons, bonds, safety, households, the sheet, agreements."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accompaniment.forms import DayInput, Label
from cases.enums import ParticipationRole
from cases.enums.bond import BondKind
from cases.enums.family import CustodyKind, Said, Truth, Whereabouts
from cases.forms.fields import TextField, choices
from cases.forms.layout import Rows, Together
from cases.forms.person import PersonForm
from cases.reports.family import SHEET

People = list[tuple[str, str]]
WHEN = _("As it is known: “4 March 2011”, “spring 2011”, “around 2011”.")
LONG = 10_000


def yes_no() -> list[tuple[str, Label]]:
    """Return both answers."""
    return [
        ("no", Label(pgettext_lazy("answer", "No"))),
        ("yes", Label(pgettext_lazy("answer", "Yes"))),
    ]


class MentionForm(PersonForm):
    """Someone the family speaks of, who takes no part."""

    together: Together = (
        ("called", "pronouns"),
        ("birth_date", "birth_year", "age_group"),
    )
    field_order = ("called", "pronouns", "whereabouts")

    whereabouts = choices(
        Whereabouts,
        empty=_("It was not said"),
        label=_("How the family speaks of this person"),
        required=False,
    )

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        for name in ("municipality", "language", "interpreter", "nickname", "legal_name"):
            del self.fields[name]
        self.fields["called"].help_text = _("A first name, initials or “her father” are enough.")


class WhereaboutsForm(forms.Form):
    """How the family speaks of someone."""

    whereabouts = choices(
        Whereabouts,
        empty=_("It was not said"),
        label=_("How the family speaks of this person"),
        required=False,
        help_text=_(
            "The family's own words count. The official status of a missing person lies in the "
            "search record and changes only there, with its source."
        ),
    )


class BondForm(Rows, forms.Form):
    """What one person is to another."""

    together: Together = (("from_person", "kind", "to_person"), ("since", "until"))

    from_person = forms.ChoiceField(label=_("This person"))
    kind = choices(BondKind, empty=_("Choose"), label=pgettext_lazy("bond", "is"))
    to_person = forms.ChoiceField(label=pgettext_lazy("bond", "of this one"))
    since = TextField(label=_("Since when"), help_text=WHEN)
    until = TextField(label=_("Until when"), help_text=_("Only if it has ended."))
    lives_together = forms.TypedChoiceField(
        label=_("Do they live together?"),
        choices=[("", _("Not known")), ("no", _("No")), ("yes", _("Yes"))],
        coerce={"yes": True, "no": False}.get,
        empty_value=None,
        required=False,
    )
    words = TextField(rows=2, label=_("What should be known about it"))
    safe_to_share = forms.BooleanField(
        label=_("It is safe to tell the second what we know of the first"),
        help_text=_("Leave it off unless the first person said so."),
        required=False,
    )

    def __init__(self, *args: Any, people: People, **facts: Any) -> None:
        super().__init__(*args, **facts)
        for name in ("from_person", "to_person"):
            self.fields[name].choices = [("", _("Choose")), *people]  # type: ignore[attr-defined]


class UntilForm(forms.Form):
    """Until when something lasted."""

    until = TextField(label=_("Until when"), help_text=WHEN)


class ShareForm(forms.Form):
    """Whether news of one person may reach another."""

    safe = forms.TypedChoiceField(
        label=_("May what we know of the first be told to the second?"),
        choices=yes_no,
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        help_text=_("“Yes” only if the first person said so herself, and nobody is put in danger."),
    )


class InterviewForm(Rows, forms.Form):
    """What a member said alone."""

    together: Together = (("lives_with", "would_attend", "wants"),)

    held_on = forms.DateField(label=_("Day"), widget=DayInput)
    lives_with = choices(Said, label=_("Lives with who has harmed someone here"))
    would_attend = choices(Said, label=_("Who has harmed would come to the sessions"))
    wants = choices(Said, label=_("Takes part of her or his own will"))
    words = TextField(
        rows=4,
        label=_("What she or he needs to be safe"),
        help_text=_("It lies in this person's private space: no paper of the family shows it."),
        max_length=LONG,
    )

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["held_on"].initial = timezone.localdate
        for name in ("lives_with", "would_attend", "wants"):
            self.fields[name].initial = Said.NO_SABE

    def clean_held_on(self) -> dt.date:
        """Refuse a day to come."""
        day: dt.date = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("That day has not come yet."))
        return day


class StayForm(forms.Form):
    """Who lives in which household."""

    person = forms.ChoiceField(label=_("Who"))
    household = TextField(
        label=_("Household"),
        help_text=_("A name the team understands, as “grandmother's house”. Never an address."),
        required=True,
        max_length=80,
    )
    since = TextField(label=_("Since when"), help_text=WHEN)

    def __init__(self, *args: Any, people: People, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["person"].choices = people  # type: ignore[attr-defined]


class SheetForm(forms.Form):
    """What the family shares about itself."""

    refusal: Any = None  # why the use case said no

    mark_optional = False

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        for name, label in SHEET.items():
            self.fields[name] = (
                TextField(label=label, help_text=WHEN)
                if name == "event_when"
                else TextField(rows=4, label=label, max_length=LONG)
            )
        self.fields["rules"].help_text = _(
            "What may be said at home and what may not. It stays with the team: the family's paper "
            "leaves it out."
        )

    def sections(self) -> dict[str, str]:
        """Return what was written."""
        return {name: self.cleaned_data.get(name, "") for name in SHEET}


class AgreementForm(Rows, forms.Form):
    """What the family agreed on."""

    together: Together = (("person", "due_on"),)

    words = TextField(rows=2, required=True, label=_("What was agreed"), max_length=LONG)
    person = forms.ChoiceField(label=_("Who takes it on"), required=False)
    due_on = forms.DateField(label=_("Until"), widget=DayInput, required=False)

    def __init__(self, *args: Any, people: People, **facts: Any) -> None:
        super().__init__(*args, **facts)
        everybody = [("", _("Everybody")), *people]
        self.fields["person"].choices = everybody  # type: ignore[attr-defined]


class AgreementEndForm(forms.Form):
    """What became of an agreement."""

    kept = forms.TypedChoiceField(
        label=_("What became of it"),
        choices=[("yes", _("It was done")), ("no", _("The family left it aside"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )


class KnowsForm(Rows, forms.Form):
    """What a child was told."""

    together: Together = (("said_by", "when"),)

    truth = choices(Truth, label=_("What this child was told is"))
    told = TextField(
        rows=3,
        label=_("In which words"),
        help_text=_("As the child heard it: “papá está trabajando lejos”."),
        max_length=LONG,
    )
    said_by = TextField(label=_("By whom"))
    when = TextField(label=_("When"), help_text=WHEN)


class CustodyForm(Rows, forms.Form):
    """Who decides for a child."""

    together: Together = (("holder", "holder_name"), ("since", "paper"))

    kind = choices(CustodyKind, label=pgettext_lazy("custody", "What"))
    holder = forms.ChoiceField(label=_("Who"), required=False)
    holder_name = TextField(label=_("Or someone else"), help_text=_("A person or institution."))
    holder_is_aggressor = forms.TypedChoiceField(
        label=_("Has this person harmed the child or somebody of the family?"),
        choices=yes_no,
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        help_text=_("If so, a legal review is asked for before anybody relies on her or him."),
    )
    since = TextField(label=_("Since when"), help_text=WHEN)
    paper = TextField(label=_("What says so"), help_text=_("Judgment, agreement, birth record…"))

    def __init__(self, *args: Any, people: People, **facts: Any) -> None:
        super().__init__(*args, **facts)
        offered = [("", _("Nobody of this accompaniment")), *people]
        self.fields["holder"].choices = offered  # type: ignore[attr-defined]


class KnownPersonForm(forms.Form):
    """Someone already known from another accompaniment."""

    person = forms.ChoiceField(label=_("Who"), widget=forms.RadioSelect)
    role = forms.ChoiceField(
        label=_("Takes part as"),
        choices=[(r.value, r.label) for r in ParticipationRole if r != ParticipationRole.PA],
    )

    def __init__(self, *args: Any, people: People, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["person"].choices = people  # type: ignore[attr-defined]
