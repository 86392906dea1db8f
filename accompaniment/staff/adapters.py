"""What allauth asks of this house: limits, letters, secrets, and what stands on the trace."""

from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from qrcode.image.svg import SvgPathFillImage

from accompaniment.audit.enums import Outcome, Verb
from accompaniment.staff import letters, second_factor, sessions
from accompaniment.staff.actions import traces
from accompaniment.staff.middleware.confined import FACTORS
from accompaniment.staff.tasks import send_change_notice

CHANGES = {
    "account/email/password_changed": "password",
    "account/email/password_reset": "password.reset",
    "account/email/password_set": "password",
    "mfa/email/totp_activated": "totp.added",
    "mfa/email/totp_deactivated": "totp.removed",
    "mfa/email/recovery_codes_generated": "recovery_codes.made",
    "mfa/email/webauthn_added": "passkey.added",
    "mfa/email/webauthn_removed": "passkey.removed",
}
ADDED = frozenset({"mfa/email/totp_activated", "mfa/email/webauthn_added"})
ANYWHERE = "login_failed_account"  # the limit of one account wherever attempts come from


class AccountAdapter(DefaultAccountAdapter):
    """Signing in: by invitation only, limited, silent about who exists, and on record."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy(
            "The e-mail or the password is not right. Check both and try again."
        ),
        "too_many_login_attempts": gettext_lazy(
            "Too many attempts. Wait five minutes and try again."
        ),
        "incorrect_password": gettext_lazy("That is not your password. Try again."),
        "enter_current_password": gettext_lazy("That is not your password of now. Try again."),
        "rate_limited": gettext_lazy("Too many attempts. Wait five minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no: people come by invitation."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count by account and place, so that nobody locks another out from afar."""
        email = credentials.get("email", "").strip().lower()
        return f"{self.get_client_ip(request)}|{email}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse too many attempts: from one place, on one account from there, or from anywhere.

        :raises ValidationError: with the code ``too_many_login_attempts``.
        """
        email = credentials.get("email", "").strip().lower()
        try:
            if not ratelimit.consume(request, action=ANYWHERE, key=email, dry_run=True):
                raise self.validation_error("too_many_login_attempts")
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            traces.note_failure(email, "password", outcome=Outcome.DENIED)
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write down and count a wrong password."""
        email = credentials.get("email", "").strip().lower()
        ratelimit.consume(request, action=ANYWHERE, key=email)
        traces.note_failure(email, "password")

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Confirm who is there by password."""
        confirmed = super().reauthenticate(user, password)
        if confirmed:
            traces.note(user, Verb.STEP_UP, ["password"])
        return confirmed

    def login(self, request: HttpRequest, user: Any) -> None:
        """Begin a session: nothing of an earlier one is left in it but how the person signed in."""
        super().login(request, user)
        request.session.pop(sessions.CLOCK, None)
        request.session.pop("account_login", None)
        sessions.go_on(request, at_once=True)

    def post_login(self, request: HttpRequest, user: Any, **facts: Any) -> HttpResponse:
        """Write down that somebody signed in, and by what."""
        records = get_authentication_records(request, user)
        means = [record.get("type", record["method"]) for record in records]
        traces.note(user, Verb.SIGN_IN, means)
        return super().post_login(request, user, **facts)

    def logout(self, request: HttpRequest) -> None:
        """Write down that somebody signed out."""
        traces.note(request.user, Verb.SIGN_OUT)
        super().logout(request)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Say nothing about an account that has ended."""
        return redirect("account_login")

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: Any = None, email: str | None = None
    ) -> None:
        """Write down that credentials changed, and tell the person by a letter without names.

        A new second step ends the other sessions: one begun by password alone would be let in.
        """
        what = CHANGES.get(template_prefix, "other")
        traces.note(user, Verb.CREDENTIALS, [what])
        if template_prefix in ADDED:
            sessions.end_all(user, but=self.request.session.session_key)
        letters.ring(send_change_notice, user=str(user.pk))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send none of the letters of the library: they name the site and the address."""
        raise NotImplementedError(template_prefix)


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: sealed secrets, and never without one where one is required."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "That code is not right, or has been used. Write the one you see now;"
            " if it fails again, check the clock of your telephone."
        ),
        "cannot_delete_authenticator": gettext_lazy(
            "This is your only second step: add another before you remove it."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret for whoever this request is about."""
        return second_factor.seal(text, second_factor.owner_now())

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret of whoever this request is about."""
        return second_factor.unseal(encrypted_text, second_factor.owner_now())

    def get_totp_label(self, user: Any) -> str:
        """Name the entry in the app without naming anybody."""
        return _("Work")

    def build_totp_svg(self, url: str) -> str:
        """Draw the picture on white: apps do not read it on a dark page."""
        picture = qrcode.make(url, image_factory=SvgPathFillImage)
        return picture.to_string().decode()

    def _get_site_name(self) -> str:
        return settings.MFA_TOTP_ISSUER

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """Name the passkey on the device without naming anybody."""
        entity = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": _("Work"), "name": _("Work")}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last factor where one is required."""
        if not settings.REQUIRE_MFA:
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS)
        return others.exclude(pk=authenticator.pk).exists()
