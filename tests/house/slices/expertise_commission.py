"""Commissions on their way, their evaluation, and what crosses from the accompaniment."""

import datetime as dt

from django.utils import timezone

from accompaniment.staff.acting import acting
from cases.enums import Attendance, ConsentMethod, SessionStatus
from cases.models import ConsentGiven
from expertise.actions import applying, posing, sources
from expertise.actions.applying import InstrumentFacts
from expertise.actions.borrowing import Agreed, ask_to_borrow, decline_loan, lend
from expertise.actions.evaluating import EvaluationFacts, record_evaluation
from expertise.actions.sources import SourceFacts
from expertise.enums.commission import PriorRelation
from expertise.models import Commission, Credential, EvaluationSession, Loan
from tests.expertise import tools
from tests.factories import NOON
from tests.house.readers import PSYCHOLOGISTS
from tests.traces import do

READ, WRITE, YES = ("read 200", "405"), ("write 200", "write 422"), ("write 200", "write 302")
EITHER = ("write|assign 200", "write|assign 422")
COMMISSION = {
    "expertise:accept": WRITE,
    "expertise:appoint": ("assign 200", "assign 422"),
    "expertise:borrow": WRITE,
    "expertise:consent": WRITE,
    "expertise:decline": EITHER,
    "expertise:describe": WRITE,
    "expertise:evaluation": READ,
    "expertise:instrument_add": WRITE,
    "expertise:instrument_edit": WRITE,
    "expertise:instrument_withdraw": YES,
    "expertise:question_add": WRITE,
    "expertise:question_edit": WRITE,
    "expertise:question_withdraw": YES,
    "expertise:resume": EITHER,
    "expertise:session_correct": WRITE,
    "expertise:session_hold": WRITE,
    "expertise:session_miss": WRITE,
    "expertise:session_move": WRITE,
    "expertise:session_plan": WRITE,
    "expertise:session_record": WRITE,
    "expertise:source_add": WRITE,
    "expertise:source_edit": WRITE,
    "expertise:source_withdraw": YES,
    "expertise:step": YES,
    "expertise:suspend": EITHER,
    "expertise:withdraw": EITHER,
}
CASE = {
    "expertise:request": ("legal 200", "legal 422"),
}
NOTE = {  # of the case: who may not read its notes does not learn that something is asked for
    "expertise:loan": ("read 200", "write 422"),
    "expertise:loan_decline": ("write 200", "write 422"),
}
MAKE_REPORTS = PSYCHOLOGISTS | {"coordinator"}
HERS = {"teammate", "coordinator"}  # the title is of the teammate
ROLE = {
    "expertise:find": (PSYCHOLOGISTS | {"coordinator", "legal"}, "200", "422"),
    "expertise:credentials": (MAKE_REPORTS, "200", "405"),
    "expertise:credential_add": (HERS, "200", "422"),
    "expertise:credential_edit": (HERS, "200", "422"),
    "expertise:credential_retire": (HERS, "200", "302"),
    "expertise:credential_verify": ({"coordinator"}, "200", "422"),
}


