"""Opening a case."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff.enums import Role
from accompaniment.staff.models import Team, User
from accompaniment.staff.standing import standing
from accompaniment.staff.views import SignedIn
from cases.actions import lifecycle
from cases.actions.contacts import ContactFacts
from cases.enums import ServiceLine
from cases.forms.case import Choices, OpenForm
from cases.forms.person import person_facts
from cases.views.frame import asks, done, may_open, posted, refusals, status_of


def choices_of(user: Any) -> dict[str, Choices]:
    """Return the teams in which the reader may open cases and who may accompany them."""
    here = standing(user)
    teams = Team.objects.filter(pk__in=here.teams({Role.PSYCHOLOGIST, Role.COORDINATOR}))
    people = User.objects.filter(
        is_active=True,
        memberships__role=Role.PSYCHOLOGIST,
        memberships__team__in=here.teams({Role.COORDINATOR}),
    )
    named = {str(person.pk): person.full_name for person in people.order_by("full_name")}
    first = str(_("I do")) if here.holds(Role.PSYCHOLOGIST) else str(_("Choose"))
    return {
        "teams": [(str(team.pk), team.name) for team in teams.order_by("name")],
        "people": [("", first), *named.items()],
    }


@asks
def case_open(request: SignedIn) -> HttpResponse:
    """Open a case with the least that is needed."""
    if not may_open(request)["open"]:
        raise PermissionDenied
    form = OpenForm(posted(request), **choices_of(request.user))
    if form.is_bound and form.is_valid():
        with refusals(form):
            case = opened(form.cleaned_data, request.user)
            return done(request, case, _("The case is open."))
    return render(request, "cases/case_open.html", {"form": form}, status=status_of(form))


def opened(facts: dict[str, Any], user: Any) -> Any:
    """Open a case from what was sent."""
    contacts = [ContactFacts(channel=facts["channel"], value=facts["value"])]
    responsible = facts.get("responsible")
    return lifecycle.open_case(
        person=person_facts(facts),
        team=Team.objects.get(pk=facts["team"]),
        line=facts["line"] or ServiceLine.IND,
        reason=facts["reason"],
        urgency=facts["urgency"],
        contacts=contacts if facts["value"] else (),
        responsible=User.objects.get(pk=responsible) if responsible else None,
        by=user,
        at=timezone.now(),
    )
