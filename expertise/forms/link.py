"""The form of one cell: what connects a fact with an effect, on which evidence."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accompaniment.forms import Label, PlainSelect
from cases.forms.fields import TextField
from expertise.actions.linking import EvidenceTold, LinkTold
from expertise.enums.matrix import Grade, TimeRelation
from expertise.reports.matrix_lines import LinkLine, WorkLine

MOST = 20_000  # letters
ROWS = 3  # empty rows of evidence at the end
PREFIX = "evidence"
NOTES = {
    Grade.NC: _("it could not have been caused by it"),
    Grade.C: _("it could, and by many other things"),
    Grade.HC: _("it could, and by few other things"),
    Grade.T: _("usually seen with this kind of violence"),
    Grade.D: _("by nothing else; the reviewer confirms it"),
    Grade.NA: _("there is not enough information"),
}


class LinkForm(forms.Form):
    """What connects a fact with an effect; a degree may stay open."""

    mark_optional = False

    version = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)
    time = forms.ChoiceField(
        label=_("Relation in time"),
        choices=TimeRelation.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    time_words = TextField(label=_("What shows the order in time"), max_length=MOST)
    specificity = TextField(
        rows=3,
        label=_("What of the effect points to the fact"),
        max_length=MOST,
        help_text=_("Such as nightmares that repeat the scene."),
    )
    alternatives = TextField(
        rows=3,
        label=_("Alternative explanations"),
        max_length=MOST,
        help_text=_("Which ones were considered, and why they are accepted or discarded."),
    )
    stressors = TextField(
        rows=2,
        label=_("Concurrent stressors and their weight"),
        max_length=MOST,
        help_text=_("The proceedings, poverty, earlier violence. Write it too if there are none."),
    )
    protective = TextField(rows=2, label=_("Protective factors"), max_length=MOST)
    works = forms.MultipleChoiceField(
        label=_("Theoretical ground"), required=False, widget=forms.CheckboxSelectMultiple
    )
    grade = forms.ChoiceField(
        label=_("Degree of consistency"),
        choices=[
            ("", pgettext_lazy("degree of consistency", "Leave open")),
            *(
                (each.value, Label(format_lazy("{} {}", each.value, each.label), NOTES[each]))
                for each in Grade
            ),
        ],
        required=False,
        widget=forms.RadioSelect,
        help_text=_("“Highly consistent” and above need two kinds of source."),
    )

    def __init__(self, *args: Any, works: Iterable[WorkLine] = (), **facts: Any) -> None:
        super().__init__(*args, **facts)
        offered = [(str(work.pk), work.cite) for work in works]
        if offered:
            self.fields["works"].choices = offered  # type: ignore[attr-defined]
        else:
            del self.fields["works"]

    def see(self, link: LinkLine | None) -> None:
        """Let the next saving take the place of what stands now: both texts are on the page."""
        seen: Any = self.data
        seen = seen.copy()
        seen["version"] = str(link.version if link else 0)
        self.data = seen

    def told(self) -> LinkTold:
        """Return what was sent, as the use cases hear it."""
        said = {name: self.cleaned_data[name] for name in self.fields if name != "version"}
        works = tuple(UUID(uid) for uid in said.pop("works", ()))
        return LinkTold(**said, works=works)


class EvidenceForm(forms.Form):
    """One row: a source of the expert file, and where to look in it."""

    mark_optional = False

    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    what = forms.ChoiceField(label=_("Source"), required=False, widget=PlainSelect)
    locator = TextField(label=_("Where in it"), help_text=_("Page, minute, score, item."))
    quote = TextField(label=_("What it says, word for word"), max_length=MOST)
    drop = forms.BooleanField(label=_("Take out"), required=False)

    def __init__(self, *args: Any, sources: Iterable[tuple[str, Any]] = (), **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["what"].choices = [("", "—"), *sources]  # type: ignore[attr-defined]
        if not self.is_known:
            del self.fields["drop"]

    @property
    def is_known(self) -> bool:
        """Tell whether this row shows a piece that was saved before."""
        return bool(self.initial.get("uid"))

    def clean(self) -> dict[str, Any]:
        """Refuse words about nothing."""
        said = super().clean() or self.cleaned_data
        speaks = said.get("locator") or said.get("quote") or said.get("uid")
        if speaks and not said.get("what") and not said.get("drop") and "what" not in self.errors:
            self.add_error("what", _("Choose which source this is about."))
        return said

    def told(self) -> EvidenceTold | None:
        """Return the row as the use cases hear it; nothing for an empty one."""
        said = self.cleaned_data
        if not said.get("what"):
            return None
        kind, _colon, target = said["what"].partition(":")
        return EvidenceTold(
            kind=kind,
            target=UUID(target),
            locator=said["locator"],
            quote=said["quote"],
            uid=said["uid"],
            drop=said.get("drop", False),
        )


class EvidenceRows(forms.BaseFormSet):
    """All rows of one cell."""

    def told(self) -> list[EvidenceTold]:
        """Return every row that says something."""
        return [each for form in self.forms if (each := form.told())]


EvidenceSet = forms.formset_factory(
    EvidenceForm, formset=EvidenceRows, extra=ROWS, max_num=60, absolute_max=80
)


def evidence_rows(data: Any, link: LinkLine | None, sources: list[tuple[str, Any]]) -> EvidenceRows:
    """Return the rows of a cell: what is known, and a few empty ones."""
    known = [
        {
            "uid": each.pk,
            "what": f"{each.kind}:{each.target}",
            "locator": each.locator,
            "quote": each.quote,
        }
        for each in (link.evidence if link else ())
    ]
    offered = {code for code, _label in sources}
    gone = [
        (row["what"], each.key)
        for row, each in zip(known, link.evidence if link else (), strict=True)
        if row["what"] not in offered
    ]
    kwargs = {"sources": [*sources, *gone]}
    rows: Any = EvidenceSet(data, initial=known, prefix=PREFIX, form_kwargs=kwargs)
    return rows


def from_link(link: LinkLine | None) -> dict[str, Any]:
    """Return a causal link as initial values."""
    if link is None:
        return {"grade": ""}
    names = [name for name in LinkForm.base_fields if name != "works"]
    return {name: getattr(link, name) for name in names} | {
        "works": [str(work.pk) for work in link.works]
    }
