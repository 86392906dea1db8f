"""Case conferences."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff.models import User
from accompaniment.staff.views import SignedIn
from cases.actions.conferences import Decision, record_conference
from cases.forms.team_work import ConferenceForm
from cases.views.frame import asks, done, form_page, open_case, posted, refusals
from cases.views.task import people_of, someone


@asks
def conference_add(request: SignedIn, code: str) -> HttpResponse:
    """Record a conference about a case."""
    case = open_case(request, code, "write")
    form = ConferenceForm(
        posted(request), people=people_of(case), initial={"held_on": timezone.localdate()}
    )
    if form.is_bound and form.is_valid():
        with refusals(form):
            record_conference(
                case=case,
                held_on=form.cleaned_data["held_on"],
                words=form.cleaned_data["words"],
                present=list(User.objects.filter(pk__in=form.cleaned_data["present"])),
                decisions=[
                    Decision(said, someone(who), due) for said, who, due in form.decisions()
                ],
                by=request.user,
                at=timezone.now(),
            )
            return done(request, case, _("The conference is on record."))
    heading = _("Case conference")
    return form_page(request, form, case, heading=heading, submit=_("Save"), needs_open=True)
