"""Build first contacts through the use cases themselves."""

import datetime as dt
import uuid

from accompaniment.staff.acting import acting
from cases.actions.calls.assessing import Assessment, assess_call
from cases.actions.calls.reaching import agree_on_contact
from cases.actions.calls.taking import CallFacts, begin_listening, receive_call, take_down
from cases.actions.contacts import ContactFacts
from cases.calls.triage import Signs, Trigger
from cases.enums import CallSafety, Channel, ServiceLine
from cases.models import FirstContact
from tests.factories import NOON

ALIAS, DEMAND, PHONE = "Golondrina Zafiro", "canary-demand-4c1e", "614 000 0177"
WHOLE = {
    "safe_now": "SI",
    "alias": ALIAS,
    "minors": "NO",
    "service_line": ServiceLine.IND,
    "told": ["AVISO", "GRATUITO"],
    "demand": DEMAND,
}
# Monday to Sunday, ten to eleven; NOON is six in the morning in Chihuahua
HOURS = [{"weekday": day, "from": "10:00", "to": "11:00"} for day in range(7)]
WITHIN = NOON.replace(hour=16, minute=30)  # 10:30 in Chihuahua
RED = Signs.of([Trigger.ESTRANGULAMIENTO])
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def team_of(by):
    return by.memberships.first().team


def receive(by, *, at=NOON, **facts):
    with acting(by, "test"):
        return receive_call(call_id=uuid.uuid4(), team=team_of(by), by=by, at=at, **facts)


def make_call(by, *, state="VALORADO", at=NOON, signs=None, level=None, why="", **facts):
    """Take a call down, and bring it as far as it can come by itself."""
    call = receive(by, at=at)
    with acting(by, "test"):
        taken = CallFacts(**{**WHOLE, **facts})
        call = take_down(call=call, facts=taken, version=0, by=by, at=at)
        if state == "RECIBIDO":
            return call
        call = begin_listening(call=call, by=by, at=at)
        if state == "EN_ESCUCHA":
            return call
        heard = Assessment(signs=signs or Signs(), level=level, why=why)
        return assess_call(call=call, assessment=heard, version=1, by=by, at=at)


def agree(call, by, *, at=NOON, **facts):
    """Agree on a way to call back: within hours, unless the facts say otherwise."""
    facts = {
        "channel": Channel.MOVIL,
        "value": PHONE,
        "calls": CallSafety.SOLO_HORARIO,
        "hours": HOURS,
        **facts,
    }
    call = again(call)
    with acting(by, "test"):
        contact = ContactFacts(**facts)
        return agree_on_contact(call=call, facts=contact, version=call.version, by=by, at=at)


def again(call):
    """Return a call as it is stored now."""
    return FirstContact.objects.get(pk=call.pk)
