"""What waits in court stands on the expert's own day, and on nobody else's."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from accompaniment.staff.acting import acting
from accompaniment.staff.standing import standing
from expertise.reports.due_court import in_court
from tests.expertise import court
from tests.expertise.court import DAY


@pytest.fixture(autouse=True)
def spoken():
    with translation.override("es"):
        yield


def waits(user, at):
    with acting(user, "test"):
        return [(each.title, each.kind) for each in in_court(user, standing(user), at)]


def test_what_is_to_come_and_what_is_late(worker, case, coordinator):
    commission, now = court.delivered(worker, case, coordinator), timezone.now()
    court.plan(commission, starts_at=now + 3 * DAY, at=now)
    court.plan(commission, starts_at=now + 40 * DAY, at=now)
    court.happen(commission, at=now, due_on=timezone.localdate(now) + dt.timedelta(days=2))

    assert waits(commission.expert, now) == [
        ("Tienes una comparecencia", ""),
        ("Vence una respuesta sobre un dictamen", "warn"),
    ]
    assert waits(commission.expert, now + 5 * DAY) == [
        ("Registra qué pasó con una comparecencia", "warn"),
        ("Vence una respuesta sobre un dictamen", "danger"),
    ]
    for user in (commission.reviewer, commission.requested_by, coordinator, worker):
        assert waits(user, now) == []
