"""The forms of signing in, grown from those of allauth."""

import uuid
from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.forms import ResetPasswordForm as BaseResetForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm as BaseActivateForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accompaniment.audit.enums import Verb
from accompaniment.staff import letters, second_factor
from accompaniment.staff.actions import traces
from accompaniment.staff.tasks import send_reset_link

CODE = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "data-size": "code",
    "maxlength": "40",
    "spellcheck": "false",
}


def use_once(user: Any, code: str) -> None:
    """Accept the code of an app once, for as long as its number would be right.

    :raises ValidationError: if it has been used.
    """
    seconds = 30 * (2 * settings.MFA_TOTP_TOLERANCE + 1) + 30
    digits = "".join(char for char in code if char.isdigit())
    if not cache.add(f"totp:{user.pk}:{digits}", "used", timeout=seconds):
        raise get_adapter().validation_error("incorrect_code")


class SignInForm(LoginForm):
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say what to type, in our words."""
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Work e-mail")
        for field in self.fields.values():
            field.help_text = ""
            field.widget.attrs.pop("placeholder", None)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ResetForm(BaseResetForm):
    """Ask for a link to set a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say what to type, in our words."""
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Work e-mail")
        self.fields["email"].widget.attrs.pop("placeholder", None)

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Ring the doorbell of the letter, also for nobody: both take the same time."""
        users = [user.pk for user in self.users] or [uuid.uuid4()]
        letters.ring(send_reset_link, user=str(users[0]))
        return self.cleaned_data["email"]


class CodeForm(base.BaseAuthenticateForm):
    """A code of an app, or one for emergencies; neither works twice."""

    verb: Verb | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Help the telephone's keyboard."""
        super().__init__(*args, **kwargs)
        self.fields["code"].widget = forms.TextInput(CODE)
        self.fields["code"].label = _("Code")
        self.fields["code"].help_text = _(
            "Six numbers from your authentication app, or one of your recovery codes."
        )

    def clean_code(self) -> str:
        """Check the code and use it up; a wrong one is written down."""
        try:
            code = super().clean_code()
            if self.authenticator.type == Authenticator.Type.TOTP:
                use_once(self.user, code)
        except ValidationError:
            traces.note_failure(self.user.email, "code")
            raise
        if self.verb:
            traces.note(self.user, self.verb, [self.authenticator.type])
        return code


class AuthenticateForm(CodeForm, base.AuthenticateForm):
    """The second step of signing in."""


class ConfirmForm(CodeForm, base.ReauthenticateForm):
    """Confirm who is there before something delicate."""

    verb = Verb.STEP_UP


class ConfirmPasskeyForm(ReauthenticateWebAuthnForm):
    """Confirm who is there by a passkey."""

    def clean_credential(self) -> Authenticator:
        """Check the answer of the device."""
        authenticator = super().clean_credential()
        traces.note(self.user, Verb.STEP_UP, [authenticator.type])
        return authenticator


class ActivateTOTPForm(BaseActivateForm):
    """Set up an authentication app; its secret waits sealed in the session."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Seal what allauth keeps, and open it again when the code comes."""
        session = context.request.session
        waiting = session.get(SECRET_SESSION_KEY) if "data" in kwargs else None
        super().__init__(*args, **kwargs)
        self.fields["code"].widget = forms.TextInput(CODE)
        if waiting:
            self.secret = second_factor.unseal(waiting, self.user.pk)
        else:
            session[SECRET_SESSION_KEY] = second_factor.seal(self.secret, self.user.pk)

    def clean_code(self) -> str:
        """Check the first code, which then is used up."""
        code = super().clean_code()
        use_once(self.user, code)
        return code
