"""A week of sessions: whose, where, at what hour; what lies over what."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Self
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.templatetags.moments import clock, moment, words
from cases.enums import SessionStatus
from cases.models import Case, Session
from cases.reports.encounters import Together, held_in, whose
from cases.reports.encounters import together as together_of
from cases.reports.rows import sees_agenda
from expertise.reports.agenda import Duty, duties
from groups.reports.hours import GroupHour
from groups.reports.hours import hours as group_hours

DAYS = 7
MANY = 600
FIRST, LAST = 8, 18  # hours always shown
YEARS = range(1990, 2101)  # others nobody can mean
KINDS = {SessionStatus.HELD: "green", SessionStatus.NOT_HELD: "cancelled"}


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from a Monday on."""

    monday: dt.date

    @classmethod
    def parse(cls, text: str, today: dt.date) -> Self:
        """Read "2026-W48"; nonsense means this week."""
        try:
            day = dt.datetime.strptime(f"{text}-1", "%G-W%V-%u").date()  # noqa: DTZ007  a day
        except ValueError:
            day = None
        if day is None or day.year not in YEARS:
            day = today - dt.timedelta(days=today.weekday())
        return cls(day)

    def __str__(self) -> str:
        return self.monday.strftime("%G-W%V")

    @property
    def days(self) -> list[dt.date]:
        """Return its days."""
        return [self.monday + dt.timedelta(days=n) for n in range(DAYS)]

    def moved(self, weeks: int) -> "Week":
        """Return the week so many weeks away."""
        return Week(self.monday + dt.timedelta(weeks=weeks))

    def bounds(self) -> tuple[dt.datetime, dt.datetime]:
        """Return the moments between which it lies, in the time zone of the house."""
        here = timezone.get_default_timezone()
        begin, end = (
            dt.datetime.combine(day, dt.time(), here)
            for day in (self.monday, self.monday + dt.timedelta(days=DAYS))
        )
        return begin, end


@dataclass(frozen=True, slots=True)
class Slot:
    """One session or one duty of an expert, in words that say nothing of her."""

    session: Any
    starts: dt.datetime
    hour: str
    title: str
    line: str
    url: str
    kind: str
    root: UUID  # the case, or the commission
    clash: str = ""
    may_move: bool = False
    move: str = ""  # where a session of a group is moved

    @property
    def day(self) -> dt.date:
        """Return its day in the house."""
        return self.starts.date()


@dataclass(slots=True)
class Day:
    """One day of the week."""

    date: dt.date
    name: str
    is_today: bool
    slots: list[Slot] = field(default_factory=list)


@dataclass(slots=True)
class Sheet:
    """Everything the page shows."""

    week: Week
    days: list[Day]
    rows: list[tuple[str, list[list[Slot]]]]
    count: int
    clashes: int
    cut: bool


def sessions(user: Any, week: Week, who: str, room: str, team: str) -> Any:
    """Return the sessions of a week the reader may see: of one colleague, one room, one team."""
    begin, end = week.bounds()
    rows = Session.objects.visible_to(user).of_day(begin, end)
    if (
        not sees_agenda(user) or who == "mine"
    ):  # who is let into the legal road alone: only what she holds herself
        rows = rows.filter(whose({user.pk}, begin, end))
    if uid := _uuid(who):
        rows = rows.filter(whose({uid}, begin, end))
    if uid := _uuid(room):
        rows = rows.filter(held_in(uid, begin, end))
    if uid := _uuid(team):
        rows = rows.filter(case__team=uid)
    rows = rows.select_related("case", "accompanist", "room")
    return rows.defer("place", "case__reason")[: MANY + 1]


def as_expert(user: Any, week: Week, who: str, place: str) -> list[Duty]:
    """Return what the reader herself does as an expert in a week; nobody else's is ever shown."""
    if place or who not in {"mine", "all", str(user.pk)}:
        return []
    found = duties(user, *week.bounds())
    if found:
        ids = sorted({str(each.commission) for each in found})
        log.collect(Verb.LIST, "expertise.commission", None, ids, count=len(ids))
    return found


def with_groups(user: Any, week: Week, who: str, room: str, team: str) -> list[GroupHour]:
    """Return the sessions of groups and the workshops of a week."""
    whose_it_is = user.pk if who == "mine" else _uuid(who)
    found = group_hours(user, *week.bounds(), who=whose_it_is, room=_uuid(room), team=_uuid(team))
    trace_groups(found)
    return found


