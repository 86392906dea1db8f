"""A password alone opens nothing: until there is a second factor, only the way to one."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
OPEN = frozenset(
    {
        "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes",
        "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
        "account_logout", "exit", "session", "healthz",
    }
)  # fmt: skip


def has_second_factor(request: HttpRequest) -> bool:
    """Tell whether the person has one; a session begun with it need not ask the database."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records) or is_mfa_enabled(
        request.user, FACTORS
    )


class SecondFactorMiddleware:
    """Confine the session of somebody without a second factor, where one is required."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand on; the decision needs the name of the view."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Lead to the enrolment whoever wants anything else."""
        match = request.resolver_match
        if not settings.REQUIRE_MFA or not request.user.is_authenticated:
            return None
        if (match and match.view_name in OPEN) or has_second_factor(request):
            return None
        return redirect("mfa_index")
