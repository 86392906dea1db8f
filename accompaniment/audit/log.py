"""The only writer of the trace.

``record`` is for changes: the event is part of the change's own transaction, so neither exists
without the other. ``collect`` is for readings and refusals: they are kept until the answer is
ready and written in a transaction of their own before its first byte leaves.
"""

import hmac
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import models, transaction

from accompaniment.audit.enums import Outcome, Verb
from accompaniment.audit.models import Event

_current: ContextVar["Trace | None"] = ContextVar("trace", default=None)
SIGNED = (
    "uid", "request", "actor", "role", "purpose", "verb", "outcome", "kind", "root", "code",
    "touched", "fields", "count", "content_hash",
)  # fmt: skip
ENCODE = json.JSONEncoder(default=str, separators=(",", ":")).encode


class NotTheOneAtWork(RuntimeError):
    """A change names another actor than the one at work, or nobody is at work."""


class Trace:
    """What one actor has done since the request or task began, not yet written."""

    def __init__(
        self, actor: str, purpose: str, role: str = "", *, ask: Callable[[], object] | None = None
    ) -> None:
        """Begin; ``ask`` finds out what the actor is, when that is first to be written down."""
        self.actor, self.purpose, self.role, self._ask = actor, purpose, role, ask
        self.request = uuid.uuid4()
        self.codes: dict[uuid.UUID, str] = {}  # the codes of the roots that were let in
        self.standing: Any = None  # what the door remembers of the actor
        self.pending: list[Event] = []

    def event(self, verb: str, kind: str, root: uuid.UUID | None, **facts: Any) -> Event:
        """Build one signed event of this actor."""
        self._know()
        facts["code"] = facts.get("code") or (self.codes.get(root, "") if root else "")
        event = Event(
            request=self.request,
            actor=self.actor,
            role=self.role[:80],
            purpose=self.purpose,
            verb=str(verb),
            kind=kind,
            root=root,
            **facts,
        )
        event.hmac = sign(event)
        return event

    def holds(self, *roles: str) -> bool:
        """Test whether the actor holds one of these roles."""
        self._know()
        return self.standing is not None and self.standing.holds(*roles)

    @property
    def refused(self) -> bool:
        """Tell whether a refusal waits to be written."""
        return any(event.outcome == Outcome.DENIED for event in self.pending)

    def _know(self) -> None:
        if self._ask and self.standing is None:
            self._ask()

    def write(self) -> None:
        """Write what is pending, in a transaction of its own."""
        if self.pending:
            with transaction.atomic(durable=True):
                Event.objects.bulk_create(self.pending)
            self.pending = []


@contextmanager
def entered(trace: Trace) -> Iterator[Trace]:
    """Make this the trace now open."""
    token = _current.set(trace)
    try:
        yield trace
    finally:
        _current.reset(token)


def name_of(actor: Any) -> str:
    """Return how the trace calls an actor."""
    if isinstance(actor, models.Model):
        return f"user:{actor.pk}"
    return "anonymous" if getattr(actor, "is_anonymous", False) else str(actor)


def code_of(record: Any) -> str:
    """Return the code on the cover of a record, or of the root it was fetched with."""
    guard = getattr(record, "guarded_by", None)
    if guard and not record._meta.get_field(guard).is_cached(record):
        return ""
    return str(getattr(getattr(record, guard) if guard else record, "code", "") or "")


def current() -> Trace | None:
    """Return the trace now open, if any."""
    return _current.get()


def current_actor() -> str | None:
    """Return who is acting now."""
    trace = _current.get()
    return trace.actor if trace else None


def record(
    verb: str,
    target: models.Model,
    *,
    by: Any,
    fields: Iterable[str] = (),
    content_hash: str = "",
    outcome: str = Outcome.OK,
) -> None:
    """Write down a change, inside the transaction that makes it.

    :raises NotTheOneAtWork: if ``by`` is not the one acting now.
    """
    trace = _current.get()
    if trace is None or trace.actor != name_of(by):
        raise NotTheOneAtWork
    guard = getattr(target, "guarded_by", None)
    event = trace.event(
        verb,
        target._meta.label_lower,
        getattr(target, f"{guard}_id") if guard else target.pk,
        code=code_of(target),
        touched=[str(target.pk)] if guard else [],
        fields=list(fields),
        content_hash=content_hash,
        outcome=str(outcome),
    )
    event.save(force_insert=True)


def collect(
    verb: str,
    kind: str,
    root: uuid.UUID | None,
    uids: Iterable[Any] = (),
    *,
    code: str = "",
    fields: Iterable[str] = (),
    outcome: str = Outcome.OK,
    content_hash: str = "",
    count: int | None = None,
) -> None:
    """Keep a reading or a refusal until the answer leaves."""
    if trace := _current.get():
        trace.pending.append(
            trace.event(
                verb,
                kind,
                root,
                touched=[str(uid) for uid in uids],
                code=code,
                fields=list(fields),
                outcome=str(outcome),
                content_hash=content_hash,
                count=count,
            )
        )


def deny(what: str, root: uuid.UUID | None) -> None:
    """Keep a refusal until the answer leaves."""
    collect(Verb.DENIED, what, root, outcome=Outcome.DENIED)


def canonical(facts: Sequence[Any]) -> bytes:
    """Return the bytes that an HMAC commits to: the values of ``SIGNED``, in its order."""
    return ENCODE(facts).encode()


def sign(event: Event) -> bytes:
    """Return the HMAC of an event: of all it says but the database's clock."""
    return digest(canonical([getattr(event, name) for name in SIGNED]))


def digest(said: bytes) -> bytes:
    """Return the HMAC of canonical bytes."""
    return hmac.digest(settings.AUDIT_ROW_KEY.encode(), said, "sha256")
