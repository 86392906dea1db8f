"""What is kept of each child of a family: what she knows, who decides for her."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.actions import custody
from cases.forms.family import CustodyForm, KnowsForm, UntilForm
from cases.models import Custody
from cases.views.family import ask, chosen, names, stays
from cases.views.frame import asks, open_case, open_person, posted, refusals


@asks
def knows_add(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Record what a child was told."""
    case = open_case(request, code, "write")
    child = open_person(request, case, uid)
    form = KnowsForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            custody.tell_child(
                case=case, child=child, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return stays(request, case, _("On record."), "#children")
    name = child.called.reveal() if child.called else ""
    heading = _("What %(name)s was told") % {"name": name}
    lede = _("It lies in this child's private space: no paper of the family shows it.")
    return ask(request, form, case, heading=heading, lede=lede, submit=_("Save"), needs_open=True)


@asks
def custody_add(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Record who decides for a child."""
    case = open_case(request, code, "write")
    child = open_person(request, case, uid)
    people = [pair for pair in names(case) if pair[0] != str(child.pk)]
    form = CustodyForm(posted(request), people=people)
    if form.is_bound and form.is_valid():
        facts = dict(form.cleaned_data)
        facts["holder"] = chosen(request, case, facts["holder"])
        with refusals(form):
            custody.add_custody(
                case=case,
                child=child,
                facts=custody.CustodyFacts(**facts),
                by=request.user,
                at=timezone.now(),
            )
            return stays(request, case, _("On record."), "#children")
    heading = _("Who decides for %(name)s") % {
        "name": child.called.reveal() if child.called else ""
    }
    return ask(request, form, case, heading=heading, submit=_("Save"), needs_open=True)


@asks
def custody_end(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Say that someone no longer decides for a child."""
    case = open_case(request, code, "write")
    rows = Custody.objects.filter(case=case)
    held = access.open_or_404(rows, request.user, pk=uid)
    form = UntilForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            custody.end_custody(
                custody=held, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return stays(request, case, _("On record."), "#children")
    lede = str(held.get_kind_display())
    heading = _("Decides no longer")
    return ask(request, form, case, heading=heading, lede=lede, submit=_("Save"), needs_open=True)
