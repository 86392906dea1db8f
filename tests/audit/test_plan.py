"""Pages of the trace walk down an index, whatever the filter and however long the trace is."""

import json
import random
import uuid
from contextlib import closing

import pytest
from django.db import connection, transaction

from accompaniment.audit import log, queries
from accompaniment.audit.models import Event

SIZE = 12_000
PAGES = 250  # of eight kilobytes; a page of events is some dozen


@pytest.fixture
def swept():
    """Sweep up what was written and taken back, be it by other tests.

    Rows of a transaction that was undone lie dead in every index until a vacuum comes by, and a
    page of few events, such as refusals, walks past all of them, each in a page of its own. A
    house takes back next to nothing of its trace; a thousand tests take back all of theirs.
    """
    trace = log.Trace("", "care")
    wide = [str(uuid.UUID(int=n)) for n in range(36)]  # four such rows fill a page
    for _ in range(6 * PAGES):
        event = trace.event("denied", "cases.case", None, touched=wide, outcome="denied")
        trace.pending.append(event)
    with transaction.atomic():
        Event.objects.bulk_create(trace.pending)
        transaction.set_rollback(True)
    if connection.vendor == "postgresql":
        beside = connection.copy()  # outside of the transaction of the test
        with closing(beside), beside.cursor() as cursor:
            cursor.execute("VACUUM (INDEX_CLEANUP ON) audit_event")


@pytest.fixture
def long_trace(swept):
    """Twelve thousand events: forty people, two hundred cases, one refusal in a thousand."""
    chance = random.Random(7)
    people = [f"user:{uuid.UUID(int=n)}" for n in range(40)]
    for _ in range(SIZE // 2000):
        trace = log.Trace("", "care")
        for _ in range(2000):
            trace.actor = chance.choice(people)
            denied = chance.random() < 0.001
            trace.pending.append(
                trace.event(
                    "denied" if denied else chance.choice(["open", "read", "list"]),
                    "cases.case",
                    uuid.UUID(int=chance.randrange(200)),
                    code=f"K7Q-{chance.randrange(200)}",
                    outcome="denied" if denied else "ok",
                )
            )
        trace.write()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Event.objects.order_by("seq")[SIZE // 2]


def filters(event):
    return {
        "everything": queries.Filters(),
        "a person": queries.Filters(person=uuid.UUID(event.actor.removeprefix("user:"))),
        "a code": queries.Filters(code=event.code),
        "refusals": queries.Filters(outcome="denied"),
        "a verb": queries.Filters(verb="denied"),
        "a kind": queries.Filters(kind="cases.case"),
        "days": queries.Filters(start=event.at, end=event.at.replace(year=event.at.year + 1)),
        "a person in days": queries.Filters(
            person=uuid.UUID(event.actor.removeprefix("user:")), end=event.at
        ),
    }


def asked(branch, after):
    rows = branch.newest_first()
    rows = rows.before(after) if after else rows
    return rows.values_list(*queries.SHOWN)[: queries.LIMIT + 1]


def test_every_page_walks_down_an_index(long_trace):
    for said, wanted in filters(long_trace).items():
        for after in (None, long_trace.pk):
            touched(asked(wanted.events(), after), said)
    for branch in queries.of_record(long_trace.code):
        touched(asked(branch, None), "a record")


def touched(rows, said):
    """Fail unless the rows are read in the order of an index, touching few pages."""
    if connection.vendor == "postgresql":
        plan = rows.explain(analyze=True, buffers=True, format="json")
        assert '"Seq Scan"' not in plan, said
        assert buffers(plan) <= PAGES, f"{said}: {buffers(plan)}"
    else:
        plan = rows.explain()
        assert "USING INDEX audit_event_" in plan, f"{said}: {plan}"
        assert "TEMP B-TREE" not in plan, f"{said}: {plan}"


def buffers(plan):
    top = json.loads(plan)[0]["Plan"]
    return top["Shared Hit Blocks"] + top["Shared Read Blocks"]
