"""The sessions of a group in time: planned by a rule, moved, called off and brought back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accompaniment.staff.views import SignedIn
from cases.actions.refusal import Refusal
from cases.forms.moments import initial_moment
from cases.views.frame import asks, carried_day, day_said, posted, refusals, status_of
from groups.actions import calendar, entering, moving, scheduling
from groups.actions.scheduling import DayTaken
from groups.forms.schedule import MoveForm, NewDaysForm, OffForm, OneForm, SeriesForm
from groups.models import Group
from groups.reports import agenda
from groups.views.frame import (
    can,
    done,
    form_page,
    open_group,
    open_meeting,
    open_series,
    room_page,
)

ROOM = "schedule"
MOVED = gettext_lazy("Moved. Its history keeps where it stood.")


@require_safe
def schedule(request: SignedIn, group: str) -> HttpResponse:
    """Show every session of a group."""
    found = open_group(request, group)
    sheet, waits = agenda.sheet(found, timezone.now()), calendar.stands_between(found)
    return room_page(request, found, ROOM, "groups/schedule.html", sheet=sheet, waits=waits)


@asks
def plan(request: SignedIn, group: str) -> HttpResponse:
    """Plan a series: look at its days first, leave some out, then plan it."""
    found = open_group(request, group, "schedule")
    form = SeriesForm(posted(request), group=found, initial={"time_zone": found.time_zone})
    days: list[scheduling.Planned] = []
    if form.is_valid():
        with refusals(form):
            days = scheduling.preview(found, form.facts(), timezone.now())
            if "plan" in request.POST:
                _plan(request, found, form)
                return done(request, found, _("The sessions have been planned."), ROOM)
        if days and getattr(form, "refusal", None):  # as they are now
            days = scheduling.preview(found, form.facts(), timezone.now())
    context = {"form": form, "days": agenda.preview(days), "left_out": _left_out(request)}
    return room_page(
        request, found, ROOM, "groups/schedule_plan.html", status=status_of(form), **context
    )


def _plan(request: SignedIn, group: Group, form: SeriesForm) -> None:
    days = [day for text in _left_out(request) if (day := day_said(text))]
    scheduling.plan_series(
        group=group, facts=form.facts(), leave_out=days, by=request.user, at=timezone.now()
    )


def _left_out(request: SignedIn) -> list[str]:
    return request.POST.getlist("leave_out") if request.method == "POST" else []


@asks
def add(request: SignedIn, group: str) -> HttpResponse:
    """Plan one session of its own, or enter one that was held."""
    found = open_group(request, group, "schedule")
    form = OneForm(posted(request), group=found, initial={"time_zone": found.time_zone})
    if form.is_valid():
        with refusals(form):
            return _add(request, found, form)
    return form_page(request, form, found, ROOM, heading=_("One session"), submit=_("Save"))


def _add(request: SignedIn, group: Group, form: OneForm) -> HttpResponse:
    asked: dict[str, Any] = {"group": group, "facts": form.facts(), "by": request.user}
    if not form.cleaned_data["was_held"]:
        scheduling.plan_series(at=timezone.now(), **asked)
        return done(request, group, _("The session has been planned."), ROOM)
    held = entering.enter_held(at=timezone.now(), **asked)
    messages.success(request, _("The session has been entered. Say now who came."))
    if can(request, group).get("write"):
        return redirect("groups:meeting_sheet", group.code, held.pk)
    return redirect("groups:meeting", group.code, held.pk)


@asks
def move(request: SignedIn, group: str, uid: object) -> HttpResponse:
    """Move one session; or several, once it was seen where each would go."""
    found = open_meeting(request, group, uid, "schedule")
    initial = {**initial_moment(found.starts_at, found.time_zone), "minutes": found.minutes}
    initial |= {"room": found.room_id, **carried_day(request)}
    form = MoveForm(posted(request), group=found.group, zone=found.time_zone, initial=initial)
    going: list[moving.Going] = []
    if form.is_valid():
        asked = {"meeting": found, **form.asked(), **_asked(request)}
        with refusals(form):
            if form.is_alone or "go" in request.POST:
                moving.move_meeting(by=request.user, **asked)
                return done(request, found.group, MOVED, ROOM)
            going = moving.preview_move(**asked)
        if _some_taken(form):  # as they are now
            going = moving.preview_move(**asked)
    words = {"heading": _("Move the session"), "submit": _("Move")}
    return _change_page(request, found.group, form, going, **words)


@asks
def series_change(request: SignedIn, group: str, uid: object) -> HttpResponse:
    """Give all sessions of a series that are still planned new days, once each was seen."""
    found = open_series(request, group, uid)
    initial = agenda.rule_now(found, timezone.now())
    form = NewDaysForm(posted(request), group=found.group, zone=found.time_zone, initial=initial)
    going: list[moving.Going] = []
    if form.is_valid():
        asked = {"series": found, "facts": form.facts(), **_asked(request)}
        with refusals(form):
            if "go" in request.POST:
                moving.change_series(by=request.user, **asked)
                return done(request, found.group, MOVED, ROOM)
            going = moving.preview_series(**asked)
        if _some_taken(form):
            going = moving.preview_series(**asked)
    words = {"heading": _("Change all that are still planned"), "submit": _("Look at the days")}
    return _change_page(request, found.group, form, going, **words)


def _some_taken(form: Any) -> bool:
    return isinstance(getattr(form, "refusal", None), DayTaken)


def _asked(request: SignedIn) -> dict[str, Any]:
    """Return which sessions stay, and the moment of asking."""
    stays = {uid for text in request.POST.getlist("stays") if (uid := _uuid(text))}
    return {"stays": stays, "at": timezone.now()}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _change_page(
    request: SignedIn, group: Group, form: Any, going: list[moving.Going], **words: Any
) -> HttpResponse:
    context = {"form": form, "going": agenda.going(going), **words}
    name = "groups/schedule_change.html"
    return room_page(request, group, ROOM, name, status=status_of(form), **context)


@asks
def call_off(request: SignedIn, group: str, uid: object) -> HttpResponse:
    """Call off one session, or this one and those that follow."""
    found = open_meeting(request, group, uid, "schedule")
    following = agenda.days_of(scheduling.following_of(found, timezone.now()))
    form = OffForm(posted(request), days=following)
    if form.is_valid():
        with refusals(form):
            scheduling.call_off(
                meeting=found, by=request.user, at=timezone.now(), **form.cleaned_data
            )
            return done(request, found.group, _("Called off. You may bring it back here."), ROOM)
    heading: Any = _("Call the session off")
    return form_page(request, form, found.group, ROOM, heading=heading, submit=_("Call off"))


@require_POST
def move_back(request: SignedIn, group: str, uid: object) -> HttpResponse:
    """Put a session back where it stood, or all that were moved with it."""
    found, whole = open_meeting(request, group, uid, "schedule"), "whole" in request.POST
    try:
        moving.move_back(meeting=found, whole=whole, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("groups:schedule", found.group.code)
    said = _("They stand where they stood.") if whole else _("It stands where it stood.")
    return done(request, found.group, said, ROOM)


@require_POST
def bring_back(request: SignedIn, group: str, uid: object) -> HttpResponse:
    """Bring back a session that was called off."""
    found = open_meeting(request, group, uid, "schedule")
    try:
        scheduling.bring_back(meeting=found, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("groups:schedule", found.group.code)
    return done(request, found.group, _("It is planned again."), ROOM)
