"""Dates that hurt: of a missing person, or of one family by its own choice."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases import anniversaries
from cases.actions.refusal import Refusal, locked_open, sealing
from cases.enums.missing import Hurting
from cases.models import Case, FamilyDate, MissingDate, MissingPerson

FIXED = {Hurting.MADRES: (5, 10), Hurting.VICTIMAS: (8, 30)}  # day of the year, not of the family
OWN = {"who": Hurting.CUMPLEANOS, "events": Hurting.DESAPARICION}


class NoSuchDay(Refusal):
    """No year has this day."""

    sentence = _("There is no such day in any year. Check the day and the month.")


class DateKnown(Refusal):
    """The day is in the calendar already."""

    sentence = _("This date is already in the calendar.")


class DateRetired(Refusal):
    """It was taken out before."""

    sentence = _("This date is no longer in the calendar.")


class NotPartOfCase(Refusal):
    """The missing person is not linked to the case."""

    sentence = _("This missing person is not linked to this accompaniment.")


@dataclass(frozen=True, slots=True)
class DateFacts:
    """A day of every year: why it hurts, since when, and how it wants to be accompanied."""

    why: str
    month: int = 0
    day: int = 0
    year: int | None = None
    words: str = ""
    care: str = ""

    def falls(self) -> tuple[int, int]:
        """Return month and day.

        :raises NoSuchDay: if no year has them.
        """
        month, day = FIXED.get(Hurting(self.why), (self.month, self.day))
        if not anniversaries.is_a_day(month, day):
            raise NoSuchDay
        return month, day

    def sealed(self) -> dict[str, Any]:
        """Return what lies sealed."""
        said = {"why": self.why, "year": self.year, "words": self.words, "care": self.care}
        return {name: value for name, value in said.items() if value}


@transaction.atomic
@sealing()
def add_family_date(
    *,
    case: Case,
    facts: DateFacts,
    missing: MissingPerson | None = None,
    by: User,
    at: dt.datetime,
) -> FamilyDate:
    """Keep a date that hurts this family, because it says so.

    :raises CaseClosed, NoSuchDay, DateKnown, NotPartOfCase: see each.
    """
    access.require(by, "write", case)
    case = locked_open(case.pk)
    _linked(case, missing)
    month, day = facts.falls()
    _refuse_twice(case.family_dates.filter(missing=missing), month, day, facts.why)
    date = FamilyDate(id=uuid.uuid4(), case=case, missing=missing, entered_at=at)
    date.month, date.day, date.facts = month, day, facts.sealed()
    date.save(force_insert=True)
    log.record(Verb.CREATE, date, by=by, fields=["month", "day", "facts"])
    return date


@transaction.atomic
@sealing()
def add_missing_date(
    *, case: Case, missing: MissingPerson, facts: DateFacts, by: User, at: dt.datetime
) -> MissingDate:
    """Keep a date that hurts everyone who searches for this person.

    :raises CaseClosed, NoSuchDay, DateKnown, NotPartOfCase: see each.
    """
    access.require(by, "write", case)
    case = locked_open(case.pk)
    _linked(case, missing)
    month, day = facts.falls()
    _refuse_twice(missing.dates.all(), month, day, facts.why)
    return _enter(missing, month, day, facts.sealed(), by=by, at=at)


@transaction.atomic
def retire_date(
    *, date: FamilyDate | MissingDate, case: Case, by: User, at: dt.datetime
) -> FamilyDate | MissingDate:
    """Take a date out of the calendar; it stays in the versions.

    :raises CaseClosed, DateRetired: see each.
    """
    access.require(by, "write", case)
    locked_open(case.pk)
    date = type(date).objects.select_for_update().get(pk=date.pk)
    if date.retired_at:
        raise DateRetired
    date.retired_at = at
    date.save(update_fields=["retired_at"])
    log.record(Verb.CHANGE, date, by=by, fields=["retired_at"])
    return date


def keep_own_day(
    *, missing: MissingPerson, block: str, day: str | None, by: User, at: dt.datetime
) -> None:
    """Let a day written in a block of the record be a date that hurts, and follow it."""
    held = None
    for each in missing.dates.filter(retired_at=None).select_for_update():
        if each.facts and each.facts.reveal().get("from") == block:
            held = each
    if day is None:
        if held:
            held.retired_at = at
            held.save(update_fields=["retired_at"])
            log.record(Verb.CHANGE, held, by=by, fields=["retired_at"])
        return
    born = dt.date.fromisoformat(day)
    facts = {"why": str(OWN[block]), "year": born.year, "from": block}
    if held is None:
        _enter(missing, born.month, born.day, facts, by=by, at=at)
    elif (held.month, held.day) != (born.month, born.day) or (
        held.facts.reveal().get("year") != born.year
    ):
        kept = {**held.facts.reveal(), **facts}
        held.month, held.day, held.facts = born.month, born.day, kept
        held.save(update_fields=["month", "day", "facts"])
        log.record(Verb.CHANGE, held, by=by, fields=["month", "day", "facts"])


def _enter(
    missing: MissingPerson,
    month: int,
    day: int,
    facts: dict[str, Any],
    *,
    by: User,
    at: dt.datetime,
) -> MissingDate:
    date = MissingDate(id=uuid.uuid4(), missing=missing, entered_at=at)
    date.month, date.day, date.facts = month, day, facts
    date.save(force_insert=True)
    log.record(Verb.CREATE, date, by=by, fields=["month", "day", "facts"])
    return date


def _linked(case: Case, missing: MissingPerson | None) -> None:
    linked = case.missing_links.filter(missing=missing, ended_at=None)
    if missing is not None and not linked.exists():
        raise NotPartOfCase


def _refuse_twice(dates: Any, month: int, day: int, why: str) -> None:
    """Refuse the same date for the same reason."""
    for each in dates.filter(retired_at=None, month=month, day=day):
        if each.facts and each.facts.reveal().get("why") == why:
            raise DateKnown
