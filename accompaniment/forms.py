"""How every form of the house looks: renderer, fields on the page, a few native controls."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SELECTED = format_html(" {}", "selected")
BARE = (forms.CheckboxInput, forms.RadioSelect, forms.FileInput, forms.HiddenInput)


class BoundField(forms.BoundField):
    """A field on a page: knows its look, so that templates ask nothing twice."""

    @property
    def kind(self) -> str:
        """Say `switch` for a lone checkbox, which carries its label behind it."""
        return "switch" if isinstance(self.field.widget, forms.CheckboxInput) else ""

    @property
    def is_optional(self) -> bool:
        """Tell whether the label says so; a form of filters sets `mark_optional = False`."""
        spared = self.field.required or self.field.disabled
        return not spared and getattr(self.form, "mark_optional", True)

    @property
    def anchor(self) -> str:
        """Name the control a link of the error summary leads to."""
        return f"{self.auto_id}_0" if self.use_fieldset else str(self.auto_id)

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        """Give controls their class."""
        built = super().build_widget_attrs(attrs, widget)
        shown = widget or self.field.widget
        if not isinstance(shown, BARE):
            own = built.get("class") or shown.attrs.get("class", "")
            built["class"] = f"input {own}".strip()
        return built


class Renderer(TemplatesSetting):
    """Render forms with templates/django/forms/ and the fields above."""

    bound_field_class = BoundField


@dataclass(frozen=True, slots=True)
class Label:
    """The label of a choice with a short explanation under it; both may be lazy."""

    text: str | Promise
    note: str | Promise = ""

    def __str__(self) -> str:
        return str(self.text)


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Speak ISO, which is what browsers speak; short, as a date is."""
        super().__init__({"data-size": "short", **(attrs or {})}, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Speak hours and minutes."""
        super().__init__({"data-size": "short", **(attrs or {})}, format="%H:%M")


class PlainSelect(forms.Select):
    """A list of choices without groups, written in one go: a template for each option is slow."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the control."""
        chosen = "" if value is None else str(value)
        facts = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (code, SELECTED if str(code or "") == chosen else "", label)
                for code, label in self.choices
            ),
        )
        return format_html("<select{}>{}</select>", facts, options)
