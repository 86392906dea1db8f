"""The process of a collective: opened about nobody, in cycles, ended only by its own decision."""

import itertools

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cases.actions import concluding, cycles, lifecycle
from cases.actions.activities import write_moment
from cases.actions.collectives import (
    CollectiveFacts,
    CollectiveNameMissing,
    NotACollective,
    describe_collective,
    open_collective,
)
from cases.actions.concluding import conclude_collective
from cases.actions.cycles import CycleFacts, change_cycle, move_cycle, plan_cycle
from cases.actions.refusal import CaseClosed
from cases.enums import ServiceLine
from cases.enums.collective import CYCLE_NEXT, ActivityKind, CycleState
from cases.models import Case, Collective, Cycle, Participation
from tests.cases.together import (
    DAY,
    NAME,
    WORDS,
    bring_to,
    hold,
    make_activity,
    make_collective,
    make_cycle,
)
from tests.factories import NOON, make_case, make_member, make_team
from tests.traces import changes, do, everything_said

TODAY = timezone.localdate(NOON)


@pytest.fixture
def process(worker):
    return make_collective(worker)


@pytest.fixture
def cycle(process, worker):
    return make_cycle(process, worker)


# --- opening, naming, concluding -----------------------------------------------------------------


@pytest.mark.parametrize("line", [ServiceLine.COM_DESAPARICION, ServiceLine.COLECTIVO])
def test_process_is_opened_about_nobody(worker, team, line):
    facts = {"facts": CollectiveFacts(NAME, WORDS), "line": line, "team": team}
    case = do(open_collective, worker, **facts)

    assert (case.line, case.state, case.responsible) == (line, "ACTIVO", worker)
    assert not Participation.objects.exists()
    about = Collective.objects.get()
    opened = lambda by, at: (about.name.reveal(), about.purpose.reveal())  # noqa: E731
    assert do(opened, worker) == (NAME, WORDS)
    assert changes(1) == [
        ("create", "cases.collective", case.pk, [str(about.pk)], ["name", "purpose"])
    ]
    assert NAME not in everything_said()


def test_process_of_a_person_is_none(worker, team, case):
    facts = {"facts": CollectiveFacts(NAME), "team": team}
    with pytest.raises(NotACollective):
        do(open_collective, worker, **facts, line=ServiceLine.IND)
    for action, more in (
        (plan_cycle, {"facts": CycleFacts(TODAY)}),
        (describe_collective, {"facts": CollectiveFacts(NAME)}),
        (conclude_collective, {"decision": WORDS, "decided_on": TODAY}),
    ):
        with pytest.raises(NotACollective):
            do(action, worker, case=case, **more)
    assert Case.objects.count() == 1


def test_nameless_collective_is_not_opened(worker, team):
    facts = {"facts": CollectiveFacts("  "), "line": ServiceLine.COLECTIVO, "team": team}
    with pytest.raises(CollectiveNameMissing):
        do(open_collective, worker, **facts)
    assert not Case.objects.exists()  # nothing is left of it


def test_who_opens_no_cases_opens_no_process(team):
    facts = {"facts": CollectiveFacts(NAME), "line": ServiceLine.COLECTIVO, "team": team}
    for role in ("facilitator", "reception", "lawyer"):
        with pytest.raises(PermissionDenied):
            do(open_collective, make_member(team, role), **facts)


def test_collective_is_named_anew(process, worker):
    do(describe_collective, worker, case=process, facts=CollectiveFacts("Otro nombre"))

    assert Collective.objects.get().history.count() == 2
    assert changes(1)[0][4] == ["name"]


