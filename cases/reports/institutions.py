"""The directory of institutions: what is found, and what a row says."""

from dataclasses import dataclass
from typing import Any

from cases import places
from cases.models import Institution
from cases.reports.referral import Page, page_of

MOST = 500  # offered in a list of choices


@dataclass(frozen=True, slots=True)
class InstitutionShown:
    """One institution in words."""

    institution: Any
    kind: str
    place: str


def shown(row: Institution) -> InstitutionShown:
    """Say one institution."""
    place = places.said(row.state, row.municipality)
    return InstitutionShown(row, str(row.get_kind_display()), place)


def found(words: list[str], asked: dict[str, Any], number: int) -> Page:
    """Return one page of what matches every word and every filter, by name."""
    rows = Institution.objects.order_by("sorted_by", "id")
    if not asked.get("rests"):
        rows = rows.filter(is_active=True)
    for name in ("kind", "municipality"):
        if asked.get(name):
            rows = rows.filter(**{name: asked[name]})
    for word in words:
        rows = rows.filter(found_by__contains=word)
    page = page_of(rows, number)
    return Page([shown(row) for row in page.rows], page.previous, page.next)


def offered() -> list[tuple[str, str]]:
    """Return the institutions in use as choices: name, what it is, where."""
    rows = Institution.objects.filter(is_active=True).order_by("sorted_by", "id")
    return [(str(row.pk), _said(shown(row))) for row in rows[:MOST]]


def _said(each: InstitutionShown) -> str:
    parts = (each.institution.name, each.kind, each.place)
    return " · ".join(part for part in parts if part)
