"""The week, everything to do, the load of the team, and the calendar of one's own telephone."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accompaniment.desk import feed, load, month, todo, week
from accompaniment.staff.acting import acting
from accompaniment.staff.actions import calendars
from accompaniment.staff.enums import CLINICAL, Role
from accompaniment.staff.models import CalendarKey, Team, User
from accompaniment.staff.standing import Standing, standing, works_with_records
from accompaniment.staff.tasks import digest
from accompaniment.staff.views import SignedIn
from cases.models import Room


def clinical(request: SignedIn) -> Standing:
    """Return what the reader is.

    :raises PermissionDenied: if she does not work with records.
    """
    if not works_with_records(request.user):
        raise PermissionDenied
    return standing(request.user)


@require_safe
def agenda(request: SignedIn) -> HttpResponse:
    """Show a week of sessions."""
    here, today = clinical(request), timezone.localdate()
    shown = week.Week.parse(request.GET.get("week", ""), today)
    beside = here.holds(Role.COORDINATOR, Role.RECEPTION)
    who = request.GET.get("who", "all" if beside else "mine")
    known = {"who": who, **{name: request.GET.get(name, "") for name in ("room", "team")}}
    context = {
        **known,
        "sheet": week.sheet(request.user, shown, today=today, **known),
        "title": week.title(shown),
        "ways": [("before", link(shown.moved(-1), known)), ("now", link(None, known))],
        "following": link(shown.moved(1), known),
        "people": colleagues(here) if beside else [],
        "rooms": rooms_of(here),
        "teams": teams_of(here),
        "coordinates": here.holds(Role.COORDINATOR),
    }
    return render(request, "desk/week.html", context)


@require_safe
def by_month(request: SignedIn) -> HttpResponse:
    """Show a month: sessions, groups, workshops."""
    here, today = clinical(request), timezone.localdate()
    shown = month.Month.parse(request.GET.get("month", ""), today)
    beside = here.holds(Role.COORDINATOR, Role.RECEPTION)
    known = {name: request.GET.get(name, "") for name in ("who", "room", "team")}
    filters = month.Filters(**{**known, "who": known["who"] or ("all" if beside else "mine")})
    context = {
        "sheet": month.sheet(request.user, shown, filters, today),
        "filters": filters,
        "filtered": any(known.values()),
        "before": month_link(shown.moved(-1), known),
        "now": month_link(None, known),
        "after": month_link(shown.moved(1), known),
        "people": colleagues(here) if beside else [],
        "rooms": rooms_of(here),
        "teams": teams_of(here),
    }
    return render(request, "desk/month.html", context)


def month_link(shown: month.Month | None, known: dict[str, str]) -> str:
    """Return the address of a month with the same filters."""
    facts = {"month": str(shown) if shown else "", **known}
    return f"?{urlencode({name: said for name, said in facts.items() if said})}"


def rooms_of(here: Standing) -> Any:
    """Return the rooms of the reader's teams."""
    rooms = Room.objects.filter(team__in=here.teams(CLINICAL), is_active=True)
    return rooms.order_by("name", "pk")


def teams_of(here: Standing) -> Any:
    """Return the reader's teams."""
    return Team.objects.filter(pk__in=here.teams(CLINICAL)).order_by("name")


def link(shown: week.Week | None, known: dict[str, str]) -> str:
    """Return the address of a week with the same filters."""
    facts = {"week": str(shown) if shown else "", **known}
    return f"?{urlencode({name: said for name, said in facts.items() if said})}"


def colleagues(here: Standing) -> Any:
    """Return who accompanies or facilitates in the teams the reader sees."""
    teams = here.teams({Role.COORDINATOR, Role.RECEPTION})
    people = User.objects.filter(
        is_active=True,
        memberships__team__in=teams,
        memberships__role__in=(Role.PSYCHOLOGIST, Role.FACILITATOR),
    )
    return people.distinct().order_by("full_name")


@require_safe
def tasks(request: SignedIn) -> HttpResponse:
    """Show everything that waits for the reader."""
    found, more = todo.everything(request.user, clinical(request), timezone.localdate())
    todo.trace(found)
    return render(request, "desk/tasks.html", {"tasks": found, "more": more})


@require_safe
def team_load(request: SignedIn) -> HttpResponse:
    """Show how much each colleague carries."""
    teams = clinical(request).teams({Role.COORDINATOR})
    if not teams:
        raise PermissionDenied
    return render(request, "desk/load.html", {"loads": load.of_teams(teams), "cap": load.CAP})


@require_safe
def calendar_feed(request: SignedIn) -> HttpResponse:
    """Show whether there is a secret address, and the new one right after it was made."""
    clinical(request)
    token = request.session.pop("calendar", "")
    url = request.build_absolute_uri(reverse("desk:calendar", args=[token])) if token else ""
    known = CalendarKey.objects.standing().filter(user=request.user).first()
    return render(request, "desk/feed.html", {"url": url, "known": known})


@require_POST
def feed_make(request: SignedIn) -> HttpResponse:
    """Make a secret address; the former one ends."""
    clinical(request)
    token = calendars.make_calendar_key(user=request.user, by=request.user, at=timezone.now())
    request.session["calendar"] = token  # shown once, on the next page
    return redirect("desk:feed")


@require_POST
def feed_withdraw(request: SignedIn) -> HttpResponse:
    """Take the secret address back."""
    clinical(request)
    calendars.withdraw_calendar_key(user=request.user, by=request.user, at=timezone.now())
    return redirect("desk:feed")


@login_not_required
@require_http_methods(["GET", "HEAD"])
def calendar(_request: HttpRequest, token: str) -> HttpResponse:
    """Answer somebody's own calendar, who shows the secret instead of signing in."""
    key = CalendarKey.objects.standing().select_related("user").filter(token_digest=digest(token))
    found = key.first()
    if found is None or not works_with_records(found.user):
        raise Http404
    with override(found.user.language), acting(found.user, "calendar"):
        body = feed.calendar(found.user, timezone.now())
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="agenda.ics"'
    return answer
