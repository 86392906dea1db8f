"""What the pages about missing persons show, in a constant number of queries."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.staff import access
from accompaniment.templatetags.moments import moment
from cases.enums import MINORS, AgeGroup
from cases.enums.missing import Kinship, MissingStatus, Source, Telling
from cases.missing_blocks import BLOCKS, DAY, LONG, Block
from cases.models import (
    ChildTold,
    FamilyTold,
    MissingLink,
    MissingPerson,
    MissingStatusStep,
    Participation,
)

FEW, MANY = 10, 50
KINSHIPS, SOURCES, WAYS = dict(Kinship.choices), dict(Source.choices), dict(Telling.choices)
PILLS = {
    MissingStatus.DESAPARECIDA: "accent",
    MissingStatus.NO_LOCALIZADA: "accent",
    MissingStatus.CON_VIDA: "ok",
    MissingStatus.EN_IDENTIFICACION: "warn",
    MissingStatus.SIN_VIDA: "none",
    MissingStatus.RESTITUCION: "none",
    MissingStatus.IMPUGNADA: "warn",
}
UNNAMED = _("Someone the family searches for")


@dataclass(frozen=True, slots=True)
class Searched:
    """A missing person as this reader may know her, in one case."""

    missing: Any
    link: Any
    name: str
    status: str = ""
    status_kind: str = ""
    registry: str = ""
    kinship: str = ""
    refers_as: str = ""
    holds_true: str = ""
    untold: int = 0  # changes this family may not know of yet


def said(box: Any) -> Any:
    """Return what lies in a box, or nothing."""
    return box.reveal() if box else ""


def name_of(missing: Any, *, known: bool) -> str:
    """Return how a missing person is called, or her pseudonym."""
    return str(said(missing.social_name) or said(missing.name) if known else missing.pseudonym)


def linked(case: Any) -> list[Any]:
    """Return the links of a case, the eldest first, and let the reader in."""
    rows = case.missing_links.filter(ended_at=None).select_related("missing")
    links = list(rows.order_by("since", "id")[:MANY])
    access.let_in([link.missing for link in links], code=case.code)
    return links


def searched(case: Any, *, known: bool, reads: bool) -> list[Searched]:
    """Return whom the family of a case searches for."""
    links = linked(case)
    untold = untold_of(case, links) if reads else {}
    return [
        of_link(link, known=known, reads=reads, untold=untold.get(link.missing_id, 0))
        for link in links
    ]


def untold_of(case: Any, links: list[Any]) -> dict[UUID, int]:
    """Count the changes since each link began that nobody has told this family."""
    since = {link.missing_id: link.since for link in links}
    steps = MissingStatusStep.objects.filter(missing__in=since).exclude(before="")
    told = FamilyTold.objects.filter(case=case, step=OuterRef("pk"))
    found: dict[UUID, int] = {}
    for missing, at in steps.filter(~Exists(told)).values_list("missing", "at"):
        if at >= since[missing]:
            found[missing] = found.get(missing, 0) + 1
    return found


def of_link(link: Any, *, known: bool, reads: bool, untold: int = 0) -> Searched:
    """Say one missing person in one case; what is known only to who may read."""
    name = name_of(link.missing, known=known)
    if not reads:
        return Searched(link.missing, link, name)
    return Searched(
        missing=link.missing,
        link=link,
        name=name,
        status=str(link.missing.get_status_display()),
        status_kind=PILLS[MissingStatus(link.missing.status)],
        registry=str(link.missing.get_registry_display()),
        kinship=str(KINSHIPS.get(said(link.kinship), "")),
        refers_as=said(link.refers_as),
        holds_true=said(link.holds_true),
        untold=untold,
    )


@dataclass(frozen=True, slots=True)
class Saying:
    """What a family said of a missing person, and when."""

    at: dt.datetime
    refers_as: str
    holds_true: str


def sayings(link: Any) -> list[Saying]:
    """Return what the family said before, newest first: nothing it held true is lost."""
    rows = link.history.order_by("-history_date", "-history_id")[: MANY + 1]
    found: list[Saying] = []
    for row in rows:
        words = (said(row.refers_as), said(row.holds_true))
        if any(words) and (not found or words != (found[-1].refers_as, found[-1].holds_true)):
            found.append(Saying(row.meaning_at, *words))
    return found[1:]


@dataclass(frozen=True, slots=True)
class Fact:
    """One part of a block as it is read."""

    label: Any
    text: str
    is_long: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One block of the record: the short facts, and what is told at length."""

    block: Block | None
    short: list[Fact]
    long: list[Fact]


def cards(missing: Any) -> list[Card]:
    """Return the blocks of a record, opened."""
    return [card(block, said(getattr(missing, name)) or {}) for name, block in BLOCKS.items()]


def card(block: Block, facts: dict[str, Any]) -> Card:
    """Return one block as it is read."""
    found = [
        Fact(part.label, text, part.kind == LONG)
        for part in block.parts
        if (text := _text(part, facts.get(part.name)))
    ]
    return Card(block, [f for f in found if not f.is_long], [f for f in found if f.is_long])


