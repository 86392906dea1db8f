"""What every use case of a first contact does alike: hold it, step it, tell coordination."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.enums import Role
from accompaniment.staff.models import Team, User
from accompaniment.staff.standing import is_stranger
from cases.actions.refusal import Refusal
from cases.calls.minimum import too_much
from cases.enums.calls import ENDED, NEXT_CALL_STATES, CallState
from cases.models import CallNotice, CallStep, FirstContact

ATTENDING = (Role.RECEPTION, Role.PSYCHOLOGIST, Role.COORDINATOR)
LONGEST_DEMAND = 500


class CallEnded(Refusal):
    """Nothing more is done with it."""

    sentence = _("This first contact has ended: “%(state)s”. Take a new call down as a new one.")


class CallChangedMeanwhile(Refusal):
    """Someone saved it after this page was opened; both texts are shown."""

    sentence = _(
        "%(name)s saved this call while you were writing. Yours is below, theirs beside it: "
        "join them and save again."
    )
    conflict = True


class NoSuchCallStep(Refusal):
    """The state asked for does not follow this one."""

    sentence = _("A first contact cannot go from “%(before)s” to “%(after)s”.")


class TooMuchForNow(Refusal):
    """Law or safety forbid to write this down before there is consent."""

    sentence = _("%(why)s")


class DemandTooLong(Refusal):
    """The story waits for a safe place."""

    sentence = _(
        "What she asks for is %(length)s letters long, and up to %(limit)s fit. "
        "Leave the story for a safe place."
    )


def attends(by: User, team: Team) -> None:
    """Refuse whoever does not attend the lines of a team.

    :raises PermissionDenied: and the refusal is traced.
    """
    roles = () if is_stranger(by) else ATTENDING
    if not team.memberships.filter(user=by, role__in=roles).exists():
        log.deny("receive cases.firstcontact", None)
        raise PermissionDenied


def held(call: FirstContact) -> FirstContact:
    """Re-read a first contact and hold it until the use case ends."""
    return FirstContact.objects.select_for_update().get(pk=call.pk)


def held_open(call: FirstContact) -> FirstContact:
    """Re-read a first contact and hold it.

    :raises CallEnded: if nothing more is done with it.
    """
    call = held(call)
    if not call.is_open:
        raise CallEnded(state=CallState(call.state).label)
    return call


def check_words(*texts: str) -> None:
    """Refuse what is not to be written down at this stage.

    :raises TooMuchForNow: saying what.
    """
    if found := [each for text in texts if text for each in too_much(text)]:
        raise TooMuchForNow(why=found[0].label, what=found[0])


def check_step(call: FirstContact, to: str) -> None:
    """Refuse a state that does not follow.

    :raises NoSuchCallStep: naming both.
    """
    if to not in NEXT_CALL_STATES[call.state]:
        names = {"before": CallState(call.state).label, "after": CallState(to).label}
        raise NoSuchCallStep(**names)


def lies_in(by: Any, call: FirstContact) -> str:
    """Return the compartment for a reason: who may not listen writes where they can."""
    return "clinical" if access.allows(by, "listen", call) else "identity"


def step(
    call: FirstContact, to: str, *, reason: str = "", by: User, at: dt.datetime, **more: Any
) -> FirstContact:
    """Put a held first contact into a state, remember why, and place it anew in every list."""
    before, call.state = call.state, to
    for name, value in more.items():
        setattr(call, name, value)
    fields = ["state", *more]
    ends = to in ENDED or to == CallState.DUPLICADO
    if ends == call.is_open:
        call.is_open = not ends
        call.closed_at, call.closed_by = (at, by) if ends else (None, None)
        fields += ["is_open", "closed_at", "closed_by"]
    call.save(update_fields=fields)
    CallStep.objects.create(
        first_contact=call,
        before=before,
        after=to,
        at=at,
        by=by,
        sealed_in=lies_in(by, call),
        reason=reason.strip() or None,
    )
    access.shelve(call, at=at)
    log.record(Verb.CHANGE, call, by=by, fields=["state", *sorted(more)])
    return call


def notice(call: FirstContact, kind: str, *, by: User, at: dt.datetime) -> CallNotice:
    """Let coordination know; what is already open is not said twice."""
    if known := call.notices.filter(kind=kind, answered_at=None).first():
        return known
    made = CallNotice.objects.create(first_contact=call, kind=kind, at=at, by=by)
    log.record(Verb.CREATE, made, by=by, fields=["kind"])
    return made


def answer_notices(
    call: FirstContact, kinds: Iterable[str], *, answer: str = "", by: User, at: dt.datetime
) -> None:
    """Say that coordination has looked."""
    for each in call.notices.filter(kind__in=list(kinds), answered_at=None):
        each.answered_at, each.answered_by, each.answer = at, by, answer.strip() or None
        each.save(update_fields=["answered_at", "answered_by", "answer"])
        log.record(Verb.CHANGE, each, by=by, fields=["answered_at"])
