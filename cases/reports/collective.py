"""What the room of a collective shows, in a constant number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone

from accompaniment.staff.pages import Cursor
from accompaniment.templatetags.moments import moment
from cases.enums import SessionStatus
from cases.enums.collective import (
    IN_THREE_MOMENTS,
    WEIGHS_ON_THE_TEAM,
    CommunityGroup,
    CycleState,
    MemberState,
    Moment,
)
from cases.models import Activity, Case, Collective, GroupSession
from cases.reports import veil

SHOWN = 6
PAGE = 20
MOST_AGREEMENTS = 20
MOST_COMMISSIONS = 30
MOST_IN_A_CYCLE = 60
STATUS_PILLS = {SessionStatus.SCHEDULED: "info", SessionStatus.HELD: "ok"}


def opened(box: Any) -> Any:
    """Return what is in a box, or nothing."""
    return box.reveal() if box else ""


@dataclass(frozen=True, slots=True)
class About:
    """What a collective is called and what it is together for, as far as the reader may know."""

    name: str = ""
    purpose: str = ""
    decision: str = ""
    decided_on: dt.date | None = None


def about(case: Any, *, identify: bool, read: bool) -> About:
    """Return what a collective says of itself."""
    row = Collective.objects.filter(case=case).first()
    if row is None:
        return About()
    return About(
        name=opened(row.name) if identify else "",
        purpose=opened(row.purpose) if read else "",
        decision=opened(row.decision) if read else "",
        decided_on=row.decided_on,
    )


@dataclass(frozen=True, slots=True)
class CycleShown:
    """A cycle, with its words where the reader may read them."""

    cycle: Any
    theme: str
    purpose: str
    evaluation: str


def cycle_shown(cycle: Any, *, read: bool) -> CycleShown:
    """Return a cycle as the reader may know it."""
    words = [opened(box) if read else "" for box in (cycle.theme, cycle.purpose, cycle.evaluation)]
    return CycleShown(cycle, *words)


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One activity in a list."""

    activity: Any
    title: str
    day: str
    at: dt.datetime
    theme: str
    status: str
    status_kind: str
    came: str
    has_come: bool
    wants: list[str] = field(default_factory=list)


def activity_rows(
    activities: Iterable[Any], *, read: bool, exactly: bool, now: dt.datetime
) -> list[ActivityRow]:
    """Say activities in words, with how many people came to each, in two queries for all."""
    known = list(activities)
    parts: defaultdict[Any, list[Any]] = defaultdict(list)
    for part in GroupSession.objects.filter(activity__in=[each.pk for each in known]).order_by(
        "group", "id"
    ):
        parts[part.activity_id].append(part)
    return [row_of(each, parts[each.pk], read=read, exactly=exactly, now=now) for each in known]


def row_of(
    activity: Any, parts: list[Any], *, read: bool, exactly: bool, now: dt.datetime
) -> ActivityRow:
    """Say one activity in words."""
    session = activity.session
    held = session.status == SessionStatus.HELD
    themes = [opened(part.plan).get("theme", "") for part in parts if part.plan] if read else []
    return ActivityRow(
        activity=activity,
        title=str(activity.get_kind_display()),
        day=moment(session.starts_at, "near"),
        at=session.starts_at,
        theme=" · ".join(dict.fromkeys(theme for theme in themes if theme)),
        status=str(session.get_status_display()),
        status_kind=STATUS_PILLS.get(session.status, "none"),
        came=veil.sum_said((part.people for part in parts), exactly=exactly) if held else "",
        has_come=session.starts_at <= now,
    )


def with_sessions(case: Any) -> Any:
    """Return the activities of a case with their sessions, nothing sealed opened."""
    return (
        Activity.objects.filter(case=case)
        .select_related("session__accompanist", "cycle")
        .defer("shared", "debrief")
    )


def coming(case: Any) -> Any:
    """Return the next activities, soonest first."""
    rows = with_sessions(case).filter(session__status=SessionStatus.SCHEDULED)
    return rows.order_by("session__starts_at", "id")[:SHOWN]


def held(case: Any) -> Any:
    """Return the activities that were, newest first."""
    rows = with_sessions(case).exclude(session__status=SessionStatus.SCHEDULED)
    return rows.order_by("-session__starts_at", "-id")


