"""Dates that hurt: every year, 29 February included, told two weeks before, nothing opened."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accompaniment.audit.models import Event
from accompaniment.staff.acting import acting
from cases import anniversaries
from cases.actions import missing_dates as use
from cases.actions.missing import link_missing
from cases.actions.missing_dates import DateFacts
from cases.actions.reminders import remind
from cases.actions.team import assign_member
from cases.enums import Function
from cases.enums.missing import Hurting
from cases.enums.task import TaskKind
from cases.models import FamilyDate, MissingDate, Task
from cases.reports import missing_days
from cases.reports.due.missing import due
from tests import legal
from tests.cases.searching import keep, make_missing
from tests.factories import make_case, make_member
from tests.traces import changes, do, everything_said

OWN = DateFacts(Hurting.PROPIA, 3, 14, 2019, "Se llevaron su guitarra.", "Cantamos")


def at(text):
    return dt.datetime.fromisoformat(f"{text}T12:00:00+00:00")


@pytest.fixture
def missing(case, worker):
    return make_missing(case, worker)


@pytest.mark.parametrize(
    ("month", "day", "today", "falls"),
    [
        (3, 14, "2026-03-14", "2026-03-14"),
        (3, 14, "2026-03-15", "2027-03-14"),
        (12, 31, "2027-01-01", "2027-12-31"),
        (2, 29, "2026-01-01", "2026-02-28"),
        (2, 29, "2026-03-01", "2027-02-28"),
        (2, 29, "2027-12-01", "2028-02-29"),
        (2, 29, "2099-12-01", "2100-02-28"),
        (2, 28, "2028-02-29", "2029-02-28"),
    ],
)
def test_day_comes_round(month, day, today, falls):
    assert str(anniversaries.next_on(month, day, dt.date.fromisoformat(today))) == falls


@pytest.mark.parametrize("today", ["2026-02-14", "2026-02-28", "2028-02-15", "2026-12-20"])
def test_what_is_ahead_is_what_falls_within_the_notice(today):
    today = dt.date.fromisoformat(today)
    every = [(m, d) for m in range(1, 13) for d in range(1, 32) if anniversaries.is_a_day(m, d)]
    near = {
        pair
        for pair in every
        if anniversaries.next_on(*pair, today) - today <= anniversaries.NOTICE
    }

    assert set(anniversaries.ahead(today)) == near


def test_date_of_the_family_is_kept_with_only_its_day_open(case, worker):
    date = do(use.add_family_date, worker, case=case, facts=OWN)

    assert changes(1) == [
        ("create", "cases.familydate", case.pk, [str(date.pk)], ["month", "day", "facts"])
    ]
    open_columns = {
        field.name
        for field in FamilyDate._meta.fields
        if field.name not in {"id", "case", "missing", "facts", "entered_at", "retired_at"}
    }
    assert open_columns == {"month", "day"}
    assert do(lambda by, at: date.facts.reveal(), worker)["year"] == 2019
    assert "guitarra" not in everything_said()


@pytest.mark.parametrize(("why", "day"), [("DIA_DE_LAS_MADRES", 510), ("DIA_DE_LAS_VICTIMAS", 830)])
def test_days_of_everybody_fall_where_the_calendar_says(case, worker, why, day):
    date = do(use.add_family_date, worker, case=case, facts=DateFacts(why, 1, 1))

    assert date.month * 100 + date.day == day


@pytest.mark.parametrize(("month", "day"), [(2, 30), (4, 31), (13, 1), (0, 0)])
def test_day_no_year_has_is_refused(case, worker, month, day):
    with pytest.raises(use.NoSuchDay):
        do(use.add_family_date, worker, case=case, facts=DateFacts(Hurting.PROPIA, month, day))

    assert not FamilyDate.objects.exists()


def test_database_refuses_a_thirteenth_month(case, worker):
    date = do(use.add_family_date, worker, case=case, facts=OWN)
    date.month = 13
    with pytest.raises(IntegrityError), transaction.atomic():
        date.save(update_fields=["month"])


def test_dates_are_refused(case, worker, missing, stranger, coordinator):
    do(use.add_family_date, worker, case=case, facts=OWN)
    with pytest.raises(use.DateKnown):
        do(use.add_family_date, worker, case=case, facts=OWN)
    do(use.add_missing_date, worker, case=case, missing=missing, facts=OWN)
    with pytest.raises(use.DateKnown):
        do(use.add_missing_date, worker, case=case, missing=missing, facts=OWN)
    other = make_case(by=worker, name="Otra Familia")
    for action in (use.add_family_date, use.add_missing_date):
        with pytest.raises(use.NotPartOfCase):
            do(action, worker, case=other, missing=missing, facts=OWN)
    for by in (stranger, coordinator):
        with pytest.raises(PermissionDenied):
            do(use.add_family_date, by, case=case, facts=OWN)
        with pytest.raises(PermissionDenied):
            do(use.add_missing_date, by, case=case, missing=missing, facts=OWN)
        with pytest.raises(PermissionDenied):
            do(use.retire_date, by, case=case, date=FamilyDate.objects.get())
    assert (FamilyDate.objects.count(), MissingDate.objects.count()) == (1, 1)


def test_date_is_taken_out_once_and_may_come_back(case, worker):
    date = do(use.add_family_date, worker, case=case, facts=OWN)
    do(use.retire_date, worker, case=case, date=date)

    with pytest.raises(use.DateRetired):
        do(use.retire_date, worker, case=case, date=date)
    assert changes(1) == [("change", "cases.familydate", case.pk, [str(date.pk)], ["retired_at"])]
    assert list(due(dt.date(2026, 3, 10))) == []
    do(use.add_family_date, worker, case=case, facts=OWN)


# --- the notice ------------------------------------------------------------------------------


def test_team_is_told_two_weeks_before_and_once_a_year(case, worker, missing):
    colleague = make_member(case.team)
    with acting(worker, "test"):
        assign_member(
            case=case,
            user=colleague,
            function=Function.MEMBER,
            reason="",
            by=worker,
            at=at("2026-01-01"),
        )
    keep(case, missing, worker, "events", seen_on="2019-03-14")
    reads = Event.objects.filter(verb="read").count()

    assert remind(at("2026-02-27")) == 0
    assert remind(at("2026-02-28")) == 2
    assert remind(at("2026-03-14")) == 0
    assert remind(at("2027-03-01")) == 2
    tasks = Task.objects.filter(kind=TaskKind.HURTING_DATE)
    assert {t.assignee for t in tasks} == {worker, colleague}
    assert {(t.stage, str(t.due_on)) for t in tasks} == {
        ("2026", "2026-03-14"),
        ("2027", "2027-03-14"),
    }
    assert {t.about for t in tasks} == {missing.dates.get().pk}
    assert Event.objects.filter(verb="read").count() == reads  # nothing sealed was opened


def test_every_family_that_searches_is_told_and_a_closed_one_is_not(case, worker, missing):
    keep(case, missing, worker, "events", seen_on="2019-03-14")
    other = make_case(by=worker, name="Otra Familia")
    closed = make_case(by=worker, name="Tercera Familia")
    for each in (other, closed):
        do(link_missing, worker, case=each, missing=missing)
    type(case)._base_manager.filter(pk=closed.pk).update(
        is_open=False,
        state="CERRADO",
        closed_at=at("2026-01-01"),
        closed_by=worker,
        closing_reason="DUPLICADO",
    )

    assert {each.case for each in due(dt.date(2026, 3, 1))} == {case, other}


def test_leap_day_is_told_in_every_year(case, worker):
    leap = DateFacts(Hurting.CUMPLEANOS, 2, 29)
    do(use.add_family_date, worker, case=case, facts=leap)

    found = [
        str(each.due_on)
        for today in ("2026-02-13", "2026-02-14", "2028-02-15", "2028-02-29")
        for each in due(dt.date.fromisoformat(today))
    ]
    assert found == ["2026-02-28", "2028-02-29", "2028-02-29"]


def test_notice_asks_a_constant_number_of_questions(
    case, worker, missing, django_assert_num_queries
):
    keep(case, missing, worker, "events", seen_on="2019-03-14")
    with django_assert_num_queries(6):
        assert len(list(due(dt.date(2026, 3, 1)))) == 1
    for day in range(1, 13):
        facts = DateFacts(Hurting.PROPIA, 3, day)
        do(use.add_family_date, worker, case=case, facts=facts)
    with django_assert_num_queries(6):
        assert len(list(due(dt.date(2026, 3, 1)))) == 13


def test_hearing_of_a_family_that_searches_hurts_too(client, case, worker, missing):
    starts = at("2026-03-20")
    matter = legal.make_matter(case, worker, at=at("2026-01-01"))
    hearing = legal.make_hearing(matter, worker, starts_at=starts, at=at("2026-01-01"))
    other = make_case(by=worker)  # searches for nobody: the legal road alone reminds of it
    beside = legal.make_matter(other, worker, at=at("2026-01-01"))
    legal.make_hearing(beside, worker, starts_at=starts, at=at("2026-01-01"))
    reads = Event.objects.filter(verb="read").count()

    assert [each.about for each in due(dt.date(2026, 3, 5))] == []
    (told,) = due(dt.date(2026, 3, 6))

    assert (told.about, told.due_on, told.assignee) == (hearing.pk, starts.date(), worker)
    assert Event.objects.filter(verb="read").count() == reads
    shown = missing_days.of_case(case, {}, dt.date(2026, 3, 6))
    assert [(day.falls_on, day.near) for day in shown] == [(starts.date(), True)]
    assert missing_days.of_case(case, {}, dt.date(2026, 3, 21)) == []
