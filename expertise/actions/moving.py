"""Move a commission from one state to another, if the way and the guards allow it."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, sealing
from expertise import steps
from expertise.actions.guards import guards_of
from expertise.enums.commission import CommissionState
from expertise.models import Commission, Step

# Who may take a step: an action of the door, or one of two.
_COORDINATES = ("assign",)
_WRITES = ("write",)
_EITHER = ("write", "assign")
MOVERS: dict[str, tuple[str, ...]] = {
    CommissionState.ADMISIBILIDAD: _COORDINATES,
    CommissionState.NO_ACEPTADO: _EITHER,
    CommissionState.CON_OBSERVACIONES: ("review",),
    CommissionState.APROBADO: ("review",),
    CommissionState.OFRECIDO: _EITHER,
    CommissionState.ADMITIDO: _EITHER,
    CommissionState.DESECHADO: _EITHER,
    CommissionState.CONCLUIDO: _EITHER,
    CommissionState.SUSPENDIDO: _EITHER,
    CommissionState.DESISTIDO: _EITHER,
}
STAMPS = {
    CommissionState.APROBADO: "approved_at",
    CommissionState.FIRMADO: "signed_at",
    CommissionState.ENTREGADO: "delivered_at",
    CommissionState.CONCLUIDO: "concluded_at",
}


class NoSuchStep(Refusal):
    """The way does not lead from here to there."""

    sentence = _("This commission cannot go from “%(before)s” to “%(after)s”.")


class Locked(Refusal):
    """A signed report stays as it is."""

    sentence = _(
        "This report is signed, so its text stays as it is. Request a supplement: it is a new "
        "document."
    )


class CommissionClosed(Refusal):
    """It has come to its end."""

    sentence = _("This commission has come to its end.")


def ask_mover(by: User, to: str, commission: Commission) -> None:
    """Refuse unless the person may take this step.

    :raises PermissionDenied: and the refusal is traced.
    """
    actions = MOVERS.get(to, _WRITES)
    allowed = [action for action in actions if access.allows(by, action, commission)]
    access.require(by, (allowed or actions)[0], commission)


def locked(commission_id: Any) -> Commission:
    """Re-read a commission and hold it until the use case ends."""
    rows = Commission.objects.select_for_update(of=("self",)).select_related("case", "matter")
    return rows.get(pk=commission_id)


def locked_writing(commission: Commission, by: User) -> Commission:
    """Ask whether the person may write, then re-read a commission whose text is still open.

    :raises Locked: if it is signed.
    :raises CommissionClosed: if it has ended, or is not being written at this moment.
    """
    access.require(by, "write", commission)
    commission = locked(commission.pk)
    if commission.state in steps.LOCKED:
        raise Locked
    if commission.state not in steps.WRITING:
        raise NotWritingNow(state=CommissionState(commission.state).label)
    return commission


class NotWritingNow(Refusal):
    """It is somewhere on its way where its file does not change."""

    sentence = _("This commission stands at “%(state)s”, where its file does not change.")


class TakenOtherwise(Refusal):
    """Some steps are taken by what they are about."""

    sentence = _("A report is signed with a certificate, and delivered with its first copy.")


@transaction.atomic
@sealing()
def move_commission(
    *, commission: Commission, to: str, reason: str = "", by: User, at: dt.datetime
) -> Commission:
    """Take a step on the way of a commission.

    :raises NoSuchStep: if the way does not lead there.
    :raises TakenOtherwise: if only a signature, or a copy handed over, leads there.
    :raises Refusal: the guard that says what is missing.
    """
    ask_mover(by, to, commission)
    if to in {CommissionState.FIRMADO, CommissionState.ENTREGADO}:
        raise TakenOtherwise
    return step(locked(commission.pk), to, reason=reason, by=by, at=at)


def step(
    commission: Commission, to: str, *, reason: str = "", by: User, at: dt.datetime
) -> Commission:
    """Take a step inside a use case that has asked the door and holds the commission.

    :raises NoSuchStep: if the way does not lead there.
    :raises Refusal: the guard that says what is missing.
    """
    before = commission.state
    if not steps.may_follow(before, to, commission.resumes):
        labels = [CommissionState(state).label for state in (before, to)]
        raise NoSuchStep(before=labels[0], after=labels[1])
    for guard in guards_of(to):
        guard(commission)
    commission.state = to
    commission.resumes = before if to == CommissionState.SUSPENDIDO else ""
    if stamp := STAMPS.get(CommissionState(to)):
        setattr(commission, stamp, at)
    commission.is_open = to not in steps.ENDS
    commission.save()
    Step.objects.create(
        commission=commission,
        before=before,
        after=to,
        reason=reason.strip() or None,
        at=at,
        by=by,
    )
    access.shelve(commission, at=at)
    log.record(Verb.CHANGE, commission, by=by, fields=["state"])
    return commission
