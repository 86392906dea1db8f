"""Peer review, opened: rounds, their checklists, their observations."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from expertise.enums.review import CheckItem, RemarkState, RoundOutcome, Verdict
from expertise.models import Check, Commission, Remark, ReviewRound
from expertise.sections import BY_KEY


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One item of the checklist and its answer, if there is one."""

    item: str
    label: str
    verdict: str = ""
    verdict_label: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """An observation, opened."""

    pk: UUID
    key: str  # O1
    round: UUID
    section: str
    section_number: int
    section_label: str
    passage: str
    words: str
    reply: str
    insisted: str
    state: str
    state_label: str
    made_at: dt.datetime
    replied_at: dt.datetime | None
    resolved_at: dt.datetime | None

    @property
    def is_open(self) -> bool:
        """Tell whether the expert has something to do."""
        return self.state == RemarkState.ABIERTA

    @property
    def is_resolved(self) -> bool:
        """Tell whether it is done with."""
        return self.state == RemarkState.RESUELTA


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One reading of one version, opened."""

    pk: UUID
    number: int
    version: int
    reviewer: str
    reviewer_id: Any
    asked_at: dt.datetime
    ended_at: dt.datetime | None
    outcome: str
    outcome_label: str
    words: str
    checks: tuple[CheckLine, ...]
    remarks: tuple[RemarkLine, ...]


def rounds(commission: Commission) -> list[RoundLine]:
    """Open every round of a commission, the newest first."""
    marks = remarks(commission)
    rows = commission.rounds.select_related("reviewer", "version").prefetch_related("checks")
    return [round_line(each, marks.get(each.pk, ())) for each in rows.order_by("-number")]


def round_line(each: ReviewRound, marks: Iterable[RemarkLine]) -> RoundLine:
    """Open one round."""
    given = {check.item: check for check in each.checks.all()}
    return RoundLine(
        each.pk,
        each.number,
        each.version.number,
        each.reviewer.full_name,
        each.reviewer_id,
        each.asked_at,
        each.ended_at,
        each.outcome,
        str(RoundOutcome(each.outcome).label) if each.outcome else "",
        _opened(each.words),
        tuple(check_line(item, given.get(item)) for item in CheckItem),
        tuple(marks),
    )


def check_line(item: CheckItem, given: Check | None) -> CheckLine:
    """Open one item of a checklist."""
    if given is None:
        return CheckLine(item.value, str(item.label))
    label = str(Verdict(given.verdict).label)
    return CheckLine(item.value, str(item.label), given.verdict, label, _opened(given.comment))


def remarks(commission: Commission) -> dict[UUID, tuple[RemarkLine, ...]]:
    """Open the observations of a commission, by their round; they are numbered through."""
    found: dict[UUID, list[RemarkLine]] = {}
    for line in remarks_of(commission):
        found.setdefault(line.round, []).append(line)
    return {pk: tuple(lines) for pk, lines in found.items()}


def remarks_of(commission: Commission) -> list[RemarkLine]:
    """Open the observations of a commission in the order in which they were made."""
    rows = commission.remarks.order_by("made_at", "id")
    return [remark_line(each, number) for number, each in enumerate(rows, 1)]


def remark_line(each: Remark, number: int) -> RemarkLine:
    """Open one observation."""
    section = BY_KEY[each.section]
    return RemarkLine(
        each.pk,
        f"O{number}",
        each.round_id,
        each.section,
        section.number,
        str(section.label),
        _opened(each.passage),
        _opened(each.words),
        _opened(each.reply),
        _opened(each.insisted),
        each.state,
        str(RemarkState(each.state).label),
        each.made_at,
        each.replied_at,
        each.resolved_at,
    )


def _opened(box: Any) -> str:
    return str(box.reveal()) if box else ""
