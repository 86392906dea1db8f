"""Forms of the evaluation: questions, sessions, sources, instruments, what is borrowed."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.forms import DayInput
from cases.actions.sessions import CAME, NOT_HELD
from cases.enums import Attendance, ConsentMethod, Modality
from cases.forms.fields import TextField, choices
from cases.forms.layout import Rows, Together
from cases.forms.moments import ZonedForm, zones
from expertise.actions.consenting import METHODS
from expertise.enums.evaluation import Borrowed
from expertise.reports.file import CONDITIONS

LONG, VERY_LONG = 6_000, 20_000


def methods() -> list[tuple[str, Any]]:
    """Return how an answer may be given."""
    return [(each.value, each.label) for each in ConsentMethod if each in METHODS]


class AgreedForm(Rows, forms.Form):
    """How somebody agreed; for a child, who signs."""

    together: Together = (("method", "given_on"),)

    method = forms.ChoiceField(label=_("How she answered"), choices=methods)
    given_on = forms.DateField(label=_("Day"), widget=DayInput, initial=timezone.localdate)
    signed_by = TextField(
        label=_("Who signs for the girl, boy or adolescent"),
        max_length=200,
        help_text=_("And she or he agrees too, in words of their own."),
    )
    representative_is_aggressor = forms.TypedChoiceField(
        label=_("Is the representative also the aggressor?"),
        choices=[("", _("Choose…")), ("no", _("No")), ("yes", _("Yes"))],
        coerce={"yes": True, "no": False}.get,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, is_child: bool, **facts: Any) -> None:
        super().__init__(*args, **facts)
        if not is_child:
            del self.fields["signed_by"], self.fields["representative_is_aggressor"]


class ConsentForm(AgreedForm):
    """What she answered when she was asked to be evaluated."""

    field_order = ("other_side_told", "granted", "method", "given_on")

    other_side_told = forms.BooleanField(
        label=_(
            "She knows that the court, the prosecution and the defence of the other side will read "
            "the report, that I am not her therapist, and that she may stop at any time"
        ),
        required=False,
    )
    granted = forms.TypedChoiceField(
        label=_("Her answer"),
        choices=[("yes", _("She wants to be evaluated")), ("no", _("She does not want it"))],
        coerce={"yes": True, "no": False}.get,
        widget=forms.RadioSelect,
    )


class QuestionForm(forms.Form):
    """One question."""

    text = TextField(rows=4, required=True, max_length=LONG, label=_("The question, word for word"))
    short = TextField(
        label=_("In a few words"),
        help_text=_("For lists. If it stays empty, its beginning is shown."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PlanForm(ZonedForm):
    """A session of the evaluation to come."""

    moment = "starts_at"
    together: Together = (("day", "hour", "time_zone"), ("minutes", "modality"))
    field_order: tuple[str, ...] = ("day", "hour", "time_zone", "minutes", "modality")

    time_zone = forms.ChoiceField(label=_("In the time of"), choices=zones)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=720, initial=90)
    modality = choices(Modality, label=_("How"))
    place = TextField(
        label=_("Place and room"),
        max_length=200,
        help_text=_("As it will be printed: “Room 2”. Never an address of hers."),
    )


class HeldForm(PlanForm):
    """A session that was held, and its conditions."""

    together = (*PlanForm.together, ("attendance", "present"), ("privacy", "restraints"))
    field_order = (*PlanForm.field_order, "attendance", "place", "present", "content")

    attendance = forms.ChoiceField(
        label=_("Attendance"), choices=[(each.value, each.label) for each in CAME]
    )
    present = TextField(label=_("Who was present"), max_length=300)
    privacy = TextField(
        label=_("Privacy"), max_length=300, help_text=_("Closed room, no glass, no one listening.")
    )
    restraints = TextField(
        label=_("Restraints"),
        max_length=300,
        help_text=_("Custody, handcuffs, a guard within earshot; or none."),
    )
    interruptions = TextField(label=_("Interruptions"), max_length=500)
    breaks = TextField(label=_("Breaks"), max_length=300)
    content = TextField(
        rows=3,
        max_length=LONG,
        label=_("What was done"),
        help_text=_("Framing, free account, instruments: a line of the table of sessions."),
    )
    effect = TextField(
        rows=2,
        max_length=LONG,
        label=_("Effect of the session on her"),
        help_text=_("How she left, what helped, and what came after."),
    )
    observation = TextField(
        rows=8,
        max_length=VERY_LONG,
        label=_("Mental state and observation"),
        help_text=_(
            "Appearance, affect, language, memory, thought; whether affect and account go together."
        ),
    )

    def facts(self) -> dict[str, Any]:
        """Return what the use case hears: the conditions under their names."""
        said = dict(self.cleaned_data)
        return {"conditions": {name: said.pop(name, "") for name in CONDITIONS}, **said}


class MissedForm(forms.Form):
    """Why a session was not held."""

    attendance = forms.ChoiceField(
        label=_("What happened"),
        choices=[(each.value, each.label) for each in Attendance if each in NOT_HELD],
        widget=forms.RadioSelect,
    )


class MoveForm(ZonedForm):
    """Another hour for a planned session."""

    moment = "starts_at"
    together = (("day", "hour", "minutes"),)

    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=720)


class SourceForm(Rows, forms.Form):
    """A document that was read, or somebody who was heard."""

    together: Together = (("date", "folios"),)

    title = TextField(required=True, label=_("What it is"), max_length=300)
    date = TextField(label=_("Date"), help_text=_("As it is printed: a day, or years."))
    folios = TextField(label=_("Extent"), help_text=_("Pages, minutes, annex."))
    content = TextField(rows=3, max_length=LONG, label=_("What in it matters here"))
    not_seen = TextField(
        rows=2,
        label=_("What of it could not be seen"),
        help_text=_("A limit of the report: say it before somebody asks."),
    )


class InstrumentForm(Rows, forms.Form):
    """An instrument that was applied, once or twice."""

    together: Together = (
        ("name", "version"),
        ("session", "score", "score_words"),
        ("again_session", "again_score", "again_words"),
        ("range", "max", "cut"),
    )

    name = TextField(required=True, label=_("Name"), max_length=160)
    version = TextField(label=_("Version, authors, year"), max_length=160)
    adaptation = TextField(label=_("Adaptation in Mexico"), max_length=300)
    measures = TextField(label=_("What it measures, over which time"), max_length=300)
    range = TextField(label=_("Items and range"), help_text=_("Nine items, 0 to 27."))
    max = forms.FloatField(label=_("Highest score"), required=False, min_value=0)
    cut = forms.FloatField(label=_("Cut-off"), required=False, min_value=0)
    higher_is_worse = forms.BooleanField(label=_("More points mean more distress"), required=False)
    session = forms.ChoiceField(label=_("Applied in"), required=False)
    score = forms.FloatField(label=_("Score"), required=False, min_value=0)
    score_words = TextField(label=_("Result, if it is no number"))
    again_session = forms.ChoiceField(label=_("Applied again in"), required=False)
    again_score = forms.FloatField(label=_("Second score"), required=False, min_value=0)
    again_words = TextField(label=_("Second result, in words"))
    interpretation = TextField(rows=3, max_length=LONG, label=_("Interpretation"))
    limits = TextField(
        rows=3,
        max_length=LONG,
        label=_("Limits"),
        help_text=_("By culture, gender, schooling, language; what it does not tell."),
    )
    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=24)

    def __init__(self, *args: Any, sessions: list[tuple[str, str]], **facts: Any) -> None:
        super().__init__(*args, **facts)
        for name in ("session", "again_session"):
            none = [("", _("No session of these"))]
            self.fields[name].choices = [*none, *sessions]  # type: ignore[attr-defined]


class BorrowForm(forms.Form):
    """What is asked of who accompanies."""

    kind = choices(Borrowed, label=_("Which item"), widget=forms.RadioSelect)
    asked_for = TextField(
        rows=3,
        required=True,
        label=_("Exactly what you ask for, and what for"),
        help_text=_(
            "Who accompanies her reads these words, and asks her. Write nothing here that was told "
            "to you in the evaluation."
        ),
    )


class LendForm(AgreedForm):
    """What is handed over, in which words, and how she agreed to it."""

    field_order = ("words", "agreed")

    words = TextField(
        rows=10,
        required=True,
        max_length=VERY_LONG,
        label=_("The words that go to the expert"),
        help_text=_("Exactly these, and nothing else. Read them with her before."),
    )
    agreed = forms.BooleanField(
        label=_(
            "She knows these words, and knows that they may be printed in the report and read by "
            "the other side. She agrees"
        ),
        error_messages={"required": _("Without her consent to exactly this, nothing goes.")},
    )


class DeclineLoanForm(forms.Form):
    """Nothing is handed over."""

    because = TextField(
        rows=3,
        required=True,
        label=_("Why nothing is handed over"),
        help_text=_("The expert reads it. “She does not want it” is enough."),
    )
