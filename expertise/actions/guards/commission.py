"""What the steps from acceptance to integration need."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions.disclosures import in_force
from cases.actions.refusal import Refusal
from cases.enums import SessionStatus
from expertise.actions.consenting import NotConsented
from expertise.enums.commission import CommissionState, PriorRelation
from expertise.models import Commission


class ExpertMissing(Refusal):
    """Somebody evaluates."""

    sentence = _("Appoint who evaluates first.")


class NotDeclared(Refusal):
    """The expert accepts under oath."""

    sentence = _("The expert has not accepted yet, with her declaration and her oath.")


class GroundMissing(Refusal):
    """A commission that is not taken says on which ground."""

    sentence = _("Say on which ground the commission is not accepted.")


class QuestionsMissing(Refusal):
    """Without questions there is nothing to answer."""

    sentence = _("There is no question left to answer. Add one first.")


class SessionMissing(Refusal):
    """What is integrated has been evaluated."""

    sentence = _("No session of the evaluation has been held yet. Record it first.")


def has_expert(commission: Commission) -> None:
    """Refuse a commission nobody has been appointed for."""
    if commission.expert_id is None:
        raise ExpertMissing


def is_declared(commission: Commission) -> None:
    """Refuse what the expert has not accepted, with her dual role justified if there is one."""
    has_expert(commission)
    if commission.accepted_at is None or commission.no_impediment_at is None:
        raise NotDeclared
    if commission.prior_relation != PriorRelation.NINGUNA and not commission.prior_relation_why:
        raise NotDeclared


def says_ground(commission: Commission) -> None:
    """Refuse to decline without a ground."""
    if not commission.not_accepted:
        raise GroundMissing


def is_consented(commission: Commission) -> None:
    """Refuse to evaluate somebody who has not agreed to it (C_PERITAJE)."""
    if not in_force(commission.consent, timezone.localdate()):
        raise NotConsented


def has_questions(commission: Commission) -> None:
    """Refuse an evaluation that answers nothing."""
    if not commission.questions.filter(withdrawn_at=None).exists():
        raise QuestionsMissing


def was_evaluated(commission: Commission) -> None:
    """Refuse to integrate before a session was held."""
    held = commission.evaluations.filter(status=SessionStatus.HELD)
    if commission.state == CommissionState.EVALUACION and not held.exists():
        raise SessionMissing


def goes_on_consented(commission: Commission) -> None:
    """Refuse to go on after a suspension without her consent."""
    if commission.state == CommissionState.SUSPENDIDO:
        is_consented(commission)


S = CommissionState
GUARDS = {
    S.ACEPTADO: (is_declared,),
    S.NO_ACEPTADO: (says_ground,),
    S.CONSENTIMIENTO: (is_declared,),
    S.EVALUACION: (is_declared, has_questions, is_consented),
    S.INTEGRACION: (was_evaluated, goes_on_consented),
    S.APROBADO: (goes_on_consented,),
}
