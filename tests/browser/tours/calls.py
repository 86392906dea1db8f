"""The calls of the demonstration, by who attends them."""

from django.urls import reverse

from cases.enums.calls import CallState
from cases.models import FirstContact, PhoneLine

DESK = ("calls", "calls_ended", "call_new", "third_party_new", "call_lines")
OF_CALL = (
    *("call", "call_edit", "call_urgency", "call_contact", "call_accept", "call_join"),
    *("call_third_party", "call_back", "call_number"),
)


def desk(*names):
    """Return pages that stand by themselves."""
    return [reverse(f"cases:{name}") for name in names]


def of(call, *names):
    """Return pages of one call."""
    return [reverse(f"cases:{name}", args=[call.pk]) for name in names]


def listening(me):
    """Walk a red call, and one that was cut after a way to call back was agreed."""
    mine = FirstContact.objects.visible_to(me).under_way()
    red = mine.filter(urgency=1).first()
    cut = mine.filter(state=CallState.RECONTACTO).order_by("received_at").last()
    waiting = reverse("cases:call_step", args=[red.pk, CallState.LISTA_ESPERA])
    return [*desk(*DESK), *of(red, *OF_CALL), *of(cut, "call", "call_back", "call_number"), waiting]


def coordinating(me):
    """Walk what only coordination decides."""
    tried = FirstContact.objects.visible_to(me).filter(notices__kind="TRES_INTENTOS").first()
    line = PhoneLine.objects.filter(team=tried.team).first()
    changed = reverse("cases:call_line", args=[line.pk])
    return [
        *desk(*DESK, "call_line_add"),
        *of(tried, "call", "call_decide", "call_accept"),
        changed,
    ]


def receiving(me):
    """Walk what reception takes down."""
    call = FirstContact.objects.visible_to(me).filter(state=CallState.RECIBIDO).first()
    return [*desk(*DESK), *of(call, "call", "call_edit", "call_contact", "call_third_party")]


TOURS = {"ofelia": listening, "teresa": coordinating, "socorro": receiving}
