"""Request an expertise from a legal matter."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.enums.legal import MatterKind
from cases.models import LegalMatter, Person
from cases.reports import page
from cases.reports.hearing import opened
from cases.views.frame import asks, open_person, posted, refusals
from cases.views.frame import form_page as case_form
from cases.views.legal_frame import open_matter
from expertise.actions.requesting import RequestFacts, request_commission
from expertise.enums.commission import Regime
from expertise.forms.commission import RequestForm, counted

REGIMES = {  # what is usual for a kind of procedure
    MatterKind.PENAL: Regime.CNPP,
    MatterKind.FAMILIAR: Regime.CNPCF,
    MatterKind.CIVIL: Regime.CNPCF,
    MatterKind.AMPARO: Regime.AMPARO,
    MatterKind.CIDH: Regime.INTERNACIONAL,
    MatterKind.ONU: Regime.INTERNACIONAL,
}


@asks
def request_expertise(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Request that somebody of the case be evaluated, with the questions to answer."""
    matter = open_matter(request, code, uid)
    people = [(str(each.person.pk), each.name) for each in page.people(matter.case, known=True)]
    form = RequestForm(posted(request), people=people, initial=_known(matter))
    if form.is_bound and form.is_valid():
        with refusals(form):
            return _requested(request, matter, dict(form.cleaned_data))
    return case_form(
        request,
        form,
        matter.case,
        heading=_("Request an expert report"),
        lede=_(
            "What you write here goes into the expert file, a wall of its own. Who accompanies her "
            "does not see it."
        ),
        submit=_("Request it"),
        back=reverse("cases:matter", args=[matter.case.code, matter.pk]),
    )


def _known(matter: LegalMatter) -> dict[str, Any]:
    """Return what the matter says already."""
    return {
        "authority": opened(matter.authority),
        "numbers": opened(matter.numbers),
        "regime": REGIMES.get(MatterKind(matter.kind), ""),
        "protected_identity": matter.protected_identity or matter.family_violence,
    }


def _requested(request: SignedIn, matter: LegalMatter, said: dict[str, Any]) -> HttpResponse:
    person = open_person(request, matter.case, said.pop("person"))
    name = said["evaluated_name"] or _name_of(person)
    initials = said["initials"] or initials_of(name)
    facts = RequestFacts(**{**said, "evaluated_name": name, "initials": initials})
    commission = request_commission(
        matter=matter, person=person, facts=facts, by=request.user, at=timezone.now()
    )
    asked = counted(len(facts.questions))
    if not access.allows(request.user, "view", commission):
        sentence = _(
            "Requested, with %(asked)s. Coordination takes it from here; because you accompany "
            "her, you will see no more of it."
        )
        messages.success(request, sentence % {"asked": asked})
        return redirect("cases:matter", matter.case.code, matter.pk)
    messages.success(request, _("Requested, with %(asked)s.") % {"asked": asked})
    return redirect("expertise:commission", commission.code)


def _name_of(person: Person) -> str:
    return opened(person.legal_name) or opened(person.called)


def initials_of(name: str) -> str:
    """Return the initials of a name, as a report writes them: N. O. S."""
    small = {"de", "del", "la", "las", "los", "y", "e"}
    return " ".join(f"{word[0].upper()}." for word in name.split() if word.lower() not in small)
