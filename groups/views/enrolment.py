"""Who would like to come, who was heard, who has a place."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.forms.plain import EmptyForm
from cases.views.frame import asks, posted, refusals
from groups import steps
from groups.actions import enrolling
from groups.enums import EnrolmentState
from groups.forms.enrolment import (
    AcceptForm,
    AskForm,
    EnrolmentStepForm,
    InterviewForm,
    SeveralForm,
)
from groups.reports import people
from groups.views.frame import done, form_page, open_enrolment, open_group, room_page

ROOM = "enrolments"


@require_safe
def enrolments(request: SignedIn, group: str) -> HttpResponse:
    """Show who takes part, who waits, who asked."""
    found = open_group(request, group, "members")
    sheet = people.sheet(found)
    return room_page(request, found, ROOM, "groups/enrolments.html", sheet=sheet)


@asks
def enrolment_add(request: SignedIn, group: str) -> HttpResponse:
    """Take down that somebody would like to come."""
    found = open_group(request, group, "members")
    form = AskForm(posted(request), user=request.user)
    if form.is_valid():
        with refusals(form):
            enrolling.enrol(group=found, asks=form.asks(), by=request.user, at=timezone.now())
            return done(request, found, _("She is on the list of those interested."), ROOM)
    heading = _("Somebody would like to come")
    return form_page(request, form, found, ROOM, heading=heading, submit=_("Take down"))


@asks
def enrolment_several(request: SignedIn, group: str) -> HttpResponse:
    """Take down several at once."""
    found = open_group(request, group, "members")
    form = SeveralForm(posted(request), user=request.user, group=found)
    if form.is_valid():
        with refusals(form):
            asking = _asking(request, form)
            taken, left = enrolling.enrol_many(
                group=found, asking=asking, by=request.user, at=timezone.now()
            )
            if not left:
                return done(request, found, people.said(len(taken)), ROOM)
            form = _left(request, found, form, taken, [asks for asks, _refusal in left])
    heading = _("Several people would like to come")
    return form_page(request, form, found, ROOM, heading=heading, submit=_("Take down"))


@asks
def interview(request: SignedIn, group: str, uid: object) -> HttpResponse:
    """Write the interview before the group."""
    enrolment = open_enrolment(request, group, uid)
    known = enrolment.interview.reveal() if enrolment.interview else None
    form = InterviewForm(posted(request), initial=known)
    if form.is_valid():
        with refusals(form):
            enrolling.interview(
                enrolment=enrolment, heard=form.heard(), by=request.user, at=timezone.now()
            )
            return done(request, enrolment.group, _("The interview has been saved."), ROOM)
    heading, lede = _("Interview before the group"), enrolment.pseudonym
    return _about_her(request, enrolment, form, heading=heading, lede=lede, submit=_("Save"))


@asks
def accept(request: SignedIn, group: str, uid: object) -> HttpResponse:
    """Give somebody a place."""
    enrolment = open_enrolment(request, group, uid)
    decides = access.allows(request.user, "assign", enrolment)
    form = AcceptForm(posted(request), decides=decides)
    if form.is_valid():
        with refusals(form):
            enrolling.accept(
                enrolment=enrolment, by=request.user, at=timezone.now(), **form.cleaned_data
            )
            return done(request, enrolment.group, _("She has a place."), ROOM)
    heading, lede = _("Give her a place"), enrolment.pseudonym
    return _about_her(request, enrolment, form, heading=heading, lede=lede, submit=_("Accept"))


@asks
def step(request: SignedIn, group: str, uid: object, to: str) -> HttpResponse:
    """Put somebody on the list, let her rest, come back, conclude or leave."""
    enrolment = open_enrolment(request, group, uid)
    if to not in steps.MOVES or not steps.leads_her(enrolment.state, to):
        raise Http404
    form = EnrolmentStepForm(posted(request))
    if form.is_valid():
        with refusals(form):
            enrolling.move_enrolment(
                enrolment=enrolment, to=to, by=request.user, at=timezone.now(), **form.cleaned_data
            )
            return done(request, enrolment.group, _("Saved."), ROOM)
    heading, lede = EnrolmentState(to).label, enrolment.pseudonym
    return _about_her(request, enrolment, form, heading=heading, lede=lede, submit=_("Save"))


@asks
def sign(request: SignedIn, group: str, uid: object) -> HttpResponse:
    """Record that she signed the agreements of the group."""
    enrolment = open_enrolment(request, group, uid)
    form = EmptyForm(posted(request))
    if form.is_valid():
        with refusals(form):
            enrolling.sign_agreements(enrolment=enrolment, by=request.user, at=timezone.now())
            return done(request, enrolment.group, _("From now on she takes part."), ROOM)
    heading, lede = _("She signed the agreements of the group"), enrolment.pseudonym
    return _about_her(request, enrolment, form, heading=heading, lede=lede, submit=_("Record"))


def _asking(request: SignedIn, form: SeveralForm) -> list[enrolling.Asks]:
    """Return those of a list, and those of another group with what it knows of them."""
    sure = form.cleaned_data["is_another"]
    asked = [enrolling.Asks(name=name, is_another=sure) for name in form.lines()]
    for each in people.carried(form.cleaned_data["group"]):
        name = each.name.reveal() if each.name else each.pseudonym
        contact = each.contact.reveal() if each.contact else ""
        asked.append(enrolling.Asks(name, contact, None, each, each.needs_childcare))
    return asked


def _left(request: SignedIn, group: Any, sent: SeveralForm, taken: Any, left: Any) -> SeveralForm:
    """Return the form with those who were not taken down, so that no name is lost."""
    lines = sent.lines()
    typed = [asks.name for asks in left if asks.name in lines]
    here = [asks.name for asks in left if asks.name not in lines]
    form = SeveralForm({"names": "\n".join(typed)}, user=request.user, group=group)
    if typed:
        form.is_valid()
    form.add_error("names", people.said_left(len(taken), here))
    return form


def _about_her(request: SignedIn, enrolment: Any, form: Any, **context: Any) -> HttpResponse:
    return form_page(request, form, enrolment.group, ROOM, **context)
