"""The form about what happened: ticked where a list knows it, in her words where none does."""

import datetime as dt
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases import places
from cases.actions.events import EventFacts
from cases.enums.unsaid import with_unsaid
from cases.enums.violence import (
    Actor,
    LegalFrame,
    Modality,
    Relation,
    RelationFact,
    Reported,
    VicariousForm,
    VictimStatus,
    Violation,
    ViolenceType,
)
from cases.forms.fields import TextField, choices
from cases.said_dates import Precision, SaidDate, heard

MOST = 20_000  # letters


def ticks(known: Any, label: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    """Return a checklist of one vocabulary."""
    return forms.MultipleChoiceField(
        label=label,
        choices=known.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=help_text,
    )


def one_of(known: Any, label: Any, help_text: Any = "") -> forms.ChoiceField:
    """Return a list of one vocabulary; nothing is ever forced."""
    return forms.ChoiceField(
        label=label,
        choices=[("", pgettext_lazy("answer", "Not said")), *with_unsaid(known)],
        required=False,
        help_text=help_text,
    )


class EventForm(forms.Form):
    """One event; every field may stay empty, as long as something is said."""

    mark_optional = False

    event_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    words = TextField(
        rows=4, label=_("What happened, in her words"), max_length=MOST,
        help_text=_("As little as is needed. She need not tell it again."),
    )  # fmt: skip
    types = ticks(ViolenceType, _("What was done: types"))
    modalities = ticks(Modality, _("Where and how: modalities"))
    vicarious = ticks(VicariousForm, _("If it was vicarious, in which form"))
    violations = ticks(Violation, _("Human-rights violations and grave crimes"))
    when = TextField(
        label=_("When it happened, as she says it"),
        help_text=_("“Spring 2011”, “since 2009”, “15 March 2020”, “about five years ago”."),
    )
    precision = choices(
        Precision, empty=_("As the words say"), label=_("How precise it is"), required=False
    )
    state = forms.ChoiceField(label=pgettext_lazy("of the country", "State"), required=False)
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    locality = TextField(label=_("Place, in words"), help_text=_("It lies sealed."))
    relation = one_of(Relation, _("What the one responsible is to her"))
    relation_facts = ticks(RelationFact, _("What makes it more dangerous"))
    actor = one_of(
        Actor,
        _("Who is alleged to be responsible"),
        _("Naming may endanger: “prefers not to say” is an answer."),
    )
    victim_status = one_of(VictimStatus, _("What she is before the law"))
    reported = one_of(Reported, _("Was an authority told?"))
    frame = choices(LegalFrame, empty=_("Leave open"), label=_("Legal frame"), required=False)
    other = TextField(label=_("What no list foresees"))

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        empty = ("", pgettext_lazy("answer", "Not said"))
        self.fields["state"].choices = [empty, *places.states()]  # type: ignore[attr-defined]
        self.fields["municipality"].choices = [empty, *places.municipalities()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Take the state from the municipality where only that was chosen."""
        said = super().clean() or self.cleaned_data
        if said.get("municipality") and not said.get("state"):
            said["state"] = said["municipality"][:2]
        return said

    def facts(self, today: dt.date | None = None) -> EventFacts:
        """Return what was sent, as the use cases hear it."""
        said = dict(self.cleaned_data)
        when, precision = said.pop("when"), said.pop("precision")
        for name in ("event_id", "version"):
            said.pop(name)
        known: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in said.items()}
        return EventFacts(**known, when=heard(when, today or timezone.localdate(), precision))


def from_event(event: Any) -> dict[str, Any]:
    """Return an event as initial values."""
    codes = event.codes.reveal() if event.codes else {}
    when = SaidDate.read(codes.pop("when", {}))
    inferred = heard(when.words, timezone.localdate()).precision
    return {
        **codes,
        "event_id": event.pk,
        "version": event.version,
        "words": event.words.reveal() if event.words else "",
        "when": when.words,
        "precision": "" if inferred == when.precision else when.precision,
    }
