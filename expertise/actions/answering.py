"""Answer the questions posed: one numbered conclusion each, and the causal links it rests on."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import check_length, sealing
from expertise.actions.linking import NotOfThisFile
from expertise.actions.matrix_pieces import ChangedMeanwhile, PieceWithdrawn
from expertise.actions.moving import locked_writing
from expertise.models import Question


@transaction.atomic
@sealing()
def answer_question(
    *,
    question: Question,
    answer: str,
    rests_on: Sequence[UUID] = (),
    version: int,
    by: User,
    at: dt.datetime,
) -> Question:
    """Answer a question that is still as its editor saw it, and say what the answer rests on.

    :raises ChangedMeanwhile: if ``version`` is not the current one.
    :raises NotOfThisFile: if it should rest on a link of elsewhere, or on a withdrawn one.
    :raises PieceWithdrawn: if the question was withdrawn.
    """
    commission = locked_writing(question.commission, by)
    question = Question.objects.select_for_update().get(pk=question.pk)
    if question.withdrawn_at:
        raise PieceWithdrawn
    if question.version != version:
        raise ChangedMeanwhile
    check_length({"answer": answer})
    chosen = set(rests_on)
    links = commission.links.filter(pk__in=chosen, withdrawn_at=None).order_by("number")
    if len(links) != len(chosen):
        raise NotOfThisFile
    question.answer = answer.strip() or None
    question.rests_on = [str(link.pk) for link in links] or None
    question.answered_at = at if question.answer else None
    question.version = version + 1
    question.save()
    access.shelve(commission, at=at)
    log.record(Verb.CHANGE, question, by=by, fields=["answer", "rests_on"])
    return question
