"""What is asked on the telephone: first whether it is safe, and never more than the least."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accompaniment.forms import Label, PlainSelect
from cases.actions.calls.frame import LONGEST_DEMAND
from cases.actions.calls.taking import ABOUT, PLAIN, CallFacts
from cases.calls.minimum import too_much
from cases.enums import Pronouns, ServiceLine
from cases.enums.calls import (
    AgeBand,
    Answer,
    CallChannel,
    Contacting,
    HeardOf,
    Language,
    Municipality,
    Told,
)
from cases.forms.fields import TextField, choices, plain
from cases.forms.layout import Rows, Together
from cases.forms.moments import zones
from cases.models import PhoneLine
from cases.places import town

LONGEST_VERSION = 8  # digits
MOST_FIELDS = 60
LATER = frozenset({ServiceLine.IND, ServiceLine.FAM, ServiceLine.COM_DESAPARICION})


def asked_for() -> list[tuple[str, Any]]:
    """Return the lines somebody may ask for, the usual ones first."""
    usual = [(line.value, line.label) for line in ServiceLine if line in LATER]
    return [("", _("Not known yet")), *usual, *(c for c in ServiceLine.choices if c not in usual)]


def line_choices(lines: list[PhoneLine]) -> list[tuple[str, Label]]:
    """Return the lines of a team, each with the town whose hour it keeps."""
    towns = [(line, town(line.time_zone)) for line in lines]
    return [("", Label(_("Without a line"))), *((str(i.pk), Label(i.name, t)) for i, t in towns)]


def refuse_too_much(text: str) -> str:
    """Refuse what law and safety forbid to write down yet.

    :raises ValidationError: with a sentence for each.
    """
    if found := too_much(text):
        raise forms.ValidationError([str(each.label) for each in found])
    return text


class CallForm(Rows, forms.Form):
    """Who calls and what she asks for. Nothing is required: the call may be cut at any moment."""

    mark_optional = False
    together: Together = (
        ("alias", "who", "age_band"),
        ("pronouns", "language", "interpreter"),
        ("municipality", "service_line"),
        ("line", "channel", "time_zone"),
    )

    call_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    safe_now = choices(
        Answer,
        label=_("Is it safe to talk now?"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("It is asked first."),
    )
    alias = TextField(
        label=_("How does she want to be called?"),
        help_text=_("An alias is enough. Do not ask for the legal name."),
        max_length=80,
    )
    who = choices(Contacting, label=_("Who contacts us"), required=False)
    age_band = choices(
        AgeBand, label=_("Age, more or less"), required=False, initial=AgeBand.DESCONOCIDA
    )
    pronouns = choices(
        Pronouns, label=_("Pronouns"), required=False, initial=Pronouns.NO_SE_PREGUNTO
    )
    language = choices(Language, label=_("Language"), required=False)
    interpreter = TextField(label=_("Interpreter"), max_length=80)
    minors = choices(
        Answer,
        label=_("Are girls, boys or adolescents involved?"),
        required=False,
        widget=forms.RadioSelect,
    )
    municipality = choices(
        Municipality,
        empty=_("Not known"),
        label=_("Municipality"),
        required=False,
        widget=PlainSelect,
        help_text=_("Never the address."),
    )
    service_line = forms.ChoiceField(
        label=_("What she looks for"), choices=asked_for, required=False
    )
    demand = TextField(
        rows=3,
        label=_("What she asks for, in her words"),
        help_text=_("500 letters at most. Do not ask for the story yet."),
        max_length=LONGEST_DEMAND,
    )
    told = forms.MultipleChoiceField(
        label=_("We have told her"),
        choices=Told.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    heard_of = choices(
        HeardOf, empty=_("Not asked"), label=_("How she heard of us"), required=False
    )
    line = forms.ChoiceField(label=_("Line"), required=False)
    channel = choices(CallChannel, label=_("How she reaches us"), required=False)
    time_zone = forms.ChoiceField(
        label=_("Hour of the person"),
        choices=zones,
        required=False,
    )

    def __init__(
        self, *args: Any, lines: list[PhoneLine], teams: Any = (), listens: bool, **facts: Any
    ) -> None:
        super().__init__(*args, **facts)
        self.lines = {str(line.pk): line for line in lines}
        self.fields["line"].choices = line_choices(lines)  # type: ignore[attr-defined]
        if not listens:
            del self.fields["demand"]
        if len(teams) > 1:
            self.fields["team"] = forms.ChoiceField(label=_("Team"), choices=teams)

    def drawn_id(self) -> UUID:
        """Return the id of the call, drawn when the screen was first shown."""
        try:
            return UUID(str(self["call_id"].value()))
        except ValueError:
            return uuid4()

    def clean_call_id(self) -> UUID:
        """Draw an id where none was sent."""
        return self.cleaned_data["call_id"] or uuid4()

    def clean_alias(self) -> str:
        """Refuse what is not to be written down yet."""
        return refuse_too_much(self.cleaned_data["alias"])

    def clean_interpreter(self) -> str:
        """Refuse what is not to be written down yet."""
        return refuse_too_much(self.cleaned_data["interpreter"])

    def clean_demand(self) -> str:
        """Refuse what is not to be written down yet."""
        return refuse_too_much(self.cleaned_data["demand"])

    def facts(self) -> CallFacts:
        """Return what was sent, as the use cases hear it."""
        said = {name: self.cleaned_data[name] for name in (*PLAIN, *ABOUT, "alias")}
        named = {name: value for name, value in said.items() if value not in ("", None)}
        named["line"] = line = self.lines.get(self.cleaned_data["line"])
        if line and "channel" not in named:
            named["channel"] = line.channel
        return CallFacts(**named, demand=self.cleaned_data.get("demand"))

    @property
    def after_safety(self) -> list[Any]:
        """Return the rows after the first question."""
        return [row for row in self.layout() if getattr(row, "name", "") != "safe_now"]


def from_call(call: Any, *, listens: bool) -> dict[str, Any]:
    """Return what is known of a call as initial values."""
    about = call.about.reveal() if call.about else {}
    said = {name: getattr(call, name) for name in PLAIN if name != "line"}
    said |= {"line": str(call.line_id or ""), "call_id": call.pk, "version": call.version}
    said["alias"] = call.alias.reveal() if call.alias else ""
    if listens:
        said["demand"] = call.demand.reveal() if call.demand else ""
    return {**said, **about}


def typed(sent: QueryDict) -> dict[str, Any]:
    """Return what stands in a form being typed, bounded; lists only where a field holds several."""
    found: dict[str, Any] = {}
    for name in list(sent)[:MOST_FIELDS]:
        if name != "csrfmiddlewaretoken":
            values = [plain(value) for value in sent.getlist(name)]
            found[name] = values if name == "told" or name.startswith("signs_") else values[-1]
    return found


def without_too_much(content: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Part what may be kept from what may not, and say why not."""
    kept, why = {}, []
    for name, value in content.items():
        found = too_much(value) if isinstance(value, str) else []
        why += [str(each.label) for each in found]
        if not found:
            kept[name] = value
    return kept, why


def version_in(content: dict[str, Any]) -> int:
    """Return the version its writer was looking at."""
    said = str(content.get("version", "0"))
    return int(said) if said.isdecimal() and len(said) <= LONGEST_VERSION else 0
