"""One first contact as it is read: what was said, how urgent it is, what happened to it."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cases.calls import triage
from cases.calls.triage import Clock, Signs
from cases.enums import Pronouns
from cases.enums.calls import HeardOf, Language, Municipality, Told
from cases.models import FirstContact
from cases.reports.calls.lists import act_by_said
from cases.reports.calls.opened import Reach, hour_in, signs_of

MINUTE = 60
STEPS = 50


@dataclass(frozen=True, slots=True)
class ClockSaid:
    """A clock in words; a small script goes on counting."""

    label: str
    left: str
    until: str
    is_over: bool


@dataclass(slots=True)
class Urgent:
    """How urgent a call is, and why."""

    level: int | None
    suggested: int
    reasons: list[str]
    clocks: list[ClockSaid]
    act_by: str = ""
    is_late: bool = False
    why: str = ""
    protection: str = ""
    reported: str = ""


@dataclass(frozen=True, slots=True)
class StepSaid:
    """One step in words; its reason only for who listens."""

    label: str
    at: dt.datetime
    who: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AttemptSaid:
    """One attempt in words."""

    label: str
    at: dt.datetime
    who: str
    is_safe: bool
    words: list[str]


@dataclass(slots=True)
class Sheet:
    """A first contact in words."""

    facts: list[tuple[str, str]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    demand: str = ""
    urgent: Urgent | None = None
    reach: Reach | None = None
    steps: list[StepSaid] = field(default_factory=list)
    attempts: list[AttemptSaid] = field(default_factory=list)
    third_parties: list[Any] = field(default_factory=list)
    person_hour: str = ""
    line_hour: str = ""


def left_said(left: dt.timedelta) -> str:
    """Say how much time is left."""
    minutes = int(left.total_seconds()) // MINUTE
    return _("%(hours)s h %(minutes)s min left") % {
        "hours": minutes // MINUTE,
        "minutes": minutes % MINUTE,
    }


def clock_said(clock: Clock, at: dt.datetime) -> ClockSaid:
    """Say one clock."""
    over = clock.has_passed(at)
    said = _("The time has passed") if over else left_said(clock.left(at))
    return ClockSaid(str(clock.label), said, clock.ends_at.isoformat(timespec="seconds"), over)


def urgent_of(signs: Signs, at: dt.datetime, level: int | None = None) -> Urgent:
    """Say what signs make of a call."""
    clocks = [clock_said(each, at) for each in triage.clocks(signs)]
    return Urgent(level, int(triage.suggested(signs, at)), triage.reasons(signs, at), clocks)


def label(vocabulary: Any, code: str) -> str:
    """Return the words of a code."""
    return str(dict(vocabulary.choices).get(code, code)) if code else ""


def facts_of(call: FirstContact) -> list[tuple[str, str]]:
    """Return what is known of who calls, in words."""
    about = call.about.reveal() if call.about else {}
    pairs = [
        (_("Safe to talk"), str(call.get_safe_now_display())),
        (_("Who contacts us"), str(call.get_who_display())),
        (_("Age"), str(call.get_age_band_display())),
        (_("Pronouns"), label(Pronouns, about.get("pronouns", ""))),
        (_("Language"), label(Language, about.get("language", ""))),
        (_("Interpreter"), about.get("interpreter", "")),
        (_("Girls, boys or adolescents"), str(call.get_minors_display())),
        (_("Municipality"), label(Municipality, about.get("municipality", ""))),
        (_("Asks for"), str(call.get_service_line_display())),
        (_("Heard of us"), label(HeardOf, about.get("heard_of", ""))),
    ]
    return [(name, said) for name, said in pairs if said]


def sheet(call: FirstContact, at: dt.datetime, *, listens: bool) -> Sheet:
    """Open a first contact; what was said only for who listens."""
    about = call.about.reveal() if call.about else {}
    told = [label(Told, code) for code in about.get("told", ())]
    page = Sheet(facts=facts_of(call), told=told, reach=Reach(call, at) if call.profile else None)
    page.person_hour = hour_in(call.time_zone, at)
    page.line_hour = hour_in(call.line.time_zone, at) if call.line else ""
    attempts = call.attempts.select_related("by").order_by("-at", "-id")[:STEPS]
    page.attempts = [attempt_said(each) for each in attempts]
    page.third_parties = list(call.third_parties.select_related("by").order_by("-at")[:STEPS])
    steps = call.steps.select_related("by").order_by("-at", "-id")[:STEPS]
    page.steps = [step_said(each, listens=listens) for each in steps]
    if listens:
        page.demand = call.demand.reveal() if call.demand else ""
        page.urgent = urgent(call, at)
    return page


def step_said(step: Any, *, listens: bool) -> StepSaid:
    """Say one step."""
    reason = step.reason.reveal() if listens and step.reason else ""
    return StepSaid(str(step.get_after_display()), step.at, step.by.full_name, reason)


def attempt_said(attempt: Any) -> AttemptSaid:
    """Say one attempt to call back."""
    words = [box.reveal() for box in (attempt.override, attempt.words) if box]
    label = str(attempt.get_result_display())
    return AttemptSaid(label, attempt.at, attempt.by.full_name, attempt.is_safe, words)


def urgent(call: FirstContact, at: dt.datetime) -> Urgent | None:
    """Say how urgent an assessed call is."""
    if call.triaged_at is None:
        return None
    said = call.signs.reveal() if call.signs else {}
    page = urgent_of(signs_of(call), at, call.urgency)
    page.act_by = act_by_said(call)
    page.is_late = bool(call.act_by and call.act_by < at)
    page.why, page.protection = said.get("why", ""), said.get("protection", "")
    page.reported = said.get("reported", "")
    return page
