"""Who would like to come, who was heard, who has a place."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.forms.plain import EmptyForm
from cases.views.frame import asks, posted, refusals
from groups import steps
from groups.actions import carrying, enrolling
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
    if form.shown:
        log.collect(Verb.LIST, "cases.case", None, form.shown, count=len(form.shown))
    heading = _("Somebody would like to come")
    return form_page(request, form, found, ROOM, heading=heading, submit=_("Take down"))


@asks
def enrolment_several(request: SignedIn, group: str) -> HttpResponse:
    """Take down several at once."""
    found = open_group(request, group, "members")
    form = SeveralForm(posted(request), user=request.user, group=found)
    if form.is_valid():
        with refusals(form):
            asked: dict[str, Any] = {"group": found, "by": request.user, "at": timezone.now()}
            if form.cleaned_data["group"]:
                taken, passed = carrying.carry_over(asking=_asking(form), **asked)
                return done(request, found, people.said_carried(len(taken), passed), ROOM)
            taken, left = enrolling.enrol_many(asking=_asking(form), **asked)
            if not left:
                return done(request, found, people.said(len(taken)), ROOM)
            form = _left(request, found, taken, [asks.name for asks, _refusal in left])
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


def _asking(form: SeveralForm) -> list[enrolling.Asks]:
    """Return those of a list, and those of another group with what it knows of them."""
    sure = form.cleaned_data["is_another"]
    asked = [enrolling.Asks(name=name, is_another=sure) for name in form.lines()]
    for each in people.carried(form.cleaned_data["group"]):
        name = each.name.reveal() if each.name else each.pseudonym
        contact = each.contact.reveal() if each.contact else ""
        asked.append(enrolling.Asks(name, contact, None, each, each.needs_childcare, sure))
    return asked


def _left(request: SignedIn, group: Any, taken: Any, left: list[str]) -> SeveralForm:
    """Return the form with those who were not taken down, so that no name is lost."""
    form = SeveralForm({"names": "\n".join(left)}, user=request.user, group=group)
    form.add_error("names", people.said_left(len(taken)))
    return form


def _about_her(request: SignedIn, enrolment: Any, form: Any, **context: Any) -> HttpResponse:
    return form_page(request, form, enrolment.group, ROOM, **context)
