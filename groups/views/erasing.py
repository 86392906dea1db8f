"""Erasing somebody of a group: asked for, understood, done, and never taken back."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff.views import SignedIn
from cases.views.frame import asks, posted, refusals
from groups.actions import erasing
from groups.forms.erasing import EraseForm
from groups.reports import erasing as report
from groups.views.frame import done, form_page, open_enrolment

ROOM = "enrolments"


@asks
def enrolment_erase(request: SignedIn, group: str, uid: object) -> HttpResponse:
    """Say what will stay; then erase her."""
    enrolment = open_enrolment(request, group, uid, "erase")
    form = EraseForm(posted(request))
    if form.is_valid():
        with refusals(form):
            why = form.cleaned_data["why"]
            erasing.erase_participant(
                enrolment=enrolment, why=why, by=request.user, at=timezone.now()
            )
            said = _("%(who)s has been erased. Write her code and the date on the paper list.")
            return done(request, enrolment.group, said % {"who": enrolment.pseudonym}, ROOM)
    context = {"sheet": report.sheet(enrolment, request.user), "enrolment": enrolment}
    template = "groups/enrolment_erase.html"
    return form_page(request, form, enrolment.group, ROOM, template, **context)
