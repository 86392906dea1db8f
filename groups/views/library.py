"""The library of themes, and the days on which the house does not work."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accompaniment.staff.enums import Role
from accompaniment.staff.standing import standing
from accompaniment.staff.views import SignedIn
from cases.views.frame import asks, posted, refusals, status_of
from groups import closures as calendar
from groups.actions import library
from groups.enums import GroupKind
from groups.forms.themes import ClosureForm, ThemeForm
from groups.models import Closure, Theme
from groups.views.frame import GATHER


def _coordinated(request: SignedIn) -> Any:
    """Return the teams the reader coordinates.

    :raises PermissionDenied: if there are none.
    """
    if not (teams := standing(request.user).teams({Role.COORDINATOR})):
        raise PermissionDenied
    return teams


@require_safe
def themes(request: SignedIn) -> HttpResponse:
    """Show the library of themes."""
    if not standing(request.user).holds(*GATHER):
        raise PermissionDenied
    rows = Theme.objects.order_by("kind", "position", "title")
    shelves = [
        (kind.label, [each for each in rows if each.kind == kind])
        for kind in GroupKind
        if any(each.kind == kind for each in rows)
    ]
    keeps = standing(request.user).holds(Role.COORDINATOR)
    return render(request, "groups/themes.html", {"shelves": shelves, "keeps": keeps})


@require_POST
def themes_begin(request: SignedIn) -> HttpResponse:
    """Begin the library with the usual themes."""
    library.begin_library(by=request.user, at=timezone.now())
    messages.success(request, _("The usual themes are in the library. Change them as you like."))
    return redirect("groups:themes")


@asks
def theme_add(request: SignedIn) -> HttpResponse:
    """Add a theme."""
    _coordinated(request)
    return _keep(request, None)


@asks
def theme_edit(request: SignedIn, uid: object) -> HttpResponse:
    """Change a theme."""
    _coordinated(request)
    return _keep(request, _theme(uid))


def _keep(request: SignedIn, theme: Theme | None) -> HttpResponse:
    names = ("kind", "title", "objectives", "technique", "materials")
    initial = {name: getattr(theme, name) for name in names} if theme else None
    form = ThemeForm(posted(request), initial=initial)
    if form.is_valid():
        with refusals(form):
            library.keep_theme(
                theme=theme, told=form.cleaned_data, by=request.user, at=timezone.now()
            )
            messages.success(request, _("The theme has been saved."))
            return redirect("groups:themes")
    context = {"form": form, "theme": theme}
    return render(request, "groups/theme_form.html", context, status=status_of(form))


@require_POST
def theme_retire(request: SignedIn, uid: object) -> HttpResponse:
    """Take a theme out of the library, or bring it back."""
    _coordinated(request)
    library.retire_theme(theme=_theme(uid), by=request.user, at=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("groups:themes")


def _theme(uid: Any) -> Theme:
    if (found := Theme.objects.filter(pk=uid).first()) is None:
        raise Http404
    return found


@asks
def closures(request: SignedIn) -> HttpResponse:
    """Show the days on which the house does not work, and add some."""
    teams = _coordinated(request)
    form = ClosureForm(posted(request), teams=teams)
    if form.is_valid():
        with refusals(form):
            library.close_days(by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Series planned from now on leave these days out."))
            return redirect("groups:closures")
    closed = Closure.objects.filter(is_open=False).select_related("team").order_by("-begins_on")
    rows = [(each, each.team_id is None or each.team_id in teams) for each in closed[:200]]
    today = timezone.localdate()
    context = {"form": form, "rows": rows, "holidays": calendar.of_year(today.year)}
    return render(request, "groups/closures.html", context, status=status_of(form))


@require_POST
def closure_open(request: SignedIn, uid: Any) -> HttpResponse:
    """Say that the house works on these days after all."""
    _coordinated(request)
    if (found := Closure.objects.filter(pk=uid, is_open=False).first()) is None:
        raise Http404
    library.open_days(closure=found, by=request.user, at=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("groups:closures")
