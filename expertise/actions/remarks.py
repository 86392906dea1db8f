"""Observations of a peer: made about one section, attended to, resolved one by one."""

import datetime as dt
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, check_length, sealing
from expertise import steps
from expertise.actions.moving import Locked, locked, locked_writing
from expertise.actions.reviewing import AnotherReads, RoundEnded
from expertise.enums.review import RemarkState
from expertise.models import Commission, Remark, ReviewRound
from expertise.sections import BY_KEY


class WordsMissing(Refusal):
    """An observation, a reply, a reason: each is told in words."""

    sentence = _("Write it down, even in a few words.")


class NoSuchSection(Refusal):
    """A report has its twenty-two sections."""

    sentence = _("This section does not stand in the report. Choose one of the list.")


class AlreadyResolved(Refusal):
    """It is done with."""

    sentence = _("This observation is resolved. The reviewer can open it again.")


class NothingToReopen(Refusal):
    """It is still open."""

    sentence = _("This observation is still open.")


@transaction.atomic
@sealing()
def remark(
    *,
    round_: ReviewRound,
    uid: UUID,
    section: str,
    words: str,
    passage: str = "",
    by: User,
    at: dt.datetime,
) -> Remark:
    """Write an observation about one section; the same id again is the same observation.

    :raises RoundEnded, AnotherReads, NoSuchSection, WordsMissing: see each.
    """
    access.require(by, "review", round_)
    commission = locked(round_.commission_id)
    round_ = ReviewRound.objects.select_for_update().get(pk=round_.pk)
    if known := Remark.objects.filter(pk=uid).first():
        if known.round_id != round_.pk:
            raise PermissionDenied
        return known
    if round_.ended_at:
        raise RoundEnded
    if round_.reviewer_id != by.pk:
        raise AnotherReads
    if section not in BY_KEY:
        raise NoSuchSection
    made = Remark(
        id=uid,
        commission=commission,
        round=round_,
        section=section,
        passage=passage.strip() or None,
        words=_said(words),
        made_at=at,
    )
    made.save(force_insert=True)
    return _traced(Verb.CREATE, made, commission, "words", by=by, at=at)


@transaction.atomic
@sealing()
def reply(*, remark: Remark, words: str, by: User, at: dt.datetime) -> Remark:
    """Say, as the expert, how an observation was attended to.

    :raises AlreadyResolved, WordsMissing: see each.
    """
    commission = locked_writing(remark.commission, by)
    remark = Remark.objects.select_for_update().get(pk=remark.pk)
    if remark.state == RemarkState.RESUELTA:
        raise AlreadyResolved
    remark.reply, remark.replied_at = _said(words), at
    remark.state = RemarkState.ATENDIDA
    remark.save()
    return _traced(Verb.CHANGE, remark, commission, "reply", by=by, at=at)


@transaction.atomic
@sealing()
def resolve(*, remark: Remark, by: User, at: dt.datetime) -> Remark:
    """Say, as the reviewer, that an observation is done with.

    :raises AlreadyResolved: if it was before.
    :raises Locked: if the report is signed.
    """
    commission, remark = _reviewing(remark, by)
    if remark.state == RemarkState.RESUELTA:
        raise AlreadyResolved
    remark.state, remark.resolved_at = RemarkState.RESUELTA, at
    remark.save()
    return _traced(Verb.CHANGE, remark, commission, "state", by=by, at=at)


@transaction.atomic
@sealing()
def reopen(*, remark: Remark, words: str, by: User, at: dt.datetime) -> Remark:
    """Open an observation again, as the reviewer, and say what is still missing.

    :raises NothingToReopen, WordsMissing: see each.
    :raises Locked: if the report is signed.
    """
    commission, remark = _reviewing(remark, by)
    if remark.state == RemarkState.ABIERTA:
        raise NothingToReopen
    remark.insisted, remark.resolved_at = _said(words), None
    remark.state = RemarkState.ABIERTA
    remark.save()
    return _traced(Verb.CHANGE, remark, commission, "insisted", by=by, at=at)


def _reviewing(remark: Remark, by: User) -> tuple[Commission, Remark]:
    """Ask whether the person reviews, then lock and re-read; a signed report stays as it is."""
    access.require(by, "review", remark)
    commission = locked(remark.commission_id)
    if commission.state in steps.LOCKED:
        raise Locked
    return commission, Remark.objects.select_for_update().get(pk=remark.pk)


def _said(words: str) -> str:
    words = words.strip()
    if not words:
        raise WordsMissing
    check_length({"words": words})
    return words


def _traced(
    verb: Verb, remark: Remark, commission: Commission, field: str, *, by: User, at: dt.datetime
) -> Remark:
    access.shelve(commission, at=at)
    log.record(verb, remark, by=by, fields=[field])
    return remark
