"""Hours of groups and workshops, for the calendars of the house; nothing sealed."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from accompaniment.templatetags.moments import clock
from groups.enums import LEADS, MeetingState
from groups.models import Facilitation, Meeting, Workshop
from groups.recurrence import on_clock
from groups.reports.agenda import of_place

MANY = 600


@dataclass(frozen=True, slots=True)
class GroupHour:
    """One session of a group, or a workshop: its name says nothing of who comes."""

    pk: UUID
    root: UUID
    kind: str  # of the root, for the trace
    title: str
    line: str
    url: str
    starts_at: dt.datetime
    minutes: int
    time_zone: str
    held: bool
    room_id: UUID | None
    people: frozenset[UUID]  # colleagues
    may_move: str = ""  # where, for who may

    @property
    def begins(self) -> str:
        """Say when it begins: "16:00"."""
        here = clock(on_clock(self.starts_at, self.time_zone))
        return of_place(here, self.starts_at, self.time_zone)

    @property
    def span(self) -> str:
        """Say from when to when: "16:00-18:00"."""
        end = self.starts_at + dt.timedelta(minutes=self.minutes)
        here, then = (on_clock(each, self.time_zone) for each in (self.starts_at, end))
        return of_place(f"{clock(here)}-{clock(then)}", self.starts_at, self.time_zone)


def hours(
    user: Any,
    begin: dt.datetime,
    end: dt.datetime,
    *,
    who: UUID | None = None,
    room: UUID | None = None,
    team: UUID | None = None,
) -> list[GroupHour]:
    """Return the sessions of groups and the workshops somebody may see, in five queries at most."""
    span = Q(starts_at__gte=begin, starts_at__lt=end)
    if room:
        span &= Q(room=room)
    rows = Meeting.objects.visible_to(user).filter(span).exclude(state=MeetingState.CANCELADA)
    if team:
        rows = rows.filter(group__team=team)
    if who:
        rows = rows.filter(group__in=_leads().filter(user=who).values("group"))
    rows = rows.select_related("group", "room").order_by("starts_at", "id")
    found = list(rows.defer("preparation", "note", "debrief", "link")[:MANY])
    leading = _leading({each.group_id for each in found})
    mine = Meeting.objects.permitted(user, "schedule").filter(pk__in=[each.pk for each in found])
    movable = set(mine.filter(state=MeetingState.PROGRAMADA).values_list("pk", flat=True))
    meetings = [_meeting(each, leading[each.group_id], each.pk in movable) for each in found]
    if who:
        return meetings
    shops = Workshop.objects.visible_to(user).filter(span).exclude(state="CANCELADO")
    if team:
        shops = shops.filter(team=team)
    chosen = shops.select_related("room").defer("plan", "evaluation").order_by("starts_at", "id")
    return [*meetings, *map(_workshop, chosen[:MANY])]


def _leads() -> Any:
    return Facilitation.objects.filter(until=None, part__in=LEADS)


def _leading(groups: set[UUID]) -> dict[UUID, frozenset[UUID]]:
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    rows = _leads().filter(group__in=groups)
    for group, user in rows.values_list("group", "user"):
        found[group].add(user)
    return defaultdict(frozenset, {group: frozenset(people) for group, people in found.items()})


def _meeting(row: Meeting, people: frozenset[UUID], may_move: bool) -> GroupHour:  # noqa: FBT001
    names = [row.group.code, row.pk]
    where = str(row.room) if row.room else str(row.get_modality_display())
    return GroupHour(
        pk=row.pk,
        root=row.group_id,
        kind="groups.group",
        title=row.group.name,
        line=" · ".join([row.group.code, where]),
        url=reverse("groups:meeting", args=names),
        starts_at=row.starts_at,
        minutes=row.minutes,
        time_zone=row.time_zone,
        held=row.state == MeetingState.REALIZADA,
        room_id=row.room_id,
        people=people,
        may_move=reverse("groups:meeting_move", args=names)
        if may_move and not row.entered_at
        else "",
    )


def _workshop(row: Workshop) -> GroupHour:
    where = str(row.room) if row.room else str(row.get_kind_display())
    return GroupHour(
        pk=row.pk,
        root=row.pk,
        kind="groups.workshop",
        title=row.title,
        line=" · ".join([row.code, where]),
        url=row.get_absolute_url(),
        starts_at=row.starts_at,
        minutes=row.minutes,
        time_zone=row.time_zone,
        held=row.held_at is not None,
        room_id=row.room_id,
        people=frozenset(),
    )
