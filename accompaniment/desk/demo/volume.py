"""Volume: the one room that writes in bulk past the use cases, and only invented cases.

Rows, keys, sealed texts, grants, words and first versions are the real thing; only the trace is
short: one event says how many cases were made, not one for each row.
"""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.desk.demo import crowd
from accompaniment.desk.demo.crowd import LAWYERS_CASES, Crowd
from accompaniment.desk.demo.invented import Batch, Inventor
from accompaniment.desk.demo.play import DEMO
from accompaniment.staff.acting import acting
from accompaniment.staff.models import User
from accompaniment.vault import keys
from cases import codes
from cases.models import (
    Assignment,
    Case,
    CaseGrant,
    CaseWord,
    ConsentGiven,
    ContactChannel,
    Note,
    Participation,
    Person,
    PersonWord,
    Session,
    Transition,
)

AT_ONCE = 250  # cases in memory, and in one transaction
ROWS = 2000  # of one statement, where the database takes as many
IN_ORDER = (
    Case,
    Person,
    PersonWord,
    ContactChannel,
    Participation,
    ConsentGiven,
    Assignment,
    Transition,
    Session,
    Note,
    CaseGrant,
    CaseWord,
)


@dataclass(frozen=True, slots=True)
class Order:
    """How much volume to make."""

    cases: int
    sessions: int
    seed: int
    now: dt.datetime


def make(order: Order) -> Iterator[int]:
    """Make the volume, yielding how many cases there are after each batch."""
    people = crowd.gather(order.cases)
    inventor = Inventor(people, sessions=order.sessions, seed=order.seed, now=order.now)
    lawyers = _lawyers(people, order)
    with acting(DEMO, "demonstration"):
        for start in range(0, order.cases, AT_ONCE):
            numbers = range(start, min(start + AT_ONCE, order.cases))
            batch = Batch()
            for number, code in zip(numbers, _fresh_codes(len(numbers)), strict=True):
                inventor.case(batch, number, code, lawyers.get(number))
            _store(batch, order.now)
            yield numbers.stop
        log.collect(Verb.CREATE, "demo", None, count=order.cases)


def _lawyers(people: Crowd, order: Order) -> dict[int, User]:
    """Return which few cases a lawyer knows, spread over all of them."""
    dice = random.Random(order.seed)  # noqa: S311
    wanted = min(order.cases, len(people.lawyers) * LAWYERS_CASES)
    drawn = dice.sample(range(order.cases), wanted)
    return {number: people.lawyers[at % len(people.lawyers)] for at, number in enumerate(drawn)}


def _fresh_codes(count: int) -> list[str]:
    """Draw codes that no case bears."""
    drawn: set[str] = set()
    while len(drawn) < count:
        more = {codes.new_code() for _ in range(count - len(drawn))}
        drawn |= more - set(Case.objects.filter(code__in=more).values_list("code", flat=True))
    return sorted(drawn)


def _store(batch: Batch, now: dt.datetime) -> None:
    """Write a batch: its keys first, so that no sealed text is ever without one."""
    with transaction.atomic(using="keys"):
        keys.store(batch.keys)
    with transaction.atomic():
        for model in IN_ORDER:
            rows = batch.rows[model]
            model._base_manager.bulk_create(rows, batch_size=ROWS)
            if hasattr(model, "history"):
                model.history.bulk_history_create(rows, batch_size=ROWS, default_date=now)
