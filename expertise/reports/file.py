"""The expert file in plain pieces: what was posed, held, read and applied, opened for its reader.

Everybody who writes, links or prints a report reads the file here. Every piece has a key that
names the same thing for ever: P1 a question, S1 a session, D1 a document, C1 a collateral
interview, I1 an instrument. A key that was withdrawn is not given again, so that a text that names
it stays true.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from cases.enums import Modality, SessionStatus
from expertise.enums.evaluation import SourceKind
from expertise.models import Commission, EvaluationSession, InstrumentUse, Question, Source


@dataclass(frozen=True, slots=True)
class QuestionPosed:
    """A question the expert answers."""

    id: UUID
    key: str  # P1
    number: int
    text: str  # word for word
    short: str  # in a few words; the beginning of the question where nobody wrote them
    answer: str  # Markdown
    rests_on: tuple[str, ...]  # ids of causal links
    answered_at: dt.datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class SessionHeld:
    """A session of the evaluation and its conditions."""

    id: UUID
    key: str  # S1
    number: int
    starts_at: dt.datetime  # as the clocks of its place show it
    time_zone: str
    minutes: int
    modality: str  # code
    modality_label: str
    status: str  # code
    is_held: bool
    attendance: str  # code
    place: str
    present: str
    privacy: str
    restraints: str
    interruptions: str
    breaks: str
    effect: str  # of the session on the person
    content: str
    observation: str  # mental state and what was observed


@dataclass(frozen=True, slots=True)
class SourceRead:
    """A document that was read, or somebody who was heard."""

    id: UUID
    key: str  # D1, C1
    kind: str  # code
    kind_label: str
    title: str
    date: str  # as written: “2019-2025”
    folios: str  # “Fojas 2 a 11”
    content: str  # what of it is relevant
    not_seen: str  # what of it could not be seen


@dataclass(frozen=True, slots=True)
class Applied:
    """One application of an instrument."""

    session: str  # key S2, or empty
    session_id: UUID | None
    score: float | None
    words: str  # “17 en S2”; what the score is where it is no number


@dataclass(frozen=True, slots=True)
class InstrumentApplied:
    """An instrument with its scores and its limits."""

    id: UUID
    key: str  # I1
    code: str  # of a definition of ours, or empty
    name: str
    version: str
    adaptation: str  # in Mexico
    measures: str  # what, over which period
    range: str  # “0-27”
    score: float | None  # of the first application
    max: float | None
    cut: float | None
    higher_is_worse: bool
    interpretation: str
    limits: str  # by culture, gender, schooling
    session: str  # key S2 of the first application
    times: tuple[Applied, ...]  # every application, the first one first


@dataclass(frozen=True, slots=True)
class Borrowed:
    """What was asked of who accompanies, and what came of it."""

    id: UUID
    kind: str  # code
    kind_label: str
    asked_for: str
    asked_at: dt.datetime
    delivered: str  # word for word; empty while nothing was handed over
    delivered_at: dt.datetime | None
    refused_because: str
    refused_at: dt.datetime | None
    taken_back_at: dt.datetime | None  # she took her consent to this back: it is not used


def questions(commission: Commission) -> list[QuestionPosed]:
    """Open the questions that stand, in their order."""
    rows = commission.questions.filter(withdrawn_at=None).order_by("number", "id")
    return [question(row) for row in rows]


def question(row: Question) -> QuestionPosed:
    """Open one question."""
    text, short = words(row.text), words(row.short)
    return QuestionPosed(
        id=row.pk,
        key=f"P{row.number}",
        number=row.number,
        text=text,
        short=short or shortened(text),
        answer=words(row.answer),
        rests_on=tuple(row.rests_on.reveal() if row.rests_on else ()),
        answered_at=row.answered_at,
        version=row.version,
    )


def sessions(commission: Commission, *, planned: bool = False) -> list[SessionHeld]:
    """Open the sessions that were held; those planned and those not held too, if asked."""
    rows = commission.evaluations.order_by("number", "id")
    if not planned:
        rows = rows.filter(status=SessionStatus.HELD)
    return [session(row) for row in rows]


def session(row: EvaluationSession) -> SessionHeld:
    """Open one session."""
    told = row.conditions.reveal() if row.conditions else {}
    return SessionHeld(
        id=row.pk,
        key=f"S{row.number}",
        number=row.number,
        starts_at=row.starts_at.astimezone(ZoneInfo(row.time_zone)),
        time_zone=row.time_zone,
        minutes=row.minutes,
        modality=row.modality,
        modality_label=str(Modality(row.modality).label),
        status=row.status,
        is_held=row.status == SessionStatus.HELD,
        attendance=row.attendance,
        observation=words(row.observation),
        **{name: told.get(name, "") for name in CONDITIONS},
    )


CONDITIONS = (
    *("place", "present", "privacy", "restraints", "interruptions", "breaks", "effect"),
    "content",
)


def sources(commission: Commission, kind: str = "") -> list[SourceRead]:
    """Open the sources that stand: documents first, then collateral interviews."""
    rows = commission.sources.filter(withdrawn_at=None).order_by("number", "id")
    known = [source(row) for row in rows]
    kinds = [kind] if kind else [SourceKind.DOCUMENTO, SourceKind.COLATERAL]
    return [each for wanted in kinds for each in known if each.kind == wanted]


def source(row: Source) -> SourceRead:
    """Open one source."""
    told = row.facts.reveal() if row.facts else {}
    names = ("title", "date", "folios", "content", "not_seen")
    return SourceRead(
        id=row.pk,
        key=str(row),
        kind=row.kind,
        kind_label=str(SourceKind(row.kind).label),
        **{name: told.get(name, "") for name in names},
    )


def instruments(commission: Commission) -> list[InstrumentApplied]:
    """Open the instruments that stand, with every application of each."""
    keys = {row.pk: f"S{row.number}" for row in commission.evaluations.only("id", "number")}
    rows = commission.instruments.filter(withdrawn_at=None).order_by("number", "id")
    return [instrument(row, keys) for row in rows]


def instrument(row: InstrumentUse, keys: dict[UUID, str]) -> InstrumentApplied:
    """Open one instrument; ``keys`` names the sessions by their ids."""
    told = row.facts.reveal() if row.facts else {}
    first = Applied(
        session=keys.get(row.session_id, "") if row.session_id else "",
        session_id=row.session_id,
        score=told.get("score"),
        words=told.get("score_words", ""),
    )
    names = ("name", "version", "adaptation", "measures", "range", "interpretation", "limits")
    return InstrumentApplied(
        id=row.pk,
        key=f"I{row.number}",
        code=row.instrument,
        score=first.score,
        max=told.get("max"),
        cut=told.get("cut"),
        higher_is_worse=told.get("higher_is_worse", True),
        session=first.session,
        times=(first, *_again(told.get("again", ()), keys)),
        **{name: told.get(name, "") for name in names},
    )


def _again(told: Iterable[dict[str, Any]], keys: dict[UUID, str]) -> Iterable[Applied]:
    for each in told:
        where = UUID(each["session"]) if each.get("session") else None
        yield Applied(
            session=keys.get(where, "") if where else "",
            session_id=where,
            score=each.get("score"),
            words=each.get("words", ""),
        )


def borrowed(commission: Commission) -> list[Borrowed]:
    """Open what was asked of who accompanies, the newest first."""
    rows = commission.borrowings.select_related("consent").order_by("-asked_at", "-id")
    return [
        Borrowed(
            id=row.pk,
            kind=row.kind,
            kind_label=str(row.get_kind_display()),
            asked_for=words(row.asked_for),
            asked_at=row.asked_at,
            delivered=words(row.delivered),
            delivered_at=row.delivered_at,
            refused_because=words(row.refused_because),
            refused_at=row.refused_at,
            taken_back_at=row.consent.revoked_at if row.consent else None,
        )
        for row in rows
    ]


def words(box: Any) -> str:
    """Open a box; nothing where there is none."""
    return str(box.reveal()) if box else ""


def shortened(text: str, limit: int = 80) -> str:
    """Return the beginning of a question, cut between two words."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0].rstrip(",;:") + "…"
