"""Answers become a result and are sealed; the use cases that call have asked the door."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff.models import User
from cases.enums.instruments import Mode
from cases.instruments import Result, score, shipped
from cases.instruments.scoring import Cuts
from cases.models import Applied, Case, InstrumentCut, InstrumentText, Person, SafetyAlert, Session


@dataclass(frozen=True, slots=True)
class Application:
    """Who answered what, how and when."""

    instrument: str
    person: Person
    answers: Mapping[int, int]
    applied_on: dt.date
    mode: str = Mode.READ
    language: str = "es"
    session: Session | None = None
    applied_id: uuid.UUID = field(default_factory=uuid.uuid4)


def cuts_of(instrument: str) -> Cuts:
    """Return the cut-offs that the organisation has set for an instrument."""
    rows = InstrumentCut.objects.filter(instrument=instrument)
    return {code: (at, source) for code, at, source in rows.values_list("code", "at", "source")}


def texts_of(instrument: str) -> dict[str, InstrumentText]:
    """Return the official words of an instrument that are loaded, by language."""
    rows = InstrumentText.objects.filter(
        instrument=instrument, version=shipped()[instrument].version
    )
    return {text.language: text for text in rows.order_by("language")}


def keep_answers(
    case: Case, said: Application, *, alert: SafetyAlert | None = None, by: User, at: dt.datetime
) -> tuple[Applied, Result]:
    """Score answers on this side, and keep both sealed in a locked case."""
    it = shipped()[said.instrument]
    result = score(it, said.answers, cuts_of(it.code))
    applied = Applied(
        id=said.applied_id,
        case=case,
        person=said.person,
        session=said.session,
        instrument=it.code,
        version=it.version,
        language=said.language,
        is_official=it.own or said.language in texts_of(it.code),
        mode=said.mode,
        applied_on=said.applied_on,
        applied_by=by,
        recorded_at=at,
        answers={"given": {str(number): value for number, value in sorted(said.answers.items())}},
        result=result.stored(),
        alert=alert,
    )
    applied.save(force_insert=True)
    fields = ["instrument", "version", "language", "mode", "answers", "result"]
    log.record(Verb.CREATE, applied, by=by, fields=fields)
    return applied, result
