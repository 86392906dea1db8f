"""The attendance of one session, for fifteen people in under a minute."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff.views import SignedIn
from cases.views.frame import asks, posted, refusals, status_of
from groups.actions import running
from groups.actions.running import Row
from groups.forms.running import SheetForm
from groups.models import Meeting
from groups.reports import session
from groups.views.frame import done, open_meeting, room_page


@asks
def sheet(request: SignedIn, group: str, uid: object) -> HttpResponse:
    """Take attendance."""
    found = open_meeting(request, group, uid, "write")
    people = list(running.on_the_sheet(found))
    known = session.marks(found, people)
    form = SheetForm(posted(request), people=people, initial=known)
    if form.is_valid():
        with refusals(form):
            _take(request, found, form)
            return done(request, found.group, _("Attendance has been saved."), "schedule")
    stored = _stored(found, people) if _conflicts(form) else None
    context = {"form": form, "meeting": found, "when": session.when_of(found), "stored": stored}
    context["rows"] = session.rows(form, people, stored)
    context["strays"] = session.strays(found, form)
    return room_page(
        request, found.group, "schedule", "groups/sheet.html", status=status_of(form), **context
    )


def _take(request: SignedIn, found: Meeting, form: SheetForm) -> None:
    rows = {pk: Row(mark, remark) for pk, (mark, remark) in form.marked().items()}
    version = form.cleaned_data["version"]
    running.take_attendance(
        meeting=found,
        version=version,
        rows=rows,
        others=form.cleaned_data["others"],
        by=request.user,
        at=timezone.now(),
    )


def _stored(found: Meeting, people: list[Any]) -> dict[str, Any]:
    """Return the sheet as it was saved in another window, with the version to save over."""
    found.refresh_from_db(fields=["sheet_version", "headcount"])
    return session.marks(found, people)


def _conflicts(form: Any) -> bool:
    return bool(getattr(getattr(form, "refusal", None), "conflict", False))
