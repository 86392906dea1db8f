"""Workshops as their pages show them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from groups.enums import WorkshopState
from groups.models import Workshop
from groups.reports.agenda import when
from groups.steps import WORKSHOP


@dataclass(slots=True)
class Sheet:
    """One workshop."""

    when: str
    steps: list[tuple[str, str]]
    registered: int
    came: int
    counted: int
    plan: dict[str, str] = field(default_factory=dict)
    evaluation: str = ""


def rows(workshops: Iterable[Workshop]) -> list[tuple[Any, str]]:
    """Return the rows of the list."""
    return [(each, when(each.starts_at, each.minutes, each.time_zone)) for each in workshops]


def said(workshop: Workshop) -> str:
    """Say when a workshop is."""
    return when(workshop.starts_at, workshop.minutes, workshop.time_zone)


def sheet(workshop: Workshop, can: Mapping[str, bool]) -> Sheet:
    """Return one workshop; what was written only for who may read it."""
    inside = workshop.registrations.filter(withdrawn_at=None)
    found = Sheet(
        when=when(workshop.starts_at, workshop.minutes, workshop.time_zone),
        steps=[(str(s), str(s.label)) for s in WORKSHOP[WorkshopState(workshop.state)]],
        registered=inside.count(),
        came=inside.filter(attended=True).count(),
        counted=sum(workshop.counts.values_list("people", flat=True)),
    )
    if can.get("read"):
        found.plan = workshop.plan.reveal() if workshop.plan else {}
        found.evaluation = workshop.evaluation.reveal() if workshop.evaluation else ""
    return found


def people(workshop: Workshop) -> list[tuple[Any, dict[str, str]]]:
    """Return who registered, opened, for who may see the list."""
    inside = workshop.registrations.filter(withdrawn_at=None).order_by("registered_at", "id")
    return [(each, each.told.reveal()) for each in inside]


def gone(workshop: Workshop) -> list[tuple[Any, str]]:
    """Return who was taken off the list, by name."""
    rows = workshop.registrations.filter(withdrawn_at__isnull=False)
    return [(each, each.told.reveal()["called"]) for each in rows.order_by("registered_at", "id")]


def counted(workshop: Workshop) -> dict[str, int]:
    """Return what was counted, as initial values of the form."""
    return {f"{each.counted_as}__{each.band}": each.people for each in workshop.counts.all()}
