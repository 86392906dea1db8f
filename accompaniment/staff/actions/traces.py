"""Signing in and out on the trace: someone who is not yet, or no longer, the one at work."""

from collections.abc import Iterable
from typing import Any

from accompaniment.audit import log
from accompaniment.audit.enums import Outcome, Verb
from accompaniment.staff.models import Membership, User

PURPOSE = "sign in"


def note(user: Any, verb: Verb, fields: Iterable[str] = ()) -> None:
    """Keep something a person did with their own session or credentials until the answer leaves."""
    trace = log.current()
    roles = Membership.objects.filter(user=user).values_list("role", flat=True)
    own = log.Trace(log.name_of(user), PURPOSE, ",".join(sorted(set(roles))))
    own.request = trace.request if trace else own.request
    event = own.event(verb, "staff.user", user.pk, fields=list(fields))
    (trace or own).pending.append(event)
    own.write()  # only where nobody is at work, and nothing else would


def note_failure(email: str, *fields: str, outcome: Outcome = Outcome.FAILED) -> None:
    """Keep a failed sign-in: whose account it was, if anybody's; never what was typed."""
    uids = User.objects.filter(email=email.strip().lower()).values_list("pk", flat=True)
    log.collect(Verb.SIGN_IN_FAILED, "staff.user", None, list(uids), fields=fields, outcome=outcome)
