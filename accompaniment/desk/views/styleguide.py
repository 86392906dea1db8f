"""Every component with its states, on one page; only in the demo."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accompaniment.forms import DayInput, Label, TimeInput

ICONS = [
    "back",
    "calendar",
    "chart",
    "check",
    "child",
    "clock",
    "close",
    "danger",
    "day",
    "download",
    "exit",
    "eye",
    "file",
    "filter",
    "flag",
    "gift",
    "group",
    "info",
    "key",
    "leaf",
    "lock",
    "mail",
    "menu",
    "next",
    "ok",
    "pen",
    "person",
    "phone",
    "pin",
    "plus",
    "print",
    "report",
    "scale",
    "seal",
    "search",
    "shield",
    "thread",
    "voice",
    "warn",
]
SWATCHES = [
    "paper",
    "surface",
    "sunken",
    "ink",
    "accent",
    "accent-soft",
    "adobe",
    "ok",
    "warn",
    "danger",
    "info",
]
STEPS = [
    ("framing", _("Framing")),
    ("assessment", _("Assessment")),
    ("plan", _("Plan")),
    ("process", _("Process")),
    ("closing", _("Closing")),
]


class SampleForm(forms.Form):
    """One field of each kind."""

    called = forms.CharField(
        label=_("How she wants to be called"), help_text=_("Do not ask for the legal name.")
    )
    town = forms.CharField(label=_("Municipality"), required=False)
    line = forms.ChoiceField(
        label=_("Line"),
        choices=[("individual", _("Individual")), ("family", _("Family")), ("group", _("Group"))],
    )
    words = forms.CharField(label=_("In her words"), widget=forms.Textarea(attrs={"rows": 3}))
    code = forms.CharField(label=_("Case code"), disabled=True, required=False)
    safe = forms.ChoiceField(
        label=_("Is it safe to talk?"),
        choices=[
            ("yes", Label(_("Yes"), _("Now and here"))),
            ("no", _("No")),
            ("unknown", _("She does not know")),
        ],
        widget=forms.RadioSelect,
    )
    told = forms.MultipleChoiceField(
        label=_("We have already said"),
        choices=[("free", _("It is free")), ("limits", _("It is confidential, with limits"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    talked = forms.BooleanField(
        label=_("We talked about it and it is in the safety plan"), required=False
    )


class TroubledForm(forms.Form):
    """Fields that came back with errors."""

    day = forms.DateField(label=_("Date of the next session"), widget=DayInput)
    hour = forms.TimeField(label=_("Hour"), widget=TimeInput, required=False)
    reason = forms.CharField(label=_("Reason of the pause"), help_text=_("One sentence is enough."))
    choice = forms.ChoiceField(
        label=_("Is the contact still safe?"),
        choices=[("same", _("Yes, as before")), ("changed", _("Something changed"))],
        widget=forms.RadioSelect,
    )

    def clean(self) -> None:
        """Come back with errors, whatever was sent."""
        self.add_error("day", _("Choose a date from today on."))


def samples(now: dt.datetime) -> dict[str, Any]:
    """Invent what the page shows."""
    good = SampleForm(
        initial={"called": "Sauce Azul", "code": "K7Q-M3F-2", "safe": "yes", "told": ["free"]},
        auto_id="good_%s",
    )
    troubled = TroubledForm({"day": "2026-03-01"}, auto_id="troubled_%s")
    moments = [now + dt.timedelta(days=days) for days in (0, 1, -1, 7, -40, 400)]
    return {
        "form": good,
        "troubled": troubled,
        "icons": ICONS,
        "swatches": SWATCHES,
        "steps": STEPS,
        "moments": moments,
        "now": now,
        "levels": (1, 2, 3, 4),
        "readers": [_("You"), _("Supervision")],
    }


@login_not_required
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component; not there outside the demo."""
    if not settings.DEMO:
        raise Http404
    return render(request, "styleguide.html", samples(timezone.now()))
