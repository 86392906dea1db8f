"""Contact after closing, where she said that she wants it: at one, three and six months."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.consents import current, revoke_consent
from cases.actions.refusal import Refusal, check_length, locked, sealing
from cases.actions.tasks import end_tasks
from cases.enums import Consent
from cases.enums.plan import SETTLES, STAGES, FollowUpResult
from cases.models import Case, FollowUp
from cases.reports.after import about


class StillOpen(Refusal):
    """There is nothing to follow up yet."""

    sentence = _("This accompaniment is open: log a session instead.")


class FollowUpNotAgreed(Refusal):
    """She did not say yes to being contacted."""

    sentence = _("She has not agreed to be contacted after closing, so nobody contacts her.")


class NoSuchStage(Refusal):
    """Contacts come at one, three and six months."""

    sentence = _("Choose the contact of one, three or six months.")


class FollowUpSettled(Refusal):
    """Somebody was faster."""

    sentence = _("What came of this contact is on record already.")


@transaction.atomic
@sealing()
def record_follow_up(
    *, case: Case, months: int, result: str, words: str = "", by: User, at: dt.datetime
) -> FollowUp:
    """Record a contact after closing or an attempt; who wants no more of it is left alone.

    :raises StillOpen, FollowUpNotAgreed, NoSuchStage, FollowUpSettled: see each.
    """
    access.require(by, "write", case)
    case = locked(case.pk)
    if case.is_open or case.closed_at is None:
        raise StillOpen
    agreed = current(case, timezone.localdate(at)).filter(kind=Consent.SEGUIMIENTO, granted=True)
    if not agreed.exists():
        raise FollowUpNotAgreed
    if months not in STAGES:
        raise NoSuchStage
    here = case.follow_ups.filter(closed_at=case.closed_at, months=months)
    if here.filter(settles=True).exists():
        raise FollowUpSettled
    check_length({"words": words})
    row = FollowUp(
        case=case,
        closed_at=case.closed_at,
        months=months,
        held_by=by,
        held_at=at,
        settles=result in SETTLES,
        result={"code": str(FollowUpResult(result)), "words": words.strip()},
    )
    row.save(force_insert=True)
    access.shelve(case, at=at)
    log.record(Verb.CREATE, row, by=by, fields=["months", "settles", "result"])
    if result == FollowUpResult.NO_QUIERE_MAS:
        for consent in agreed:
            revoke_consent(consent=consent, by=by, at=at)
    if row.settles:
        end_tasks(case=case, about=about(case, months), by=by, at=at)
    return row
