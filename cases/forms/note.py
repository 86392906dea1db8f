"""The note editor: every section ever typed travels with the form, whatever the template shows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accompaniment.forms import Label
from cases import skeletons
from cases.enums import LEVELS, Template, Visibility
from cases.forms.case import urgencies
from cases.forms.fields import TextField, choices

CONTACT_SAFE = [
    ("same", _("Yes, as before")),
    ("changed", _("Something changed")),
    ("not_asked", _("We did not talk about it")),
]


class WordsField(TextField):
    """One section of a note: long, kept as typed."""

    default_error_messages = {
        "max_length": _(
            "This section has %(show_value)s characters and %(limit_value)s fit. Nothing was lost: "
            "it is all here. Move part of it to another section or an addendum."
        )
    }


def words_field(section: Any, *, required: bool = False) -> WordsField:
    """Return the field of one section."""
    field = WordsField(
        label=section.label,
        help_text=section.help,
        rows=section.rows,
        max_length=skeletons.LIMIT,
        required=required,
        strip=False,
    )
    field.optional = section.optional  # type: ignore[attr-defined]
    return field


def template_of(said: Mapping[str, Any]) -> str:
    """Return the template that was chosen; nonsense means the usual one."""
    template = said.get("template", "")
    return template if template in Template.values else Template.EVOLUCION


class NoteForm(forms.Form):
    """A note being written."""

    refusal: Any = None  # why the use case said no

    mark_optional = False

    note_id = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    template = choices(
        Template, label=_("Template"), help_text=_("Changing it erases nothing you have written.")
    )
    visibility = choices(
        Visibility, label=_("Who will be able to read it"), widget=forms.RadioSelect
    )
    contact_safe = forms.ChoiceField(
        label=_("Is the contact still safe?"),
        choices=CONTACT_SAFE,
        widget=forms.RadioSelect,
        required=False,
    )
    urgency = forms.TypedChoiceField(
        label=_("Urgency today"),
        choices=urgencies,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )

    about = forms.ChoiceField(
        label=_("In whose space"),
        required=False,
        help_text=_(
            "A private space is read by the same people, lies under a key of its own, and stays "
            "out of every paper and excerpt of the family."
        ),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        readers: Mapping[str, str],
        spaces: Sequence[tuple[str, Any]] = (),
        **facts: Any,
    ) -> None:
        super().__init__(data, **facts)
        said = self.data if self.is_bound else self.initial
        self.shown = template_of(said)
        mine = {section.name for section in skeletons.sections(Template(self.shown))}
        self.also = [name for name in skeletons.ALL if name not in mine and said.get(name)]
        for section in skeletons.sections(Template(self.shown)):
            self.fields[section.name] = words_field(section)
        for name in self.also:
            self.fields[name] = words_field(skeletons.ALL[name])
        self.fields["visibility"].choices = [  # type: ignore[attr-defined]
            (level.value, Label(str(level.label), readers.get(level.value, ""))) for level in LEVELS
        ]
        if spaces:
            self.fields["about"].choices = spaces  # type: ignore[attr-defined]
        else:
            del self.fields["about"]

    def drawn_id(self) -> UUID:
        """Return the id the note has or will have; a new one where none or nonsense was sent."""
        try:
            return UUID(str(self["note_id"].value()))
        except ValueError:
            return uuid4()

    def sections(self) -> Iterator[Any]:
        """Yield the fields of the template shown."""
        for section in skeletons.sections(Template(self.shown)):
            yield self[section.name]

    def also_written(self) -> Iterator[Any]:
        """Yield what was written under other templates."""
        for name in self.also:
            yield self[name]

    def words(self) -> dict[str, str]:
        """Return the sections as sent."""
        facts = self.cleaned_data
        return {name: facts[name] for name in skeletons.ALL if name in facts}


def typed(data: Mapping[str, Any]) -> dict[str, str]:
    """Return everything someone typed into the editor, for a draft or to hand it back."""
    known = (
        "template",
        "visibility",
        "about",
        "contact_safe",
        "urgency",
        "version",
        *skeletons.ALL,
    )
    return {name: str(data[name]) for name in known if data.get(name)}


def fresh(template: str = Template.EVOLUCION) -> dict[str, Any]:
    """Return what an empty editor starts from."""
    return {
        "note_id": uuid4(),
        "version": 0,
        "template": template,
        "visibility": Visibility.TEAM,
    }


def from_note(note: Any) -> dict[str, Any]:
    """Return a stored note as the editor shows it."""
    return {
        **(note.sections.reveal() if note.sections else {}),
        "note_id": note.pk,
        "version": note.version,
        "template": note.template,
        "visibility": Visibility.TEAM if note.visibility == Visibility.PRIVATE else note.visibility,
        "about": note.about_id or "",
        "urgency": note.urgency,
    }


def from_draft(draft: Any, *, version: int) -> dict[str, Any]:
    """Return a draft as the editor shows it, over the version it was typed on."""
    content = draft.content.reveal() if draft.content else {}
    return {**fresh(), **content, "note_id": draft.note, "version": draft.base_version or version}


class AddendumForm(forms.Form):
    """What is added to a signed note."""

    addendum_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    body = WordsField(
        label=_("Addendum"),
        help_text=_("It is signed as you save it: nobody can change it afterwards."),
        rows=5,
        required=True,
        max_length=skeletons.LIMIT,
    )


class SignForm(forms.Form):
    """The version that was seen is the one that is signed."""

    refusal: Any = None  # why the use case said no

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
