"""Legal matters: the stages of each kind as a table, and who may write them."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from cases.actions import hearings, matters
from cases.actions.matters import MatterFacts
from cases.actions.team import assign_member
from cases.enums.legal import (
    EXITS,
    RETURNS,
    STAGES,
    MatterKind,
    MatterOutcome,
    Stage,
    first_stage,
    next_stages,
)
from cases.models import LegalMatter, StageChange
from tests import legal
from tests.factories import NOON, make_member
from tests.traces import changes, do, everything_said, refusals

TODAY = NOON.date()
FREE = [kind for kind in MatterKind if kind not in STAGES]


@pytest.fixture(autouse=True)
def english():
    """Say things in the language of the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def lawyer(case, worker):
    return legal.make_lawyer(case, worker)


def move(matter, by, to, **facts):
    return do(matters.move_stage, by, matter=matter, to=to, happened_on=TODAY, **facts)


# --- the table --------------------------------------------------------------------------------


def expected(kind, stage):
    """Say the way of a procedure in other words than the code does."""
    order = list(STAGES[kind])
    if stage in RETURNS:
        return set(RETURNS[stage])
    others = set(order) - {stage}
    return others | {way for way, sources in EXITS.get(kind, {}).items() if stage in sources}


@pytest.mark.parametrize("kind", list(STAGES))
def test_each_stage_is_followed_by_those_the_procedure_knows_and_no_other(kind, case, lawyer):
    matter = legal.make_matter(case, lawyer, kind)
    known = [*STAGES[kind], *EXITS.get(kind, {})]
    allowed = refused = 0
    for stage in known:
        for to in Stage:
            LegalMatter._base_manager.filter(pk=matter.pk).update(stage=stage)
            if to in expected(kind, stage):
                assert move(matter, lawyer, to).stage == to
                allowed += 1
            else:
                with pytest.raises(matters.NoSuchStage):
                    move(matter, lawyer, to)
                refused += 1
    assert allowed + refused == len(known) * len(Stage)
    assert allowed >= len(known)


def test_ways_out_stand_in_the_law_and_lead_back():
    assert next_stages(MatterKind.PENAL, Stage.DENUNCIA)[-2:] == (
        Stage.ARCHIVO_TEMPORAL,
        Stage.NO_EJERCICIO,
    )
    assert next_stages(MatterKind.PENAL, Stage.ARCHIVO_TEMPORAL) == (Stage.INVESTIGACION_INICIAL,)
    assert Stage.ACUERDO_REPARATORIO not in next_stages(MatterKind.PENAL, Stage.JUICIO_ORAL)
    assert set(EXITS[MatterKind.PENAL]) == {
        Stage.ARCHIVO_TEMPORAL,
        Stage.NO_EJERCICIO,
        Stage.SUSPENSION_CONDICIONAL,
        Stage.ACUERDO_REPARATORIO,
        Stage.ABREVIADO,
    }


@pytest.mark.parametrize("kind", FREE)
def test_free_kinds_have_stages_in_words(kind, case, lawyer):
    matter = legal.make_matter(case, lawyer, kind, words="conciliación prejudicial")
    with pytest.raises(matters.StageWordsMissing):
        move(matter, lawyer, Stage.LIBRE, words=" ")
    with pytest.raises(matters.NoSuchStage):
        move(matter, lawyer, Stage.DEMANDA, words="x")

    moved = move(matter, lawyer, Stage.LIBRE, words="pruebas")

    assert (first_stage(kind), moved.stage) == (Stage.LIBRE, Stage.LIBRE)
    read = lambda by: [s.words.reveal() for s in matter.stages.order_by("at", "before")]  # noqa: E731
    assert do(read, lawyer) == ["conciliación prejudicial", "pruebas"]


# --- what it writes ------------------------------------------------------------------------------


def test_matter_is_opened_and_moved_with_its_trace(case, lawyer):
    matter = legal.make_matter(case, lawyer, numbers="CI-00/2026")
    created = changes(1)

    moved = move(matter, lawyer, Stage.JUDICIALIZACION, note="canary-note")

    assert created == [
        (
            "create",
            "cases.legalmatter",
            case.pk,
            [str(matter.pk)],
            ["kind", "stage", "role", "authority", "numbers"],
        )
    ]
    assert changes(1) == [("change", "cases.legalmatter", case.pk, [str(matter.pk)], ["stage"])]
    told = [(s.before, s.after, s.happened_on, s.by) for s in matter.stages.order_by("before")]
    assert told == [
        ("", Stage.DENUNCIA, TODAY, lawyer),
        (Stage.DENUNCIA, Stage.JUDICIALIZACION, TODAY, lawyer),
    ]
    assert moved.history.count() == 2
    assert "canary" not in everything_said()


