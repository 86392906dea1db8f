"""One's own account, and the way in for somebody invited."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accompaniment.staff.actions import accounts, invitations
from accompaniment.staff.forms.people import AccountForm, WelcomeForm
from accompaniment.staff.models import Invitation
from accompaniment.staff.tasks import digest
from accompaniment.staff.views import SignedIn

WAITING = "invitation"  # the digest of a token, in the session of who brought it


@require_http_methods(["GET", "POST"])
def account(request: SignedIn) -> HttpResponse:
    """Show one's own account and how one signs in; POST changes name, language and theme."""
    me = request.user
    initial = {name: getattr(me, name) for name in accounts.OWN}
    form = AccountForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        me = accounts.change_own_account(user=me, facts=form.cleaned_data, by=me, at=timezone.now())
        with override(me.language):
            messages.success(request, _("Saved."))
        return redirect("staff:account")
    factors = Authenticator.objects.filter(user=me).values_list("type", flat=True)
    context = {
        "form": form,
        "factors": set(factors),
        "session_count": UserSession.objects.filter(user=me).count(),
    }
    return render(request, "staff/account.html", context, status=422 if form.is_bound else 200)


@login_not_required
@require_safe
def invitation_open(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address, which reaches logs and histories."""
    request.session[WAITING] = digest(token)
    return redirect("staff:invitation_accept")


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def invitation_accept(request: HttpRequest) -> HttpResponse:
    """Let somebody invited choose their password."""
    at, seal = timezone.now(), request.session.get(WAITING, "")
    waiting = Invitation.objects.valid(at).select_related("user")
    invitation = waiting.filter(token_digest=seal).first()
    if invitation is None:
        return render(request, "staff/invitation_dead.html", status=404)
    form = WelcomeForm(request.POST or None, user=invitation.user)
    if request.method == "POST" and form.is_valid():
        facts = {"password": form.cleaned_data["password1"], "by": request.user, "at": at}
        try:
            invitations.accept_invitation(token_digest=seal, **facts)
        except invitations.LinkIsDead:
            return render(request, "staff/invitation_dead.html", status=404)
        messages.success(request, _("Your password is set. Sign in with it."))
        return redirect("account_login")
    status = 422 if form.is_bound else 200
    return render(request, "staff/invitation_accept.html", {"form": form}, status=status)
