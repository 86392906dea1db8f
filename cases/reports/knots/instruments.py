"""Instruments and alerts on the way of an accompaniment."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.enums.instruments import AlertState
from cases.instruments import shipped
from cases.reports.timeline import Knot, newest


def knots(case: Any, eyes: Any, after: Any) -> Iterator[Knot]:
    """Tell what was asked and which alerts it raised, to whoever may read the case."""
    if eyes.read:
        yield from _applied(case, after)
        yield from _alerts(case, after)


def _applied(case: Any, after: Any) -> Iterator[Knot]:
    rows = case.applied.counting().select_related("applied_by").defer("answers", "result")
    for each in newest(rows, "recorded_at", after):
        it = shipped()[each.instrument]
        yield Knot(
            each.recorded_at,
            each.pk,
            _("Answered: %(name)s") % {"name": it.name},
            icon="chart",
            line=f"{it.about} · {each.applied_by.get_short_name()}",
            href=reverse("cases:instrument", args=[case.code, each.pk]),
        )


def _alerts(case: Any, after: Any) -> Iterator[Knot]:
    rows = case.safety_alerts.select_related("closed_by").defer("record", "closing_words")
    for each in newest(rows, "raised_at", after):
        open_still = each.state != AlertState.CLOSED
        yield Knot(
            each.raised_at,
            each.pk,
            _("Safety alert"),
            icon="shield",
            kind="alert" if open_still else "legal",
            line=str(each.get_state_display()),
            href=reverse("cases:safety_alert", args=[case.code, each.pk]),
        )
