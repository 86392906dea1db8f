"""The way of a commission: who may take which step, and what each step needs."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accompaniment.staff import access
from accompaniment.staff.acting import acting
from cases.actions.consents import revoke_consent
from cases.actions.refusal import Refusal
from expertise.actions import accepting, halting, moving, parts
from expertise.actions.accepting import Acceptance, accept_commission, decline_commission
from expertise.actions.consenting import NotConsented
from expertise.actions.guards import commission as guards
from expertise.actions.halting import ReasonMissing, resume_commission, suspend_commission
from expertise.actions.moving import NoSuchStep, move_commission
from expertise.actions.parts import appoint
from expertise.enums.commission import CommissionState, NotAccepted, Part, PriorRelation
from expertise.models import Commission
from tests import factories
from tests.expertise import evaluations as e
from tests.expertise import tools
from tests.factories import NOON
from tests.traces import changes, do, refusals

S = CommissionState
WHY = "canary-why-0d4c"
# the way as docs and domain tell it, written down a second time
TABLE = {
    "SOLICITADO": "ADMISIBILIDAD DESISTIDO",
    "ADMISIBILIDAD": "ACEPTADO NO_ACEPTADO DESISTIDO",
    "NO_ACEPTADO": "",
    "ACEPTADO": "CONSENTIMIENTO DESISTIDO",
    "CONSENTIMIENTO": "EVALUACION SUSPENDIDO DESISTIDO",
    "EVALUACION": "INTEGRACION SUSPENDIDO DESISTIDO",
    "INTEGRACION": "REVISION_PARES EVALUACION SUSPENDIDO DESISTIDO",
    "REVISION_PARES": "CON_OBSERVACIONES APROBADO INTEGRACION",
    "CON_OBSERVACIONES": "INTEGRACION",
    "APROBADO": "FIRMADO INTEGRACION SUSPENDIDO DESISTIDO",
    "FIRMADO": "ENTREGADO",
    "ENTREGADO": "OFRECIDO CONCLUIDO",
    "OFRECIDO": "ADMITIDO DESECHADO",
    "ADMITIDO": "EN_AUDIENCIA VALORADO_EN_SENTENCIA",
    "DESECHADO": "CONCLUIDO",
    "EN_AUDIENCIA": "VALORADO_EN_SENTENCIA",
    "VALORADO_EN_SENTENCIA": "CONCLUIDO",
    "CONCLUIDO": "",
    "SUSPENDIDO": "DESISTIDO",
    "DESISTIDO": "",
}
OURS = {  # the guards of the others belong to other rooms
    *("ADMISIBILIDAD", "ACEPTADO", "NO_ACEPTADO", "CONSENTIMIENTO", "EVALUACION", "INTEGRACION"),
    *("SUSPENDIDO", "DESISTIDO"),
}


@pytest.fixture
def commission(case, worker, coordinator):
    return tools.make_commission(worker, case=case, coordinator=coordinator)


def ready(commission):
    """Give a commission everything the guards of this room ask for."""
    commission = e.begin(commission)
    e.evaluate(commission)
    commission = e.fresh(commission)
    commission.not_accepted = NotAccepted.TIEMPO
    commission.save()
    return commission


def test_every_step_is_on_the_way_or_refused(commission):
    commission = ready(commission)
    said = {}
    with acting(commission.expert, "test"):
        for before in S.values:
            for after in S.values:
                with transaction.atomic():
                    tools.stand_at(commission, before)
                    try:
                        moving.step(
                            moving.locked(commission.pk), after, by=commission.expert, at=NOON
                        )
                        said[before, after] = "goes"
                    except NoSuchStep:
                        said[before, after] = "refused"
                    except Refusal:
                        said[before, after] = "guarded"
                    transaction.set_rollback(True)

    assert set(TABLE) == set(S.values)
    for (before, after), outcome in said.items():
        allowed = after in TABLE[before].split()
        assert (outcome != "refused") == allowed, (before, after, outcome)
        if allowed and after in OURS:
            assert outcome == "goes", (before, after)


@pytest.mark.parametrize("to", ["CONSENTIMIENTO", "EVALUACION", "INTEGRACION", "APROBADO"])
def test_a_suspension_ends_where_it_began(commission, to):
    commission = ready(commission)
    tools.stand_at(commission, to)
    suspended = do(
        suspend_commission, commission.expert, commission=commission, reason=WHY, at=NOON
    )
    assert (suspended.state, suspended.resumes) == (S.SUSPENDIDO, to)

    resumed = do(resume_commission, commission.expert, commission=commission, at=NOON)

    assert (resumed.state, resumed.resumes) == (to, "")
    with acting(commission.expert, "test"):
        newest = commission.steps.order_by("-at", "-id").filter(after=S.SUSPENDIDO).get()
        assert newest.reason.reveal() == WHY


def test_what_is_suspended_goes_on_only_with_her_consent(commission, worker):
    commission = ready(commission)
    do(suspend_commission, commission.expert, commission=commission, reason=WHY)
    do(revoke_consent, worker, consent=e.fresh(commission).consent)

    with pytest.raises(NotConsented):
        do(resume_commission, commission.expert, commission=commission)
    e.agrees(e.fresh(commission))
    resumed = do(resume_commission, commission.expert, commission=commission)

    assert resumed.state == S.EVALUACION


def test_only_a_suspended_commission_is_resumed(commission):
    with pytest.raises(NoSuchStep):
        do(resume_commission, commission.expert, commission=ready(commission))


@pytest.mark.parametrize("stop", [halting.suspend_commission, halting.withdraw_commission])
def test_nothing_stops_without_a_reason(commission, stop):
    commission = ready(commission)
    with pytest.raises(ReasonMissing):
        do(stop, commission.expert, commission=commission, reason="  ")
    assert e.fresh(commission).state == S.EVALUACION


def test_a_withdrawn_commission_leaves_the_open_lists(commission, coordinator):
    do(halting.withdraw_commission, coordinator, commission=commission, reason=WHY)

    found = e.fresh(commission)
    assert (found.state, found.is_open) == (S.DESISTIDO, False)
    assert not commission.grants.filter(is_open=True).exists()


# --- guards -------------------------------------------------------------------------------------


def without_expert(commission):
    commission.expert = None


def without_oath(commission):
    commission.accepted_at = None


def unjustified(commission):
    commission.prior_relation, commission.prior_relation_why = PriorRelation.ACOMPANA, None


def without_consent(commission):
    commission.consent = None


def revoked(commission):
    commission.consent.revoked_at = NOON
    commission.consent.save()


def expired(commission):
    commission.consent.expires_on = dt.date(2026, 5, 5)
    commission.consent.save()


def without_questions(commission):
    for question in commission.questions.all():
        question.withdrawn_at = NOON
        question.save()


def without_sessions(commission):
    for session in commission.evaluations.all():
        session.status = "PROGRAMADA"
        session.save()


def without_ground(commission):
    commission.not_accepted = ""


@pytest.mark.parametrize(
    ("before", "to", "lacking", "refusal"),
    [
        ("ADMISIBILIDAD", "ACEPTADO", without_oath, guards.NotDeclared),
        ("ADMISIBILIDAD", "ACEPTADO", unjustified, guards.NotDeclared),
        ("ADMISIBILIDAD", "NO_ACEPTADO", without_ground, guards.GroundMissing),
        ("ACEPTADO", "CONSENTIMIENTO", without_oath, guards.NotDeclared),
        ("CONSENTIMIENTO", "EVALUACION", without_oath, guards.NotDeclared),
        ("CONSENTIMIENTO", "EVALUACION", without_consent, NotConsented),
        ("CONSENTIMIENTO", "EVALUACION", revoked, NotConsented),
        ("CONSENTIMIENTO", "EVALUACION", expired, NotConsented),
        ("INTEGRACION", "EVALUACION", revoked, NotConsented),
        ("CONSENTIMIENTO", "EVALUACION", without_questions, guards.QuestionsMissing),
        ("EVALUACION", "INTEGRACION", without_sessions, guards.SessionMissing),
    ],
)
def test_a_step_is_refused_while_something_is_missing(commission, before, to, lacking, refusal):
    commission = tools.stand_at(ready(commission), before)
    with acting(commission.expert, "test"):
        lacking(commission)
        commission.save()

    with pytest.raises(refusal):
        do(move_commission, commission.expert, commission=commission, to=to)

    assert e.fresh(commission).state == before


def test_nobody_is_asked_before_somebody_was_appointed(commission, coordinator):
    commission = e.admit(commission)
    with acting(coordinator, "test"):
        without_expert(commission)
        commission.save()
    access.grant(coordinator, "write", commission)

    with pytest.raises(guards.ExpertMissing):
        do(move_commission, coordinator, commission=commission, to=S.ACEPTADO)


# --- who takes which step -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "before", "who"),
    [
        ("ADMISIBILIDAD", "SOLICITADO", "coordinator"),
        ("CONSENTIMIENTO", "ACEPTADO", "expert"),
        ("EVALUACION", "CONSENTIMIENTO", "expert"),
        ("INTEGRACION", "EVALUACION", "expert"),
    ],
)
def test_a_step_is_taken_by_who_may(commission, coordinator, worker, to, before, who):
    commission = tools.stand_at(ready(commission), before)
    people = {
        "coordinator": coordinator,
        "expert": commission.expert,
        "reviewer": commission.reviewer,
        "requester": commission.requested_by,
        "accompanies": worker,
    }
    for name, person in people.items():
        if name != who:
            with pytest.raises(PermissionDenied):
                do(move_commission, person, commission=commission, to=to)

    moved = do(move_commission, people[who], commission=commission, to=to)

    assert moved.state == to
    assert len(refusals()) == 4
    assert changes(1) == [("change", "expertise.commission", commission.pk, [], ["state"])]


# --- acceptance ---------------------------------------------------------------------------------


def test_acceptance_is_under_oath_and_on_record(commission):
    commission = e.accept(commission)

    assert (commission.state, commission.prior_relation) == (S.ACEPTADO, PriorRelation.NINGUNA)
    assert (commission.accepted_at, commission.no_impediment_at) == (NOON, NOON)
    told = ["no_impediment_at", "accepted_at", "prior_relation"]
    assert changes(2) == [
        ("change", "expertise.commission", commission.pk, [], ["state"]),
        ("change", "expertise.commission", commission.pk, [], told),
    ]
    with pytest.raises(accepting.AlreadyAccepted):
        e.accept(commission)


@pytest.mark.parametrize(
    ("declared", "refusal"),
    [
        ({"no_impediment": False}, accepting.ImpedimentNotDenied),
        ({"oath": False}, accepting.OathMissing),
        ({"prior_relation": PriorRelation.ACOMPANA}, accepting.RelationUnjustified),
        ({"prior_relation": PriorRelation.ACOMPANA, "why": " "}, accepting.RelationUnjustified),
    ],
)
def test_what_is_not_declared_is_not_accepted(commission, declared, refusal):
    commission = e.admit(commission)

    with pytest.raises(refusal):
        e.accept(commission, **declared)

    assert e.fresh(commission).accepted_at is None


def test_who_accompanies_is_warned_and_justifies_the_dual_role(commission, worker, coordinator):
    commission = e.admit(commission)
    who = {"commission": commission, "user": worker, "part": Part.EXPERT}
    with pytest.raises(parts.DualRole):
        do(appoint, coordinator, **who)
    do(appoint, coordinator, **who, knowing=True)
    commission = e.fresh(commission)
    with pytest.raises(accepting.RelationNotDeclared):
        e.accept(commission)

    accepted = e.accept(commission, prior_relation=PriorRelation.ACOMPANA, why=WHY)

    assert (accepted.state, accepted.prior_relation) == (S.ACEPTADO, PriorRelation.ACOMPANA)
    with acting(worker, "test"):
        assert e.fresh(commission).prior_relation_why.reveal() == WHY


def test_another_expert_accepts_anew_and_the_first_is_let_out(commission, coordinator):
    commission = e.begin(commission)
    before, another = commission.expert, tools.make_expert()

    do(appoint, coordinator, commission=commission, user=another, part=Part.EXPERT)

    commission = e.fresh(commission)
    assert (commission.accepted_at, commission.state) == (None, S.EVALUACION)
    assert not access.allows(before, "view", commission)
    with pytest.raises(guards.NotDeclared):
        tools.move(tools.stand_at(commission, S.CONSENTIMIENTO), another, S.EVALUACION)
    assert e.accept(tools.stand_at(commission, S.EVALUACION)).accepted_at == NOON


def test_only_who_is_appointed_accepts(commission, coordinator, worker):
    commission = e.admit(commission)
    for person in (coordinator, worker, commission.reviewer, commission.requested_by):
        declared = Acceptance(no_impediment=True, oath=True)
        with pytest.raises(PermissionDenied):
            do(accept_commission, person, commission=commission, declared=declared)


def test_declining_says_on_which_ground_and_why(commission, coordinator):
    commission = e.admit(commission)
    facts = {"commission": commission, "ground": NotAccepted.COMPETENCIA}
    with pytest.raises(accepting.WhyNotMissing):
        do(decline_commission, commission.expert, **facts, why="")

    declined = do(decline_commission, commission.expert, **facts, why=WHY)

    assert (declined.state, declined.is_open) == (S.NO_ACEPTADO, False)
    with acting(coordinator, "test"):
        assert Commission.objects.get(pk=commission.pk).not_accepted_why.reveal() == WHY


def test_nothing_of_what_ended_is_appointed(commission, coordinator):
    do(halting.withdraw_commission, coordinator, commission=commission, reason=WHY)

    with pytest.raises(moving.CommissionClosed):
        do(
            appoint,
            coordinator,
            commission=commission,
            user=factories.make_member(commission.team),
            part=Part.EXPERT,
        )
