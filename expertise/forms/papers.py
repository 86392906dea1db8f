"""The form that asks for a draft."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from expertise.models import Version

NOW = "now"


class DraftForm(forms.Form):
    """Of what a draft is made."""

    refusal: Any = None
    mark_optional = False

    of = forms.ChoiceField(label=gettext_lazy("A draft of"), widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, versions: list[Version], may_freeze: bool, **kwargs: Any
    ) -> None:
        """Offer the report as it stands to who writes it, and every version to who reads it."""
        super().__init__(*args, **kwargs)
        now = [(NOW, _("the report as it stands now"))] if may_freeze or not versions else []
        frozen = [(str(v.number), _("version %(number)s") % {"number": v.number}) for v in versions]
        field: Any = self.fields["of"]
        field.choices = [*now, *frozen]
        field.initial = field.choices[0][0]

    def number(self) -> int | None:
        """Return the number of a version, or nothing for the report as it stands."""
        said = self.cleaned_data["of"]
        return None if said == NOW else int(said)
