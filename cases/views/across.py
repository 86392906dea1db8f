"""What crosses between the areas: readiness, dates to avoid, requests and what is handed over."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.staff.views import SignedIn
from cases.actions import across, area_requests
from cases.enums.legal import ITEMS_OF, Area, Item, RequestState
from cases.forms.across import AnswerForm, AskForm, AvoidForm, DeliverForm, ReadinessForm
from cases.forms.plain import EmptyForm
from cases.models import DateToAvoid
from cases.reports import legal, sharing
from cases.reports.hearing import opened
from cases.reports.shared import avoid_line, told
from cases.views.frame import asks, form_page, open_case, posted, refusals
from cases.views.legal_frame import address, open_record, open_request, went
from cases.views.rooms import room_page


@asks
def readiness_add(request: SignedIn, code: str) -> HttpResponse:
    """Tell the legal area how ready she feels."""
    case = open_case(request, code, "write")
    form = ReadinessForm(posted(request))
    here = address("legal", case)
    if form.is_bound and form.is_valid():
        with refusals(form):
            across.write_readiness(
                case=case, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return went(request, _("The legal area can read it now."), here + "#shared")
    heading = _("Readiness for a hearing")
    return form_page(request, form, case, heading=heading, submit=_("Save"), back=here)


@asks
def avoid_add(request: SignedIn, code: str) -> HttpResponse:
    """Tell the legal area a day to leave free."""
    case = open_case(request, code, "write")
    form = AvoidForm(posted(request))
    here = address("legal", case)
    if form.is_bound and form.is_valid():
        with refusals(form):
            across.add_date_to_avoid(
                case=case, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return went(request, _("The legal area can see the date now."), here + "#shared")
    heading = _("A date to avoid")
    return form_page(request, form, case, heading=heading, submit=_("Save"), back=here)


@asks
def avoid_retire(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Take a date off the list."""
    row = open_record(request, code, DateToAvoid.objects.all(), uid, "write")
    form = EmptyForm(posted(request))
    here = address("legal", row.case)
    if form.is_bound and form.is_valid():
        with refusals(form):
            across.retire_date(date=row, by=request.user, at=timezone.now())
            return went(request, _("The date is off the list."), here + "#shared")
    return form_page(
        request,
        form,
        row.case,
        heading=_("Take the date off the list"),
        lede=avoid_line(row),
        submit=_("Take it off"),
        back=here,
    )


@asks
def request_add(request: SignedIn, code: str) -> HttpResponse:
    """Ask the other area for something of the list."""
    case = open_case(request, code, "legal")
    mine = area_requests.area_of(request.user, case)
    other = Area.JURIDICO if mine == Area.PSICOSOCIAL else Area.PSICOSOCIAL
    form = AskForm(posted(request), offered=ITEMS_OF[other])
    if form.is_bound and form.is_valid():
        with refusals(form):
            row = area_requests.ask_area(
                case=case, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return went(request, _("The other area was asked."), address("request", case, row.pk))
    heading = _("Ask the other area")
    back, lede = (
        address("legal", case),
        str(sharing.sharing(case, timezone.localdate()).ground.label),
    )
    return form_page(request, form, case, heading=heading, lede=lede, submit=_("Ask"), back=back)


@require_safe
def area_request(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Show a request: what was asked, what was answered, what was handed over."""
    row = open_request(request, code, uid)
    mine = area_requests.area_of(request.user, row.case)
    delivered = row.delivered.reveal() if row.delivered else {}
    context: dict[str, Any] = {
        "asked": legal.asked(row),
        "request_": row,
        "purpose": opened(row.purpose),
        "items": [Item(item).label for item in row.items.reveal()],
        "answer": opened(row.answer),
        "delivered": [(Item(item).label, words) for item, words in delivered.items()],
        "answers": mine == row.to_area and row.state == RequestState.SOLICITADA,
        "delivers": mine == row.to_area and row.state == RequestState.RESPONDIDA,
        "closes": row.state in {RequestState.ENTREGADA, RequestState.RECHAZADA},
    }
    return room_page(request, row.case, "legal", "cases/area_request.html", **context)


@asks
def request_answer(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Accept or decline a request."""
    row = open_request(request, code, uid)
    form = AnswerForm(posted(request))
    here = address("request", row.case, row.pk)
    if form.is_bound and form.is_valid():
        with refusals(form):
            area_requests.answer_request(
                request=row, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return went(request, _("The answer is on record."), here)
    heading = _("Answer the request")
    lede = str(sharing.sharing(row.case, timezone.localdate()).ground.label)
    return form_page(
        request, form, row.case, heading=heading, lede=lede, submit=_("Save"), back=here
    )


@asks
def request_deliver(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Hand over what was asked for, seen word for word before."""
    row = open_request(request, code, uid)
    form = DeliverForm(posted(request), told=told(row.case, row.items.reveal()))
    here = address("request", row.case, row.pk)
    if form.is_bound and form.is_valid():
        with refusals(form):
            area_requests.deliver_items(
                request=row, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return went(request, _("Handed over, and on record as a disclosure."), here)
    heading = _("Hand over")
    lede = _("Exactly these words go to the other area, and nothing else.")
    return form_page(
        request, form, row.case, heading=heading, lede=lede, submit=_("Hand over"), back=here
    )


@asks
def request_close(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Close a request that was answered."""
    row = open_request(request, code, uid)
    form = EmptyForm(posted(request))
    here = address("request", row.case, row.pk)
    if form.is_bound and form.is_valid():
        with refusals(form):
            area_requests.close_request(request=row, by=request.user, at=timezone.now())
            return went(request, _("The request is closed."), address("legal", row.case))
    heading = _("Close the request")
    return form_page(request, form, row.case, heading=heading, submit=_("Close it"), back=here)
