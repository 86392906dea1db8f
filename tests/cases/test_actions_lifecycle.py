"""The way of an accompaniment."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from accompaniment.audit.log import NotTheOneAtWork
from accompaniment.audit.models import Event
from accompaniment.staff.acting import acting
from accompaniment.staff.pages import page
from cases.actions import lifecycle
from cases.actions.consents import AgeNotKnown, ConsentMissing, revoke_consent
from cases.actions.lifecycle import close_case, move_case, reopen_case, set_urgency
from cases.actions.plans import OutcomeMissing
from cases.actions.refusal import CaseClosed
from cases.enums import AgeGroup, CaseState, ClosingReason, Consent, Template
from cases.lines import INDIVIDUAL
from cases.models import Case
from tests.factories import NOON, SECRET_TEXT, agree, make_case, make_member, make_note, sign
from tests.traces import changes, do, everything_said

LATER = NOON + dt.timedelta(days=1)
PAUSE = dt.date(2026, 6, 1)
DONE = ClosingReason.OBJETIVOS_CUMPLIDOS


def walk(case, by, *states):
    for state in states:
        do(move_case, by, case=case, to=state, reason=SECRET_TEXT, until_on=PAUSE)
    case.refresh_from_db()
    return case


def make_closed(case, by, reason=DONE):
    sign(make_note(case, by, template=Template.CIERRE), by)
    return do(close_case, by, case=case, reason=reason, safety_checked=True, follow_up=False)


# --- moving on -------------------------------------------------------------------------------


def test_case_walks_its_whole_way(case, worker):
    states = ["ENCUADRE", "VALORACION_PSICOSOCIAL", "PLAN_ACORDADO", "EN_PROCESO", "EN_PAUSA"]
    states += ["EN_PROCESO", "INTERRUMPIDO", "EN_PROCESO", "PREPARACION_CIERRE"]
    walk(case, worker, *states)

    steps = case.transitions.all()
    assert sorted(steps.values_list("after", flat=True)) == sorted(["PROPUESTO", *states])
    pause = case.transitions.get(after="EN_PAUSA")
    assert (pause.before, pause.until_on, pause.at, pause.by) == (
        "EN_PROCESO",
        PAUSE,
        NOON,
        worker,
    )
    assert do(lambda by, at: pause.reason.reveal(), worker) == SECRET_TEXT
    assert SECRET_TEXT not in everything_said()


def test_step_leaves_exactly_this_trace(case, worker):
    do(move_case, worker, case=case, to=CaseState.ENCUADRE, at=LATER)

    assert changes(1) == [("change", "cases.case", case.pk, [], ["state"])]
    case.refresh_from_db()
    assert case.last_activity_at == LATER


@pytest.mark.parametrize("state", CaseState)
def test_only_the_next_states_follow(case, worker, state):
    if state in INDIVIDUAL.next[CaseState.PROPUESTO]:
        walk(case, worker, state)
        return
    with pytest.raises(lifecycle.NoSuchStep, match="Prop"):
        do(move_case, worker, case=case, to=state, reason="x", until_on=PAUSE)
    assert lifecycle.next_steps(case) == (CaseState.ENCUADRE,)


def test_agreements_need_consent(worker):
    case = make_case(by=worker, consents=False)
    with pytest.raises(ConsentMissing) as refused:
        walk(case, worker, CaseState.ENCUADRE)
    assert refused.value.kinds == [Consent.DATOS_SENS, Consent.PROCESO]
    assert str(Consent.PROCESO.label) in str(refused.value)

    agree(case, worker)
    do(revoke_consent, worker, consent=case.consents.get(kind=Consent.PROCESO))
    with pytest.raises(ConsentMissing) as refused:
        walk(case, worker, CaseState.ENCUADRE)
    assert refused.value.kinds == [Consent.PROCESO]
    case.refresh_from_db()
    assert case.state == CaseState.PROPUESTO


def test_agreements_with_a_child_need_both_answers(worker):
    case = make_case(by=worker, age_group=AgeGroup.NINEZ, consents=False)
    with pytest.raises(ConsentMissing) as refused:
        walk(case, worker, CaseState.ENCUADRE)
    assert refused.value.kinds == [
        Consent.DATOS_SENS,
        Consent.PROCESO,
        Consent.REP_NNA,
        Consent.ASENT_NNA,
    ]

    agree(case, worker)
    assert walk(case, worker, CaseState.ENCUADRE).state == CaseState.ENCUADRE


def test_agreements_need_a_known_age(worker):
    case = make_case(by=worker, age_group=AgeGroup.DESCONOCIDA, consents=False)
    with pytest.raises(AgeNotKnown):
        walk(case, worker, CaseState.ENCUADRE)


@pytest.mark.parametrize(
    ("to", "facts", "refusal"),
    [
        (CaseState.PLAN, {}, lifecycle.GoalMissing),
        (CaseState.PLAN, {"reason": " "}, lifecycle.GoalMissing),
        (CaseState.EN_PAUSA, {"until_on": PAUSE}, lifecycle.ReasonMissing),
        (CaseState.EN_PAUSA, {"reason": "x"}, lifecycle.DateMissing),
        (CaseState.EN_PAUSA, {"reason": "x", "until_on": NOON.date()}, lifecycle.DateMissing),
        (CaseState.INTERRUMPIDO, {}, lifecycle.ReasonMissing),
    ],
)
def test_guards_name_what_is_missing(case, worker, to, facts, refusal):
    walk(case, worker, CaseState.ENCUADRE, CaseState.VALORACION)
    if to == CaseState.EN_PAUSA:
        walk(case, worker, CaseState.PLAN, CaseState.EN_PROCESO)
    before = case.state
    with pytest.raises(refusal):
        do(move_case, worker, case=case, to=to, **facts)
    case.refresh_from_db()
    assert case.state == before


def test_only_who_writes_moves_a_case(case, coordinator, stranger):
    for by in (coordinator, stranger, make_member(case.team, "reception")):
        with pytest.raises(PermissionDenied):
            do(move_case, by, case=case, to=CaseState.ENCUADRE)


# --- urgency ---------------------------------------------------------------------------------


def test_urgency_moves_the_case_in_every_list(case, worker, coordinator):
    do(set_urgency, worker, case=case, urgency=1, reason=SECRET_TEXT)

    for user in (worker, coordinator):
        for urgency, shown in ((1, [case]), (4, [])):
            assert (
                do(
                    lambda by, at, u=urgency: page(Case.objects.all(), by, urgency=u).records,
                    user,
                )
                == shown
            )
    assert changes(1) == [("change", "cases.case", case.pk, [], ["urgency"])]
    triage = case.triages.get()
    assert (triage.before, triage.after, triage.by, triage.at) == (4, 1, worker, NOON)
    assert do(lambda by, at: triage.reason.reveal(), worker) == SECRET_TEXT
    with pytest.raises(PermissionDenied):
        do(lambda by, at: case.triages.get().reason.reveal(), coordinator)


def test_coordination_sets_urgency_in_words_it_may_read(case, coordinator, stranger):
    do(set_urgency, coordinator, case=case, urgency=2, reason="she called twice")

    reason = case.triages.get().reason
    assert do(lambda by, at: reason.reveal(), coordinator) == "she called twice"
    with pytest.raises(lifecycle.NothingChanged):
        do(set_urgency, coordinator, case=case, urgency=2, reason="x")
    with pytest.raises(lifecycle.ReasonMissing):
        do(set_urgency, coordinator, case=case, urgency=1, reason=" ")
    with pytest.raises(PermissionDenied):
        do(set_urgency, stranger, case=case, urgency=1, reason="x")
    assert case.triages.count() == 1


# --- closing and reopening -------------------------------------------------------------------


def test_case_closes_with_exact_trace(case, worker, coordinator):
    closed = make_closed(case, worker)

    assert (closed.is_open, closed.state, closed.closed_at, closed.closed_by) == (
        False,
        CaseState.CERRADO,
        NOON,
        worker,
    )
    assert closed.closing_reason == DONE
    answer = closed.consents.get(kind=Consent.SEGUIMIENTO)
    assert answer.granted is False
    assert closed.transitions.get(after="CERRADO").safety_checked is True
    assert changes(2) == [
        (
            "create",
            "cases.consentgiven",
            case.pk,
            [str(answer.pk)],
            ["kind", "granted", "method"],
        ),
        ("close", "cases.case", case.pk, [], ["state", "closing_reason", "safety_checked"]),
    ]
    for user in (worker, coordinator):
        for is_open, shown in ((True, []), (False, [case])):
            look = lambda by, at, o=is_open: page(Case.objects.all(), by, is_open=o).records  # noqa: E731
            assert do(look, user) == shown


def test_closing_names_what_is_missing(case, worker):
    facts = {"case": case, "reason": DONE, "safety_checked": True, "follow_up": True}
    assert lifecycle.closing_needs(case, DONE) == ["note", "follow_up"]
    with pytest.raises(lifecycle.ClosingNoteMissing):
        do(close_case, worker, **facts)
    assert not case.consents.filter(kind=Consent.SEGUIMIENTO).exists()  # rolled back
    note = make_note(case, worker, template=Template.CIERRE)
    with pytest.raises(lifecycle.ClosingNoteMissing):  # not signed yet
        do(close_case, worker, **facts)
    sign(note, worker)
    with pytest.raises(lifecycle.SafetyNotChecked):
        do(close_case, worker, **{**facts, "safety_checked": False})
    with pytest.raises(lifecycle.FollowUpNotAsked):
        do(close_case, worker, **{**facts, "follow_up": None})
    case.refresh_from_db()
    assert case.is_open
    assert do(close_case, worker, **facts).is_open is False


def test_closing_both_agree_on_is_prepared(case, worker):
    walk(case, worker, "ENCUADRE", "VALORACION_PSICOSOCIAL", "PLAN_ACORDADO", "EN_PROCESO")
    sign(make_note(case, worker, template=Template.CIERRE), worker)
    facts = {"case": case, "safety_checked": True, "follow_up": True, "plan": "CUMPLIDO"}
    with pytest.raises(lifecycle.ClosingNotPrepared):
        do(close_case, worker, reason=DONE, **facts)

    walk(case, worker, "PREPARACION_CIERRE")
    with pytest.raises(OutcomeMissing):
        do(close_case, worker, reason=DONE, **{**facts, "plan": ""})
    assert do(close_case, worker, reason=DONE, **facts).closing_reason == DONE


@pytest.mark.parametrize("reason", sorted(lifecycle.CANNOT_BE_ASKED))
def test_endings_that_come_over_a_case_ask_her_nothing(case, worker, reason):
    if reason != ClosingReason.DUPLICADO:
        sign(make_note(case, worker, template=Template.CIERRE), worker)

    closed = do(close_case, worker, case=case, reason=reason, safety_checked=False)
    assert (closed.closing_reason, closed.is_open) == (reason, False)


def test_coordination_closes_and_reopens_without_reading(case, coordinator, worker):
    facts = {"case": case, "reason": ClosingReason.DUPLICADO, "safety_checked": True}
    do(close_case, coordinator, **facts)
    do(reopen_case, coordinator, case=case, reason="by mistake", at=LATER)

    step = case.transitions.get(before="CERRADO")
    assert do(lambda by, at: step.reason.reveal(), coordinator) == "by mistake"
    assert do(lambda by, at: step.reason.reveal(), worker) == "by mistake"


def test_closed_case_refuses_everything_but_reopening(case, worker):
    make_closed(case, worker)
    for action, facts in (
        (move_case, {"to": CaseState.ENCUADRE}),
        (set_urgency, {"urgency": 1, "reason": "x"}),
        (close_case, {"reason": DONE, "safety_checked": True}),
    ):
        with pytest.raises(CaseClosed):
            do(action, worker, case=case, **facts)
    with pytest.raises(lifecycle.ReasonMissing):
        do(reopen_case, worker, case=case, reason=" ")

    again = do(reopen_case, worker, case=case, reason=SECRET_TEXT, at=LATER)

    assert (again.is_open, again.state, again.closing_reason) == (True, CaseState.ENCUADRE, "")
    assert (again.closed_at, again.closed_by) == (None, None)
    assert changes(1) == [("reopen", "cases.case", case.pk, [], ["state"])]
    with pytest.raises(lifecycle.CaseNotClosed):
        do(reopen_case, worker, case=case, reason="x")


def test_reopened_case_needs_a_new_closing_note(case, worker):
    make_closed(case, worker)
    do(reopen_case, worker, case=case, reason="x", at=LATER)

    assert lifecycle.closing_needs(case, DONE) == ["note"]
    note = make_note(case, worker, template=Template.CIERRE, at=LATER)
    sign(note, worker, at=LATER)
    assert lifecycle.closing_needs(case, DONE) == []


def test_members_do_not_close(case, stranger):
    for by in (stranger, make_member(case.team), make_member(case.team, "reception")):
        with pytest.raises(PermissionDenied):
            do(close_case, by, case=case, reason=ClosingReason.DUPLICADO, safety_checked=True)
        with pytest.raises(PermissionDenied):
            do(reopen_case, by, case=case, reason="x")


def test_change_without_trace_is_undone(case, worker, monkeypatch):
    def refuse(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(Event, "save", refuse)
    with pytest.raises(OSError, match="disk full"):
        do(move_case, worker, case=case, to=CaseState.ENCUADRE)

    case.refresh_from_db()
    assert case.state == CaseState.PROPUESTO
    assert not case.transitions.filter(after=CaseState.ENCUADRE).exists()


def test_nobody_acts_in_the_name_of_another(case, worker, coordinator):
    facts = {"reason": ClosingReason.DUPLICADO, "safety_checked": True}
    with acting(worker, "care"), pytest.raises(NotTheOneAtWork):
        close_case(case=case, by=coordinator, at=NOON, **facts)
    case.refresh_from_db()
    assert case.is_open


def test_trace_tells_which_fields_changed_and_not_what_they_say(case, worker):
    do(set_urgency, worker, case=case, urgency=1, reason="x")
    do(move_case, worker, case=case, to=CaseState.ENCUADRE)
    reason = ClosingReason.DUPLICADO
    do(close_case, worker, case=case, reason=reason, safety_checked=False, at=LATER)

    said = everything_said()
    values = [*CaseState.values, *ClosingReason.values, *Consent.values, "'U1'"]
    assert [value for value in values if value in said] == []
