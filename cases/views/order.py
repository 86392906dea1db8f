"""Protection measures: shown with their clocks, moved on, and what happens while they hold."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.staff.views import SignedIn
from cases import order_clocks
from cases.actions import order_life, orders
from cases.actions.order_guards import Step
from cases.actions.orders import OrderFacts
from cases.enums.protection import OrderState
from cases.forms.moments import initial_moment
from cases.forms.protection import (
    BreachForm,
    ClockForm,
    NotifiedForm,
    OrderContactForm,
    OrderForm,
    OrderStepForm,
)
from cases.models import Case, ProtectionOrder
from cases.places import town
from cases.reports.order_page import page_of
from cases.views.frame import asks, form_page, open_case, posted, refusals
from cases.views.legal_frame import address, initial_of, open_order, went
from cases.views.rooms import room_page


def matters_of(case: Case) -> list[tuple[str, str]]:
    """Return the matters of a case as choices."""
    rows = case.matters.order_by("-opened_at", "-id")[:20]
    return [(str(row.pk), f"{row.get_kind_display()}") for row in rows]


def facts_of(form: Any, case: Case) -> OrderFacts:
    """Return what was sent about a measure, as the use cases hear it."""
    said = dict(form.cleaned_data)
    chosen = said.pop("matter")
    matter = case.matters.filter(pk=chosen).first() if chosen else None
    return OrderFacts(**said, matter=matter)


def ask(
    request: SignedIn, row: ProtectionOrder, form: Any, heading: str, **context: Any
) -> HttpResponse:
    """Show a form about a measure."""
    here = address("order", row.case, row.pk)
    context = {"submit": _("Save"), "back": here, **context}
    return form_page(request, form, row.case, heading=heading, **context)


@require_safe
def order(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Show a measure: its clocks, the contacts owed to her, its steps and breaches."""
    row = open_order(request, code, uid)
    page = page_of(row, timezone.now())
    ahead = orders.next_steps(row)
    return room_page(
        request, row.case, "legal", "cases/order.html", order=row, page=page, ahead=ahead
    )


@asks
def order_add(request: SignedIn, code: str) -> HttpResponse:
    """Begin to follow a protection measure."""
    case = open_case(request, code, "legal")
    form = OrderForm(posted(request), matters=matters_of(case))
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts = facts_of(form, case)
            row = orders.open_order(case=case, facts=facts, by=request.user, at=timezone.now())
            said = _("On record. Say next when it was asked for.")
            return went(request, said, address("order", case, row.pk))
    heading, back = _("A protection measure"), address("legal", case)
    lede = _("First what is asked for, of whom; its clocks begin with the request.")
    return form_page(request, form, case, heading=heading, lede=lede, submit=_("Save"), back=back)


@asks
def order_edit(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Change what is known of a measure."""
    row = open_order(request, code, uid)
    initial = {} if posted(request) else initial_of(OrderFacts.of(row))
    form = OrderForm(posted(request), matters=matters_of(row.case), initial=initial)
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts = facts_of(form, row.case)
            orders.change_order(order=row, facts=facts, by=request.user, at=timezone.now())
            return went(request, _("Saved."), address("order", row.case, row.pk))
    return ask(request, row, form, _("Change the measure"))


@asks
def order_step(request: SignedIn, code: str, uid: Any, to: str) -> HttpResponse:
    """Take one step of a measure."""
    row = open_order(request, code, uid)
    if to not in OrderState.values:
        raise Http404
    now = initial_moment(timezone.now(), row.time_zone)
    form = OrderStepForm(posted(request), to=to, zone=row.time_zone, initial=now)
    state = OrderState(to)
    if form.is_bound and form.is_valid():
        with refusals(form):
            step = Step(**form.cleaned_data)
            orders.move_order(order=row, to=to, step=step, by=request.user, at=timezone.now())
            said = _("Now: %(state)s") % {"state": state.label}
            return went(request, said, address("order", row.case, row.pk))
    heading = _("Step: %(state)s") % {"state": state.label}
    lede = _("Day and hour in the time of %(place)s.") % {"place": place_of(row)}
    return ask(request, row, form, heading, lede=lede)


def place_of(row: ProtectionOrder) -> str:
    """Return whose clocks the measure follows."""
    return town(row.time_zone)


@asks
def order_clock(request: SignedIn, code: str, uid: Any, to: str) -> HttpResponse:
    """Stop a clock of a measure."""
    row = open_order(request, code, uid)
    if to not in order_life.STOPPED_BY:
        raise Http404
    kind = order_clocks.ClockKind(to)
    now = initial_moment(timezone.now(), row.time_zone)
    form = ClockForm(posted(request), zone=row.time_zone, initial=now)
    if form.is_bound and form.is_valid():
        with refusals(form):
            order_life.note_moment(
                order=row, clock=kind, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return went(request, _("It is on record."), address("order", row.case, row.pk))
    return ask(request, row, form, str(kind.label))


@asks
def order_notified(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Say which authority notified the order."""
    row = open_order(request, code, uid)
    form = NotifiedForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            order_life.note_notified(
                order=row, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return went(request, _("It is on record."), address("order", row.case, row.pk))
    return ask(request, row, form, _("Who notified the order"))


@asks
def order_contact(request: SignedIn, code: str, uid: Any, number: int) -> HttpResponse:
    """Say whether the authority contacted her on one of the first six days."""
    row = open_order(request, code, uid)
    form = OrderContactForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            order_life.record_contact(
                order=row,
                number=number,
                **form.cleaned_data,
                by=request.user,
                at=timezone.now(),
            )
            return went(request, _("It is on record."), address("order", row.case, row.pk))
    return ask(request, row, form, _("Contact %(number)s of 6") % {"number": number})


@asks
def order_breach(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Record that a measure was broken."""
    row = open_order(request, code, uid)
    form = BreachForm(posted(request), initial={"happened_on": timezone.localdate()})
    if form.is_bound and form.is_valid():
        with refusals(form):
            order_life.record_breach(
                order=row, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            said = _("On record, and who accompanies her was told.")
            return went(request, said, address("order", row.case, row.pk))
    lede = _("If she is in danger now, act first: 911, and the safety plan.")
    return ask(request, row, form, _("The measure was broken"), lede=lede)
