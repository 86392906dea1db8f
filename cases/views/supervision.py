"""Supervision: outside of every record."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.staff import access, pages
from accompaniment.staff.enums import CLINICAL
from accompaniment.staff.models import User
from accompaniment.staff.standing import standing, works_with_records
from accompaniment.staff.views import SignedIn
from cases.actions.supervisions import WORDS, record_supervision
from cases.forms.team_work import SupervisionForm
from cases.models import Supervision
from cases.views.frame import asks, posted, refusals, status_of


@require_safe
def supervisions(request: SignedIn) -> HttpResponse:
    """List the supervisions the reader was part of."""
    if not works_with_records(request.user):
        raise PermissionDenied
    rows = Supervision.objects.select_related("supervisor", "recorded_by").defer("said")
    after = pages.Cursor.parse(request.GET.get("after", ""))
    before = pages.Cursor.parse(request.GET.get("before", ""))
    found = pages.page(rows, request.user, after=after, before=before)
    return render(request, "cases/supervisions.html", {"page": found})


@require_safe
def supervision(request: SignedIn, uid: Any) -> HttpResponse:
    """Show one supervision to who was there."""
    rows = Supervision.objects.select_related("supervisor", "recorded_by")
    found: Supervision = access.open_or_404(rows, request.user, action="read", pk=uid)
    present = User.objects.filter(pk__in=found.grants.values("user")).order_by("full_name")
    context = {"it": found, "said": found.said.reveal(), "present": present}
    return render(request, "cases/supervision.html", context)


@asks
def supervision_new(request: SignedIn) -> HttpResponse:
    """Record a supervision."""
    if not works_with_records(request.user):
        raise PermissionDenied
    me = {"held_on": timezone.localdate(), "present": [str(request.user.pk)]}
    form = SupervisionForm(posted(request), people=colleagues(request.user), initial=me)
    if form.is_bound and form.is_valid():
        with refusals(form):
            found = recorded(form.cleaned_data, request.user)
            messages.success(request, _("Saved. Only those who were there can see it."))
            return redirect("cases:supervision", found.pk)
    return render(request, "cases/supervision_new.html", {"form": form}, status=status_of(form))


def recorded(sent: dict[str, Any], by: Any) -> Supervision:
    """Record what was sent."""
    return record_supervision(
        kind=sent["kind"],
        held_on=sent["held_on"],
        supervisor=User.objects.get(pk=sent["supervisor"]),
        present=list(User.objects.filter(pk__in=sent["present"])),
        words={name: sent[name] for name in WORDS},
        follow_up_on=sent["follow_up_on"],
        by=by,
        at=timezone.now(),
    )


def colleagues(user: Any) -> list[tuple[str, str]]:
    """Return who works with records in the reader's teams, the reader too."""
    teams = standing(user).teams(CLINICAL)
    people = User.objects.filter(
        is_active=True, memberships__team__in=teams, memberships__role__in=CLINICAL
    )
    found = {str(each.pk): each.full_name for each in people.order_by("full_name")}
    return list(found.items())
