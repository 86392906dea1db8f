"""Peer review: who reads, what of, and how a report comes back or goes on."""

import datetime as dt
import itertools
import uuid

import pytest
from django.core.exceptions import PermissionDenied

from accompaniment.staff.acting import acting
from cases.actions.team import assign_member
from cases.enums import Function
from expertise import steps
from expertise.actions import moving, remarks, reviewing
from expertise.actions.guards import review as guards
from expertise.actions.linking import confirm_diagnostic
from expertise.actions.moving import move_commission
from expertise.actions.parts import AccompanistReviews, AuthorReviews, appoint
from expertise.actions.reviewing import (
    Checked,
    end_round,
    fill_checklist,
    send_to_review,
    take_back,
)
from expertise.enums.commission import CommissionState, Part
from expertise.enums.review import CheckItem, RemarkState, RoundOutcome, Verdict
from expertise.frozen import digest
from expertise.models import Commission, Remark, ReviewRound
from expertise.reports import review
from tests.expertise import matrices, tools
from tests.factories import NOON, SECRET_TEXT
from tests.traces import changes, do, everything_said

S = CommissionState


@pytest.fixture
def commission(case, worker, coordinator):
    return tools.make_commission(worker, case=case, coordinator=coordinator, state="INTEGRACION")


def observe(round_, words="Falta la fuente", *, section="nexo", by=None, uid=None, at=NOON):
    facts = {"section": section, "words": words, "uid": uid or uuid.uuid4(), "at": at}
    return do(remarks.remark, by or round_.reviewer, round_=round_, **facts)


def end(round_, outcome, *, by=None, words=""):
    return do(end_round, by or round_.reviewer, round_=round_, outcome=outcome, words=words)


def send_back(commission, *words):
    """Let the peer read once and send the report back with these observations."""
    round_ = matrices.make_round(commission)
    moments = (NOON + dt.timedelta(minutes=n) for n in itertools.count())
    made = [observe(round_, each, at=at) for each, at in zip(words, moments, strict=False)]
    matrices.check_all(round_, round_.reviewer)
    end(round_, RoundOutcome.OBSERVACIONES)
    return round_, made


def state_of(commission):
    return Commission.objects.get(pk=commission.pk).state


# --- rounds --------------------------------------------------------------------------------


def test_a_round_reads_a_frozen_version(commission):
    round_ = matrices.make_round(commission)

    assert (round_.number, round_.version.number, round_.reviewer) == (1, 1, commission.reviewer)
    assert state_of(commission) == S.REVISION_PARES
    assert [(verb, kind) for verb, kind, *_rest in changes(3)] == [
        ("create", "expertise.version"),
        ("create", "expertise.reviewround"),
        ("change", "expertise.commission"),
    ]
    with acting(commission.reviewer, "care"):
        assert digest(round_.version.content.reveal()) == round_.version.digest


def test_a_review_goes_back_comes_again_and_is_approved(commission):
    _first, (one, two) = send_back(commission, "Falta la fuente", "Precisa el periodo")
    assert state_of(commission) == S.CON_OBSERVACIONES
    with pytest.raises(guards.Unattended, match="2"):
        matrices.make_round(commission)
    do(remarks.reply, commission.expert, remark=one, words="Se agregó D3")
    with pytest.raises(guards.Unattended, match="1"):
        matrices.make_round(commission)
    do(remarks.reply, commission.expert, remark=two, words="Se precisó")

    second = matrices.make_round(commission)
    assert (second.number, second.version.number) == (2, 2)
    matrices.check_all(second, second.reviewer)
    do(remarks.resolve, second.reviewer, remark=one)
    with pytest.raises(guards.Unresolved, match="1"):
        end(second, RoundOutcome.APROBADO)
    assert ReviewRound.objects.get(pk=second.pk).ended_at is None
    do(remarks.resolve, second.reviewer, remark=two)
    end(second, RoundOutcome.APROBADO, words="Claro y completo")

    assert state_of(commission) == S.APROBADO
    with acting(commission.reviewer, "care"):
        kept = review.rounds(Commission.objects.get(pk=commission.pk))
    assert [(line.number, line.outcome, line.words) for line in kept] == [
        (2, "APROBADO", "Claro y completo"),
        (1, "OBSERVACIONES", ""),
    ]
    assert [len(line.checks) for line in kept] == [16, 16]
    assert [(mark.key, mark.words, mark.reply, mark.state) for mark in kept[1].remarks] == [
        ("O1", "Falta la fuente", "Se agregó D3", "RESUELTA"),
        ("O2", "Precisa el periodo", "Se precisó", "RESUELTA"),
    ]


