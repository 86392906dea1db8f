"""The way of a first contact: each allowed step works with its guard, every other is refused."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from cases.actions.calls import steps
from cases.actions.calls.accepting import accept_call
from cases.actions.calls.frame import CallEnded, NoSuchCallStep, TooMuchForNow
from cases.actions.calls.merging import merge_calls
from cases.actions.calls.reaching import (
    NoWayAgreed,
    OutsideWhatIsSafe,
    decide_on_contact,
    log_attempt,
)
from cases.actions.calls.steps import StepFacts, interrupt_call, move_call
from cases.calls.triage import Signs, Trigger
from cases.enums.calls import ENDED, NEXT_CALL_STATES, AttemptResult, CallState, NoticeKind
from cases.models import FirstContact
from tests.cases.calls.tools import ALIAS, DAY, RED, WITHIN, again, agree, make_call
from tests.factories import NOON, make_member
from tests.traces import changes, do

SOON = NOON.date() + dt.timedelta(days=10)
ENOUGH = StepFacts(reason="CEJUM, con ella", recheck_on=SOON, plan="Mensaje neutro los martes")
BY_ITSELF = {"ACEPTADO", "DUPLICADO", "NO_CONTACTABLE"}
STEPS = [(before, after) for before, all_ in NEXT_CALL_STATES.items() for after in all_]
OTHERS = [(b, a) for b in CallState.values for a in CallState.values if (b, a) not in STEPS]


def bring(by, state):
    """Return a call in a state, with everything its guards may ask for."""
    call = agree(make_call(by), by)
    ended = state in {*ENDED, "DUPLICADO"}
    facts = {"state": state, "is_open": not ended}
    facts |= {"closed_at": NOON, "closed_by": by} if ended else {}
    if state == "LISTA_ESPERA":
        facts["recheck_on"] = SOON
    if state == "ACEPTADO":
        case = do(accept_call, by, call=make_call(by, alias="Otra Persona"))
        facts |= {"case": case, "accepted_at": NOON, "accepted_by": by}
    FirstContact._base_manager.filter(pk=call.pk).update(**facts)
    if state == "RECONTACTO_SEGURO":
        call.attempts.create(at=NOON, by=by, result=AttemptResult.HABLAMOS, is_safe=True)
    return again(call)


def go(by, call, after, coordinator):
    """Take a step the way it is taken."""
    if after == "ACEPTADO":
        do(accept_call, by, call=call, at=WITHIN)
    elif after == "DUPLICADO":
        other = make_call(by, alias="La Misma")
        do(merge_calls, by, call=call, into=other, reason="Es la misma llamada", at=WITHIN)
    elif after == "NO_CONTACTABLE":
        with_notice(call, by)
        facts = {"goes_on": False, "reason": "Se intentó tres veces"}
        do(decide_on_contact, coordinator, call=call, at=WITHIN, **facts)
    else:
        do(move_call, by, call=call, to=after, facts=ENOUGH, at=WITHIN)


def with_notice(call, by):
    call.notices.create(kind=NoticeKind.TRES_INTENTOS, at=NOON, by=by)


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_allowed_step_works(worker, coordinator, before, after):
    call = bring(worker, before)

    go(worker, call, after, coordinator)

    call = again(call)
    assert call.state == after
    assert call.is_open == (after not in {*ENDED, "DUPLICADO"})
    last = call.steps.order_by("-at")[0]
    assert (last.before, last.after) == (before, after)


@pytest.mark.parametrize(("before", "after"), OTHERS)
def test_other_step_is_refused(worker, coordinator, before, after):
    call = bring(worker, before)
    refusal = CallEnded if before in ENDED else NoSuchCallStep

    with pytest.raises(refusal):
        do(move_call, worker, call=call, to=after, facts=ENOUGH, at=WITHIN)
    assert again(call).state == before


@pytest.mark.parametrize("after", sorted(BY_ITSELF))
def test_what_has_a_page_of_its_own_is_not_a_step(worker, after):
    before = next(before for before, all_ in NEXT_CALL_STATES.items() if after in all_)
    with pytest.raises(steps.AnotherWay):
        do(move_call, worker, call=bring(worker, before), to=after, facts=ENOUGH)


def test_step_leaves_its_trace(worker):
    call = make_call(worker)
    do(move_call, worker, call=call, to="DECLINA", facts=StepFacts(reason="Lo pensará"))

    assert changes(1) == [("change", "cases.firstcontact", call.pk, [], ["state"])]


@pytest.mark.parametrize(
    ("before", "after", "facts", "changed", "refusal"),
    [
        ("RECIBIDO", "EN_ESCUCHA", ENOUGH, {"safe_now": ""}, steps.SafetyNotAsked),
        ("EN_ESCUCHA", "VALORADO", ENOUGH, {"triaged_at": None, "triaged_by": None},
         steps.TriageMissing),
        ("VALORADO", "ORIENTADO", ENOUGH, {"minors": ""}, steps.RecordIncomplete),
        ("VALORADO", "ORIENTADO", ENOUGH, {"alias": None}, steps.RecordIncomplete),
        ("VALORADO", "ORIENTADO", ENOUGH, {"demand": None}, steps.RecordIncomplete),
        ("VALORADO", "CANALIZADO", StepFacts(), {}, steps.StepNeedsWords),
        ("VALORADO", "LISTA_ESPERA", ENOUGH, {"urgency": 1}, steps.RedCannotWait),
        ("VALORADO", "LISTA_ESPERA", StepFacts(plan="x"), {}, steps.RecheckMissing),
        ("VALORADO", "LISTA_ESPERA", StepFacts(plan="x", recheck_on=NOON.date()), {},
         steps.RecheckMissing),
        ("VALORADO", "LISTA_ESPERA",
         StepFacts(plan="x", recheck_on=NOON.date() + dt.timedelta(days=16)), {},
         steps.RecheckMissing),
        ("VALORADO", "LISTA_ESPERA", StepFacts(recheck_on=SOON), {}, steps.PlanMissing),
        ("CANALIZADO", "SEGUIMIENTO_CANALIZACION", StepFacts(), {}, steps.RecheckMissing),
        ("SEGUIMIENTO_CANALIZACION", "CERRADO", StepFacts(), {}, steps.StepNeedsWords),
        ("INTERRUMPIDO", "RECONTACTO_SEGURO", StepFacts(), {}, OutsideWhatIsSafe),
        ("INTERRUMPIDO", "RECONTACTO_SEGURO", ENOUGH, {"profile": None}, NoWayAgreed),
    ],
)  # fmt: skip
def test_guard_says_what_is_missing(worker, before, after, facts, changed, refusal):
    call = bring(worker, before)
    FirstContact._base_manager.filter(pk=call.pk).update(**changed)

    with pytest.raises(refusal):
        do(move_call, worker, call=call, to=after, facts=facts)  # at six in the morning
    assert again(call).state == before


def test_fifteen_days_are_the_longest_wait(worker):
    facts = StepFacts(plan="Nada por mensaje", recheck_on=NOON.date() + dt.timedelta(days=15))
    call = do(move_call, worker, call=make_call(worker), to="LISTA_ESPERA", facts=facts)

    assert again(call).recheck_on == NOON.date() + dt.timedelta(days=15)


def test_re_contact_goes_on_only_when_somebody_spoke_with_her(worker):
    call = bring(worker, "RECONTACTO_SEGURO")
    call.attempts.create(at=NOON + DAY, by=worker, result=AttemptResult.BUZON, is_safe=True)

    with pytest.raises(steps.NotReachedYet):
        do(move_call, worker, call=call, to="EN_ESCUCHA")
    do(move_call, worker, call=call, to="EN_ESCUCHA", facts=StepFacts(she_called=True))


def test_call_that_is_cut_needs_one_press_at_any_moment(worker, team):
    reception = make_member(team, "reception")
    call = make_call(worker, state="RECIBIDO", alias="")
    do(interrupt_call, reception, call=call)

    passed = call.steps.order_by("at", "before").values_list("before", "after")
    assert set(passed) == {
        ("", "RECIBIDO"), ("RECIBIDO", "EN_ESCUCHA"), ("EN_ESCUCHA", "INTERRUMPIDO"),
    }  # fmt: skip


def test_reception_ends_a_hostile_call_and_decides_nothing_else(worker, team):
    reception = make_member(team, "reception")
    do(move_call, reception, call=bring(worker, "RECIBIDO"), to="ACOSO_A_LINEA")
    with pytest.raises(PermissionDenied):
        do(move_call, reception, call=make_call(worker), to="DECLINA")


def test_red_call_never_waits_even_where_the_database_is_asked(worker):
    call = make_call(worker, signs=RED)
    with pytest.raises(steps.RedCannotWait):
        do(move_call, worker, call=call, to="LISTA_ESPERA", facts=ENOUGH)
    assert call.notices.get().kind == NoticeKind.ROJO


def test_child_in_danger_is_decided_on_before_anything_else(worker):
    signs = Signs.of([Trigger.NNA_VIOLENCIA])
    call = make_call(worker, signs=signs)
    with pytest.raises(steps.ProtectionUndecided):
        do(move_call, worker, call=call, to="ORIENTADO")


def test_words_of_a_step_say_no_more_than_they_may(worker):
    facts = StepFacts(reason="Vive en la calle Aldama 1203")
    with pytest.raises(TooMuchForNow):
        do(move_call, worker, call=make_call(worker), to="DECLINA", facts=facts)


def test_attempt_takes_an_interrupted_call_back_to_listening(worker):
    call = bring(worker, "INTERRUMPIDO")
    do(log_attempt, worker, call=call, result=AttemptResult.NO_CONTESTA, at=WITHIN)
    assert again(call).state == "RECONTACTO_SEGURO"
    do(log_attempt, worker, call=call, result=AttemptResult.HABLAMOS, at=WITHIN + DAY)
    assert again(call).state == "EN_ESCUCHA"
    assert do(lambda by, at: again(call).alias.reveal(), worker) == ALIAS
