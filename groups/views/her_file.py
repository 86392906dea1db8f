"""One woman's own file in a group: her attendance, her remarks, nothing of anybody else."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.models import Task
from cases.views.frame import asks, posted, refusals
from groups.actions import privately
from groups.enums import When
from groups.forms.her_file import AlertForm, MeasureForm
from groups.reports import her_file as report
from groups.views.frame import done, form_page, open_enrolment, open_meeting, room_page

ROOM = "enrolments"


@require_safe
def her_file(request: SignedIn, group: str, uid: object) -> HttpResponse:
    """Show her own file."""
    enrolment = open_enrolment(request, group, uid)
    context: dict[str, Any] = {"sheet": report.sheet(enrolment), "enrolment": enrolment}
    case = enrolment.case
    if case and access.allows(request.user, "view", case):
        access.let_in([case])
        context["case"] = case
    return room_page(request, enrolment.group, ROOM, "groups/her_file.html", **context)


@require_safe
def her_file_print(request: SignedIn, group: str, uid: object) -> HttpResponse:
    """Show her own file as a paper: made while every other key stays shut."""
    enrolment = open_enrolment(request, group, uid)
    root, code = enrolment.group_id, enrolment.group.code
    log.collect(Verb.PRINT, "groups.enrolment", root, [enrolment.pk], code=code)
    with report.only_hers(enrolment):
        sheet = report.sheet(enrolment)
        return render(
            request, "groups/her_file_print.html", {"sheet": sheet, "enrolment": enrolment}
        )


@asks
def alert(request: SignedIn, group: str, uid: object, meeting: object) -> HttpResponse:
    """Ask who accompanies her to look at something."""
    enrolment = open_enrolment(request, group, uid)
    session = open_meeting(request, group, meeting)
    form = AlertForm(posted(request))
    if form.is_valid():
        with refusals(form):
            task = privately.alert_her_process(
                enrolment=enrolment,
                meeting=session,
                by=request.user,
                at=timezone.now(),
                **form.cleaned_data,
            )
            return done(request, enrolment.group, _asked(task), ROOM)
    heading, lede = _("Ask who accompanies her to look"), enrolment.pseudonym
    return form_page(
        request, form, enrolment.group, ROOM, heading=heading, lede=lede, submit=_("Ask")
    )


@asks
def measure(request: SignedIn, group: str, uid: object, to: str) -> HttpResponse:
    """Keep how she was before or after the group."""
    if to not in When.values:
        raise Http404
    enrolment = open_enrolment(request, group, uid)
    form = MeasureForm(posted(request), initial=report.measured(enrolment, to))
    if form.is_valid():
        with refusals(form):
            privately.measure(
                enrolment=enrolment,
                when=to,
                given=form.given(),
                words=form.cleaned_data["words"],
                by=request.user,
                at=timezone.now(),
            )
            return done(request, enrolment.group, _("Saved."), ROOM)
    heading, lede = When(to).label, enrolment.pseudonym
    return form_page(
        request, form, enrolment.group, ROOM, heading=heading, lede=lede, submit=_("Save")
    )


def _asked(task: Task) -> str:
    if task.assignee_id:
        return _("Who accompanies her has been asked.")
    return _("Who accompanied her has left; coordination has been asked.")
