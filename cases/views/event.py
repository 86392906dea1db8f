"""What happened to someone: recorded, corrected, set aside."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.actions import events
from cases.forms.event import EventForm, from_event
from cases.forms.plain import EmptyForm
from cases.models import Case, Event
from cases.views.frame import asks, form_page, open_case, posted, refusals
from cases.views.plan import back_to, room_of

TEMPLATE = "cases/event_edit.html"


def open_event(request: SignedIn, code: str, uid: Any) -> tuple[Case, Event]:
    """Open an event through its case, to write."""
    case = open_case(request, code, "write")
    event: Event = access.open_or_404(Event.objects.filter(case=case), request.user, pk=uid)
    return case, event


@asks
def event_add(request: SignedIn, code: str) -> HttpResponse:
    """Record what happened, as far as she tells it."""
    case = open_case(request, code, "write")
    form = EventForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            pk = form.cleaned_data["event_id"]
            told: dict[str, Any] = {"event_id": pk, "by": request.user, "at": timezone.now()}
            events.record_event(case=case, facts=form.facts(), **told)
            return back_to(request, case, _("It is on record, sealed."), "#events")
    words = {"heading": _("What happened"), "submit": _("Save"), "back": room_of(case)}
    return form_page(request, form, case, TEMPLATE, needs_open=True, **words)


@asks
def event_edit(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Correct what was recorded; what was said before is kept."""
    case, event = open_event(request, code, uid)
    form = EventForm(posted(request), initial=from_event(event))
    if form.is_bound and form.is_valid():
        with refusals(form):
            version = form.cleaned_data["version"] or 0
            told: dict[str, Any] = {"version": version, "by": request.user, "at": timezone.now()}
            events.correct_event(event=event, facts=form.facts(), **told)
            return back_to(request, case, _("Corrected. What it said before is kept."), "#events")
    words = {"heading": _("What happened"), "submit": _("Save"), "back": room_of(case)}
    return form_page(request, form, case, TEMPLATE, event=event, needs_open=True, **words)


@asks
def event_set_aside(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Set aside an event that was recorded by mistake."""
    case, event = open_event(request, code, uid)
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            events.set_event_aside(event=event, by=request.user, at=timezone.now())
            return back_to(request, case, _("It was set aside; it is no longer shown."), "#events")
    lede = _("Only for what was recorded by mistake. It is kept and no longer shown.")
    words = {"heading": _("Set an event aside"), "submit": _("Set aside"), "back": room_of(case)}
    return form_page(request, form, case, lede=lede, **words)
