"""The people of this place, for those who administer accounts."""

from functools import wraps
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import reports
from accompaniment.staff.actions import accounts, administration, invitations, roles
from accompaniment.staff.enums import Role
from accompaniment.staff.forms.people import InviteForm, RoleForm, SearchForm
from accompaniment.staff.models import User
from accompaniment.staff.refusals import said
from accompaniment.staff.views import SignedIn, sent

KIND = "staff.user"
LONGEST = 19  # digits of the number of a place
REFUSALS = (
    accounts.AlreadyGone,
    accounts.NotGone,
    accounts.NothingToForget,
    administration.NotOneself,
    invitations.NotInvited,
)


def administrators_only(view: Any) -> Any:
    """Open a page to administrators; the attempt of anybody else is traced."""

    @wraps(view)
    def guarded(request: SignedIn, *args: Any, **kwargs: Any) -> Any:
        administration.require(request.user, kwargs.get("pk"))
        return view(request, *args, **kwargs)

    return guarded


def open_person(pk: UUID) -> User:
    """Open the account of somebody.

    :raises Http404: if there is none.
    """
    person = User.objects.filter(pk=pk).first()
    if person is None:
        raise Http404
    log.collect(Verb.OPEN, KIND, person.pk)
    return person


@require_http_methods(["GET", "POST"])
@administrators_only
def person_list(request: SignedIn) -> HttpResponse:
    """List people by what has become of their account, or find them by words."""
    form = SearchForm(sent(request))
    state = request.GET.get("state", "working")
    if state not in reports.STATES:
        raise Http404
    if form.is_bound and form.is_valid():
        state, page = "", reports.People(reports.people_called(form.cleaned_data["words"]))
    else:
        places = (_uid(request.GET.get(name, "")) for name in ("after", "before"))
        page = reports.page_of_people(state, *places)
    verb = Verb.LIST if state else Verb.SEARCH
    log.collect(verb, KIND, None, [person.pk for person in page.records], count=len(page.records))
    context = {"page": page, "state": state, "form": form}
    status = 422 if form.errors else 200
    return render(request, "staff/person_list.html", context, status=status)


def _uid(text: str) -> str:
    try:
        return str(UUID(text)) if text else ""
    except ValueError:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
@administrators_only
def person_invite(request: SignedIn) -> HttpResponse:
    """Invite somebody."""
    form = InviteForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            person = invitations.invite_person(
                **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except invitations.AlreadyHere as refusal:
            form.add_error("email", said(refusal))
        else:
            messages.success(request, _("The invitation is on its way. Now say what they will do."))
            return redirect("staff:person_detail", pk=person.pk)
    status = 422 if form.is_bound else 200
    return render(request, "staff/person_invite.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@administrators_only
def person_detail(request: SignedIn, pk: UUID) -> HttpResponse:
    """Show an account and what its person does here; POST gives another role."""
    person = open_person(pk)
    form = RoleForm(sent(request))
    if request.method == "POST" and form.is_valid():
        role, team = Role(form.cleaned_data["role"]), form.cleaned_data["team"]
        try:
            roles.give_role(user=person, role=role, team=team, by=request.user, at=timezone.now())
        except (roles.RolesExclude, roles.AlreadyHeld, administration.NotOneself) as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("The role was given."))
            return redirect("staff:person_detail", pk=pk)
    status = 422 if form.is_bound else 200
    return render(request, "staff/person_detail.html", _shown(person, form, request), status=status)


def _shown(person: User, form: RoleForm, request: SignedIn) -> dict[str, Any]:
    factors = Authenticator.objects.filter(user=person).exclude(type="recovery_codes")
    return {
        "person": person,
        "form": form,
        "is_me": person.pk == request.user.pk,
        "state": reports.state_of(person),
        "places": person.memberships.select_related("team").order_by("role", "team__name"),
        "session_count": UserSession.objects.filter(user=person).count(),
        "factors": sorted({str(reports.FACTORS[factor.type]) for factor in factors}),
        "invitation": getattr(person, "invitation", None),
    }


@require_POST
@administrators_only
def role_take(request: SignedIn, pk: UUID) -> HttpResponse:
    """Take a role away."""
    person = open_person(pk)
    said_place = request.POST.get("place", "")
    known = said_place.isdecimal() and len(said_place) < LONGEST
    place = person.memberships.filter(pk=said_place).first() if known else None
    if place is None:
        raise Http404
    role, at = Role(place.role), timezone.now()
    try:
        roles.take_role(user=person, role=role, team=place.team, by=request.user, at=at)
    except (roles.NotHeld, administration.NotOneself) as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, _("The role was taken away."))
    return redirect("staff:person_detail", pk=pk)


def _confirmed(request: SignedIn, pk: UUID, action: Any, page: str, done: str) -> HttpResponse:
    """Show what is about to be done to an account; POST does it."""
    person = open_person(pk)
    if request.method != "POST":
        return render(request, f"staff/{page}.html", {"person": person})
    try:
        action(user=person, by=request.user, at=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, done)
    return redirect("staff:person_detail", pk=pk)


@require_http_methods(["GET", "POST"])
@administrators_only
def person_deactivate(request: SignedIn, pk: UUID) -> HttpResponse:
    """End an account."""
    done = _("The account has ended, and its sessions with it.")
    return _confirmed(request, pk, accounts.deactivate_person, "person_deactivate", done)


@require_http_methods(["GET", "POST"])
@administrators_only
def person_reactivate(request: SignedIn, pk: UUID) -> HttpResponse:
    """Invite somebody back."""
    done = _("The account waits for its person: a link is on its way.")
    return _confirmed(request, pk, accounts.reactivate_person, "person_reactivate", done)


@require_http_methods(["GET", "POST"])
@administrators_only
def person_forget_factors(request: SignedIn, pk: UUID) -> HttpResponse:
    """Remove the second factors of somebody who lost them."""
    done = _("They will set up another second step when they sign in.")
    return _confirmed(request, pk, accounts.forget_second_factors, "person_factors", done)


@require_POST
@administrators_only
def invitation_resend(request: SignedIn, pk: UUID) -> HttpResponse:
    """Send a new link."""
    done = _("A new link is on its way; the earlier one no longer works.")
    return _confirmed(request, pk, invitations.resend_invitation, "", done)


@require_POST
@administrators_only
def invitation_withdraw(request: SignedIn, pk: UUID) -> HttpResponse:
    """Take an invitation back."""
    done = _("The invitation was withdrawn.")
    return _confirmed(request, pk, invitations.withdraw_invitation, "", done)
