"""Instruments and the alerts they raise."""

import datetime as dt
import uuid

from django.utils import timezone

from accompaniment.staff.acting import acting
from cases.actions import alerts, instruments
from cases.actions.people import accompanied
from cases.actions.scored import Application
from cases.enums.instruments import SIGNS, SafetyAction, Sign
from tests.factories import NOON
from tests.traces import do

CASE = {
    "cases:external_add": ("write 200", "write 422"),
    "cases:instrument": ("read 200", "405"),
    "cases:instrument_annul": ("write 200", "write 422"),
    "cases:instrument_apply": ("write 200", "write 422"),
    "cases:instrument_draft": ("405", "write 422"),
    "cases:safety_alert": ("read|assign 200", "write 422"),
    "cases:safety_sign": ("read|assign 200", "read|assign 422"),
}
ACCOMPANY = {
    *("responsible", "member", "supervisor", "teammate", "stranger"),
    *("legal", "facilitator", "coordinator"),
}
ROLE = {
    "cases:instrument_list": (ACCOMPANY, "200", "405"),
    "cases:instrument_cuts": ({"coordinator"}, "200", "422"),
}


def _discard(method, reader):
    """Nobody else's, whatever they may do."""
    if method == "get":
        return "302" if reader in {"retired", "nobody"} else "405"
    return {
        "responsible": "302",
        "member": "404",
        "supervisor": "403",
        "legal": "403",
        "coordinator": "403",
        "reception": "403",
        "retired": "302",
        "nobody": "302",
    }.get(reader, "404")


def _room(method, reader):
    """Whoever writes is led to the alert that waits."""
    if method == "post" and reader not in {"retired", "nobody"}:
        return "405"
    return {
        "responsible": "302",
        "member": "302",
        "supervisor": "200",
        "coordinator": "200",
        "legal": "403",
        "reception": "403",
        "retired": "302",
        "nobody": "302",
    }.get(reader, "404")


OTHER = {"cases:instrument_draft_discard": _discard, "cases:instruments": _room}
OPEN_TEXT = {
    "cases.Applied.instrument",  # codes of ours
    "cases.Applied.version",
    "cases.Applied.language",
    "cases.AppliedDraft.instrument",
    "cases.InstrumentText.instrument",
    "cases.InstrumentText.version",
    "cases.InstrumentText.language",
    "cases.InstrumentText.licence",  # published words about nobody
    "cases.InstrumentText.body",
    "cases.InstrumentCut.instrument",
    "cases.InstrumentCut.code",
    "cases.InstrumentCut.source",
}
OPEN = {
    "cases.InstrumentText": "published words of instruments, about nobody",
    "cases.InstrumentCut": "cut-offs of the organisation, about nobody",
}
TOLD = {"applied.answers": '"given": {"1": 3', "applied.result": '"alarms": [9]'}
WITHOUT_HISTORY = {"cases.AppliedDraft": "its author's, and gone when the answers are saved"}


def record(**changes):
    """Return a safety record without gaps."""
    facts = {
        "signs": dict.fromkeys(SIGNS, Sign.NO),
        "protective": "Sus hijas",
        "actions": [SafetyAction.PLAN],
        "informed": "Supervisión, por teléfono",
        "next_contact_at": NOON + dt.timedelta(hours=20),
        "no_screen": "No quiso",
    }
    return alerts.SafetyRecord(**{**facts, **changes})


def furnish(world):
    """Answer two instruments, one of which speaks of danger."""
    worker = world.people["responsible"]
    person, day = accompanied(world.case), timezone.localdate(NOON)
    quiet = Application("K6", person, dict.fromkeys(range(1, 7), 2), day)
    applied = do(instruments.apply_instrument, worker, case=world.case, said=quiet)
    loud = Application("PHQ-9", person, dict.fromkeys(range(1, 10), 1), day)
    raised = do(instruments.apply_instrument, worker, case=world.case, said=loud)
    do(alerts.answer_alert, worker, alert=raised.alert, record=record())
    waiting = Application("SRQ-20", person, {17: 1}, day)
    waiting = do(instruments.apply_instrument, worker, case=world.case, said=waiting)
    do(
        instruments.keep_applied_draft,
        worker,
        case=world.case,
        instrument="WHO-5",
        content={"item_1": "2"},
    )
    return {
        "cases:instrument": {"uid": applied.pk},
        "cases:instrument_annul": {"uid": applied.pk},
        "cases:instrument_apply": {"instrument": "WHO-5"},
        "cases:instrument_draft": {"instrument": "WHO-5"},
        "cases:instrument_draft_discard": {"instrument": "WHO-5"},
        "cases:instrument_cuts": {"instrument": "PHQ-9"},
        "cases:safety_alert": {"uid": waiting.alert_id},
        "cases:safety_sign": {"uid": waiting.alert_id},
    }


def live(day):
    """Answer, take back, write down, answer an alert and sign it."""
    person, today = accompanied(day.case), timezone.localdate(day.at)
    said = Application("PHQ-9", person, {1: 3, 9: 2}, today)
    applied = instruments.apply_instrument(case=day.case, said=said, by=day.worker, at=day.at)
    words = {name: day.canary("safety.record") for name in ("protective", "informed", "details")}
    filled = record(
        **words, next_contact_at=day.at + dt.timedelta(hours=3), no_screen=words["details"]
    )
    alerts.answer_alert(alert=applied.alert, record=filled, by=day.worker, at=day.at)
    words = day.canary("safety.closing_words")
    with acting(day.colleague, "care"):
        alerts.sign_alert(alert=applied.alert, words=words, by=day.colleague, at=day.at)
    why = day.canary("applied.annulled_why")
    instruments.annul_applied(applied=applied, why=why, by=day.worker, at=day.at)
    content = {"item_1": "1", "session": day.canary("applied_draft.content")}
    instruments.keep_applied_draft(
        case=day.case, instrument="GAD-7", content=content, by=day.worker, at=day.at
    )
    facts = {
        name: day.canary("external_result.facts")
        for name in ("name", "total", "interpretation", "applied_by")
    }
    instruments.record_external(
        case=day.case,
        facts=instruments.ExternalFacts(person=person, applied_on=today, **facts),
        external_id=uuid.uuid4(),
        by=day.worker,
        at=day.at,
    )
