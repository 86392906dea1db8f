"""Take a commission or decline it: impediments, an earlier relation, the oath."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, sealing
from expertise import steps
from expertise.actions.moving import CommissionClosed, Locked, NotWritingNow, ask_mover, locked
from expertise.actions.moving import step as take_step
from expertise.actions.parts import accompanies
from expertise.enums.commission import CommissionState, NotAccepted, PriorRelation
from expertise.models import Commission


class AlreadyAccepted(Refusal):
    """She has taken it on before."""

    sentence = _("You have accepted this commission already.")


class ImpedimentNotDenied(Refusal):
    """An expert with an impediment does not evaluate (CNPP art. 369)."""

    sentence = _(
        "Declare that there is no impediment, or decline the commission: with an impediment the "
        "report would not stand."
    )


class OathMissing(Refusal):
    """The expert swears to fulfil the task faithfully (CNPP art. 371)."""

    sentence = _("Without the oath the commission is not accepted. Mark it, or decline.")


class RelationNotDeclared(Refusal):
    """The house knows that she accompanies the person."""

    sentence = _(
        "You accompany this person, or have done so. Declare it and write why you evaluate her "
        "nevertheless; the other side will ask."
    )


class RelationUnjustified(Refusal):
    """A dual role is justified in writing, or avoided."""

    sentence = _(
        "Write why you evaluate somebody you accompany. If you can, let a colleague do it."
    )


class WhyNotMissing(Refusal):
    """Who declines says why."""

    sentence = _("Write in a few words why the commission is not accepted.")


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What the expert declares when she takes a commission on."""

    no_impediment: bool
    oath: bool
    prior_relation: str = PriorRelation.NINGUNA
    why: str = ""  # of the dual role


@transaction.atomic
@sealing()
def accept_commission(
    *, commission: Commission, declared: Acceptance, by: User, at: dt.datetime
) -> Commission:
    """Accept a commission under oath.

    An expert appointed later, in place of another, accepts in whatever state the file stands.

    :raises ImpedimentNotDenied, OathMissing: if something is not declared.
    :raises RelationNotDeclared, RelationUnjustified: if she accompanies the person.
    :raises AlreadyAccepted, NoSuchStep, Locked, CommissionClosed: see each.
    """
    access.require(by, "write", commission)
    commission = locked(commission.pk)
    _check(commission, declared, by)
    commission.no_impediment_at = commission.accepted_at = at
    commission.prior_relation = PriorRelation(declared.prior_relation)
    dual = declared.prior_relation != PriorRelation.NINGUNA
    commission.prior_relation_why = declared.why.strip() if dual else None
    told = ["no_impediment_at", "accepted_at", "prior_relation", *(["prior_relation_why"] * dual)]
    if commission.state == CommissionState.ADMISIBILIDAD:
        take_step(commission, CommissionState.ACEPTADO, by=by, at=at)
    else:
        _check_writing(commission)
        commission.save()
    log.record(Verb.CHANGE, commission, by=by, fields=told)
    return commission


def _check(commission: Commission, declared: Acceptance, by: User) -> None:
    if commission.accepted_at:
        raise AlreadyAccepted
    if not declared.no_impediment:
        raise ImpedimentNotDenied
    if not declared.oath:
        raise OathMissing
    if declared.prior_relation == PriorRelation.NINGUNA:
        if accompanies(by, commission):
            raise RelationNotDeclared
    elif not declared.why.strip():
        raise RelationUnjustified


def _check_writing(commission: Commission) -> None:
    if commission.state in steps.LOCKED:
        raise Locked
    if not commission.is_open:
        raise CommissionClosed
    if commission.state not in steps.WRITING:
        raise NotWritingNow(state=CommissionState(commission.state).label)


@transaction.atomic
@sealing()
def decline_commission(
    *, commission: Commission, ground: str, why: str, by: User, at: dt.datetime
) -> Commission:
    """Say that a commission is not taken, on which ground and why.

    :raises WhyNotMissing, NoSuchStep: see each.
    """
    ask_mover(by, CommissionState.NO_ACEPTADO, commission)
    commission = locked(commission.pk)
    if not why.strip():
        raise WhyNotMissing
    commission.not_accepted = NotAccepted(ground)
    commission.not_accepted_why = why.strip()
    return take_step(commission, CommissionState.NO_ACEPTADO, by=by, at=at)
