"""Searches, samples and authorities of a missing person, as pages show them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from django.db.models import Max, Q

from accompaniment.templatetags.moments import moment
from cases.enums.missing import Kinship
from cases.reports.missing import FEW, MANY, Card, Fact, said

KINSHIPS = dict(Kinship.choices)
PAGE = 25
SILENCE = dt.timedelta(days=60)  # without a word from an authority


@dataclass(frozen=True, slots=True)
class Search:
    """A search as it is read."""

    row: Any
    facts: dict[str, Any]
    is_to_come: bool


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample as it is read."""

    row: Any
    facts: dict[str, Any]
    kinship: str


@dataclass(frozen=True, slots=True)
class Contact:
    """What passed with an authority one day."""

    row: Any
    authority: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Authority:
    """An authority, and when anything was last heard of it."""

    row: Any
    facts: dict[str, Any]
    last: str
    is_silent: bool


def day(text: str) -> str:
    """Say a kept ISO date."""
    return moment(dt.date.fromisoformat(text), "full") if text else ""


def searches(missing: Any, today: dt.date, limit: int = FEW) -> list[Search]:
    """Return the newest searches."""
    rows = missing.searches.select_related("written_by").order_by("-searched_on", "-id")[:limit]
    return [search(row, today) for row in rows]


def search(row: Any, today: dt.date) -> Search:
    """Return one search, opened."""
    return Search(row, said(row.facts) or {}, row.searched_on > today)


def words_of(row: Any, form: Any) -> Card:
    """Return what a search holds now, by the labels of its form."""
    facts = said(row.facts) or {}
    long = [
        Fact(form.fields[name].label, value, is_long=True)
        for name, value in facts.items()
        if isinstance(value, str) and name in form.fields
    ]
    return Card(None, [], long)


def samples(missing: Any) -> list[Sample]:
    """Return the samples people gave, newest first."""
    rows = missing.samples.order_by("-recorded_at", "-id")[:MANY]
    return [sample(row) for row in rows]


def sample(row: Any) -> Sample:
    """Return one sample, opened."""
    facts = dict(said(row.facts) or {})
    for name in ("consent_on", "taken_on"):
        facts[name] = day(facts.get(name, ""))
    return Sample(row, facts, str(KINSHIPS.get(facts.get("kinship", ""), "")))


def authorities(missing: Any, today: dt.date) -> list[Authority]:
    """Return the authorities, who coordinates the search first, each with its last word."""
    rows = list(missing.authorities.order_by("entered_at", "id")[:MANY])
    newest = missing.contacts.order_by().values("authority").annotate(last=Max("contacted_on"))
    last: dict[Any, dt.date] = dict(newest.values_list("authority", "last"))
    found = [
        Authority(
            row=row,
            facts=said(row.facts) or {},
            last=moment(last[row.pk], "left") if row.pk in last else "",
            is_silent=row.pk in last and today - last[row.pk] > SILENCE,
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: not each.facts.get("leads"))


def contacts(missing: Any, limit: int = FEW) -> list[Contact]:
    """Return what passed with authorities, newest first."""
    rows = missing.contacts.select_related("authority", "by")
    return [contact(row) for row in rows.order_by("-contacted_on", "-id")[:limit]]


def contact(row: Any) -> Contact:
    """Return one contact, opened."""
    return Contact(row, str(row.authority.get_kind_display()), said(row.facts) or {})


# --- the whole of it, a page at a time -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DayCursor:
    """The last row of a page of things that have a day: the next page begins after it."""

    on: dt.date
    pk: UUID

    def __str__(self) -> str:
        return f"{self.on.isoformat()}_{self.pk}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read a cursor from an address; nonsense means the first page."""
        on, _sep, pk = text.partition("_")
        try:
            return cls(dt.date.fromisoformat(on), UUID(pk))
        except ValueError:
            return None


def page(rows: Any, day_of: str, after: DayCursor | None) -> tuple[list[Any], DayCursor | None]:
    """Return the newest rows after a cursor, and where the next page begins."""
    if after:
        rows = rows.filter(
            Q(**{f"{day_of}__lt": after.on}) | Q(**{day_of: after.on, "pk__lt": after.pk})
        )
    found = list(rows.order_by(f"-{day_of}", "-id")[: PAGE + 1])
    shown = found[:PAGE]
    last = shown[-1] if len(found) > PAGE else None
    return shown, DayCursor(getattr(last, day_of), last.pk) if last else None
