"""Commissions of a collective."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.actions import commissions
from cases.actions.placing import TAKING_PART
from cases.forms.collective import CommissionForm, SeatForm
from cases.forms.plain import EmptyForm
from cases.models import Case, Commission, Member, Seat
from cases.reports import collective as report
from cases.reports import members, veil
from cases.views.frame import asks, can, posted, refusals
from cases.views.rooms import room_page
from cases.views.together import gone_on, open_child, open_process, process_form


@asks
def commission_new(request: SignedIn, code: str) -> HttpResponse:
    """Form a commission."""
    case = open_process(request, code, "write")
    form = CommissionForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            formed = commissions.form_commission(
                case=case, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            said = _("The commission is formed.")
            return gone_on(request, said, "commission", case.code, formed.pk)
    return process_form(request, form, case, heading=_("Form a commission"), submit=_("Form"))


@require_safe
def commission(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Show a commission; who sits in it only to those who may see the members."""
    case = open_process(request, code, "read")
    found = open_child(request, case, Commission.objects.all(), uid)
    may = can(request, case)
    exactly = bool(may.get("members"))
    seats = found.seats.filter(ended_at=None).count()
    context: dict[str, Any] = {
        "commission": found,
        "name": report.opened(found.name),
        "purpose": report.opened(found.purpose),
        "seats": veil.said(seats, exactly=exactly),
        "seated": members.seated(found) if exactly else [],
        "writes": bool(may.get("write")) and case.is_open and not found.ended_at,
    }
    return room_page(request, case, "collective", "cases/commission.html", **context)


@asks
def commission_end(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """End a commission."""
    case = open_process(request, code, "write")
    found = open_child(request, case, Commission.objects.all(), uid)
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            commissions.end_commission(commission=found, by=request.user, at=timezone.now())
            return gone_on(request, _("The commission has ended."), "collective", case.code)
    heading = _("End the commission")
    lede = _("What it did stays on record.")
    back = reverse("cases:commission", args=[case.code, uid])
    facts: dict[str, Any] = {"heading": heading, "lede": lede, "submit": _("End"), "back": back}
    return process_form(request, form, case, **facts)


@asks
def join(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Put a member into a commission."""
    case: Case = open_process(request, code, "members")
    access.require(request.user, "write", case)
    found = open_child(request, case, Commission.objects.all(), uid)
    form = SeatForm(posted(request), members=choosable(case, found))
    if form.is_bound and form.is_valid():
        with refusals(form):
            chosen = Member.objects.get(case=case, pk=form.cleaned_data["member"])
            facts: dict[str, Any] = {"member": chosen, "by": request.user, "at": timezone.now()}
            commissions.join_commission(commission=found, **facts)
            return gone_on(request, _("She is in the commission."), "commission", code, uid)
    heading, submit = _("Join a commission"), _("Join")
    back = reverse("cases:commission", args=[case.code, uid])
    return process_form(request, form, case, heading=heading, submit=submit, back=back)


def choosable(case: Case, commission: Any) -> list[tuple[str, str]]:
    """Return the members who could join a commission."""
    seated = commission.seats.filter(ended_at=None).values("member")
    rows = Member.objects.filter(case=case, state__in=TAKING_PART).exclude(pk__in=seated)
    found = rows.order_by("-since", "-pk")[: members.MOST_NAMES]
    pairs = [(str(each.pk), report.opened(each.called)) for each in found]
    return [("", _("Choose")), *sorted(pairs, key=lambda pair: pair[1].lower())]


@asks
def leave(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Take a member out of a commission."""
    case: Case = open_process(request, code, "members")
    access.require(request.user, "write", case)
    seat = open_child(request, case, Seat.objects.select_related("member"), uid)
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            commissions.leave_commission(seat=seat, by=request.user, at=timezone.now())
            said = _("She is not in the commission any more.")
            return gone_on(request, said, "commission", code, seat.commission_id)
    heading = _("%(name)s leaves the commission") % {"name": report.opened(seat.member.called)}
    back = reverse("cases:commission", args=[case.code, seat.commission_id])
    return process_form(request, form, case, heading=heading, submit=_("Leaves"), back=back)