def test_the_expert_takes_a_report_back_and_the_round_is_kept(commission):
    round_ = matrices.make_round(commission)

    with pytest.raises(PermissionDenied):
        do(take_back, commission.reviewer, round_=round_)
    do(take_back, commission.expert, round_=round_)

    assert state_of(commission) == S.INTEGRACION
    round_.refresh_from_db()
    assert round_.outcome == RoundOutcome.RETIRADO
    with pytest.raises(reviewing.RoundEnded):
        do(take_back, commission.expert, round_=round_)
    assert matrices.make_round(commission).number == 2


def test_nothing_is_written_while_the_peer_reads(commission):
    matrices.make_round(commission)

    with pytest.raises(moving.NotWritingNow):
        matrices.make_fact(commission)
    with pytest.raises(moving.NotWritingNow):
        matrices.make_round(commission)


# --- who -----------------------------------------------------------------------------------


def test_only_the_expert_sends_and_somebody_must_be_there_to_read(commission, case, worker):
    for user in (commission.reviewer, commission.requested_by, worker):
        with pytest.raises(PermissionDenied):
            do(send_to_review, user, commission=commission)
    alone = tools.make_commission(worker, case=case, reviewer=False, state="INTEGRACION")
    with pytest.raises(reviewing.NoReviewer):
        matrices.make_round(alone)
    assert not ReviewRound.objects.exists()


def test_who_accompanies_cannot_be_the_reviewer(commission, coordinator, worker):
    with pytest.raises(AccompanistReviews):
        do(appoint, coordinator, commission=commission, user=worker, part=Part.REVIEWER)


def test_the_author_cannot_be_the_reviewer(commission, coordinator):
    with pytest.raises(AuthorReviews):
        do(
            appoint,
            coordinator,
            commission=commission,
            user=commission.expert,
            part=Part.REVIEWER,
        )


def test_who_began_to_accompany_after_being_appointed_does_not_review(commission, coordinator):
    facts = {"user": commission.reviewer, "function": Function.MEMBER, "reason": "relevo"}
    do(assign_member, coordinator, case=commission.case, **facts)

    with pytest.raises(AccompanistReviews):
        matrices.make_round(commission)
    assert (state_of(commission), ReviewRound.objects.count()) == (S.INTEGRACION, 0)


def test_another_reviewer_does_not_end_a_round_she_was_not_sent(commission, coordinator):
    round_ = matrices.make_round(commission)
    other = tools.make_expert()
    do(appoint, coordinator, commission=commission, user=other, part=Part.REVIEWER)

    with pytest.raises(reviewing.AnotherReads):
        matrices.check_all(round_, other)
    with pytest.raises(reviewing.AnotherReads):
        observe(round_, by=other)
    with pytest.raises(PermissionDenied):
        end(round_, RoundOutcome.APROBADO)


def test_only_the_reviewer_reviews(commission):
    round_ = matrices.make_round(commission)
    made = observe(round_)

    for user in (commission.expert, commission.requested_by):
        for action, facts in (
            (fill_checklist, {"round_": round_, "checked": {}}),
            (end_round, {"round_": round_, "outcome": RoundOutcome.APROBADO}),
            (remarks.resolve, {"remark": made}),
            (remarks.reopen, {"remark": made, "words": "x"}),
        ):
            with pytest.raises(PermissionDenied):
                do(action, user, **facts)
        with pytest.raises(PermissionDenied):
            observe(round_, by=user)
    with pytest.raises(PermissionDenied):
        do(remarks.reply, commission.reviewer, remark=made, words="x")


# --- checklist -----------------------------------------------------------------------------


def test_a_round_ends_with_a_whole_checklist(commission):
    round_ = matrices.make_round(commission)
    some = {item: Checked(Verdict.SI) for item in CheckItem.values[:15]}
    do(fill_checklist, round_.reviewer, round_=round_, checked=some)

    with pytest.raises(reviewing.ChecklistIncomplete, match="1"):
        end(round_, RoundOutcome.APROBADO)
    assert state_of(commission) == S.REVISION_PARES


