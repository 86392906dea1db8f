"""Conferences on the path of a case."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from cases.reports.timeline import Knot, newest


def knots(case: Any, eyes: Any, after: Any) -> Iterator[Knot]:
    """Yield the conferences, without their words."""
    if not eyes.read:
        return
    rows = case.conferences.select_related("recorded_by").defer("words", "present")
    for each in newest(rows, "recorded_at", after):
        yield Knot(
            each.recorded_at,
            each.pk,
            _("Case conference"),
            icon="group",
            kind="legal",
            line=each.recorded_by.get_short_name(),
        )
