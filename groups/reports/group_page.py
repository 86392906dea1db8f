"""What the list of groups and the page of each show, in a few questions."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from accompaniment.templatetags.moments import clock, moment
from groups import steps
from groups.enums import LEADS, EnrolmentState, Facilitates, GroupState, MeetingState
from groups.models import Agreement, Enrolment, Facilitation, Group, Meeting
from groups.recurrence import on_clock
from groups.reports.agenda import of_place

SOON = 4  # sessions shown before and after today


@dataclass(frozen=True, slots=True)
class Row:
    """One group in the list."""

    group: Any
    note: str
    inside: int
    facilitators: str


@dataclass(frozen=True, slots=True)
class Knot:
    """One session on the path of a cycle."""

    meeting: Any
    title: str
    when: str
    held: bool
    called_off: bool


@dataclass(frozen=True, slots=True)
class Next:
    """A step a group may take, and what it still needs."""

    state: str
    label: str
    is_usual: bool


@dataclass(slots=True)
class Sheet:
    """Everything the page of a group shows."""

    facilitators: list[Any]
    inside: int
    waiting: int
    held: int
    planned: int
    knots: list[Knot]
    steps: list[Next]
    way: list[tuple[str, str]]
    design: dict[str, str] = field(default_factory=dict)
    agreements: str = ""
    agreed: list[Any] = field(default_factory=list)
    next: Any = None

    @property
    def is_left_alone(self) -> bool:
        """Tell whether sessions are planned and nobody who still works here facilitates them."""
        leading = [each for each in self.facilitators if each.part in LEADS]
        return self.planned > 0 and not any(each.user.is_active for each in leading)


def rows(groups: Iterable[Group]) -> list[Row]:
    """Return the rows of a list, in a constant number of questions."""
    found = list(groups)
    ids = [group.pk for group in found]
    inside = dict(
        Enrolment.objects.inside().filter(group__in=ids).values_list("group").annotate(Count("pk"))
    )
    leading: dict[Any, list[str]] = {}
    parts = Facilitation.objects.filter(group__in=ids, until=None).select_related("user")
    for each in parts.order_by("since"):
        leading.setdefault(each.group_id, []).append(each.user.get_short_name())
    return [
        Row(
            group,
            f"{group.code} · {group.get_kind_display()}",
            inside.get(group.pk, 0),
            ", ".join(leading.get(group.pk, [])),
        )
        for group in found
    ]


def sheet(group: Group, can: Mapping[str, bool], now: dt.datetime) -> Sheet:
    """Return what the page of a group shows."""
    counts = group.enrolments.kept().aggregate(
        inside=Count("pk", filter=Q(state__in=steps.IN_GROUP)),
        waiting=Count("pk", filter=Q(state=EnrolmentState.LISTA_ESPERA)),
    )
    meetings = list(group.meetings.select_related("theme", "room").order_by("starts_at", "id"))
    coming = [each for each in meetings if each.state == MeetingState.PROGRAMADA]
    found = Sheet(
        facilitators=list(_facilitators(group)),
        inside=counts["inside"],
        waiting=counts["waiting"],
        held=sum(1 for each in meetings if each.number),
        planned=len(coming),
        knots=knots(meetings, reads=bool(can.get("read"))),
        steps=following(group, can),
        way=way(group),
        next=next((each for each in coming if each.starts_at >= now), None),
    )
    if can.get("read"):
        found.design = group.design.reveal() if group.design else {}
        found.agreements = group.agreements.reveal() if group.agreements else ""
        found.agreed = list(Agreement.objects.filter(group=group).order_by("done_at", "due_on"))
    return found


def _facilitators(group: Group) -> Any:
    rows = Facilitation.objects.filter(group=group, until=None).select_related("user")
    order = {part: n for n, part in enumerate(Facilitates.values)}
    return sorted(rows, key=lambda each: (order[each.part], each.user.full_name))


def knots(meetings: Iterable[Meeting], *, reads: bool) -> list[Knot]:
    """Return the sessions of a cycle as its path."""
    found = []
    for meeting in meetings:
        here = on_clock(meeting.starts_at, meeting.time_zone)
        found.append(
            Knot(
                meeting,
                title_of(meeting, reads=reads),
                of_place(
                    f"{moment(here.date(), 'short')}, {clock(here)}",
                    meeting.starts_at,
                    meeting.time_zone,
                ),
                held=meeting.number is not None,
                called_off=meeting.state == MeetingState.CANCELADA,
            )
        )
    return found


def title_of(meeting: Meeting, *, reads: bool) -> str:
    """Return what a session is about, for who may read it; a theme of the library is no secret."""
    if reads and meeting.preparation and (sheet := meeting.preparation.reveal()).get("title"):
        return str(sheet["title"])
    return meeting.theme.title if meeting.theme else ""


def following(group: Group, can: Mapping[str, bool]) -> list[Next]:
    """Return the steps the reader may take a group from where it stands; the usual one first."""
    after = steps.NEXT[GroupState(group.state)]
    if not can.get("write"):  # who evaluates writes
        after = tuple(each for each in after if can.get("assign") and each != GroupState.EVALUADO)
    return [
        Next(
            state, str(GroupState(state).label), is_usual=n == 0 and state != GroupState.SUSPENDIDO
        )
        for n, state in enumerate(after)
    ]


def way(group: Group) -> list[tuple[str, str]]:
    """Return the usual way with where the group stands: label, and done, now or nothing."""
    if group.state not in steps.WAY:
        return [(str(GroupState(group.state).label), "now")]
    here = steps.WAY.index(GroupState(group.state))
    return [
        (str(state.label), "done" if n < here else "now" if n == here else "")
        for n, state in enumerate(steps.WAY)
    ]
