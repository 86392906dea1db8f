"""Referrals and what left the house, as the room of a case shows them."""

from dataclasses import dataclass
from typing import Any

from cases.enums.institutions import InstitutionKind, ReferralItem, ReferralState
from cases.models import Case, Institution, Referral

SIZE = 20
PILLS = {
    ReferralState.PROPUESTA: "info",
    ReferralState.ACEPTADA_POR_PERSONA: "accent",
    ReferralState.ENVIADA: "accent",
    ReferralState.RECIBIDA: "accent",
    ReferralState.ATENDIDA: "ok",
    ReferralState.RECHAZADA: "warn",
    ReferralState.NO_ACUDIO: "warn",
    ReferralState.CONTRARREFERENCIA: "ok",
    ReferralState.CERRADA: "none",
}
USUAL = (
    ReferralState.PROPUESTA,
    ReferralState.ACEPTADA_POR_PERSONA,
    ReferralState.ENVIADA,
    ReferralState.RECIBIDA,
    ReferralState.ATENDIDA,
    ReferralState.CONTRARREFERENCIA,
    ReferralState.CERRADA,
)
KINDS, ITEMS = dict(InstitutionKind.choices), dict(ReferralItem.choices)


@dataclass(frozen=True, slots=True)
class ReferralShown:
    """One referral, opened."""

    referral: Any
    name: str
    kind: str
    pill: str
    purpose: str
    items: list[tuple[str, str]]
    institution: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and whether there are others before and after."""

    rows: list[Any]
    previous: int | None
    next: int | None


def page_of(rows: Any, number: int, size: int = SIZE) -> Page:
    """Return one page of rows; a page beyond the last is empty."""
    first = (max(1, number) - 1) * size
    found = list(rows[first : first + size + 1])
    return Page(
        found[:size],
        number - 1 if number > 1 else None,
        number + 1 if len(found) > size else None,
    )


def page_number(sent: Any) -> int:
    """Read the number of a page from an address; nonsense means the first."""
    text = sent.get("after") or sent.get("before") or ""
    return max(1, int(text)) if text.isdecimal() and len(text) < 5 else 1  # noqa: PLR2004


def opened(box: Any) -> str:
    """Return what is in a box, or nothing."""
    return box.reveal() if box else ""


def shown(referral: Referral) -> ReferralShown:
    """Open one referral."""
    to = referral.destination.reveal()
    items = referral.items.reveal() if referral.items else {}
    return ReferralShown(
        referral,
        to["name"],
        str(KINDS.get(to["kind"], "")),
        PILLS[ReferralState(referral.state)],
        opened(referral.purpose),
        [(str(ITEMS.get(code, code)), text) for code, text in items.items()],
        to["institution"],
    )


def listed(case: Case, number: int) -> Page:
    """Return the referrals of a case, newest first."""
    rows = case.referrals.select_related("accompanied_by").order_by("-proposed_at", "-id")
    page = page_of(rows, number)
    return Page([shown(row) for row in page.rows], page.previous, page.next)


def steps(referral: Referral) -> list[tuple[Any, str]]:
    """Return the way of a referral, newest first, with what was said at each step."""
    order = list(ReferralState.values)
    rows = sorted(
        referral.steps.select_related("by"),
        key=lambda row: (row.at, order.index(row.after)),
        reverse=True,
    )
    return [(row, opened(row.words)) for row in rows]


def left(case: Case) -> list[tuple[Any, str, list[str], str]]:
    """Return what left the house, newest first: to whom, which items, what for."""
    rows: Any = case.disclosures.filter(sealed_in="clinical").select_related("by")
    return [
        (row, row.to.reveal(), row.items.reveal(), opened(row.purpose))
        for row in rows.order_by("-at", "-id")[:SIZE]
    ]


def institution_of(referral: ReferralShown) -> Institution | None:
    """Return the entry of the directory, as it is today."""
    if not referral.institution:
        return None
    return Institution.objects.filter(pk=referral.institution).first()
