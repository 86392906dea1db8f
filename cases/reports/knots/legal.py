"""The legal road in the timeline of a case, for whoever may read it."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.enums.legal import HearingState
from cases.reports.shared import at_place
from cases.reports.timeline import Knot, newest

HEARINGS = {
    HearingState.PROGRAMADA: "next",
    HearingState.CELEBRADA: "legal",
    HearingState.DIFERIDA: "legal",
    HearingState.CANCELADA: "legal",
}


def knots(case: Any, eyes: Any, after: Any) -> Iterator[Knot]:
    """Yield stages, hearings, steps of measures and breaches."""
    if not eyes.legal:
        return
    yield from _stages(case, after)
    yield from _hearings(case, after)
    yield from _steps(case, after)
    yield from _breaches(case, after)


def _stages(case: Any, after: Any) -> Iterator[Knot]:
    for row in newest(case.stage_changes.select_related("by", "matter"), "at", after):
        stage = row.words.reveal() if row.words else row.get_after_display()
        words = {"kind": row.matter.get_kind_display(), "stage": stage}
        yield Knot(
            row.at,
            row.pk,
            _("%(kind)s: %(stage)s") % words,
            icon="scale",
            kind="legal",
            line=row.by.get_short_name(),
            href=reverse("cases:matter", args=[case.code, row.matter_id]),
        )


def _hearings(case: Any, after: Any) -> Iterator[Knot]:
    rows = case.hearings.select_related("companion")
    for row in newest(rows, "starts_at", after):
        facts = [str(row.get_state_display()), at_place(row.starts_at, row.time_zone, "short")]
        if row.companion:
            facts.append(_("%(name)s goes along") % {"name": row.companion.get_short_name()})
        yield Knot(
            row.starts_at,
            row.pk,
            str(row.get_kind_display()),
            icon="scale",
            kind=HEARINGS[HearingState(row.state)],
            line=" · ".join(facts),
            href=reverse("cases:hearing", args=[case.code, row.pk]),
        )


def _steps(case: Any, after: Any) -> Iterator[Knot]:
    for row in newest(case.order_steps.select_related("by", "order"), "at", after):
        words = {"system": row.order.get_system_display(), "state": row.get_after_display()}
        yield Knot(
            row.at,
            row.pk,
            _("%(system)s: %(state)s") % words,
            icon="shield",
            kind="legal",
            line=row.by.get_short_name(),
            href=reverse("cases:order", args=[case.code, row.order_id]),
        )


def _breaches(case: Any, after: Any) -> Iterator[Knot]:
    for row in newest(case.order_breaches.select_related("by"), "at", after):
        yield Knot(
            row.at,
            row.pk,
            _("A protection measure was broken"),
            icon="shield",
            kind="alert",
            line=row.by.get_short_name(),
            href=reverse("cases:order", args=[case.code, row.order_id]),
        )
