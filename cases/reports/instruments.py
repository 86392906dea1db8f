"""The room of instruments: what there is to apply, and what was answered so far."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accompaniment.templatetags.moments import moment
from cases.instruments import Definition, shipped
from cases.reports import page
from cases.reports.ages import ages_of, fits
from cases.reports.rows import day_of
from cases.reports.series import Answered, Series, series_of

READ_BACK = 120  # applications of a case that its room looks at


@dataclass(frozen=True, slots=True)
class Offer:
    """One instrument that could be applied, and for whom it was not made."""

    it: Definition
    is_loaded: bool
    note: str


@dataclass(frozen=True, slots=True)
class External:
    """A result of elsewhere, opened."""

    name: str
    day: str
    whose: str
    total: str
    interpretation: str
    applied_by: str


def people_of(case: Any) -> list[page.Someone]:
    """Return who takes part, with their names: for whoever may identify."""
    return page.people(case, known=True)


def names_of(people: Sequence[page.Someone]) -> dict[str, str]:
    """Return persons as choices of a form."""
    return {str(each.person.pk): each.name for each in people}


def sessions_of(case: Any) -> dict[str, str]:
    """Return the last sessions held as choices of a form."""
    rows = case.sessions.filter(number__isnull=False).order_by("-starts_at")[:6]
    said = _("Session %(number)s, %(day)s")
    return {
        str(row.pk): said % {"number": row.number, "day": day_of(row.starts_at)} for row in rows
    }


def offers(people: Sequence[page.Someone], loaded: set[str], today: dt.date) -> list[Offer]:
    """Return every instrument; those made for nobody here say so."""
    ages = [ages_of(each.person, today) for each in people]
    found = []
    for it in shipped().values():
        fitting = {fits(it, each) for each in ages}
        if True in fitting:
            note = ""
        elif None in fitting:
            facts = {"age": it.ages.youngest}
            note = _("From %(age)s years of age on: write her age first.") % facts
        else:
            note = str(it.ages.otherwise)
        found.append(Offer(it, it.code in loaded, note))
    return found


def all_series(case: Any, people: Sequence[page.Someone]) -> list[Series]:
    """Return what each person answered to each instrument, the newest answered first."""
    rows = list(case.applied.counting().newest_first()[:READ_BACK])
    names = {each.person.pk: each.name for each in people} if len(people) > 1 else {}
    grouped: dict[Any, list[Any]] = {}
    for row in rows:
        grouped.setdefault((row.person_id, row.instrument), []).append(row)
    return [
        series_of(found, whose=names.get(person, "")) for (person, _it), found in grouped.items()
    ]


def one_series(applied: Any) -> Series | None:
    """Return the series an application belongs to; nothing where all of it was a mistake."""
    rows = applied.case.applied.counting().newest_first()
    rows = list(rows.filter(person=applied.person_id, instrument=applied.instrument)[:READ_BACK])
    return series_of(rows) if rows else None


def externals(case: Any, people: Sequence[page.Someone]) -> list[External]:
    """Return the results of elsewhere, the newest first."""
    names = {each.person.pk: each.name for each in people}
    found = []
    for row in case.external_results.order_by("-applied_on", "-recorded_at")[:30]:
        facts = row.facts.reveal()
        day = moment(row.applied_on, "short")
        found.append(External(day=day, whose=names.get(row.person_id, ""), **facts))
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """One question and its answer."""

    number: int
    question: str
    answer: str


def lines(each: Answered) -> list[Line]:
    """Return what was answered, in our labels."""
    given = each.applied.answers.reveal()["given"]
    said = []
    for item in each.it.items:
        labels = {answer.value: str(answer.label) for answer in each.it.scales[item.scale]}
        value = given.get(str(item.number))
        answer = _("No answer") if value is None else f"{value} · {labels[value]}"
        said.append(Line(item.number, str(item.label), answer))
    return said
