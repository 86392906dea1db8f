"""What there is to do, in words, and where it is done."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accompaniment.templatetags.moments import moment
from cases.enums import ReasonWall, ServiceLine
from cases.enums.task import ALERTS, TaskKind

# the room of the case that answers it; everything else is ended on the list itself
LEADS_TO: dict[str, str] = {
    TaskKind.SAFETY_ALERT: "cases:instruments",
    TaskKind.SAFETY_SIGNATURE: "cases:instruments",
    TaskKind.CONTACT_FAILED: "cases:detail",
    TaskKind.PLAN_REVIEW: "cases:plan",
    TaskKind.FOLLOW_UP: "cases:plan",
    TaskKind.FILE_REFUSED: "cases:documents",
    TaskKind.HURTING_DATE: "cases:missing",
    TaskKind.STATUS_TO_TELL: "cases:missing",
    TaskKind.REFERRAL_FOLLOW_UP: "cases:referrals",
    TaskKind.ORDER_NOT_ISSUED: "cases:legal",
    TaskKind.ORDER_DAILY_CONTACT: "cases:legal",
    TaskKind.ORDER_EXPIRES: "cases:legal",
    TaskKind.HEARING_SOON: "cases:legal",
    TaskKind.HEARING_CONTACT: "cases:legal",
    TaskKind.INTERAREA_REQUEST: "cases:legal",
}
# what was agreed on lies where it was: with the family, the collective, or the plan of one person
AGREED_IN = {
    ServiceLine.FAM: "cases:family",
    ServiceLine.COM_DESAPARICION: "cases:collective",
    ServiceLine.COLECTIVO: "cases:collective",
}
AFTER_A_SEARCH = frozenset({TaskKind.SEARCH_AFTER, TaskKind.TEAM_DEBRIEF})
TOGETHER = frozenset({ServiceLine.COM_DESAPARICION, ServiceLine.COLECTIVO})
KINDS = dict(TaskKind.choices)


@dataclass(frozen=True, slots=True)
class ToDo:
    """One task in a list."""

    task: Any
    title: str
    url: str
    note: str
    when: str
    kind: str
    icon: str
    case: UUID
    words: str = ""
    who: str = ""
    outcome: str = ""


def url_of(task: Any) -> str:
    """Return where the task is done."""
    room = LEADS_TO.get(task.kind, "cases:tasks")
    if task.kind == TaskKind.AGREEMENT_DUE:
        room = AGREED_IN.get(task.case.line, "cases:plan")
    if task.kind in AFTER_A_SEARCH and task.case.line in TOGETHER:
        room = "cases:collective"
    return reverse(room, args=[task.case.code])


def to_do(task: Any, today: dt.date) -> ToDo:
    """Say one task, and nothing sealed."""
    late = bool(task.due_on and task.due_on < today)
    return ToDo(
        task=task,
        title=str(KINDS[task.kind]),
        url=url_of(task),
        note=f"{task.case.pseudonym} · {task.case.code}",
        when=moment(task.due_on, "left") if task.due_on else "",
        kind="danger" if task.is_urgent else "warn" if late else "",
        icon="warn" if task.kind in ALERTS else "clock",
        case=task.case_id,
    )


def to_dos(tasks: Iterable[Any], today: dt.date) -> list[ToDo]:
    """Say many tasks."""
    return [to_do(task, today) for task in tasks]


def said(rows: list[ToDo], may: Mapping[str, bool]) -> list[ToDo]:
    """Open the words of tasks of one case, as far as its reader may."""
    return [replace(row, **_opened(row.task, may)) for row in rows]


def _opened(task: Any, may: Mapping[str, bool]) -> dict[str, Any]:
    reads = may.get("read" if task.sealed_in == ReasonWall.CLINICAL else "identify")
    return {
        "who": task.assignee.get_short_name() if task.assignee else str(_("Coordination")),
        "words": task.words.reveal() if reads and task.words else "",
        "outcome": task.outcome.reveal() if reads and task.outcome else "",
    }
