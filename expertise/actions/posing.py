"""The questions an expert answers: added, put right and withdrawn until the report is signed."""

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, sealing
from expertise.actions.moving import locked_writing
from expertise.models import Commission, Question


class QuestionEmpty(Refusal):
    """A question is written word for word."""

    sentence = _("Write the question word for word, as it stands in the request.")


class QuestionWithdrawn(Refusal):
    """It is no longer asked."""

    sentence = _("This question was withdrawn.")


class QuestionChanged(Refusal):
    """Someone was faster."""

    sentence = _(
        "The question has changed since you opened it. Compare what you wrote with what stands "
        "there now, and save again."
    )
    conflict = True


class LastQuestion(Refusal):
    """A report answers at least one question."""

    sentence = _("This is the only question. Add the right one first, then withdraw this one.")


@transaction.atomic
@sealing()
def add_question(
    *, commission: Commission, text: str, short: str = "", by: User, at: dt.datetime
) -> Question:
    """Add a question; it gets the next number, and keeps it.

    :raises QuestionEmpty, Locked, NotWritingNow: see each.
    """
    commission = locked_writing(commission, by)
    if not text.strip():
        raise QuestionEmpty
    last = commission.questions.aggregate(last=Max("number"))["last"] or 0
    question = Question.objects.create(
        commission=commission,
        number=last + 1,
        text=text.strip(),
        short=short.strip() or None,
    )
    log.record(Verb.CREATE, question, by=by, fields=["text"])
    return question


@transaction.atomic
@sealing()
def change_question(
    *, question: Question, version: int, text: str, short: str = "", by: User, at: dt.datetime
) -> Question:
    """Put the words of a question right; an answer it already has must be confirmed anew.

    :raises QuestionEmpty, QuestionChanged, QuestionWithdrawn, Locked, NotWritingNow: see each.
    """
    question = _held(question, by)
    if question.version != version:
        raise QuestionChanged
    if not text.strip():
        raise QuestionEmpty
    before = question.text.reveal() if question.text else ""
    question.text, question.short = text.strip(), short.strip() or None
    question.version += 1
    if before != text.strip():
        question.answered_at = None
    question.save()
    log.record(Verb.CHANGE, question, by=by, fields=["text"])
    return question


@transaction.atomic
def withdraw_question(*, question: Question, by: User, at: dt.datetime) -> Question:
    """Withdraw a question that is no longer asked; its number is not given again.

    :raises LastQuestion, QuestionWithdrawn, Locked, NotWritingNow: see each.
    """
    question = _held(question, by)
    others = question.commission.questions.filter(withdrawn_at=None).exclude(pk=question.pk)
    if not others.exists():
        raise LastQuestion
    question.withdrawn_at = at
    question.version += 1
    question.save(update_fields=["withdrawn_at", "version"])
    log.record(Verb.CHANGE, question, by=by, fields=["withdrawn_at"])
    return question


def _held(question: Question, by: User) -> Question:
    """Ask, hold the commission and re-read a question that stands."""
    commission = locked_writing(question.commission, by)
    question = Question.objects.select_for_update().get(pk=question.pk)
    question.commission = commission
    if question.withdrawn_at:
        raise QuestionWithdrawn
    return question
