"""The hours of an expert in her own week and on her own telephone; nobody else's."""

import datetime as dt

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone, translation

from accompaniment.audit.models import Event
from accompaniment.desk import feed
from accompaniment.staff.acting import acting
from cases.actions.booking import AccompanistTaken
from expertise.actions import evaluating
from expertise.actions.evaluating import EvaluationFacts
from expertise.enums.commission import CommissionState as S
from tests.expertise import court, tools
from tests.expertise.court import HOUR
from tests.traces import do

WEEK = reverse("desk:week")


def monday(hour=10, weeks=1):
    now = timezone.localtime()
    first = now - dt.timedelta(days=now.weekday()) + dt.timedelta(weeks=weeks)
    return first.replace(hour=hour, minute=0, second=0, microsecond=0)


@pytest.fixture
def commission(worker, case, coordinator):
    """One that is under evaluation, with a session and (of its elder) a day in court to come."""
    now = timezone.now()
    made = tools.make_commission(
        worker, case=case, coordinator=coordinator, state=S.EVALUACION, evaluated_name="canary-7d0"
    )
    made.accepted_at = now
    made.save()
    facts = EvaluationFacts(starts_at=monday(), time_zone=court.ZONE, minutes=120)
    do(evaluating.plan_evaluation, made.expert, commission=made, facts=facts, at=now)
    tools.stand_at(made, S.ADMITIDO)
    court.plan(made, starts_at=monday(15), at=now)
    return made


def slots(client, **asked):
    asked = {"week": f"{monday():%G-W%V}", **asked}
    return [each for day in client.get(WEEK, asked).context["sheet"].days for each in day.slots]


def test_her_week_holds_what_she_does_as_an_expert(client, commission, coordinator):
    client.force_login(commission.expert)
    with translation.override("es"):
        shown = slots(client)
        page = client.get(WEEK, {"week": f"{monday():%G-W%V}"}).content.decode()

    assert [(each.hour, each.title) for each in shown] == [
        ("10:00-12:00", commission.code),
        ("15:00-18:00", commission.code),
    ]
    assert not {"canary-7d0", court.COURT, court.SUMMONS} & set(page.split())
    assert court.COURT not in page
    seen = Event.objects.filter(kind="expertise.commission", verb="list")
    assert seen.latest("seq").touched == [str(commission.pk)]
    for user in (commission.reviewer, commission.requested_by, coordinator):
        client.force_login(user)
        assert slots(client, who="all") == []
    client.force_login(coordinator)
    assert slots(client, who=str(commission.expert_id)) == []


def test_her_telephone_learns_only_that_she_is_busy(commission):
    with acting(commission.expert, "calendar"):
        body = feed.calendar(commission.expert, timezone.now())

    found = icalendar.Calendar.from_ical(body).walk("VEVENT")
    assert len(found) == 2
    assert {str(each["summary"]) for each in found} <= {"Busy", "Ocupada", "Ocupado"}
    assert commission.code not in body.decode()
    assert commission.pk.hex not in body.decode().replace("-", "")


def test_two_evaluations_do_not_share_an_hour(commission, worker, coordinator):
    now = timezone.now()
    tools.stand_at(commission, S.EVALUACION)
    facts = EvaluationFacts(starts_at=monday(16), time_zone=court.ZONE)
    with pytest.raises(AccompanistTaken):
        do(
            evaluating.plan_evaluation,
            commission.expert,
            commission=commission,
            facts=facts,
            at=now,
        )
    row = commission.evaluations.get()
    with pytest.raises(AccompanistTaken):
        do(
            evaluating.move_evaluation,
            commission.expert,
            session=row,
            starts_at=monday(14),
            minutes=120,
            at=now,
        )
    do(
        evaluating.move_evaluation,
        commission.expert,
        session=row,
        starts_at=monday(11),
        minutes=90,
        at=now,
    )
    assert commission.evaluations.get().starts_at == monday(10) + HOUR
