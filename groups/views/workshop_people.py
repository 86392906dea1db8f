"""Who comes to a workshop: the list, who came, and the list on its way out of the house."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.actions.refusal import Refusal
from cases.views.frame import asks, posted, status_of
from groups.actions import workshops
from groups.forms.workshop import ListForm
from groups.models import Registration, Workshop
from groups.reports import workshop as report
from groups.reports import workshop_list
from groups.views.workshop import done, open_workshop


@asks
def people(request: SignedIn, workshop: str) -> HttpResponse:
    """Show who registered, and say who came."""
    found = open_workshop(request, workshop, "members")
    rows = report.people(found)
    if request.method == "POST":
        workshops.mark_present(
            workshop=found, **_said(request, rows), by=request.user, at=timezone.now()
        )
        return done(request, found, _("Attendance has been saved."))
    context = {"workshop": found, "people": rows, "gone": report.gone(found)}
    context |= {"organises": organises(request, found)}
    return render(request, "groups/workshop_people.html", context)


@require_POST
def listed(request: SignedIn, workshop: str, uid: object) -> HttpResponse:
    """Record that somebody agrees to stand on lists by her name, or takes that back."""
    found = open_workshop(request, workshop, "members")
    rows = Registration.objects.filter(workshop=found)
    row = access.open_or_404(rows, request.user, action="members", cover=found.code, pk=uid)
    agrees = request.POST.get("agrees") == "yes"
    workshops.agree_to_list(registration=row, agrees=agrees, by=request.user, at=timezone.now())
    return done(request, found, _("Saved."))


@require_POST
def back(request: SignedIn, workshop: str, uid: object) -> HttpResponse:
    """Put back on the list somebody who was taken off it."""
    found = open_workshop(request, workshop, "members")
    rows = Registration.objects.filter(workshop=found)
    row = access.open_or_404(rows, request.user, action="members", cover=found.code, pk=uid)
    try:
        workshops.register_again(registration=row, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("groups:workshop_people", found.code)
    return done(request, found, _("She is on the list again."))


@asks
def out(request: SignedIn, workshop: str) -> HttpResponse:
    """Ask what the list is for; then show it as a paper or send it as a file."""
    found = open_workshop(request, workshop, "members")
    form = ListForm(posted(request), organises=organises(request, found))
    if not form.is_valid():
        context = {"workshop": found, "form": form}
        return render(request, "groups/workshop_out.html", context, status=status_of(form))
    told = form.cleaned_data
    if trace := log.current():
        trace.purpose = told["use"]
    sheet = workshop_list.sheet(found, names=told["names"], needs=told.get("needs", False))
    as_file = told["shape"] == "file"
    _traced(found, sheet, Verb.EXPORT if as_file else Verb.PRINT)
    if as_file:
        return _file(sheet)
    context = {"workshop": found, "sheet": sheet, "when": report.said(found)}
    return render(request, "groups/workshop_paper.html", context)


def organises(request: SignedIn, workshop: Workshop) -> bool:
    """Tell whether the reader organises the workshop: what people need is for her to know."""
    return access.allows(request.user, "write", workshop)


def _said(request: SignedIn, rows: Iterable[tuple[Registration, Any]]) -> dict[str, Any]:
    """Return whose tick was changed on the page, and of whom nobody had said anything.

    What was not touched is not said again: a colleague may have said otherwise meanwhile.
    """
    present, absent = {}, []
    for each, _told in rows:
        ticked, shown = f"came_{each.pk}" in request.POST, request.POST.get(f"seen_{each.pk}")
        if shown is not None and ticked is not (shown == "yes"):
            present[each.pk] = ticked
        elif shown == "":
            absent.append(each.pk)
    return {"present": present, "absent": absent}


def _traced(workshop: Workshop, sheet: workshop_list.Sheet, verb: Verb) -> None:
    ids = [row.pk for row in sheet.rows]
    log.collect(
        verb,
        "groups.registration",
        workshop.pk,
        ids,
        code=workshop.code,
        fields=sheet.fields,
        count=len(ids),
    )


def _file(sheet: workshop_list.Sheet) -> HttpResponse:
    answer = HttpResponse(workshop_list.file(sheet), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="lista.csv"'
    return answer
