"""When an answer says that a life may be in danger: asked at once, answered, signed by two."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.lifecycle import set_urgency
from cases.actions.refusal import Refusal, ask_either, locked, reasons_lie_in, sealing
from cases.actions.scored import Application, keep_answers
from cases.actions.tasks import finish_task, raise_task
from cases.enums import MINORS, Function, Urgency
from cases.enums.instruments import (
    NEXT_ALERT_STATES,
    SAFETY_LABELS,
    SIGNS,
    WORDS,
    AlertState,
    SafetyAction,
    Sign,
)
from cases.enums.task import TaskKind
from cases.instruments import SCREEN, Result
from cases.models import Applied, Case, Person, SafetyAlert

SOON, AT_ONCE = dt.timedelta(hours=72), dt.timedelta(hours=24)
ABOUT_ALERTS = (TaskKind.SAFETY_ALERT, TaskKind.SAFETY_SIGNATURE)


class AlertAnswered(Refusal):
    """Someone has answered it meanwhile."""

    sentence = _("A colleague has already answered this alert. Read what she wrote.")
    conflict = True


class RecordIncomplete(Refusal):
    """The record of a life in danger has no gaps."""

    sentence = _("Before going on, complete: %(named)s.")


class ScreenIncomplete(Refusal):
    """The direct questions are asked, or it is said why they could not be."""

    sentence = _(
        "Ask the direct questions: 1 to 4, and 5 if any answer is yes. "
        "If she cannot or will not answer them, write why."
    )


class ContactTooLate(Refusal):
    """Nobody in danger waits longer."""

    sentence = _("The next contact has to be within %(hours)s hours. Choose an earlier moment.")


class ContactInThePast(Refusal):
    """The next contact is still to come."""

    sentence = _("The next contact is still to come. Choose its day and hour.")


class AlertNotAnswered(Refusal):
    """Nobody has attended to it."""

    sentence = _("Nobody has answered this alert yet. It is signed once it has been answered.")


class AlertClosed(Refusal):
    """Two people have signed it."""

    sentence = _("This alert is already signed by two people.")


class AnotherPersonSigns(Refusal):
    """Two eyes are not four."""

    sentence = _("You answered this alert, so another person signs it: supervision, coordination.")


@dataclass(frozen=True, slots=True)
class SafetyRecord:
    """What was asked, what was found, and what was done."""

    signs: Mapping[str, str]  # ideation, plan, means, intent, history: a Sign each
    protective: str
    actions: Collection[str]  # SafetyAction
    informed: str  # who was informed, and how
    next_contact_at: dt.datetime
    details: str = ""
    screen: Mapping[int, int] | None = None  # answers to the direct questions
    no_screen: str = ""  # why they could not be asked

    def stored(self) -> dict[str, Any]:
        """Return the record as it is sealed."""
        words = {name: getattr(self, name).strip() for name in (*WORDS, "details", "no_screen")}
        return {"signs": dict(self.signs), "actions": sorted(self.actions), **words}

    def gaps(self) -> list[str]:
        """Return the names of what is missing or nonsense."""
        gaps = [name for name in SIGNS if self.signs.get(name) not in Sign.values]
        gaps += [name for name in WORDS if not getattr(self, name).strip()]
        if not self.actions or not set(self.actions) <= set(SafetyAction.values):
            gaps.append("actions")
        return gaps


def heed(applied: Applied, result: Result, *, by: User, at: dt.datetime) -> SafetyAlert | None:
    """Open an alert where an answer asks for one, or join the one that waits for this person.

    Called inside the use case that keeps the answers, on its locked case.
    """
    if not result.alarms:
        return None
    case, person = applied.case, applied.person
    alert = case.safety_alerts.unanswered().filter(person=person).first()
    if alert is None:
        alert = SafetyAlert.objects.create(case=case, person=person, raised_at=at, raised_by=by)
        log.record(Verb.CREATE, alert, by=by, fields=["state"])
        _tell_everyone(case, alert, person, by=by, at=at)
    applied.alert = alert
    applied.save(update_fields=["alert"])
    if result.outcome == "acute":
        _act_now(case, by=by, at=at)
    return alert


@transaction.atomic
@sealing()
def answer_alert(
    *, alert: SafetyAlert, record: SafetyRecord, by: User, at: dt.datetime
) -> SafetyAlert:
    """Say what was asked, found and done; the alert then waits for a second signature.

    In a closed case too: nobody's life waits for a case to be reopened.

    :raises AlertAnswered: if someone was faster.
    :raises RecordIncomplete, ScreenIncomplete, ContactInThePast, ContactTooLate: see each.
    """
    access.require(by, "write", alert)
    case = locked(alert.case_id)
    alert = SafetyAlert.objects.select_for_update().get(pk=alert.pk)
    if AlertState.ANSWERED not in NEXT_ALERT_STATES[alert.state]:
        raise AlertAnswered
    if gaps := record.gaps():
        raise RecordIncomplete(
            gaps=gaps, named=", ".join(str(SAFETY_LABELS[name]) for name in gaps)
        )
    acute = _ask_directly(case, alert, record, by=by, at=at)
    _check_contact(record.next_contact_at, AT_ONCE if acute else SOON, at)
    alert.state, alert.record = AlertState.ANSWERED, record.stored()
    alert.answered_at, alert.answered_by = at, by
    alert.next_contact_at = record.next_contact_at
    alert.save()
    if acute:
        _act_now(case, by=by, at=at)
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, alert, by=by, fields=["state", "record", "next_contact_at"])
    _end_tasks(case, alert, by=by, at=at)
    _ask_for_signature(case, alert, record.next_contact_at, by=by, at=at)
    return alert


@transaction.atomic
@sealing()
def sign_alert(*, alert: SafetyAlert, words: str = "", by: User, at: dt.datetime) -> SafetyAlert:
    """Sign as the second person: the alert is closed, and stays in the record as it is.

    :raises AlertNotAnswered: if nobody has attended to it.
    :raises AlertClosed: if it is signed.
    :raises AnotherPersonSigns: if this person answered it.
    """
    ask_either(by, ("read", "assign"), alert)
    case = locked(alert.case_id)
    alert = SafetyAlert.objects.select_for_update().get(pk=alert.pk)
    if AlertState.CLOSED not in NEXT_ALERT_STATES[alert.state]:
        raise AlertClosed if alert.state == AlertState.CLOSED else AlertNotAnswered
    if alert.answered_by_id == by.pk:
        raise AnotherPersonSigns
    alert.state, alert.closed_at, alert.closed_by = AlertState.CLOSED, at, by
    alert.sealed_in = reasons_lie_in(by, case)
    alert.closing_words = words.strip() or None
    alert.save()
    access.shelve(case, at=at)
    log.record(Verb.SIGN, alert, by=by, fields=["state", "closed_by"])
    _end_tasks(case, alert, by=by, at=at)
    return alert


# --- who is told ---------------------------------------------------------------------------------


def _people_of(case: Case, *functions: str) -> list[User]:
    rows = case.assignments.filter(until=None, function__in=functions).select_related("user")
    return [row.user for row in rows.order_by("since", "id")]


def _tell_everyone(
    case: Case, alert: SafetyAlert, person: Person, *, by: User, at: dt.datetime
) -> None:
    """Tell who is responsible, who supervises, and the coordination; of a child, more."""
    today = timezone.localdate(at)
    told = [*_people_of(case, Function.RESPONSIBLE, Function.SUPERVISOR), None]
    for kind in (TaskKind.SAFETY_ALERT, TaskKind.CHILD_PROTECTION):
        if kind == TaskKind.CHILD_PROTECTION and person.age_group not in MINORS:
            continue
        for user in told:
            raise_task(
                case=case,
                kind=kind,
                about=alert.pk,
                assignee=user,
                due_on=today,
                urgent=True,
                by=by,
                at=at,
            )


def _ask_for_signature(
    case: Case, alert: SafetyAlert, next_contact_at: dt.datetime, *, by: User, at: dt.datetime
) -> None:
    """Ask supervision and coordination to sign, and remember the contact that was agreed."""
    today = timezone.localdate(at)
    signers = [user for user in _people_of(case, Function.SUPERVISOR) if user.pk != by.pk]
    for user in (*signers, None):
        raise_task(
            case=case,
            kind=TaskKind.SAFETY_SIGNATURE,
            about=alert.pk,
            assignee=user,
            due_on=today + dt.timedelta(days=1),
            urgent=True,
            by=by,
            at=at,
        )
    raise_task(
        case=case,
        kind=TaskKind.AGREEMENT_DUE,
        about=alert.pk,
        stage="contact",
        assignee=by,
        due_on=timezone.localdate(next_contact_at),
        urgent=True,
        words=_now("The contact agreed on in the safety record"),
        by=by,
        at=at,
    )


def _end_tasks(case: Case, alert: SafetyAlert, *, by: User, at: dt.datetime) -> None:
    """End what the alert asked for until now; the contact agreed on goes on."""
    for task in case.tasks.open().filter(about=alert.pk, kind__in=ABOUT_ALERTS):
        finish_task(task=task, elsewhere=True, by=by, at=at)


def _act_now(case: Case, *, by: User, at: dt.datetime) -> None:
    """Make a case immediate, where it is open and is not yet."""
    if case.is_open and case.urgency != Urgency.U1:
        reason = _now("Acute risk in the direct questions about safety")
        set_urgency(case=case, urgency=Urgency.U1, reason=reason, by=by, at=at)
        case.urgency = Urgency.U1


def _ask_directly(
    case: Case, alert: SafetyAlert, record: SafetyRecord, *, by: User, at: dt.datetime
) -> bool:
    """Keep the answers to the direct questions; return whether the risk is acute."""
    outcomes = [
        Result.read(applied.result.reveal()).outcome
        for applied in alert.applied.filter(instrument=SCREEN, annulled_at=None)
    ]
    if record.screen:
        said = Application(
            instrument=SCREEN,
            person=alert.person,
            answers=record.screen,
            applied_on=timezone.localdate(at),
        )
        _applied, result = keep_answers(case, said, alert=alert, by=by, at=at)
        outcomes.append(result.outcome)
    told = [each for each in outcomes if each not in {"", "pending"}]
    if not told and not record.no_screen.strip():
        raise ScreenIncomplete
    return "acute" in outcomes


def _check_contact(next_at: dt.datetime, limit: dt.timedelta, at: dt.datetime) -> None:
    if next_at <= at:
        raise ContactInThePast
    if next_at - at > limit:
        raise ContactTooLate(hours=int(limit.total_seconds() // 3600))
