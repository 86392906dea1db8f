"""The sessions of an evaluation: planned, moved, held or not held, and under which conditions."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, sealing
from cases.actions.sessions import (
    CAME,
    NOT_HELD,
    AttendanceMissing,
    MinutesWrong,
    SessionInFuture,
    SessionInThePast,
    SessionNotScheduled,
)
from cases.enums import Attendance, Modality, SessionStatus
from cases.order_clocks import day_in
from expertise import steps
from expertise.actions.booking import check_free
from expertise.actions.consenting import NotAcceptedYet, NotConsented, is_consented
from expertise.actions.moving import locked_writing
from expertise.models import Commission, EvaluationSession
from expertise.reports.file import CONDITIONS

LONGEST = 720  # minutes


class NotEvaluatingYet(Refusal):
    """What is held belongs to the evaluation."""

    sentence = _("The evaluation has not begun. Record her consent and begin it; then record this.")


class BeforeConsent(Refusal):
    """Nobody is evaluated before she has agreed."""

    sentence = _("This day is before her consent. Check the day of the session or of the consent.")


class SessionNotHeld(Refusal):
    """Conditions are told of what was held."""

    sentence = _("This session has not been held yet. Record that it was, with its conditions.")


@dataclass(frozen=True, slots=True)
class EvaluationFacts:
    """When and how a session is held; ``conditions`` by the names the report uses."""

    starts_at: dt.datetime
    time_zone: str
    minutes: int = 90
    modality: str = Modality.PRESENCIAL
    attendance: str = Attendance.ASISTIO
    conditions: dict[str, str] = field(default_factory=dict)
    observation: str = ""

    def written_into(self, session: EvaluationSession) -> None:
        """Put all but the attendance into a session."""
        if not 1 <= self.minutes <= LONGEST:
            raise MinutesWrong
        for name in ("starts_at", "time_zone", "minutes"):
            setattr(session, name, getattr(self, name))
        session.modality = Modality(self.modality)
        told = {name: self.conditions.get(name, "").strip() for name in CONDITIONS}
        session.conditions = {name: words for name, words in told.items() if words} or None
        session.observation = self.observation.strip() or None


@transaction.atomic
@sealing()
def plan_evaluation(
    *, commission: Commission, facts: EvaluationFacts, by: User, at: dt.datetime
) -> EvaluationSession:
    """Plan a session; its number stays its own, even if it is not held.

    :raises SessionInThePast, MinutesWrong, NotAcceptedYet: see each.
    :raises AccompanistTaken: if she has something else at that hour.
    """
    commission = locked_writing(commission, by)
    if commission.accepted_at is None:
        raise NotAcceptedYet
    if facts.starts_at < at:
        raise SessionInThePast
    session = _new(commission, by)
    facts.written_into(session)
    check_free(user=by, starts_at=facts.starts_at, minutes=facts.minutes)
    session.save(force_insert=True)
    log.record(Verb.CREATE, session, by=by, fields=["status", "starts_at"])
    access.shelve(commission, at=at)
    return session


@transaction.atomic
@sealing()
def move_evaluation(
    *,
    session: EvaluationSession,
    starts_at: dt.datetime,
    minutes: int,
    by: User,
    at: dt.datetime,
) -> EvaluationSession:
    """Move a planned session to another hour.

    :raises SessionNotScheduled, SessionInThePast, MinutesWrong: see each.
    :raises AccompanistTaken: if who evaluates has something else at that hour.
    """
    _commission, session = _planned(session, by)
    if starts_at < at:
        raise SessionInThePast
    if not 1 <= minutes <= LONGEST:
        raise MinutesWrong
    check_free(user=session.by, starts_at=starts_at, minutes=minutes, besides=session.pk)
    session.starts_at, session.minutes = starts_at, minutes
    session.save(update_fields=["starts_at", "minutes"])
    log.record(Verb.CHANGE, session, by=by, fields=["starts_at", "minutes"])
    return session


@transaction.atomic
@sealing()
def record_evaluation(
    *, commission: Commission, facts: EvaluationFacts, by: User, at: dt.datetime
) -> EvaluationSession:
    """Record a session that was held without having been planned.

    :raises NotEvaluatingYet, NotConsented, BeforeConsent, SessionInFuture, AttendanceMissing: see
        each.
    """
    commission = locked_writing(commission, by)
    return _hold(commission, _new(commission, by), facts, by=by, at=at, is_new=True)


@transaction.atomic
@sealing()
def hold_evaluation(
    *, session: EvaluationSession, facts: EvaluationFacts, by: User, at: dt.datetime
) -> EvaluationSession:
    """Record that a planned session was held, and under which conditions.

    :raises SessionNotScheduled: if what happened is on record already.
    """
    commission, session = _planned(session, by)
    return _hold(commission, session, facts, by=by, at=at)


@transaction.atomic
@sealing()
def miss_evaluation(
    *, session: EvaluationSession, attendance: str, by: User, at: dt.datetime
) -> EvaluationSession:
    """Record why a planned session was not held.

    :raises SessionNotScheduled, AttendanceMissing: see each.
    """
    _commission, session = _planned(session, by)
    if attendance not in NOT_HELD:
        raise AttendanceMissing
    session.status, session.attendance = SessionStatus.NOT_HELD, Attendance(attendance)
    session.save(update_fields=["status", "attendance"])
    log.record(Verb.CHANGE, session, by=by, fields=["status", "attendance"])
    return session


@transaction.atomic
@sealing()
def correct_evaluation(
    *, session: EvaluationSession, facts: EvaluationFacts, by: User, at: dt.datetime
) -> EvaluationSession:
    """Put right what is on record of a session that was held; every version stays.

    :raises SessionNotHeld: if it has not been held.
    """
    commission = locked_writing(session.commission, by)
    session = EvaluationSession.objects.select_for_update().get(pk=session.pk)
    if session.status != SessionStatus.HELD:
        raise SessionNotHeld
    _check_held(commission, facts, at)
    facts.written_into(session)
    session.attendance = Attendance(facts.attendance)
    session.save()
    log.record(Verb.CHANGE, session, by=by, fields=["starts_at", "conditions", "observation"])
    return session


def facts_of(session: EvaluationSession) -> EvaluationFacts:
    """Open what is on record of a session."""
    return EvaluationFacts(
        starts_at=session.starts_at,
        time_zone=session.time_zone,
        minutes=session.minutes,
        modality=session.modality,
        attendance=session.attendance or Attendance.ASISTIO,
        conditions=session.conditions.reveal() if session.conditions else {},
        observation=session.observation.reveal() if session.observation else "",
    )


def _new(commission: Commission, by: User) -> EvaluationSession:
    last = commission.evaluations.aggregate(last=Max("number"))["last"] or 0
    return EvaluationSession(commission=commission, number=last + 1, by=by)


def _hold(
    commission: Commission,
    session: EvaluationSession,
    facts: EvaluationFacts,
    *,
    by: User,
    at: dt.datetime,
    is_new: bool = False,
) -> EvaluationSession:
    _check_held(commission, facts, at)
    facts.written_into(session)
    session.status, session.attendance = SessionStatus.HELD, Attendance(facts.attendance)
    session.save(force_insert=is_new)
    verb = Verb.CREATE if is_new else Verb.CHANGE
    told = ["status", "starts_at", "attendance", "conditions"]
    log.record(verb, session, by=by, fields=[*told, *(["observation"] * bool(facts.observation))])
    access.shelve(commission, at=at)
    return session


def _check_held(commission: Commission, facts: EvaluationFacts, at: dt.datetime) -> None:
    if commission.state not in steps.EVALUATING:
        raise NotEvaluatingYet
    if facts.starts_at > at:
        raise SessionInFuture
    if facts.attendance not in CAME:
        raise AttendanceMissing
    day = day_in(facts.starts_at, facts.time_zone)
    if not is_consented(commission, day):
        raise NotConsented
    if commission.consent and day < commission.consent.given_on:
        raise BeforeConsent


def _planned(session: EvaluationSession, by: User) -> tuple[Commission, EvaluationSession]:
    """Ask, hold the commission and re-read a session that is still to come."""
    commission = locked_writing(session.commission, by)
    session = EvaluationSession.objects.select_for_update().get(pk=session.pk)
    if session.status != SessionStatus.SCHEDULED:
        raise SessionNotScheduled
    return commission, session
