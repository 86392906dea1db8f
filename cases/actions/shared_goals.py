"""What is seen of the goals of a collective process, in words and over time."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.collectives import locked_collective
from cases.actions.refusal import Refusal, sealing
from cases.models import Case, GoalSeen


class SeenWithoutWords(Refusal):
    """A level without words says nothing."""

    sentence = _("Write in words what you saw or heard; the level alone says nothing.")


class SeenToCome(Refusal):
    """Nobody has seen anything on a day to come."""

    sentence = _("That day has not come yet.")


@transaction.atomic
@sealing()
def observe_goal(
    *,
    case: Case,
    goal: str,
    appraisal: int,
    words: str,
    seen_on: dt.date,
    by: User,
    at: dt.datetime,
) -> GoalSeen:
    """Record what was seen of one of the shared goals on a day.

    :raises CaseClosed, NotACollective, SeenWithoutWords, SeenToCome: see each.
    """
    access.require(by, "write", case)
    case = locked_collective(case.pk)
    if not words.strip():
        raise SeenWithoutWords
    if seen_on > timezone.localdate(at):
        raise SeenToCome
    seen = GoalSeen(
        id=uuid.uuid4(),
        case=case,
        goal=goal,
        appraisal=appraisal,
        words=words.strip(),
        seen_on=seen_on,
        by=by,
    )
    seen.save(force_insert=True)
    access.shelve(case, at=at)
    log.record(Verb.CREATE, seen, by=by, fields=["goal", "appraisal", "seen_on"])
    return seen
