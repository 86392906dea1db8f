"""Enter a session that was held and stood in no calendar: a lost note is a betrayal."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.booking import LONGEST
from cases.actions.refusal import Refusal, sealing
from groups import steps
from groups.actions import calendar
from groups.actions.cycles import locked_open
from groups.actions.running import GroupNotMeeting
from groups.actions.scheduling import SeriesFacts, check_room, meetings_of
from groups.enums import MeetingState
from groups.models import Group, Meeting
from groups.recurrence import on_clock

LATEST = 60  # days after a session: what is remembered later is no record of it


class StillToCome(Refusal):
    """Nobody was at a session of tomorrow."""

    sentence = _("This hour is still to come: the session cannot have been held. Plan it instead.")


class TooLongAgo(Refusal):
    """Nobody remembers for long who came."""

    sentence = _("A session is entered within %(days)s days. This one is longer ago.")


class BeforeTheCycle(Refusal):
    """A group does not meet before it begins."""

    sentence = _("The group had not begun to meet on that day. Look at the date again.")


class AlreadyThere(Refusal):
    """One session, one sheet."""

    sentence = _(
        "This group has a session at that hour already. Look for it in the list and fill in its "
        "attendance."
    )


@transaction.atomic
@sealing()
def enter_held(*, group: Group, facts: SeriesFacts, by: User, at: dt.datetime) -> Meeting:
    """Enter a session that took place; its first sheet makes it held, as that of any other.

    :raises StillToCome, TooLongAgo, GroupNotMeeting, BeforeTheCycle, AlreadyThere: see each.
    :raises GroupEnded, RoomOfOtherTeam: see each.
    :raises NotEnteredAsItStands: if who comes was elsewhere, or near whom she must not meet.
    """
    access.require(by, "schedule", group)
    group = locked_open(group.pk)
    check_room(group, facts.room)
    calendar.hold(group, [])
    (meeting,) = meetings_of(group, facts)
    _check_day(group, meeting, at)
    _check_free(meeting)
    calendar.check_held(group, meeting)
    meeting.entered_at = at
    meeting.save(force_insert=True)
    access.shelve(group, at=at)
    log.record(Verb.CREATE, meeting, by=by, fields=["starts_at", "minutes", "room", "entered_at"])
    return meeting


def _check_day(group: Group, meeting: Meeting, at: dt.datetime) -> None:
    """Refuse what cannot have been held; days are those of the clock of its place."""
    if meeting.starts_at > at:
        raise StillToCome
    if group.state not in steps.MEETS:
        raise GroupNotMeeting
    begun = group.steps.filter(after__in=steps.MEETS).order_by("at").first()
    day, today, first = (
        on_clock(moment, meeting.time_zone).date()
        for moment in (meeting.starts_at, at, begun.at if begun else group.created_at)
    )
    if (today - day).days > LATEST:
        raise TooLongAgo(days=LATEST)
    if day < first:
        raise BeforeTheCycle


def _check_free(meeting: Meeting) -> None:
    """Refuse a second session of one group at one hour, unless the other was called off."""
    end = meeting.starts_at + dt.timedelta(minutes=meeting.minutes)
    others = meeting.group.meetings.exclude(state=MeetingState.CANCELADA)
    rows = others.filter(starts_at__lt=end, starts_at__gt=meeting.starts_at - LONGEST)
    for begin, minutes in rows.values_list("starts_at", "minutes"):
        if begin + dt.timedelta(minutes=minutes) > meeting.starts_at:
            raise AlreadyThere
