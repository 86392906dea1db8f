"""From a first thermometer to an alert signed by two, over three months and by role."""

import datetime as dt
import uuid

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accompaniment.staff.acting import acting
from cases.actions.instruments import apply_instrument
from cases.actions.people import accompanied
from cases.actions.reminders import remind
from cases.actions.scored import Application
from cases.actions.team import assign_member
from cases.enums import Function
from cases.enums.instruments import SIGNS, AlertState, SafetyAction, Sign
from cases.enums.task import TaskKind, TaskState
from cases.models import Applied, SafetyAlert, Task
from tests import factories
from tests.traces import do

PAST = dt.timedelta(days=90)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def url(name, *args):
    return reverse(f"cases:{name}", args=args)


def ask(client, case, code, answers):
    """Answer an instrument as a browser does; return where that leads."""
    form = {
        "applied_id": str(uuid.uuid4()),
        "language": "es",
        "person": str(accompanied(case).pk),
        "mode": "LEIDO",
        "applied_on": timezone.localdate().isoformat(),
        "session": "",
        **{f"item_{number}": str(value) for number, value in answers.items()},
    }
    return client.post(url("instrument_apply", case.code, code), form).url


def test_three_months_of_instruments(team, coordinator):
    worker, guide = factories.make_member(team), factories.make_member(team)
    begun = timezone.now() - PAST
    case = factories.make_case(by=worker, at=begun)
    supervise = {"case": case, "user": guide, "function": Function.SUPERVISOR, "reason": ""}
    do(assign_member, worker, at=begun, **supervise)
    first = Application(
        "TERMOMETRO", accompanied(case), dict.fromkeys(range(1, 9), 3), timezone.localdate(begun)
    )
    do(apply_instrument, worker, case=case, said=first, at=begun)
    mine, hers, theirs = signed_in(worker), signed_in(guide), signed_in(coordinator)

    result = ask(mine, case, "TERMOMETRO", dict.fromkeys(range(1, 9), 6))
    assert "De 3 a 6" in mine.get(result).content.decode()

    panel = ask(mine, case, "PHQ-9", dict.fromkeys(range(1, 9), 1) | {9: 1})
    alert = SafetyAlert.objects.get()
    assert panel == url("safety_alert", case.code, alert.pk)
    waiting = Task.objects.filter(kind=TaskKind.SAFETY_ALERT, state=TaskState.OPEN)
    assert {task.assignee for task in waiting} == {worker, guide, None}
    for client in (hers, theirs):  # told, and led there by what there is to do
        assert url("instruments", case.code) in client.get("/").content.decode()

    remind(timezone.now() + dt.timedelta(days=1))
    assert Task.objects.filter(stage="late", assignee=None).exists()

    soon = timezone.localtime() + dt.timedelta(hours=12)
    record = {
        **dict.fromkeys(SIGNS, Sign.NO),
        **{f"ask_{number}": "0" for number in range(1, 5)},
        "protective": "Su madre",
        "actions": [SafetyAction.PLAN],
        "informed": "Supervisión",
        "day": soon.date().isoformat(),
        "hour": f"{soon:%H:%M}",
    }
    assert hers.post(panel, record).status_code == 403
    assert mine.post(panel, record).status_code == 302
    assert not Task.objects.filter(kind=TaskKind.SAFETY_ALERT, state=TaskState.OPEN).exists()

    assert mine.post(url("safety_sign", case.code, alert.pk), {"words": ""}).status_code == 422
    assert theirs.post(url("safety_sign", case.code, alert.pk), {"words": "Ok"}).status_code == 302
    alert.refresh_from_db()
    assert (alert.state, alert.closed_by) == (AlertState.CLOSED, coordinator)

    timeline = mine.get(case.get_absolute_url()).content.decode()
    assert timeline.count("Se contestó:") == 4  # two thermometers, PHQ-9 and the questions
    with acting(worker, "care"):
        assert all(row.result.reveal() for row in Applied.objects.all())
    for stranger in ("reception", "facilitator"):
        client = signed_in(factories.make_member(team, stranger))
        assert client.get(panel).status_code in {403, 404}
