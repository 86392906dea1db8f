"""Forms about who is let into a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accompaniment.forms import DayInput, Label
from cases.enums import Function
from cases.forms.fields import TextField

NOTES = {
    Function.MEMBER: _("Reads and writes"),
    Function.SUPERVISOR: _("Reads, also what is written for supervision"),
    Function.LEGAL: _("Keeps the legal road and sees whom to call; no note"),
}


def functions() -> list[tuple[str, Label]]:
    """Return what someone may be to a case, each with what it opens."""
    return [(f.value, Label(str(f.label), str(note))) for f, note in NOTES.items()]


class MemberForm(forms.Form):
    """Someone to be let in, and as what."""

    function = forms.ChoiceField(
        label=_("As what"),
        choices=functions,
        widget=forms.RadioSelect,
        initial=Function.MEMBER,
    )
    user = forms.ChoiceField(label=_("Who"))
    reason = TextField(rows=2, label=_("Why this person needs to know"))

    def __init__(self, *args: Any, people: list[tuple[str, str]], **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["user"].choices = people  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """Who is responsible from now on."""

    to = forms.ChoiceField(label=_("Who accompanies from now on"))
    reason = TextField(rows=3, required=True, label=_("Why it is handed over"))
    stays = forms.BooleanField(
        label=_("The person responsible until now stays in the team"), required=False
    )
    goodbye_on = forms.DateField(
        label=_("Goodbye session on"),
        required=False,
        widget=DayInput,
        help_text=_("Who leaves says goodbye to her; until then she stays in the team."),
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["to"].choices = people  # type: ignore[attr-defined]
