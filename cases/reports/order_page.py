"""The page of one protection measure."""

import datetime as dt
from dataclasses import dataclass

from accompaniment.templatetags.moments import moment
from cases import order_clocks
from cases.enums.protection import ASKED, OVER, System
from cases.models import ProtectionOrder
from cases.places import town
from cases.reports import legal, orders, shared
from cases.reports.hearing import opened

MANY = 20


@dataclass(frozen=True, slots=True)
class Breach:
    """One breach."""

    day: str
    what: str
    evidence: str
    reported_to: str
    who: str


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Everything the page of a measure opens."""

    said: orders.Order
    zone: str
    measures: str
    authority: str
    number: str
    protects: str
    requested: str
    decided: str
    notified: str
    evaluated: str
    steps: list[tuple[str, str, str, str]]
    breaches: list[Breach]
    is_granted: bool
    asks_notice: bool
    evaluates: bool


def page_of(row: ProtectionOrder, now: dt.datetime) -> OrderPage:
    """Open a measure."""
    holds = row.state not in {*ASKED, *OVER}
    rules = order_clocks.rules_of(row.system, row.procedure)
    return OrderPage(
        said=orders.said(row, now, row.contacts.all()),
        zone=town(row.time_zone),
        measures=opened(row.measures),
        authority=opened(row.authority),
        number=opened(row.number),
        protects=opened(row.protects),
        requested=_moment(row.requested_at, row),
        decided=_moment(row.decided_at, row),
        notified=_notified(row),
        evaluated=moment(row.risk_evaluated_on, "full"),
        steps=legal.steps_of_order(row),
        breaches=breaches(row),
        is_granted=holds,
        asks_notice=holds and row.system in {System.ORDEN_PROTECCION, System.CNPP_137},
        evaluates=rules.evaluates_before_lifting,
    )


def breaches(row: ProtectionOrder) -> list[Breach]:
    """Return the newest breaches."""
    rows = row.breaches.select_related("by").order_by("-happened_on", "-at", "-id")
    return [
        Breach(
            moment(each.happened_on, "full"),
            opened(each.what),
            opened(each.evidence),
            opened(each.reported_to),
            each.by.get_short_name(),
        )
        for each in rows[:MANY]
    ]


def _moment(at: dt.datetime | None, row: ProtectionOrder) -> str:
    return shared.at_place(at, row.time_zone, "full") if at else ""


def _notified(row: ProtectionOrder) -> str:
    if not row.notified_by:
        return ""
    return f"{row.get_notified_by_display()}, {moment(row.notified_on, 'full')}"
