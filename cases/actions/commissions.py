"""Commissions of a collective: some of its members with a task of their own."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.collectives import locked_collective
from cases.actions.members import ask
from cases.actions.placing import TAKING_PART
from cases.actions.refusal import Refusal, sealing
from cases.models import Case, Commission, Member, Seat


class CommissionNameMissing(Refusal):
    """Nothing says what the commission is."""

    sentence = _("Write what the commission is called.")


class CommissionEnded(Refusal):
    """It has done its work."""

    sentence = _("This commission has ended. Form a new one.")


class SeatTaken(Refusal):
    """She is in it."""

    sentence = _("She already is in this commission.")


class NotInTheCollective(Refusal):
    """Only members who take part are in commissions."""

    sentence = _("Only members who take part can be in a commission.")


class SeatEnded(Refusal):
    """She left it before."""

    sentence = _("She is not in this commission any more.")


@transaction.atomic
@sealing()
def form_commission(
    *, case: Case, name: str, purpose: str = "", by: User, at: dt.datetime
) -> Commission:
    """Form a commission.

    :raises CaseClosed, NotACollective, CommissionNameMissing: see each.
    """
    access.require(by, "write", case)
    case = locked_collective(case.pk)
    if not name.strip():
        raise CommissionNameMissing
    commission = Commission(id=uuid.uuid4(), case=case, since=at)
    commission.name, commission.purpose = name.strip(), purpose.strip() or None
    commission.save(force_insert=True)
    access.shelve(case, at=at)
    log.record(Verb.CREATE, commission, by=by, fields=["name"])
    return commission


@transaction.atomic
def end_commission(*, commission: Commission, by: User, at: dt.datetime) -> Commission:
    """End a commission; nobody sits in it any more.

    :raises CaseClosed, CommissionEnded: see each.
    """
    access.require(by, "write", commission)
    case, commission = _locked(commission)
    commission.ended_at = at
    commission.save(update_fields=["ended_at"])
    for seat in commission.seats.filter(ended_at=None):
        seat.ended_at = at
        seat.save(update_fields=["ended_at"])
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, commission, by=by, fields=["ended_at"])
    return commission


@transaction.atomic
def join_commission(*, commission: Commission, member: Member, by: User, at: dt.datetime) -> Seat:
    """Put a member into a commission.

    :raises CommissionEnded, NotInTheCollective, SeatTaken: see each.
    """
    ask(commission.case, by)
    case, commission = _locked(commission)
    member = Member.objects.get(pk=member.pk, case=case)
    if member.state not in TAKING_PART:
        raise NotInTheCollective
    if commission.seats.filter(member=member, ended_at=None).exists():
        raise SeatTaken
    seat = Seat.objects.create(case=case, commission=commission, member=member, since=at)
    access.shelve(case, at=at)
    log.record(Verb.CREATE, seat, by=by, fields=["commission", "member"])
    return seat


@transaction.atomic
def leave_commission(*, seat: Seat, by: User, at: dt.datetime) -> Seat:
    """Take a member out of a commission.

    :raises CaseClosed, SeatEnded: see each.
    """
    ask(seat.case, by)
    case = locked_collective(seat.case_id)
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    if seat.ended_at:
        raise SeatEnded
    seat.ended_at = at
    seat.save(update_fields=["ended_at"])
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, seat, by=by, fields=["ended_at"])
    return seat


def _locked(commission: Commission) -> tuple[Case, Commission]:
    """Lock and re-read a commission at work and its open case.

    :raises CaseClosed, CommissionEnded: see each.
    """
    case = locked_collective(commission.case_id)
    commission = Commission.objects.select_for_update().get(pk=commission.pk)
    if commission.ended_at:
        raise CommissionEnded
    return case, commission
