"""The pages of allauth that people can reach, with our answers where ours differ."""

from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

TOO_MANY = "too_many_login_attempts"


class SignIn(LoginView):
    """E-mail and password: 422 when they are wrong, 429 after too many attempts."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say the same whoever it was."""
        response = super().form_invalid(form)
        codes = {error.code for error in form.errors.as_data().get("__all__", [])}
        response.status_code = 429 if TOO_MANY in codes else 422
        return response


class RemovePasskey(RemoveWebAuthnView):
    """Remove a passkey, unless it is the last second factor and one is required."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove it."""
        if not get_adapter().can_delete_authenticator(self.get_object()):
            sentence = _("This is your only second step: add another before you remove it.")
            messages.error(self.request, sentence)
            return redirect("mfa_list_webauthn")
        return super().form_valid(form)
