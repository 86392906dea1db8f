"""Volume: the one room that writes in bulk past the use cases, and only invented cases.

Rows, keys, sealed texts, grants, words and first versions are the real thing; only the trace is
short: one event says how many cases were made, not one for each row.
"""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, connections, transaction
from django.db.models import AutoField

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
IDS = 900  # in one statement: SQLite takes 999 parameters
NEW_ID = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()"}
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
    _make_room()
    with acting(DEMO, "demonstration"):
        for start in range(0, order.cases, AT_ONCE):
            numbers = range(start, min(start + AT_ONCE, order.cases))
            batch = Batch()
            for number, code in zip(numbers, _fresh_codes(len(numbers)), strict=True):
                inventor.case(batch, number, code, lawyers.get(number))
            _store(batch, order.now)
            yield numbers.stop
        log.collect(Verb.CREATE, "demo", None, count=order.cases)


def _make_room() -> None:
    """Let SQLite keep the indexes in memory while so much is written into them."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size = -131072")  # KiB


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
    with transaction.atomic(), connection.cursor() as cursor:
        for model in IN_ORDER:
            _write(cursor, model, batch.rows[model])
            if hasattr(model, "history"):
                _first_versions(cursor, model, [row.pk for row in batch.rows[model]], now)


def _write(cursor: Any, model: Any, rows: list[Any]) -> None:
    """Write rows the fast way of each database; three times as fast as ``bulk_create``."""
    fields = [field for field in model._meta.concrete_fields if not _is_counted(field)]
    columns = ", ".join(field.column for field in fields)
    bare = connections[connection.alias]  # not the proxy: it is asked a few times for each value
    values = (
        [field.get_db_prep_save(getattr(row, field.attname), bare) for field in fields]
        for row in rows
    )
    table = model._meta.db_table
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for each in values:
                copy.write_row(each)
        return
    places = ", ".join(["%s"] * len(fields))
    cursor.executemany(
        f"INSERT INTO {table} ({columns}) VALUES ({places})",  # noqa: S608  names of models
        values,
    )


def _is_counted(field: Any) -> bool:
    """Test whether the database numbers this column itself."""
    return isinstance(field, AutoField)


def _first_versions(cursor: Any, model: Any, ids: list[UUID], now: dt.datetime) -> None:
    """Copy rows just written into their history, inside the database: half the time of all."""
    rows, versions = model._meta, model.history.model._meta
    names = [field.name for field in rows.concrete_fields]
    facts = ["history_id", "history_date", "history_type", "history_user_id"]
    columns = ", ".join(versions.get_field(name).column for name in [*names, *facts])
    sources = ", ".join(field.column for field in rows.concrete_fields)
    statement = (
        f"INSERT INTO {versions.db_table} ({columns}) "  # noqa: S608  names of models
        f"SELECT {sources}, {NEW_ID[connection.vendor]}, %s, '+', %s FROM {rows.db_table} "
        f"WHERE {rows.pk.column} IN "
    )
    when = connection.ops.adapt_datetimefield_value(now)
    for start in range(0, len(ids), IDS):
        found = [rows.pk.get_db_prep_value(pk, connection) for pk in ids[start : start + IDS]]
        places = ", ".join(["%s"] * len(found))
        cursor.execute(f"{statement}({places})", [when, str(DEMO), *found])
