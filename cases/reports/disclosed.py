"""What crossed from one area to the other, as the log of disclosures tells it."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accompaniment.templatetags.moments import moment
from cases.enums.plan import DisclosureWall
from cases.models import Case, Disclosure

MANY = 50


@dataclass(frozen=True, slots=True)
class Disclosed:
    """One line of the log."""

    row: Any
    when: str
    to: str
    items: list[str]
    purpose: str
    ground: str
    who: str


def disclosed(case: Case) -> list[Disclosed]:
    """Return the newest disclosures between the areas of one case."""
    rows: Any = Disclosure.objects.filter(case=case, sealed_in=DisclosureWall.LEGAL)
    return [line(row) for row in rows.select_related("by").order_by("-at", "-id")[:MANY]]


def line(row: Any) -> Disclosed:
    """Say one disclosure."""
    return Disclosed(
        row=row,
        when=moment(timezone.localtime(row.at), "full"),
        to=row.to.reveal() if row.to else "",
        items=row.items.reveal() if row.items else [],
        purpose=row.purpose.reveal() if row.purpose else "",
        ground=str(row.get_basis_display()),
        who=row.by.get_short_name(),
    )
