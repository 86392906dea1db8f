"""The members of a collective, for those who may see them; a page at a time."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accompaniment.staff import access
from accompaniment.staff.pages import Cursor
from accompaniment.templatetags.moments import moment
from cases.enums.collective import (
    CommunityGroup,
    MemberConsent,
    MemberState,
    Suggested,
    suggested_for,
)
from cases.models import Member, MemberAgreed, Person, Placement
from cases.reports.collective import opened

SIZE = 40
MOST_NAMES = 300
PILLS = {
    MemberState.INVITADA: "info",
    MemberState.INTEGRANTE: "ok",
    MemberState.AUSENTE: "warn",
    MemberState.SALIDA: "none",
}
YEAR = 4  # digits


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member, opened."""

    member: Any
    called: str
    searches_for: str
    care: str
    age: str
    counted_as: str
    state: str
    state_kind: str
    since: str
    is_named: bool  # agrees that her name stands in the attendance
    known_as: str = ""  # in her own accompaniment, for who may identify her there
    group: str = ""
    suggested: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class MembersPage:
    """Some members, and where the next ones begin."""

    rows: list[MemberRow]
    next: Cursor | None = None


def years(born: str, day: dt.date) -> int | None:
    """Return the age on a day; of a mere year, the younger of the two possible."""
    if not born:
        return None
    if len(born) == YEAR:
        return max(day.year - int(born) - 1, 0)
    date = dt.date.fromisoformat(born)
    return day.year - date.year - ((day.month, day.day) < (date.month, date.day))


def row_of(
    member: Any,
    today: dt.date,
    *,
    named: Collection[Any],
    known: dict[Any, str],
    placement: Any = None,
) -> MemberRow:
    """Say one member in words."""
    age = years(opened(member.born), today)
    suggested = placement.suggested if placement else suggested_for(age)
    return MemberRow(
        member=member,
        called=opened(member.called),
        searches_for=opened(member.searches_for),
        care=opened(member.care),
        age="" if age is None else str(age),
        counted_as=str(member.get_counted_as_display()),
        state=str(member.get_state_display()),
        state_kind=PILLS[MemberState(member.state)],
        since=moment(member.since.date(), "short"),
        is_named=member.pk in named,
        known_as=known.get(member.person_id, ""),
        group=str(CommunityGroup(placement.assigned).label) if placement else "",
        suggested=str(Suggested(suggested).label),
        why=opened(placement.why) if placement else "",
    )


def paged(rows: Any, after: Cursor | None) -> tuple[list[Any], Cursor | None]:
    """Return the newest members after a cursor, and where the next page begins."""
    if after:
        same = Q(since=after.at, pk__lt=after.pk)
        rows = rows.filter(Q(since__lt=after.at) | same)
    found = list(rows.order_by("-since", "-pk")[: SIZE + 1])
    shown = found[:SIZE]
    last = shown[-1] if len(found) > SIZE else None
    return shown, Cursor(last.since, last.pk) if last else None


def listed(case: Any, user: Any, today: dt.date, state: str, after: Cursor | None) -> MembersPage:
    """Return the members in a state, or all but those who left, in a constant number of queries."""
    rows = Member.objects.filter(case=case)
    rows = rows.filter(state=state) if state else rows.exclude(state=MemberState.SALIDA)
    shown, following = paged(rows, after)
    named, known = agreeing(shown), known_elsewhere(shown, user)
    return MembersPage([row_of(each, today, named=named, known=known) for each in shown], following)


def agreeing(members: Collection[Any]) -> set[Any]:
    """Return which of these members agree to be named."""
    rows = MemberAgreed.objects.filter(
        member__in=[each.pk for each in members],
        kind=MemberConsent.NOMBRE,
        granted=True,
        withdrawn_at=None,
    )
    return set(rows.values_list("member", flat=True))


def known_elsewhere(members: Collection[Any], user: Any) -> dict[Any, str]:
    """Return how linked persons want to be called, for a reader who may identify them."""
    linked = {each.person_id for each in members if each.person_id}
    if not linked:
        return {}
    persons = list(Person.objects.permitted(user, "identify").filter(pk__in=linked))
    access.let_in(persons)
    return {person.pk: opened(person.called) for person in persons}


def grouped(case: Any, cycle: Any, after: Cursor | None) -> MembersPage:
    """Return who takes part in a cycle, with the group suggested and the one decided."""
    taking_part = (MemberState.INTEGRANTE, MemberState.AUSENTE)
    shown, following = paged(Member.objects.filter(case=case, state__in=taking_part), after)
    placed = {
        row.member_id: row
        for row in Placement.objects.filter(cycle=cycle, member__in=[each.pk for each in shown])
    }
    rows = [
        row_of(each, cycle.begins_on, named=(), known={}, placement=placed.get(each.pk))
        for each in shown
    ]
    return MembersPage(rows, following)


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer of a member."""

    answer: Any
    label: str
    said: bool
    day: str
    method: str
    signed_by: str


def answer_rows(member: Any) -> list[AnswerRow]:
    """Return the answers of a member that count at present."""
    rows = member.agreed.filter(withdrawn_at=None).order_by("kind", "given_on", "pk")
    return [
        AnswerRow(
            answer=row,
            label=str(row.get_kind_display()),
            said=row.granted,
            day=moment(row.given_on, "short"),
            method=str(row.get_method_display()),
            signed_by=opened(row.signed_by),
        )
        for row in rows
    ]


def steps_of(member: Any) -> list[tuple[str, str, str, str]]:
    """Return the steps of a membership: the day, the state, who wrote it, and why."""
    rows = member.steps.select_related("by").order_by("-at", "-pk")[:SIZE]
    return [
        (
            moment(timezone.localdate(row.at), "short"),
            str(row.get_after_display()),
            row.by.get_short_name(),
            opened(row.reason),
        )
        for row in rows
    ]


def candidates(case: Any, part: Any) -> list[tuple[str, str]]:
    """Return who may be named in a session: who agreed, of its age group where it has one."""
    rows = Member.objects.filter(
        case=case,
        state__in=(MemberState.INTEGRANTE, MemberState.AUSENTE),
        agreed__kind=MemberConsent.NOMBRE,
        agreed__granted=True,
        agreed__withdrawn_at=None,
    )
    cycle = part.activity.cycle_id
    if part.group and cycle:
        rows = rows.filter(placements__cycle=cycle, placements__assigned=part.group)
    found = rows.order_by("-since", "-pk")[:MOST_NAMES]
    return sorted(
        ((str(each.pk), opened(each.called)) for each in found), key=lambda pair: pair[1].lower()
    )


def seated(commission: Any) -> list[tuple[Any, str]]:
    """Return who sits in a commission: the seat and the name."""
    seats = commission.seats.filter(ended_at=None).select_related("member")
    return [
        (seat, opened(seat.member.called)) for seat in seats.order_by("since", "pk")[:MOST_NAMES]
    ]
