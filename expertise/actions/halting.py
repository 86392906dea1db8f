"""What stops a commission on its way: she asks for a pause, goes on, or it is withdrawn."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, ask_either, sealing
from expertise.actions.moving import NoSuchStep, locked, move_commission, step
from expertise.enums.commission import CommissionState
from expertise.models import Commission


class ReasonMissing(Refusal):
    """Whoever reads the file later has to understand."""

    sentence = _("Write why, in a few words.")


def suspend_commission(
    *, commission: Commission, reason: str, by: User, at: dt.datetime
) -> Commission:
    """Suspend a commission because the person evaluated asks for it.

    :raises ReasonMissing, NoSuchStep: see each.
    """
    return _halted(commission, CommissionState.SUSPENDIDO, reason, by, at)


def withdraw_commission(
    *, commission: Commission, reason: str, by: User, at: dt.datetime
) -> Commission:
    """End a commission that is no longer wanted; what is in the file stays sealed in it.

    :raises ReasonMissing, NoSuchStep: see each.
    """
    return _halted(commission, CommissionState.DESISTIDO, reason, by, at)


def _halted(commission: Commission, to: str, reason: str, by: User, at: dt.datetime) -> Commission:
    if not reason.strip():
        raise ReasonMissing
    return move_commission(commission=commission, to=to, reason=reason, by=by, at=at)


@transaction.atomic
@sealing()
def resume_commission(
    *, commission: Commission, reason: str = "", by: User, at: dt.datetime
) -> Commission:
    """Go on where a suspended commission stood, if her consent still counts.

    :raises NoSuchStep: if it is not suspended.
    :raises NotConsented: if she has taken her consent back meanwhile.
    """
    ask_either(by, ("write", "assign"), commission)
    commission = locked(commission.pk)
    if commission.state != CommissionState.SUSPENDIDO:
        label = CommissionState(commission.state).label
        raise NoSuchStep(before=label, after=label)
    return step(commission, commission.resumes, reason=reason, by=by, at=at)
