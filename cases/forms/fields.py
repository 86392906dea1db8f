"""Text as people paste it: one kind of line break, no NUL bytes, everything else as it was."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

SHORT, LONG = 120, 2_000
BREAKS = re.compile(r"\r\n?|\x0b|\x0c|\u2028|\u2029")
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def plain(text: str) -> str:
    """Return pasted text with plain line breaks and without characters nobody can see."""
    return UNSEEN.sub("", BREAKS.sub("\n", text))


class TextField(forms.CharField):
    """Words as typed or pasted; quotes, emoji and accents stay as they are."""

    default_error_messages = {
        "required": _("Write this, even in a few words."),
        "max_length": _("This is %(show_value)s characters long; up to %(limit_value)s fit here."),
    }

    def __init__(self, *, rows: int = 0, **facts: Any) -> None:
        facts.setdefault("max_length", LONG if rows else SHORT)
        facts.setdefault("required", False)
        if rows:
            facts.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**facts)
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> str:
        """Make the text plain before anything else looks at it."""
        return str(super().to_python(plain(value) if isinstance(value, str) else value))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Leave the length to the server: a browser would cut what is pasted without a word."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


def choices(known: Any, *, empty: Any = None, **fields: Any) -> forms.ChoiceField:
    """Return a field with the choices of one vocabulary, and an empty one first if asked."""
    first = [("", empty)] if empty is not None else []
    return forms.ChoiceField(choices=[*first, *known.choices], **fields)
