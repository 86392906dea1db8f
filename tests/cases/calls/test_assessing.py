"""How urgent a call is: people decide, never below the signs."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from cases.actions.calls import assessing
from cases.actions.calls.assessing import Assessment, assess_call
from cases.actions.calls.frame import CallChangedMeanwhile, TooMuchForNow
from cases.actions.calls.steps import StepFacts, move_call
from cases.calls.triage import Signs, Trigger
from cases.enums.calls import NoticeKind
from cases.reports.calls.opened import signs_of
from tests.cases.calls.tools import DAY, HOUR, RED, again, make_call
from tests.factories import NOON, make_member
from tests.traces import changes, do, everything_said

MILD = Signs.of([Trigger.SEPARACION], fear=3, last_seen_at=NOON - 100 * HOUR)


def test_assessment_is_sealed_and_leaves_its_trace(worker):
    call = make_call(worker, state="EN_ESCUCHA")
    heard = Assessment(signs=MILD, reported="canary-reported")
    do(assess_call, worker, call=call, assessment=heard, version=1)

    call = again(call)
    assert (call.state, call.urgency, call.triaged_by) == ("VALORADO", 3, worker)
    assert call.act_by > NOON + 4 * DAY
    fields = ["state", "act_by", "signs", "triaged_at", "triaged_by", "urgency", "version"]
    assert changes(1) == [("change", "cases.firstcontact", call.pk, [], fields)]
    assert do(lambda by, at: signs_of(again(call)), worker) == MILD
    assert "canary-reported" not in everything_said()


def test_red_call_tells_coordination_once(worker):
    call = make_call(worker, signs=RED)
    heard = Assessment(signs=RED)
    do(assess_call, worker, call=call, assessment=heard, version=2)

    assert (again(call).urgency, again(call).act_by) == (1, NOON)
    assert [notice.kind for notice in call.notices.all()] == [NoticeKind.ROJO]


def test_red_call_leaves_the_waiting_list(worker):
    waits = StepFacts(plan="Sin mensajes", recheck_on=NOON.date() + dt.timedelta(days=5))
    call = do(move_call, worker, call=make_call(worker), to="LISTA_ESPERA", facts=waits)
    heard = Assessment(signs=RED)
    do(assess_call, worker, call=call, assessment=heard, version=2)

    assert (again(call).state, again(call).urgency) == ("VALORADO", 1)


def test_waiting_call_assessed_anew_keeps_waiting(worker):
    waits = StepFacts(plan="Sin mensajes", recheck_on=NOON.date() + dt.timedelta(days=5))
    call = do(move_call, worker, call=make_call(worker), to="LISTA_ESPERA", facts=waits)
    do(assess_call, worker, call=call, assessment=Assessment(signs=MILD), version=2)

    assert (again(call).state, again(call).urgency) == ("LISTA_ESPERA", 3)


@pytest.mark.parametrize(
    ("heard", "refusal"),
    [
        (Assessment(signs=RED, level=2, why="x"), assessing.BelowTheSigns),
        (Assessment(signs=Signs(fear=8), level=3, why="x"), assessing.BelowTheSigns),
        (Assessment(signs=MILD, level=2), assessing.WhyThisLevel),
        (Assessment(signs=MILD, level=4), assessing.WhyThisLevel),
        (Assessment(signs=Signs(fear=11)), assessing.FearUnreadable),
        (Assessment(signs=Signs(violence_at=NOON + HOUR)), assessing.MomentToCome),
        (Assessment(signs=MILD, why="vive en la calle Aldama 12"), TooMuchForNow),
    ],
)
def test_assessment_is_refused(worker, heard, refusal):
    call = make_call(worker, state="EN_ESCUCHA")
    with pytest.raises(refusal):
        do(assess_call, worker, call=call, assessment=heard, version=1)
    assert (again(call).state, again(call).triaged_at) == ("EN_ESCUCHA", None)


def test_level_is_raised_with_a_reason(worker):
    call = make_call(worker, state="EN_ESCUCHA")
    heard = Assessment(signs=MILD, level=1, why="Susurra y se oye a alguien detrás")
    do(assess_call, worker, call=call, assessment=heard, version=1)

    assert again(call).urgency == 1


def test_only_a_call_listened_to_is_assessed(worker, team, stranger):
    call = make_call(worker, state="RECIBIDO")
    facts = {"call": call, "assessment": Assessment(), "version": 1}
    with pytest.raises(assessing.NotListenedTo):
        do(assess_call, worker, **facts)
    for by in (stranger, make_member(team, "reception"), make_member(team, "lawyer")):
        with pytest.raises(PermissionDenied):
            do(assess_call, by, **facts)
    heard = make_call(worker, state="EN_ESCUCHA")
    with pytest.raises(CallChangedMeanwhile):
        do(assess_call, worker, call=heard, assessment=Assessment(), version=0)