@pytest.mark.parametrize("state", ["ACTIVO", "EN_PAUSA", "CONCLUIDO"])
@pytest.mark.parametrize("to", ["ACTIVO", "EN_PAUSA", "CONCLUIDO", "PROPUESTO", "CERRADO"])
def test_each_step_of_a_process(process, worker, state, to):
    if state != "ACTIVO":
        pause = {"reason": "Descanso", "until_on": TODAY + 30 * DAY}
        if state == "EN_PAUSA":
            do(lifecycle.move_case, worker, case=process, to="EN_PAUSA", **pause)
        else:
            do(conclude_collective, worker, case=process, decision=WORDS, decided_on=TODAY)
    facts = {"case": process, "to": to, "reason": "Descanso", "until_on": TODAY + 30 * DAY}
    if (state, to) in {("ACTIVO", "EN_PAUSA"), ("EN_PAUSA", "ACTIVO")}:
        assert do(lifecycle.move_case, worker, **facts).state == to
    else:
        with pytest.raises((lifecycle.NoSuchStep, CaseClosed)):
            do(lifecycle.move_case, worker, **facts)


def test_collective_never_closes(process, worker):
    for reason in ("FIN_PROYECTO_FINANCIADO", "ACUERDO_MUTUO", "LIMITE_MANDATO"):
        with pytest.raises(lifecycle.OnlyTheCollectiveDecides):
            do(lifecycle.close_case, worker, case=process, reason=reason, safety_checked=True)


def test_collective_concludes_by_its_own_decision(process, worker):
    do(conclude_collective, worker, case=process, decision=WORDS, decided_on=TODAY)

    process.refresh_from_db()
    assert (process.state, process.is_open, process.closing_reason) == (
        "CONCLUIDO",
        False,
        "DECISION_COLECTIVO",
    )
    assert Collective.objects.get().decided_on == TODAY
    assert changes(1) == [("close", "cases.case", process.pk, [], ["state", "closing_reason"])]
    assert WORDS not in everything_said()
    back = do(lifecycle.reopen_case, worker, case=process, reason="Vuelve")
    assert (back.state, back.is_open) == ("ACTIVO", True)


def test_concluding_needs_the_decision(process, worker, coordinator):
    facts = {"case": process, "decided_on": TODAY}
    with pytest.raises(concluding.DecisionMissing):
        do(conclude_collective, worker, **facts, decision=" ")
    with pytest.raises(concluding.DecisionToCome):
        do(conclude_collective, worker, case=process, decision=WORDS, decided_on=TODAY + DAY)
    with pytest.raises(PermissionDenied):  # she may close, and does not know what was decided
        do(conclude_collective, coordinator, **facts, decision=WORDS)
    make_cycle(process, worker)
    with pytest.raises(cycles.CycleUnderWay):
        do(conclude_collective, worker, **facts, decision=WORDS)
    process.refresh_from_db()
    assert process.is_open


# --- cycles --------------------------------------------------------------------------------------


def test_cycle_is_planned_and_numbered(process, cycle, worker):
    assert (cycle.number, cycle.state) == (1, "PLANEADO")
    assert changes(1)[0][4] == ["number", "begins_on", "theme", "purpose"]
    assert WORDS not in everything_said()


PAIRS = list(itertools.product(CycleState.values, CycleState.values))


@pytest.mark.parametrize(("state", "to"), PAIRS)
def test_each_step_of_a_cycle(cycle, worker, state, to):
    cycle = bring_to(cycle, state, worker)
    if state == "PLANEADO":
        make_activity(cycle.case, worker)
    if state == "EN_CURSO":
        hold(cycle.case.activities.get(), worker)
    later = {"at": NOON + 3 * DAY, "cycle": cycle, "to": to, "evaluation": WORDS}
    if to in CYCLE_NEXT[state]:
        moved = do(move_cycle, worker, **later)
        assert moved.state == to
        assert (moved.evaluation is not None) == (to == "CERRADO")
        assert changes(1)[0][4] == ["state", *(["evaluation"] if to == "CERRADO" else [])]
        assert moved.steps.order_by("at", "id").last().before == state
    else:
        with pytest.raises(cycles.NoSuchCycleStep):
            do(move_cycle, worker, **later)
        assert Cycle.objects.get().state == state