def _text(part: Any, value: Any) -> str:
    if part.kind == DAY and value:
        return moment(dt.date.fromisoformat(value), "full")
    return str(part.said(value))


@dataclass(frozen=True, slots=True)
class Step:
    """A change of status, its document, and how this family came to know."""

    step: Any
    title: str
    source: str
    words: str
    told: dict[str, Any] | None
    way: str
    needs_telling: bool


def steps(missing: Any, link: Any) -> list[Step]:
    """Return the changes of both statuses, newest first, and how this family came to know."""
    rows = list(missing.steps.select_related("by").order_by("-at", "-id")[:MANY])
    told = {
        row.step_id: said(row.facts)
        for row in FamilyTold.objects.filter(case=link.case_id, step__in=[row.pk for row in rows])
    }
    return [_step(row, told.get(row.pk), link.since) for row in rows]


def _step(row: Any, told: dict[str, Any] | None, since: dt.datetime) -> Step:
    facts = said(row.facts) or {}
    parts = [str(SOURCES.get(facts.get("kind", ""), "")), facts.get("reference", "")]
    dated = facts.get("dated_on")
    parts.append(moment(dt.date.fromisoformat(dated), "full") if dated else "")
    shown = dict(told or {})
    if on := shown.get("told_on"):
        shown["told_on"] = moment(dt.date.fromisoformat(on), "full")
    return Step(
        step=row,
        title=str(row.get_after_display()),
        source=" · ".join(part for part in parts if part),
        words=facts.get("words", ""),
        told=shown or None,
        way=str(WAYS.get(shown.get("way", ""), "")),
        needs_telling=told is None and bool(row.before) and row.at >= since,
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What one child was told."""

    row: Any
    child: str
    about: str
    facts: dict[str, Any]


def children(case: Any, names: dict[UUID, str]) -> list[Told]:
    """Return what the children of a case were told, newest first."""
    rows = list(
        ChildTold.objects.filter(case=case)
        .select_related("person", "by")
        .order_by("-at", "-id")[:MANY]
    )
    access.let_in([row.person for row in rows], code=case.code)
    return [
        Told(row, str(said(row.person.called)), names.get(row.missing_id, ""), said(row.facts))
        for row in rows
    ]


def young(case: Any) -> list[tuple[str, str]]:
    """Return who of a case may be a girl, a boy or an adolescent, to choose from."""
    groups = [*MINORS, AgeGroup.DESCONOCIDA]
    rows = list(
        Participation.objects.filter(case=case, ended_at=None, person__age_group__in=groups)
        .select_related("person")
        .order_by("since", "id")[:MANY]
    )
    access.let_in([row.person for row in rows], code=case.code)
    return [(str(row.person_id), str(said(row.person.called))) for row in rows]


def offered(case: Any, user: Any) -> list[tuple[str, str]]:
    """Return the records this reader may share with the case, newest first."""
    here = MissingLink.objects.filter(case=case, ended_at=None).values("missing")
    reads = MissingPerson.objects.permitted(user, "read")
    coordinates = MissingPerson.objects.permitted(user, "assign")
    both = (reads | coordinates).exclude(pk__in=here).filter(erased_at=None)
    rows = list(both.order_by("-entered_at", "-id")[:MANY])
    access.let_in(rows)
    return [(str(row.pk), f"{name_of(row, known=True)} · {row.code}") for row in rows]


# --- the list of everyone searched for -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One missing person in the list."""

    code: str
    pseudonym: str
    name: str
    url_case: str
    pk: UUID
    status: str
    status_kind: str
    families: int
    since: str


def lines(rows: Collection[Any], user: Any) -> list[Line]:
    """Say a page of missing persons: the name to who may identify, the status to who may read."""
    access.let_in(rows)
    ids = [row.pk for row in rows]
    known = _allowed(user, "identify", ids)
    reads = _allowed(user, "read", ids)
    cases: dict[UUID, list[str]] = {}
    links = MissingLink.objects.visible_to(user).filter(missing__in=ids, ended_at=None)
    for missing, code in links.order_by("since", "id").values_list("missing", "case__code"):
        cases.setdefault(missing, []).append(code)
    return [
        Line(
            code=row.code,
            pseudonym=row.pseudonym,
            name=name_of(row, known=True) if row.pk in known else "",
            url_case=cases[row.pk][0],
            pk=row.pk,
            status=str(row.get_status_display()) if row.pk in reads else "",
            status_kind=PILLS[MissingStatus(row.status)] if row.pk in reads else "",
            families=len(cases[row.pk]),
            since=moment(timezone.localdate(row.entered_at), "short"),
        )
        for row in rows
        if row.pk in cases
    ]


def _allowed(user: Any, action: str, ids: Iterable[UUID]) -> set[UUID]:
    rows = MissingPerson.objects.permitted(user, action).filter(pk__in=ids)
    return set(rows.values_list("pk", flat=True))
