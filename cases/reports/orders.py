"""Protection measures in words: where each stands, which clocks run, what is owed to her."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accompaniment.templatetags.moments import moment
from cases import order_clocks
from cases.enums.protection import OVER, OrderState
from cases.models import ProtectionOrder
from cases.order_clocks import Clock, ClockKind, Times
from cases.reports.shared import at_place

PILLS = {
    OrderState.POR_SOLICITAR: "warn",
    OrderState.SOLICITADA: "info",
    OrderState.OTORGADA: "accent",
    OrderState.IMPLEMENTADA: "ok",
    OrderState.PARCIAL: "warn",
    OrderState.PRORROGADA: "ok",
    OrderState.MODIFICADA: "accent",
    OrderState.EN_REVISION: "info",
    OrderState.NEGADA: "danger",
    OrderState.NO_IMPLEMENTADA: "danger",
    OrderState.LEVANTADA: "none",
    OrderState.VENCIDA: "danger",
}
HOUR, TWO_DAYS = 3600, 48 * 3600
SOON = 15  # days


@dataclass(frozen=True, slots=True)
class Countdown:
    """One clock in words."""

    label: str
    due: str
    left: str
    kind: str  # of the pill
    icon: str
    stop: str = ""  # the clock somebody may stop


@dataclass(frozen=True, slots=True)
class Contact:
    """One of the six contacts the authority owes her."""

    number: int
    span: str
    said: str
    done: bool = False
    may_record: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """One measure as a page shows it."""

    order: Any
    title: str
    line: str
    state: str
    kind: str
    countdowns: list[Countdown]
    ends: Countdown | None
    contacts: list[Contact]
    is_over: bool

    @property
    def owed(self) -> int:
        """Return how many contacts may be recorded now."""
        return sum(each.may_record for each in self.contacts)


def times_of(order: ProtectionOrder) -> Times:
    """Return what the clocks count from."""
    return Times(
        system=order.system,
        procedure=order.procedure,
        kind=order.kind,
        zone=order.time_zone,
        requested_at=order.requested_at,
        decided_at=order.decided_at,
        denied=order.state == OrderState.NEGADA,
        studied_at=order.studied_at,
        communicated_at=order.communicated_at,
        implemented_at=order.implemented_at,
        hearing_at=order.hearing_at,
    )


def left(due: dt.datetime, now: dt.datetime) -> str:
    """Say how much time is left, or by how much it is late."""
    seconds = (due - now).total_seconds()
    far = span(abs(seconds))
    if seconds < 0:
        return _("late by %(time)s") % {"time": far}
    return _("%(time)s left") % {"time": far}


def span(seconds: float) -> str:
    """Say a length of time: 3 h 20 min, or 5 days."""
    if seconds >= TWO_DAYS:
        days = int(seconds // (24 * HOUR))
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    hours, minutes = int(seconds // HOUR), int(seconds % HOUR // 60)
    if hours:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
    return _("%(minutes)s min") % {"minutes": minutes}


def countdown(clock: Clock, order: ProtectionOrder, now: dt.datetime) -> Countdown:
    """Say one clock."""
    due = at_place(clock.due_at, order.time_zone, "short")
    late = clock.is_late(now)
    if clock.done_at:
        day = at_place(clock.done_at, order.time_zone, "short")
        said = _("done %(day)s, too late") if late else _("done %(day)s")
        kind, icon = ("warn", "warn") if late else ("ok", "check")
        return Countdown(str(clock.kind.label), due, said % {"day": day}, kind, icon)
    stop = "" if clock.kind == ClockKind.ISSUE or order.state in OVER else clock.kind.value
    said, kind = left(clock.due_at, now), "danger" if late else "info"
    return Countdown(str(clock.kind.label), due, said, kind, "clock", stop)


def ends(order: ProtectionOrder, now: dt.datetime) -> Countdown | None:
    """Say until when a measure holds; nothing before it is granted or once it is over."""
    if not order.is_granted or order.state in OVER:
        return None
    label = _("It holds until")
    if order.expires_on is None:
        said = _("until the risk ends") if order.until_risk_ends else _("no end is set")
        return Countdown(label, said, "", "", "clock")
    days = (order.expires_on - order_clocks.day_in(now, order.time_zone)).days
    kind = "danger" if days <= order_clocks.NOTICES[1] else "warn" if days <= SOON else "ok"
    day = moment(order.expires_on, "full")
    if days < 0:
        return Countdown(label, day, _("expired: review it"), "danger", "danger")
    if days == 0:
        return Countdown(label, day, _("today is its last day"), "danger", "clock")
    last = ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}
    return Countdown(label, day, last, kind, "clock")


def contacts(order: ProtectionOrder, rows: Iterable[Any], now: dt.datetime) -> list[Contact]:
    """Say the six contacts of the authority: made, not made, owed now, or to come."""
    rules = order_clocks.rules_of(order.system, order.procedure)
    if not (rules.contacts and order.is_granted and order.decided_at):
        return []
    known = {row.number: row for row in rows}
    return [
        _contact(order, number, window, known.get(number), now)
        for number, window in enumerate(order_clocks.contact_windows(order.decided_at), 1)
    ]


def _contact(
    order: ProtectionOrder,
    number: int,
    window: tuple[dt.datetime, dt.datetime],
    row: Any,
    now: dt.datetime,
) -> Contact:
    begins, finish = window
    words = {
        "start": at_place(begins, order.time_zone, "short"),
        "end": at_place(finish, order.time_zone, "short"),
    }
    said_span = _("%(start)s to %(end)s") % words
    if row:
        said = _("The authority contacted her") if row.made else _("The authority did not")
        opened = row.words.reveal() if row.words else ""
        return Contact(number, said_span, said, done=row.made, may_record=False, words=opened)
    if now < begins:
        return Contact(number, said_span, _("Still to come"))
    running = now < finish
    said = _("Owed now") if running else _("Nobody has written whether it happened")
    return Contact(number, said_span, said, may_record=order.state not in OVER)


def said(order: ProtectionOrder, now: dt.datetime, made: Iterable[Any] = ()) -> Order:
    """Say one measure."""
    facts = [order.get_kind_display()]
    if order.authority:
        facts.append(order.authority.reveal())
    if order.protects:
        facts.append(order.protects.reveal())
    return Order(
        order=order,
        title=str(order.get_system_display()),
        line=" · ".join(map(str, facts)),
        state=str(order.get_state_display()),
        kind=PILLS[OrderState(order.state)],
        countdowns=[countdown(each, order, now) for each in order_clocks.clocks(times_of(order))],
        ends=ends(order, now),
        contacts=contacts(order, made, now),
        is_over=order.state in OVER,
    )
