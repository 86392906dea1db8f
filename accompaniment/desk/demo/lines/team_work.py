"""The team at work: what there is to do, a conference, supervision."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.utils import timezone

from accompaniment.desk.demo.story import Cast
from cases.actions.conferences import Decision, record_conference
from cases.actions.supervisions import record_supervision
from cases.actions.tasks import write_task

TEXTS = Path(__file__).parent.parent / "texts" / "team_work.toml"


def tell(cast: Cast) -> None:
    """Let the team think together, ask each other for things, and be supervised."""
    told = tomllib.loads(TEXTS.read_text(encoding="utf-8"))
    today = timezone.localdate(cast.now)
    for each in told["task"]:
        _task(cast, each, today)
    for each in told["conference"]:
        _conference(cast, each, today)
    for each in told["supervision"]:
        _supervision(cast, each, today)


def _task(cast: Cast, told: dict[str, Any], today: dt.date) -> None:
    with cast.at_work(told["by"]) as by:
        write_task(
            case=cast.cases[told["about"]],
            words=told["words"],
            assignee=cast.people[told["for"]] if "for" in told else None,
            due_on=today + dt.timedelta(days=told["days"]),
            urgent=told.get("urgent", False),
            by=by,
            at=cast.now,
        )


def _conference(cast: Cast, told: dict[str, Any], today: dt.date) -> None:
    with cast.at_work(told["by"]) as by:
        record_conference(
            case=cast.cases[told["about"]],
            held_on=today - dt.timedelta(days=told["days_ago"]),
            words=told["words"],
            present=[cast.people[name] for name in told["present"]],
            decisions=[
                Decision(each["words"], by, today + dt.timedelta(days=each["days"]))
                for each in told["decision"]
            ],
            by=by,
            at=cast.now,
        )


def _supervision(cast: Cast, told: dict[str, Any], today: dt.date) -> None:
    with cast.at_work(told["by"]) as by:
        record_supervision(
            kind=told["kind"],
            held_on=today - dt.timedelta(days=told["days_ago"]),
            supervisor=cast.people[told["supervisor"]],
            present=[cast.people[name] for name in told["present"]],
            words={"resonates": told["resonates"], "decisions": told["decisions"]},
            follow_up_on=today + dt.timedelta(days=told["again"]),
            by=by,
            at=cast.now,
        )
