"""What happens while a protection measure holds: contacts, notification, breaches, clocks."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases import order_clocks
from cases.actions.order_guards import StepInFuture, StepTooEarly
from cases.actions.orders import NotGranted, locked_order
from cases.actions.refusal import Refusal, sealing
from cases.actions.tasks import finish_task, raise_task
from cases.enums.protection import NotifiedBy
from cases.enums.task import TaskKind
from cases.models import OrderBreach, OrderContact, ProtectionOrder


class NotThroughHer(Refusal):
    """Never through her (LGAMVLV art. 34 Decies)."""

    sentence = _(
        "The order is never notified through her (LGAMVLV art. 34 Decies). Ask the authority to "
        "notify it, and record what it asked of her as a breach."
    )


class ContactNotDueYet(Refusal):
    """The day of this contact has not begun."""

    sentence = _("The span of this contact has not begun yet.")


class ContactOnRecord(Refusal):
    """Someone was faster."""

    sentence = _("This contact is on record already.")


class WhatMissing(Refusal):
    """A breach says what happened."""

    sentence = _("Write what happened.")


@transaction.atomic
def note_moment(
    *, order: ProtectionOrder, clock: str, happened_at: dt.datetime, by: User, at: dt.datetime
) -> ProtectionOrder:
    """Stop a clock: the risk study, the communication, the putting in place, the hearing.

    :raises StepInFuture, StepTooEarly: see each.
    """
    case, order = locked_order(order, by)
    name = STOPPED_BY[clock]
    began = order.requested_at if name == "studied_at" else order.decided_at
    if happened_at > at:
        raise StepInFuture
    if began is None or happened_at < began:
        raise StepTooEarly
    setattr(order, name, happened_at)
    order.save(update_fields=[name])
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, order, by=by, fields=[name])
    return order


STOPPED_BY: dict[str, str] = {
    order_clocks.ClockKind.STUDY: "studied_at",
    order_clocks.ClockKind.COMMUNICATE: "communicated_at",
    order_clocks.ClockKind.IMPLEMENT: "implemented_at",
    order_clocks.ClockKind.HEARING: "hearing_at",
}


@transaction.atomic
def note_notified(
    *, order: ProtectionOrder, notified_by: str, notified_on: dt.date, by: User, at: dt.datetime
) -> ProtectionOrder:
    """Say which authority told the aggressor of the order, and when.

    :raises NotGranted, NotThroughHer, StepInFuture, StepTooEarly: see each.
    """
    case, order = locked_order(order, by)
    if not order.is_granted or order.decided_at is None:
        raise NotGranted
    if notified_by == NotifiedBy.A_TRAVES_DE_ELLA:
        raise NotThroughHer
    if notified_on > order_clocks.day_in(at, order.time_zone):
        raise StepInFuture
    if notified_on < order_clocks.day_in(order.decided_at, order.time_zone):
        raise StepTooEarly
    order.notified_by, order.notified_on = NotifiedBy(notified_by), notified_on
    order.save(update_fields=["notified_by", "notified_on"])
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, order, by=by, fields=["notified_by", "notified_on"])
    return order


@transaction.atomic
@sealing()
def record_contact(
    *,
    order: ProtectionOrder,
    number: int,
    made: bool,
    words: str = "",
    by: User,
    at: dt.datetime,
) -> OrderContact:
    """Say whether the authority contacted her in one of the first six spans of 24 hours.

    :raises NotGranted, ContactNotDueYet, ContactOnRecord: see each.
    """
    case, order = locked_order(order, by)
    owed = order_clocks.rules_of(order.system, order.procedure).contacts
    if not (owed and order.is_granted and order.decided_at) or not 1 <= number <= owed:
        raise NotGranted
    begins, _ends = order_clocks.contact_windows(order.decided_at)[number - 1]
    if at < begins:
        raise ContactNotDueYet
    if order.contacts.filter(number=number).exists():
        raise ContactOnRecord
    contact = OrderContact.objects.create(
        case=case, order=order, number=number, made=made, words=words.strip() or None, at=at, by=by
    )
    asked = case.tasks.open().filter(about=order.pk, stage=str(number))
    for task in asked.filter(kind=TaskKind.ORDER_DAILY_CONTACT):
        finish_task(task=task, elsewhere=True, by=by, at=at)
    access.shelve(case, at=at)
    log.record(Verb.CREATE, contact, by=by, fields=["number", "made"])
    return contact


@transaction.atomic
@sealing()
def record_breach(
    *,
    order: ProtectionOrder,
    happened_on: dt.date,
    what: str,
    evidence: str = "",
    reported_to: str = "",
    by: User,
    at: dt.datetime,
) -> OrderBreach:
    """Record that the order was broken; who accompanies her is told at once.

    :raises NotGranted, WhatMissing, StepInFuture, StepTooEarly: see each.
    """
    case, order = locked_order(order, by)
    if not order.is_granted or order.decided_at is None:
        raise NotGranted
    if not what.strip():
        raise WhatMissing
    if happened_on > order_clocks.day_in(at, order.time_zone):
        raise StepInFuture
    if happened_on < order_clocks.day_in(order.decided_at, order.time_zone):
        raise StepTooEarly
    breach = OrderBreach.objects.create(
        case=case,
        order=order,
        happened_on=happened_on,
        what=what.strip(),
        evidence=evidence.strip() or None,
        reported_to=reported_to.strip() or None,
        at=at,
        by=by,
    )
    log.record(Verb.CREATE, breach, by=by, fields=["happened_on", "what"])
    raise_task(
        case=case,
        kind=TaskKind.LEGAL_REVIEW,
        about=breach.pk,
        assignee=case.seen_to_by(),
        due_on=order_clocks.day_in(at, order.time_zone),
        urgent=True,
        by=by,
        at=at,
    )
    access.shelve(case, at=at)
    return breach
