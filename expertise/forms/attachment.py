"""Forms about the files of an expert file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accompaniment.forms import PlainSelect
from cases.forms.document import FileForm, FilesField
from cases.forms.fields import TextField, choices
from expertise.actions.attaching import AttachmentFacts
from expertise.enums.evaluation import AttachmentKind
from expertise.models import Source, Testimony

Choices = list[tuple[str, str]]


class AttachmentForm(FileForm):
    """A file for the expert file."""

    file = FilesField(
        several=False,
        label=pgettext_lazy("upload", "File"),
        help_text=_(
            "PDF, photos (JPEG, PNG, WebP), Word, Excel, OpenDocument and plain text. Data about "
            "place and device are taken out of photos and PDF."
        ),
    )
    kind = choices(AttachmentKind, label=_("What is it?"), widget=PlainSelect)
    title = TextField(
        label=pgettext_lazy("document", "Title"),
        help_text=_("If you leave it empty, the name of the file. It is sealed."),
    )
    about = forms.ChoiceField(
        label=_("What it belongs to"), required=False, help_text=_("A source, or a day in court.")
    )
    as_annex = forms.BooleanField(label=_("It is an annex of the report"), required=False)
    is_restricted = forms.BooleanField(
        label=_("Kept by the expert: named among the annexes, handed out only on order"),
        required=False,
        initial=True,
    )
    field_order = (
        *("upload_id", "file", "kind", "title", "about", "as_annex", "is_restricted", "whole"),
    )

    def __init__(
        self,
        *args: Any,
        sources: dict[str, tuple[str, Source]],
        heard: dict[str, tuple[str, Testimony]],
        **facts: Any,
    ) -> None:
        """Offer what a file may belong to."""
        super().__init__(*args, **facts)
        self.sources, self.heard = sources, heard
        offered = [(key, label) for key, (label, _row) in {**sources, **heard}.items()]
        field: Any = self.fields["about"]
        field.choices = [("", _("Nothing in particular")), *offered]

    def facts(self) -> AttachmentFacts:
        """Return what was said."""
        said = self.cleaned_data
        about, names = said["about"], ("kind", "title", "as_annex", "is_restricted")
        return AttachmentFacts(
            **{name: said[name] for name in names},
            source=self.sources[about][1] if about in self.sources else None,
            testimony=self.heard[about][1] if about in self.heard else None,
        )
