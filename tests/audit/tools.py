"""What the drills stand on: events without people, and tables without locks."""

import uuid

from django.db import connection

from accompaniment.audit import log
from accompaniment.audit.models import Event


def trace_of(actor, count, verb="read", **facts):
    """Write some events of one actor; return them as stored."""
    trace = log.Trace(actor, facts.pop("purpose", "care"), facts.pop("role", ""))
    kind, root = facts.pop("kind", "cases.case"), facts.pop("root", None)
    trace.pending = [trace.event(verb, kind, root or uuid.uuid4(), **facts) for _ in range(count)]
    uids = [event.uid for event in trace.pending]
    trace.write()
    return list(Event.objects.filter(uid__in=uids).order_by("seq"))


def unlocked(*tables):
    """Take the locks off the tables, as who owns the database could."""
    with connection.cursor() as cursor:
        for table in tables or ("audit_event", "audit_leaf"):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER {table}_no_{verb}{on}")


def full_disk():
    """Let the database refuse every further event."""
    with connection.cursor() as cursor:
        start = "CREATE TRIGGER full_disk BEFORE INSERT ON audit_event FOR EACH ROW"
        if connection.vendor == "postgresql":
            cursor.execute(f"{start} EXECUTE FUNCTION house_refuse()")
        else:
            cursor.execute(f"{start} BEGIN SELECT RAISE(ABORT, 'disk full'); END")
