"""The teams, for those who administer accounts."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import reports
from accompaniment.staff.actions import roles
from accompaniment.staff.forms.people import TeamForm
from accompaniment.staff.models import Team
from accompaniment.staff.refusals import said
from accompaniment.staff.views import SignedIn, sent
from accompaniment.staff.views.people import administrators_only


@require_http_methods(["GET", "POST"])
@administrators_only
def team_list(request: SignedIn) -> HttpResponse:
    """List the teams and who works in them; POST makes another."""
    form = TeamForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            roles.make_team(**form.cleaned_data, by=request.user, at=timezone.now())
        except roles.NameTaken as refusal:
            form.add_error("name", said(refusal))
        else:
            messages.success(request, _("The team was made."))
            return redirect("staff:team_list")
    teams = reports.teams_with_people()
    log.collect(Verb.LIST, "staff.team", None, [team.pk for team in teams], count=len(teams))
    status = 422 if form.is_bound else 200
    return render(request, "staff/team_list.html", {"teams": teams, "form": form}, status=status)


@require_http_methods(["GET", "POST"])
@administrators_only
def team_rename(request: SignedIn, pk: UUID) -> HttpResponse:
    """Give a team another name."""
    team = Team.objects.filter(pk=pk).first()
    if team is None:
        raise Http404
    form = TeamForm(sent(request), initial={"name": team.name})
    if request.method == "POST" and form.is_valid():
        try:
            roles.rename_team(team=team, **form.cleaned_data, by=request.user, at=timezone.now())
        except roles.NameTaken as refusal:
            form.add_error("name", said(refusal))
        else:
            messages.success(request, _("The team has its new name."))
            return redirect("staff:team_list")
    status = 422 if form.is_bound else 200
    return render(request, "staff/team_rename.html", {"team": team, "form": form}, status=status)
