"""Feeds as others read them: line by line as RFC 5545 says, and by a client we did not write with.

``icalendar`` writes the feeds; ``ical`` (the parser of Home Assistant) shares no line with it.
"""

import datetime as dt
import re

import pytest
from django.utils import timezone
from ical.calendar_stream import IcsCalendarStream
from ical.exceptions import CalendarParseError

from accompaniment.desk import feed
from accompaniment.staff.acting import acting
from cases.actions.activities import ActivityFacts, enter_activity
from cases.actions.sessions import SessionFacts, schedule_session
from cases.enums.collective import CommunityGroup
from groups.models import Meeting
from tests import factories
from tests.cases.together import make_collective
from tests.groups import tools
from tests.traces import do

LINE = re.compile(r"(?P<name>[A-Z0-9-]+)(?P<facts>(;[A-Z0-9-]+=[^;:\"]+)*):(?P<value>.*)")
MOMENT = re.compile(r"\d{8}T\d{6}Z")
OCTETS = 75
ONCE = {"VERSION", "PRODID", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CLASS", "TRANSP"}


class NotStrict(AssertionError):
    """A line or a component is not as RFC 5545 says."""


def strict(body):
    """Read a calendar as RFC 5545 says and no other way; return its events as dictionaries."""
    stack, events, whole = [], [], {}
    for name, value in content_lines(body.decode("utf-8")):
        if name == "BEGIN":
            stack.append((value, {}))
        elif name == "END":
            kind, whole = stack.pop()
            if kind != value:
                raise NotStrict(f"{kind} ends as {value}")
            events += [whole] if kind == "VEVENT" else []
        elif name in ONCE and name in stack[-1][1]:
            raise NotStrict(f"{name} twice")
        else:
            stack[-1][1][name] = value
    check(whole, events, stack)
    return events


def content_lines(text):
    """Return names and values of the lines, unfolded."""
    if not text.endswith("\r\n") or "\n" in text.replace("\r\n", ""):
        raise NotStrict("lines end with CRLF")
    if any(len(line.encode()) > OCTETS for line in text.split("\r\n")):
        raise NotStrict("a line is folded before 75 octets")
    lines = re.sub(r"\r\n[ \t]", "", text).removesuffix("\r\n").split("\r\n")
    read = [LINE.fullmatch(line) for line in lines]
    if not all(read):
        raise NotStrict(lines[read.index(None)])
    return [(found["name"], found["value"]) for found in read]


def check(whole, events, stack):
    if stack or whole.get("VERSION") != "2.0" or not whole.get("PRODID"):
        raise NotStrict("a calendar says its version and who made it")
    for each in events:
        if not {"UID", "DTSTAMP", "DTSTART", "DTEND"} <= set(each):
            raise NotStrict("an event says what it is and when")
        if not all(MOMENT.fullmatch(each[name]) for name in ("DTSTAMP", "DTSTART", "DTEND")):
            raise NotStrict("moments are in UTC")
        if each["DTEND"] <= each["DTSTART"]:
            raise NotStrict("an event ends after it begins")
    if len({each["UID"] for each in events}) != len(events):
        raise NotStrict("a mark stands for one event")


def in_client(body):
    """Import a calendar into the client; return its events in the order of its timeline."""
    found = IcsCalendarStream.calendar_from_ics(body.decode())
    return list(found.timeline)


def soon(days, hour=10):
    at = timezone.now() + dt.timedelta(days=days)
    return at.replace(hour=hour, minute=0, second=0, microsecond=0)


@pytest.fixture
def busy(worker, team):
    """A session of a case, an encounter of families and two sessions of a group, in one room."""
    room = tools.make_room(team)
    case = factories.make_case(by=worker)
    facts = SessionFacts(starts_at=soon(1), minutes=50, room=room)
    do(schedule_session, worker, case=case, facts=facts, at=timezone.now())
    session = SessionFacts(starts_at=soon(2), minutes=240, room=room)
    facts = ActivityFacts("ENCUENTRO", session, tuple(CommunityGroup.values))
    process = make_collective(worker)
    do(enter_activity, worker, case=process, facts=facts, at=timezone.now())
    group = tools.make_group(worker, name="Grupo: ñandú; «lluvia», 1\\2")
    for day in (3, 4):
        Meeting(
            group=group,
            starts_at=soon(day),
            minutes=90,
            time_zone="America/Ciudad_Juarez",
            room=room,
        ).save()
    return room, [(soon(1), 50), (soon(2), 240), (soon(3), 90), (soon(4), 90)]


def feeds(worker, room):
    with acting(worker, "calendar"):
        return [feed.calendar(worker, timezone.now()), feed.of_room(room, timezone.now())]


def test_feeds_are_what_the_standard_says(worker, busy):
    room, hours = busy
    for body in feeds(worker, room):
        events = strict(body)
        assert [(each["DTSTART"], each["SUMMARY"]) for each in sorted_by_start(events)] == [
            (f"{at:%Y%m%dT%H%M%SZ}", "Ocupado") for at, _minutes in hours
        ]


def sorted_by_start(events):
    return sorted(events, key=lambda each: each["DTSTART"])


def test_another_client_imports_the_same_hours(worker, busy):
    room, hours = busy
    for body in feeds(worker, room):
        found = in_client(body)
        assert [(each.start, each.computed_duration) for each in found] == [
            (at, dt.timedelta(minutes=minutes)) for at, minutes in hours
        ]
        assert {each.summary for each in found} == {"Ocupado"}
        assert {(each.description, each.location) for each in found} <= {(None, None), ("", "")}


def test_another_client_moves_what_was_moved_and_keeps_the_rest(worker, busy):
    _room, hours = busy
    before = {each.uid: each.start for each in in_client(feeds(worker, busy[0])[0])}
    last = Meeting.objects.get(starts_at=hours[-1][0])
    last.starts_at += dt.timedelta(hours=3)
    last.save()

    after = {each.uid: each.start for each in in_client(feeds(worker, busy[0])[0])}

    assert set(after) == set(before)
    assert sorted(after[uid] - before[uid] for uid in after) == [
        *[dt.timedelta(0)] * 3,
        dt.timedelta(hours=3),
    ]


def test_a_feed_without_an_hour_is_a_calendar_too(worker):
    with acting(worker, "calendar"):
        body = feed.calendar(worker, timezone.now())

    assert strict(body) == []
    assert in_client(body) == []


@pytest.mark.parametrize(
    ("whole", "broken"),
    [
        ("VERSION:2.0", "VERSION:1.0"),
        ("\r\n", "\n"),
        ("DTSTAMP:", "DTSTAMP "),
        ("END:VEVENT", "END:VTODO"),
        ("SUMMARY:Ocupado", "SUMMARY:" + "Ocupado " * 12),
        ("SUMMARY:Ocupado", "SUMMARY:Ocupado\r\nUID:otra"),
    ],
)
def test_what_is_not_strict_is_noticed(worker, busy, whole, broken):
    body = feeds(worker, busy[0])[0].decode()
    assert whole in body

    with pytest.raises(NotStrict):
        strict(body.replace(whole, broken).encode())


def test_the_other_client_refuses_what_is_no_calendar(worker, busy):
    body = feeds(worker, busy[0])[0].decode()
    with pytest.raises(CalendarParseError):
        IcsCalendarStream.calendar_from_ics(re.sub(r"DTSTART:\d{8}", "DTSTART:99999999", body))
