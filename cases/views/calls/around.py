"""Around the calls: records of the same call, third parties, lines, what coordination has seen."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accompaniment.forms import Label
from accompaniment.staff import access
from accompaniment.staff.enums import Role
from accompaniment.staff.standing import standing
from accompaniment.staff.views import SignedIn
from cases.actions.calls import lines as saving
from cases.actions.calls import merging, taking, third_party
from cases.actions.refusal import Refusal
from cases.forms.calls.deciding import JoinForm, LineForm, PartForm, ThirdPartyForm, from_line
from cases.models import CallNotice, FirstContact, PhoneLine
from cases.reports.calls import lists
from cases.views.calls.frame import (
    as_choices,
    coordinated,
    done,
    form_page,
    open_call,
    team_in,
    teams_of,
)
from cases.views.frame import asks, posted, refusals

MOST = 50


@asks
def call_join(request: SignedIn, uid: UUID) -> HttpResponse:
    """Join a record to the one of the same call that is kept."""
    call = open_call(request, uid, "listen")
    form = JoinForm(posted(request), calls=others(request, call))
    if form.is_bound and form.is_valid():
        with refusals(form):
            into = open_call(request, UUID(form.cleaned_data["into"]), "listen")
            merging.merge_calls(
                call=call,
                into=into,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
            return done(request, into, _("Joined. Both records stay readable."))
    return form_page(
        request,
        form,
        call=call,
        heading=_("Taken down twice"),
        lede=_("Nothing is lost: this record stays readable behind the one that is kept."),
        submit=_("Join them"),
    )


def others(request: SignedIn, call: FirstContact) -> list[tuple[str, Any]]:
    """Return the other calls of the team under way, by how they want to be called."""
    rows = lists.listed(request.user).filter(team=call.team_id, is_open=True, merged_into=None)
    found = lists.shown(list(rows.exclude(pk=call.pk).order_by("-received_at", "-id")[:MOST]))
    said = lists.rows(found, timezone.now())
    return [
        (str(row.call.pk), Label(row.alias, f"{row.call.code} · {row.when} · {row.state}"))
        for row in said
    ]


@asks
def call_part(request: SignedIn, uid: UUID) -> HttpResponse:
    """Take a joined record apart again."""
    call = open_call(request, uid, "listen")
    form = PartForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            reason = form.cleaned_data["reason"]
            merging.unmerge_call(call=call, reason=reason, by=request.user, at=timezone.now())
            return done(request, call, _("This record stands on its own again."))
    return form_page(
        request,
        form,
        call=call,
        heading=_("Not the same call"),
        lede=_("The record goes back to where it stood before it was joined."),
        submit=_("Take apart"),
    )


@asks
def third_party_new(request: SignedIn) -> HttpResponse:
    """Take down that someone asks after another person."""
    teams = teams_of(request)
    form = ThirdPartyForm(posted(request), teams=as_choices(teams))
    if form.is_bound and form.is_valid():
        with refusals(form), transaction.atomic():
            call = taking.receive_call(
                call_id=form.cleaned_data["call_id"],
                team=team_in(request, teams),
                by=request.user,
                at=timezone.now(),
            )
            return logged(request, call, form)
    return form_page(request, form, "cases/calls/third_party.html")


@asks
def call_third_party(request: SignedIn, uid: UUID) -> HttpResponse:
    """Say of a call being taken down that someone asks after another person."""
    call = open_call(request, uid, "identify")
    form = ThirdPartyForm(posted(request), initial={"call_id": call.pk})
    if form.is_bound and form.is_valid():
        with refusals(form):
            return logged(request, call, form)
    return form_page(request, form, "cases/calls/third_party.html", call=call)


def logged(request: SignedIn, call: FirstContact, form: ThirdPartyForm) -> HttpResponse:
    """Put it on record; the answer is the same whoever was asked after."""
    third_party.log_third_party(call=call, facts=form.facts(), by=request.user, at=timezone.now())
    return done(request, "cases:calls", _("On record. You neither confirmed nor denied."))


@require_safe
def call_lines(request: SignedIn) -> HttpResponse:
    """Show the lines, their hours and which hour it is there."""
    teams_of(request)
    now = timezone.now()
    found = [lists.line_said(line, now) for line in lists.lines_of(request.user, everything=True)]
    coordinates = standing(request.user).holds(Role.COORDINATOR)
    return render(request, "cases/calls/lines.html", {"lines": found, "coordinates": coordinates})


@asks
def call_line_add(request: SignedIn) -> HttpResponse:
    """Add a line."""
    teams = coordinated(request)
    form = LineForm(posted(request), teams=as_choices(teams))
    if form.is_bound and form.is_valid():
        with refusals(form):
            saving.save_line(
                team=team_in(request, teams), facts=form.facts(), by=request.user, at=timezone.now()
            )
            return done(request, "cases:call_lines", _("The line is on the list."))
    return form_page(request, form, heading=_("Add a line"), submit=_("Add"), of_lines=True)


@asks
def call_line(request: SignedIn, uid: UUID) -> HttpResponse:
    """Change the hours of a line."""
    teams = coordinated(request)
    line = PhoneLine.objects.filter(team__in=teams, pk=uid).select_related("team").first()
    if line is None:
        raise Http404
    form = LineForm(posted(request), initial=from_line(line))
    if form.is_bound and form.is_valid():
        with refusals(form):
            saving.save_line(
                team=line.team, facts=form.facts(), line=line, by=request.user, at=timezone.now()
            )
            return done(request, "cases:call_lines", _("The hours are saved."))
    return form_page(request, form, heading=line.name, submit=_("Save"), of_lines=True)


@require_POST
def call_notice(request: SignedIn, uid: UUID, notice: UUID) -> HttpResponse:
    """Say that coordination has looked at something."""
    call = open_call(request, uid, "assign")
    rows = CallNotice.objects.filter(first_contact=call).select_related("first_contact")
    found = access.open_or_404(rows, request.user, action="assign", pk=notice)
    try:
        saving.answer_notice(notice=found, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect(call)
    return redirect("cases:calls")
