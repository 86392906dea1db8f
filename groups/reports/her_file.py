"""One woman's own file in a group, by construction without anybody else.

Everything in it lies under her own key or under none; while it is printed, every other key of this
house stays shut (:func:`only_hers`), so that a mistake in a report could not open another's words.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from accompaniment.templatetags.moments import moment
from accompaniment.vault import gate
from groups.enums import CAME, Mark, MeetingState, When
from groups.models import Attendance, Enrolment
from groups.recurrence import on_clock
from groups.steps import CONCLUDES


@dataclass(frozen=True, slots=True)
class Came:
    """One session, as far as it concerns her."""

    meeting: Any
    number: int | None
    when: str
    mark: str
    kind: str
    remark: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Her own file."""

    name: str
    contact: str
    interview: dict[str, str]
    rows: list[Came]
    share: int | None  # per cent of the sessions she could come to
    concludes: bool
    measures: dict[str, Any]
    left_because: str


def sheet(enrolment: Enrolment) -> Sheet:
    """Return her file, opened."""
    rows = Attendance.objects.filter(enrolment=enrolment).select_related("meeting")
    came = [_came(each) for each in rows.order_by("meeting__starts_at")]
    share = attended([each.kind for each in came])
    return Sheet(
        name=_said(enrolment.name) or enrolment.pseudonym,
        contact=_said(enrolment.contact),
        interview=enrolment.interview.reveal() if enrolment.interview else {},
        rows=came,
        share=share,
        concludes=share is not None and share >= CONCLUDES,
        measures={each.when: _measured(each) for each in enrolment.measures.all()},
        left_because=_said(enrolment.left_because),
    )


def attended(marks: list[str]) -> int | None:
    """Return the share of sessions attended, in per cent; what safety prevented does not count."""
    counted = [mark for mark in marks if mark != Mark.SEGURIDAD]
    if not counted:
        return None
    return round(100 * sum(1 for mark in counted if mark in CAME) / len(counted))


def _came(row: Attendance) -> Came:
    meeting = row.meeting
    here = on_clock(meeting.starts_at, meeting.time_zone)
    return Came(
        meeting,
        meeting.number if meeting.state == MeetingState.REALIZADA else None,
        moment(here.date(), "short"),
        str(Mark(row.mark).label),
        row.mark,
        _said(row.remark),
    )


def measured(enrolment: Enrolment, when: str) -> dict[str, Any]:
    """Return the answers before or after, as initial values of the form."""
    found = enrolment.measures.filter(when=When(when)).first()
    if found is None:
        return {}
    known = _measured(found)
    return {**{f"item_{n}": str(v) for n, v in known["given"].items()}, "words": known["words"]}


def _measured(found: Any) -> dict[str, Any]:
    answers = found.answers.reveal() if found.answers else {}
    return {
        "given": answers.get("given", {}),
        "score": answers.get("score"),
        "words": _said(found.words),
        "taken_on": found.taken_on,
    }


def _said(box: Any) -> str:
    return str(box.reveal()) if box else ""


@contextmanager
def only_hers(enrolment: Enrolment) -> Iterator[None]:
    """Keep the key of every other root shut while her paper is made."""
    with gate.require().only(enrolment.pk):
        yield
