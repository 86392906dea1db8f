"""The newest records of a reader, a page at a time, straight from one index per scope.

``visible_to(user).order_by("-last_activity_at")`` says the same and is right; it is also a cliff on
large tables, because no index serves "mine or my team's, newest first". Here each scope gives its
first rows from its own index, and the union of those few is the page.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.db import connection, models

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.standing import is_stranger, standing


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
            cursor = cls(datetime.fromisoformat(at), UUID(pk))
        except ValueError:
            return None
        return cursor if cursor.at.tzinfo else None

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
    if is_stranger(user):
        return Page([])
    wanted = Narrow(**narrow)
    branches = [
        _branch(rows, at, pk, after=after, before=before, limit=limit + 1)
        for rows, at, pk in _scopes(queryset.model, user, wanted)
    ]
    ids = _union(branches, limit + 1, backwards=before is not None)
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


def _scopes(root: Any, user: Any, narrow: Narrow) -> Iterator[tuple[Any, str, str]]:
    """Yield the rows of each scope and state with the names of their sort key and their root."""
    here = standing(user)
    states = (True, False) if narrow.is_open is None else (narrow.is_open,)
    for is_open in states:
        place: dict[str, Any] = {"is_open": is_open}
        if narrow.urgency:
            place["urgency"] = narrow.urgency
        teams = [] if narrow.mine else here.teams_for("view")
        if narrow.words:
            word = access.table(root, "words").objects.filter(**place)
            may = {
                team: [a for a in access.FINDABLE_BY if team in here.teams_for(a)] for team in teams
            }
            for scope, actions in {user.pk: list(access.FINDABLE_BY), **may}.items():
                mine = word.filter(scope=scope, action__in=actions)
                yield _with_words(mine, list(narrow.words)), "sort_key", "content_object"
            continue
        view = access.permission_id(root, "view")
        grants = access.table(root, "grants").objects.filter(user=user, permission=view, **place)
        yield grants, "sort_key", "content_object"
        for team in teams:
            yield root._base_manager.filter(team=team, **place), "last_activity_at", "pk"


def _with_words(words: Any, digests: list[bytes]) -> Any:
    rows = words.filter(digest=digests[0])
    for digest in digests[1:]:
        rows = rows.filter(content_object__in=words.filter(digest=digest).values("content_object"))
    return rows


def _branch(
    rows: Any, at: str, pk: str, *, after: Cursor | None, before: Cursor | None, limit: int
) -> models.QuerySet[Any]:
    """Return the first (sort key, root) pairs after the cursor, or the last ones before it.

    ``at <= cursor`` bounds the walk through the index; the ties are taken out afterwards. The
    same said with OR would read the index from its beginning.
    """
    if before:
        rows = rows.filter(**{f"{at}__gte": before.at})
        rows = rows.exclude(**{at: before.at, f"{pk}__lte": before.pk})
        return rows.order_by(at, pk).values_list(at, pk)[:limit]
    if after:
        rows = rows.filter(**{f"{at}__lte": after.at})
        rows = rows.exclude(**{at: after.at, f"{pk}__gte": after.pk})
    return rows.order_by(f"-{at}", f"-{pk}").values_list(at, pk)[:limit]


def _union(branches: list[models.QuerySet[Any]], limit: int, *, backwards: bool) -> list[UUID]:
    """Run all branches in one statement. Django's ``union()`` cannot limit its parts on SQLite."""
    parts: list[str] = []
    params: list[Any] = []
    for number, branch in enumerate(branches):
        sql, values = branch.query.sql_with_params()
        parts.append(f"SELECT * FROM ({sql}) AS b{number}")  # noqa: S608  the ORM wrote it
        params += values
    way = "ASC" if backwards else "DESC"
    statement = " UNION ".join(parts) + f" ORDER BY 1 {way}, 2 {way} LIMIT {limit:d}"
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [pk if isinstance(pk, UUID) else UUID(pk) for _, pk in cursor.fetchall()]
