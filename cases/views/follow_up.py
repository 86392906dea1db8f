"""Contact after closing: the rule of safe contact first, then what came of it."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff.views import SignedIn
from cases.actions.follow_ups import record_follow_up
from cases.forms.plan import FollowUpForm
from cases.reports import after, page
from cases.reports import plan as report
from cases.views.frame import asks, can, form_page, open_case, posted, refusals
from cases.views.plan import back_to


@asks
def follow_up(request: SignedIn, code: str) -> HttpResponse:
    """Show how she may be reached, and record a contact after closing."""
    case = open_case(request, code, "write")
    form = FollowUpForm(posted(request), labels=report.stages_open(case))
    if form.is_bound and form.is_valid():
        with refusals(form):
            record_follow_up(case=case, **form.cleaned_data, by=request.user, at=timezone.now())
            return back_to(request, case, _("The contact is on record."), "#after")
    people = page.people(case, known=True)
    return form_page(
        request,
        form,
        case,
        "cases/follow_up.html",
        heading=_("Contact after closing"),
        submit=_("Save"),
        back=reverse("cases:plan", args=[case.code]),
        can=can(request, case),
        people=people,
        contacts=page.contacts(people, timezone.now()),
        may_contact=after.may_be_contacted(case, timezone.localdate()),
    )
