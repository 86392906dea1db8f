"""What each step of a protection measure needs."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accompaniment.templatetags.moments import moment
from cases import order_clocks
from cases.actions.refusal import Refusal
from cases.enums.protection import OrderState
from cases.models import ProtectionOrder


class StepInFuture(Refusal):
    """What has happened has happened."""

    sentence = _("This moment is still to come. Write when it happened.")


class StepTooEarly(Refusal):
    """Nothing is granted before it is asked for."""

    sentence = _("This is before the step that came before it. Check the day and the hour.")


class LastsTooLong(Refusal):
    """The law sets the longest time."""

    sentence = _("By law it lasts at most until %(last)s. Check the day it ends.")


class EndMissing(Refusal):
    """An extended measure ends on another day, or when the risk does."""

    sentence = _("Write the new day on which it ends, later than the present one.")


class ExtendedBefore(Refusal):
    """It is extended once; then only as long as the risk lasts."""

    sentence = _(
        "It was extended before. It can only be extended again until the risk ends, where the law "
        "allows it; otherwise ask for a new one."
    )


class CannotLast(Refusal):
    """This system knows no end that depends on the risk."""

    sentence = _("In this system a measure ends on a day. Write it.")


class EvaluationMissing(Refusal):
    """Not lifted without a new evaluation of the risk (LGAMVLV art. 34 Septies)."""

    sentence = _(
        "It cannot be lifted without a new evaluation of the risk (LGAMVLV art. 34 Septies). "
        "Write the day of that evaluation, after the measure was granted."
    )


class NotExpiredYet(Refusal):
    """It still holds."""

    sentence = _("It has not expired: its last day is not over.")


class NoteMissing(Refusal):
    """A modified measure says what changed."""

    sentence = _("Write what changed.")


@dataclass(frozen=True, slots=True)
class Step:
    """What is said of one step of a measure."""

    happened_at: dt.datetime
    note: str = ""
    expires_on: dt.date | None = None
    until_risk_ends: bool = False
    evaluated_on: dt.date | None = None

    @property
    def says_end(self) -> bool:
        """Tell whether it says until when the measure holds."""
        return self.until_risk_ends or self.expires_on is not None


def check_moment(order: ProtectionOrder, step: Step, at: dt.datetime) -> None:
    """Refuse a step that lies ahead, or before the one it follows.

    :raises StepInFuture, StepTooEarly: see each.
    """
    if step.happened_at > at:
        raise StepInFuture
    former = order.steps.order_by("-at", "-id").first()
    if former and step.happened_at < former.happened_at:
        raise StepTooEarly


def _asked(order: ProtectionOrder, step: Step, _at: dt.datetime) -> None:
    order.requested_at = step.happened_at


def _denied(order: ProtectionOrder, step: Step, _at: dt.datetime) -> None:
    order.decided_at = step.happened_at


def _granted(order: ProtectionOrder, step: Step, _at: dt.datetime) -> None:
    """Count its last day, unless the authority set an earlier one."""
    order.decided_at = step.happened_at
    rules = order_clocks.rules_of(order.system, order.procedure)
    last = order_clocks.last_day(rules, step.happened_at, order.time_zone)
    if step.until_risk_ends:
        if last:
            raise LastsTooLong(last=moment(last, "full"))
        order.until_risk_ends = True
        return
    if step.expires_on:
        if step.expires_on < order_clocks.day_in(step.happened_at, order.time_zone):
            raise EndMissing
        if last and step.expires_on > last:
            raise LastsTooLong(last=moment(last, "full"))
    order.expires_on = step.expires_on or last


def _in_place(order: ProtectionOrder, step: Step, _at: dt.datetime) -> None:
    if order.implemented_at is None:
        order.implemented_at = step.happened_at


def _extended(order: ProtectionOrder, step: Step, _at: dt.datetime) -> None:
    """Set the new end: once by the days of the law, then only as long as the risk lasts."""
    rules = order_clocks.rules_of(order.system, order.procedure)
    if not step.says_end:
        raise EndMissing
    if step.until_risk_ends:
        if rules.days and not rules.until_risk_ends:
            raise CannotLast
        order.until_risk_ends, order.expires_on, order.extended = True, None, True
        return
    former, new = order.expires_on, step.expires_on
    if new is None or (former and new <= former):
        raise EndMissing
    last = order_clocks.last_day_extended(rules, former) if former else None
    if last and order.extended:
        raise ExtendedBefore
    if last and new > last:
        raise LastsTooLong(last=moment(last, "full"))
    order.until_risk_ends, order.expires_on, order.extended = False, new, True


def _modified(_order: ProtectionOrder, step: Step, _at: dt.datetime) -> None:
    if not step.note.strip():
        raise NoteMissing


def _lifted(order: ProtectionOrder, step: Step, at: dt.datetime) -> None:
    """Refuse to lift it without a new evaluation of the risk."""
    day, decided = step.evaluated_on, order.decided_at
    if day is None or decided is None:
        raise EvaluationMissing
    granted_on = order_clocks.day_in(decided, order.time_zone)
    if not granted_on <= day <= order_clocks.day_in(at, order.time_zone):
        raise EvaluationMissing
    order.risk_evaluated_on = day


def _expired(order: ProtectionOrder, _step: Step, at: dt.datetime) -> None:
    today = order_clocks.day_in(at, order.time_zone)
    if order.expires_on is None or order.expires_on >= today:
        raise NotExpiredYet


GUARDS: dict[str, Callable[[ProtectionOrder, Step, dt.datetime], None]] = {
    OrderState.SOLICITADA: _asked,
    OrderState.OTORGADA: _granted,
    OrderState.NEGADA: _denied,
    OrderState.IMPLEMENTADA: _in_place,
    OrderState.PRORROGADA: _extended,
    OrderState.MODIFICADA: _modified,
    OrderState.LEVANTADA: _lifted,
    OrderState.VENCIDA: _expired,
}