def test_each_step_has_its_guard(process, worker):
    cycle = make_cycle(process, worker, begins_on=TODAY + 5 * DAY)
    with pytest.raises(cycles.NothingConvened):
        do(move_cycle, worker, cycle=cycle, to="CONVOCADO")
    activity = make_activity(process, worker, ActivityKind.BUSQUEDA)
    do(move_cycle, worker, cycle=cycle, to="CONVOCADO")
    with pytest.raises(cycles.CycleNotBegun):
        do(move_cycle, worker, cycle=cycle, to="EN_CURSO")
    do(change_cycle, worker, cycle=cycle, facts=CycleFacts(TODAY))
    do(move_cycle, worker, cycle=cycle, to="EN_CURSO")
    with pytest.raises(cycles.NothingHeld):
        do(move_cycle, worker, cycle=cycle, to="EVALUACION")
    hold(activity, worker)
    late = {"at": NOON + 6 * DAY}
    other = make_activity(process, worker, ActivityKind.ASAMBLEA, starts_at=NOON + 4 * DAY)
    do(move_cycle, worker, cycle=cycle, to="EVALUACION", **late)
    close = {"cycle": cycle, "to": "CERRADO", **late}
    with pytest.raises(cycles.ActivitiesToCome):
        do(move_cycle, worker, **close, evaluation=WORDS)
    hold(other, worker, **late)
    with pytest.raises(cycles.DecompressionMissing):
        do(move_cycle, worker, **close, evaluation=WORDS)
    moment = {"activity": activity, "moment": "DESPUES", "happened_on": TODAY + 4 * DAY}
    do(write_moment, worker, **moment, words={"decompression": WORDS}, **late)
    with pytest.raises(cycles.EvaluationMissing):
        do(move_cycle, worker, **close, evaluation=" ")
    assert do(move_cycle, worker, **close, evaluation=WORDS).state == "CERRADO"
    with pytest.raises(cycles.CycleClosed):
        do(change_cycle, worker, cycle=cycle, facts=CycleFacts(TODAY))
    assert make_cycle(process, worker).number == 2


def test_one_cycle_at_a_time_and_no_end_before_its_beginning(process, cycle, worker):
    with pytest.raises(cycles.CycleUnderWay):
        make_cycle(process, worker)
    with pytest.raises(cycles.CycleEndsBeforeItBegins):
        do(change_cycle, worker, cycle=cycle, facts=CycleFacts(TODAY, TODAY - DAY))
    assert Cycle.objects.count() == 1


def test_only_who_writes_moves_cycles(process, cycle, coordinator, stranger, team):
    for by in (coordinator, stranger, make_member(team, "facilitator"), make_member(make_team())):
        with pytest.raises(PermissionDenied):
            do(move_cycle, by, cycle=cycle, to="CONVOCADO")
        with pytest.raises(PermissionDenied):
            do(plan_cycle, by, case=process, facts=CycleFacts(TODAY))
        with pytest.raises(PermissionDenied):
            do(describe_collective, by, case=process, facts=CollectiveFacts("Ajeno"))
    assert Cycle.objects.get().state == "PLANEADO"


def test_concluded_process_takes_nothing(process, worker):
    cycle = bring_to(make_cycle(process, worker), "CERRADO", worker)
    at = NOON + 3 * DAY
    facts = {"decision": WORDS, "decided_on": TODAY}
    do(conclude_collective, worker, case=process, **facts, at=at)

    for action, facts in (
        (plan_cycle, {"case": process, "facts": CycleFacts(TODAY)}),
        (change_cycle, {"cycle": cycle, "facts": CycleFacts(TODAY)}),
        (describe_collective, {"case": process, "facts": CollectiveFacts("Otro")}),
    ):
        with pytest.raises(CaseClosed):
            do(action, worker, **facts)


def test_case_of_a_person_still_closes_as_before(worker):
    case = make_case(by=worker)
    closed = do(lifecycle.close_case, worker, case=case, reason="DUPLICADO", safety_checked=True)

    assert (closed.state, closed.is_open) == ("CERRADO", False)
