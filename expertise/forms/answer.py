"""The form of one conclusion: the answer to a question, and the causal links it rests on."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import TextField
from expertise.reports.matrix_lines import LinkLine

MOST = 50_000  # letters


class AnswerForm(forms.Form):
    """A conclusion; it may stay empty, and rest on nothing yet."""

    mark_optional = False

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    answer = TextField(
        rows=8,
        label=_("Answer"),
        max_length=MOST,
        help_text=_(
            "The first words in bold say the answer: “**Yes.** …”. No legal verdict: consistency, "
            "not guilt."
        ),
    )
    rests_on = forms.MultipleChoiceField(
        label=_("It rests on these causal links"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, links: Iterable[LinkLine] = (), **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["rests_on"].choices = [  # type: ignore[attr-defined]
            (str(link.pk), f"{link.key} · {link.fact.title} → {link.effect.title}")
            for link in links
        ]

    def links(self) -> list[UUID]:
        """Return the links that were ticked."""
        return [UUID(uid) for uid in self.cleaned_data["rests_on"]]
