"""What people agree to, refuse and take back."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.actions import consents
from cases.forms.consent import ConsentForm
from cases.forms.plain import EmptyForm
from cases.models import Case, ConsentGiven
from cases.reports import page
from cases.views.frame import asks, done, form_page, open_case, open_person, posted, refusals

ALWAYS = ("kind", "method", "given_on")


@asks
def consent_give(request: SignedIn, code: str) -> HttpResponse:
    """Record an answer, whatever it is."""
    case = open_case(request, code, "write")
    people = [(str(each.person.pk), each.name) for each in page.people(case, known=True)]
    asked = {name: request.GET.get(name) for name in ("kind", "person")}
    form = ConsentForm(posted(request), people=people, initial=asked)
    if form.is_bound and form.is_valid():
        with refusals(form):
            answer(request, case, form.cleaned_data)
            return done(request, case, _("The answer is on record."), "#consents")
    heading = _("Record a consent")
    return form_page(request, form, case, heading=heading, submit=_("Record"))


def answer(request: SignedIn, case: Case, sent: dict[str, Any]) -> None:
    """Record a yes with all that belongs to it, or a no."""
    facts = dict(sent)
    agreed = facts.pop("answer") == "yes"
    person = open_person(request, case, facts.pop("person"))
    who: dict[str, Any] = {"case": case, "person": person, "by": request.user}
    if agreed:
        consents.give_consent(**who, **facts, at=timezone.now())
    else:
        said = {name: facts[name] for name in ALWAYS}
        consents.refuse_consent(**who, **said, at=timezone.now())


@asks
def consent_revoke(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Take a consent back, from now on."""
    case = open_case(request, code, "write")
    rows = ConsentGiven.objects.filter(case=case)
    consent = access.open_or_404(rows, request.user, pk=uid)
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            consents.revoke_consent(consent=consent, by=request.user, at=timezone.now())
            return done(request, case, _("The consent no longer counts."), "#consents")
    return form_page(
        request,
        form,
        case,
        heading=_("Take a consent back"),
        lede=_("%(what)s: it stops counting now; what was done before stays done.")
        % {"what": consent.get_kind_display()},
        submit=_("Take it back"),
    )
