"""What a collective agrees on: who sees to it, by when, and what came of it."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.activities import FacilitatorNotOfTheCase
from cases.actions.collectives import locked_collective
from cases.actions.refusal import Refusal, sealing
from cases.actions.tasks import end_tasks, raise_task
from cases.enums.task import TaskKind
from cases.models import Activity, SharedAgreement


class AgreementEmpty(Refusal):
    """Nothing says what was agreed."""

    sentence = _("Write what was agreed.")


class NobodySeesToIt(Refusal):
    """What nobody sees to is forgotten."""

    sentence = _("Say who sees to it: a colleague, a commission, or everybody.")


class DueBeforeAgreed(Refusal):
    """It would be due before it was agreed."""

    sentence = _("This day is before the activity. Choose a later one, or leave it empty.")


class AgreementSettled(Refusal):
    """What came of it is on record."""

    sentence = _("What came of this agreement is already on record.")


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """What was agreed, who sees to it and by when."""

    text: str
    who: str = ""
    responsible: User | None = None
    due_on: dt.date | None = None


@transaction.atomic
@sealing()
def agree_together(
    *, activity: Activity, facts: AgreementFacts, by: User, at: dt.datetime
) -> SharedAgreement:
    """Record what was agreed in an activity; with a day, somebody is reminded of it.

    :raises AgreementEmpty, NobodySeesToIt, DueBeforeAgreed, FacilitatorNotOfTheCase: see each.
    """
    access.require(by, "write", activity)
    case = locked_collective(activity.case_id)
    if not facts.text.strip():
        raise AgreementEmpty
    if not (facts.who.strip() or facts.responsible):
        raise NobodySeesToIt
    if facts.due_on and facts.due_on < timezone.localdate(activity.session.starts_at):
        raise DueBeforeAgreed
    if facts.responsible and not access.allows(facts.responsible, "view", case):
        raise FacilitatorNotOfTheCase
    agreement = SharedAgreement(
        id=uuid.uuid4(),
        case=case,
        activity=activity,
        text=facts.text.strip(),
        who=facts.who.strip() or None,
        responsible=facts.responsible,
        due_on=facts.due_on,
        agreed_at=at,
    )
    agreement.save(force_insert=True)
    log.record(Verb.CREATE, agreement, by=by, fields=["text", "responsible", "due_on"])
    if agreement.due_on:
        raise_task(
            case=case,
            kind=TaskKind.AGREEMENT_DUE,
            about=agreement.pk,
            assignee=agreement.responsible,
            due_on=agreement.due_on,
            by=by,
            at=at,
        )
    access.shelve(case, at=at)
    return agreement


@transaction.atomic
@sealing()
def settle_agreement(
    *, agreement: SharedAgreement, outcome: str = "", by: User, at: dt.datetime
) -> SharedAgreement:
    """Say that an agreement was kept, or is over, and perhaps what came of it.

    :raises CaseClosed, AgreementSettled: see each.
    """
    access.require(by, "write", agreement)
    case = locked_collective(agreement.case_id)
    agreement = SharedAgreement.objects.select_for_update().get(pk=agreement.pk)
    if agreement.settled_at:
        raise AgreementSettled
    agreement.settled_at, agreement.settled_by = at, by
    agreement.outcome = outcome.strip() or None
    agreement.save()
    end_tasks(case=case, about=agreement.pk, by=by, at=at)
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, agreement, by=by, fields=["settled_at"])
    return agreement
