"""Contact after closing, and what the calendar asks for."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from cases.actions import follow_ups
from cases.actions.consents import refuse_consent, revoke_consent
from cases.actions.follow_ups import record_follow_up
from cases.actions.lifecycle import close_case, move_case, reopen_case
from cases.actions.people import accompanied
from cases.actions.plans import Standing, review_plan
from cases.actions.reminders import remind
from cases.enums import Consent, Template
from cases.enums.task import TaskKind, TaskState
from cases.models import FollowUp, Task
from cases.reports.after import months_after, stages
from tests.cases.planned import days, make_goal
from tests.factories import NOON, SECRET_TEXT, make_case, make_note, make_session, sign
from tests.traces import changes, do, everything_said

DONE = "CAMBIO_DOMICILIO"
MONTH = NOON + days(31)


def closed(case, worker, *, follow_up=True, at=NOON):
    sign(make_note(case, worker, template=Template.CIERRE, at=at), worker, at=at)
    facts = {"reason": DONE, "safety_checked": True, "follow_up": follow_up, "plan": "EN_PARTE"}
    return do(close_case, worker, case=case, **facts, at=at)


def told(worker, case, months, result="EN_CONTACTO", *, at=MONTH, **facts):
    return do(record_follow_up, worker, case=case, months=months, result=result, at=at, **facts)


def asked(kind):
    rows = Task.objects.filter(kind=kind, state=TaskState.OPEN).order_by("due_on")
    return [(row.stage, row.due_on, row.assignee) for row in rows]


# --- contacts ----------------------------------------------------------------------------------


def test_contact_is_on_record_with_exact_trace(case, worker):
    case = closed(case, worker)

    row = told(worker, case, 1, words=SECRET_TEXT)

    assert (row.months, row.settles, row.closed_at) == (1, True, case.closed_at)
    assert changes(1) == [
        ("create", "cases.followup", case.pk, [str(row.pk)], ["months", "settles", "result"]),
    ]
    said = do(lambda by, at: FollowUp.objects.get().result.reveal(), worker)
    assert said == {"code": "EN_CONTACTO", "words": SECRET_TEXT}
    assert SECRET_TEXT not in everything_said()
    with pytest.raises(follow_ups.FollowUpSettled):
        told(worker, case, 1)


def test_contact_is_refused(case, worker):
    with pytest.raises(follow_ups.StillOpen):
        told(worker, case, 1)
    case = closed(case, worker)
    with pytest.raises(follow_ups.NoSuchStage):
        told(worker, case, 2)
    do(revoke_consent, worker, consent=case.consents.get(kind=Consent.SEGUIMIENTO))
    with pytest.raises(follow_ups.FollowUpNotAgreed):
        told(worker, case, 1)
    assert not FollowUp.objects.exists()


def test_who_said_no_is_left_alone(case, worker):
    case = closed(case, worker, follow_up=False)
    with pytest.raises(follow_ups.FollowUpNotAgreed):
        told(worker, case, 1)


def test_who_wants_no_more_of_it_is_left_alone_from_now_on(case, worker):
    case = closed(case, worker)

    told(worker, case, 1, "NO_QUIERE_MAS")

    assert case.consents.get(kind=Consent.SEGUIMIENTO).revoked_at == NOON + days(31)
    with pytest.raises(follow_ups.FollowUpNotAgreed):
        told(worker, case, 3)
    assert remind(NOON + days(100)) == 0


def test_attempt_leaves_the_contact_to_be_made(case, worker):
    case = closed(case, worker)

    for result in ("NO_CONTESTA", "NO_ERA_SEGURO"):
        assert told(worker, case, 1, result).settles is False
    assert stages(case)[0].is_settled is False
    assert told(worker, case, 1, "SE_DEJA").settles is True


def test_only_who_writes_records_contacts(case, worker, coordinator, stranger):
    case = closed(case, worker)
    for by in (coordinator, stranger):
        with pytest.raises(PermissionDenied):
            told(by, case, 1)


# --- what the calendar asks --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-05-04", 6, "2026-11-04"),
        ("2026-05-31", -3, "2026-02-28"),
    ],
)
def test_months_end_where_months_end(day, months, later):
    assert months_after(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(later)


def test_contacts_come_due_at_one_three_and_six_months(case, worker):
    case = closed(case, worker)
    closed_on = dt.date(2026, 5, 4)
    ends = [months_after(closed_on, n) for n in (1, 3, 6)]

    assert remind(NOON + days(30)) == 0
    assert remind(NOON + days(31)) == 1
    assert remind(NOON + days(32)) == 0  # asked once
    assert asked(TaskKind.FOLLOW_UP) == [("1", ends[0], worker)]
    told(worker, case, 1)
    assert asked(TaskKind.FOLLOW_UP) == []
    assert remind(NOON + days(190)) == 2
    assert asked(TaskKind.FOLLOW_UP) == [("3", ends[1], worker), ("6", ends[2], worker)]


def test_reopened_and_closed_again_begins_anew(case, worker):
    case = closed(case, worker)
    told(worker, case, 1)
    do(reopen_case, worker, case=case, reason="volvió", at=NOON + days(40))
    assert remind(NOON + days(200)) == 0
    case = closed(case, worker, at=NOON + days(210))

    assert remind(NOON + days(245)) == 1
    assert told(worker, case, 1, at=NOON + days(245)).settles


def test_consent_refused_or_expired_asks_nobody(worker):
    refused = closed(make_case(by=worker), worker, follow_up=False)
    expired = closed(make_case(by=worker), worker)
    row = expired.consents.get(kind=Consent.SEGUIMIENTO)
    row.expires_on = NOON.date()
    row.save()
    do(
        refuse_consent, worker, case=refused, person=accompanied(refused),
        kind=Consent.SEGUIMIENTO, method="VERBAL_DOCUMENTADO", given_on=NOON.date(),
    )  # fmt: skip

    assert remind(NOON + days(40)) == 0


def test_plan_is_looked_at_after_three_months_or_eight_sessions(worker):
    by_time, by_sessions = make_case(by=worker), make_case(by=worker)
    for case in (by_time, by_sessions):
        make_goal(case, worker)
    for hour in range(8):
        make_session(by_sessions, worker, starts_at=NOON + dt.timedelta(hours=hour))

    assert remind(NOON + days(1)) == 1
    (first,) = Task.objects.filter(kind=TaskKind.PLAN_REVIEW)
    assert (first.case, first.stage, first.assignee) == (by_sessions, "1", worker)
    assert remind(NOON + days(92)) == 1
    assert Task.objects.filter(kind=TaskKind.PLAN_REVIEW, case=by_time).exists()


def test_review_answers_the_calendar_and_it_asks_again_later(case, worker):
    goal = make_goal(case, worker)
    remind(NOON + days(92))
    goals = {goal.pk: Standing("1")}

    do(review_plan, worker, case=case, goals=goals, at=NOON + days(93))

    assert asked(TaskKind.PLAN_REVIEW) == []
    assert remind(NOON + days(100)) == 0
    assert remind(NOON + days(190)) == 1
    assert asked(TaskKind.PLAN_REVIEW)[0][0] == "2"


def test_plan_of_a_case_at_rest_waits(case, worker):
    make_goal(case, worker)
    for state in ("ENCUADRE", "VALORACION_PSICOSOCIAL", "PLAN_ACORDADO", "INTERRUMPIDO"):
        do(move_case, worker, case=case, to=state, reason="x")
        case.refresh_from_db()

    assert remind(NOON + days(100)) == 0
