"""Sessions: on the agenda, held, not held, moved."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.actions import sessions
from cases.forms.session import (
    HoldForm,
    MoveForm,
    NotHeldForm,
    RecordForm,
    ScheduleForm,
    initial_of,
    next_full_hour,
)
from cases.models import Case, Room, Session
from cases.views.attendees import attendees, marked
from cases.views.frame import asks, carried_day, done, form_page, open_case, posted, refusals


def open_session(request: SignedIn, code: str, uid: Any) -> tuple[Case, Session]:
    """Open a session through its case, to write."""
    case = open_case(request, code, "write")
    rows = Session.objects.filter(case=case).select_related("accompanist")
    session: Session = access.open_or_404(rows, request.user, pk=uid)
    session.case = case
    return case, session


def rooms_of(case: Case) -> dict[str, Room]:
    """Return the rooms of the house in which the case may meet."""
    rooms = Room.objects.filter(team=case.team_id, is_active=True).order_by("name")
    return {str(room.pk): room for room in rooms}


@asks
def schedule(request: SignedIn, code: str) -> HttpResponse:
    """Put a session on the agenda."""
    case = open_case(request, code, "write")
    begin = next_full_hour(timezone.now())
    form = ScheduleForm(
        posted(request),
        rooms=rooms_of(case),
        people=attendees(case),
        initial={"day": begin.date(), "hour": begin.time(), **asked_for(request)},
    )
    if form.is_bound and form.is_valid():
        with refusals(form):
            sessions.schedule_session(
                case=case,
                facts=sessions.SessionFacts(**form.cleaned_data),
                by=request.user,
                at=timezone.now(),
            )
            return done(request, case, _("The session is on the agenda."))
    heading = _("Schedule a session")
    return form_page(request, form, case, heading=heading, submit=_("Schedule"), needs_open=True)


def asked_for(request: SignedIn) -> dict[str, Any]:
    """Return the day that the calendar asks for in the address, if it can be read."""
    try:
        return {"day": dt.date.fromisoformat(request.GET.get("day", ""))}
    except ValueError:
        return {}


@asks
def record(request: SignedIn, code: str) -> HttpResponse:
    """Log a session already held, and go on to its note."""
    case = open_case(request, code, "write")
    now = timezone.localtime().replace(minute=0)
    form = RecordForm(
        posted(request),
        rooms=rooms_of(case),
        people=attendees(case),
        initial={"day": now.date(), "hour": now.time()},
    )
    if form.is_bound and form.is_valid():
        with refusals(form):
            held = sessions.record_session(
                case=case,
                facts=sessions.SessionFacts(**form.facts()),
                session_id=form.cleaned_data["session_id"],
                by=request.user,
                at=timezone.now(),
            )
            return redirect("cases:note_new", case.code, held.pk)
    heading = _("Log a session")
    submit = _("Save and write the note")
    return form_page(request, form, case, heading=heading, submit=submit, needs_open=True)


@asks
def hold(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Log that a scheduled session took place, and go on to its note."""
    case, session = open_session(request, code, uid)
    form = HoldForm(
        posted(request),
        rooms=rooms_of(case),
        people=attendees(case),
        initial={**initial_of(session), **marked(case, session)},
    )
    if form.is_bound and form.is_valid():
        with refusals(form):
            sessions.hold_session(
                session=session,
                facts=sessions.SessionFacts(**form.facts()),
                attendance=form.cleaned_data["attendance"],
                by=request.user,
                at=timezone.now(),
            )
            return redirect("cases:note_new", case.code, session.pk)
    heading = _("The session took place")
    submit = _("Save and write the note")
    return form_page(request, form, case, heading=heading, submit=submit, needs_open=True)


@asks
def not_held(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Say why a scheduled session did not take place."""
    case, session = open_session(request, code, uid)
    form = NotHeldForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            sessions.mark_not_held(
                session=session, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return done(request, case, _("It is on record that the session was not held."))
    heading = _("The session was not held")
    return form_page(request, form, case, heading=heading, submit=_("Save"), needs_open=True)


@asks
def reschedule(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Move a scheduled session to another moment."""
    case, session = open_session(request, code, uid)
    initial = initial_of(session) | carried_day(request)
    form = MoveForm(posted(request), rooms=rooms_of(case), initial=initial)
    if form.is_bound and form.is_valid():
        with refusals(form):
            sessions.reschedule_session(
                session=session, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return done(request, case, _("The session was moved."))
    heading = _("Move the session")
    return form_page(request, form, case, heading=heading, submit=_("Move"), needs_open=True)
