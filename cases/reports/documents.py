"""The documents of a case, in words: lists, versions, who may read and who did."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accompaniment.audit import queries
from accompaniment.staff import access
from accompaniment.staff.enums import CLINICAL, TEAM_ACTIONS
from accompaniment.staff.models import Membership, User
from cases.enums.documents import (
    DRAWN,
    SHELF_OPENS,
    FileState,
    FileType,
    Removed,
    Scan,
    Shelf,
)
from cases.models import Case, Document, DocumentVersion
from cases.models.document import FILE
from cases.reports.timeline import Cursor

SIZE = 25
KILO = 1000
PILLS = {
    FileState.WAITING: ("warn", "clock"),
    FileState.OPEN: ("ok", "check"),
    FileState.REFUSED: ("danger", "danger"),
    FileState.DESTROYED: ("none", "close"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One document in a list."""

    document: Any
    title: str
    line: str
    kind: str
    shelf: str
    state: str
    state_kind: str
    state_icon: str
    number: int
    may_look: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some documents, newest first, and where the older ones begin."""

    rows: list[Row]
    next: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One version in words."""

    version: Any
    name: str
    line: str
    state: str
    state_kind: str
    state_icon: str
    removed: str
    is_open: bool
    may_look: bool
    is_unscanned: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """Someone opened a file."""

    at: dt.datetime
    who: str
    what: str


def page(case: Case, user: Any, asked: dict[str, str], after: Cursor | None) -> Page:
    """Return the documents of a case that this reader may see, some at a time."""
    rows = Document.objects.visible_to(user).filter(case=case)
    rows = rows.filter(withdrawn_at__isnull=asked.get("state") != "withdrawn")
    if asked.get("kind"):
        rows = rows.filter(kind=asked["kind"])
    if asked.get("shelf"):
        rows = rows.filter(visibility=asked["shelf"])
    if after:
        rows = rows.filter(Q(added_at__lt=after.at) | Q(added_at=after.at, id__lt=after.pk))
    newest = DocumentVersion.objects.order_by("-number").defer("name")
    found = list(
        rows.select_related("added_by")
        .prefetch_related(Prefetch("versions", newest, to_attr="newest_first"))
        .order_by("-added_at", "-id")[: SIZE + 1]
    )
    more, found = len(found) > SIZE, found[:SIZE]
    last = found[-1] if more else None
    return Page([row_of(each) for each in found], Cursor(last.added_at, last.pk) if last else None)


def row_of(document: Any) -> Row:
    """Say one document."""
    newest = document.newest_first[0]
    kind, icon = PILLS[newest.state]
    state = str(newest.get_state_display())
    if document.withdrawn_at:
        state, kind, icon = _("Withdrawn"), "none", "close"
    return Row(
        document=document,
        title=document.title.reveal(),
        line=f"{size_of(newest)} · {document.added_by.get_short_name()}",
        kind=str(document.get_kind_display()),
        shelf=str(document.get_visibility_display()),
        state=state,
        state_kind=kind,
        state_icon=icon,
        number=newest.number,
        may_look=may_look(document, newest),
    )


def may_look(document: Any, version: Any) -> bool:
    """Tell whether there is a page to look at it without downloading."""
    is_shown = version.type in DRAWN or version.type == FileType.TXT
    return version.state == FileState.OPEN and not document.withdrawn_at and is_shown


def size_of(version: Any) -> str:
    """Say type, length and size."""
    facts = [str(version.get_type_display())]
    if version.type == FileType.PDF:
        facts.append(ngettext("%(n)s page", "%(n)s pages", version.pages) % {"n": version.pages})
    if version.size < KILO * KILO:
        size = max(1, round(version.size / KILO))
        facts.append(f"{number_format(size)} kB")
    else:
        facts.append(f"{number_format(version.size / KILO / KILO, 1)} MB")
    return " · ".join(facts)


def versions(document: Any) -> list[Version]:
    """Return every version, the newest first."""
    rows = document.versions.select_related("added_by").order_by("-number")
    return [_version(document, each) for each in rows]


def _version(document: Any, version: Any) -> Version:
    kind, icon = PILLS[version.state]
    is_open = version.state == FileState.OPEN and not document.withdrawn_at
    known = dict(Removed.choices)
    return Version(
        version=version,
        name=version.name.reveal(),
        line=size_of(version),
        state=str(version.get_state_display()),
        state_kind=kind,
        state_icon=icon,
        removed=", ".join(str(known[code]) for code in version.removed if code in known),
        is_open=is_open,
        may_look=may_look(document, version),
        is_unscanned=version.scan == Scan.ACCEPTED,
    )


def readers(case: Case, shelves: Iterable[str]) -> dict[str, str]:
    """Return the names of who will be able to read on each shelf, as things stand."""
    return {shelf: ", ".join(_names(case, SHELF_OPENS[shelf])) for shelf in shelves}


def _names(case: Case, action: str) -> list[str]:
    granted = case.grants.filter(permission=access.permission_id(Case, action)).values("user")
    roles = [role for role, actions in TEAM_ACTIONS.items() if action in actions]
    of_team = Membership.objects.filter(team=case.team_id, role__in=roles).values("user")
    clinical = Membership.objects.filter(role__in=CLINICAL).values("user")
    people = User.objects.filter(is_active=True, is_superuser=False, pk__in=clinical)
    people = people.filter(Q(pk__in=granted) | Q(pk__in=of_team)).order_by("full_name", "pk")
    return list(people.values_list("full_name", flat=True))


def openings(document: Any) -> list[Opening]:
    """Return who opened its files, newest first: one line for each person, deed and hour."""
    uids = {str(pk) for pk in document.versions.values_list("pk", flat=True)}
    found = list(_openings(queries.who_touched(document.case_id, uids, FILE)))
    names = queries.names(actor for _at, actor, _what in found)
    return [Opening(at, names.get(actor, actor), what) for at, actor, what in found]


def _openings(rows: Iterable[queries.Touch]) -> Iterator[tuple[dt.datetime, str, str]]:
    downloads = {row.request for row in rows if row.verb == "export"}
    seen = set()
    for row in rows:
        is_download = row.request in downloads
        deed = (row.actor, is_download, row.at.replace(minute=0, second=0, microsecond=0))
        if deed not in seen and row.actor.startswith("user:"):
            seen.add(deed)
            yield row.at, row.actor, _("Downloaded it") if is_download else _("Looked at it")


def shelves_for(may: dict[str, bool], takes: dict[str, tuple[str, ...]]) -> list[str]:
    """Return the shelves on which someone may put a document, the usual one first."""
    return [s for s in Shelf.values if any(may.get(action) for action in takes[s])]
