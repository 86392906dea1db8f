"""Every allowed step of the individual line works with its guard; every other one is refused."""

import datetime as dt

import pytest
from django.utils import timezone

from cases.actions import guards, lifecycle
from cases.enums import CaseState
from cases.lines import INDIVIDUAL, LINES
from cases.models import Case
from tests.factories import NOON
from tests.traces import do

PAUSE = timezone.localdate(NOON) + dt.timedelta(days=20)
OPEN = [state for state in INDIVIDUAL.next if state != CaseState.CERRADO]
SAY_WHY = {CaseState.PLAN, CaseState.EN_PAUSA, CaseState.INTERRUMPIDO}


def standing_at(case, state):
    """Put a case into a state, whatever led there."""
    Case._base_manager.filter(pk=case.pk).update(state=state)
    return Case.objects.get(pk=case.pk)


def move(case, by, to, reason="«Quiero dormir de corrido»", until_on=PAUSE):
    return do(lifecycle.move_case, by, case=case, to=to, reason=reason, until_on=until_on)


@pytest.mark.parametrize("to", CaseState)
@pytest.mark.parametrize("before", OPEN)
def test_steps_of_an_individual_accompaniment(case, worker, before, to):
    case = standing_at(case, before)

    if to in INDIVIDUAL.next[before]:
        assert move(case, worker, to).state == to
        return
    with pytest.raises(lifecycle.NoSuchStep):
        move(case, worker, to)
    case.refresh_from_db()
    assert case.state == before


@pytest.mark.parametrize(
    ("before", "to"), [(b, t) for b in OPEN for t in INDIVIDUAL.next[b] if t in SAY_WHY]
)
def test_step_without_its_words_is_refused(case, worker, before, to):
    case = standing_at(case, before)
    with pytest.raises((guards.GoalMissing, guards.ReasonMissing)):
        move(case, worker, to, reason=" ")


@pytest.mark.parametrize("way", LINES.values(), ids=LINES)
def test_every_line_is_whole(way):
    """Each step leads to states the line knows, and every state can be reached from the first."""
    known, reached = set(way.next), {way.first, way.ends, way.reopens}
    for states in way.next.values():
        assert set(states) <= known
        reached |= set(states)
    assert reached == known
    assert {*way.steps} <= known
