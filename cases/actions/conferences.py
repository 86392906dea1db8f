"""Case conferences and what they decide."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, locked_open, sealing
from cases.actions.tasks import NotInTheCase, raise_task
from cases.enums.task import TaskKind
from cases.models import Case, Conference


class NothingSaid(Refusal):
    """A conference without a word."""

    sentence = _("Write what you thought about together.")


class NotYetHeld(Refusal):
    """It is still to come."""

    sentence = _("This conference is still to come. Record it once it has been held.")


@dataclass(frozen=True, slots=True)
class Decision:
    """Something the team decided: what, who does it, until when."""

    words: str
    assignee: User | None = None
    due_on: dt.date | None = None


@transaction.atomic
@sealing()
def record_conference(
    *,
    case: Case,
    held_on: dt.date,
    words: str,
    present: Sequence[User],
    decisions: Sequence[Decision] = (),
    by: User,
    at: dt.datetime,
) -> Conference:
    """Record a conference about a case; what it decided becomes tasks.

    :raises CaseClosed, NothingSaid, NotYetHeld, NotInTheCase: see each.
    """
    access.require(by, "write", case)
    case = locked_open(case.pk)
    if not words.strip():
        raise NothingSaid
    if held_on > timezone.localdate(at):
        raise NotYetHeld
    conference = Conference(
        case=case,
        held_on=held_on,
        recorded_by=by,
        recorded_at=at,
        present=sorted({each.full_name for each in (*present, by)}),
        words=words.strip(),
    )
    conference.save(force_insert=True)
    log.record(Verb.CREATE, conference, by=by, fields=["held_on", "present", "words"])
    for number, decision in enumerate(decisions):
        if decision.assignee and not access.allows(decision.assignee, "view", case):
            raise NotInTheCase
        raise_task(
            case=case,
            kind=TaskKind.CONFERENCE,
            about=conference.pk,
            stage=str(number),
            assignee=decision.assignee,
            due_on=decision.due_on,
            words=decision.words,
            by=by,
            at=at,
        )
    access.shelve(case, at=at)
    return conference
