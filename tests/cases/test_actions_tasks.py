"""What there is to do is asked for once, ended by who may, and never lost."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accompaniment.staff.acting import Service, acting
from cases.actions import reminders
from cases.actions.tasks import (
    NotInTheCase,
    SecondPersonNeeded,
    TaskEnded,
    WordsMissing,
    end_tasks,
    finish_task,
    raise_task,
    write_task,
)
from cases.enums.task import ALERTS, TaskKind, TaskState
from cases.models import Task
from cases.reports.due import Due
from cases.reports.tasks import LEADS_TO, to_do
from tests.factories import NOON, SECRET_TEXT, make_member, make_team
from tests.traces import changes, do, everything_said

ABOUT = uuid.uuid4()


def ask(case, by, **facts):
    facts = {"kind": TaskKind.PLAN_REVIEW, "about": ABOUT, **facts}
    return do(raise_task, by, case=case, **facts)


def test_task_is_asked_once_and_leaves_exactly_this_trace(case, worker):
    task = ask(case, worker, words=SECRET_TEXT, assignee=worker, due_on=dt.date(2026, 6, 1))

    again = ask(case, worker, words="otra vez", assignee=worker)

    assert again.pk == task.pk
    fields = ["kind", "assignee", "due_on"]
    assert changes(1) == [("create", "cases.task", case.pk, [str(task.pk)], fields)]
    assert SECRET_TEXT not in everything_said()
    assert do(lambda by, at: Task.objects.get(pk=task.pk).words.reveal(), worker) == SECRET_TEXT


def test_another_stage_or_person_is_another_task(case, worker, team):
    colleague = make_member(team)

    asked = {
        ask(case, worker).pk,
        ask(case, worker, stage="15").pk,
        ask(case, worker, assignee=worker).pk,
        ask(case, worker, assignee=colleague).pk,
    }

    assert len(asked) == 4


def test_task_written_by_hand(case, worker):
    task = do(write_task, worker, case=case, words="Llamar a la abogada", assignee=worker)

    assert (task.kind, task.state, task.raised_by) == (TaskKind.GENERAL, TaskState.OPEN, worker)
    with pytest.raises(WordsMissing):
        do(write_task, worker, case=case, words="  ")
    with pytest.raises(NotInTheCase):
        do(write_task, worker, case=case, words="x", assignee=make_member(make_team()))
    with pytest.raises(PermissionDenied):
        do(write_task, make_member(make_team()), case=case, words="x")
    assert Task.objects.count() == 1


def test_words_of_a_coordinator_lie_where_she_reads(case, worker, coordinator):
    task = do(write_task, coordinator, case=case, words=SECRET_TEXT)

    assert task.sealed_in == "identity"
    assert do(lambda by, at: task.words.reveal(), coordinator) == SECRET_TEXT


def test_task_is_done_with_what_came_of_it(case, worker):
    task = ask(case, worker)

    done = do(finish_task, worker, task=task, outcome=SECRET_TEXT)

    assert (done.state, done.ended_by, done.ended_at) == (TaskState.DONE, worker, NOON)
    assert changes(1) == [("change", "cases.task", case.pk, [str(task.pk)], ["state"])]
    with pytest.raises(TaskEnded):
        do(finish_task, worker, task=task)


def test_task_no_longer_needed_is_dropped(case, worker):
    assert do(finish_task, worker, task=ask(case, worker), dropped=True).state == TaskState.DROPPED


@pytest.mark.parametrize("kind", [TaskKind.SAFETY_ALERT, TaskKind.SAFETY_SIGNATURE])
def test_alert_about_a_life_is_not_ended_on_a_list(case, worker, kind):
    task = ask(case, worker, kind=kind, urgent=True)

    with pytest.raises(SecondPersonNeeded):
        do(finish_task, worker, task=task)

    task.refresh_from_db()
    assert task.state == TaskState.OPEN
    with acting(worker, "test"):
        end_tasks(case=case, about=ABOUT, by=worker, at=NOON)
    task.refresh_from_db()
    assert task.state == TaskState.DONE


def test_who_is_asked_may_end_it_and_a_stranger_may_not(case, worker, coordinator, team):
    reception = make_member(team, "reception")

    mine = ask(case, worker, assignee=reception)
    assert do(finish_task, reception, task=mine).ended_by == reception
    assert do(finish_task, coordinator, task=ask(case, worker, stage="b")).ended_by == coordinator
    other = ask(case, worker, stage="c")
    with pytest.raises(PermissionDenied):
        do(finish_task, reception, task=other)
    with pytest.raises(PermissionDenied):
        do(finish_task, make_member(make_team()), task=other)


def test_service_asks_without_opening_anything(case):
    task = do(raise_task, Service("calendar"), case=case, kind=TaskKind.HURTING_DATE, about=ABOUT)

    assert (task.raised_by, task.words) == (None, None)


def test_calendar_asks_once(case, worker, monkeypatch):
    due = Due(case, TaskKind.PLAN_REVIEW, ABOUT, dt.date(2026, 5, 9), assignee=worker)
    monkeypatch.setattr(reminders, "all_due", lambda today: iter([due]))

    assert [reminders.remind(NOON), reminders.remind(NOON)] == [1, 0]
    task = Task.objects.get()
    assert (task.kind, task.due_on, task.assignee) == (TaskKind.PLAN_REVIEW, due.due_on, worker)


def test_mine_and_what_is_nobodys_in_my_team(case, worker, coordinator, team):
    hers = ask(case, worker, assignee=worker)
    nobodys = ask(case, worker, stage="x")

    rows = Task.objects.open()

    assert set(rows.of_someone(worker, [])) == {hers}
    assert set(rows.of_someone(coordinator, [team.pk])) == {nobodys}

    type(worker).objects.filter(pk=worker.pk).update(is_active=False)
    assert set(rows.of_someone(coordinator, [team.pk])) == {nobodys, hers}
    assert set(rows.of_someone(coordinator, [])) == set()


@pytest.mark.parametrize("kind", TaskKind)
def test_every_kind_leads_somewhere_and_says_what_it_is(case, worker, kind):
    row = to_do(ask(case, worker, kind=kind), timezone.localdate(NOON))

    assert row.url.startswith(f"/cases/{case.code}/")
    assert row.title == str(kind.label)
    assert (row.icon == "warn") == (kind in ALERTS)
    assert set(LEADS_TO) <= set(TaskKind)


def test_what_is_for_now_comes_before_what_is_due_tomorrow(case, worker):
    days = {"today": dt.date(2026, 6, 1), "tomorrow": dt.date(2026, 6, 2), "never": None}
    for urgent in (False, True):
        for name, day in days.items():
            ask(case, worker, stage=f"{name}-{urgent}", due_on=day, urgent=urgent)

    found = Task.objects.open().soonest_first().values_list("stage", flat=True)

    urgent = ["never-True", "today-True", "tomorrow-True"]
    assert list(found) == [*urgent, "today-False", "tomorrow-False", "never-False"]
