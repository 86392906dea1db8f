"""The legal room of one case, assembled for its reader in a constant number of queries."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.templatetags.moments import moment
from cases.enums.legal import ITEMS_OF, Area, HearingState, MatterOutcome, RequestState
from cases.enums.protection import OVER
from cases.models import Case, Hearing, InterAreaRequest, LegalMatter, ProtectionOrder
from cases.reports import orders, shared, sharing

MANY, FEW = 20, 8
HEARING_PILLS = {
    HearingState.PROGRAMADA: "accent",
    HearingState.CELEBRADA: "ok",
    HearingState.DIFERIDA: "warn",
    HearingState.CANCELADA: "none",
}
REQUEST_PILLS = {
    RequestState.SOLICITADA: "warn",
    RequestState.RESPONDIDA: "info",
    RequestState.RECHAZADA: "danger",
    RequestState.ENTREGADA: "ok",
    RequestState.CERRADA: "none",
}
CONTACT_WITHIN = dt.timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter in a list."""

    matter: Any
    title: str
    line: str
    next: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Held:
    """One hearing in a list."""

    hearing: Any
    title: str
    when: str
    line: str
    state: str
    kind: str
    warns: str = ""  # a date to avoid, or the contact that is still owed
    is_to_come: bool = False
    owes_contact: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One request between areas in a list."""

    request: Any
    title: str
    line: str
    state: str
    kind: str


@dataclass(frozen=True, slots=True)
class Room:
    """Everything the legal room shows."""

    matters: list[Matter]
    hearings: list[Held]
    orders: list[orders.Order]
    requests: list[Asked]
    sharing: sharing.Sharing
    told: list[shared.Told]
    avoided: list[Any]


def room(case: Case, now: dt.datetime) -> Room:
    """Return the legal room of a case: what the legal area sees, and who accompanies as well."""
    agreed = sharing.sharing(case, timezone.localdate(now))
    told = shared.told(case, ITEMS_OF[Area.PSICOSOCIAL]) if agreed.is_agreed else []
    avoided = list(shared.avoided(case)[: shared.MANY]) if agreed.is_agreed else []
    days = {row.day.reveal() for row in avoided}
    return Room(
        matters=[matter(row) for row in matters_of(case)],
        hearings=[hearing(row, now, days) for row in hearings_of(case)],
        orders=orders_of(case, now),
        requests=[asked(row) for row in requests_of(case)[:FEW]],
        sharing=agreed,
        told=told,
        avoided=[(row, shared.avoid_line(row)) for row in avoided],
    )


def matters_of(case: Case) -> list[LegalMatter]:
    """Return the matters of a case, those under way first."""
    rows = case.matters.select_related("lawyer")
    return list(rows.order_by(F("closed_at").desc(nulls_first=True), "-opened_at", "-id")[:MANY])


def hearings_of(case: Case) -> list[Hearing]:
    """Return the newest hearings of a case."""
    rows = case.hearings.select_related("companion", "matter")
    return list(rows.order_by("-starts_at", "-id")[:MANY])


def requests_of(case: Case) -> Any:
    """Return the requests between areas, newest first."""
    rows: Any = InterAreaRequest.objects.filter(case=case).select_related("asked_by")
    return rows.order_by("-asked_at", "-id")


def orders_of(case: Case, now: dt.datetime) -> list[orders.Order]:
    """Return the measures of a case, those that hold first, each with its contacts."""
    rows = list(case.orders.order_by("-opened_at", "-id")[:MANY])
    made: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in case.order_contacts.filter(order__in=rows):
        made[row.order_id].append(row)
    rows.sort(key=lambda row: row.state in OVER)
    return [orders.said(row, now, made[row.pk]) for row in rows]


def matter(row: LegalMatter) -> Matter:
    """Say one matter."""
    facts = [row.get_role_display()]
    if row.authority:
        facts.append(row.authority.reveal())
    if row.lawyer or row.external_lawyer:
        facts.append(lawyers(row))
    what = row.next_what.reveal() if row.next_what else ""
    coming = f"{moment(row.next_on, 'day')} · {what}".strip(" ·") if row.next_on else ""
    outcome = str(MatterOutcome(row.outcome).label) if row.outcome else ""
    title = f"{row.get_kind_display()}: {shared.stage_of(row)}"
    return Matter(row, title, " · ".join(map(str, facts)), coming, outcome)


def lawyers(row: LegalMatter) -> str:
    """Say who represents her."""
    own = row.lawyer.full_name if row.lawyer else ""
    outside = row.external_lawyer.reveal() if row.external_lawyer else ""
    return ", ".join(name for name in (own, outside) if name)


def hearing(row: Hearing, now: dt.datetime, avoided: set[str]) -> Held:
    """Say one hearing; ``avoided`` holds the days of the year better left free."""
    is_to_come = row.state == HearingState.PROGRAMADA
    owes = row.ended_at is not None and row.contacted_at is None
    return Held(
        hearing=row,
        title=str(row.get_kind_display()),
        when=shared.local(row),
        line=row.place.reveal() if row.place and is_to_come else str(row.matter.get_kind_display()),
        state=str(row.get_state_display()),
        kind=HEARING_PILLS[HearingState(row.state)],
        warns=_owed(row, now) if owes else _falls_on(row, avoided) if is_to_come else "",
        is_to_come=is_to_come,
        owes_contact=owes,
    )


def _owed(row: Hearing, now: dt.datetime) -> str:
    ended = row.ended_at or row.starts_at
    time = orders.left(ended + CONTACT_WITHIN, now)
    return _("Contact her after it: %(time)s") % {"time": time}


def _falls_on(row: Hearing, avoided: set[str]) -> str:
    with timezone.override(row.time_zone):
        day = f"{timezone.localtime(row.starts_at):%m-%d}"
    return _("It falls on a date to avoid.") if day in avoided else ""


def asked(row: InterAreaRequest) -> Asked:
    """Say one request between areas."""
    words = {"area": row.get_from_area_display(), "other": row.get_to_area_display()}
    who = {"name": row.asked_by.get_short_name(), "day": shared.day_of(row.asked_at)}
    return Asked(
        request=row,
        title=_("%(area)s asks: %(other)s") % words,
        line=_("%(name)s · %(day)s") % who,
        state=str(row.get_state_display()),
        kind=REQUEST_PILLS[RequestState(row.state)],
    )


def steps_of(row: LegalMatter) -> list[tuple[str, str, str, str]]:
    """Return the stages a matter went through, newest first: day, stage, note, who."""
    rows = row.stages.select_related("by").order_by("-at", "-id")[: 2 * MANY]
    return [
        (
            moment(each.happened_on, "full"),
            each.words.reveal() if each.words else str(each.get_after_display()),
            each.note.reveal() if each.note else "",
            each.by.get_short_name(),
        )
        for each in rows
    ]


def steps_of_order(order: ProtectionOrder) -> list[tuple[str, str, str, str]]:
    """Return the steps a measure took, newest first: moment, state, note, who."""
    rows = order.steps.select_related("by").order_by("-at", "-id")[: 2 * MANY]
    return [
        (
            shared.at_place(each.happened_at, order.time_zone, "full"),
            str(each.get_after_display()),
            each.note.reveal() if each.note else "",
            each.by.get_short_name(),
        )
        for each in rows
    ]
