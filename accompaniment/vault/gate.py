"""The gate: sealed text opens only for someone, for a purpose, on a root they may see.

A root lies in *compartments*, each under a key of its own and behind an action of its own: who
may know whom to call does not thereby know what was said. A compartment may have a key for each
*holder*: what someone writes for their supervision, or for themself.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.core.exceptions import PermissionDenied

from accompaniment.vault import keys
from accompaniment.vault.models import NOBODY, DataKey

Ask = Callable[[Any, str, str, Collection[UUID]], set[UUID]]
HELD = frozenset({"supervision", "author", "private"})  # compartments with a key for each holder
_current: ContextVar["Access | None"] = ContextVar("access", default=None)


class NoAccess(PermissionDenied):
    """Nobody is reading, or the reader may not open this compartment of this root."""


class KeyMissing(NoAccess):
    """There is no key to open or to seal under."""


LOST = (KeyMissing, keys.Shredded, InvalidTag)  # a key, or what lies under it, cannot be opened


@dataclass(frozen=True, slots=True)
class Opens:
    """Which action of the door opens a compartment, and which one its holder needs instead.

    ``later``: few roots ever use it, so its key is made when something is first sealed in it.
    """

    action: str | None
    holder: str | None = None
    later: bool = False

    def needed(self, actor: Any, holder: UUID) -> str | None:
        """Return the action this actor must be allowed; ``None`` if nothing would do."""
        if holder != NOBODY and getattr(actor, "pk", None) == holder:
            return self.holder
        return self.action


@dataclass(frozen=True, slots=True)
class Key:
    """An opened data key and its name."""

    uid: UUID
    secret: bytes


Lock = tuple[UUID, str, UUID]  # root, compartment, holder


class Access:
    """One actor at work: what the door allowed, the keys fetched, and what has been read.

    ``ask(actor, kind, action, roots)`` is the door's answer to "on which of these may the actor
    do this?". It is asked once for each kind and action about everything let in so far.
    """

    def __init__(self, actor: Any, purpose: str, ask: Ask) -> None:
        self.actor, self.purpose, self._ask = actor, purpose, ask
        self._seen: defaultdict[str, set[UUID]] = defaultdict(set)  # let in, by kind
        self._asked: defaultdict[tuple[str, str], set[UUID]] = defaultdict(set)
        self._allowed: defaultdict[tuple[str, str], set[UUID]] = defaultdict(set)
        self._shut: frozenset[str] = frozenset()
        self._alone: UUID | None = None  # the one root that opens while its paper is made
        self._fetched: set[UUID] = set()
        self._rows: dict[Lock, DataKey] = {}
        self._keys: dict[Lock, Key] = {}
        self._reads: defaultdict[str, set[tuple[UUID, UUID]]] = defaultdict(set)

    def expect(self, kind: str, roots: Collection[UUID]) -> None:
        """Note that the door has just shown these roots: their keys will come in one query."""
        self._seen[kind].update(roots)

    def key(self, root: UUID, compartment: str, holder: UUID = NOBODY) -> Key:
        """Return an opened data key; the first miss fetches those of every root let in.

        :raises NoAccess: if the actor may not open it, or it does not exist.
        :raises Shredded: if it has been destroyed.
        """
        lock = (root, compartment, holder)
        if compartment in self._shut or self._alone not in {None, root}:
            raise NoAccess("this compartment stays shut while a paper for others is made")
        if lock not in self._keys:
            row = self._row(lock)
            self._require(row)
            self._keys[lock] = Key(row.uid, keys.unwrap(row))
        return self._keys[lock]

    def key_to_seal(self, root: UUID, compartment: str, holder: UUID = NOBODY) -> Key:
        """Return the key to seal under; a holder's own key is made when it is first needed.

        So is the key of a compartment that few roots ever use.
        """
        lock = (root, compartment, holder)
        if lock not in self._keys:
            if root not in self._fetched:
                self._fetch(root)
            if lock not in self._rows and (kind := self._kind_made_later(lock)):
                self._rows[lock] = self._further_key(lock, kind)
        return self.key(*lock)

    def _kind_made_later(self, lock: Lock) -> str | None:
        """Return the kind of a root that has keys, if this one is only made when needed."""
        kind = next((row.kind for row in self._rows.values() if row.root == lock[0]), None)
        if kind is None:
            return None
        rule = _opens(kind).get(lock[1])
        return kind if lock[2] != NOBODY or (rule and rule.later) else None

    def _further_key(self, lock: Lock, kind: str) -> DataKey:
        row, _ = keys.made(lock[0], kind, *lock[1:])
        self._require(row)
        return keys.ensure(row)

    def _row(self, lock: Lock) -> DataKey:
        if lock[0] not in self._fetched:
            self._fetch(lock[0])
        if lock not in self._rows:
            known = any(row.root == lock[0] for row in self._rows.values())
            raise KeyMissing(f"this {'compartment' if known else 'root'} has no keys")
        return self._rows[lock]

    def _fetch(self, root: UUID) -> None:
        waiting = {root}.union(*self._seen.values()) - self._fetched
        for row in keys.fetch(waiting):
            self._rows[row.root, row.compartment, row.holder] = row
        self._fetched |= waiting

    def _require(self, row: DataKey) -> None:
        """Ask the door once for each kind and action, about everything let in so far."""
        rule = _opens(row.kind).get(row.compartment)
        action = rule.needed(self.actor, row.holder) if rule else None
        if action is None:
            raise NoAccess("this compartment is not the actor's to open")
        question = (row.kind, action)
        if row.root not in self._asked[question]:
            about = ({row.root} | self._seen[row.kind]) - self._asked[question]
            self._allowed[question] |= self._ask(self.actor, row.kind, action, about)
            self._asked[question] |= about
        if row.root not in self._allowed[question]:
            raise NoAccess(f"{action} {row.kind}")

    def new_keys(self, root: UUID, kind: str, compartments: Collection[str]) -> None:
        """Make the keys of a root the actor is creating; the actor may seal under them at once."""
        made = [keys.made(root, kind, compartment) for compartment in compartments]
        keys.store(row for row, _ in made)
        for row, secret in made:
            lock = (root, row.compartment, NOBODY)
            self._rows[lock], self._keys[lock] = row, Key(row.uid, secret)

    @contextmanager
    def shut(self, *compartments: str) -> Iterator[None]:
        """Keep compartments shut for a while, whatever the actor may open."""
        before, self._shut = self._shut, self._shut | set(compartments)
        try:
            yield
        finally:
            self._shut = before

    @contextmanager
    def only(self, root: UUID) -> Iterator[None]:
        """Keep every other root shut for a while, whatever the actor may open."""
        before, self._alone = self._alone, root
        try:
            yield
        finally:
            self._alone = before

    def has_read(self, root: UUID, label: str, uid: UUID) -> None:
        """Collect one reading for the trace."""
        self._reads[label].add((root, uid))

    def take_reads(self) -> dict[UUID, dict[str, list[UUID]]]:
        """Hand over what has been read since the last call, as root -> label -> rows; forget it."""
        reads: defaultdict[UUID, dict[str, list[UUID]]] = defaultdict(dict)
        for label, places in self._reads.items():
            for root, uid in sorted(places):
                reads[root].setdefault(label, []).append(uid)
        self._reads.clear()
        return dict(reads)


def _opens(kind: str) -> dict[str, Opens]:
    """Return the rules of the compartments of a kind of root."""
    return getattr(apps.get_model(kind), "compartments", {})


def current() -> Access | None:
    """Return the access now open, if any."""
    return _current.get()


def require() -> Access:
    """Return the access now open.

    :raises NoAccess: if there is none.
    """
    if (access := _current.get()) is None:
        raise NoAccess("sealed text opens only inside acting(actor, purpose)")
    return access


@contextmanager
def entered(access: Access) -> Iterator[Access]:
    """Make this the access now open."""
    token = _current.set(access)
    try:
        yield access
    finally:
        _current.reset(token)
