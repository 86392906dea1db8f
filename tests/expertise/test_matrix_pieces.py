"""Facts, effects, works and conclusions: written, corrected, withdrawn, never renumbered."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied

from accompaniment.staff.acting import acting
from expertise.actions import moving
from expertise.actions.answering import answer_question
from expertise.actions.justifying import justify_matrix
from expertise.actions.linking import NotOfThisFile, withdraw_link
from expertise.actions.matrix_pieces import (
    ChangedMeanwhile,
    EffectTold,
    FactTold,
    PieceWithdrawn,
    StillLinked,
    TitleMissing,
    WorkTold,
    correct_piece,
    withdraw_piece,
)
from expertise.models import Fact
from expertise.reports.conclusions import unsupported
from expertise.reports.matrix import matrix
from expertise.steps import WRITING
from tests.expertise import matrices, tools
from tests.factories import SECRET_TEXT
from tests.traces import changes, do, everything_said


@pytest.fixture
def commission(case, worker, coordinator):
    return tools.make_commission(worker, case=case, coordinator=coordinator, state="INTEGRACION")


@pytest.mark.parametrize(
    ("told", "letter", "kind"),
    [
        (FactTold(title="Amenazas", words=SECRET_TEXT), "H", "fact"),
        (EffectTold(title="Insomnio", words=SECRET_TEXT), "E", "effect"),
        (WorkTold(cite="Herman (1992)", reference=SECRET_TEXT), "work ", "work"),
    ],
)
def test_a_piece_is_written_once_and_its_number_is_never_given_again(
    commission, told, letter, kind
):
    uid = uuid.uuid4()
    first = matrices.write(commission, told, uid=uid)
    assert changes(1) == [
        ("create", f"expertise.{kind}", commission.pk, [str(first.pk)], ["told"]),
    ]
    again = matrices.write(commission, told, uid=uid)
    second = matrices.write(commission, told)
    do(withdraw_piece, commission.expert, piece=second)
    third = matrices.write(commission, told)

    assert again == first
    assert [str(each) for each in (first, second, third)] == [f"{letter}{n}" for n in (1, 2, 3)]
    assert second.history.count() == 2
    assert SECRET_TEXT not in everything_said()


def test_numbers_of_links_are_never_given_again_and_a_withdrawn_link_is_kept(commission):
    link = matrices.make_link(commission)
    do(withdraw_link, commission.expert, link=link)
    again = matrices.make_link(commission, link.fact, link.effect)

    assert (str(link), str(again)) == ("N1", "N2")
    link.refresh_from_db()
    assert (link.history.count(), link.evidence.count()) == (2, 1)
    with acting(commission.expert, "care"):
        assert [line.key for line in matrix(commission).links] == ["N2"]
    with pytest.raises(PieceWithdrawn):
        do(withdraw_link, commission.expert, link=link)


def test_a_piece_that_a_link_needs_is_not_withdrawn(commission):
    work = matrices.make_work(commission)
    link = matrices.make_link(commission, link=matrices.told(works=(work.pk,)))

    for piece in (link.fact, link.effect, work):
        with pytest.raises(StillLinked, match="N1"):
            do(withdraw_piece, commission.expert, piece=piece)
    do(withdraw_link, commission.expert, link=link)
    for piece in (link.fact, link.effect, work):
        do(withdraw_piece, commission.expert, piece=piece)
        with pytest.raises(PieceWithdrawn):
            do(withdraw_piece, commission.expert, piece=piece)


def test_a_piece_is_corrected_as_it_was_seen_and_keeps_what_it_said(commission):
    fact = matrices.make_fact(commission, "Amenasas")

    do(correct_piece, commission.expert, piece=fact, told=FactTold("Amenazas"), version=1)
    with pytest.raises(ChangedMeanwhile):
        do(correct_piece, commission.expert, piece=fact, told=FactTold("Otra"), version=1)
    with pytest.raises(TitleMissing):
        do(correct_piece, commission.expert, piece=fact, told=FactTold("  "), version=2)

    with acting(commission.expert, "care"):
        told = [each.told.reveal()["title"] for each in fact.history.order_by("history_date")]
    assert told == ["Amenasas", "Amenazas"]


def test_a_piece_of_another_commission_is_not_taken_for_this_one(commission, worker, coordinator):
    other = tools.make_commission(
        worker,
        case=commission.case,
        coordinator=coordinator,
        expert=commission.expert,
        state="INTEGRACION",
    )
    fact = matrices.make_fact(other)

    with pytest.raises(PermissionDenied):
        matrices.write(commission, FactTold("x"), uid=fact.pk)


def test_only_the_expert_writes_the_matrix(commission, worker):
    for user in (commission.reviewer, commission.requested_by, worker):
        with pytest.raises(PermissionDenied):
            matrices.write(commission, FactTold("x"), by=user)
    assert not Fact.objects.exists()


@pytest.mark.parametrize("state", sorted(set(moving.CommissionState.values) - set(WRITING)))
def test_the_matrix_stays_as_it_is_outside_the_writing(commission, state):
    link = matrices.make_link(commission)
    tools.stand_at(commission, state)

    with pytest.raises((moving.Locked, moving.NotWritingNow)):
        matrices.make_fact(commission)
    with pytest.raises((moving.Locked, moving.NotWritingNow)):
        do(withdraw_link, commission.expert, link=link)
    with pytest.raises((moving.Locked, moving.NotWritingNow)):
        matrices.make_link(commission, link.fact, link.effect, evidence=(), version=1)


def test_why_the_table_is_not_complete_is_written_and_taken_back(commission):
    do(justify_matrix, commission.expert, commission=commission, words=f" {SECRET_TEXT} ")

    commission.refresh_from_db()
    with acting(commission.expert, "care"):
        assert commission.matrix_justified.reveal() == SECRET_TEXT
    do(justify_matrix, commission.expert, commission=commission, words=" ")
    commission.refresh_from_db()
    assert commission.matrix_justified is None


# --- conclusions ---------------------------------------------------------------------------


def conclude(question, *links, answer="**Sí.**", version=1, by=None):
    facts = {"answer": answer, "rests_on": [link.pk for link in links], "version": version}
    return do(answer_question, by or question.commission.expert, question=question, **facts)


def test_an_answer_rests_on_links_of_the_same_commission_that_stand(commission):
    link, question = matrices.make_link(commission), commission.questions.get(number=1)

    answered = conclude(question, link)

    assert changes(1) == [
        ("change", "expertise.question", commission.pk, [str(question.pk)], ["answer", "rests_on"])
    ]
    assert (answered.version, answered.answered_at is None) == (2, False)
    with acting(commission.expert, "care"):
        assert unsupported(commission) == []
    do(withdraw_link, commission.expert, link=link)
    with pytest.raises(NotOfThisFile):
        conclude(question, link, version=2)
    with pytest.raises(ChangedMeanwhile):
        conclude(question)


def test_a_conclusion_that_rests_on_nothing_is_flagged(commission):
    link = matrices.make_link(commission)
    first, second = commission.questions.order_by("number")
    conclude(first)
    with acting(commission.expert, "care"):
        assert [(gap.key, gap.code) for gap in unsupported(commission)] == [("P1", "unlinked")]

    conclude(first, link, version=2)
    conclude(second, link)
    do(withdraw_link, commission.expert, link=link)

    with acting(commission.expert, "care"):
        found = [(gap.key, gap.code) for gap in unsupported(commission)]
    assert found == [("P1", "withdrawn"), ("P2", "withdrawn")]


def test_a_question_without_an_answer_is_not_a_conclusion(commission):
    conclude(commission.questions.get(number=1), answer=" ")

    with acting(commission.expert, "care"):
        assert unsupported(commission) == []
        assert commission.questions.get(number=1).answered_at is None
