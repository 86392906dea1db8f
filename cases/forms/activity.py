"""Forms about what a collective does together."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accompaniment.forms import DayInput
from cases.actions.activities import ActivityFacts, PartFacts
from cases.actions.sessions import SessionFacts
from cases.actions.shared_agreements import AgreementFacts
from cases.enums import Modality
from cases.enums.collective import ActivityKind, CommunityGroup, Moment
from cases.forms.case import Choices
from cases.forms.collective import not_to_come
from cases.forms.fields import LONG, TextField, choices
from cases.forms.layout import Rows
from cases.forms.session import MoveForm
from cases.skeletons import LIMIT

PLAN = ("theme", "objective", "technique", "materials", "place")
RECORD = ("emerging", "resources", "alerts")


def words(label: Any, help_text: Any = "", rows: int = 3) -> TextField:
    """Return a field for prose, kept as typed."""
    return TextField(rows=rows, label=label, help_text=help_text, max_length=LIMIT, strip=False)


class ActivityForm(MoveForm):
    """What is done together, when and where."""

    together = (("kind", "modality"), ("day", "hour", "minutes"), ("room", "meeting_place"))
    field_order: Any = (
        "kind", "modality", "day", "hour", "minutes", "groups", "room", "meeting_place",
        "theme", "objective",
    )  # fmt: skip

    activity_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    kind = choices(ActivityKind, label=_("What you do together"))
    modality = choices(Modality, label=_("Where and how"), initial=Modality.EN_COMUNIDAD)
    groups = forms.MultipleChoiceField(
        label=_("Age groups that meet"),
        choices=CommunityGroup.choices,
        initial=list(CommunityGroup.values),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Only for an encounter: one session for each group, at the same hour."),
    )
    theme = TextField(label=_("Theme"), max_length=LONG)
    meeting_place = TextField(
        label=_("Meeting place"),
        help_text=_("For whoever opens the door. Never where a search takes place."),
    )
    objective = words(_("Objective"), rows=2)

    def facts(self) -> ActivityFacts:
        """Return what was sent, as the use cases hear it."""
        sent = self.cleaned_data
        session = SessionFacts(
            starts_at=sent["starts_at"],
            minutes=sent["minutes"],
            modality=sent["modality"],
            place=sent["meeting_place"],
            room=sent.get("room"),
        )
        plan = {name: sent[name] for name in ("theme", "objective")}
        return ActivityFacts(sent["kind"], session, tuple(sent["groups"]), plan)


class PartForm(Rows, forms.Form):
    """How one session was planned and how it was."""

    together = (("facilitator", "cofacilitator"), ("theme", "room", "place"))

    refusal: Any = None

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    facilitator = forms.ChoiceField(label=_("Facilitates"), required=False)
    cofacilitator = forms.ChoiceField(label=_("Co-facilitates"), required=False)
    theme = TextField(label=_("Theme"), max_length=LONG)
    room = forms.ChoiceField(label=_("Room"), required=False)
    place = TextField(label=_("Place"), help_text=_("Sealed with the record."))
    objective = words(_("Objective"), rows=2)
    technique = words(_("Technique"), _("With girls and boys, play; sessions of an hour at most."))
    materials = words(_("Materials"), rows=2)
    emerging = words(
        _("Themes that emerged"),
        _("Without names. What somebody disclosed goes to her own accompaniment."),
        rows=5,
    )
    resources = words(_("Resources and resistances you saw"))
    alerts = words(_("Alerts"), _("What has to be looked at, without saying who."), rows=2)

    def __init__(self, *args: Any, people: Choices, rooms: Mapping[str, Any], **facts: Any) -> None:
        super().__init__(*args, **facts)
        for name in ("facilitator", "cofacilitator"):
            self.fields[name].choices = people  # type: ignore[attr-defined]
        self.rooms = rooms
        named = [("", str(_("None of ours"))), *((pk, str(room)) for pk, room in rooms.items())]
        self.fields["room"].choices = named  # type: ignore[attr-defined]
        if not rooms:
            del self.fields["room"]

    def facts(self, colleagues: dict[str, Any]) -> PartFacts:
        """Return what was sent, as the use cases hear it."""
        sent = self.cleaned_data
        return PartFacts(
            plan={name: sent[name] for name in PLAN},
            record={name: sent[name] for name in RECORD},
            facilitator=colleagues.get(sent["facilitator"]),
            cofacilitator=colleagues.get(sent["cofacilitator"]),
            room=self.rooms.get(sent.get("room", "")),
        )


class SharedForm(forms.Form):
    """The opening and the closing of everybody together."""

    opening = words(_("Shared opening"), _("How everybody arrived and began together."))
    closing = words(_("Shared closing"), _("How you came together again and said goodbye."))


class MomentForm(forms.Form):
    """One moment of accompanying people outside."""

    happened_on = forms.DateField(label=_("Day"), widget=DayInput)

    def clean_happened_on(self) -> dt.date:
        """Refuse a day to come."""
        return not_to_come(self.cleaned_data["happened_on"])

    def words(self) -> dict[str, str]:
        """Return what was written."""
        return {name: said for name, said in self.cleaned_data.items() if name != "happened_on"}


class BeforeForm(MomentForm):
    """How it was prepared."""

    preparation = words(_("Preparation"), _("What may be found, what each one wants to know."))
    agreed = words(_("Consent"), _("Who decides what, and how anyone can step back at any time."))
    health = words(_("Health"), _("Medicines, sun, water, accessibility; who carries what."), 2)


class DuringForm(MomentForm):
    """What was held while it happened."""

    containment = words(_("Containment"), _("How people were held, by whom."))
    found = words(_("What was found or said"), _("In the words the families use."))
    treatment = words(_("Treatment by the authorities"), rows=2)


class AfterForm(MomentForm):
    """How everybody came down from it, within a week."""

    decompression = words(_("Decompression"), _("How people are, within seven days."))
    needs = words(_("What they need now"), rows=2)
    follow_up = words(_("How you stay close"), rows=2)


MOMENT_FORMS: dict[str, type[MomentForm]] = {
    Moment.ANTES: BeforeForm,
    Moment.DURANTE: DuringForm,
    Moment.DESPUES: AfterForm,
}


class DebriefForm(forms.Form):
    """What the team says of itself."""

    how = words(_("How you come out of it"), _("Of the team, not of the people you accompany."))
    weighs = words(_("What weighs on you"), rows=2)
    holds = words(_("What held you up"), rows=2)
    rest = words(_("Rest and care agreed on"), rows=2)


class AgreementForm(Rows, forms.Form):
    """Something the collective agreed on."""

    together = (("responsible", "who", "due_on"),)

    text = words(_("What was agreed"))
    responsible = forms.ChoiceField(label=_("Who of the team sees to it"), required=False)
    who = TextField(
        label=_("Or who of the collective"), help_text=_("A commission or everybody; no names.")
    )
    due_on = forms.DateField(label=_("By when"), widget=DayInput, required=False)

    def __init__(self, *args: Any, people: Choices, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["text"].required = True
        self.fields["responsible"].choices = people  # type: ignore[attr-defined]

    def facts(self, colleagues: dict[str, Any]) -> AgreementFacts:
        """Return what was sent, as the use cases hear it."""
        sent = {**self.cleaned_data}
        sent["responsible"] = colleagues.get(sent["responsible"])
        return AgreementFacts(**sent)


class OutcomeForm(forms.Form):
    """What came of an agreement."""

    outcome = words(_("What came of it"), _("Empty if there is nothing to say."))
