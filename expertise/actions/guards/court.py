"""What the steps in court need."""

from django.utils.translation import gettext_lazy as _

from cases.actions.refusal import Refusal
from expertise.enums.commission import CommissionState as S
from expertise.enums.hearing import TestimonyState
from expertise.models import Aftermath, Commission, Judgment, Testimony


class NoTestimony(Refusal):
    """Nobody is at a hearing that is not on the agenda (CNPP 372)."""

    sentence = _("No testimony is on record. Put the summons on the agenda first.")


class TestimonyToCome(Refusal):
    """What lies ahead is decided before what comes after it."""

    sentence = _("A testimony is still to come. Say first what became of it.")


class NoJudgment(Refusal):
    """A report is weighed in a judgment."""

    sentence = _("Write down the judgment first: its sense, and what it made of the report.")


class AnswerOwed(Refusal):
    """What was asked of a report is answered before the file is laid away."""

    sentence = _(
        "Something asked about this report is still without an answer. Answer it, or say why not."
    )


def has_testimony(commission: Commission) -> None:
    """Refuse a hearing without a testimony.

    :raises NoTestimony: if none is planned and none was held.
    """
    standing = (TestimonyState.PROGRAMADA, TestimonyState.REALIZADA)
    if not Testimony.objects.filter(commission=commission, state__in=standing).exists():
        raise NoTestimony


def nothing_to_come(commission: Commission) -> None:
    """Refuse to go on while a testimony is planned.

    :raises TestimonyToCome: if one is.
    """
    rows = Testimony.objects.filter(commission=commission, state=TestimonyState.PROGRAMADA)
    if rows.exists():
        raise TestimonyToCome


def has_judgment(commission: Commission) -> None:
    """Refuse to weigh a report in no judgment.

    :raises NoJudgment: if none is on record.
    """
    if not Judgment.objects.filter(commission=commission).exists():
        raise NoJudgment


def nothing_owed(commission: Commission) -> None:
    """Refuse to conclude while something is owed.

    :raises AnswerOwed: if something asked has no answer.
    """
    if Aftermath.objects.filter(commission=commission, answered_at=None).exists():
        raise AnswerOwed


GUARDS = {
    S.EN_AUDIENCIA: (has_testimony,),
    S.VALORADO: (has_judgment, nothing_to_come),
    S.CONCLUIDO: (nothing_to_come, nothing_owed),
}
