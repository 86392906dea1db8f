"""What members of a collective agree to: to be named, and what a child needs to take part."""

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
from cases.actions.consents import LegalReviewNeeded
from cases.actions.members import locked_member
from cases.actions.refusal import Refusal, sealing
from cases.enums import ConsentMethod
from cases.enums.collective import MemberConsent
from cases.models import Member, MemberAgreed, Presence


class AnswerToCome(Refusal):
    """Nobody has answered yet on a day to come."""

    sentence = _("That day has not come yet. Write the day on which she answered.")


class WhoSignsMissing(Refusal):
    """Someone consents for a child, and has a name."""

    sentence = _("Write who represents the child and consents.")


class AlreadyWithdrawn(Refusal):
    """The answer does not count any more."""

    sentence = _("This answer was taken back before.")


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """One answer: to what, whether yes, how and when it was given, who signed for a child."""

    kind: str
    granted: bool
    given_on: dt.date
    method: str = ConsentMethod.VERBAL
    signed_by: str = ""
    representative_is_aggressor: bool = False


@transaction.atomic
@sealing()
def answer_for_member(
    *, member: Member, facts: AnswerFacts, by: User, at: dt.datetime
) -> MemberAgreed:
    """Record an answer of a member; it takes the place of the one before.

    :raises AnswerToCome, WhoSignsMissing, LegalReviewNeeded: see each.
    """
    case, member = locked_member(member, by)
    if facts.given_on > timezone.localdate(at):
        raise AnswerToCome
    if facts.kind == MemberConsent.REP_NNA and facts.granted:
        if facts.representative_is_aggressor:
            raise LegalReviewNeeded
        if not facts.signed_by.strip():
            raise WhoSignsMissing
    for former in member.agreed.filter(kind=facts.kind, withdrawn_at=None):
        _withdraw(former, by=by, at=at, takes_names=not facts.granted)
    given = MemberAgreed(
        id=uuid.uuid4(),
        case=case,
        member=member,
        kind=facts.kind,
        granted=facts.granted,
        method=facts.method,
        given_on=facts.given_on,
        signed_by=facts.signed_by.strip() or None,
        recorded_by=by,
    )
    given.save(force_insert=True)
    access.shelve(case, at=at)
    log.record(Verb.CREATE, given, by=by, fields=["kind", "granted", "method", "given_on"])
    return given


@transaction.atomic
def withdraw_answer(*, answer: MemberAgreed, by: User, at: dt.datetime) -> MemberAgreed:
    """Take an answer back: from now on her name stands in no attendance; the counts stay.

    :raises CaseClosed, AlreadyWithdrawn: see each.
    """
    case, _member = locked_member(answer.member, by)
    answer = MemberAgreed.objects.select_for_update().get(pk=answer.pk)
    if answer.withdrawn_at:
        raise AlreadyWithdrawn
    _withdraw(answer, by=by, at=at, takes_names=True)
    access.shelve(case, at=at)
    return answer


def _withdraw(answer: MemberAgreed, *, by: User, at: dt.datetime, takes_names: bool) -> None:
    """End an answer; a consent to be named that ends takes the names along."""
    answer.withdrawn_at = at
    answer.save(update_fields=["withdrawn_at"])
    log.record(Verb.CHANGE, answer, by=by, fields=["withdrawn_at"])
    if takes_names and answer.kind == MemberConsent.NOMBRE:
        Presence.objects.filter(case=answer.case_id, member=answer.member_id).delete()
