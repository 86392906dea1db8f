"""The newest records of a reader, a page at a time, straight from one index per scope.

``visible_to(user).order_by("-last_activity_at")`` says the same and is right; it is also a cliff on
large tables, because no index serves "mine or my team's, newest first". Here each scope gives its
first rows from its own index, and the union of those few is the page.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self
from uuid import UUID

from django.db import connection

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.standing import Standing, standing, works_with_records

TIED = {"DESC": ">=", "ASC": "<="}  # what of the cursor's own moment has been shown before


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last record of a page: the next one begins after it."""

    at: datetime
    pk: UUID

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.pk}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read a cursor from a URL; nonsense means the first page."""
        at, _, pk = text.partition("_")
        try:
            moment = datetime.fromisoformat(at)
            return cls(moment.astimezone(UTC), UUID(pk)) if moment.tzinfo else None
        except (ValueError, OverflowError):  # a year that no clock knows
            return None

    @classmethod
    def of(cls, record: Any) -> Self:
        """Return the place of one record in the list."""
        return cls(record.last_activity_at, record.pk)


@dataclass(frozen=True, slots=True)
class Page:
    """Some records, where the next ones begin and where the previous ones end."""

    records: list[Any]
    next: Cursor | None = None
    previous: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Narrow:
    """What a list may be narrowed by: each is a column of the indexes."""

    is_open: bool | None = None
    urgency: int | None = None
    mine: bool = False  # only what was granted to the reader in person
    words: Collection[bytes] = ()
    question: str = ""  # the digest under which the trace remembers what was asked


def page(
    queryset: Any,
    user: Any,
    *,
    after: Cursor | None = None,
    before: Cursor | None = None,
    limit: int = 25,
    **narrow: Any,
) -> Page:
    """Return the newest roots the user may view, let the user in, and trace the list.

    Narrow with the fields of :class:`Narrow` only. ``queryset`` says what to fetch with them
    (``select_related``, ``annotate``).
    """
    if not works_with_records(user):
        return Page([])
    wanted = Narrow(**narrow)
    backwards = before is not None
    branches = [
        branch.sql(before or after, limit + 1, backwards=backwards)
        for branch in _scopes(queryset.model, user, wanted)
    ]
    ids = _union(branches, limit + 1, backwards=backwards)
    more = len(ids) > limit
    ids = ids[:limit][::-1] if before else ids[:limit]
    found = queryset.visible_to(user).in_bulk(ids)  # a stale copy may misplace, never show
    records = [found[pk] for pk in ids if pk in found]
    access.let_in(records)
    verb = Verb.SEARCH if wanted.words else Verb.LIST
    shown = [record.pk for record in records]
    kind = queryset.model._meta.label_lower
    log.collect(verb, kind, None, shown, count=len(shown), content_hash=wanted.question)
    if not records:
        return Page([])
    has_next, has_previous = (True, more) if before else (more, after is not None)
    return Page(
        records,
        Cursor.of(records[-1]) if has_next else None,
        Cursor.of(records[0]) if has_previous else None,
    )


@dataclass(frozen=True, slots=True)
class Branch:
    """The rows of one scope in one state: where they lie, and what their columns equal.

    Written out as SQL by hand: asking the ORM to build the same few statements for every page
    took longer than running them.
    """

    table: Any
    at: str
    pk: str
    equal: dict[str, Any]
    words: tuple[bytes, ...] = ()

    def sql(self, cursor: Cursor | None, limit: int, *, backwards: bool) -> tuple[str, list[Any]]:
        """Return the first (sort key, root) pairs after a cursor, or the last ones before it.

        ``at <= cursor`` bounds the walk through the index; the ties are taken out afterwards. The
        same said with OR would read the index from its beginning.
        """
        where, params = self._where(self.words[0] if self.words else None)
        for word in self.words[1:]:
            inner, more = self._where(word)
            where.append(
                f"{self.pk} IN (SELECT {self.pk} FROM {self._name} WHERE {inner[0]})"  # noqa: S608
            )
            params += more
        way, ahead = ("ASC", ">") if backwards else ("DESC", "<")
        if cursor:
            where.append(
                f"{self.at} {ahead}= %s AND NOT ({self.at} = %s AND {self.pk} {TIED[way]} %s)"
            )
            at = self._adapted(self.at, cursor.at)
            params += [at, at, self._adapted(self.pk, cursor.pk)]
        said = (
            f"SELECT {self.at}, {self.pk} FROM {self._name} WHERE {' AND '.join(where)}"  # noqa: S608  names of ours
            f" ORDER BY {self.at} {way}, {self.pk} {way} LIMIT {limit:d}"
        )
        return said, params

    @property
    def _name(self) -> str:
        return self.table._meta.db_table

    def _where(self, word: bytes | None) -> tuple[list[str], list[Any]]:
        equal = self.equal if word is None else {**self.equal, "digest": word}
        parts, params = [], []
        for column, value in equal.items():
            values = value if isinstance(value, tuple) else (value,)
            parts.append(f"{column} IN ({', '.join(['%s'] * len(values))})")
            params += [self._adapted(column, each) for each in values]
        return [" AND ".join(parts)], params

    def _adapted(self, column: str, value: Any) -> Any:
        return self.table._meta.get_field(column).get_db_prep_value(value, connection)


def _scopes(root: Any, user: Any, narrow: Narrow) -> Iterator[Branch]:
    """Yield the rows of each scope and state."""
    here = standing(user)
    states = (True, False) if narrow.is_open is None else (narrow.is_open,)
    teams = [] if narrow.mine else here.teams_for("view", root)
    for is_open in states:
        place: dict[str, Any] = {"is_open": is_open}
        if narrow.urgency:
            place["urgency"] = narrow.urgency
        if narrow.words:
            may = {team: _findable(here, team, root) for team in teams}
            for scope, actions in {user.pk: access.FINDABLE_BY, **may}.items():
                equal = {"scope": scope, "action": actions, **place}
                words = access.table(root, "words")
                yield Branch(words, "sort_key", "content_object_id", equal, tuple(narrow.words))
            continue
        view = access.permission_id(root, "view")
        equal = {"user_id": user.pk, "permission_id": view, **place}
        yield Branch(access.table(root, "grants"), "sort_key", "content_object_id", equal)
        for team in teams:
            yield Branch(root, "last_activity_at", "id", {"team_id": team, **place})


def _findable(here: Standing, team: UUID, root: Any) -> tuple[str, ...]:
    """Return the actions by whose words somebody may search in a team."""
    return tuple(action for action in access.FINDABLE_BY if team in here.teams_for(action, root))


def _union(branches: list[tuple[str, list[Any]]], limit: int, *, backwards: bool) -> list[UUID]:
    """Run all branches in one statement. SQLite limits a part of it only inside a SELECT."""
    parts = [f"SELECT * FROM ({sql}) AS b{n}" for n, (sql, _) in enumerate(branches)]  # noqa: S608  see Branch
    params = [param for _, values in branches for param in values]
    way = "ASC" if backwards else "DESC"
    statement = " UNION ".join(parts) + f" ORDER BY 1 {way}, 2 {way} LIMIT {limit:d}"
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [pk if isinstance(pk, UUID) else UUID(pk) for _, pk in cursor.fetchall()]
