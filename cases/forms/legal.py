"""Forms about legal matters and hearings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accompaniment.forms import DayInput
from cases.enums.legal import (
    STAGES,
    HearingKind,
    LegalRole,
    MatterKind,
    MatterOutcome,
    Stage,
    stages_of,
)
from cases.forms.fields import TextField, choices
from cases.forms.layout import Rows, Together
from cases.forms.moments import ZonedForm, zones

Choices = list[tuple[str, str]]


def stages_by_kind() -> list[tuple[Any, Any]]:
    """Return every stage below the kind of procedure that knows it."""
    grouped: list[tuple[Any, Any]] = [("", _("The first one"))]
    for kind in STAGES:
        known = [(each.value, each.label) for each in stages_of(kind)]
        grouped.append((MatterKind(kind).label, known))
    return grouped


class MatterForm(Rows, forms.Form):
    """What is known of a matter."""

    together: Together = (("lawyer", "external_lawyer"), ("next_on", "next_what"))

    role = choices(LegalRole, label=_("What she is in this procedure"))
    authority = TextField(label=_("Authority"), max_length=200)
    numbers = TextField(label=_("Numbers"), max_length=200, help_text=_("File, case, cause."))
    parties = TextField(
        rows=2,
        label=_("Parties"),
        help_text=_("No more than the procedure needs. Who reads this can be counted on one hand."),
    )
    lawyer = forms.ChoiceField(label=_("Lawyer of the house"), required=False)
    external_lawyer = TextField(label=_("External lawyer"), max_length=200)
    family_violence = forms.BooleanField(label=_("It is about family violence"), required=False)
    protected_identity = forms.BooleanField(
        label=_("Her identity is protected in the file"), required=False
    )
    next_on = forms.DateField(label=_("Next date"), widget=DayInput, required=False)
    next_what = TextField(label=_("What for"), help_text=_("Deadlines; hearings have their own."))
    risks = TextField(rows=2, label=_("Risks"))
    stressors = TextField(
        rows=2,
        label=_("What may weigh on her"),
        help_text=_("For who accompanies: meeting him, telling it again, waiting."),
    )

    def __init__(self, *args: Any, lawyers: Choices, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["lawyer"].choices = [("", _("Nobody yet")), *lawyers]  # type: ignore[attr-defined]


class OpenMatterForm(MatterForm):
    """A matter that begins to be followed."""

    together = (("kind", "role"), ("stage", "happened_on"), *MatterForm.together)
    field_order = ("kind", "role", "stage", "happened_on", "stage_words")

    kind = choices(MatterKind, label=_("Kind of procedure"))
    stage = forms.ChoiceField(label=_("Where it stands"), choices=stages_by_kind, required=False)
    happened_on = forms.DateField(label=_("Since"), widget=DayInput, required=False)
    stage_words = TextField(
        label=_("Where it stands, in your words"),
        help_text=_("Only for labour, civil, administrative and migration law."),
    )


class StageForm(Rows, forms.Form):
    """The next stage of a procedure."""

    together = (("to", "happened_on"),)

    to = forms.ChoiceField(label=_("Next stage"))
    happened_on = forms.DateField(label=_("Since"), widget=DayInput)
    words = TextField(label=_("In your words"))
    note = TextField(rows=3, label=_("Note"), help_text=_("For the legal area and the team."))

    def __init__(self, *args: Any, ahead: tuple[Stage, ...], **facts: Any) -> None:
        super().__init__(*args, **facts)
        offered = [(stage.value, stage.label) for stage in ahead]
        self.fields["to"].choices = offered  # type: ignore[attr-defined]
        if ahead == (Stage.LIBRE,):
            self.fields["words"].required = True
        else:
            del self.fields["words"]


class OutcomeForm(forms.Form):
    """How a matter ended."""

    outcome = choices(MatterOutcome, label=_("How it ended"), widget=forms.RadioSelect)
    words = TextField(rows=2, label=_("In short"))
    cites_expertise = forms.BooleanField(
        label=_("The judgment cites an expert report of the house"), required=False
    )


class HearingForm(Rows, forms.Form):
    """What is known of a hearing."""

    kind = choices(HearingKind, label=_("What for"))
    authority = TextField(label=_("Authority"), max_length=200)
    place = TextField(label=_("Place"), max_length=200, help_text=_("Building, room, entrance."))
    measures = TextField(
        rows=2,
        label=_("How she is protected there"),
        help_text=_("Screen, another door, video, closed doors. Ask for it in time."),
    )
    summons = TextField(rows=2, label=_("Summons"), help_text=_("Who was summoned, when, how."))


class PlanHearingForm(ZonedForm, HearingForm):
    """A hearing to come."""

    moment = "starts_at"
    together = (("day", "hour", "time_zone"),)
    field_order = ("kind", "day", "hour", "time_zone")

    time_zone = forms.ChoiceField(label=_("In the time of"), choices=zones)


class CompanyForm(Rows, forms.Form):
    """How she is prepared, and who goes with her."""

    together = (("prep_session", "prepared_on"), ("companion", "seat"))

    prep_session = forms.ChoiceField(
        label=_("Preparation session"),
        required=False,
        help_text=_("Schedule it on the case; then choose it here."),
    )
    prepared_on = forms.DateField(label=_("Prepared on"), widget=DayInput, required=False)
    companion = forms.ChoiceField(label=_("Who goes with her"), required=False)
    seat = TextField(label=_("Where they sit"))
    code_word = TextField(
        label=_("Word she says if she needs a pause"),
        help_text=_("Only you, she and the lawyer know it."),
    )

    def __init__(self, *args: Any, people: Choices, sessions: Choices, **facts: Any) -> None:
        super().__init__(*args, **facts)
        none = [("", _("Not yet"))]
        self.fields["companion"].choices = [*none, *people]  # type: ignore[attr-defined]
        self.fields["prep_session"].choices = [*none, *sessions]  # type: ignore[attr-defined]


class DeferForm(ZonedForm):
    """A hearing that was put off, perhaps without a new date."""

    moment = "starts_at"
    field_order = ("reason", "day", "hour")

    reason = TextField(rows=2, required=True, label=_("Why it does not take place"))

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        for name in ("day", "hour"):
            self.fields[name].required = False
        self.fields["day"].label = _("New day")
        self.fields["day"].help_text = _("Leave it empty while it is not known.")

    def clean(self) -> dict[str, Any]:
        """Ask for both halves of the new moment, or none."""
        half = bool(self.cleaned_data.get("day")) != bool(self.cleaned_data.get("hour"))
        facts = super().clean()
        if half and not self.errors:
            self.add_error("hour", _("Write the day and the hour, or neither."))
        return facts


class CancelForm(forms.Form):
    """A hearing that will not take place."""

    reason = TextField(rows=2, required=True, label=_("Why it does not take place"))


class HeldForm(ZonedForm):
    """A hearing that took place."""

    moment = "ended_at"

    result = TextField(rows=3, label=_("What was decided"))

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["day"].label = _("It ended on")


class AfterForm(ZonedForm):
    """The contact after a hearing."""

    moment = "contacted_at"

    words = TextField(
        rows=3,
        label=_("How she is"),
        help_text=_("It stays with who accompanies; the legal area does not see it."),
    )
