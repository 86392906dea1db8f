"""Do something as someone, and see exactly what the trace says of it."""

import inspect

from accompaniment.audit.models import Event
from accompaniment.staff.acting import acting
from tests.factories import NOON


def do(action, by, *, at=NOON, **facts):
    """Let someone at work perform a use case."""
    if "at" in inspect.signature(action).parameters:
        facts["at"] = at
    with acting(by, "care"):
        return action(by=by, **facts)


def changes(count):
    """Return the last events in order, as (verb, kind, root, touched, fields)."""
    rows = Event.objects.exclude(verb__in=("read", "denied", "list", "search")).order_by("-seq")[
        :count
    ]
    return [(e.verb, e.kind, e.root, e.touched, e.fields) for e in reversed(rows)]


def refusals():
    """Return what the door refused, as (kind, root)."""
    return list(Event.objects.filter(verb="denied").order_by("seq").values_list("kind", "root"))


def everything_said():
    """Return every word of the trace, to look for what must not be there."""
    return "\n".join(str(sorted(row.items(), key=str)) for row in Event.objects.values())
