"""The room of the evaluation: the whole expert file on one page, opened for its reader."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accompaniment.templatetags.moments import moment
from cases.actions.disclosures import in_force
from cases.enums import SessionStatus
from expertise import steps
from expertise.enums.evaluation import SourceKind
from expertise.models import Commission
from expertise.reports import file


@dataclass(frozen=True, slots=True)
class Consent:
    """What she answered, in words."""

    text: str
    note: str
    kind: str


@dataclass(frozen=True, slots=True)
class Room:
    """Everything the page shows."""

    consent: Consent | None
    questions: list[file.QuestionPosed]
    sessions: list[tuple[file.SessionHeld, str, str]]  # with its state and its colour
    hours: str
    documents: list[file.SourceRead]
    collaterals: list[file.SourceRead]
    instruments: list[file.InstrumentApplied]
    borrowed: list[file.Borrowed]
    writing: bool  # the file may change now
    asking: bool  # and her answer may be recorded
    evaluating: bool  # and sessions may be recorded


def room_of(commission: Commission, today: dt.date) -> Room:
    """Open the file of a commission."""
    sessions = file.sessions(commission, planned=True)
    minutes = sum(each.minutes for each in sessions if each.is_held)
    return Room(
        consent=_consent(commission, today),
        questions=file.questions(commission),
        sessions=[(each, *_state(each)) for each in sessions],
        hours=_total(minutes),
        documents=file.sources(commission, SourceKind.DOCUMENTO),
        collaterals=file.sources(commission, SourceKind.COLATERAL),
        instruments=file.instruments(commission),
        borrowed=file.borrowed(commission),
        writing=commission.state in steps.WRITING and commission.accepted_at is not None,
        asking=commission.state in steps.ASKING and commission.accepted_at is not None,
        evaluating=commission.state in steps.EVALUATING and commission.accepted_at is not None,
    )


def _total(minutes: int) -> str:
    """Say how long the sessions took altogether."""
    said = {"hours": minutes // 60, "minutes": f"{minutes % 60:02}"}
    return _("%(hours)s h %(minutes)s min in all") % said if minutes else ""


def _state(session: file.SessionHeld) -> tuple[str, str]:
    label = str(SessionStatus(session.status).label)
    return label, {SessionStatus.HELD: "ok", SessionStatus.NOT_HELD: "none"}.get(
        SessionStatus(session.status), "accent"
    )


def _consent(commission: Commission, today: dt.date) -> Consent | None:
    row = commission.consent
    if row is None:
        return None
    return Consent(
        text=str(row.get_kind_display()),
        note=f"{row.get_method_display()} · {moment(row.given_on, 'full')}",
        kind="ok" if in_force(row, today) else "danger",
    )
