"""Two records of one call: joined, and taken apart again where it was a mistake."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.calls.frame import CallEnded, answer_notices, held, step
from cases.actions.refusal import Refusal, sealing
from cases.enums.calls import CallState, NoticeKind
from cases.models import FirstContact


class SameCall(Refusal):
    """A call is not joined to itself."""

    sentence = _("Choose the other record: a call cannot be joined to itself.")


class OtherTeam(Refusal):
    """Only calls of one team are joined."""

    sentence = _("Only calls of the same team can be joined.")


class KeptIsJoined(Refusal):
    """The record to keep has itself been joined to another."""

    sentence = _("The record you want to keep was joined to another one. Choose that one.")


class HoldsOthers(Refusal):
    """Other records were joined to this one."""

    sentence = _("Other records were joined to this one. Keep this one, or take them apart first.")


class NotJoined(Refusal):
    """It stands on its own."""

    sentence = _("This record was not joined to another one.")


class JoiningNeedsWords(Refusal):
    """Joining and taking apart say why."""

    sentence = _("Write why.")


@transaction.atomic
@sealing()
def merge_calls(
    *, call: FirstContact, into: FirstContact, reason: str, by: User, at: dt.datetime
) -> FirstContact:
    """Join a record to the one that is kept. Nothing is copied or lost: both stay readable.

    Unlike the step that ends a call just received, it may come at any moment before its end.

    :raises SameCall, OtherTeam, KeptIsJoined, HoldsOthers, JoiningNeedsWords, CallEnded: see each.
    """
    access.require(by, "listen", call)
    access.require(by, "listen", into)
    if call.pk == into.pk:
        raise SameCall
    both = {each.pk: each for each in map(held, sorted((call, into), key=lambda row: row.pk))}
    call, into = both[call.pk], both[into.pk]
    if not call.is_open:
        raise CallEnded(state=CallState(call.state).label)
    if call.team_id != into.team_id:
        raise OtherTeam
    if into.merged_into_id:
        raise KeptIsJoined
    if call.merged.exists():
        raise HoldsOthers
    if not reason.strip():
        raise JoiningNeedsWords
    answer_notices(call, [NoticeKind.DUPLICADO], answer=reason, by=by, at=at)
    answer_notices(into, [NoticeKind.DUPLICADO], answer=reason, by=by, at=at)
    return step(call, CallState.DUPLICADO, reason=reason, by=by, at=at, merged_into=into)


@transaction.atomic
@sealing()
def unmerge_call(*, call: FirstContact, reason: str, by: User, at: dt.datetime) -> FirstContact:
    """Take a record apart again: it stands where it stood before it was joined.

    :raises NotJoined, JoiningNeedsWords: see each.
    """
    access.require(by, "listen", call)
    call = held(call)
    if call.merged_into_id is None:
        raise NotJoined
    if not reason.strip():
        raise JoiningNeedsWords
    joined = call.steps.filter(after=CallState.DUPLICADO).order_by("-at", "-id")[0]
    return step(call, joined.before, reason=reason, by=by, at=at, merged_into=None)
