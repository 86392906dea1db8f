"""What becomes of a delivered report in the procedure: offered, admitted or not, concluded."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, check_length, sealing
from expertise.actions import moving
from expertise.enums.commission import CommissionState as S
from expertise.models import Commission
from expertise.steps import COURT_STEPS

SAYS_WHY = frozenset({S.DESECHADO})


class NotInCourt(Refusal):
    """Other steps have rooms of their own."""

    sentence = _("This step is not taken here.")


class WhyRejected(Refusal):
    """What a judge said is needed for the appeal, and for the next report."""

    sentence = _("Write why it was rejected as evidence, as the decision says it.")


@transaction.atomic
@sealing()
def step_in_court(
    *, commission: Commission, to: str, words: str = "", by: User, at: dt.datetime
) -> Commission:
    """Say that the report was offered, admitted or rejected as evidence, or that all is concluded.

    :raises NotInCourt, WhyRejected: see each.
    :raises NoSuchStep: if the way does not lead there.
    :raises AnswerOwed, TestimonyToCome: if something is still open.
    """
    moving.ask_mover(by, to, commission)
    if to not in COURT_STEPS:
        raise NotInCourt
    if to in SAYS_WHY and not words.strip():
        raise WhyRejected
    check_length({"words": words})
    return moving.step(moving.locked(commission.pk), to, reason=words, by=by, at=at)
