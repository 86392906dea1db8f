"""A first contact, deed by deed and each by its role, until it is an accompaniment; and its end."""

import datetime as dt
import uuid

from django.urls import reverse
from django.utils import timezone

from cases.actions.lifecycle import close_case, move_case
from cases.enums import CaseState, ClosingReason, ServiceLine, Template
from cases.enums.plan import PlanOutcome
from cases.models import FirstContact
from tests import factories
from tests.factories import make_member, sign
from tests.traces import do

ALIAS, DEMAND, PHONE = "Golondrina del Llano", "canary-journey-3f1a", "614 000 0166"
DAY = dt.timedelta(days=1)


def url(name, *args):
    return reverse(f"cases:{name}", args=args)


def begun_with_a_call(at_work, people, line=ServiceLine.IND):
    """Go the whole way from the ringing of the telephone to the open accompaniment."""
    call = taken_down(at_work)
    listened_to(at_work, call, line)
    called_back(at_work, call)
    assessed_and_waiting(at_work, call)
    return accepted(at_work, people, call, line)


def taken_down(at_work):
    """Reception answers, asks the first question, and the call is cut."""
    call_id = uuid.uuid4()
    sent = {"call_id": call_id, "version": 0, "safe_now": "SI", "alias": ALIAS, "do": "next"}
    at_work["reception"].post(url("call_new"), sent)
    return FirstContact.objects.get(pk=call_id)


def listened_to(at_work, call, line=ServiceLine.IND):
    """A psychologist listens, agrees on a safe hour, and the call is cut off."""
    page = at_work["listens"].get(url("call_edit", call.pk)).content.decode()
    assert ALIAS in page
    sent = {"call_id": call.pk, "version": 1, "safe_now": "SI", "alias": ALIAS, "minors": "NO"}
    sent |= {"demand": DEMAND, "service_line": line, "told": ["AVISO", "GRATUITO"]}
    sent |= {"age_band": "30_44", "do": "next"}
    assert at_work["listens"].post(url("call_edit", call.pk), sent).url == url(
        "call_urgency", call.pk
    )
    reach = {"version": 2, "channel": "MOVIL", "value": PHONE, "calls": "SI", "days": 30}
    reach |= {"ownership": "PROPIA", "aggressor_access": "NO", "texts": "NO", "voicemail": "NO"}
    reach |= {"if_another": "COLGAR", "time_zone": "America/Ojinaga"}
    assert at_work["listens"].post(url("call_contact", call.pk), reach).status_code == 302
    at_work["listens"].post(url("call_cut", call.pk))
    call.refresh_from_db()
    assert (call.state, call.time_zone) == ("INTERRUMPIDO", "America/Ojinaga")


def called_back(at_work, call):
    """Three safe attempts fail, coordination decides, the fourth reaches her."""
    for _n in range(3):
        at_work["listens"].post(url("call_back", call.pk), {"result": "NO_CONTESTA"})
    refused = at_work["listens"].post(url("call_back", call.pk), {"result": "NO_CONTESTA"})
    assert refused.status_code == 422
    decided = {"goes_on": "yes", "reason": "Por la mañana, con otra voz"}
    assert at_work["coordinates"].post(url("call_decide", call.pk), decided).status_code == 302
    at_work["listens"].post(url("call_back", call.pk), {"result": "HABLAMOS"})
    call.refresh_from_db()
    assert call.state == "EN_ESCUCHA"


def assessed_and_waiting(at_work, call):
    """She is stable: she waits, with a day and a plan."""
    signs = {"version": call.version, "signs_GENERO": ["SEPARACION"], "fear": 4}
    at_work["listens"].post(url("call_urgency", call.pk), signs)
    day = timezone.localdate() + 7 * DAY
    waits = {"recheck_on": day.isoformat(), "plan": "Sin mensajes"}
    answer = at_work["listens"].post(url("call_step", call.pk, "LISTA_ESPERA"), waits)
    assert answer.status_code == 302


def accepted(at_work, people, call, line=ServiceLine.IND):
    """Somebody of that name is known elsewhere: coordination looks, and goes on."""
    factories.make_case(by=make_member(factories.make_team()), name=ALIAS)
    answer = at_work["listens"].post(url("call_accept", call.pk), {"line": line})
    assert answer.status_code == 422
    sent = {"line": line, "responsible": str(people["listens"].pk)}
    sent["in_spite_of"] = "Es otra persona: lo vi con quien coordina allá"
    answer = at_work["coordinates"].post(url("call_accept", call.pk), sent)
    case = FirstContact.objects.get(pk=call.pk).case
    assert case.line == line
    assert answer.url == case.get_absolute_url()
    return case


def accompanied(case, by):
    """She is accompanied to the end, and may be asked how she is."""
    now = timezone.now()
    factories.agree(case, by, at=now)
    for state in (CaseState.ENCUADRE, CaseState.VALORACION, CaseState.PLAN, CaseState.EN_PROCESO):
        do(move_case, by, case=case, to=state, reason="«Dormir tranquila»", at=now)
    sign(factories.make_note(case, by, at=now), by, at=now)
    do(move_case, by, case=case, to=CaseState.PREPARACION, at=now)
    sign(factories.make_note(case, by, at=now, template=Template.CIERRE), by, at=now)
    facts = {"reason": ClosingReason.OBJETIVOS_CUMPLIDOS, "safety_checked": True}
    facts |= {"follow_up": True, "plan": PlanOutcome.CUMPLIDO}
    do(close_case, by, case=case, at=now, **facts)
