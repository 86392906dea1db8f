"""The work of the team: what there is to do, conferences, supervision, rooms, the agenda."""

import uuid
from copy import copy

from django.utils import timezone

from accompaniment.staff.acting import acting
from cases.actions.conferences import record_conference
from cases.actions.places import name_room
from cases.actions.supervisions import record_supervision
from cases.actions.tasks import raise_task
from cases.enums.supervision import SupervisionKind
from cases.enums.task import TaskKind
from tests import factories

CLINICAL = {
    *("responsible", "member", "supervisor", "legal", "coordinator", "reception"),
    *("teammate", "stranger", "facilitator"),
}
CASE = {
    "cases:conference_add": ("write 200", "write 422"),
    "cases:task_add": ("write|assign 200", "write|assign 422"),
    "cases:task_end": ("write|assign 200", "write|assign 302"),
    "cases:tasks": ("view 200", "405"),
}
ROLE = {
    "cases:places": ({"coordinator"}, "200", "422"),
    "cases:supervision_new": (CLINICAL, "200", "422"),
    "cases:supervisions": (CLINICAL, "200", "405"),
    "desk:feed": (CLINICAL, "200", "405"),
    "desk:feed_make": (CLINICAL, "405", "302"),
    "desk:feed_withdraw": (CLINICAL, "405", "302"),
    "desk:load": ({"coordinator"}, "200", "405"),
    "desk:month": (CLINICAL, "200", "405"),
    "desk:room_feed_make": ({"coordinator"}, "405", "302"),
    "desk:room_feed_withdraw": ({"coordinator"}, "405", "302"),
    "desk:room_feeds": ({"coordinator"}, "200", "405"),
    "desk:tasks": (CLINICAL, "200", "405"),
    "desk:week": (CLINICAL, "200", "405"),
}
OWN = {"desk:calendar": "404 405 404 405", "desk:room_calendar": "404 405 404 405"}
AWAY = {"retired", "nobody"}


def _retire(method, reader):
    """Only the coordination of the room's team; to another it does not exist."""
    if reader in AWAY:
        return "302"
    if method == "get":
        return "405"
    return "302" if reader == "coordinator" else "403"


def _supervision(method, reader):
    """Only who was there."""
    if reader in AWAY:
        return "302"
    if method == "post":
        return "405"
    return "200" if reader in {"responsible", "teammate"} else "404"


OTHER = {"cases:place_retire": _retire, "cases:supervision": _supervision}
OPEN = {"staff.CalendarKey": "digests of secret addresses, each its owner's own"}
OPEN_TEXT = {"staff.CalendarKey.token_digest"}


def furnish(world):
    """Give the world a room, something to do and a supervision."""
    responsible, teammate = world.people["responsible"], world.people["teammate"]
    coordinator = world.people["coordinator"]
    with acting(coordinator, "test"):
        room = name_room(team=world.team, name="Sala 1", by=coordinator, at=factories.NOON)
    with acting(responsible, "test"):
        task = raise_task(
            case=world.case,
            kind=TaskKind.GENERAL,
            about=uuid.uuid4(),
            words=factories.SECRET_TEXT,
            by=responsible,
            at=factories.NOON,
        )
        supervision = record_supervision(
            kind=SupervisionKind.INDIVIDUAL,
            held_on=timezone.localdate(factories.NOON),
            supervisor=teammate,
            present=[responsible],
            words={"resonates": "only-between-them-4c1d"},
            by=responsible,
            at=factories.NOON,
        )
    return {
        "cases:task_end": {"uid": task.pk},
        "cases:place_retire": {"uid": room.pk},
        "cases:supervision": {"uid": supervision.pk},
    }


def live(day):
    """Think together, and be supervised."""
    called = copy(day.colleague)  # her own name stands in the directory of the staff
    called.full_name = day.canary("conference.present")  # and this one nowhere: it is not saved
    record_conference(
        case=day.case,
        held_on=timezone.localdate(day.at),
        words=day.canary("conference.words"),
        present=[called],
        by=day.worker,
        at=day.at,
    )
    record_supervision(
        kind=SupervisionKind.INDIVIDUAL,
        held_on=timezone.localdate(day.at),
        supervisor=day.colleague,
        present=[day.worker],
        words={"resonates": day.canary("supervision.said")},
        by=day.worker,
        at=day.at,
    )
