"""The expert is called: summoned, prepared in private, heard; or it does not come to that."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, ask_either, check_length, sealing
from expertise.actions import booking, moving
from expertise.enums.commission import CommissionState as S
from expertise.enums.hearing import TestimonyState
from expertise.models import Commission, Testimony
from expertise.reports.prepared import Preparation
from expertise.steps import CALLED

WRITES_OR_COORDINATES = ("write", "assign")


class NotInCourtYet(Refusal):
    """A report that was not handed over cannot be called upon."""

    sentence = _("This report stands at “%(state)s”. An expert is called once it is delivered.")


class TestimonyPast(Refusal):
    """What has passed is not planned."""

    sentence = _("This moment has passed. Check the day and the hour of the summons.")


class TestimonyNotPlanned(Refusal):
    """What became of it is on record."""

    sentence = _("It is on record already what became of this testimony.")


class TestimonyWrong(Refusal):
    """It ended after it began, and not tomorrow."""

    sentence = _("Check the day and the hour: it ended after it began, and before now.")


class WhyNotHeld(Refusal):
    """What does not take place says why."""

    sentence = _("Write why the testimony does not take place.")


@dataclass(frozen=True, slots=True)
class CourtFacts:
    """Where the expert is called to, and by what."""

    court: str = ""
    place: str = ""
    summons: str = ""

    def said(self) -> dict[str, str]:
        """Return what is known."""
        return {name: text for name, text in asdict(self).items() if text}


@transaction.atomic
@sealing()
def plan_testimony(
    *,
    commission: Commission,
    kind: str,
    starts_at: dt.datetime,
    time_zone: str,
    minutes: int = 180,
    facts: CourtFacts,
    by: User,
    at: dt.datetime,
) -> Testimony:
    """Put a day in court on the agenda of the expert.

    :raises NotInCourtYet, TestimonyPast: see each.
    :raises AccompanistTaken: if the expert has something else at that hour.
    """
    ask_either(by, WRITES_OR_COORDINATES, commission)
    commission = moving.locked(commission.pk)
    _check_called(commission)
    if starts_at < at:
        raise TestimonyPast
    booking.check_free(user=commission.expert, starts_at=starts_at, minutes=minutes)
    testimony = Testimony(
        commission=commission,
        kind=kind,
        starts_at=starts_at,
        time_zone=time_zone,
        minutes=minutes,
        court=facts.said() or None,
        recorded_by=by,
        recorded_at=at,
    )
    testimony.save(force_insert=True)
    access.shelve(commission, at=at)
    log.record(Verb.CREATE, testimony, by=by, fields=["kind", "starts_at", "testimony.court"])
    return testimony


def _check_called(commission: Commission) -> None:
    if commission.state not in CALLED:
        raise NotInCourtYet(state=S(commission.state).label)


@transaction.atomic
@sealing()
def change_testimony(
    *, testimony: Testimony, facts: CourtFacts, by: User, at: dt.datetime
) -> Testimony:
    """Replace what is known of a day in court to come; another moment is a deferral.

    :raises TestimonyNotPlanned: if it is not to come.
    """
    commission, testimony = _planned(testimony, WRITES_OR_COORDINATES, by)
    testimony.court = facts.said() or None
    testimony.save()
    access.shelve(commission, at=at)
    log.record(Verb.CHANGE, testimony, by=by, fields=["testimony.court"])
    return testimony


@transaction.atomic
@sealing()
def prepare_testimony(
    *, testimony: Testimony, preparation: Preparation, by: User, at: dt.datetime
) -> Testimony:
    """Write the preparation: it is privileged, and lies under a key of its own.

    :raises TestimonyNotPlanned: if it is not to come.
    :raises TextTooLong: see :func:`check_length`.
    """
    commission, testimony = _planned(testimony, ("defend", "defend"), by)
    said = preparation.said()
    check_length({name: said[name] for name in ("notes", "travel", "security")})
    testimony.preparation = said
    testimony.save(update_fields=["preparation"])
    access.shelve(commission, at=at)
    log.record(Verb.CHANGE, testimony, by=by, fields=["testimony.preparation"])
    return testimony


@transaction.atomic
@sealing()
def defer_testimony(
    *,
    testimony: Testimony,
    reason: str,
    starts_at: dt.datetime | None = None,
    by: User,
    at: dt.datetime,
) -> Testimony:
    """Say that it was put off; with a new moment, a day in court that follows it is planned.

    Returns what follows, or the deferred one while the new moment is not known. What was prepared
    stays with the deferred one, where the page of the following one leads to.

    :raises TestimonyNotPlanned, WhyNotHeld, TestimonyPast: see each.
    :raises AccompanistTaken: if the expert has something else at the new hour.
    """
    commission, testimony = _planned(testimony, ("write", "write"), by)
    if starts_at and starts_at < at:
        raise TestimonyPast
    _end(testimony, TestimonyState.DIFERIDA, reason, by=by)
    following = testimony
    if starts_at:
        booking.check_free(user=commission.expert, starts_at=starts_at, minutes=testimony.minutes)
        following = _follow(testimony, starts_at, by=by, at=at)
    access.shelve(commission, at=at)
    return following


@transaction.atomic
@sealing()
def cancel_testimony(*, testimony: Testimony, reason: str, by: User, at: dt.datetime) -> Testimony:
    """Say that it will not take place.

    :raises TestimonyNotPlanned, WhyNotHeld: see each.
    """
    commission, testimony = _planned(testimony, ("write", "write"), by)
    _end(testimony, TestimonyState.CANCELADA, reason, by=by)
    access.shelve(commission, at=at)
    return testimony


@transaction.atomic
@sealing()
def hold_testimony(
    *,
    testimony: Testimony,
    ended_at: dt.datetime,
    was_cross_examined: bool,
    words: str = "",
    certificate: str = "",
    by: User,
    at: dt.datetime,
) -> Testimony:
    """Say that the expert was heard, how it went, and who certified that she came.

    A commission whose report was admitted has come to its hearing by it.

    :raises TestimonyNotPlanned, TestimonyWrong: see each.
    """
    commission, testimony = _planned(testimony, ("write", "write"), by)
    if not testimony.starts_at <= ended_at <= at:
        raise TestimonyWrong
    check_length({"words": words, "certificate": certificate})
    testimony.state, testimony.held_at = TestimonyState.REALIZADA, ended_at
    testimony.was_cross_examined = was_cross_examined
    testimony.outcome = {"words": words.strip(), "certificate": certificate.strip()}
    testimony.save()
    log.record(
        Verb.CHANGE, testimony, by=by, fields=["state", "was_cross_examined", "testimony.outcome"]
    )
    if commission.state == S.ADMITIDO:
        moving.step(commission, S.EN_AUDIENCIA, by=by, at=at)
    access.shelve(commission, at=at)
    return testimony


def _planned(
    testimony: Testimony, actions: tuple[str, str], by: User
) -> tuple[Commission, Testimony]:
    """Ask, lock and re-read a day in court to come.

    :raises TestimonyNotPlanned: if it is not.
    """
    ask_either(by, actions, testimony)
    commission = moving.locked(testimony.commission_id)
    testimony = Testimony.objects.select_for_update(of=("self",)).get(pk=testimony.pk)
    testimony.commission = commission
    if testimony.state != TestimonyState.PROGRAMADA:
        raise TestimonyNotPlanned
    return commission, testimony


def _end(testimony: Testimony, state: str, reason: str, *, by: User) -> None:
    if not reason.strip():
        raise WhyNotHeld
    check_length({"reason": reason})
    testimony.state, testimony.outcome = state, {"words": reason.strip()}
    testimony.save(update_fields=["state", "outcome"])
    log.record(Verb.CHANGE, testimony, by=by, fields=["state", "testimony.outcome"])


def _follow(
    testimony: Testimony, starts_at: dt.datetime, *, by: User, at: dt.datetime
) -> Testimony:
    """Plan the day in court that follows a deferred one, before the same court."""
    following = Testimony(
        commission=testimony.commission,
        kind=testimony.kind,
        starts_at=starts_at,
        time_zone=testimony.time_zone,
        minutes=testimony.minutes,
        follows=testimony,
        court=testimony.court.reveal() if testimony.court else None,
        recorded_by=by,
        recorded_at=at,
    )
    following.save(force_insert=True)
    log.record(Verb.CREATE, following, by=by, fields=["starts_at", "follows"])
    return following