def paged_activities(case: Any, after: Cursor | None) -> tuple[list[Any], Cursor | None]:
    """Return what was held or not, newest first, after a cursor, and where the next page begins."""
    rows = held(case)
    if after:
        same = Q(session__starts_at=after.at, pk__lt=after.pk)
        rows = rows.filter(Q(session__starts_at__lt=after.at) | same)
    found = list(rows[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return found[:PAGE], Cursor(last.session.starts_at, last.pk) if last else None


def unanswered(case: Any) -> list[Any]:
    """Return what was held and still waits for its afterwards or for the team's own words."""
    rows = with_sessions(case).filter(session__status=SessionStatus.HELD)
    after = Q(kind__in=IN_THREE_MOMENTS) & ~Q(moments__moment=Moment.DESPUES)
    team = Q(kind__in=WEIGHS_ON_THE_TEAM, debriefed_at=None)
    waiting = rows.filter(after | team).distinct()
    return list(waiting.order_by("-session__starts_at", "-id")[:SHOWN])


@dataclass(frozen=True, slots=True)
class MembersSaid:
    """How many belong to a collective, as the reader may know it."""

    now: str
    states: dict[str, int]
    groups: dict[str, int]


def members_said(case: Any, cycle: Any, *, exactly: bool) -> MembersSaid:
    """Count the members by state and by age group, in two queries."""
    counted = dict(case.members.values_list("state").annotate(n=Count("pk")).order_by())
    taking_part = counted.get(MemberState.INTEGRANTE, 0)
    groups: dict[str, int] = {}
    if cycle is not None:
        placed = cycle.placements.filter(member__state=MemberState.INTEGRANTE)
        by_group = dict(placed.values_list("assigned").annotate(n=Count("pk")).order_by())
        groups = {
            str(group.label): by_group[group.value]
            for group in CommunityGroup
            if group.value in by_group
        }
    states = {str(each.label): counted[each.value] for each in MemberState if each.value in counted}
    return MembersSaid(
        now=veil.said(taking_part, exactly=exactly),
        states=states if exactly else {},
        groups=veil.all_or_none(groups, exactly=exactly),
    )


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One agreement."""

    agreement: Any
    text: str
    who: str
    due: str
    is_late: bool
    outcome: str


def agreement_rows(agreements: Iterable[Any], today: dt.date) -> list[AgreementRow]:
    """Say agreements in words."""
    return [
        AgreementRow(
            agreement=each,
            text=opened(each.text),
            who=" · ".join(
                part
                for part in (
                    each.responsible.get_short_name() if each.responsible else "",
                    opened(each.who),
                )
                if part
            ),
            due=moment(each.due_on, "brief") if each.due_on else "",
            is_late=bool(each.due_on and each.due_on < today and not each.settled_at),
            outcome=opened(each.outcome),
        )
        for each in agreements
    ]


def open_agreements(case: Any) -> Any:
    """Return what was agreed and is not settled, soonest first."""
    rows = case.shared_agreements.filter(settled_at=None).select_related("responsible", "activity")
    return rows.order_by(F("due_on").asc(nulls_last=True), "agreed_at", "id")[:MOST_AGREEMENTS]


@dataclass(frozen=True, slots=True)
class CommissionRow:
    """One commission, with how many sit in it."""

    commission: Any
    name: str
    purpose: str
    seats: str


def commission_rows(case: Any, *, exactly: bool) -> list[CommissionRow]:
    """Say the commissions at work in words."""
    seated = Count("seats", filter=Q(seats__ended_at=None))
    rows = case.commissions.filter(ended_at=None).annotate(seated=seated)
    return [
        CommissionRow(
            each, opened(each.name), opened(each.purpose), veil.said(each.seated, exactly=exactly)
        )
        for each in rows.order_by("since", "id")[:MOST_COMMISSIONS]
    ]


def current_cycle(case: Any) -> Any:
    """Return the cycle that is not closed, if there is one."""
    return case.cycles.exclude(state=CycleState.CERRADO).first()


@dataclass(frozen=True, slots=True)
class CollectiveRow:
    """One collective or community in a list."""

    code: str
    pseudonym: str
    name: str
    line: str
    state: str
    is_open: bool
    cycle: str
    last: str
    next: str
    who: str


def collective_rows(cases: Iterable[Case], names: dict[Any, str]) -> list[CollectiveRow]:
    """Say many collectives in words."""
    return [
        CollectiveRow(
            code=case.code,
            pseudonym=case.pseudonym,
            name=names.get(case.pk, ""),
            line=str(case.get_line_display()),
            state=str(case.get_state_display()),
            is_open=case.is_open,
            cycle=cycle_said(case),
            last=moment(timezone.localdate(case.last_session_at), "short")
            if case.last_session_at
            else "—",
            next=moment(case.next_session_at, "brief") if case.next_session_at else "—",
            who=case.responsible.get_short_name() if case.responsible else "—",
        )
        for case in cases
    ]


def cycle_said(case: Any) -> str:
    """Say the cycle a collective is in."""
    now = next((each for each in case.cycles_now if each.state != CycleState.CERRADO), None)
    return f"{now.number} · {now.get_state_display()}" if now else "—"
