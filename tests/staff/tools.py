"""Sign in as people do, and make the numbers of their apps."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.urls import reverse

from accompaniment.staff import second_factor
from tests.factories import PASSWORD

ABROAD = {"HTTP_ORIGIN": "https://evil.example", "HTTP_SEC_FETCH_SITE": "cross-site"}
HERE = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def number_of(secret, steps=0):
    """Return what an app shows, now or some steps of 30 seconds away."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def give_app(person):
    """Set up an authentication app and return its secret."""
    secret = generate_totp_secret()
    data = {"secret": second_factor.seal(secret, person.pk)}
    Authenticator.objects.create(user=person, type="totp", data=data)
    return secret


def give_codes(person):
    """Make recovery codes and return their seed's row."""
    data = {"seed": second_factor.seal(RecoveryCodes.generate_seed(), person.pk), "used_mask": 0}
    return Authenticator.objects.create(user=person, type="recovery_codes", data=data)


class SignIn:
    """The way in."""

    def __init__(self, client):
        self.client = client

    def password(self, person, password=PASSWORD, **headers):
        email = getattr(person, "email", person)
        words = {"login": email, "password": password}
        return self.client.post(reverse("account_login"), words, **headers)

    def code(self, code):
        return self.client.post(reverse("mfa_authenticate"), {"code": code})

    def confirm(self, password=PASSWORD):
        return self.client.post(reverse("account_reauthenticate"), {"password": password})

    @property
    def key(self):
        return self.client.session.session_key

    @property
    def is_in(self):
        return "_auth_user_id" in self.client.session