def test_a_no_needs_words_and_an_answer_may_change_while_the_round_is_open(commission):
    round_ = matrices.make_round(commission)
    with pytest.raises(reviewing.CommentMissing):
        do(
            fill_checklist,
            round_.reviewer,
            round_=round_,
            checked={"TIEMPO": Checked(Verdict.NO, " ")},
        )
    matrices.check_all(round_, round_.reviewer, TIEMPO=Verdict.NO)
    matrices.check_all(round_, round_.reviewer)

    assert round_.checks.count() == 16
    assert round_.checks.get(item="TIEMPO").history.count() == 2
    end(round_, RoundOutcome.APROBADO)
    with pytest.raises(reviewing.RoundEnded):
        matrices.check_all(round_, round_.reviewer)


def test_a_report_goes_back_only_with_something_observed(commission):
    round_ = matrices.make_round(commission)
    matrices.check_all(round_, round_.reviewer)

    with pytest.raises(reviewing.NothingObserved):
        end(round_, RoundOutcome.OBSERVACIONES)


def test_diagnostic_of_is_confirmed_before_a_report_is_approved(commission):
    link = matrices.make_whole(commission, "D")
    round_ = matrices.make_round(commission)
    matrices.check_all(round_, round_.reviewer)

    with pytest.raises(guards.Unconfirmed, match="N1"):
        end(round_, RoundOutcome.APROBADO)
    do(confirm_diagnostic, round_.reviewer, link=link)
    end(round_, RoundOutcome.APROBADO)

    assert state_of(commission) == S.APROBADO


# --- observations --------------------------------------------------------------------------


def test_observations_are_resolved_one_by_one_and_may_be_opened_again(commission):
    _round, (mark,) = send_back(commission, SECRET_TEXT)
    with pytest.raises(remarks.NothingToReopen):
        do(remarks.reopen, commission.reviewer, remark=mark, words="x")
    do(remarks.reply, commission.expert, remark=mark, words="Así está bien")
    do(remarks.reopen, commission.reviewer, remark=mark, words="Falta la página")
    mark.refresh_from_db()
    assert mark.state == RemarkState.ABIERTA
    do(remarks.reply, commission.expert, remark=mark, words="Página 4")
    do(remarks.resolve, commission.reviewer, remark=mark)
    for action, by, facts in (
        (remarks.resolve, commission.reviewer, {}),
        (remarks.reply, commission.expert, {"words": "x"}),
    ):
        with pytest.raises(remarks.AlreadyResolved):
            do(action, by, remark=mark, **facts)

    with acting(commission.expert, "care"):
        said = [each.reply.reveal() for each in mark.history.order_by("history_date") if each.reply]
    assert list(dict.fromkeys(said)) == ["Así está bien", "Página 4"]
    assert SECRET_TEXT not in everything_said()


def test_an_observation_is_written_once_about_a_section_that_exists(commission):
    round_, uid = matrices.make_round(commission), uuid.uuid4()

    assert observe(round_, uid=uid) == observe(round_, "otra cosa", uid=uid)
    with pytest.raises(remarks.NoSuchSection):
        observe(round_, section="portada")
    with pytest.raises(remarks.WordsMissing):
        observe(round_, "  ")
    assert Remark.objects.count() == 1


def test_observations_of_a_signed_report_stay_as_they_are(commission):
    _round, (mark,) = send_back(commission, "Falta")
    tools.stand_at(commission, S.FIRMADO)

    with pytest.raises(moving.Locked):
        do(remarks.reply, commission.expert, remark=mark, words="x")
    with pytest.raises(moving.Locked):
        do(remarks.resolve, commission.reviewer, remark=mark)


# --- steps ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "mover"),
    [
        (S.INTEGRACION, S.REVISION_PARES, "expert"),
        (S.REVISION_PARES, S.APROBADO, "reviewer"),
        (S.REVISION_PARES, S.CON_OBSERVACIONES, "reviewer"),
        (S.REVISION_PARES, S.INTEGRACION, "expert"),
    ],
)
def test_no_step_of_the_review_is_taken_beside_it(commission, before, after, mover):
    if before == S.REVISION_PARES:
        matrices.make_round(commission)

    with pytest.raises(guards.NotInReview):
        do(move_commission, getattr(commission, mover), commission=commission, to=after)
    assert state_of(commission) == before


@pytest.mark.parametrize("state", sorted(set(S.values) - {S.INTEGRACION, S.CON_OBSERVACIONES}))
def test_a_review_begins_from_nowhere_else(commission, state):
    tools.stand_at(commission, state)

    with pytest.raises((moving.NoSuchStep, moving.Locked, moving.NotWritingNow)):
        matrices.make_round(commission)
    assert state in steps.NEXT
    assert not ReviewRound.objects.exists()
