"""Who facilitates a group."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.forms.plain import EmptyForm
from cases.views.frame import asks, posted, refusals
from groups.actions import cycles
from groups.forms.design import FacilitatorForm
from groups.models import Facilitation
from groups.views.frame import done, form_page, open_group


@asks
def facilitator_add(request: SignedIn, group: str) -> HttpResponse:
    """Let a colleague facilitate."""
    found = open_group(request, group, "assign")
    form = FacilitatorForm(posted(request), group=found, by=request.user)
    if form.is_valid():
        with refusals(form):
            cycles.let_facilitate(
                group=found, by=request.user, at=timezone.now(), **form.cleaned_data
            )
            return done(request, found, _("She facilitates from now on."))
    return form_page(request, form, found, heading=_("Who facilitates"), submit=_("Let in"))


@asks
def facilitator_end(request: SignedIn, group: str, uid: object) -> HttpResponse:
    """End somebody's facilitation."""
    found = open_group(request, group, "assign")
    rows = Facilitation.objects.filter(group=found, until=None).select_related("user", "group")
    taken = access.open_or_404(rows, request.user, action="assign", cover=found.code, pk=uid)
    form = EmptyForm(posted(request))
    if form.is_valid():
        with refusals(form):
            cycles.end_facilitation(facilitation=taken, by=request.user, at=timezone.now())
            return done(request, found, _("She does not facilitate any more."))
    lede = taken.user.full_name
    heading = _("End her part in the group")
    return form_page(request, form, found, heading=heading, lede=lede, submit=_("End it"))
