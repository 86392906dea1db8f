"""What happens to a report once it is out: objected to, to be clarified, set against another."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, check_length, sealing
from expertise import steps
from expertise.actions import moving
from expertise.models import Aftermath, Commission


class NotSigned(Refusal):
    """Nothing happens to a report that is not out yet."""

    sentence = _("This report is not signed yet, so it can still be changed itself.")


class AftermathWordsMissing(Refusal):
    """What was asked is written down."""

    sentence = _("Write what happened, and what is asked, in a few words.")


class AftermathDates(Refusal):
    """It has happened, and what it asks for comes after it."""

    sentence = _("Check the days: it happened before today, and its deadline comes after it.")


class AnsweredAlready(Refusal):
    """Someone was faster."""

    sentence = _("This has been answered already.")


class AnswerMissing(Refusal):
    """An answer says something."""

    sentence = _("Write what was answered, or why nothing is answered.")


@transaction.atomic
@sealing()
def record_aftermath(
    *,
    commission: Commission,
    incident: str,
    happened_on: dt.date,
    words: str,
    due_on: dt.date | None = None,
    by: User,
    at: dt.datetime,
) -> Aftermath:
    """Write down what happened to a report, and until when an answer is due.

    :raises NotSigned, AftermathWordsMissing, AftermathDates: see each.
    """
    access.require(by, "write", commission)
    commission = moving.locked(commission.pk)
    if commission.state not in steps.LOCKED:
        raise NotSigned
    if not commission.is_open:
        raise moving.CommissionClosed
    if not words.strip():
        raise AftermathWordsMissing
    if happened_on > timezone.localdate(at) or (due_on and due_on < happened_on):
        raise AftermathDates
    check_length({"words": words})
    aftermath = Aftermath(
        commission=commission,
        incident=incident,
        happened_on=happened_on,
        words=words.strip(),
        due_on=due_on,
        by=by,
        at=at,
    )
    aftermath.save(force_insert=True)
    access.shelve(commission, at=at)
    fields = ["incident", "happened_on", "due_on", "aftermath.words"]
    log.record(Verb.CREATE, aftermath, by=by, fields=fields)
    return aftermath


@transaction.atomic
@sealing()
def answer_aftermath(*, aftermath: Aftermath, answer: str, by: User, at: dt.datetime) -> Aftermath:
    """Write down what was answered.

    :raises AnsweredAlready, AnswerMissing: see each.
    """
    access.require(by, "write", aftermath)
    commission = moving.locked(aftermath.commission_id)
    aftermath = Aftermath.objects.select_for_update(of=("self",)).get(pk=aftermath.pk)
    if aftermath.answered_at:
        raise AnsweredAlready
    if not answer.strip():
        raise AnswerMissing
    check_length({"answer": answer})
    aftermath.answer, aftermath.answered_at = answer.strip(), at
    aftermath.save(update_fields=["answer", "answered_at"])
    access.shelve(commission, at=at)
    log.record(Verb.CHANGE, aftermath, by=by, fields=["answered_at", "aftermath.answer"])
    return aftermath
