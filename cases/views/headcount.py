"""Counting who came, on a phone and in a hurry; naming only who agreed to it."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.actions import headcounts
from cases.forms.headcount import HeadcountForm, NamesForm, initial_of, tapped
from cases.models import GroupSession, Member
from cases.reports.activity import part_shown
from cases.reports.members import candidates
from cases.views.frame import asks, posted, refusals, status_of
from cases.views.rooms import room_page
from cases.views.together import gone_on, open_child, open_process, process_form


def open_part(request: SignedIn, code: str, uid: Any, action: str) -> Any:
    """Open one session of an activity through its process, for an action."""
    case = open_process(request, code, action)
    rows = GroupSession.objects.select_related("activity__session")
    return open_child(request, case, rows, uid)


@asks
def count(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Count who came; every plus and minus works without JavaScript, too."""
    part = open_part(request, code, uid, "write")
    sent = posted(request)
    if sent and "tap" in sent:
        form = HeadcountForm(initial=tapped(sent), group=part.group)
    else:
        form = HeadcountForm(sent, initial=initial_of(part), group=part.group)
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts: dict[str, Any] = {
                "counts": form.counts(),
                "version": form.cleaned_data["version"],
            }
            headcounts.take_headcount(part=part, **facts, by=request.user, at=timezone.now())
            return gone_on(request, _("Counted."), "activity", code, part.activity_id)
        form.data = {**request.POST.dict(), "version": part.count_version}  # agreed on, it is saved
    shown = part_shown(part, {}, [], read=False, exactly=False)
    context: dict[str, Any] = {
        "form": form,
        "part": part,
        "label": shown.label,
        "status": status_of(form),
    }
    return room_page(request, part.case, "collective", "cases/headcount.html", **context)


@asks
def names(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Say who of those who agreed to be named came."""
    part = open_part(request, code, uid, "members")
    access.require(request.user, "write", part.case)
    here = [str(pk) for pk in part.presences.values_list("member", flat=True)]
    known = {"members": here}
    form = NamesForm(posted(request), initial=known, people=candidates(part.case, part))
    if form.is_bound and form.is_valid():
        with refusals(form):
            chosen = Member.objects.filter(case=part.case, pk__in=form.cleaned_data["members"])
            headcounts.name_present(
                part=part, members=list(chosen), by=request.user, at=timezone.now()
            )
            return gone_on(request, _("Saved."), "activity", code, part.activity_id)
    back = reverse("cases:activity", args=[code, part.activity_id])
    facts: dict[str, Any] = {"heading": _("Names, with consent"), "submit": _("Save"), "back": back}
    lede = _("Only members who agreed to be named stand here. Everybody else is counted.")
    return process_form(request, form, part.case, lede=lede, **facts)
