"""The whole demonstration: everybody is hired and every story told, or nothing is."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from django.db import transaction

from accompaniment import gathering
from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.desk.demo import lines, people, scenes
from accompaniment.desk.demo.moments import Agenda
from accompaniment.desk.demo.story import Cast, Telling
from accompaniment.desk.demo.tales import Tale, tales
from accompaniment.staff.acting import Service, acting
from accompaniment.staff.enums import Role
from accompaniment.staff.models import Team, User
from cases.actions.places import name_room

DEMO = Service("demo")
ROOMS = ("Sala azul", "Sala del patio", "Cuarto de juego", "Sala de la entrada")


def is_told() -> bool:
    """Test whether the demonstration is there already."""
    return User.objects.filter(email=people.email_of("ofelia")).exists()


def tell_all(now: dt.datetime, told: Sequence[Tale] = ()) -> int:
    """Hire everybody and tell every story in one transaction; return how many cases there are.

    The trace of it is written right afterwards: readings have a transaction of their own.
    """
    with transaction.atomic(), transaction.atomic(using="keys"):
        staff = people.hire()
        cast = Cast(people=staff, team_of=_teams(), now=now)
        _name_rooms(cast)
        slots: Counter[str] = Counter()
        only = bool(told)  # a test tells what it names, and nothing else
        told = told or tales()
        for number, tale in enumerate(told):
            _tell(tale, number, slots[tale.with_], cast)
            slots[tale.with_] += 1
        if not only:
            for tell in gathering.offered(lines, "tell"):
                tell(cast)
    for work in cast.done:
        work.write()
    with acting(DEMO, "demonstration"):
        log.collect(Verb.CREATE, "demo", None, count=len(told))
    return len(told)


def _tell(tale: Tale, number: int, slot: int, cast: Cast) -> None:
    agenda = Agenda(cast.now, slot)
    with cast.at_work(tale.with_) as by:
        telling = Telling(tale, number, agenda, cast, by)
        telling.tell()
        cast.cases[tale.key] = telling.case
        scenes.play(telling)


def _name_rooms(cast: Cast) -> None:
    """Let each coordinator name the rooms of her house."""
    teams = {team.name: team for team in Team.objects.all()}
    for name, (_full_name, role, place) in people.STAFF.items():
        if role == Role.COORDINATOR and place:
            with cast.at_work(name) as by:
                team = teams[place]
                cast.rooms[team] = [
                    name_room(team=team, name=room, by=by, at=cast.now) for room in ROOMS
                ]


def _teams() -> dict[str, Team]:
    """Return the team of each psychologist, by the first part of the e-mail."""
    teams = {team.name: team for team in Team.objects.all()}
    return {name: teams[place] for name, (_, _, place) in people.STAFF.items() if place}
