"""Ways to reach a person: the rule first, the number only when asked for."""

from dataclasses import fields
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.staff.views import SignedIn
from cases.actions import contacts
from cases.actions.contacts import ContactFacts
from cases.forms.person import ContactForm, VerifyForm, from_contact
from cases.forms.plain import EmptyForm
from cases.reports.contact import opened
from cases.views.frame import (
    asks,
    can,
    done,
    form_page,
    open_case,
    open_contact,
    open_person,
    posted,
    refusals,
    require_either,
)

HARM = ("write", "assign")


def facts_of(form: ContactForm) -> ContactFacts:
    """Return what was sent about a way of contact, as the use cases hear it."""
    named = {each.name for each in fields(ContactFacts)}
    return ContactFacts(**{name: said for name, said in form.cleaned_data.items() if name in named})


@asks
def contact_add(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Add a way to reach someone; it is not safe until it is verified."""
    case = open_case(request, code)
    require_either(request, HARM, case)
    person = open_person(request, case, uid)
    form = ContactForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            contacts.add_contact(
                person=person, facts=facts_of(form), by=request.user, at=timezone.now()
            )
            return done(request, case, _("Added. It counts as not safe until you verify it."))
    lede = _("Everything begins as not safe. Change only what you agreed on with her.")
    heading = _("Way to reach her")
    return form_page(request, form, case, heading=heading, lede=lede, submit=_("Add"))


@asks
def contact_edit(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Change a way of contact; it has to be verified again."""
    case = open_case(request, code)
    require_either(request, HARM, case)
    contact = open_contact(request, case, uid)
    zone = {"time_zone": contact.time_zone}
    form = ContactForm(posted(request), initial=zone if posted(request) else from_contact(contact))
    if form.is_bound and form.is_valid():
        with refusals(form):
            contacts.change_contact(
                contact=contact, facts=facts_of(form), by=request.user, at=timezone.now()
            )
            return done(request, case, _("Saved. Verify it with her before anybody calls."))
    lede = _("What changes here has to be verified with her again.")
    heading = _("Way to reach her")
    return form_page(request, form, case, heading=heading, lede=lede, submit=_("Save"))


@asks
def contact_verify(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Say that the rule was gone over with her."""
    case = open_case(request, code)
    require_either(request, HARM, case)
    contact = open_contact(request, case, uid)
    form = VerifyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            contacts.verify_contact(
                contact=contact, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return done(request, case, _("Verified."))
    return form_page(
        request,
        form,
        case,
        heading=_("Verify the contact"),
        lede=_("Only if you went over the hours, the messages and the code words with her."),
        submit=_("Verified with her"),
    )


@asks
def contact_retire(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Take a way of contact out of use."""
    case = open_case(request, code)
    require_either(request, HARM, case)
    contact = open_contact(request, case, uid)
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            contacts.retire_contact(contact=contact, by=request.user, at=timezone.now())
            return done(request, case, _("This contact is no longer in use."))
    return form_page(
        request,
        form,
        case,
        heading=_("Take the contact out of use"),
        lede=_("Nobody will be offered this way to reach her any more."),
        submit=_("Take out of use"),
    )


@require_safe
def contact_number(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Show the number and the code words, after the rule; it is on record who asked."""
    case = open_case(request, code, "identify")
    contact = open_contact(request, case, uid)
    context = {"case": case, "contact": opened(contact, timezone.now()), "can": can(request, case)}
    page = "cases/_number.html" if request.htmx else "cases/contact_number.html"  # type: ignore[attr-defined]
    return render(request, page, context)
