"""Protection measures: the table of their states, the guards, contacts, breaches, reminders."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from cases.actions import order_guards, order_life, orders
from cases.actions.orders import OrderFacts
from cases.enums.protection import (
    NEXT_ORDER,
    MeasureKind,
    NotifiedBy,
    OrderState,
    Procedure,
    System,
)
from cases.enums.task import TaskKind
from cases.models import OrderBreach, OrderContact, OrderStep, ProtectionOrder, Task
from tests import legal
from tests.factories import NOON
from tests.legal import DAY, HOUR, make_order, step, walk
from tests.traces import changes, do, everything_said, refusals

S = OrderState
TODAY = NOON.date()
LATER = NOON + 70 * DAY
# What each state takes; every other step is refused.
ALLOWED = {
    "POR_SOLICITAR": {"SOLICITADA"},
    "SOLICITADA": {"OTORGADA", "NEGADA"},
    "OTORGADA": {"IMPLEMENTADA", "PARCIAL", "NO_IMPLEMENTADA"},
    "NEGADA": set(),
    "IMPLEMENTADA": {"PARCIAL", "NO_IMPLEMENTADA", "EN_REVISION"},
    "PARCIAL": {"IMPLEMENTADA", "NO_IMPLEMENTADA", "EN_REVISION"},
    "NO_IMPLEMENTADA": {"IMPLEMENTADA", "PARCIAL", "EN_REVISION"},
    "EN_REVISION": {"PRORROGADA", "MODIFICADA", "LEVANTADA", "VENCIDA"},
    "PRORROGADA": {"EN_REVISION"},
    "MODIFICADA": {"IMPLEMENTADA", "PARCIAL", "NO_IMPLEMENTADA", "EN_REVISION"},
    "LEVANTADA": set(),
    "VENCIDA": set(),
}
GIVEN = {  # what the guard of a state asks for
    "PRORROGADA": {"expires_on": TODAY + 80 * DAY},
    "MODIFICADA": {"note": "se agrega a su hija"},
    "LEVANTADA": {"evaluated_on": TODAY + 69 * DAY},
}


@pytest.fixture
def lawyer(case, worker):
    return legal.make_lawyer(case, worker)


@pytest.fixture
def order(case, lawyer):
    return make_order(case, lawyer)


@pytest.fixture
def granted(order, lawyer):
    return walk(order, lawyer, S.SOLICITADA, S.OTORGADA)


def put(order, state):
    """Put a measure into a state with everything such a state says."""
    asked = None if state == S.POR_SOLICITAR else NOON
    decided = None if state in {S.POR_SOLICITAR, S.SOLICITADA} else NOON
    ProtectionOrder._base_manager.filter(pk=order.pk).update(
        state=state,
        requested_at=asked,
        decided_at=decided,
        expires_on=decided and TODAY + 60 * DAY,
        risk_evaluated_on=TODAY if state == S.LEVANTADA else None,
    )


@pytest.mark.parametrize("before", list(S))
def test_each_state_takes_its_steps_and_no_other(before, order, lawyer):
    assert set(NEXT_ORDER[before]) == ALLOWED[before]
    for to in S:
        put(order, before)
        if to in ALLOWED[before]:
            moved = step(order, lawyer, to, at=LATER, **GIVEN.get(to, {}))
            assert moved.state == to
            assert OrderStep.objects.filter(before=before, after=to).exists()
        else:
            with pytest.raises(orders.NoSuchOrderStep):
                step(order, lawyer, to, at=LATER, **GIVEN.get(to, {}))


def test_order_is_followed_with_its_trace(case, lawyer):
    order = make_order(case, lawyer, authority="canary-a", measures="canary-m", protects="canary-p")
    fields = ["system", "kind", "time_zone", "measures", "authority", "protects"]
    assert changes(1) == [("create", "cases.protectionorder", case.pk, [str(order.pk)], fields)]

    walk(order, lawyer, S.SOLICITADA, S.OTORGADA, note="canary-n")

    assert changes(1) == [("change", "cases.protectionorder", case.pk, [str(order.pk)], ["state"])]
    order.refresh_from_db()
    assert (order.requested_at, order.decided_at) == (NOON, NOON)
    assert order.expires_on == TODAY + 60 * DAY
    assert order.history.count() == 3
    assert "canary" not in everything_said()


def test_kinds_belong_to_their_systems_and_the_mechanism_names_its_procedure(case, lawyer):
    with pytest.raises(orders.KindOfOtherSystem):
        make_order(case, lawyer, kind=MeasureKind.URGENTE)
    with pytest.raises(orders.KindOfOtherSystem):
        make_order(case, lawyer, system=System.CIDH_MC, kind=MeasureKind.JUDICIAL)
    with pytest.raises(orders.ProcedureMissing):
        make_order(case, lawyer, system=System.MECANISMO_FED, kind=MeasureKind.URGENTE)
    assert not ProtectionOrder.objects.exists()
    for system in System:
        kind = next(iter(orders.KINDS_OF.get(system, orders.OTHER_KINDS)))
        made = make_order(case, lawyer, system=system, kind=kind, procedure=Procedure.ORDINARIO)
        assert made.procedure == ("ORDINARIO" if system == System.MECANISMO_FED else "")


# --- guards --------------------------------------------------------------------------------------


def test_steps_lie_behind_and_follow_each_other(order, lawyer):
    with pytest.raises(order_guards.StepInFuture):
        step(order, lawyer, S.SOLICITADA, happened_at=NOON + HOUR)
    step(order, lawyer, S.SOLICITADA)
    with pytest.raises(order_guards.StepTooEarly):
        step(order, lawyer, S.OTORGADA, happened_at=NOON - HOUR)


def test_the_law_sets_the_longest_time(order, lawyer):
    step(order, lawyer, S.SOLICITADA)
    for facts, refusal in (
        ({"expires_on": TODAY + 61 * DAY}, order_guards.LastsTooLong),
        ({"until_risk_ends": True}, order_guards.LastsTooLong),
        ({"expires_on": TODAY - DAY}, order_guards.EndMissing),
    ):
        with pytest.raises(refusal):
            step(order, lawyer, S.OTORGADA, **facts)
    assert step(order, lawyer, S.OTORGADA, expires_on=TODAY + 30 * DAY).expires_on == (
        TODAY + 30 * DAY
    )


def test_order_is_extended_by_thirty_days_once_then_until_the_risk_ends(granted, lawyer):
    walk(granted, lawyer, S.IMPLEMENTADA, S.EN_REVISION)
    for facts, refusal in (
        ({}, order_guards.EndMissing),
        ({"expires_on": TODAY + 60 * DAY}, order_guards.EndMissing),
        ({"expires_on": TODAY + 91 * DAY}, order_guards.LastsTooLong),
    ):
        with pytest.raises(refusal):
            step(granted, lawyer, S.PRORROGADA, **facts)
    extended = step(granted, lawyer, S.PRORROGADA, expires_on=TODAY + 90 * DAY)
    assert (extended.expires_on, extended.extended) == (TODAY + 90 * DAY, True)

    step(granted, lawyer, S.EN_REVISION)
    with pytest.raises(order_guards.ExtendedBefore):
        step(granted, lawyer, S.PRORROGADA, expires_on=TODAY + 100 * DAY)
    lasting = step(granted, lawyer, S.PRORROGADA, until_risk_ends=True)
    assert (lasting.expires_on, lasting.until_risk_ends) == (None, True)


def test_measure_of_criminal_procedure_ends_on_a_day(case, lawyer):
    order = make_order(case, lawyer, system=System.CNPP_137, kind=MeasureKind.FRACCIONES_I_III)
    walk(order, lawyer, S.SOLICITADA, S.OTORGADA, S.IMPLEMENTADA, S.EN_REVISION)
    with pytest.raises(order_guards.CannotLast):
        step(order, lawyer, S.PRORROGADA, until_risk_ends=True)


def test_order_is_not_lifted_without_a_new_evaluation(granted, lawyer):
    walk(granted, lawyer, S.IMPLEMENTADA, S.EN_REVISION)
    for day in (None, TODAY - DAY, TODAY + DAY):
        with pytest.raises(order_guards.EvaluationMissing) as refused:
            step(granted, lawyer, S.LEVANTADA, evaluated_on=day)
    assert "34 Septies" in str(refused.value)
    granted.refresh_from_db()
    assert granted.state == S.EN_REVISION

    lifted = step(granted, lawyer, S.LEVANTADA, evaluated_on=TODAY)

    assert (lifted.state, lifted.risk_evaluated_on) == (S.LEVANTADA, TODAY)


def test_order_expires_after_its_last_day(granted, lawyer):
    walk(granted, lawyer, S.IMPLEMENTADA, S.EN_REVISION)
    with pytest.raises(order_guards.NotExpiredYet):
        step(granted, lawyer, S.VENCIDA, at=NOON + 60 * DAY)
    assert step(granted, lawyer, S.VENCIDA, at=NOON + 61 * DAY).state == S.VENCIDA


def test_modified_measure_says_what_changed(granted, lawyer):
    walk(granted, lawyer, S.PARCIAL, S.EN_REVISION)
    with pytest.raises(order_guards.NoteMissing):
        step(granted, lawyer, S.MODIFICADA)


# --- while it holds ------------------------------------------------------------------------------


def test_order_is_never_notified_through_her(granted, lawyer):
    notify = lambda who, day=TODAY: do(  # noqa: E731
        order_life.note_notified, lawyer, order=granted, notified_by=who, notified_on=day
    )
    with pytest.raises(order_life.NotThroughHer) as refused:
        notify(NotifiedBy.A_TRAVES_DE_ELLA)
    assert "34 Decies" in str(refused.value)
    with pytest.raises(order_guards.StepInFuture):
        notify(NotifiedBy.POLICIA, TODAY + DAY)
    with pytest.raises(order_guards.StepTooEarly):
        notify(NotifiedBy.POLICIA, TODAY - DAY)
    assert notify(NotifiedBy.POLICIA).notified_by == "POLICIA"


def test_six_contacts_are_written_down_one_by_one(granted, lawyer):
    write = lambda number, at=NOON, made=True: do(  # noqa: E731
        order_life.record_contact, lawyer, order=granted, number=number, made=made, words="w", at=at
    )
    with pytest.raises(order_life.ContactNotDueYet):
        write(2)
    write(1)
    with pytest.raises(order_life.ContactOnRecord):
        write(1)
    write(2, NOON + DAY, made=False)
    for number in (0, 7):
        with pytest.raises(orders.NotGranted):
            write(number, NOON + 9 * DAY)
    told = list(OrderContact.objects.order_by("number").values_list("number", "made"))
    assert told == [(1, True), (2, False)]
    assert changes(1)[0][4] == ["number", "made"]


def test_only_orders_of_that_law_owe_contacts(case, lawyer):
    order = make_order(case, lawyer, system=System.CNPP_137, kind=MeasureKind.FRACCIONES_IV_X)
    walk(order, lawyer, S.SOLICITADA, S.OTORGADA)
    with pytest.raises(orders.NotGranted):
        do(order_life.record_contact, lawyer, order=order, number=1, made=True)


def test_breach_is_recorded_and_tells_who_accompanies(granted, case, worker, lawyer):
    facts = {"order": granted, "happened_on": TODAY, "what": "canary-what", "evidence": "canary-e"}
    breach = do(order_life.record_breach, lawyer, **facts)

    task = Task.objects.get(about=breach.pk)
    assert (task.kind, task.assignee, task.is_urgent) == (TaskKind.LEGAL_REVIEW, worker, True)
    assert [c[:2] for c in changes(2)] == [
        ("create", "cases.orderbreach"),
        ("create", "cases.task"),
    ]
    assert "canary" not in everything_said()
    for change, refusal in (
        ({"what": " "}, order_life.WhatMissing),
        ({"happened_on": TODAY + DAY}, order_guards.StepInFuture),
        ({"happened_on": TODAY - DAY}, order_guards.StepTooEarly),
    ):
        with pytest.raises(refusal):
            do(order_life.record_breach, lawyer, **{**facts, **change})
    assert OrderBreach.objects.count() == 1


def test_breach_of_what_was_not_granted_is_refused(order, lawyer):
    with pytest.raises(orders.NotGranted):
        do(order_life.record_breach, lawyer, order=order, happened_on=TODAY, what="x")


def test_clocks_are_stopped_by_what_happens(case, lawyer):
    order = make_order(
        case,
        lawyer,
        system=System.MECANISMO_FED,
        kind=MeasureKind.URGENTE,
        procedure=Procedure.ORDINARIO,
    )
    stop = lambda clock, at: do(  # noqa: E731
        order_life.note_moment, lawyer, order=order, clock=clock, happened_at=at, at=LATER
    )
    with pytest.raises(order_guards.StepTooEarly):
        stop("STUDY", NOON)
    walk(order, lawyer, S.SOLICITADA)
    with pytest.raises(order_guards.StepInFuture):
        stop("STUDY", LATER + HOUR)
    assert stop("STUDY", NOON + DAY).studied_at == NOON + DAY
    with pytest.raises(order_guards.StepTooEarly):
        stop("IMPLEMENT", NOON + DAY)


@pytest.mark.parametrize("who", ["coordinator", "stranger"])
def test_nobody_else_touches_a_measure(who, case, order, coordinator, stranger):
    by = {"coordinator": coordinator, "stranger": stranger}[who]
    facts = OrderFacts(system=System.ORDEN_PROTECCION, kind=MeasureKind.JUDICIAL)
    for call in (
        lambda: make_order(case, by),
        lambda: step(order, by, S.SOLICITADA),
        lambda: do(orders.change_order, by, order=order, facts=facts),
        lambda: do(order_life.record_breach, by, order=order, happened_on=TODAY, what="x"),
        lambda: do(order_life.record_contact, by, order=order, number=1, made=True),
    ):
        with pytest.raises(PermissionDenied):
            call()
    assert [root for _, root in refusals()] == [case.pk] * 5
    assert not ProtectionOrder.objects.visible_to(by).exists()


def test_measure_that_is_over_stays_as_it_was(order, lawyer):
    walk(order, lawyer, S.SOLICITADA, S.NEGADA)
    facts = OrderFacts(system=System.ORDEN_PROTECCION, kind=MeasureKind.JUDICIAL)
    with pytest.raises(orders.NotGranted):
        do(orders.change_order, lawyer, order=order, facts=facts)
    assert dt.timedelta(0) == NOON - order.opened_at
