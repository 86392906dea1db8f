"""Who takes part in a case, and what is known of them."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.actions import people
from cases.forms.person import ParticipantForm, PersonForm, from_person, person_facts
from cases.forms.plain import EmptyForm
from cases.models import Participation
from cases.views.frame import (
    asks,
    done,
    form_page,
    open_case,
    open_person,
    posted,
    refusals,
    require_either,
)


@asks
def participant_add(request: SignedIn, code: str) -> HttpResponse:
    """Add someone who takes part."""
    case = open_case(request, code)
    require_either(request, ("write", "assign"), case)
    form = ParticipantForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            people.add_participant(
                case=case,
                facts=person_facts(form.cleaned_data),
                role=form.cleaned_data["role"],
                by=request.user,
                at=timezone.now(),
            )
            return done(request, case, _("Added."), "#people")
    heading = _("Add a person")
    return form_page(request, form, case, heading=heading, submit=_("Add"), needs_open=True)


@asks
def person_edit(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Correct what is known of a person."""
    case = open_case(request, code)
    require_either(request, ("write", "assign"), case)
    person = open_person(request, case, uid)
    form = PersonForm(posted(request), initial={} if posted(request) else from_person(person))
    if form.is_bound and form.is_valid():
        with refusals(form):
            people.update_person(
                person=person,
                facts=person_facts(form.cleaned_data),
                by=request.user,
                at=timezone.now(),
            )
            return done(request, case, _("Saved."), "#people")
    lede = _("Names are sealed: only who may identify sees them.")
    return form_page(request, form, case, heading=_("Person"), lede=lede, submit=_("Save"))


@asks
def participation_end(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """End someone's part in the case."""
    case = open_case(request, code)
    require_either(request, ("write", "assign"), case)
    rows = Participation.objects.filter(case=case)
    participation = access.open_or_404(rows, request.user, pk=uid)
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            people.end_participation(
                participation=participation, by=request.user, at=timezone.now()
            )
            return done(request, case, _("This person no longer takes part."), "#people")
    return form_page(
        request,
        form,
        case,
        heading=_("End someone's part"),
        lede=_("The team will no longer see who this person is or how to reach them."),
        submit=_("End"),
    )
