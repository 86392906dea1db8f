"""Sessions: planned, held, or not held."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied

from cases.actions import sessions
from cases.actions.consents import ConsentMissing
from cases.actions.refusal import CaseClosed
from cases.actions.sessions import (
    SessionFacts,
    hold_session,
    mark_not_held,
    record_session,
    reschedule_session,
    schedule_session,
)
from cases.enums import Attendance, SessionStatus, SessionType
from cases.models import Case, Session
from tests.factories import NOON, make_case, make_member, make_session
from tests.traces import changes, do, everything_said

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
SOON = SessionFacts(starts_at=NOON + DAY, place="Sala Canaria")
HELD = SessionFacts(starts_at=NOON - HOUR)


@pytest.fixture
def planned(case, worker):
    return do(schedule_session, worker, case=case, facts=SOON)


def close(case, by):
    Case._base_manager.filter(pk=case.pk).update(
        is_open=False, state="CERRADO", closed_at=NOON, closed_by=by, closing_reason="DUPLICADO"
    )


def test_planned_session_is_the_next_one(case, planned, worker):
    case.refresh_from_db()

    assert (planned.status, planned.accompanist, planned.number) == ("PROGRAMADA", worker, None)
    assert case.next_session_at == NOON + DAY
    assert changes(1) == [
        (
            "create",
            "cases.session",
            case.pk,
            [str(planned.pk)],
            ["status", "starts_at"],
        )
    ]
    assert "Canaria" not in everything_said()


def test_planned_session_is_moved(case, planned, worker):
    do(reschedule_session, worker, session=planned, starts_at=NOON + 2 * DAY, minutes=90)

    case.refresh_from_db()
    planned.refresh_from_db()
    assert (planned.starts_at, planned.minutes) == (NOON + 2 * DAY, 90)
    assert case.next_session_at == NOON + 2 * DAY
    assert changes(1)[0][4] == ["starts_at", "minutes"]


def test_planned_session_is_held_as_planned(case, planned, worker):
    at = NOON + 2 * DAY
    held = do(hold_session, worker, session=planned, attendance=Attendance.LLEGO_TARDE, at=at)

    case.refresh_from_db()
    assert (held.status, held.number, held.attendance) == ("REALIZADA", 1, "LLEGO_TARDE")
    assert (case.last_session_at, case.next_session_at) == (NOON + DAY, None)
    assert (case.sessions_held, case.last_activity_at) == (1, at)
    assert changes(1) == [
        (
            "change",
            "cases.session",
            case.pk,
            [str(planned.pk)],
            ["status", "starts_at", "attendance", "number"],
        )
    ]


def test_session_not_held_does_not_count(case, planned, worker):
    facts = {"session": planned, "attendance": Attendance.NO_PUDO_POR_SEGURIDAD}
    do(mark_not_held, worker, **facts)

    case.refresh_from_db()
    planned.refresh_from_db()
    assert (planned.status, planned.number) == ("NO_REALIZADA", None)
    assert (case.sessions_held, case.next_session_at, case.last_session_at) == (0, None, None)
    assert changes(1)[0][4] == ["status", "attendance"]


def test_held_sessions_are_numbered_in_the_order_of_record(case, worker):
    numbers = [
        make_session(case, worker, starts_at=NOON + n * HOUR, at=NOON + DAY).number
        for n in (3, 1, 2)
    ]

    case.refresh_from_db()
    assert numbers == [1, 2, 3]
    assert (case.sessions_held, case.last_session_at) == (3, NOON + 3 * HOUR)


def test_same_id_is_the_same_session(case, worker):
    chosen = uuid.uuid4()
    facts = {"case": case, "facts": SessionFacts(starts_at=NOON), "session_id": chosen}
    first = do(record_session, worker, **facts)
    second = do(record_session, worker, **facts)

    assert first == second
    assert Session.objects.count() == 1


def test_session_on_the_day_of_opening_may_be_earlier(case, worker):
    """Somebody is received first and entered afterwards."""
    assert do(record_session, worker, case=case, facts=HELD).number == 1


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"starts_at": NOON + HOUR}, sessions.SessionInFuture),
        ({"starts_at": NOON - DAY}, sessions.BeforeOpening),
        ({"attendance": ""}, sessions.AttendanceMissing),
        ({"attendance": Attendance.REPROGRAMADA}, sessions.AttendanceMissing),
        ({"minutes": 0}, sessions.MinutesWrong),
        ({"minutes": 721}, sessions.MinutesWrong),
    ],
)
def test_held_session_is_refused(case, worker, facts, refusal):
    with pytest.raises(refusal) as refused:
        do(record_session, worker, case=case, facts=SessionFacts(**{"starts_at": NOON, **facts}))

    assert str(refused.value)
    assert not Session.objects.exists()
    case.refresh_from_db()
    assert case.sessions_held == 0


def test_sessions_need_consent_but_for_welcome_and_emergencies(worker):
    case = make_case(by=worker, consents=False)
    for kind in SessionType:
        facts = {"case": case, "facts": SessionFacts(starts_at=NOON, kind=kind)}
        if kind in sessions.BEFORE_CONSENT:
            assert do(record_session, worker, **facts).number
        else:
            with pytest.raises(ConsentMissing):
                do(record_session, worker, **facts)
    assert Session.objects.count() == len(sessions.BEFORE_CONSENT)


def test_what_has_passed_is_not_planned(case, planned, worker):
    with pytest.raises(sessions.SessionInThePast):
        do(schedule_session, worker, case=case, facts=HELD)
    with pytest.raises(sessions.SessionInThePast):
        do(reschedule_session, worker, session=planned, starts_at=NOON - HOUR)
    with pytest.raises(sessions.MinutesWrong):
        do(reschedule_session, worker, session=planned, starts_at=NOON + HOUR, minutes=0)


def test_what_is_on_record_stays(case, worker):
    held = make_session(case, worker)
    for action, facts in (
        (hold_session, {}),
        (mark_not_held, {"attendance": Attendance.REPROGRAMADA}),
        (reschedule_session, {"starts_at": NOON + DAY}),
    ):
        with pytest.raises(sessions.SessionNotScheduled):
            do(action, worker, session=held, **facts)
    assert held.history.count() == 1


def test_not_held_says_why(planned, worker):
    for attendance in ("", *sessions.CAME):
        with pytest.raises(sessions.AttendanceMissing):
            do(mark_not_held, worker, session=planned, attendance=attendance)


def test_closed_case_takes_no_sessions(case, planned, worker):
    close(case, worker)
    for action, facts in (
        (schedule_session, {"case": case, "facts": SOON}),
        (record_session, {"case": case, "facts": HELD}),
        (hold_session, {"session": planned}),
        (mark_not_held, {"session": planned, "attendance": Attendance.REPROGRAMADA}),
        (reschedule_session, {"session": planned, "starts_at": NOON + DAY}),
    ):
        with pytest.raises(CaseClosed):
            do(action, worker, **facts)
    planned.refresh_from_db()
    assert planned.status == SessionStatus.SCHEDULED


def test_only_who_writes_records_sessions(case, planned, coordinator, stranger):
    for by in (coordinator, stranger, make_member(case.team, "reception")):
        for action, facts in (
            (schedule_session, {"case": case, "facts": SOON}),
            (record_session, {"case": case, "facts": HELD}),
            (hold_session, {"session": planned}),
            (mark_not_held, {"session": planned, "attendance": Attendance.REPROGRAMADA}),
            (reschedule_session, {"session": planned, "starts_at": NOON + DAY}),
        ):
            with pytest.raises(PermissionDenied):
                do(action, by, **facts)
    assert Session.objects.count() == 1


def test_place_is_for_whoever_opens_the_door(planned, team):
    reception = make_member(team, "reception")
    place = lambda by, at: Session.objects.get().place.reveal()  # noqa: E731

    assert do(place, reception) == "Sala Canaria"
