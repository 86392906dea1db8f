"""What concerns one woman alone: an alert that becomes a task in her own process, her measures."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.acting import Service, acting
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, sealing
from cases.actions.tasks import raise_task
from cases.enums.task import TaskKind
from cases.models import Case, Task
from groups.enums import When
from groups.models import Enrolment, Measure, Meeting

# Writes the words of an alert into a case whose notes the facilitator may not read.
MESSENGER = Service("group_messenger", frozenset({"cases.case"}))
WHO5, LONGEST = 5, 5  # items, the most of each


class NoProcessOfHerOwn(Refusal):
    """There is no file the alert could go to."""

    sentence = _(
        "She has no accompaniment of her own here. Speak with the coordination: it opens one, or "
        "takes care of it."
    )


class ProcessOfHersOver(Refusal):
    """Nobody looks into a file that is closed or erased."""

    sentence = _(
        "Her accompaniment here is over, so nobody would see this. Nothing was sent: tell whoever "
        "coordinates yourself, now if it is urgent."
    )


class WordsMissing(Refusal):
    """An alert says what it is about."""

    sentence = _("Write what somebody has to look at.")


class AnswersUnclear(Refusal):
    """WHO-5 has five items from 0 to 5."""

    sentence = _("Answer the five questions with a number from 0 to 5, or leave all of them out.")


def alert_her_process(
    *, enrolment: Enrolment, meeting: Meeting, words: str, by: User, at: dt.datetime
) -> Task:
    """Ask who accompanies her to look at something; nothing of it stays with the group.

    If she has left the house since, it falls to coordination.

    :raises NoProcessOfHerOwn, WordsMissing, ProcessOfHersOver: see each.
    """
    access.require(by, "members", enrolment)
    if enrolment.case_id is None:
        raise NoProcessOfHerOwn
    if not words.strip():
        raise WordsMissing
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=enrolment.case_id)
        if not case.is_open or case.erased_at:
            raise ProcessOfHersOver
        log.record(Verb.CREATE, meeting, by=by, fields=["task.words"])
        with acting(MESSENGER, "care"):
            return raise_task(
                case=case,
                kind=TaskKind.GROUP_ALERT,
                about=uuid.uuid4(),  # each is one of its own
                assignee=case.seen_to_by(),
                urgent=True,
                words=words,
                by=MESSENGER,
                at=at,
            )


@transaction.atomic
@sealing()
def measure(
    *,
    enrolment: Enrolment,
    when: str,
    given: Mapping[str, int],
    words: str = "",
    by: User,
    at: dt.datetime,
) -> Measure:
    """Keep WHO-5 and her own words about change, before or after; a second time replaces it.

    The score is the sum of the five items times four, from 0 to 100 (WHO, 1998).

    :raises AnswersUnclear: if some items are missing or out of range.
    """
    access.require(by, "members", enrolment)
    if given and (len(given) != WHO5 or not all(0 <= n <= LONGEST for n in given.values())):
        raise AnswersUnclear
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    found: Any = enrolment.measures.filter(when=When(when)).first()
    if found is None:
        found = Measure(enrolment=enrolment, when=When(when))
    found.answers = {"given": dict(given), "score": sum(given.values()) * 4} if given else None
    found.words = words.strip() or None
    found.taken_on, found.taken_by = timezone.localdate(at), by
    found.save()
    log.record(Verb.CHANGE, found, by=by, fields=["measure.answers", "measure.words"])
    return found
