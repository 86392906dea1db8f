"""What the trace may be filtered by: people and words of ours from lists, codes, days."""

import datetime as dt
import re
import uuid
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accompaniment.audit import words
from accompaniment.audit.enums import Outcome, Reason, Verb
from accompaniment.audit.queries import Filters
from accompaniment.forms import DayInput

CODE = r"[A-Za-z0-9-]{3,16}"
ANY = ("", pgettext_lazy("filter", "All"))


def midnight(day: dt.date | None) -> dt.datetime | None:
    """Return the first moment of a day where the house stands."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time())) if day else None


class FilterForm(forms.Form):
    """Narrow the trace down. Nothing here can hold a name."""

    mark_optional = False

    person = forms.ChoiceField(label=_("Person of the team"), required=False)
    code = forms.CharField(
        label=_("Code"),
        required=False,
        max_length=16,
        validators=[RegexValidator(rf"^{CODE}$", _("Write the code as on its cover: K7Q-M3F-2."))],
        widget=forms.TextInput(attrs={"autocomplete": "off", "pattern": CODE}),
    )
    verb = forms.ChoiceField(
        label=pgettext_lazy("of the log", "Action"), required=False, choices=[ANY, *Verb.choices]
    )
    kind = forms.ChoiceField(label=_("On what"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False, choices=[ANY, *Outcome.choices])
    since = forms.DateField(label=_("From"), required=False, widget=DayInput())
    until = forms.DateField(label=_("Until"), required=False, widget=DayInput())

    def __init__(self, *args: Any, names: dict[str, str], **kwargs: Any) -> None:
        """Offer the people who work here."""
        super().__init__(*args, **kwargs)
        people = [(name.removeprefix("user:"), full) for name, full in names.items()]
        kinds = sorted(words.KINDS.items(), key=lambda pair: str(pair[1]))
        self.fields["person"].choices = [ANY, *people]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [ANY, *kinds]  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """Read a code whatever its case."""
        return self.cleaned_data["code"].upper()

    def clean(self) -> dict[str, Any]:
        """Refuse a range that ends before it begins."""
        said = super().clean() or {}
        if said.get("since") and said.get("until") and said["since"] > said["until"]:
            self.add_error("until", _("This day is before the first one: change one of them."))
        return said

    def filters(self) -> Filters:
        """Return what was asked; what was not understood filters nothing."""
        said = self.cleaned_data if self.is_bound else {}
        until = said.get("until")
        return Filters(
            person=uuid.UUID(said["person"]) if said.get("person") else None,
            start=midnight(said.get("since")),
            end=midnight(until + dt.timedelta(days=1)) if until else None,
            **{name: said.get(name, "") for name in ("code", "verb", "kind", "outcome")},
        )


class ExportForm(FilterForm):
    """Why, and what, someone takes out of the house."""

    reason = forms.ChoiceField(
        label=_("What do you need it for?"),
        choices=[("", _("Choose a reason")), *Reason.choices],
        error_messages={"required": _("Choose a reason: it stays in the log with your name.")},
    )


def is_code(text: str) -> bool:
    """Test whether this can be a code at all."""
    return bool(re.fullmatch(CODE, text))
