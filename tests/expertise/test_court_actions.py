"""Offered, heard, weighed, asked about: what a report goes through once it is out."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accompaniment.staff.acting import acting
from accompaniment.vault.gate import NoAccess
from cases.actions.booking import AccompanistTaken
from cases.actions.sessions import SessionFacts, schedule_session
from expertise.actions import aftermaths, extending, in_court, judgments, testimonies
from expertise.actions.guards.court import (
    AnswerOwed,
    NoJudgment,
    NoTestimony,
    TestimonyToCome,
)
from expertise.actions.moving import CommissionClosed, NoSuchStep
from expertise.enums.commission import CommissionState as S
from expertise.enums.commission import DocumentKind, Part
from expertise.enums.hearing import TestimonyState, Weight
from expertise.models import Aftermath, Commission, Judgment, Step, Testimony
from expertise.reports.prepared import Likely, Preparation
from tests import factories
from tests.expertise import court, tools
from tests.expertise.court import DAY, HOUR
from tests.factories import NOON
from tests.traces import changes, do, refusals

LIKELY, ANSWER = "canary-likely-10ee", "canary-answer-9b0d"


@pytest.fixture
def commission(worker, case, coordinator):
    return court.delivered(worker, case, coordinator)


@pytest.fixture
def admitted(commission):
    for to in (S.OFRECIDO, S.ADMITIDO):
        commission = court.step(commission, commission.expert, to)
    return commission


def test_a_report_is_offered_and_admitted_by_who_coordinates_too(commission, coordinator):
    offered = court.step(commission, coordinator, S.OFRECIDO, "Escrito del día 3")
    admitted = court.step(offered, commission.expert, S.ADMITIDO)

    assert admitted.state == S.ADMITIDO
    row = Step.objects.get(commission=commission, after=S.OFRECIDO)
    with acting(commission.expert, "test"):
        assert row.reason.reveal() == "Escrito del día 3"
    assert changes(1) == [("change", "expertise.commission", commission.pk, [], ["state"])]


def test_what_was_rejected_says_why(commission):
    offered = court.step(commission, commission.expert, S.OFRECIDO)

    with pytest.raises(in_court.WhyRejected):
        court.step(offered, commission.expert, S.DESECHADO, "  ")
    rejected = court.step(offered, commission.expert, S.DESECHADO, "Extemporáneo")

    assert rejected.state == S.DESECHADO
    with pytest.raises(NoSuchStep):
        court.step(rejected, commission.expert, S.ADMITIDO)
    with pytest.raises(in_court.NotInCourt):
        court.step(rejected, commission.expert, S.VALORADO)


def test_who_only_requested_or_reviews_takes_no_step(commission):
    for user in (commission.requested_by, commission.reviewer):
        with pytest.raises(PermissionDenied):
            court.step(commission, user, S.OFRECIDO)
        with pytest.raises(PermissionDenied):
            court.plan(commission, user)
    assert len(refusals()) == 4


def test_a_day_in_court_is_planned_and_seen_by_the_wall_it_lies_behind(commission, coordinator):
    testimony = court.plan(commission, coordinator)

    assert changes(1) == [
        (
            "create",
            "expertise.testimony",
            commission.pk,
            [str(testimony.pk)],
            ["kind", "starts_at", "testimony.court"],
        )
    ]
    with acting(commission.expert, "test"):
        assert Testimony.objects.get().court.reveal()["summons"] == court.SUMMONS
    for user in (commission.reviewer, commission.requested_by):
        with acting(user, "test"), pytest.raises(NoAccess):
            Testimony.objects.get().court.reveal()


def test_nobody_is_called_before_the_report_is_out(worker, case, coordinator):
    early = court.delivered(worker, case, coordinator, state=S.APROBADO)

    with pytest.raises(testimonies.NotInCourtYet):
        court.plan(early)


def test_what_has_passed_is_not_planned(commission):
    with pytest.raises(testimonies.TestimonyPast):
        court.plan(commission, starts_at=NOON - HOUR)


def test_preparation_opens_for_who_defends_alone(commission, coordinator):
    testimony = court.plan(commission)
    preparation = Preparation("Notas", (Likely(LIKELY, ANSWER), Likely(" ")), "Autobús", "Puerta 2")
    do(
        testimonies.prepare_testimony,
        commission.expert,
        testimony=testimony,
        preparation=preparation,
    )

    with acting(commission.expert, "test"):
        said = Testimony.objects.get().preparation.reveal()
    assert said["questions"] == [{"question": LIKELY, "answer": ANSWER}]
    for user in (coordinator, commission.reviewer, commission.requested_by):
        with acting(user, "test"), pytest.raises(NoAccess):
            Testimony.objects.get().preparation.reveal()
        with pytest.raises(PermissionDenied):
            do(
                testimonies.prepare_testimony,
                user,
                testimony=testimony,
                preparation=preparation,
            )


def test_being_heard_brings_an_admitted_report_to_its_hearing(admitted):
    testimony = court.plan(admitted)
    with pytest.raises(testimonies.TestimonyWrong):
        court.hold(testimony, admitted.expert, after=-HOUR)

    court.hold(testimony, admitted.expert, words="Fue clara", certificate="Sello del día 7")

    assert Commission.objects.get().state == S.EN_AUDIENCIA
    row = Testimony.objects.get()
    assert (row.state, row.was_cross_examined) == (TestimonyState.REALIZADA, True)
    with acting(admitted.reviewer, "test"):
        assert row.outcome.reveal()["words"] == "Fue clara"
    with pytest.raises(testimonies.TestimonyNotPlanned):
        court.hold(testimony, admitted.expert)


def test_a_report_not_yet_admitted_stays_where_it_stands_when_the_expert_is_heard(commission):
    court.hold(court.plan(commission), commission.expert)

    assert Commission.objects.get().state == S.ENTREGADO


def test_a_deferred_day_is_followed_by_another(admitted):
    testimony = court.plan(admitted)
    with pytest.raises(testimonies.WhyNotHeld):
        do(testimonies.defer_testimony, admitted.expert, testimony=testimony, reason=" ")

    following = do(
        testimonies.defer_testimony,
        admitted.expert,
        testimony=testimony,
        reason="No había sala",
        starts_at=NOON + 20 * DAY,
    )

    testimony.refresh_from_db()
    assert testimony.state == TestimonyState.DIFERIDA
    assert (following.follows_id, following.state) == (testimony.pk, TestimonyState.PROGRAMADA)
    with acting(admitted.expert, "test"):
        row = Testimony.objects.get(pk=following.pk)
        assert row.court.reveal()["court"] == court.COURT
        assert testimony.outcome.reveal() == {"words": "No había sala"}
    do(testimonies.cancel_testimony, admitted.expert, testimony=following, reason="Se suspendió")
    assert Commission.objects.get().state == S.ADMITIDO


def test_no_hearing_without_a_testimony(admitted):
    with pytest.raises(NoTestimony):
        tools.move(admitted, admitted.expert, S.EN_AUDIENCIA)


# --- one place at a time -----------------------------------------------------------------


def test_the_expert_is_in_one_place_at_a_time(commission, worker, coordinator):
    hers = factories.make_case(by=commission.expert)
    starts = NOON + 10 * DAY
    do(
        schedule_session,
        commission.expert,
        case=hers,
        facts=SessionFacts(starts_at=starts + HOUR),
    )
    with pytest.raises(AccompanistTaken):
        court.plan(commission, starts_at=starts)

    testimony = court.plan(commission, starts_at=starts + 5 * DAY)

    with pytest.raises(AccompanistTaken):
        do(
            schedule_session,
            commission.expert,
            case=hers,
            facts=SessionFacts(starts_at=testimony.starts_at + 2 * HOUR),
        )
    facts = SessionFacts(starts_at=testimony.starts_at + 3 * HOUR)
    do(schedule_session, commission.expert, case=hers, facts=facts)
    do(testimonies.cancel_testimony, commission.expert, testimony=testimony, reason="Sin sala")
    facts = SessionFacts(starts_at=testimony.starts_at + HOUR)
    do(schedule_session, commission.expert, case=hers, facts=facts)


# --- judgment ----------------------------------------------------------------------------


def test_a_judgment_is_written_down_once_and_corrected_with_its_versions(admitted):
    with pytest.raises(judgments.QuoteMissing):
        court.judge(admitted, is_quoted=True)
    with pytest.raises(judgments.JudgmentToCome):
        court.judge(admitted, given_on=NOON.date() + 90 * DAY)
    judgment = court.judge(admitted, is_quoted=True, quote=court.QUOTE)

    assert Commission.objects.get().state == S.VALORADO
    with acting(admitted.reviewer, "test"):
        assert Judgment.objects.get().quote.reveal() == court.QUOTE
    with pytest.raises(judgments.JudgmentOnRecord):
        court.judge(admitted)
    do(
        judgments.correct_judgment,
        admitted.expert,
        judgment=judgment,
        facts=judgments.JudgmentFacts(
            given_on=judgment.given_on, sense=judgment.sense, weight=Weight.PARCIAL
        ),
        at=NOON + 40 * DAY,
    )
    assert [row.weight for row in judgment.history.order_by("history_date")] == [
        "PLENO",
        "PARCIAL",
    ]


def test_a_judgment_weighs_what_was_admitted(commission):
    with pytest.raises(judgments.NotAdmitted):
        court.judge(commission)
    with pytest.raises(PermissionDenied):
        court.judge(commission, commission.requested_by)


def test_what_lies_ahead_is_decided_before_the_judgment(admitted):
    court.plan(admitted)

    with pytest.raises(TestimonyToCome):
        court.judge(admitted)
    assert not Judgment.objects.exists()
    with pytest.raises(NoJudgment):
        tools.move(admitted, admitted.expert, S.VALORADO)


# --- what is asked of a report -----------------------------------------------------------


def test_what_is_asked_waits_until_it_is_answered(commission):
    with pytest.raises(aftermaths.AftermathDates):
        court.happen(commission, due_on=timezone.localdate(NOON) - dt.timedelta(days=1))
    with pytest.raises(aftermaths.AftermathWordsMissing):
        court.happen(commission, words=" ")
    row = court.happen(commission, due_on=timezone.localdate(NOON) + dt.timedelta(days=3))
    with pytest.raises(AnswerOwed):
        court.step(commission, commission.expert, S.CONCLUIDO)

    do(aftermaths.answer_aftermath, commission.expert, aftermath=row, answer="Se explicó")

    with pytest.raises(aftermaths.AnsweredAlready):
        do(aftermaths.answer_aftermath, commission.expert, aftermath=row, answer="Otra vez")
    concluded = court.step(commission, commission.expert, S.CONCLUIDO)
    assert (concluded.is_open, concluded.concluded_at) == (False, NOON)
    with pytest.raises(CommissionClosed):
        court.happen(concluded)


def test_a_report_that_is_not_signed_is_changed_itself(worker, case, coordinator):
    early = court.delivered(worker, case, coordinator, state=S.APROBADO)

    with pytest.raises(aftermaths.NotSigned):
        court.happen(early)
    with pytest.raises(aftermaths.NotSigned):
        court.extend(early)


def test_a_supplement_is_a_file_of_its_own_with_the_same_people(worker, case, coordinator):
    commission = court.delivered(worker, case, coordinator, initials="A. B.", numbers="CI-0")
    row = court.happen(commission)

    made = court.extend(commission, aftermath=row, because="Acuerdo del día 9")

    row.refresh_from_db()
    assert row.answered_with_id == made.pk
    assert (made.extends_id, made.number, made.kind) == (commission.pk, 2, DocumentKind.AMPLIACION)
    assert (made.state, made.expert, made.reviewer) == (
        S.SOLICITADO,
        commission.expert,
        commission.reviewer,
    )
    people = set(made.parts.filter(until=None).values_list("user", "part"))
    assert people == {
        (commission.expert_id, Part.EXPERT),
        (commission.reviewer_id, Part.REVIEWER),
        (commission.requested_by_id, Part.REQUESTER),
    }
    with acting(commission.expert, "test"):
        again = Commission.objects.get(pk=made.pk)
        assert (again.initials.reveal(), again.numbers.reveal()) == ("A. B.", "CI-0")
        assert again.questions.get().text.reveal() == "¿Cómo está hoy?"
    tools.stand_at(made, S.FIRMADO)
    third = court.extend(made, coordinator, kind=DocumentKind.ACLARACION)
    assert (third.extends_id, third.number) == (commission.pk, 3)
    with pytest.raises(extending.NotADocument):
        court.extend(commission, kind=DocumentKind.DICTAMEN)
    with pytest.raises(aftermaths.AnsweredAlready):
        court.extend(commission, aftermath=row)
    with pytest.raises(PermissionDenied):
        court.extend(commission, commission.requested_by)
    assert Aftermath.objects.count() == 1
