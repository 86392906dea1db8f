"""My day."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accompaniment.desk import day
from accompaniment.staff.standing import standing
from accompaniment.staff.views import SignedIn


@require_safe
def home(request: SignedIn) -> HttpResponse:
    """Show what this person's day holds, whatever they do here."""
    here = standing(request.user)
    context = {"day": day.of(request.user, here, timezone.now())}
    return render(request, "desk/home.html", context)
