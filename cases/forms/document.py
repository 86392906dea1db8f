"""Forms about documents."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accompaniment.files.arriving import Arrived
from accompaniment.forms import Label, PlainSelect
from cases.actions.documents import DocumentFacts, Sent
from cases.actions.file_refusals import FileCut, FileEmpty, too_large
from cases.enums.documents import DocumentKind, Shelf
from cases.forms.fields import TextField, choices

ACCEPTED = (
    ".pdf,.jpg,.jpeg,.png,.webp,.docx,.xlsx,.odt,.txt"  # HEIC is left out: an iPhone converts
)


class FilesInput(forms.FileInput):
    """One file or several, as the browser lets them be chosen."""

    def __init__(self, *, several: bool) -> None:
        self.allow_multiple_selected = several
        attrs = {"accept": ACCEPTED, "data-most": str(settings.DOCUMENT_MAX_MB * 1_000_000)}
        super().__init__({**attrs, **({"multiple": True} if several else {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        """Return every file sent under the name."""
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class FilesField(forms.Field):
    """Files that arrived whole."""

    default_error_messages = {"required": _("Choose a file, or drop it here.")}

    def __init__(self, *, several: bool = True, **facts: Any) -> None:
        super().__init__(widget=FilesInput(several=several), **facts)

    def clean(self, value: list[Arrived]) -> list[Arrived]:
        """Refuse what is missing; what is wrong with one of several is said beside its name."""
        if not value:
            raise forms.ValidationError(self.error_messages["required"])
        return value


class FileForm(forms.Form):
    """Files; the field at the end arrives only if everything before it did."""

    refusal: Any = None

    upload_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    whole = forms.CharField(widget=forms.HiddenInput, required=False, initial="1")

    def clean(self) -> dict[str, Any]:
        """Refuse an upload whose end is missing."""
        facts = super().clean() or {}
        if self.data and not facts.get("whole"):
            raise forms.ValidationError(str(FileCut.sentence), code="cut")
        return facts


class DocumentForm(FileForm):
    """What is said of the documents one sends."""

    file = FilesField(
        label=pgettext_lazy("upload", "Files"),
        help_text=_(
            "PDF, photos (JPEG, PNG, WebP), Word, Excel, OpenDocument and plain text. Data about "
            "place and device are taken out of photos and PDF."
        ),
    )
    kind = choices(
        DocumentKind, label=_("What is it?"), initial=DocumentKind.OTRO, widget=PlainSelect
    )
    title = TextField(
        label=pgettext_lazy("document", "Title"),
        help_text=_("If you leave it empty, the name of the file. It is sealed."),
    )
    visibility = forms.ChoiceField(
        label=pgettext_lazy("document", "Who will be able to read it"), widget=forms.RadioSelect
    )
    field_order = ("upload_id", "file", "kind", "title", "visibility", "whole")

    def __init__(self, *args: Any, shelves: Mapping[str, str], **kwargs: Any) -> None:
        """Offer the shelves on which this person may put something, each with its readers."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["visibility"]
        labels = dict(Shelf.choices)
        field.choices = [(s, Label(str(labels[s]), readers)) for s, readers in shelves.items()]
        field.initial = next(iter(shelves), "")

    def facts(self) -> DocumentFacts:
        """Return what was said."""
        said = self.cleaned_data
        return DocumentFacts(said["kind"], said["visibility"], said["title"])


class VersionForm(FileForm):
    """A further version of one document."""

    file = FilesField(
        several=False,
        label=pgettext_lazy("upload", "File"),
        help_text=_("The versions before stay as they are."),
    )
    field_order = ("upload_id", "file", "whole")


class WithdrawForm(forms.Form):
    """Why nobody should open a document any more."""

    refusal: Any = None

    reason = TextField(
        label=_("Why is it withdrawn?"),
        help_text=_("For instance: it belongs to another person."),
        rows=3,
        required=True,
    )


class DocumentFilterForm(forms.Form):
    """What a list of documents is narrowed by."""

    mark_optional = False

    kind = choices(
        DocumentKind,
        empty=pgettext_lazy("kinds of document", "All"),
        label=_("What it is"),
        required=False,
        widget=PlainSelect,
    )
    shelf = choices(
        Shelf,
        empty=pgettext_lazy("shelves", "All"),
        label=_("Where it lies"),
        required=False,
        widget=PlainSelect,
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", pgettext_lazy("documents", "In use")),
            ("withdrawn", pgettext_lazy("documents", "Withdrawn")),
        ],
        required=False,
        widget=PlainSelect,
    )

    @property
    def is_active(self) -> bool:
        """Tell whether anything narrows the list."""
        return any(self.narrowing().values())

    def narrowing(self) -> dict[str, str]:
        """Return what to keep; nonsense narrows nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


def sent(file: Arrived) -> Sent:
    """Return a file as the use cases hear it.

    :raises FileRefused: if it is empty, or was thrown away for its size.
    """
    if file.is_too_large:
        raise too_large()
    if not file.size:
        raise FileEmpty
    return Sent(file.name or "", file.whole())
