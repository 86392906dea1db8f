"""What the legal area sees: released copies of the cases where it works, and what is on its way."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from accompaniment.staff.pages import Cursor
from cases import codes
from expertise import steps
from expertise.enums.commission import CommissionState
from expertise.models import Commission, Release
from expertise.reports.file import words

PAGE, LOOKED_THROUGH, COMING = 25, 400, 12


@dataclass(frozen=True, slots=True)
class Line:
    """One released copy, as the list shows it."""

    pk: Any
    code: str
    title: str
    number: int
    pages: int
    released_at: dt.datetime
    downloads: int
    last_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """Some released copies, and where the next ones begin."""

    lines: list[Line]
    next: Cursor | None = None


def shelf(user: User, *, asked: str = "", after: Cursor | None = None) -> Shelf:
    """Return the newest copies this person may download, or those a search finds among them."""
    rows = Release.objects.standing().visible_to(user).select_related("case")
    mine = Q(tickets__user=user, tickets__used_at__isnull=False)
    rows = rows.annotate(
        downloads=Count("tickets", filter=mine), last_at=Max("tickets__used_at", filter=mine)
    ).order_by("-released_at", "-pk")
    if after:
        rows = rows.filter(Q(released_at__lt=after.at) | Q(released_at=after.at, pk__lt=after.pk))
    found = list(rows[: LOOKED_THROUGH if asked else PAGE + 1])
    access.let_in(found)
    lines = [_line(release) for release in found]
    if asked:
        lines = [each for each in lines if _matches(each, asked)]
    _trace(lines, asked)
    if asked or len(lines) <= PAGE:
        return Shelf(lines)
    last = lines[PAGE - 1]
    return Shelf(lines[:PAGE], Cursor(last.released_at, last.pk))


def _line(release: Any) -> Line:
    return Line(
        pk=release.pk,
        code=release.code,
        title=words(release.title),
        number=release.number,
        pages=release.pages,
        released_at=release.released_at,
        downloads=release.downloads,
        last_at=release.last_at,
    )


def _matches(line: Line, asked: str) -> bool:
    """Look for a folio however it was typed, or for words of the title."""
    if code := codes.parse(asked):
        return line.code == code
    said = f"{line.code} {line.title}".casefold()
    return all(word in said for word in asked.casefold().split())


def _trace(lines: list[Line], asked: str) -> None:
    verb = Verb.SEARCH if asked else Verb.LIST
    shown = [line.pk for line in lines]
    log.collect(verb, "expertise.release", None, shown, count=len(shown))


def coming(user: User) -> list[Commission]:
    """Return what this person requested and is still being made: only where it stands."""
    done = {*steps.LOCKED, *steps.ENDS, CommissionState.SUSPENDIDO}
    rows = Commission.objects.visible_to(user).filter(requested_by=user).exclude(state__in=done)
    found = list(rows.order_by("due_on", "requested_at")[:COMING])
    access.let_in(found)
    return found
