"""The expert file: questions, sessions, sources, instruments."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from accompaniment.staff.acting import acting
from cases.actions.sessions import (
    AttendanceMissing,
    MinutesWrong,
    SessionInFuture,
    SessionInThePast,
    SessionNotScheduled,
)
from cases.enums import Attendance, SessionStatus
from expertise.actions import applying, evaluating, posing, sources
from expertise.actions.applying import Application, InstrumentFacts
from expertise.actions.consenting import NotAcceptedYet
from expertise.actions.describing import CommissionFacts, describe_commission
from expertise.actions.moving import Locked, NotWritingNow
from expertise.actions.sources import SourceFacts
from expertise.enums.commission import CommissionState
from expertise.models import CausalLink, Effect, Evidence, Fact
from expertise.reports import file
from tests.expertise import evaluations as e
from tests.expertise import tools
from tests.factories import NOON
from tests.traces import changes, do

S = CommissionState
DAY = dt.timedelta(days=1)


@pytest.fixture
def commission(case, worker, coordinator):
    return e.begin(tools.make_commission(worker, case=case, coordinator=coordinator))


def opened(commission, name, **facts):
    with acting(commission.expert, "test"):
        return getattr(file, name)(commission, **facts)


# --- questions ----------------------------------------------------------------------------------


def test_a_question_gets_the_next_number_and_keeps_it(commission):
    by = commission.expert
    third = do(posing.add_question, by, commission=commission, text=" ¿Y su red? ", short="Red")
    do(posing.withdraw_question, by, question=third)

    fourth = do(posing.add_question, by, commission=commission, text="¿Desde cuándo?")

    assert [each.key for each in opened(commission, "questions")] == ["P1", "P2", "P4"]
    assert changes(1) == [
        ("create", "expertise.question", commission.pk, [str(fourth.pk)], ["text"])
    ]


def test_changed_words_ask_for_the_answer_anew(commission):
    question = commission.questions.get(number=1)
    with acting(commission.expert, "test"):
        question.answer, question.answered_at = "Sí.", NOON
        question.save()
    facts = {"question": question, "text": "¿Presenta daño?"}

    do(posing.change_question, commission.expert, version=1, **facts)

    (first, _second) = opened(commission, "questions")
    assert (first.text, first.answer, first.answered_at) == ("¿Presenta daño?", "Sí.", None)
    with pytest.raises(posing.QuestionChanged):
        do(posing.change_question, commission.expert, version=1, **facts)


def test_one_question_always_stands(commission):
    first, second = commission.questions.order_by("number")
    do(posing.withdraw_question, commission.expert, question=second)

    with pytest.raises(posing.LastQuestion):
        do(posing.withdraw_question, commission.expert, question=first)
    with pytest.raises(posing.QuestionWithdrawn):
        do(posing.withdraw_question, commission.expert, question=second)
    with pytest.raises(posing.QuestionEmpty):
        do(posing.add_question, commission.expert, commission=commission, text="  ")


# --- sessions -----------------------------------------------------------------------------------


def test_a_session_is_planned_moved_and_held_under_its_conditions(commission):
    by = commission.expert
    facts = replace(e.held(), starts_at=NOON + DAY, observation="")
    session = do(evaluating.plan_evaluation, by, commission=commission, facts=facts)
    session = do(
        evaluating.move_evaluation, by, session=session, starts_at=NOON + 2 * DAY, minutes=60
    )
    assert (session.starts_at, session.minutes) == (NOON + 2 * DAY, 60)
    assert opened(commission, "sessions") == []

    later = NOON + 3 * DAY
    do(evaluating.hold_evaluation, by, session=session, facts=e.held(at=later), at=later)

    (told,) = opened(commission, "sessions")
    assert (told.key, told.is_held, told.place) == ("S1", True, "Consultorio 2")
    assert (told.content, told.observation) == (e.CONTENT, e.OBSERVED)
    assert changes(1) == [
        (
            "change",
            "expertise.evaluationsession",
            commission.pk,
            [str(session.pk)],
            ["status", "starts_at", "attendance", "conditions", "observation"],
        )
    ]
    with pytest.raises(SessionNotScheduled):
        do(evaluating.hold_evaluation, by, session=session, facts=e.held())


def test_a_session_that_was_not_held_keeps_its_number(commission):
    by = commission.expert
    facts = replace(e.held(), starts_at=NOON + DAY)
    session = do(evaluating.plan_evaluation, by, commission=commission, facts=facts)
    with pytest.raises(AttendanceMissing):
        do(evaluating.miss_evaluation, by, session=session, attendance=Attendance.ASISTIO)

    do(
        evaluating.miss_evaluation,
        by,
        session=session,
        attendance=Attendance.NO_PUDO_POR_SEGURIDAD,
    )
    e.evaluate(commission)

    told = opened(commission, "sessions", planned=True)
    assert [(each.key, each.status) for each in told] == [
        ("S1", SessionStatus.NOT_HELD),
        ("S2", SessionStatus.HELD),
    ]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"starts_at": NOON + DAY}, SessionInFuture),
        ({"starts_at": NOON - DAY}, evaluating.NotConsented),
        ({"minutes": 721}, MinutesWrong),
        ({"attendance": Attendance.CANCELA_EQUIPO}, AttendanceMissing),
    ],
)
def test_a_session_that_cannot_have_been_held_is_refused(commission, change, refusal):
    facts = replace(e.held(), **change)
    if refusal is evaluating.NotConsented:
        refusal = evaluating.BeforeConsent

    with pytest.raises(refusal):
        do(
            evaluating.record_evaluation,
            commission.expert,
            commission=commission,
            facts=facts,
        )

    assert not commission.evaluations.exists()


def test_nothing_is_recorded_before_the_evaluation_begins(case, worker, coordinator):
    commission = tools.make_commission(worker, case=case, coordinator=coordinator)
    coming = replace(e.held(), starts_at=NOON + DAY)
    waiting = tools.stand_at(commission, S.ACEPTADO)
    with pytest.raises(NotAcceptedYet):
        do(evaluating.plan_evaluation, commission.expert, commission=waiting, facts=coming)
    commission = e.accept(tools.stand_at(commission, S.ADMISIBILIDAD))
    do(evaluating.plan_evaluation, commission.expert, commission=commission, facts=coming)

    with pytest.raises(evaluating.NotEvaluatingYet):
        e.evaluate(commission)
    with pytest.raises(SessionInThePast):
        do(evaluating.plan_evaluation, commission.expert, commission=commission, facts=e.held())


def test_what_was_held_is_put_right_and_every_version_stays(commission):
    session = e.evaluate(commission)
    facts = e.held(conditions={"place": "Consultorio 1"}, observation="")

    do(evaluating.correct_evaluation, commission.expert, session=session, facts=facts)

    (told,) = opened(commission, "sessions")
    assert (told.place, told.content, told.observation) == ("Consultorio 1", "", "")
    assert session.history.count() == 2


# --- sources and instruments ----------------------------------------------------------------------


def test_sources_keep_their_keys(commission):
    by = commission.expert
    for kind, title in (("DOCUMENTO", "Denuncia"), ("COLATERAL", "Su hermana")):
        facts = SourceFacts(title=title)
        do(sources.add_source, by, commission=commission, kind=kind, facts=facts)
    first = commission.sources.get(kind="DOCUMENTO")
    do(sources.change_source, by, source=first, facts=SourceFacts("Denuncia", folios="2 a 11"))
    facts = SourceFacts("Nota médica", not_seen="Estudios de imagen")
    second = do(sources.add_source, by, commission=commission, kind="DOCUMENTO", facts=facts)
    do(sources.withdraw_source, by, source=first)

    told = opened(commission, "sources")

    assert [(each.key, each.title) for each in told] == [
        ("D2", "Nota médica"),
        ("C1", "Su hermana"),
    ]
    assert told[0].not_seen == "Estudios de imagen"
    with pytest.raises(sources.AlreadyWithdrawn):
        do(sources.withdraw_source, by, source=first)
    with pytest.raises(sources.TitleMissing):
        do(sources.change_source, by, source=second, facts=SourceFacts(" "))


def test_what_the_causal_table_stands_on_is_not_taken_off(commission):
    by = commission.expert
    facts = SourceFacts(title="Denuncia")
    source = do(sources.add_source, by, commission=commission, kind="DOCUMENTO", facts=facts)
    with acting(by, "test"):
        common = {"commission": commission, "number": 1, "told": {"title": "x"}}
        link = CausalLink.objects.create(
            fact=Fact.objects.create(**common), effect=Effect.objects.create(**common), **common
        )
        Evidence.objects.create(commission=commission, link=link, kind="DOCUMENTO", source=source)

    with pytest.raises(sources.StillRestedOn) as refused:
        do(sources.withdraw_source, by, source=source)

    assert "D1" in str(refused.value)


def test_an_instrument_keeps_its_scores_and_its_limits(commission):
    first, second = e.evaluate(commission), e.evaluate(commission)
    times = (Application(first, 17), Application(second, 15, "dos puntos menos"))
    facts = InstrumentFacts("PHQ-9", code="PHQ-9", max=27, cut=10, limits="Cuidados", times=times)

    use = do(applying.add_instrument, commission.expert, commission=commission, facts=facts)

    (told,) = opened(commission, "instruments")
    assert (told.key, told.code, told.max, told.cut) == ("I1", "PHQ-9", 27, 10)
    assert [(each.session, each.score) for each in told.times] == [("S1", 17), ("S2", 15)]
    changed = replace(facts, limits="", times=(Application(second, 12),))
    do(applying.change_instrument, commission.expert, use=use, facts=changed)
    (told,) = opened(commission, "instruments")
    assert (told.session, told.score, told.limits) == ("S2", 12, "")
    do(applying.withdraw_instrument, commission.expert, use=use)
    assert opened(commission, "instruments") == []


@pytest.mark.parametrize("score", [-1, 28])
def test_a_score_that_cannot_be_is_refused(commission, score):
    facts = InstrumentFacts("PHQ-9", max=27, times=(Application(None, score),))

    with pytest.raises(applying.ScoreOutOfRange):
        do(applying.add_instrument, commission.expert, commission=commission, facts=facts)


def test_an_instrument_was_applied_in_a_session_of_this_evaluation(commission):
    other = e.begin(tools.make_commission())
    facts = InstrumentFacts("PHQ-9", times=(Application(e.evaluate(other), 3),))

    with pytest.raises(applying.SessionOfAnother):
        do(applying.add_instrument, commission.expert, commission=commission, facts=facts)


# --- who, and when ------------------------------------------------------------------------------


def deeds(commission):
    """Yield everything that changes the file, as (use case, facts)."""
    session = e.evaluate(commission)
    question = commission.questions.first()
    yield posing.add_question, {"commission": commission, "text": "¿?"}
    yield posing.change_question, {"question": question, "version": 1, "text": "¿?"}
    yield posing.withdraw_question, {"question": question}
    yield evaluating.record_evaluation, {"commission": commission, "facts": e.held()}
    yield evaluating.correct_evaluation, {"session": session, "facts": e.held()}
    facts = SourceFacts(title="Denuncia")
    yield sources.add_source, {"commission": commission, "kind": "DOCUMENTO", "facts": facts}
    facts = InstrumentFacts("PHQ-9")
    yield applying.add_instrument, {"commission": commission, "facts": facts}
    facts = CommissionFacts(regime="CNPP")
    yield describe_commission, {"commission": commission, "facts": facts}


def test_only_who_evaluates_changes_the_file(commission, worker, coordinator):
    for deed, facts in list(deeds(commission)):
        for person in (worker, coordinator, commission.reviewer, commission.requested_by):
            with pytest.raises(PermissionDenied):
                do(deed, person, **facts)


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        (S.REVISION_PARES, NotWritingNow),
        (S.SUSPENDIDO, NotWritingNow),
        (S.FIRMADO, Locked),
        (S.CONCLUIDO, Locked),
    ],
)
def test_a_file_that_is_not_written_in_does_not_change(commission, state, refusal):
    for deed, facts in list(deeds(commission)):
        tools.stand_at(commission, state)
        with pytest.raises(refusal):
            do(deed, commission.expert, **facts)


def test_the_first_page_is_put_right_and_found_by_its_name(commission):
    facts = CommissionFacts(
        regime="CNPP",
        evaluated_name="Nadia Olivas",
        initials="N. O.",
        protected=(("Elena Ríos", "su hermana"),),
    )

    do(describe_commission, commission.expert, commission=commission, facts=facts)

    with acting(commission.expert, "test"):
        assert CommissionFacts.of(e.fresh(commission)) == facts
    assert commission.words.filter(action="identify").exists()
