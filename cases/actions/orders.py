"""Protection measures: asked for, granted, put in place, reviewed, extended, lifted, broken."""

import datetime as dt
from dataclasses import dataclass, fields

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from accompaniment.vault.fields import Sealed
from cases.actions.order_guards import GUARDS, Step, check_moment
from cases.actions.refusal import Refusal, locked, sealing
from cases.actions.tasks import finish_task
from cases.enums.protection import (
    KINDS_OF,
    NEXT_ORDER,
    OTHER_KINDS,
    OVER,
    MeasureKind,
    OrderState,
    Procedure,
    System,
)
from cases.enums.task import TaskKind
from cases.models import Case, LegalMatter, OrderStep, ProtectionOrder


class KindOfOtherSystem(Refusal):
    """The system grants no such measure."""

    sentence = _("“%(kind)s” is no measure of this system. Choose one of its own.")


class ProcedureMissing(Refusal):
    """The clocks of the Mechanism depend on the procedure."""

    sentence = _("Choose the procedure: the hours the Mechanism has depend on it.")


class NoSuchOrderStep(Refusal):
    """The measure does not go from here to there."""

    sentence = _("A measure cannot go from “%(before)s” to “%(after)s”.")


class NotGranted(Refusal):
    """Nothing holds that was not granted."""

    sentence = _("This measure has not been granted, or is over.")


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What is known of a measure."""

    system: str
    kind: str
    procedure: str = ""
    time_zone: str = "America/Chihuahua"
    matter: LegalMatter | None = None
    measures: str = ""
    authority: str = ""
    number: str = ""
    protects: str = ""

    @classmethod
    def of(cls, order: ProtectionOrder) -> "OrderFacts":
        """Return what is known of a measure, opened."""
        known = {each.name: getattr(order, each.name) for each in fields(cls)}
        opened = {n: v.reveal() if isinstance(v, Sealed) else v for n, v in known.items()}
        return cls(**{n: v for n, v in opened.items() if v is not None})

    def written_into(self, order: ProtectionOrder) -> list[str]:
        """Put the facts into a measure; return the names of the fields that hold something.

        :raises KindOfOtherSystem, ProcedureMissing: see each.
        """
        if self.kind not in KINDS_OF.get(self.system, OTHER_KINDS):
            raise KindOfOtherSystem(kind=MeasureKind(self.kind).label)
        decides = self.system == System.MECANISMO_FED
        if decides and not self.procedure:
            raise ProcedureMissing
        order.system, order.kind = System(self.system), MeasureKind(self.kind)
        order.procedure = Procedure(self.procedure) if decides else ""
        order.time_zone, order.matter = self.time_zone, self.matter
        for name in ("measures", "authority", "number", "protects"):
            setattr(order, name, getattr(self, name) or None)
        return [each.name for each in fields(self) if getattr(self, each.name)]


@transaction.atomic
@sealing()
def open_order(*, case: Case, facts: OrderFacts, by: User, at: dt.datetime) -> ProtectionOrder:
    """Begin to follow a protection measure, before it is asked for.

    :raises KindOfOtherSystem, ProcedureMissing: see each.
    """
    access.require(by, "legal", case)
    case = locked(case.pk)
    order = ProtectionOrder(case=case, opened_at=at)
    named = facts.written_into(order)
    order.save(force_insert=True)
    access.shelve(case, at=at)
    log.record(Verb.CREATE, order, by=by, fields=named)
    return order


@transaction.atomic
@sealing()
def change_order(
    *, order: ProtectionOrder, facts: OrderFacts, by: User, at: dt.datetime
) -> ProtectionOrder:
    """Replace what is known of a measure; what happened to it are steps.

    :raises NotGranted: if it is over.
    :raises KindOfOtherSystem, ProcedureMissing: see each.
    """
    case, order = locked_order(order, by)
    if order.state in OVER:
        raise NotGranted
    named = facts.written_into(order)
    order.save()
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, order, by=by, fields=named)
    return order


@transaction.atomic
@sealing()
def move_order(
    *, order: ProtectionOrder, to: str, step: Step, by: User, at: dt.datetime
) -> ProtectionOrder:
    """Move a measure on. Each state has its guard.

    :raises Refusal: named after what is missing.
    """
    case, order = locked_order(order, by)
    before = order.state
    if to not in NEXT_ORDER[before]:
        names = {"before": OrderState(before).label, "after": OrderState(to).label}
        raise NoSuchOrderStep(**names)
    check_moment(order, step, at)
    if guard := GUARDS.get(to):
        guard(order, step, at)
    order.state = OrderState(to)
    order.save()
    OrderStep.objects.create(
        case=case,
        order=order,
        before=before,
        after=to,
        happened_at=step.happened_at,
        note=step.note.strip() or None,
        at=at,
        by=by,
    )
    _end_reminders(case, order, by=by, at=at)
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, order, by=by, fields=["state"])
    return order


def next_steps(order: ProtectionOrder) -> tuple[OrderState, ...]:
    """Return the states the measure may move to."""
    return tuple(OrderState(state) for state in NEXT_ORDER[order.state])


ENDS = {  # which reminder is answered by which steps
    TaskKind.ORDER_NOT_ISSUED: frozenset({OrderState.OTORGADA, OrderState.NEGADA}),
    TaskKind.ORDER_EXPIRES: frozenset(
        {OrderState.PRORROGADA, OrderState.LEVANTADA, OrderState.VENCIDA}
    ),
    TaskKind.ORDER_DAILY_CONTACT: frozenset({OrderState.LEVANTADA, OrderState.VENCIDA}),
}


def _end_reminders(case: Case, order: ProtectionOrder, *, by: User, at: dt.datetime) -> None:
    """End what the calendar asked for and this step answers."""
    kinds = [kind for kind, states in ENDS.items() if order.state in states]
    for task in case.tasks.open().filter(about=order.pk, kind__in=kinds):
        finish_task(task=task, elsewhere=True, by=by, at=at)


def locked_order(order: ProtectionOrder, by: User) -> tuple[Case, ProtectionOrder]:
    """Ask, lock and re-read a measure."""
    access.require(by, "legal", order)
    case = locked(order.case_id)
    return case, ProtectionOrder.objects.select_for_update().get(pk=order.pk)
