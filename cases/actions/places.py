"""The rooms of the house: named and retired by who coordinates its team."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff.enums import Role
from accompaniment.staff.models import Team, User
from accompaniment.staff.standing import standing
from cases.actions.refusal import Refusal
from cases.models import Room


class RoomNamedAlready(Refusal):
    """Two rooms of one name would be taken for each other."""

    sentence = _("There is a room of this name already. Choose another name.")


@transaction.atomic
def name_room(*, team: Team, name: str, by: User, at: dt.datetime) -> Room:
    """Add a room to the house of a team, or take a retired one back into use.

    :raises RoomNamedAlready: if one of that name is in use.
    """
    _require(by, team)
    known = Room.objects.filter(team=team, name__iexact=name.strip()).first()
    if known and known.is_active:
        raise RoomNamedAlready
    room = known or Room(team=team, name=name.strip())
    room.is_active = True
    room.save()
    log.record(Verb.CREATE, room, by=by, fields=["name"])
    return room


@transaction.atomic
def retire_room(*, room: Room, by: User, at: dt.datetime) -> Room:
    """Take a room out of use; what is planned there stays planned."""
    _require(by, room.team)
    room.is_active = False
    room.save(update_fields=["is_active"])
    log.record(Verb.CHANGE, room, by=by, fields=["is_active"])
    return room


def _require(by: User, team: Team) -> None:
    if team.pk not in standing(by).teams({Role.COORDINATOR}):
        log.deny("name cases.room", None)
        raise PermissionDenied