def test_matter_may_begin_where_it_stands(case, lawyer):
    matter = legal.make_matter(case, lawyer, MatterKind.FAMILIAR, stage=Stage.SENTENCIA)
    assert matter.stage == Stage.SENTENCIA
    with pytest.raises(matters.StageOfOtherKind):
        legal.make_matter(case, lawyer, MatterKind.FAMILIAR, stage=Stage.JUICIO_ORAL)


def test_reparation_agreement_is_refused_in_family_violence(case, lawyer):
    matter = legal.make_matter(case, lawyer, stage=Stage.AUDIENCIA_INICIAL, family_violence=True)
    with pytest.raises(matters.NotAdmissible) as refused:
        move(matter, lawyer, Stage.ACUERDO_REPARATORIO)
    assert "family violence" in str(refused.value)
    with pytest.raises(matters.NotAdmissible):
        legal.make_matter(case, lawyer, stage=Stage.ACUERDO_REPARATORIO, family_violence=True)

    other = legal.make_matter(case, lawyer, stage=Stage.AUDIENCIA_INICIAL)
    moved = move(other, lawyer, Stage.ACUERDO_REPARATORIO)
    with pytest.raises(matters.NotAdmissible):
        do(
            matters.change_matter,
            lawyer,
            matter=moved,
            facts=MatterFacts(family_violence=True),
        )


def test_stage_of_tomorrow_is_refused(case, lawyer):
    matter = legal.make_matter(case, lawyer)
    with pytest.raises(matters.StageInFuture):
        do(
            matters.move_stage,
            lawyer,
            matter=matter,
            to=Stage.FALLO,
            happened_on=TODAY + dt.timedelta(days=1),
        )


def test_matter_is_changed_closed_and_taken_up_again(case, worker, lawyer):
    matter = legal.make_matter(case, lawyer)
    facts = MatterFacts(authority="Juzgado 2", lawyer=lawyer, stressors="verlo en el pasillo")
    do(matters.change_matter, lawyer, matter=matter, facts=facts)
    hearing = legal.make_hearing(matter, lawyer)
    end = {"matter": matter, "outcome": MatterOutcome.FAVORABLE, "cites_expertise": True}
    with pytest.raises(matters.HearingsToCome):
        do(matters.close_matter, lawyer, **end)
    do(hearings.cancel_hearing, lawyer, hearing=hearing, reason="acuerdo")

    closed = do(matters.close_matter, lawyer, words="condena", **end)

    assert (closed.outcome, closed.closed_by, closed.cites_expertise) == (
        "FAVORABLE",
        lawyer,
        True,
    )
    assert changes(1)[0][:2] == ("close", "cases.legalmatter")
    for action, facts in (
        (matters.close_matter, {"outcome": MatterOutcome.CONVENIO}),
        (matters.move_stage, {"to": Stage.FALLO, "happened_on": TODAY}),
        (matters.change_matter, {"facts": MatterFacts()}),
    ):
        with pytest.raises(matters.MatterClosed):
            do(action, lawyer, matter=matter, **facts)
    do(matters.reopen_matter, worker, matter=matter)
    with pytest.raises(matters.MatterOpen):
        do(matters.reopen_matter, worker, matter=matter)


def test_lawyer_of_a_matter_is_let_into_the_case_first(case, lawyer):
    stranger = make_member(case.team, "lawyer")
    with pytest.raises(matters.LawyerNotOfCase):
        legal.make_matter(case, lawyer, lawyer=stranger)
    assert not LegalMatter.objects.exists()
    assert not StageChange.objects.exists()


@pytest.mark.parametrize("who", ["coordinator", "stranger", "supervisor"])
def test_nobody_else_writes_the_legal_road(who, case, worker, coordinator, stranger):
    supervisor = make_member(case.team)
    do(assign_member, worker, case=case, user=supervisor, function="supervisor")
    by = {"coordinator": coordinator, "stranger": stranger, "supervisor": supervisor}[who]
    matter = legal.make_matter(case, worker)
    for action, facts in (
        (matters.open_matter, {"case": case, "kind": MatterKind.PENAL, "facts": MatterFacts()}),
        (matters.change_matter, {"matter": matter, "facts": MatterFacts()}),
        (matters.move_stage, {"matter": matter, "to": Stage.FALLO, "happened_on": TODAY}),
        (matters.close_matter, {"matter": matter, "outcome": "FAVORABLE"}),
    ):
        with pytest.raises(PermissionDenied):
            do(action, by, **facts)
    assert [root for _, root in refusals()] == [case.pk] * 4
    assert not LegalMatter.objects.visible_to(by).exists()
    matter.refresh_from_db()
    assert (matter.stage, StageChange.objects.count()) == (Stage.DENUNCIA, 1)


def test_legal_road_goes_on_after_the_accompaniment_closed(case, worker, lawyer):
    type(case)._base_manager.filter(pk=case.pk).update(
        is_open=False, state="CERRADO", closed_at=NOON, closed_by=worker, closing_reason="DUPLICADO"
    )
    matter = legal.make_matter(case, lawyer)
    assert move(matter, lawyer, Stage.FALLO).stage == Stage.FALLO