def furnish_commission(world):
    """Give the commission an evaluation, and let it ask for something of the case."""
    commission, by = world.commission, world.people["stranger"]
    with acting(by, "test"):
        commission.accepted_at = commission.no_impediment_at = NOON
        commission.prior_relation = PriorRelation.NINGUNA
        commission.consent = ConsentGiven.objects.create(
            case=world.case,
            person=commission.person,
            kind="C_PERITAJE",
            granted=True,
            method=ConsentMethod.AUTOGRAFA,
            given_on=NOON.date(),
            recorded_by=by,
        )
        commission.save()
        common = {"commission": commission, "time_zone": "America/Chihuahua", "by": by}
        held = EvaluationSession.objects.create(
            number=1,
            starts_at=NOON,
            status=SessionStatus.HELD,
            attendance=Attendance.ASISTIO,
            **common,
        )
        coming = timezone.now() + dt.timedelta(days=9)
        planned = EvaluationSession.objects.create(number=2, starts_at=coming, **common)
        credential = Credential.objects.create(
            user=world.people["teammate"],
            title="Psicología",
            licence="0000001",
            recorded_at=NOON,
        )
    facts = SourceFacts(title="Denuncia")
    source = do(sources.add_source, by, commission=commission, kind="DOCUMENTO", facts=facts)
    facts = InstrumentFacts("PHQ-9")
    use = do(applying.add_instrument, by, commission=commission, facts=facts)
    asked = do(ask_to_borrow, by, commission=commission, kind="NOTA", asked_for="Una nota")
    loan = {"uid": Loan.objects.get(borrowing=asked).pk}
    one, two = {"uid": held.pk}, {"uid": planned.pk}
    return {
        "expertise:appoint": {"part": "expert"},
        "expertise:step": {"to": "EVALUACION"},
        "expertise:instrument_edit": {"uid": use.pk},
        "expertise:instrument_withdraw": {"uid": use.pk},
        "expertise:question_edit": {"uid": commission.questions.first().pk},
        "expertise:question_withdraw": {"uid": commission.questions.first().pk},
        "expertise:session_correct": one,
        "expertise:session_hold": two,
        "expertise:session_miss": two,
        "expertise:session_move": two,
        "expertise:source_add": {"kind": "DOCUMENTO"},
        "expertise:source_edit": {"uid": source.pk},
        "expertise:source_withdraw": {"uid": source.pk},
        "expertise:request": {"uid": commission.matter_id},
        "expertise:loan": loan,
        "expertise:loan_decline": loan,
        "expertise:credential_add": {"uid": world.people["teammate"].pk},
        "expertise:credential_edit": {"uid": credential.pk},
        "expertise:credential_retire": {"uid": credential.pk},
        "expertise:credential_verify": {"uid": credential.pk},
    }


def live_commission(day):
    """Put something into every sealed field of the evaluation, and of both sides of the wall."""
    commission = Commission.objects.get(pk=day.commission.pk)
    by = commission.expert
    with acting(by, "test"):
        commission.accepted_at = commission.no_impediment_at = day.at
        commission.prior_relation = PriorRelation.ACOMPANA
        commission.prior_relation_why = day.canary("commission.prior_relation_why")
        commission.not_accepted_why = day.canary("commission.not_accepted_why")
        word = day.canary("commission.protected")
        commission.protected = [{"name": word, "instead": "su hermana"}]
        commission.consent = _agreed(day, commission)
        commission.save()
    common = {"commission": commission, "at": day.at}
    text, short = day.canary("question.text"), day.canary("question.short")
    do(posing.add_question, by, text=text, short=short, **common)
    facts = EvaluationFacts(
        starts_at=day.at - dt.timedelta(hours=1),
        time_zone="America/Chihuahua",
        conditions={"place": day.canary("evaluation.conditions")},
        observation=day.canary("evaluation.observation"),
    )
    do(record_evaluation, by, facts=facts, **common)
    facts = SourceFacts(title=day.canary("source.facts"))
    do(sources.add_source, by, kind="COLATERAL", facts=facts, **common)
    facts = InstrumentFacts(name=day.canary("instrument_use.facts"))
    do(applying.add_instrument, by, facts=facts, **common)
    _cross(day, commission)
    tools.move(commission, by, "EVALUACION", reason=day.canary("step.reason"))


def _agreed(day, commission):
    return ConsentGiven.objects.create(
        case=commission.case,
        person=commission.person,
        kind="C_PERITAJE",
        granted=True,
        method=ConsentMethod.AUTOGRAFA,
        given_on=timezone.localdate(day.at) - dt.timedelta(days=1),
        recorded_by=commission.expert,
    )


def _cross(day, commission):
    """Ask for two items; one is handed over, one is not."""
    facts = {"commission": commission, "kind": "NOTA", "at": day.at}
    loans = []
    for _ in range(2):
        words = day.canary("borrowing.asked_for")
        asked = do(ask_to_borrow, commission.expert, asked_for=words, **facts)
        loans.append(Loan.objects.get(borrowing=asked))
    agreed = Agreed(ConsentMethod.VERBAL, timezone.localdate(day.at) - dt.timedelta(days=1))
    words = day.canary("borrowing.delivered")
    do(lend, day.worker, loan=loans[0], words=words, agreed=agreed, at=day.at)
    because = day.canary("borrowing.refused_because")
    do(decline_loan, day.worker, loan=loans[1], because=because, at=day.at)
    with acting(day.worker, "test"):  # the same words, on the side of the case
        own = Loan.objects.get(pk=loans[1].pk)
        own.asked_for, own.told = day.canary("loan.asked_for"), day.canary("loan.told")
        own.save()