def trace_groups(found: Iterable[GroupHour]) -> None:
    """Write down which groups and workshops a calendar showed."""
    for kind in sorted({each.kind for each in found}):
        ids = sorted({str(each.root) for each in found if each.kind == kind})
        log.collect(Verb.LIST, kind, None, ids, count=len(ids))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def sheet(user: Any, week: Week, *, who: str, room: str, team: str = "", today: dt.date) -> Sheet:
    """Return the calendar of a week, in a constant number of queries."""
    found = list(sessions(user, week, who, room, team))
    cut, found = len(found) > MANY, found[:MANY]
    access.let_in([each.case for each in found])
    ids = sorted({str(each.case_id) for each in found})
    if ids:
        log.collect(Verb.LIST, "cases.case", None, ids, count=len(ids))
    mine = as_expert(user, week, who, room or team)
    together = with_groups(user, week, who, room, team)
    known = together_of(found)
    clashing = clashes([*found, *mine], known)
    movable = movable_of(user, found)
    slots = [
        slot(
            each,
            user,
            clashing.get(each.pk, ""),
            known.get(each.pk),
            may_move=each.pk in movable,
        )
        for each in found
    ]
    slots += [duty_slot(each, clashing.get(each.pk, "")) for each in mine]
    slots += [group_slot(each) for each in together]
    slots.sort(key=lambda each: each.starts)
    days = [Day(day, _name(day), day == today) for day in week.days]
    for each in slots:
        days[(each.day - week.monday).days].slots.append(each)
    return Sheet(week, days, hours(days), len(slots), len(clashing), cut)


def movable_of(user: Any, found: Iterable[Any]) -> set[UUID]:
    """Return which of these sessions the reader may move."""
    planned = [each for each in found if each.status == SessionStatus.SCHEDULED]
    cases = {each.case_id for each in planned}
    hers = Case.objects.permitted(user, "write").filter(pk__in=cases, is_open=True)
    writable = set(hers.values_list("pk", flat=True))
    return {each.pk for each in planned if each.case_id in writable}


def _name(day: dt.date) -> str:
    return f"{words().weekdays[day.weekday()][:3]} {day.day}"


def slot(session: Any, user: Any, clash: str, it: Together | None, *, may_move: bool) -> Slot:
    """Say one session."""
    starts = timezone.localtime(session.starts_at)
    end = starts + dt.timedelta(minutes=session.minutes)
    where = it.where(session) if it else str(session.room or session.get_modality_display())
    who = "" if session.accompanist_id == user.pk else session.accompanist.get_short_name()
    who = ", ".join(it.names if it else ()) or who
    said = [session.case.code, it.said if it else "", where, who]
    return Slot(
        session=session,
        starts=starts,
        hour=f"{clock(starts)}-{clock(timezone.localtime(end))}",
        title=session.case.pseudonym,
        line=" · ".join(filter(None, said)),
        url=it.url if it else session.case.get_absolute_url(),
        kind=KINDS.get(session.status, ""),
        root=session.case_id,
        clash=clash,
        may_move=may_move,
    )


def duty_slot(duty: Duty, clash: str) -> Slot:
    """Say one duty of an expert by its folio."""
    starts = timezone.localtime(duty.starts_at)
    end = timezone.localtime(duty.starts_at + dt.timedelta(minutes=duty.minutes))
    return Slot(
        session=None,
        starts=starts,
        hour=f"{clock(starts)}-{clock(end)}",
        title=duty.code,
        line=duty.what,
        url=duty.url,
        kind=KINDS.get(SessionStatus(duty.status), ""),
        root=duty.commission,
        clash=clash,
    )


def group_slot(hour: GroupHour) -> Slot:
    """Say one session of a group by the neutral name of the group."""
    return Slot(
        session=None,
        starts=timezone.localtime(hour.starts_at),
        hour=hour.span,
        title=hour.title,
        line=hour.line,
        url=hour.url,
        kind="green" if hour.held else "",
        root=hour.root,
        move=hour.may_move,
    )


def clashes(found: Iterable[Any], known: Mapping[UUID, Together]) -> dict[UUID, str]:
    """Return what lies over what: sessions to come that share a room or a colleague."""
    by_place: defaultdict[tuple[str, UUID], list[Any]] = defaultdict(list)
    for each in found:
        if each.status == SessionStatus.SCHEDULED:
            it = known.get(each.pk)
            for person in {each.accompanist_id, *(it.people if it else ())}:
                by_place["who", person].append(each)
            rooms = {each.room_id, *(room.pk for room in (it.rooms if it else ()))}
            for room in rooms - {None}:
                by_place["room", room].append(each)
    said: dict[UUID, str] = {}
    for (kind, _id), rows in by_place.items():
        text = _("Same room") if kind == "room" else _("Same colleague")
        rows.sort(key=lambda row: row.starts_at)
        for one, other in pairwise(rows):
            if one.starts_at + dt.timedelta(minutes=one.minutes) > other.starts_at:
                said[one.pk] = said[other.pk] = text
    return said


def hours(days: list[Day]) -> list[tuple[str, list[list[Slot]]]]:
    """Return the rows of the table: an hour, and what begins in it each day."""
    used = {each.starts.hour for day in days for each in day.slots}
    span = range(min({FIRST, *used}), max({LAST, *used}) + 1)
    return [
        (
            f"{hour}:00",
            [[each for each in day.slots if each.starts.hour == hour] for day in days],
        )
        for hour in span
    ]


def title(week: Week) -> str:
    """Say which week it is."""
    first, last = week.monday, week.monday + dt.timedelta(days=DAYS - 1)
    return _("%(first)s to %(last)s") % {
        "first": moment(first, "short"),
        "last": moment(last, "short"),
    }
