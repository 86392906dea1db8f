"""What there is to do: asked for once, done or dropped by someone, never forgotten."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, locked, reasons_lie_in, sealing
from cases.enums.task import TaskKind, TaskState
from cases.models import Case, Task


class TaskEnded(Refusal):
    """Someone was faster."""

    sentence = _("This has been done already. Nothing was changed.")


class WordsMissing(Refusal):
    """A task somebody writes says what is to be done."""

    sentence = _("Write what there is to do.")


class NotInTheCase(Refusal):
    """A task goes to someone who may see the case."""

    sentence = _("This colleague may not see this accompaniment. Choose someone of its team.")


class SecondPersonNeeded(Refusal):
    """What protects a life is not ended by a click on a list."""

    sentence = _("This alert ends where it was raised. Open it and answer what it asks.")


ENDS_ELSEWHERE = frozenset({TaskKind.SAFETY_ALERT, TaskKind.SAFETY_SIGNATURE})


@sealing()
def raise_task(
    *,
    case: Case,
    kind: str,
    about: uuid.UUID,
    stage: str = "",
    assignee: User | None = None,
    due_on: dt.date | None = None,
    urgent: bool = False,
    words: str = "",
    by: Any,
    at: dt.datetime,
) -> Task:
    """Ask someone to do something; asked again for the same reason, it is the same task.

    ``by`` is a person or a service at work. Use cases call this inside their own transaction, after
    the door has said yes to what they do.
    """
    asked = {"kind": kind, "about": about, "stage": stage, "assignee": assignee}
    if known := case.tasks.filter(**asked).first():
        return known
    person = isinstance(by, User)
    task = Task(
        case=case,
        **asked,
        due_on=due_on,
        is_urgent=urgent,
        sealed_in=reasons_lie_in(by, case) if person else "clinical",
        words=words.strip() or None,
        raised_at=at,
        raised_by=by if person else None,
    )
    task.save(force_insert=True)
    log.record(Verb.CREATE, task, by=by, fields=["kind", "assignee", "due_on"])
    return task


@transaction.atomic
def write_task(
    *,
    case: Case,
    words: str,
    assignee: User | None = None,
    due_on: dt.date | None = None,
    urgent: bool = False,
    by: User,
    at: dt.datetime,
) -> Task:
    """Write down something to do, for oneself or a colleague of the case.

    :raises WordsMissing, NotInTheCase: see each.
    """
    access.require(by, "write" if access.allows(by, "write", case) else "assign", case)
    if not words.strip():
        raise WordsMissing
    if assignee and not access.allows(assignee, "view", case):
        raise NotInTheCase
    return raise_task(
        case=locked(case.pk),
        kind=TaskKind.GENERAL,
        about=uuid.uuid4(),
        assignee=assignee,
        due_on=due_on,
        urgent=urgent,
        words=words,
        by=by,
        at=at,
    )


@transaction.atomic
@sealing()
def finish_task(
    *,
    task: Task,
    outcome: str = "",
    dropped: bool = False,
    elsewhere: bool = False,
    by: User,
    at: dt.datetime,
) -> Task:
    """Say that something was done, or is no longer needed, and perhaps what came of it.

    ``elsewhere``: the use case it was raised for calls, and has asked the door itself.

    :raises TaskEnded: if it was before.
    :raises SecondPersonNeeded: for an alert that ends where it was raised.
    """
    if not elsewhere:
        _ask(by, task)
    task = Task.objects.select_for_update().get(pk=task.pk)
    if task.state != TaskState.OPEN:
        raise TaskEnded
    if task.kind in ENDS_ELSEWHERE and not elsewhere:
        raise SecondPersonNeeded
    task.state = TaskState.DROPPED if dropped else TaskState.DONE
    task.ended_at, task.ended_by = at, by
    task.outcome = outcome.strip() or None
    task.save()
    log.record(Verb.CHANGE, task, by=by, fields=["state"])
    return task


def end_tasks(*, case: Case, about: uuid.UUID, by: User, at: dt.datetime) -> None:
    """End what a record still asked for, because it was answered there."""
    for task in case.tasks.open().filter(about=about):
        finish_task(task=task, elsewhere=True, by=by, at=at)


def _ask(by: User, task: Task) -> None:
    """Refuse unless it is hers, or she works on the case or coordinates it."""
    if task.assignee_id == by.pk and access.allows(by, "view", task):
        return
    access.require(by, "write" if access.allows(by, "write", task) else "assign", task)
