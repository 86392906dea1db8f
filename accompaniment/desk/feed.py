"""The calendar somebody's own telephone asks for: when she is busy, and nothing else."""

import datetime as dt
from typing import Any

import icalendar
from django.utils.translation import gettext as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.vault import index
from cases.enums import SessionStatus
from cases.models import Room, Session
from cases.reports.encounters import held_in, whose
from expertise.reports.agenda import duties
from groups.enums import MeetingState
from groups.models import Meeting, Workshop
from groups.reports.hours import hours as group_hours

BEHIND, AHEAD = dt.timedelta(days=30), dt.timedelta(days=180)
MANY = 1000


def calendar(user: Any, at: dt.datetime) -> bytes:
    """Return the hours of one person as iCalendar (RFC 5545): a neutral word, no name.

    A calendar lies on telephones and on servers of others, so nothing in it tells whose session it
    is, what it is for or where; the marks by which it knows them again are digests.
    """
    rows = Session.objects.visible_to(user).filter(
        whose({user.pk}, at - BEHIND, at + AHEAD),
        status=SessionStatus.SCHEDULED,
        starts_at__gte=at - BEHIND,
        starts_at__lt=at + AHEAD,
    )
    found = list(rows.only("id", "case_id", "starts_at", "minutes").order_by("starts_at")[:MANY])
    ids = sorted({str(each.case_id) for each in found})
    log.collect(Verb.EXPORT, "cases.session", None, ids, count=len(found))
    found += [*as_expert(user, at), *with_groups(user, at)]
    return written(found, at)


def of_room(room: Room, at: dt.datetime) -> bytes:
    """Return when a room is busy, whatever for: sessions of cases, groups and workshops."""
    span = {"starts_at__gte": at - BEHIND, "starts_at__lt": at + AHEAD}
    here = held_in(room.pk, at - BEHIND, at + AHEAD)
    sessions = Session.objects.filter(here, **span, status=SessionStatus.SCHEDULED)
    meetings = Meeting.objects.filter(**span, room=room, state=MeetingState.PROGRAMADA)
    workshops = Workshop.objects.filter(**span, room=room, is_open=True)
    found: list[Any] = []
    for rows in (sessions, meetings, workshops):
        found += rows.only("id", "starts_at", "minutes").order_by("starts_at")[:MANY]
    log.collect(Verb.EXPORT, "cases.room", None, [str(room.pk)], count=len(found))
    return written(sorted(found, key=lambda each: each.starts_at), at)


def written(found: list[Any], at: dt.datetime) -> bytes:
    """Write hours down as iCalendar."""
    whole = icalendar.Calendar()
    whole.add("prodid", "-//Agenda//ES")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", _("Agenda"))
    for each in found:
        whole.add_component(event(each, at))
    return bytes(whole.to_ical())


def as_expert(user: Any, at: dt.datetime) -> list[Any]:
    """Return what the same person has to do as an expert."""
    found = duties(user, at - BEHIND, at + AHEAD)
    planned = [each for each in found if each.status == SessionStatus.SCHEDULED]
    if planned:
        ids = sorted({str(each.commission) for each in planned})
        log.collect(Verb.EXPORT, "expertise.commission", None, ids, count=len(planned))
    return planned


def with_groups(user: Any, at: dt.datetime) -> list[Any]:
    """Return the sessions of groups the same person facilitates."""
    found = group_hours(user, at - BEHIND, at + AHEAD, who=user.pk)
    if found:
        ids = sorted({str(each.root) for each in found})
        log.collect(Verb.EXPORT, "groups.group", None, ids, count=len(found))
    return [each for each in found if not each.held]


def event(session: Any, at: dt.datetime) -> icalendar.Event:
    """Return one session: from when to when she is busy."""
    it = icalendar.Event()
    starts = session.starts_at.astimezone(dt.UTC)
    it.add("uid", f"{index.digest('calendar', str(session.pk)).hex()}@agenda")
    it.add("dtstamp", at.astimezone(dt.UTC))
    it.add("dtstart", starts)
    it.add("dtend", starts + dt.timedelta(minutes=session.minutes))
    it.add("summary", _("Busy"))
    it.add("class", "PRIVATE")
    it.add("transp", "OPAQUE")
    return it
