"""Whatever the day or the hour, the demonstration has a day to look at."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from accompaniment.desk.demo import play
from accompaniment.desk.demo.moments import Agenda, years_before
from accompaniment.desk.demo.tales import tales
from accompaniment.staff.acting import acting
from accompaniment.staff.models import User
from cases.actions.people import accompanied
from cases.enums import SessionStatus
from cases.models import Case, Draft, Note, Session

MOMENTS = {
    "after midnight": "2026-03-10T00:30:00-06:00",
    "before midnight": "2026-03-10T23:30:00-06:00",
    "on Sunday": "2026-03-15T12:00:00-06:00",
    "on the 31st": "2026-12-31T09:00:00-06:00",
    "on leap day": "2028-02-29T17:45:00-06:00",
    "when clocks change at the border": "2026-11-01T01:30:00-06:00",
}
SOME = ("luz", "rosario", "maribel", "citlali", "blanca", "martha", "nayeli", "yadira", "esperanza")


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_today_has_its_sessions(moment):
    now = dt.datetime.fromisoformat(moment)
    with time_machine.travel(now, tick=False):
        play.tell_all(timezone.now(), [tale for tale in tales() if tale.key in SOME])
        today = timezone.localdate()
        ofelia = User.objects.get(email="ofelia@example.org")
        mine = Session.objects.filter(accompanist=ofelia)

        days = [timezone.localdate(session.starts_at) for session in mine.scheduled()]

        assert days.count(today) == 3
        assert [day for day in days if day < today] == []
        assert not mine.filter(status=SessionStatus.HELD, starts_at__gt=now).exists()
        assert not Case.objects.filter(last_activity_at__gt=now).exists()
        assert not Note.objects.filter(written_at__gt=now).exists()
        saved = timezone.localdate(Draft.objects.get().saved_at)
        assert saved == today - dt.timedelta(days=1)


def test_leap_day_has_a_birthday_every_year():
    assert years_before(dt.date(2028, 2, 29), 17) == dt.date(2011, 2, 28)
    assert years_before(dt.date(2028, 3, 1), 18) == dt.date(2010, 3, 1)


@pytest.mark.parametrize("ahead", range(7))
def test_no_two_cases_share_an_hour(ahead):
    now = timezone.now() + dt.timedelta(days=ahead)
    agendas = [Agenda(now, slot) for slot in range(20)]

    held = [agenda.held(1, every=1, since=1)[0] for agenda in agendas]
    coming = [agenda.coming() for agenda in agendas]

    assert len(set(held)) == len(set(coming)) == 20
    assert all(moment < now for moment in held)
    assert all(timezone.localdate(moment) > timezone.localdate(now) for moment in coming)


def test_age_at_the_border_of_leap_day():
    """Twenty days before 29 February: she turns eighteen, and is still a minor today."""
    with time_machine.travel("2028-02-09T12:00:00-06:00", tick=False):
        play.tell_all(timezone.now(), [tale for tale in tales() if tale.key == "citlali"])
        case = Case.objects.get()

        with acting(case.responsible, "care"):
            person = accompanied(case)
            born = person.birth_date.reveal()

    assert person.age_group == "ADOLESCENCIA"
    assert born == "2010-02-28"
