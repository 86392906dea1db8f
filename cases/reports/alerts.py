"""Alerts about someone's life, in words: the banner of the case, and the page that answers."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accompaniment.staff import access
from cases.enums.instruments import (
    SAFETY_LABELS,
    SIGNS,
    AlertState,
    SafetyAction,
    Sign,
)
from cases.instruments import SCREEN, Result
from cases.models import SafetyAlert
from cases.reports.series import Answered, opened


@dataclass(frozen=True, slots=True)
class Alarm:
    """What every page of the case says while an alert waits."""

    title: str
    text: str
    url: str
    kind: str


def alarm_of(case: Any, user: Any) -> Alarm | None:
    """Return the alert that waits, for whoever may read the case or assigns it."""
    waiting = list(case.safety_alerts.waiting().defer("record", "closing_words"))
    if not waiting or not _heard(case, user):
        return None
    alert = min(waiting, key=lambda each: (each.state != AlertState.OPEN, each.raised_at))
    url = reverse("cases:safety_alert", args=[case.code, alert.pk])
    if alert.state == AlertState.OPEN:
        text = _("Ask her directly, do not leave her alone, and answer the alert now.")
        return Alarm(_("An answer speaks of danger to her life"), text, url, "danger")
    if alert.answered_by_id == user.pk:
        text = _("Ask supervision or coordination to read it and sign.")
    else:
        text = _("Read it, talk it over with whoever answered, and sign.")
    return Alarm(_("A safety record waits for a second signature"), text, url, "warn")


def _heard(case: Any, user: Any) -> bool:
    return access.allows(user, "read", case) or access.allows(user, "assign", case)


@dataclass(frozen=True, slots=True)
class Cause:
    """One answer that raised the alert."""

    instrument: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Page:
    """An alert as whoever may read the case sees it; for the others it is empty."""

    causes: list[Cause] = field(default_factory=list)
    screens: list[Answered] = field(default_factory=list)
    facts: list[tuple[Any, str]] = field(default_factory=list)
    actions: list[Any] = field(default_factory=list)
    acute: bool = False


def page_of(alert: SafetyAlert) -> Page:
    """Open an alert for whoever may read the case."""
    found = [opened(applied) for applied in alert.applied.order_by("recorded_at", "id")]
    screens = [each for each in found if each.it.code == SCREEN]
    return Page(
        causes=[cause for each in found for cause in _causes(each)],
        screens=screens,
        acute=any(each.result.outcome == "acute" for each in screens),
        **_recorded(alert),
    )


def _causes(each: Answered) -> list[Cause]:
    given = each.applied.answers.reveal()["given"]
    causes = []
    for number in each.result.alarms:
        item = each.it.items[number - 1]
        labels = {answer.value: str(answer.label) for answer in each.it.scales[item.scale]}
        question = f"{number}. {item.label}"
        causes.append(Cause(str(each.it.name), question, labels[given[str(number)]]))
    return causes


def _recorded(alert: SafetyAlert) -> dict[str, Any]:
    if alert.state == AlertState.OPEN or not alert.record:
        return {}
    said = alert.record.reveal()
    signs, done = dict(Sign.choices), dict(SafetyAction.choices)
    facts = [(SAFETY_LABELS[name], str(signs[said["signs"][name]])) for name in SIGNS]
    words = ("details", "protective", "informed", "no_screen")
    facts += [(SAFETY_LABELS[name], said[name]) for name in words if said.get(name)]
    return {"facts": facts, "actions": [done[each] for each in said["actions"]]}


def screen_asked(alert: SafetyAlert) -> bool:
    """Tell whether the direct questions have been answered under this alert."""
    rows = alert.applied.filter(instrument=SCREEN, annulled_at=None)
    outcomes = [Result.read(row.result.reveal()).outcome for row in rows]
    return any(outcome not in {"", "pending"} for outcome in outcomes)
