"""Calling back: only as agreed, every attempt on record, and after three a second head decides."""

import datetime as dt
from dataclasses import asdict, fields
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.calls.frame import answer_notices, check_step, held_open, notice, step
from cases.actions.calls.taking import check_version, end_draft, index_call
from cases.actions.contacts import MOST_DAYS, ContactFacts, TooManyDays
from cases.actions.refusal import Refusal, sealing
from cases.enums.calls import (
    FAILED_MOST,
    REACHED,
    AttemptResult,
    CallStage,
    CallState,
    NoticeKind,
)
from cases.models import CallAttempt, FirstContact
from cases.reports.calls.opened import rule_of


class NoWayAgreed(Refusal):
    """Nobody knows how to reach her without harm."""

    sentence = _("No safe way to reach her was agreed. Nobody calls; wait until she does.")


class OutsideWhatIsSafe(Refusal):
    """It would be outside of what was agreed."""

    sentence = _("%(rule)s If you have to, write why: coordination will be told.")


class CoordinationDecides(Refusal):
    """Three safe attempts have failed."""

    sentence = _("Three safe attempts have failed. Coordination decides how to go on.")


class NothingToDecide(Refusal):
    """There are no three failed attempts."""

    sentence = _("There is nothing to decide yet: three safe attempts have not failed.")


class DecisionNeedsWords(Refusal):
    """A decision says why."""

    sentence = _("Write what you decided and why.")


@transaction.atomic
@sealing()
def agree_on_contact(
    *,
    call: FirstContact,
    facts: ContactFacts,
    version: int,
    days: int = 30,
    by: User,
    at: dt.datetime,
) -> FirstContact:
    """Write down how she may be called back, as gone over with her just now.

    :raises Refusal: if the facts give no rule, or somebody saved the call meanwhile.
    """
    access.require(by, "identify", call)
    call = held_open(call)
    check_version(call, version)
    if not 1 <= days <= MOST_DAYS:
        raise TooManyDays(most=MOST_DAYS)
    said = {name: value for name, value in asdict(facts.checked()).items() if value not in ("", [])}
    today = at.astimezone(ZoneInfo(facts.time_zone)).date()
    call.profile, call.version, call.time_zone = said, version + 1, facts.time_zone
    call.verified_on, call.expires_on = today, today + dt.timedelta(days=days)
    call.save()
    index_call(call)
    access.shelve(call, at=at)
    end_draft(call, CallStage.CONTACTO, by)
    log.record(Verb.CHANGE, call, by=by, fields=["profile", "verified_on", "expires_on"])
    return call


def contact_facts(call: FirstContact) -> ContactFacts | None:
    """Open the safe-contact profile of a call, if one was agreed."""
    if not call.profile:
        return None
    said = call.profile.reveal()
    return ContactFacts(**{f.name: said[f.name] for f in fields(ContactFacts) if f.name in said})


@transaction.atomic
@sealing()
def log_attempt(
    *,
    call: FirstContact,
    result: str,
    message_left: bool = False,
    override: str = "",
    words: str = "",
    by: User,
    at: dt.datetime,
) -> CallAttempt:
    """Put on record that somebody tried to reach her, and what came of it.

    :raises NoWayAgreed, OutsideWhatIsSafe, CoordinationDecides, CallEnded: see each.
    """
    access.require(by, "listen", call)
    call = held_open(call)
    if call.notices.filter(kind=NoticeKind.TRES_INTENTOS, answered_at=None).exists():
        raise CoordinationDecides
    is_safe = obey(call, override, by=by, at=at)
    attempt = CallAttempt.objects.create(
        first_contact=call,
        at=at,
        by=by,
        result=result,
        is_safe=is_safe,
        message_left=message_left,
        override=override.strip() or None if not is_safe else None,
        words=words.strip() or None,
    )
    log.record(Verb.CREATE, attempt, by=by, fields=["result", "is_safe", "message_left"])
    access.shelve(call, at=at)
    if call.state == CallState.INTERRUMPIDO:
        call = step(call, CallState.RECONTACTO, by=by, at=at)
    if result == AttemptResult.HABLAMOS and call.state == CallState.RECONTACTO:
        step(call, CallState.EN_ESCUCHA, by=by, at=at, listener=by)
    if result == AttemptResult.PALABRA_AYUDA:
        notice(call, NoticeKind.ROJO, by=by, at=at)
    if failed_attempts(call) >= FAILED_MOST:
        notice(call, NoticeKind.TRES_INTENTOS, by=by, at=at)
    return attempt


def obey(call: FirstContact, override: str, *, by: User, at: dt.datetime) -> bool:
    """Return whether it is safe now; where it is not, only with a reason, and it is told.

    :raises NoWayAgreed, OutsideWhatIsSafe: see each.
    """
    rule = rule_of(call, at)
    if rule is None:
        raise NoWayAgreed
    if rule.may_call:
        return True
    if not override.strip():
        raise OutsideWhatIsSafe(rule=rule.sentence, decides=rule)
    notice(call, NoticeKind.FUERA_DE_HORARIO, by=by, at=at)
    return False


def failed_attempts(call: FirstContact) -> int:
    """Count the safe attempts that failed since she was last reached, or coordination decided."""
    attempts = call.attempts.filter(is_safe=True).exclude(result__in=REACHED)
    since = [
        call.attempts.filter(result__in=REACHED).order_by("-at").values_list("at").first(),
        call.notices.filter(kind=NoticeKind.TRES_INTENTOS, answered_at__isnull=False)
        .order_by("-answered_at")
        .values_list("answered_at")
        .first(),
    ]
    if begun := [moment[0] for moment in since if moment and moment[0]]:
        attempts = attempts.filter(at__gt=max(begun))
    return attempts.count()


@transaction.atomic
@sealing()
def decide_on_contact(
    *, call: FirstContact, goes_on: bool, reason: str, by: User, at: dt.datetime
) -> FirstContact:
    """Let coordination decide after three failed attempts: go on trying, or stop.

    Where no way was ever agreed, coordination may stop waiting too. It is never automatic.

    :raises NothingToDecide, DecisionNeedsWords, NoSuchCallStep, CallEnded: see each.
    """
    access.require(by, "assign", call)
    call = held_open(call)
    asked = call.notices.filter(kind=NoticeKind.TRES_INTENTOS, answered_at=None).exists()
    if not asked and (call.profile or goes_on):
        raise NothingToDecide
    if not reason.strip():
        raise DecisionNeedsWords
    answer_notices(call, [NoticeKind.TRES_INTENTOS], answer=reason, by=by, at=at)
    if goes_on:
        access.shelve(call, at=at)
        return call
    if call.state == CallState.INTERRUMPIDO:
        call = step(call, CallState.RECONTACTO, reason=reason, by=by, at=at)
    check_step(call, CallState.NO_CONTACTABLE)
    return step(call, CallState.NO_CONTACTABLE, reason=reason, by=by, at=at)
