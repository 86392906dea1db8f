"""What a collective does together, as whoever plans a week has to know it: nothing sealed.

The session says when an activity is; its parts say who is with each age group at that hour.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.templatetags.moments import moment
from cases import lines
from cases.enums import SessionStatus
from cases.enums.collective import IN_THREE_MOMENTS, ActivityKind
from cases.models import Activity, Case, GroupSession

FEW = 10


@dataclass(frozen=True, slots=True)
class Together:
    """An activity, in words that say nothing of who comes."""

    kind: str
    url: str
    parts: int
    people: frozenset[UUID]  # colleagues who are with one of its groups
    names: tuple[str, ...]
    rooms: tuple[Any, ...] = ()  # of its groups

    def where(self, session: Any) -> str:
        """Say where it is: the room of everybody, and those of its groups."""
        first = session.room or ("" if self.rooms else session.get_modality_display())
        return ", ".join(dict.fromkeys(str(each) for each in (first, *self.rooms) if each))

    @property
    def said(self) -> str:
        """Say what it is, and in how many sessions at once."""
        if self.parts < 2:  # noqa: PLR2004  one session is none in parallel
            return self.kind
        count = _("%(n)s in parallel") % {"n": self.parts}
        return f"{self.kind}, {count}"


@dataclass(frozen=True, slots=True)
class Coming:
    """One encounter still to come."""

    pseudonym: str
    note: str
    when: str
    url: str


def whose(people: Collection[UUID], begin: dt.datetime, end: dt.datetime) -> Q:
    """Return what finds the sessions of colleagues in a span: hers, and those of her groups.

    The latter are asked for first, so that each half is read by its own index.
    """
    led = GroupSession.objects.filter(Q(facilitator__in=people) | Q(cofacilitator__in=people))
    span = {"activity__session__starts_at__gte": begin, "activity__session__starts_at__lt": end}
    found = led.filter(**span).values_list("activity__session", flat=True)
    return Q(accompanist__in=people) | Q(pk__in=list(found))


def held_in(room: UUID, begin: dt.datetime, end: dt.datetime) -> Q:
    """Return what finds the sessions in a room in a span: whole ones, and those of one group."""
    rows = GroupSession.objects.filter(room=room, activity__session__starts_at__gte=begin)
    rows = rows.filter(activity__session__starts_at__lt=end)
    return Q(room=room) | Q(pk__in=list(rows.values_list("activity__session", flat=True)))


def in_rooms(rooms: Collection[UUID], **span: dt.datetime) -> Any:
    """Return planned sessions of one group in these rooms: session, beginning, minutes, room."""
    when = {f"activity__session__{name}": at for name, at in span.items()}
    rows = GroupSession.objects.filter(
        room__in=rooms, activity__session__status=SessionStatus.SCHEDULED, **when
    )
    names = ("starts_at", "minutes")
    path = [f"activity__session__{name}" for name in names]
    return rows.values_list("activity__session", *path, "room")


def rooms_of(session: Any) -> frozenset[UUID]:
    """Return the rooms a session takes: its own, and those of its groups."""
    rows = GroupSession.objects.filter(activity__session=session.pk, room__isnull=False)
    return frozenset({session.room_id, *rows.values_list("room", flat=True)} - {None})


def people_of(session: Any) -> frozenset[UUID]:
    """Return the colleagues whose hour a session takes: who holds it, who is with its groups."""
    return people_of_each([session])[session.pk]


def people_of_each(sessions: Collection[Any]) -> dict[UUID, frozenset[UUID]]:
    """Return the same of several sessions, by session, in one question."""
    found = {each.pk: {each.accompanist_id} for each in sessions}
    rows = GroupSession.objects.filter(activity__session__in=found)
    for session, *pair in rows.values_list("activity__session", "facilitator", "cofacilitator"):
        found[session].update(pk for pk in pair if pk)
    return {pk: frozenset(people) for pk, people in found.items()}


def together(sessions: Iterable[Any]) -> dict[UUID, Together]:
    """Return the activities among sessions whose cases are known, by session, in one question."""
    ids = [each.pk for each in sessions if not lines.of(each.case.line).is_about_someone]
    if not ids:
        return {}
    rows = GroupSession.objects.filter(activity__session__in=ids)
    rows = rows.select_related("activity__case", "facilitator", "cofacilitator", "room")
    sealed = ("plan", "record", "activity__shared", "activity__debrief", "activity__case__reason")
    parts: defaultdict[UUID, list[Any]] = defaultdict(list)
    for part in rows.defer(*sealed).order_by("group", "id"):
        parts[part.activity.session_id].append(part)
    return {session: _told(each) for session, each in parts.items()}


def _told(parts: list[Any]) -> Together:
    activity = parts[0].activity
    people = [each for part in parts for each in (part.facilitator, part.cofacilitator) if each]
    return Together(
        # what is done outside is not said on a calendar that may hang on a wall
        kind="" if activity.kind in IN_THREE_MOMENTS else str(activity.get_kind_display()),
        url=reverse("cases:activity", args=[activity.case.code, activity.pk]),
        parts=len(parts),
        people=frozenset(each.pk for each in people),
        names=tuple(dict.fromkeys(each.get_short_name() for each in people)),
        rooms=tuple(dict.fromkeys(part.room for part in parts if part.room)),
    )


def coming(user: Any, at: dt.datetime) -> list[Coming]:
    """Return the next encounters of families the reader may see, and write down which."""
    rows = Activity.objects.visible_to(user).filter(
        kind=ActivityKind.ENCUENTRO,
        session__status=SessionStatus.SCHEDULED,
        session__starts_at__gte=at - dt.timedelta(days=1),
    )
    rows = rows.select_related("case", "session__room").annotate(count=Count("parts"))
    rows = rows.defer("shared", "debrief", "case__reason", "session__place")
    found = list(rows.order_by("session__starts_at", "id")[:FEW])
    access.let_in([each.case for each in found])
    ids = sorted({str(each.case_id) for each in found})
    if ids:
        log.collect(Verb.LIST, Case._meta.label_lower, None, ids, count=len(ids))
    return [_coming(each) for each in found]


def _coming(row: Any) -> Coming:
    where = str(row.session.room) if row.session.room else str(row.session.get_modality_display())
    count = ngettext("%(n)s age group", "%(n)s age groups", row.count) % {"n": row.count}
    return Coming(
        pseudonym=row.case.pseudonym,
        note=_("%(code)s · %(count)s · %(where)s")
        % {"code": row.case.code, "count": count, "where": where},
        when=moment(row.session.starts_at, "near"),
        url=reverse("cases:activity", args=[row.case.code, row.pk]),
    )
