"""Sessions: planned, moved, held or not held; the case follows."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions import attending, booking
from cases.actions.consents import require_consents
from cases.actions.refusal import Refusal, locked_open, sealing
from cases.enums import Attendance, Modality, ServiceLine, SessionStatus, SessionType
from cases.models import Case, Room, Session

KEEP: Any = object()  # the room it has
CAME = (Attendance.ASISTIO, Attendance.LLEGO_TARDE)
NOT_HELD = tuple(each for each in Attendance if each not in CAME)
# Welcome, agreements and emergencies come before consent; so does what is said without her.
BEFORE_CONSENT = frozenset(
    {
        SessionType.ENTREVISTA_INICIAL,
        SessionType.ENCUADRE,
        SessionType.CRISIS,
        SessionType.CIERRE,
        SessionType.COORDINACION,
        SessionType.NOTIFICACION,
    }
)


class SessionInThePast(Refusal):
    """What has passed is recorded, not planned."""

    sentence = _("This moment has passed. Choose one still to come, or record the session held.")


class SessionInFuture(Refusal):
    """What is still to come has not been held."""

    sentence = _("This session is still to come. Record it once it has been held.")


class BeforeOpening(Refusal):
    """The case was not open yet."""

    sentence = _("This date is before the case was opened. Check the date of the session.")


class AttendanceMissing(Refusal):
    """The attendance does not say what happened."""

    sentence = _("Choose who came, or why the session was not held.")


class SessionNotScheduled(Refusal):
    """What happened to it is already on record."""

    sentence = _("This session is already on record. Open it to see what was written.")


class MinutesWrong(Refusal):
    """A session lasts between a minute and twelve hours."""

    sentence = _("Write how long the session lasts, from 1 to 720 minutes.")


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """When, how and where a session takes place, and who came."""

    starts_at: dt.datetime
    minutes: int = 60
    kind: str = SessionType.INDIVIDUAL
    modality: str = Modality.PRESENCIAL
    attendance: str = Attendance.ASISTIO
    place: str = ""
    room: Room | None = None
    people: tuple[uuid.UUID, ...] = ()  # of a family: who is expected, or came

    def written_into(self, session: Session) -> None:
        """Put all but the attendance into a session."""
        if not 1 <= self.minutes <= 720:  # noqa: PLR2004  as the database says too
            raise MinutesWrong
        for name in ("starts_at", "minutes", "kind", "modality", "room"):
            setattr(session, name, getattr(self, name))
        session.place = self.place or None


@transaction.atomic
@sealing()
def schedule_session(
    *,
    case: Case,
    facts: SessionFacts,
    accompanist: User | None = None,
    by: User,
    at: dt.datetime,
) -> Session:
    """Plan a session.

    :raises CaseClosed, SessionInThePast, MinutesWrong: see each.
    :raises RoomTaken, AccompanistTaken, NotPossible: if something else stands in the way.
    """
    access.require(by, "write", case)
    case = locked_open(case.pk)
    if facts.starts_at < at:
        raise SessionInThePast
    session = Session(case=case, accompanist=accompanist or by)
    facts.written_into(session)
    booking.check(session, facts.people)
    session.save(force_insert=True)
    attending.put_down(session, facts.people, came=None, by=by)
    follow(case, at)
    log.record(Verb.CREATE, session, by=by, fields=["status", "starts_at"])
    return session


@transaction.atomic
def reschedule_session(
    *,
    session: Session,
    starts_at: dt.datetime,
    minutes: int | None = None,
    room: Room | None = KEEP,
    by: User,
    at: dt.datetime,
) -> Session:
    """Move a planned session, perhaps to another room.

    :raises CaseClosed, SessionNotScheduled, SessionInThePast, MinutesWrong: see each.
    :raises RoomTaken, AccompanistTaken, NotPossible: if something else stands in the way.
    """
    case, session = _scheduled(session, by)
    if starts_at < at:
        raise SessionInThePast
    minutes = session.minutes if minutes is None else minutes
    if not 1 <= minutes <= 720:  # noqa: PLR2004
        raise MinutesWrong
    session.starts_at, session.minutes = starts_at, minutes
    session.room = session.room if room is KEEP else room
    booking.check(session)
    session.save(update_fields=["starts_at", "minutes", "room"])
    follow(case, at)
    log.record(Verb.CHANGE, session, by=by, fields=["starts_at", "minutes"])
    return session


@transaction.atomic
@sealing()
def record_session(
    *,
    case: Case,
    facts: SessionFacts,
    session_id: uuid.UUID | None = None,
    by: User,
    at: dt.datetime,
) -> Session:
    """Record a session that was held. The same id again returns the same session.

    :raises CaseClosed, SessionInFuture, BeforeOpening, AttendanceMissing, ConsentMissing: see each.
    """
    access.require(by, "write", case)
    case = locked_open(case.pk)
    if session_id and (known := Session.objects.filter(pk=session_id).first()):
        if known.case_id != case.pk:
            raise PermissionDenied
        return known
    session = Session(id=session_id or uuid.uuid4(), case=case, accompanist=by)
    return hold(case, session, facts, by=by, at=at, is_new=True)


@transaction.atomic
@sealing()
def hold_session(
    *,
    session: Session,
    facts: SessionFacts | None = None,
    attendance: str = Attendance.ASISTIO,
    by: User,
    at: dt.datetime,
) -> Session:
    """Record that a planned session was held, as planned or as the facts say.

    :raises SessionNotScheduled: if what happened is on record already.
    """
    case, session = _scheduled(session, by)
    return hold(case, session, facts or as_planned(session, attendance), by=by, at=at)


def as_planned(session: Session, attendance: str = Attendance.ASISTIO) -> SessionFacts:
    """Return the facts of a planned session held as it was planned."""
    names = ("starts_at", "minutes", "kind", "modality", "room")
    facts: dict[str, Any] = {name: getattr(session, name) for name in names}
    place = session.place.reveal() if session.place else ""
    people = tuple(session.people.values_list("person", flat=True))
    return SessionFacts(**facts, attendance=attendance, place=place, people=people)


@transaction.atomic
def mark_not_held(*, session: Session, attendance: str, by: User, at: dt.datetime) -> Session:
    """Record why a planned session was not held.

    :raises CaseClosed, SessionNotScheduled, AttendanceMissing: see each.
    """
    case, session = _scheduled(session, by)
    if attendance not in NOT_HELD:
        raise AttendanceMissing
    session.status, session.attendance = SessionStatus.NOT_HELD, attendance
    session.save(update_fields=["status", "attendance"])
    follow(case, at)
    log.record(Verb.CHANGE, session, by=by, fields=["status", "attendance"])
    return session


def hold(
    case: Case,
    session: Session,
    facts: SessionFacts,
    *,
    by: User,
    at: dt.datetime,
    is_new: bool = False,
) -> Session:
    """Record a session of a locked case as held, and count it."""
    if facts.starts_at > at:
        raise SessionInFuture
    if timezone.localdate(facts.starts_at) < timezone.localdate(case.opened_at):
        raise BeforeOpening
    if facts.attendance not in CAME:
        raise AttendanceMissing
    if facts.kind not in BEFORE_CONSENT:
        _check_consents(case, facts)
    facts.written_into(session)
    held = case.sessions.filter(status=SessionStatus.HELD).aggregate(last=Max("number"))
    session.number = (held["last"] or 0) + 1
    session.status, session.attendance = SessionStatus.HELD, facts.attendance
    session.save(force_insert=is_new)
    attending.put_down(session, facts.people, came=True, by=by)
    follow(case, at, held=session.number)
    verb = Verb.CREATE if is_new else Verb.CHANGE
    log.record(verb, session, by=by, fields=["status", "starts_at", "attendance", "number"])
    return session


def _check_consents(case: Case, facts: SessionFacts) -> None:
    """Refuse a session without the consents it needs: in a family, those of who came."""
    day = timezone.localdate(facts.starts_at)
    if case.line == ServiceLine.FAM:
        attending.check_consents(case, facts.people, day)
    else:
        require_consents(case, day)


def follow(case: Case, at: dt.datetime, *, held: int | None = None) -> None:
    """Let a locked case tell its last and next session, and move up in every list.

    These facts are derived from the sessions, which keep their own versions: like the time of the
    last activity they are written without a version of the case.
    """
    last = case.sessions.filter(status=SessionStatus.HELD).aggregate(at=Max("starts_at"))["at"]
    coming = case.sessions.scheduled().filter(starts_at__gte=at).aggregate(at=Min("starts_at"))
    case.last_session_at, case.next_session_at = last, coming["at"]
    case.sessions_held = case.sessions_held if held is None else held
    Case._base_manager.filter(pk=case.pk).update(
        last_session_at=case.last_session_at,
        next_session_at=case.next_session_at,
        sessions_held=case.sessions_held,
    )
    access.shelve(case, at=at)


def _scheduled(session: Session, by: User) -> tuple[Case, Session]:
    """Ask, lock and re-read a planned session and its open case.

    :raises CaseClosed, SessionNotScheduled: see each.
    """
    access.require(by, "write", session)
    case = locked_open(session.case_id)
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.status != SessionStatus.SCHEDULED:
        raise SessionNotScheduled
    return case, session
