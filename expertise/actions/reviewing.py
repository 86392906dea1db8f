"""Peer review: rounds over frozen versions, a checklist, observations resolved one by one."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, check_length, sealing
from expertise.actions.freezing import freeze
from expertise.actions.matrix_pieces import next_number
from expertise.actions.moving import locked, locked_writing, step
from expertise.enums.commission import CommissionState
from expertise.enums.review import CheckItem, RemarkState, RoundOutcome, Verdict
from expertise.models import Check, Commission, ReviewRound


class NoReviewer(Refusal):
    """Nobody was appointed."""

    sentence = _("Nobody was appointed to review this report. Ask coordination to appoint a peer.")


class RoundEnded(Refusal):
    """This reading is over."""

    sentence = _("This round of review has ended. What was written in it stays as it is.")


class AnotherReads(Refusal):
    """The round was begun with somebody else."""

    sentence = _(
        "This round is read by another colleague. The expert takes it back and sends it anew."
    )


class CommentMissing(Refusal):
    """A “no” without words helps nobody."""

    sentence = _("“%(item)s”: you answered no. Write in a comment what is missing.")


class ChecklistIncomplete(Refusal):
    """Every item is answered before a round ends."""

    sentence = _("The checklist is not complete: %(left)s items have no answer yet.")


class NothingObserved(Refusal):
    """A report that goes back says why."""

    sentence = _("Write at least one observation, so that the expert knows what to change.")


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer to one item of the checklist."""

    verdict: str
    comment: str = ""


@transaction.atomic
@sealing()
def send_to_review(*, commission: Commission, by: User, at: dt.datetime) -> ReviewRound:
    """Freeze a version and hand it to the peer; a new round begins.

    :raises NoReviewer: if nobody was appointed.
    :raises Refusal: the guard that says what is missing.
    """
    commission = locked_writing(commission, by)
    reviewer = commission.reviewer
    if reviewer is None:
        raise NoReviewer
    if commission.state == CommissionState.CON_OBSERVACIONES:
        step(commission, CommissionState.INTEGRACION, by=by, at=at)
    version = freeze(commission=commission, by=by, at=at)
    commission = locked(commission.pk)
    begun = ReviewRound(
        commission=commission,
        number=next_number(commission.rounds),
        version=version,
        reviewer=reviewer,
        asked_at=at,
    )
    begun.save(force_insert=True)
    log.record(Verb.CREATE, begun, by=by, fields=["version"])
    step(commission, CommissionState.REVISION_PARES, by=by, at=at)
    return begun


@transaction.atomic
@sealing()
def take_back(*, round_: ReviewRound, by: User, at: dt.datetime) -> ReviewRound:
    """Take the report back from review to go on writing; the round is kept.

    :raises RoundEnded: if it has ended.
    """
    access.require(by, "write", round_)
    commission, round_ = _open(round_)
    _end(round_, RoundOutcome.RETIRADO, at=at)
    log.record(Verb.CHANGE, round_, by=by, fields=["outcome"])
    step(commission, CommissionState.INTEGRACION, by=by, at=at)
    return round_


@transaction.atomic
@sealing()
def fill_checklist(
    *, round_: ReviewRound, checked: Mapping[str, Checked], by: User, at: dt.datetime
) -> ReviewRound:
    """Answer items of the checklist; what is not named stays as it was.

    :raises CommentMissing: for a “no” without words.
    :raises RoundEnded, AnotherReads: see each.
    """
    commission, round_ = _reading(round_, by)
    known = {each.item: each for each in round_.checks.all()}
    for item, said in checked.items():
        if said.verdict == Verdict.NO and not said.comment.strip():
            raise CommentMissing(item=CheckItem(item).label)
        check_length({"comment": said.comment})
        row = known.get(item) or Check(commission=commission, round=round_, item=item)
        row.verdict, row.comment = said.verdict, said.comment.strip() or None
        row.save()
        verb = Verb.CHANGE if item in known else Verb.CREATE
        log.record(verb, row, by=by, fields=["verdict", "comment"])
    access.shelve(commission, at=at)
    return round_


@transaction.atomic
@sealing()
def end_round(
    *, round_: ReviewRound, outcome: str, words: str = "", by: User, at: dt.datetime
) -> ReviewRound:
    """End a reading: approve the report, or send it back with observations.

    :raises ChecklistIncomplete: if an item has no answer.
    :raises NothingObserved: if it goes back and nothing was observed.
    :raises Refusal: the guard that says what is missing.
    """
    commission, round_ = _reading(round_, by)
    if left := len(CheckItem) - round_.checks.count():
        raise ChecklistIncomplete(left=left)
    if (
        outcome == RoundOutcome.OBSERVACIONES
        and not commission.remarks.exclude(state=RemarkState.RESUELTA).exists()
    ):
        raise NothingObserved
    check_length({"words": words})
    round_.words = words.strip() or None
    _end(round_, outcome, at=at)
    log.record(Verb.CHANGE, round_, by=by, fields=["outcome", "words"])
    to = {
        RoundOutcome.OBSERVACIONES: CommissionState.CON_OBSERVACIONES,
        RoundOutcome.APROBADO: CommissionState.APROBADO,
    }
    step(commission, to[RoundOutcome(outcome)], by=by, at=at)
    return round_


def _end(round_: ReviewRound, outcome: str, *, at: dt.datetime) -> None:
    round_.outcome, round_.ended_at = outcome, at
    round_.save()


def _open(round_: ReviewRound) -> tuple[Commission, ReviewRound]:
    """Lock and re-read a round that has not ended."""
    commission = locked(round_.commission_id)
    round_ = ReviewRound.objects.select_for_update().get(pk=round_.pk)
    if round_.ended_at:
        raise RoundEnded
    return commission, round_


def _reading(round_: ReviewRound, by: User) -> tuple[Commission, ReviewRound]:
    """Ask whether the person reviews, then lock and re-read her own open round."""
    access.require(by, "review", round_)
    commission, round_ = _open(round_)
    if round_.reviewer_id != by.pk:
        raise AnotherReads
    return commission, round_
