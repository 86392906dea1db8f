"""An answer that speaks of danger: who is told, what is asked, and why two people sign."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accompaniment.audit.models import Event
from accompaniment.staff.acting import acting
from cases.actions import alerts
from cases.actions.instruments import annul_applied, apply_instrument
from cases.actions.lifecycle import SafetyAlertWaits, close_case
from cases.actions.people import accompanied
from cases.actions.scored import Application
from cases.actions.tasks import SecondPersonNeeded, finish_task
from cases.actions.team import assign_member
from cases.enums import AgeGroup, ClosingReason, Function
from cases.enums.instruments import (
    NEXT_ALERT_STATES,
    SIGNS,
    AlertState,
    SafetyAction,
    Sign,
)
from cases.enums.task import TaskKind, TaskState
from cases.models import Applied, SafetyAlert, Task
from cases.reports.due.instruments import due
from tests import factories
from tests.factories import NOON
from tests.traces import changes, do, everything_said

DAY, HOUR = NOON.date(), dt.timedelta(hours=1)
SILENCE = dict.fromkeys(range(1, 10), 0)
NO_SCREEN = {1: 0, 2: 0, 3: 0, 4: 0}
ACUTE = {1: 1, 2: 0, 3: 1, 4: 0, 5: 1}


@pytest.fixture
def supervisor(case, worker, team):
    """Somebody who supervises the case."""
    user = factories.make_member(team)
    facts = {"case": case, "user": user, "function": Function.SUPERVISOR, "reason": ""}
    do(assign_member, worker, **facts)
    return user


def answer(case, by, answers=None, instrument="PHQ-9", at=NOON):
    said = Application(
        instrument, accompanied(case), answers or SILENCE | {9: 1}, timezone.localdate(at)
    )
    return do(apply_instrument, by, case=case, said=said, at=at)


def record(**changed):
    facts = {
        "signs": dict.fromkeys(SIGNS, Sign.NO) | {"ideation": Sign.YES},
        "protective": "Su hija y su hermana",
        "actions": [SafetyAction.PLAN, SafetyAction.SUPERVISION],
        "informed": "Graciela, por teléfono",
        "next_contact_at": NOON + 48 * HOUR,
        "details": "Lo piensa por las noches",
        "screen": NO_SCREEN,
    }
    return alerts.SafetyRecord(**{**facts, **changed})


@pytest.fixture
def alert(case, worker, supervisor):
    """An alert that waits."""
    return answer(case, worker).alert


@pytest.fixture
def answered(alert, worker):
    """An alert that waits for its second signature."""
    return do(alerts.answer_alert, worker, alert=alert, record=record())


def asked(case, *, state=TaskState.OPEN):
    """Return what is asked of whom."""
    rows = Task.objects.filter(case=case, state=state).select_related("assignee")
    return sorted(
        (t.kind, t.stage, t.assignee.pk.hex if t.assignee else "", t.is_urgent) for t in rows
    )


# --- raised ----------------------------------------------------------------------------------


def test_zero_raises_nothing(case, worker):
    applied = answer(case, worker, SILENCE)

    assert (applied.alert, SafetyAlert.objects.count(), Task.objects.count()) == (None, 0, 0)


@pytest.mark.parametrize(
    ("instrument", "answers"),
    [
        ("PHQ-9", {9: 1}),  # even where there is no score
        ("PHQ-9", SILENCE | {9: 3}),
        ("SRQ-20", dict.fromkeys(range(1, 21), 0) | {17: 1}),
        ("ASQ", {1: 0, 2: 1, 3: 0, 4: 0, 5: 0}),
    ],
)
def test_anything_above_zero_raises_an_alert(case, worker, instrument, answers):
    applied = answer(case, worker, answers, instrument)

    alert = SafetyAlert.objects.get()
    assert applied.alert == alert
    assert (alert.state, alert.raised_by, alert.person) == (
        AlertState.OPEN,
        worker,
        accompanied(case),
    )


def test_soft_prompts_raise_no_alert(case, worker):
    answer(case, worker, {16: 4}, "PCL-5")

    assert not SafetyAlert.objects.exists()


def test_who_is_responsible_who_supervises_and_the_coordination_are_told(case, worker, supervisor):
    answer(case, worker)

    told = sorted([worker.pk.hex, supervisor.pk.hex, ""])
    assert asked(case) == [(TaskKind.SAFETY_ALERT, "", who, True) for who in told]
    assert set(Task.objects.values_list("due_on", flat=True)) == {DAY}


def test_a_child_adds_the_question_of_protection(worker):
    case = factories.make_case(by=worker, age_group=AgeGroup.ADOLESCENCIA)

    answer(case, worker)

    told = sorted([worker.pk.hex, ""])
    assert asked(case) == [
        *((TaskKind.CHILD_PROTECTION, "", who, True) for who in told),
        *((TaskKind.SAFETY_ALERT, "", who, True) for who in told),
    ]


def test_a_second_answer_joins_the_alert_that_waits(case, worker, alert):
    applied = answer(case, worker, {1: 1, 2: 0, 3: 0, 4: 0, 5: 0}, "ASQ")

    assert applied.alert == alert
    assert SafetyAlert.objects.count() == 1


def test_after_an_answered_alert_a_new_answer_raises_another(case, worker, answered):
    applied = answer(case, worker)

    assert applied.alert != answered
    assert SafetyAlert.objects.count() == 2


def test_acute_makes_the_case_immediate(case, worker):
    answer(case, worker, ACUTE, "ASQ")

    case.refresh_from_db()
    assert case.urgency == 1


def test_positive_and_not_acute_leaves_the_urgency_to_people(case, worker):
    answer(case, worker, {1: 1, 2: 0, 3: 0, 4: 0, 5: 0}, "ASQ")

    case.refresh_from_db()
    assert case.urgency == 4


def test_an_alert_outlives_the_mistake_that_raised_it(case, worker, alert):
    do(annul_applied, worker, applied=alert.applied.get(), why="Me equivoqué de renglón")

    alert.refresh_from_db()
    assert alert.state == AlertState.OPEN


def test_raising_leaves_its_trace_and_no_word(case, worker):
    applied = answer(case, worker)

    kinds = [(verb, kind) for verb, kind, *_ in changes(4)]
    assert ("create", "cases.safetyalert") in kinds
    assert "alarms" not in everything_said()
    assert applied.alert_id


# --- answered --------------------------------------------------------------------------------


def test_answering_keeps_what_was_found_sealed(case, worker, alert):
    alert = do(alerts.answer_alert, worker, alert=alert, record=record())

    assert (alert.state, alert.answered_by, alert.answered_at) == (
        AlertState.ANSWERED,
        worker,
        NOON,
    )
    assert alert.next_contact_at == NOON + 48 * HOUR
    with acting(worker, "care"):
        said = alert.record.reveal()
    assert said["signs"]["ideation"] == Sign.YES
    assert said["actions"] == sorted([SafetyAction.PLAN, SafetyAction.SUPERVISION])
    assert said["protective"] == "Su hija y su hermana"
    assert "hermana" not in everything_said()


def test_answering_leaves_its_trace(case, worker, alert):
    do(alerts.answer_alert, worker, alert=alert, record=record(screen=None, no_screen="No quiso"))

    fields = ["state", "record", "next_contact_at"]
    assert ("change", "cases.safetyalert", case.pk, [str(alert.pk)], fields) in changes(12)


def test_the_direct_questions_are_kept_as_an_instrument_of_this_alert(case, worker, alert):
    do(alerts.answer_alert, worker, alert=alert, record=record())

    screen = alert.applied.get(instrument="ASQ")
    assert screen.case == case
    assert SafetyAlert.objects.count() == 1  # it raises no other


def test_acute_in_the_direct_questions_makes_the_case_immediate(case, worker, alert):
    soon = record(screen=ACUTE, next_contact_at=NOON + 20 * HOUR)

    do(alerts.answer_alert, worker, alert=alert, record=soon)

    case.refresh_from_db()
    assert case.urgency == 1


def test_questions_already_asked_are_not_asked_again(case, worker):
    applied = answer(case, worker, {1: 1, 2: 0, 3: 0, 4: 0, 5: 0}, "ASQ")

    alert = do(alerts.answer_alert, worker, alert=applied.alert, record=record(screen=None))

    assert alert.applied.count() == 1


def test_supervision_and_coordination_are_asked_to_sign(case, worker, supervisor, answered):
    signers = sorted([supervisor.pk.hex, ""])
    assert asked(case) == [
        (TaskKind.AGREEMENT_DUE, "contact", worker.pk.hex, True),
        *((TaskKind.SAFETY_SIGNATURE, "", who, True) for who in signers),
    ]
    contact = Task.objects.get(stage="contact")
    assert contact.due_on == DAY + dt.timedelta(days=2)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"signs": {}}, alerts.RecordIncomplete),
        ({"signs": dict.fromkeys(SIGNS, "x")}, alerts.RecordIncomplete),
        ({"protective": " "}, alerts.RecordIncomplete),
        ({"informed": ""}, alerts.RecordIncomplete),
        ({"actions": []}, alerts.RecordIncomplete),
        ({"actions": ["x"]}, alerts.RecordIncomplete),
        ({"screen": None}, alerts.ScreenIncomplete),
        ({"screen": {1: 0, 2: 0}}, alerts.ScreenIncomplete),
        ({"screen": {1: 1, 2: 0, 3: 0, 4: 0}}, alerts.ScreenIncomplete),
        ({"next_contact_at": NOON}, alerts.ContactInThePast),
        ({"next_contact_at": NOON + 73 * HOUR}, alerts.ContactTooLate),
        ({"screen": ACUTE, "next_contact_at": NOON + 25 * HOUR}, alerts.ContactTooLate),
    ],
)
def test_a_record_with_gaps_is_refused_and_the_alert_waits(case, worker, alert, changed, refusal):
    with pytest.raises(refusal):
        do(alerts.answer_alert, worker, alert=alert, record=record(**changed))

    alert.refresh_from_db()
    assert alert.state == AlertState.OPEN
    assert not alert.applied.filter(instrument="ASQ").exists()  # rolled back
    case.refresh_from_db()
    assert case.urgency == 4


@pytest.mark.parametrize("hours", [1, 72])
def test_the_contact_may_be_as_late_as_three_days(worker, alert, hours):
    said = record(next_contact_at=NOON + hours * HOUR)

    assert do(alerts.answer_alert, worker, alert=alert, record=said).state == AlertState.ANSWERED


def test_who_may_not_write_answers_nothing(alert, coordinator, supervisor):
    for user in (coordinator, supervisor):
        with pytest.raises(PermissionDenied):
            do(alerts.answer_alert, user, alert=alert, record=record())


def test_an_alert_is_answered_in_a_closed_case_too(case, worker, alert):
    do(close_case, worker, case=case, reason=ClosingReason.DUPLICADO, safety_checked=True)
    soon = record(screen=ACUTE, next_contact_at=NOON + 20 * HOUR)

    assert do(alerts.answer_alert, worker, alert=alert, record=soon).state == AlertState.ANSWERED


def test_nobody_closes_over_an_alert(case, worker, alert):
    closing = {"case": case, "reason": ClosingReason.DECISION_PERSONA, "safety_checked": True}

    with pytest.raises(SafetyAlertWaits):
        do(close_case, worker, **closing)


def test_an_answer_without_trace_is_undone(worker, alert, monkeypatch):
    def refuse(*args, **facts):
        raise RuntimeError

    monkeypatch.setattr(Event, "save", refuse)

    with pytest.raises(RuntimeError):
        do(alerts.answer_alert, worker, alert=alert, record=record())

    alert.refresh_from_db()
    assert alert.state == AlertState.OPEN


# --- signed by another -----------------------------------------------------------------------


def test_a_supervisor_signs(case, answered, supervisor):
    do(alerts.sign_alert, supervisor, alert=answered, words="Lo hablamos")

    answered.refresh_from_db()
    assert (answered.state, answered.closed_by, answered.sealed_in) == (
        AlertState.CLOSED,
        supervisor,
        "clinical",
    )
    assert [kind for kind, *_ in asked(case)] == [TaskKind.AGREEMENT_DUE]  # she is contacted still
    fields = ["state", "closed_by"]
    assert ("sign", "cases.safetyalert", case.pk, [str(answered.pk)], fields) in changes(4)


def test_a_coordinator_signs_and_writes_where_she_can_read(answered, coordinator):
    do(alerts.sign_alert, coordinator, alert=answered, words="Me contó y acordamos turnos")

    answered.refresh_from_db()
    assert (answered.closed_by, answered.sealed_in) == (coordinator, "identity")
    with acting(coordinator, "care"):
        assert answered.closing_words.reveal() == "Me contó y acordamos turnos"


def test_nobody_signs_what_they_answered(answered, worker):
    with pytest.raises(alerts.AnotherPersonSigns):
        do(alerts.sign_alert, worker, alert=answered)

    answered.state, answered.closed_at, answered.closed_by = AlertState.CLOSED, NOON, worker
    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        answered.save()  # the database says so too


def test_reception_and_strangers_sign_nothing(answered, team, stranger):
    for user in (factories.make_member(team, "reception"), stranger):
        with pytest.raises(PermissionDenied):
            do(alerts.sign_alert, user, alert=answered)


@pytest.mark.parametrize("kind", [TaskKind.SAFETY_ALERT, TaskKind.SAFETY_SIGNATURE])
def test_no_click_on_a_list_ends_it(case, worker, supervisor, answered, kind):
    answer(case, worker)
    task = Task.objects.filter(kind=kind, state=TaskState.OPEN).first()

    with pytest.raises(SecondPersonNeeded):
        do(finish_task, worker, task=task)


# --- the states, as a table ------------------------------------------------------------------


def bring(alert, state, worker, supervisor):
    """Bring an alert into a state."""
    if state != AlertState.OPEN:
        alert = do(alerts.answer_alert, worker, alert=alert, record=record())
    if state == AlertState.CLOSED:
        alert = do(alerts.sign_alert, supervisor, alert=alert)
    return alert


MOVES = {AlertState.ANSWERED: "answer", AlertState.CLOSED: "sign"}


@pytest.mark.parametrize("before", AlertState)
@pytest.mark.parametrize("after", MOVES)
def test_only_the_next_state_follows(alert, worker, supervisor, before, after):
    alert = bring(alert, before, worker, supervisor)

    def move():
        if MOVES[after] == "answer":
            return do(alerts.answer_alert, worker, alert=alert, record=record())
        return do(alerts.sign_alert, supervisor, alert=alert)

    if after in NEXT_ALERT_STATES[before]:
        assert move().state == after
        return
    with pytest.raises((alerts.AlertAnswered, alerts.AlertNotAnswered, alerts.AlertClosed)):
        move()
    alert.refresh_from_db()
    assert alert.state == before


def test_there_is_no_way_to_wave_an_alert_away():
    assert dict(NEXT_ALERT_STATES) == {
        AlertState.OPEN: (AlertState.ANSWERED,),
        AlertState.ANSWERED: (AlertState.CLOSED,),
        AlertState.CLOSED: (),
    }


# --- the calendar ----------------------------------------------------------------------------


def test_the_calendar_asks_again_for_what_still_waits(case, worker, supervisor, alert):
    tomorrow = DAY + dt.timedelta(days=1)

    assert list(due(DAY)) == []
    found = list(due(tomorrow))
    assert [(d.kind, d.about, d.stage, d.assignee, d.is_urgent) for d in found] == [
        (TaskKind.SAFETY_ALERT, alert.pk, "late", None, True)
    ]
    alert = do(alerts.answer_alert, worker, alert=alert, record=record())
    found = list(due(tomorrow))
    assert [(d.kind, d.stage) for d in found] == [(TaskKind.SAFETY_SIGNATURE, "late")]
    do(alerts.sign_alert, supervisor, alert=alert)
    assert list(due(tomorrow)) == []


def test_applied_rows_keep_their_alert(case, worker, answered):
    assert set(Applied.objects.values_list("alert", flat=True)) == {answered.pk}
