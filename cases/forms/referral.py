"""Forms about referrals: what may be told is ticked with her, one thing at a time."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.forms import DayInput
from cases.enums import ConsentMethod
from cases.enums.institutions import InstitutionKind, ReferralItem
from cases.forms.fields import TextField, choices
from cases.forms.layout import Rows

METHODS = [each for each in ConsentMethod.choices if each[0] != ConsentMethod.EXCEPCION]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that may be told: the tick and the words."""

    tick: Any
    words: Any


class ReferralForm(forms.Form):
    """Where to, what for, and exactly which data."""

    mark_optional = False

    referral_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    person = forms.ChoiceField(label=_("Who is referred"))
    institution = forms.ChoiceField(label=_("Institution"), required=False)
    other = TextField(
        label=_("Or another one"), help_text=_("Who receives her, if the directory lacks it.")
    )
    kind = choices(
        InstitutionKind, label=_("What it is"), required=False, initial=InstitutionKind.OTRO
    )
    purpose = TextField(rows=2, label=_("What for"))
    accompanied_by = forms.ChoiceField(label=_("Who of the team goes along"), required=False)

    def __init__(
        self,
        *args: Any,
        people: list[tuple[str, str]],
        team: list[tuple[str, str]],
        institutions: list[tuple[str, str]],
        **facts: Any,
    ) -> None:
        super().__init__(*args, **facts)
        offered: dict[str, list[tuple[str, Any]]] = {
            "person": list(people),
            "institution": [("", _("Choose")), *institutions],
            "accompanied_by": [("", _("Nobody: she goes by herself")), *team],
        }
        for name, among in offered.items():
            self.fields[name].choices = among  # type: ignore[attr-defined]
        for item in ReferralItem:
            self.fields[f"tick_{item}"] = forms.BooleanField(label=item.label, required=False)
            words = TextField(label=_("What exactly"), max_length=1_000)
            words.widget.attrs["aria-label"] = f"{item.label}: {words.label}"
            self.fields[f"item_{item}"] = words

    @property
    def items(self) -> list[Item]:
        """Return everything that may be told, each with its tick."""
        return [Item(self[f"tick_{item}"], self[f"item_{item}"]) for item in ReferralItem]

    def clean(self) -> dict[str, Any]:
        """Refuse ticks without words and words without a tick: neither says what she agreed to."""
        said = super().clean() or self.cleaned_data
        for item in ReferralItem:
            tick, words = said.get(f"tick_{item}"), said.get(f"item_{item}", "").strip()
            if tick and not words:
                self.add_error(f"item_{item}", _("Write what exactly is told, or take the tick."))
            if words and not tick:
                sentence = _("This is written and not ticked: tick it with her, or empty it.")
                self.add_error(f"tick_{item}", sentence)
        if not said.get("institution") and not said.get("other", "").strip():
            self.add_error("institution", _("Choose an institution, or write who receives her."))
        return said

    @property
    def told(self) -> dict[str, str]:
        """Return what is ticked."""
        sent = self.cleaned_data
        return {str(i): sent[f"item_{i}"] for i in ReferralItem if sent[f"tick_{i}"]}


def from_referral(referral: Any) -> dict[str, Any]:
    """Return a referral as initial values."""
    to = referral.destination.reveal()
    items = referral.items.reveal() if referral.items else {}
    return {
        "referral_id": referral.pk,
        "version": referral.version,
        "person": str(referral.person_id),
        "institution": to["institution"],
        "other": "" if to["institution"] else to["name"],
        "kind": to["kind"],
        "purpose": referral.purpose.reveal() if referral.purpose else "",
        "accompanied_by": str(referral.accompanied_by_id or ""),
        **{f"tick_{code}": True for code in items},
        **{f"item_{code}": text for code, text in items.items()},
    }


class AgreeForm(Rows, forms.Form):
    """How she agreed to this transfer."""

    together = (("method", "given_on"),)

    version = forms.IntegerField(widget=forms.HiddenInput)
    method = forms.ChoiceField(label=_("How it was given"), choices=METHODS)
    given_on = forms.DateField(label=_("Day"), widget=DayInput)
    signed_by = TextField(label=_("Who signs for the girl, boy or adolescent"))
    representative_is_aggressor = forms.TypedChoiceField(
        label=_("Is the representative also the aggressor?"),
        choices=[("", _("Choose")), ("no", _("No")), ("yes", _("Yes"))],
        coerce={"yes": True, "no": False}.get,
        empty_value=None,
        required=False,
    )
    agreed = forms.BooleanField(
        label=_("She saw what is told, item by item, to whom and what for, and agrees")
    )

    def __init__(self, *args: Any, is_child: bool, **facts: Any) -> None:
        super().__init__(*args, **facts)
        if not is_child:
            del self.fields["signed_by"], self.fields["representative_is_aggressor"]
        self.fields["given_on"].initial = timezone.localdate

    def clean_given_on(self) -> dt.date:
        """Refuse a day to come."""
        day: dt.date = self.cleaned_data["given_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("That day has not come yet."))
        return day


class WordsForm(forms.Form):
    """What happened, in a few words."""

    words = TextField(rows=4, label=_("What happened"), max_length=20_000)
