"""What an expert asks of an accompaniment, as who accompanies sees it; nothing of the expert file.

The rest of the commission stays behind its wall: no folio, no state, no date of it is told here.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case
from expertise.enums.evaluation import Borrowed
from expertise.models import Commission, Loan
from expertise.reports.file import words
from expertise.reports.listed import kind_of

MANY = 20
LOOK_IN: dict[str, str] = {  # where in the case the item lies
    Borrowed.INSTRUMENTO: "cases:instruments",
    Borrowed.HECHO: "cases:timeline",
    Borrowed.DOCUMENTO: "cases:documents",
    Borrowed.NOTA: "cases:timeline",
}


@dataclass(frozen=True, slots=True)
class LoanPage:
    """One item that is asked for."""

    id: UUID
    kind: str
    who: str
    asked_at: dt.datetime
    asked_for: str
    waits: bool
    told: str
    given: bool
    answered_at: dt.datetime | None
    answered_by: str
    look_in: str


def loan_page(row: Loan) -> LoanPage:
    """Open one item for who reads in the case."""
    asked = row.borrowing
    room = LOOK_IN.get(asked.kind, "")
    return LoanPage(
        id=row.pk,
        kind=str(asked.get_kind_display()),
        who=asked.asked_by.full_name,
        asked_at=row.asked_at,
        asked_for=words(row.asked_for),
        waits=row.answered_at is None,
        told=words(row.told),
        given=asked.delivered_at is not None,
        answered_at=row.answered_at,
        answered_by=row.answered_by.full_name if row.answered_by else "",
        look_in=reverse(room, args=[row.case.code]) if room else "",
    )


@dataclass(frozen=True, slots=True)
class OfCase:
    """One line about expert opinions on the legal road of a case."""

    title: str
    url: str
    note: str
    state: str
    kind: str
    icon: str


def of_case(case: Case, user: Any) -> list[OfCase]:
    """Return what this reader may know of the expert opinions of a case.

    Commissions behind their own door, and what experts ask for where she reads the notes.
    """
    rows = Commission.objects.visible_to(user).filter(case=case).select_related("expert")
    found = [
        OfCase(
            title=f"{row.get_kind_display()} {row.code}",
            url=row.get_absolute_url(),
            note=row.expert.full_name if row.expert else _("Nobody appointed yet"),
            state=str(row.get_state_display()),
            kind=kind_of(row.state),
            icon="report",
        )
        for row in rows.order_by("-requested_at", "-id")[:MANY]
    ]
    loans = Loan.objects.visible_to(user).filter(case=case).select_related("borrowing__asked_by")
    return found + [_loan(row) for row in loans.order_by("-asked_at", "-id")[:MANY]]


def _loan(row: Loan) -> OfCase:
    asked = row.borrowing
    waits = row.answered_at is None
    answered = _("Handed over") if asked.delivered_at else _("Not handed over")
    return OfCase(
        title=_("An expert asks: %(item)s") % {"item": asked.get_kind_display()},
        url=reverse("expertise:loan", args=[row.pk]),
        note=asked.asked_by.full_name,
        state=_("Waits for an answer") if waits else answered,
        kind="warn" if waits else "ok" if asked.delivered_at else "none",
        icon="mail",
    )
