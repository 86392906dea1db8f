"""A week with sessions to come, told in the house itself."""

import datetime as dt
import json
import sys

from django.utils import timezone

from accompaniment.staff.acting import acting
from accompaniment.staff.models import Team
from cases.actions.sessions import SessionFacts, schedule_session
from cases.models import Room
from tests import factories


def main():
    """Plan two sessions of next week in two rooms; print what the test needs to know."""
    team = Team.objects.create(name=f"Semana {timezone.now():%H%M%S%f}")
    worker = factories.make_member(team, email=f"semana-{team.pk}@example.org")
    rooms = [Room.objects.create(team=team, name=name) for name in ("Sala azul", "Sala roja")]
    now = timezone.localtime()
    monday = now + dt.timedelta(days=7 - now.weekday())
    told = {"email": worker.email, "cases": [], "week": f"{monday:%G-W%V}"}
    for hour, room in zip((9, 11), rooms, strict=True):
        case = factories.make_case(by=worker)
        at = monday.replace(hour=hour, minute=0, second=0, microsecond=0)
        with acting(worker, "test"):
            facts = SessionFacts(starts_at=at, room=room)
            schedule_session(case=case, facts=facts, by=worker, at=timezone.now())
        told["cases"].append({"code": case.code, "pseudonym": case.pseudonym})
    sys.stdout.write(json.dumps(told))
