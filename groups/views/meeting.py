"""One session of a group: what was prepared, what happened, what was agreed."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.views.frame import asks, posted, refusals, status_of
from groups.actions import running
from groups.forms.running import AgreementForm, NoteForm, PrepareForm
from groups.models import Agreement, Meeting
from groups.reports import session
from groups.views.frame import can, done, form_page, open_group, open_meeting, room_page

ROOM = "schedule"


@require_safe
def meeting(request: SignedIn, group: str, uid: object) -> HttpResponse:
    """Show one session."""
    found = open_meeting(request, group, uid)
    sheet = session.sheet(found, can(request, found.group))
    return room_page(request, found.group, ROOM, "groups/meeting.html", meeting=found, sheet=sheet)


@require_safe
def meeting_print(request: SignedIn, group: str, uid: object) -> HttpResponse:
    """Show the preparation of a session as a paper; it names nobody."""
    found = open_meeting(request, group, uid, "read")
    root, code = found.group_id, found.group.code
    log.collect(Verb.PRINT, "groups.meeting", root, [found.pk], code=code)
    sheet = session.sheet(found, {"read": True})
    return render(request, "groups/meeting_print.html", {"meeting": found, "sheet": sheet})


@asks
def prepare(request: SignedIn, group: str, uid: object) -> HttpResponse:
    """Prepare a session."""
    found = open_meeting(request, group, uid, "write")
    form = PrepareForm(posted(request), meeting=found, initial=PrepareForm.initial_of(found))
    if form.is_valid():
        with refusals(form):
            running.prepare(
                meeting=found,
                version=form.cleaned_data["version"],
                sheet=form.sheet(),
                theme=form.cleaned_data["theme"],
                names_checked=form.cleaned_data["names_checked"],
                by=request.user,
                at=timezone.now(),
            )
            return _shown(found)
    context = {"meeting": found, "when": session.when_of(found)}
    context["stored"] = session.prepared(found, form)
    return form_page(request, form, found.group, ROOM, "groups/meeting_prepare.html", **context)


@asks
def note(request: SignedIn, group: str, uid: object) -> HttpResponse:
    """Write the note of the group."""
    found = open_meeting(request, group, uid, "write")
    form = NoteForm(posted(request), initial=NoteForm.initial_of(found))
    if form.is_valid():
        with refusals(form):
            _write(request, found, form)
            return _shown(found)
    context = {"form": form, "meeting": found, "when": session.when_of(found)}
    context["stored"] = session.stored(found, form)
    return room_page(
        request, found.group, ROOM, "groups/meeting_note.html", status=status_of(form), **context
    )


def _write(request: SignedIn, found: Meeting, form: NoteForm) -> None:
    told = form.cleaned_data
    running.write_note(
        meeting=found,
        version=told["version"],
        note=form.note(),
        debrief=told["debrief"],
        faces=form.faces(),
        names_checked=told["names_checked"],
        by=request.user,
        at=timezone.now(),
    )


@asks
def agreement_add(request: SignedIn, group: str, uid: object) -> HttpResponse:
    """Write down what the group agreed on."""
    found = open_meeting(request, group, uid, "write")
    form = AgreementForm(posted(request))
    if form.is_valid():
        with refusals(form):
            running.agree_on(meeting=found, by=request.user, at=timezone.now(), **form.cleaned_data)
            return _shown(found)
    heading = _("What the group agreed on")
    return form_page(request, form, found.group, ROOM, heading=heading, submit=_("Save"))


@require_POST
def agreement_done(request: SignedIn, group: str, uid: object) -> HttpResponse:
    """Say that what was agreed has been done, or take that back."""
    found = open_group(request, group, "write")
    rows = Agreement.objects.filter(group=found)
    agreed = access.open_or_404(rows, request.user, action="write", cover=found.code, pk=uid)
    running.keep_agreement(agreement=agreed, by=request.user, at=timezone.now())
    return done(request, found, _("Saved."))


def _shown(found: Meeting) -> HttpResponse:
    return redirect("groups:meeting", found.group.code, found.pk)
