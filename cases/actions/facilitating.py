"""Who is with one group of an encounter is nowhere else at that hour; its room is its own."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accompaniment.staff.models import User
from cases.actions import booking
from cases.actions.refusal import Refusal
from cases.enums import SessionStatus
from cases.models import GroupSession, Room, Session


class WithAnotherGroup(Refusal):
    """The sessions by age are held at the same hour."""

    sentence = _("%(name)s is with another group of this encounter. Choose another colleague.")


class RoomOfAnotherGroup(Refusal):
    """Each of the sessions by age has a room of its own."""

    sentence = _("Another group of this encounter meets in %(room)s. Choose another room.")


def check_room(part: GroupSession, room: Room | None, at: dt.datetime) -> None:
    """Refuse a room new to a session still to come that is taken at its hour.

    :raises RoomTaken, RoomOfAnotherGroup: naming the room.
    """
    session = Session.objects.select_for_update().get(activity=part.activity_id)
    is_to_come = session.status == SessionStatus.SCHEDULED and session.starts_at >= at
    if room is None or room.pk == part.room_id or not is_to_come:
        return
    booking.check_colleagues((), session, room.pk)
    beside = GroupSession.objects.filter(activity=part.activity_id).exclude(pk=part.pk)
    if beside.filter(room=room).exists():
        raise RoomOfAnotherGroup(room=str(room))


def check_free(part: GroupSession, colleagues: Iterable[User | None], at: dt.datetime) -> None:
    """Refuse colleagues new to a session still to come who are elsewhere at its hour.

    :raises AccompanistTaken, WithAnotherGroup: naming the colleague.
    """
    session = Session.objects.select_for_update().get(activity=part.activity_id)
    known = {part.facilitator_id, part.cofacilitator_id}
    fresh = {each.pk: each for each in colleagues if each and each.pk not in known}
    if not fresh or session.status != SessionStatus.SCHEDULED or session.starts_at < at:
        return
    booking.check_colleagues(fresh, session)
    beside = GroupSession.objects.filter(activity=part.activity_id).exclude(pk=part.pk)
    for pk, colleague in fresh.items():
        leads = pk == session.accompanist_id  # whoever holds the whole may begin in any of them
        if not leads and beside.filter(Q(facilitator=pk) | Q(cofacilitator=pk)).exists():
            raise WithAnotherGroup(name=colleague.get_short_name())
