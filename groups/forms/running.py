"""A session: its preparation, its sheet, its note."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accompaniment.forms import DayInput
from cases.forms.fields import LONG, TextField
from groups.enums import Face, Mark
from groups.forms.naming import names_checked
from groups.models import Enrolment, Meeting, Theme

LONGER = 4 * LONG
MOST_OTHERS = 500  # a smallint holds it, and no room does
GONE_MEANWHILE = _(
    "Somebody on this sheet does not take part in the group any more, so nothing was saved. What "
    "you wrote about her stands below: copy it, and save again for the others."
)


class PrepareForm(forms.Form):
    """The preparation of a session."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    theme = forms.ModelChoiceField(
        Theme.objects.none(),
        label=_("Theme of the library"),
        required=False,
        empty_label=pgettext_lazy("theme", "One of its own"),
    )
    title = TextField(label=_("Title"), help_text=_("Where it differs from the theme."))
    objectives = TextField(label=_("Objectives"), rows=3)
    moments = TextField(label=_("Moments"), help_text=_("Opening, development, closing."), rows=5)
    technique = TextField(label=_("Technique"), rows=2)
    materials = TextField(label=_("Materials"), rows=2)
    childcare = TextField(label=_("Space for children"), rows=2)
    names_checked = names_checked()

    def __init__(self, *args: Any, meeting: Meeting, **facts: Any) -> None:
        super().__init__(*args, **facts)
        theme: Any = self.fields["theme"]
        rows = Theme.objects.filter(kind=meeting.group.kind, retired_at=None)
        theme.queryset = rows.order_by("position", "title")
        theme.label_from_instance = lambda each: each.title
        if not meeting.group.has_childcare:
            del self.fields["childcare"]

    def sheet(self) -> dict[str, str]:
        """Return the words by name."""
        told = dict(self.cleaned_data)
        for name in ("version", "theme", "names_checked"):
            told.pop(name)
        return told

    @staticmethod
    def initial_of(meeting: Meeting) -> dict[str, Any]:
        """Return what has been prepared, opened; a theme of the library lends its words."""
        known = meeting.preparation.reveal() if meeting.preparation else {}
        return {**known, "version": meeting.version, "theme": meeting.theme_id}


class NoteForm(forms.Form):
    """The note of the group, which names nobody."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    opening = TextField(label=_("Opening"), rows=3, max_length=LONGER)
    development = TextField(label=_("Development"), rows=6, max_length=LONGER)
    closing = TextField(label=_("Closing"), rows=3, max_length=LONGER)
    emergent = TextField(
        label=_("What came up"), help_text=_("Without names."), rows=3, max_length=LONGER
    )
    debrief = TextField(
        label=_("What those who facilitate take from it"), rows=3, max_length=LONGER
    )
    names_checked = names_checked()

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        for face in Face:
            self.fields[f"face_{face.value}"] = forms.IntegerField(
                label=face.label, min_value=0, max_value=99, required=False
            )

    def note(self) -> dict[str, str]:
        """Return the note by its parts."""
        names = ("opening", "development", "closing", "emergent")
        return {name: self.cleaned_data[name] for name in names}

    def faces(self) -> dict[str, int]:
        """Return how many chose each face."""
        told = {face.value: self.cleaned_data[f"face_{face.value}"] for face in Face}
        return {face: n for face, n in told.items() if n}

    @property
    def face_fields(self) -> list[Any]:
        """Return the fields of the faces."""
        return [self[f"face_{face.value}"] for face in Face]

    @staticmethod
    def initial_of(meeting: Meeting) -> dict[str, Any]:
        """Return what has been written, opened."""
        known = meeting.note.reveal() if meeting.note else {}
        faces = {f"face_{face}": n for face, n in meeting.faces.items()}
        debrief = meeting.debrief.reveal() if meeting.debrief else ""
        return {**known, **faces, "debrief": debrief, "version": meeting.version}


class SheetForm(forms.Form):
    """Who came: one row of choices for each, and perhaps a remark that goes to her own file."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    others = forms.IntegerField(
        label=_("Others who came"),
        help_text=_("Counted, without a name: who came to see, or along with somebody."),
        min_value=0,
        max_value=MOST_OTHERS,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "data-size": "short"}),
    )

    def __init__(self, *args: Any, people: list[Enrolment], **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.people = people
        for each in people:
            self.fields[f"mark_{each.pk}"] = forms.ChoiceField(
                label=each.pseudonym,
                choices=Mark.choices,
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"remark_{each.pk}"] = TextField(label=_("Remark"), rows=2)

    def marked(self) -> dict[Any, tuple[str, str]]:
        """Return mark and remark of everyone who was marked."""
        told = self.cleaned_data
        rows = {
            each.pk: (told[f"mark_{each.pk}"], told[f"remark_{each.pk}"]) for each in self.people
        }
        return {pk: row for pk, row in rows.items() if row[0]}

    def clean(self) -> dict[str, Any]:
        """Ask for a mark where something is remarked."""
        told = super().clean() or self.cleaned_data
        for each in self.people:
            if told.get(f"remark_{each.pk}") and not told.get(f"mark_{each.pk}"):
                self.add_error(f"mark_{each.pk}", _("Say whether she came, too."))
        if self.strays():
            self.add_error(None, GONE_MEANWHILE)
        return told

    def strays(self) -> dict[str, tuple[str, str]]:
        """Return mark and remark of whoever was sent and is not on the sheet, by her id as sent."""
        sent = {name: text.strip() for name, text in self.data.items() if name not in self.fields}
        told = [name.partition("_") for name, text in sent.items() if text]
        return {
            pk: (sent.get(f"mark_{pk}", ""), sent.get(f"remark_{pk}", ""))
            for part, _line, pk in told
            if part in ("mark", "remark")
        }


class AgreementForm(forms.Form):
    """What the group agreed on."""

    text = TextField(label=_("What was agreed"), rows=3, required=True)
    who = TextField(label=_("Who sees to it"), help_text=_("Without names."))
    due_on = forms.DateField(label=_("By when"), widget=DayInput, required=False)
    names_checked = names_checked()
