"""A group in the middle of its way, told in the house itself."""

import datetime as dt
import json
import sys

from django.utils import timezone

from accompaniment.staff.models import Team
from groups.actions import workshops
from groups.actions.workshops import WorkshopFacts
from groups.enums import WorkshopState
from tests import factories
from tests.groups import tools
from tests.traces import do

NAMES = (
    *("Alma", "Brenda", "Carmen", "Dolores", "Elvira", "Fabiola", "Graciela", "Hortensia"),
    *("Irma", "Josefina", "Karla", "Leticia", "Maribel", "Norma", "Ofelia"),
)


def convene(by, team):
    """Convene a workshop for which two people registered, one under her name."""
    facts = WorkshopFacts(title="Palabras", starts_at=timezone.now() + dt.timedelta(days=50))
    made = do(workshops.prepare_workshop, by, team=team, facts=facts, at=timezone.now())
    convened = {"to": WorkshopState.CONVOCADO, "at": timezone.now()}
    made = do(workshops.move_workshop, by, workshop=made, **convened)
    for name, listed in (("Alma Zubía", "yes"), ("Brenda Secreta", "")):
        told = {"called": name, "listed": listed, "access": "Rampa en la entrada, por favor"}
        do(workshops.register, by, workshop=made, told=told, at=timezone.now())
    return made


def main():
    """Bring a group of fifteen to a session of this hour; print what the test needs to know."""
    team = Team.objects.create(name=f"Grupos {timezone.now():%H%M%S%f}")
    by = factories.make_member(team, "facilitator", email=f"grupos-{team.pk}@example.org")
    coordinator = factories.make_member(team, "coordinator", email=f"co-{team.pk}@example.org")
    room = tools.make_room(team, "Sala de los grupos")
    begun = timezone.now() - dt.timedelta(days=20)
    today = timezone.localdate()
    rule = tools.Rule((today.weekday(),), count=3)
    facts = {"first_on": today, "starts": dt.time(0, 5), "skips_closures": False}
    group, inside, meetings = tools.running(by, *NAMES, at=begun, rule=rule, room=room, **facts)
    workshop = convene(by, team)
    other = tools.make_group(factories.make_member(team, "facilitator"), name="El otro grupo")
    sys.stdout.write(
        json.dumps(
            {
                "email": by.email,
                "coordinator": coordinator.email,
                "code": group.code,
                "other": other.code,
                "workshop": workshop.code,
                "room": str(room.pk),
                "people": len(inside),
                "meetings": [str(each.pk) for each in meetings],
                "days": [
                    timezone.localtime(each.starts_at).date().isoformat() for each in meetings
                ],
            }
        )
    )
