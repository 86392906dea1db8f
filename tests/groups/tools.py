"""Groups, designed and filled through the use cases themselves."""

import datetime as dt

from cases.models import Room
from groups.actions.cycles import GroupFacts, design_group, let_facilitate, move_group
from groups.actions.enrolling import (
    Asks,
    Interview,
    accept,
    enrol,
    interview,
    sign_agreements,
)
from groups.actions.running import Row, take_attendance
from groups.actions.scheduling import SeriesFacts, plan_series
from groups.enums import Facilitates, GroupState, Mark
from groups.models import Group
from groups.recurrence import Rule
from tests import factories
from tests.factories import NOON
from tests.traces import do

DAY, WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)
TUESDAYS = Rule(weekdays=(1,), count=12)
FIRST = dt.date(2026, 5, 12)  # a Tuesday after NOON
ZONE = "America/Chihuahua"


def make_group(by=None, *, team=None, name="Grupo de los martes", at=NOON, **facts):
    by = by or factories.make_member(team or factories.make_team())
    team = team or by.memberships.first().team
    return do(design_group, by, team=team, facts=GroupFacts(name=name, **facts), at=at)


def make_room(team, name="Sala Jacaranda"):
    return Room.objects.create(team=team, name=name)


def series(*, rule=TUESDAYS, first_on=FIRST, starts=dt.time(16), **facts):
    return SeriesFacts(rule=rule, first_on=first_on, starts=starts, **facts)


def plan(group, by, *, at=NOON, leave_out=(), **facts):
    """Plan a series; return its sessions in order."""
    made = do(plan_series, by, group=group, facts=series(**facts), leave_out=leave_out, at=at)
    return list(made.meetings.order_by("starts_at"))


def ask(group, by, name, *, at=NOON, **facts):
    return do(enrol, by, group=group, asks=Asks(name=name, **facts), at=at)


def hear(enrolment, by, *, in_crisis=False, aggressors=(), at=NOON, words="quiere venir"):
    heard = Interview(words={"words": words}, in_crisis=in_crisis, aggressors=tuple(aggressors))
    return do(interview, by, enrolment=enrolment, heard=heard, at=at)


def take_in(group, by, *names, at=NOON):
    """Enrol, interview and accept people."""
    found = []
    for name in names:
        enrolment = hear(ask(group, by, name, at=at), by, at=at)
        found.append(do(accept, by, enrolment=enrolment, at=at))
    return found


def sign(enrolments, by, *, at=NOON):
    return [do(sign_agreements, by, enrolment=each, at=at) for each in enrolments]


def move(group, by, *states, at=NOON, **facts):
    for state in states:
        group = do(move_group, by, group=Group.objects.get(pk=group.pk), to=state, at=at, **facts)
    return group


def helped_by(group, coordinator, user, part=Facilitates.COFACILITATOR, *, at=NOON):
    return do(let_facilitate, coordinator, group=group, user=user, part=part, at=at)


def running(by, *names, at=NOON, room=None, **facts):
    """Bring a group to its first session."""
    group = make_group(by, at=at)
    group = move(group, by, GroupState.CONVOCATORIA, GroupState.ENTREVISTAS, at=at)
    inside = take_in(group, by, *names, at=at)
    meetings = plan(group, by, at=at, room=room, **facts)
    group = move(group, by, GroupState.ABIERTO, at=at)
    return group, sign(inside, by, at=at), meetings


def attend(meeting, by, marks, *, version=0, at=None):
    rows = {each.pk: row if isinstance(row, Row) else Row(row) for each, row in marks.items()}
    when = at or meeting.starts_at
    return do(take_attendance, by, meeting=meeting, version=version, rows=rows, at=when)


def all_came(meeting, by, inside, **facts):
    return attend(meeting, by, dict.fromkeys(inside, Mark.PRESENTE), **facts)
