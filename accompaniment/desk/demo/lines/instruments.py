"""What people answered over time, what it set off, and who signed."""

import datetime as dt
import tomllib
import uuid
from typing import Any

from django.utils import timezone

from accompaniment.desk.demo.story import HOUR, Cast, case_called
from accompaniment.desk.demo.tales import TEXTS
from accompaniment.staff.models import User
from cases.actions import alerts, instruments
from cases.actions.people import accompanied
from cases.actions.scored import Application
from cases.models import Applied, Case, SafetyAlert

Told = dict[str, Any]
HALF_ANSWERED = {"mode": "LEIDO", "item_1": "1", "item_2": "2", "item_3": "1"}


def tell(cast: Cast) -> None:
    """Ask everything there is to ask, and attend to what was answered."""
    told = tomllib.loads((TEXTS / "instruments.toml").read_text(encoding="utf-8"))
    for asked in told["asked"]:
        with cast.at_work(asked["with"]) as by:
            raised = _ask(asked, cast.now, by)
        for alert, name in raised:
            _attend(alert, told["alerts"][name], asked["with"], cast)
    for result in told["elsewhere"]:
        with cast.at_work(result["with"]) as by:
            _write_down(result, cast.now, by)
    with cast.at_work("ofelia") as by:
        _leave_half_answered(cast.now, by)


def _moment(case: Case, ago: int, now: dt.datetime) -> dt.datetime:
    """Return a moment so many days ago, never before the case was opened."""
    return max(now - dt.timedelta(days=ago), case.opened_at + HOUR)


def _ask(asked: Told, now: dt.datetime, by: User) -> list[tuple[SafetyAlert, str]]:
    """Apply an instrument as often as it was; return the alerts it raised and their names."""
    case, raised = case_called(asked["of"], Case.objects.filter(responsible=by)), []
    for time in asked["times"]:
        at = _moment(case, time["ago"], now)
        said = Application(
            instrument=asked["instrument"],
            person=accompanied(case),
            answers=dict(enumerate(time["answers"], 1)),
            applied_on=timezone.localdate(at),
        )
        applied: Applied = instruments.apply_instrument(case=case, said=said, by=by, at=at)
        if applied.alert:
            raised.append((applied.alert, time["alert"]))
    return raised


def _attend(alert: SafetyAlert, told: Told, name: str, cast: Cast) -> None:
    """Answer an alert and, where the story goes so far, let a second person sign it."""
    at = alert.raised_at + HOUR
    record = alerts.SafetyRecord(
        signs=told["signs"],
        protective=told["protective"],
        actions=told["actions"],
        informed=told["informed"],
        next_contact_at=at + told["contact_hours"] * HOUR,
        details=told["details"],
        screen=dict(enumerate(told["screen"], 1)),
    )
    with cast.at_work(name) as by:
        alerts.answer_alert(alert=alert, record=record, by=by, at=at)
    if signer := told.get("signed_by"):
        with cast.at_work(signer) as by:
            alerts.sign_alert(alert=alert, words=told["signed_words"], by=by, at=at + 20 * HOUR)


def _write_down(result: Told, now: dt.datetime, by: User) -> None:
    """Write down a result of elsewhere."""
    case = case_called(result["of"], Case.objects.filter(responsible=by))
    at = _moment(case, result["ago"], now)
    facts = instruments.ExternalFacts(
        person=accompanied(case),
        applied_on=timezone.localdate(at),
        **{name: result[name] for name in ("name", "total", "interpretation", "applied_by")},
    )
    instruments.record_external(case=case, facts=facts, external_id=uuid.uuid4(), by=by, at=at)


def _leave_half_answered(now: dt.datetime, by: User) -> None:
    """Leave an instrument in the middle, as somebody came to the door."""
    instruments.keep_applied_draft(
        case=case_called("Luz Elena", Case.objects.filter(responsible=by)),
        instrument="GAD-7",
        content=HALF_ANSWERED,
        by=by,
        at=now - 2 * HOUR,
    )
