"""Bonds, rooms and tasks."""

import uuid

from cases.actions.tasks import finish_task, raise_task
from cases.enums import ParticipationRole
from cases.enums.bond import BondKind
from cases.enums.task import TaskKind
from cases.models import Bond

OPEN_TEXT = {
    "cases.Room.name",  # of a room, not of a person
    "cases.Task.stage",  # a code of ours
}
OPEN = {"cases.Room": "the rooms of the office"}


def live(day):
    """Bind two persons, and ask for something."""
    pa, support = (
        day.case.participations.get(role=role).person
        for role in (ParticipationRole.PA, ParticipationRole.RED_APOYO)
    )
    Bond.objects.create(
        case=day.case,
        from_person=support,
        to_person=pa,
        kind=BondKind.APOYO,
        since=day.canary("bond.since"),
        until=day.canary("bond.until"),
        words=day.canary("bond.words"),
        recorded_by=day.worker,
        recorded_at=day.at,
    )
    task = raise_task(
        case=day.case,
        kind=TaskKind.GENERAL,
        about=uuid.uuid4(),
        words=day.canary("task.words"),
        by=day.worker,
        at=day.at,
    )
    finish_task(task=task, outcome=day.canary("task.outcome"), by=day.worker, at=day.at)
