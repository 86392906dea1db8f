"""Build people, teams and cases through the use cases themselves."""

import datetime as dt
import itertools

from accompaniment.staff.enums import CLINICAL, Role
from accompaniment.staff.models import Membership, Team, User

NOON = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
SECRET_NAME = "Canaria Zafiro"
SECRET_TEXT = "canary-narrative-7f3a"
PASSWORD = "un río que no olvida su cauce 42"
counter = itertools.count()


def make_user(**facts):
    number = next(counter)
    facts.setdefault("full_name", f"Persona Equipo {number}")
    facts.setdefault("email", f"persona-{number}@example.org")
    return User.objects.create(**facts)


def make_team():
    return Team.objects.create(name=f"Equipo {next(counter)}")


def make_member(team=None, role=Role.PSYCHOLOGIST, **facts):
    """Make someone who holds a role, in the team if the role works in one."""
    user = make_user(**facts)
    Membership.objects.create(user=user, team=team if role in CLINICAL else None, role=role)
    return user
