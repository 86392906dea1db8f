"""Forms about a report in court: testimonies, judgment, what follows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accompaniment.forms import DayInput
from cases.forms.fields import TextField, choices
from cases.forms.layout import Rows, Together
from cases.forms.moments import ZonedForm, zones
from expertise.actions.extending import Extension
from expertise.actions.judgments import JudgmentFacts
from expertise.actions.testimonies import CourtFacts
from expertise.enums.commission import DocumentKind, Incident
from expertise.enums.hearing import Sense, TestimonyKind, Weight
from expertise.reports.prepared import QUESTIONS, Likely, Preparation

MANY_WORDS = 20_000
BLANKS = 3  # rows for questions nobody has thought of yet
SHORTEST, LONGEST = 30, 12 * 60


class StepForm(forms.Form):
    """A step of a report in court, in a few words."""

    refusal: Any = None

    words = TextField(
        rows=3,
        label=_("In a few words"),
        help_text=_("By which writing, on which day, what the authority said."),
    )


class CourtForm(Rows, forms.Form):
    """Where the expert is called to."""

    refusal: Any = None

    court = TextField(label=_("Court or authority"), max_length=200)
    place = TextField(label=_("Place"), max_length=200, help_text=_("Building, room, entrance."))
    summons = TextField(rows=2, label=_("Summons"), help_text=_("Who was summoned, when, how."))

    def facts(self) -> CourtFacts:
        """Return what was said."""
        names = ("court", "place", "summons")
        return CourtFacts(**{name: self.cleaned_data[name] for name in names})


class TestimonyForm(ZonedForm, CourtForm):
    """A day in court to come."""

    moment = "starts_at"
    together: Together = (("day", "hour", "time_zone"), ("kind", "minutes"))
    field_order = ("kind", "minutes", "day", "hour", "time_zone")

    kind = choices(TestimonyKind, label=_("What for"), initial=TestimonyKind.DESAHOGO)
    minutes = forms.IntegerField(
        label=_("For how many minutes to keep free"),
        initial=180,
        min_value=SHORTEST,
        max_value=LONGEST,
    )
    time_zone = forms.ChoiceField(label=_("In the time of"), choices=zones)


class HeardForm(ZonedForm):
    """The expert was heard."""

    refusal: Any = None
    moment = "ended_at"
    field_order = ("day", "hour", "was_cross_examined", "words", "certificate")

    was_cross_examined = forms.TypedChoiceField(
        label=_("Did the other side question her?"),
        choices=[("1", pgettext_lazy("answer", "Yes")), ("0", pgettext_lazy("answer", "No"))],
        coerce=lambda said: said == "1",
        widget=forms.RadioSelect,
    )
    words = TextField(
        rows=6,
        max_length=MANY_WORDS,
        label=_("How it went"),
        help_text=_("What was asked, what was objected to, what has to be looked at again."),
    )
    certificate = TextField(
        label=_("Certificate of attendance"),
        max_length=200,
        help_text=_("Who gave it and on which day. The scan is added among the files."),
    )

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["day"].label = _("It ended on")


class PreparationForm(Rows, forms.Form):
    """What nobody but who defends the report may read."""

    refusal: Any = None

    notes = TextField(
        rows=6,
        max_length=MANY_WORDS,
        label=_("Notes"),
        help_text=_("What the report stands on, what its limits are, which page to open."),
    )
    travel = TextField(rows=3, label=_("Travel"), help_text=_("How, with whom, where to sleep."))
    security = TextField(
        rows=3,
        label=_("Security"),
        help_text=_("Who knows where she is, which door, whom to call, how she leaves."),
    )

    def __init__(self, *args: Any, known: Preparation, **facts: Any) -> None:
        """Offer a row for each question known or sent, and some blank ones."""
        super().__init__(*args, **facts)
        self.initial = {name: getattr(known, name) for name in ("notes", "travel", "security")}
        sent = sum(1 for name in self.data if name.startswith("question_"))
        self.count = min(max(len(known.questions) + BLANKS, sent), QUESTIONS)
        for n in range(self.count):
            row = known.questions[n] if n < len(known.questions) else Likely("")
            numbered = {"n": n + 1}
            self.fields[f"question_{n}"] = TextField(
                label=_("Likely question %(n)s") % numbered, max_length=500, initial=row.question
            )
            self.fields[f"answer_{n}"] = TextField(
                rows=2, label=_("What to answer to %(n)s") % numbered, initial=row.answer
            )
        self.order_fields(["notes", *self._rows(), "travel", "security"])

    def _rows(self) -> list[str]:
        return [f"{name}_{n}" for n in range(self.count) for name in ("question", "answer")]

    def facts(self) -> Preparation:
        """Return what was written."""
        said = self.cleaned_data
        rows = [Likely(said[f"question_{n}"], said[f"answer_{n}"]) for n in range(self.count)]
        kept = tuple(row for row in rows if row.question)
        return Preparation(said["notes"], kept, said["travel"], said["security"])

    def clean(self) -> dict[str, Any]:
        """Refuse an answer to nothing: it would be lost."""
        said = super().clean() or self.cleaned_data
        for n in range(self.count):
            if said.get(f"answer_{n}") and not said.get(f"question_{n}"):
                self.add_error(f"question_{n}", _("Write the question this answers."))
        return said


class JudgmentForm(Rows, forms.Form):
    """What a judgment decided, and what it made of the report."""

    refusal: Any = None
    together: Together = (("sense", "weight"),)

    given_on = forms.DateField(label=_("Day of the judgment"), widget=DayInput)
    sense = choices(Sense, label=_("How it came out for the person evaluated"))
    weight = choices(Weight, label=_("What it made of the report"))
    is_quoted = forms.BooleanField(label=_("It quotes the report"), required=False)
    quote = TextField(
        rows=5,
        max_length=MANY_WORDS,
        label=_("The passage, word for word"),
        help_text=_("Initials instead of names, even where the judgment writes them out."),
    )
    words = TextField(rows=4, max_length=MANY_WORDS, label=_("What there is to learn from it"))

    def facts(self) -> JudgmentFacts:
        """Return what was said."""
        return JudgmentFacts(**self.cleaned_data)


class AftermathForm(Rows, forms.Form):
    """What happened to a report once it was out."""

    refusal: Any = None
    together: Together = (("happened_on", "due_on"),)

    incident = choices(Incident, label=_("What happened"))
    happened_on = forms.DateField(label=_("Since when it is known"), widget=DayInput)
    due_on = forms.DateField(label=_("Answer due on"), widget=DayInput, required=False)
    words = TextField(
        rows=4,
        max_length=MANY_WORDS,
        required=True,
        label=_("What is said or asked"),
    )


class AnswerForm(forms.Form):
    """What was answered."""

    refusal: Any = None

    answer = TextField(
        rows=5,
        max_length=MANY_WORDS,
        required=True,
        label=_("What was answered"),
        help_text=_("The text of the report stays as it is: what changes it is a new document."),
    )


class ExtensionForm(Rows, forms.Form):
    """A new document beside a signed one."""

    refusal: Any = None
    together: Together = (("kind", "due_on"),)

    kind = choices(DocumentKind, label=_("Which document"), initial=DocumentKind.AMPLIACION)
    due_on = forms.DateField(label=_("Due on"), widget=DayInput, required=False)
    because = TextField(rows=2, label=_("Who asks for it, and by which writing"))
    questions = TextField(
        rows=6,
        max_length=MANY_WORDS,
        required=True,
        label=_("Questions for the expert"),
        help_text=_("Word for word, one on each line."),
    )

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        kinds = [c for c in DocumentKind.choices if c[0] != DocumentKind.DICTAMEN]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def facts(self) -> Extension:
        """Return what was said."""
        said = self.cleaned_data
        asked = tuple(said["questions"].splitlines())
        return Extension(said["kind"], asked, said["because"], said["due_on"])
