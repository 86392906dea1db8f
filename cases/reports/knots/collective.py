"""The cycles of a collective, in what happened."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from cases import lines
from cases.enums.collective import CycleState
from cases.reports.timeline import Knot, newest


def knots(case: Any, eyes: Any, after: Any) -> Iterator[Knot]:
    """Yield the steps of the cycles; activities stand there as sessions."""
    if lines.of(case.line).is_about_someone:
        return
    for step in newest(case.cycle_steps.select_related("cycle", "by"), "at", after):
        words = {"number": step.cycle.number, "state": CycleState(step.after).label}
        yield Knot(
            step.at,
            step.pk,
            _("Cycle %(number)s: %(state)s") % words,
            icon="flag",
            kind="legal",
            line=step.by.get_short_name(),
        )
