"""The clocks of protection measures: what the law gives the authority, and until when it holds.

Hours are counted on the world's clock, so that a night on which Ciudad Juárez changes the hour and
Chihuahua does not gives or takes none. Days are those of the place where the measure holds.
"""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums.protection import MeasureKind, Procedure, System

NOTICES = (1, 7, 15)  # days before it expires
CONTACTS, EVERY = 6, 24  # LGAMVLV art. 34 Bis: every 24 hours during the first six days


class ClockKind(models.TextChoices):
    """What has to happen by then."""

    ISSUE = "ISSUE", _("The authority decides")
    STUDY = "STUDY", _("The risk study is ready")
    COMMUNICATE = "COMMUNICATE", _("The decision is communicated")
    IMPLEMENT = "IMPLEMENT", _("The measures are in place")
    HEARING = "HEARING", _("The hearing on the measures is held")


@dataclass(frozen=True, slots=True)
class Rules:
    """What one system promises; hours and natural days, zero where it promises nothing."""

    issue_hours: int = 0  # from the request
    study_days: int = 0  # from the request
    communicate_hours: int = 0  # from the decision
    implement_hours: int = 0  # from the decision
    implement_days: int = 0  # from the decision
    days: int = 0  # it lasts at most
    extension_days: int = 0
    until_risk_ends: bool = False  # it may be extended as long as the risk lasts
    contacts: int = 0  # of the authority with her
    evaluates_before_lifting: bool = False


RULES: dict[tuple[str, str], Rules] = {
    # LGAMVLV arts. 28, 34 Bis, 34 Septies
    (System.ORDEN_PROTECCION, ""): Rules(
        issue_hours=4,
        days=60,
        extension_days=30,
        until_risk_ends=True,
        contacts=CONTACTS,
        evaluates_before_lifting=True,
    ),
    # CNPP arts. 137, 139
    (System.CNPP_137, ""): Rules(days=60, extension_days=30),
    # LPPDDHP arts. 26, 27, 29
    (System.MECANISMO_FED, Procedure.EXTRAORDINARIO): Rules(issue_hours=3, implement_hours=9),
    (System.MECANISMO_FED, Procedure.ORDINARIO): Rules(
        study_days=10, communicate_hours=72, implement_days=30
    ),
}
HEARING_DAYS = 5  # CNPP art. 137, for kinds I to III


@dataclass(frozen=True, slots=True)
class Times:
    """What is known of one measure."""

    system: str
    procedure: str = ""
    kind: str = ""
    zone: str = "America/Chihuahua"
    requested_at: dt.datetime | None = None
    decided_at: dt.datetime | None = None
    denied: bool = False
    studied_at: dt.datetime | None = None
    communicated_at: dt.datetime | None = None
    implemented_at: dt.datetime | None = None
    hearing_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """One thing that has to happen by a moment, and when it did."""

    kind: ClockKind
    due_at: dt.datetime
    done_at: dt.datetime | None = None

    def is_late(self, now: dt.datetime) -> bool:
        """Test whether it happened too late, or should have happened by now."""
        return (self.done_at or now) > self.due_at


def rules_of(system: str, procedure: str = "") -> Rules:
    """Return what a system promises; nothing where the law says nothing."""
    return RULES.get((system, procedure)) or RULES.get((system, "")) or Rules()


def hours_after(at: dt.datetime, hours: int) -> dt.datetime:
    """Return the moment so many hours later, whatever the clocks on the wall do."""
    return at.astimezone(dt.UTC) + dt.timedelta(hours=hours)


def day_in(at: dt.datetime, zone: str) -> dt.date:
    """Return the day of a moment at a place."""
    return at.astimezone(ZoneInfo(zone)).date()


def end_of(day: dt.date, zone: str) -> dt.datetime:
    """Return the moment at which a day ends at a place."""
    following = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), ZoneInfo(zone))
    return following.astimezone(dt.UTC)


def days_after(at: dt.datetime, days: int, zone: str) -> dt.datetime:
    """Return the end of the last of so many natural days; the day itself is not counted."""
    return end_of(day_in(at, zone) + dt.timedelta(days=days), zone)


def last_day(rules: Rules, decided_at: dt.datetime, zone: str) -> dt.date | None:
    """Return the last day a measure may hold without being extended."""
    return day_in(decided_at, zone) + dt.timedelta(days=rules.days) if rules.days else None


def last_day_extended(rules: Rules, expires_on: dt.date) -> dt.date | None:
    """Return the last day to which a measure may be extended; ``None`` where there is no limit."""
    return expires_on + dt.timedelta(days=rules.extension_days) if rules.extension_days else None


def contact_windows(decided_at: dt.datetime) -> list[tuple[dt.datetime, dt.datetime]]:
    """Return beginning and end of the six spans in each of which the authority contacts her."""
    marks = [hours_after(decided_at, EVERY * number) for number in range(CONTACTS + 1)]
    return list(pairwise(marks))


def notice(expires_on: dt.date | None, today: dt.date) -> str:
    """Return which reminder is due: ``15``, ``7`` or ``1`` days before, ``0`` once it expired."""
    if expires_on is None:
        return ""
    left = (expires_on - today).days
    if left < 0:
        return "0"
    return next((str(days) for days in NOTICES if left <= days), "")


def clocks(times: Times) -> list[Clock]:
    """Return the clocks that run, or ran, for one measure."""
    rules = rules_of(times.system, times.procedure)
    found = []
    if asked := times.requested_at:
        if rules.issue_hours:
            due = hours_after(asked, rules.issue_hours)
            found.append(Clock(ClockKind.ISSUE, due, times.decided_at))
        if rules.study_days:
            due = days_after(asked, rules.study_days, times.zone)
            found.append(Clock(ClockKind.STUDY, due, times.studied_at))
    if times.decided_at and not times.denied:
        found += _after_decision(rules, times, times.decided_at)
    return found


def _after_decision(rules: Rules, times: Times, decided: dt.datetime) -> list[Clock]:
    """Return the clocks that begin when a measure is granted."""
    found = []
    if rules.communicate_hours:
        due = hours_after(decided, rules.communicate_hours)
        found.append(Clock(ClockKind.COMMUNICATE, due, times.communicated_at))
    if rules.implement_hours:
        due = hours_after(decided, rules.implement_hours)
        found.append(Clock(ClockKind.IMPLEMENT, due, times.implemented_at))
    if rules.implement_days:
        due = days_after(decided, rules.implement_days, times.zone)
        found.append(Clock(ClockKind.IMPLEMENT, due, times.implemented_at))
    if times.system == System.CNPP_137 and times.kind == MeasureKind.FRACCIONES_I_III:
        due = days_after(decided, HEARING_DAYS, times.zone)
        found.append(Clock(ClockKind.HEARING, due, times.hearing_at))
    return found
