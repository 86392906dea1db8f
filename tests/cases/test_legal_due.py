"""What the legal road asks for by the calendar, raised once as tasks."""

import datetime as dt

import pytest
from django.utils import timezone

from cases.actions import hearings, order_life
from cases.actions.hearings import Company
from cases.actions.reminders import remind
from cases.enums.protection import MeasureKind, OrderState, System
from cases.enums.task import TaskKind
from cases.models import ProtectionOrder, Task
from cases.reports.due.legal import due
from tests import legal
from tests.legal import DAY, HOUR
from tests.traces import do

S = OrderState


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def lawyer(case, worker, now):
    return legal.make_lawyer(case, worker, at=now - 90 * DAY)


@pytest.fixture
def matter(case, lawyer, now):
    return legal.make_matter(case, lawyer, lawyer=lawyer, at=now - 90 * DAY)


def asked(now):
    return [(each.kind, each.stage, each.assignee) for each in due(timezone.localdate(now))]


@pytest.mark.parametrize(("days", "is_asked"), [(8, False), (7, True), (1, True)])
def test_hearing_is_prepared_a_week_before(days, is_asked, matter, worker, lawyer, now):
    starts = now + days * DAY - HOUR / 60
    hearing = legal.make_hearing(matter, lawyer, starts_at=starts, at=now - DAY)
    expected = [(TaskKind.HEARING_SOON, "", worker)] if is_asked else []
    assert asked(now) == expected
    company = Company(companion=lawyer)
    do(hearings.accompany_hearing, worker, hearing=hearing, company=company, at=now)
    assert [who for _, _, who in asked(now)] == ([lawyer] if is_asked else [])
    do(hearings.cancel_hearing, lawyer, hearing=hearing, reason="x", at=now)
    assert asked(now) == []


@pytest.mark.parametrize(("hours", "is_asked"), [(3.9, False), (4.1, True)])
def test_order_that_was_not_issued_in_four_hours(hours, is_asked, case, matter, lawyer, now):
    at = now - hours * HOUR
    order = legal.make_order(case, lawyer, at=at, matter=matter)
    legal.step(order, lawyer, S.SOLICITADA, at=at)
    assert asked(now) == ([(TaskKind.ORDER_NOT_ISSUED, "", lawyer)] if is_asked else [])


def test_answer_ends_the_alert(case, lawyer, now):
    at = now - 5 * HOUR
    order = legal.make_order(case, lawyer, at=at)
    legal.step(order, lawyer, S.SOLICITADA, at=at)
    assert remind(now) == 1
    assert remind(now) == 0  # asked once
    task = Task.objects.get()
    assert (task.kind, task.is_urgent) == (TaskKind.ORDER_NOT_ISSUED, True)
    legal.step(order, lawyer, S.OTORGADA, at=now)
    task.refresh_from_db()
    assert (task.state, task.ended_by) == ("DONE", lawyer)


def test_contacts_are_owed_day_by_day(case, worker, lawyer, now):
    at = now - 2 * DAY - HOUR
    order = legal.make_order(case, lawyer, at=at)
    legal.walk(order, lawyer, S.SOLICITADA, S.OTORGADA, at=at)
    daily = TaskKind.ORDER_DAILY_CONTACT
    assert asked(now) == [(daily, str(number), worker) for number in (1, 2, 3)]
    remind(now)

    do(order_life.record_contact, lawyer, order=order, number=2, made=True, at=now)

    assert [stage for _, stage, _ in asked(now)] == ["1", "3"]
    assert Task.objects.get(stage="2").state == "DONE"
    assert set(Task.objects.open().values_list("stage", flat=True)) == {"1", "3"}


@pytest.mark.parametrize(
    ("days", "stage"), [(16, ""), (15, "15"), (8, "15"), (7, "7"), (2, "7"), (1, "1"), (-1, "0")]
)
def test_order_reminds_before_it_ends(days, stage, case, worker, lawyer, now):
    at = now - 40 * DAY
    order = legal.make_order(case, lawyer, at=at)
    legal.walk(order, lawyer, S.SOLICITADA, S.OTORGADA, at=at)
    today = timezone.localdate(now)
    ends = today + dt.timedelta(days=days)
    ProtectionOrder._base_manager.filter(pk=order.pk).update(expires_on=ends)

    expected = [(TaskKind.ORDER_EXPIRES, f"{ends:%y%m%d}-{stage}", worker)] if stage else []
    assert asked(now) == expected


def test_extended_order_reminds_anew(case, lawyer, now):
    at = now - 59 * DAY
    order = legal.make_order(case, lawyer, at=at)
    legal.walk(order, lawyer, S.SOLICITADA, S.OTORGADA, S.IMPLEMENTADA, S.EN_REVISION, at=at)
    remind(now)
    assert Task.objects.open().get().kind == TaskKind.ORDER_EXPIRES
    order.refresh_from_db()
    legal.step(order, lawyer, S.PRORROGADA, at=now, expires_on=order.expires_on + 10 * DAY)
    assert not Task.objects.open().exists()
    assert remind(now) == 1


def test_other_systems_have_no_hours(case, lawyer, now):
    at = now - 9 * HOUR
    order = legal.make_order(case, lawyer, at=at, system=System.CIDH_MC, kind=MeasureKind.CAUTELAR)
    legal.step(order, lawyer, S.SOLICITADA, at=at)
    assert asked(now) == []


def test_calendar_asks_the_same_of_the_database_whatever_there_is(
    case, matter, lawyer, now, django_assert_num_queries
):
    def lay(number):
        at = now - 40 * DAY
        order = legal.make_order(case, lawyer, at=at)
        legal.walk(order, lawyer, S.SOLICITADA, S.OTORGADA, at=at)
        ProtectionOrder._base_manager.filter(pk=order.pk).update(expires_on=now.date())
        legal.make_hearing(matter, lawyer, starts_at=now + DAY + number * HOUR, at=now)

    lay(0)
    with django_assert_num_queries(4):
        assert len(asked(now)) == 2
    for number in range(1, 10):
        lay(number)
    with django_assert_num_queries(4):
        assert len(asked(now)) == 20
