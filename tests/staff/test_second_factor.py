"""The second step: apps, recovery codes, passkeys; sealed, used once, enforced."""

import hmac
import json
import re
from hashlib import sha1

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from cryptography.exceptions import InvalidTag
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse

from accompaniment.audit.models import Event
from accompaniment.staff import second_factor
from accompaniment.staff.middleware.confined import OPEN
from tests import factories
from tests.factories import NOON
from tests.staff.tools import SignIn, give_app, give_codes, number_of
from tests.traces import changes

APP = "mfa_activate_totp"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def means():
    return [e.fields for e in Event.objects.filter(verb="sign_in").order_by("seq")]


def test_number_of_the_app_signs_in_once(known, way_in):
    secret = give_app(known)
    with time_machine.travel(NOON, tick=False):
        assert way_in.password(known).headers["Location"] == reverse("mfa_authenticate")
        assert not way_in.is_in
        way_in.code(number_of(secret))
        assert way_in.is_in
        assert means() == [["password", "totp"]]

        thief = SignIn(Client())
        thief.password(known)
        assert thief.code(number_of(secret)).status_code == 200
        assert not thief.is_in


@pytest.mark.parametrize("seconds", [29, 31, 59])
def test_number_seen_over_a_shoulder_stays_used(known, way_in, seconds):
    secret = give_app(known)
    with time_machine.travel(NOON, tick=False) as clock:
        seen = number_of(secret)
        way_in.password(known)
        way_in.code(seen)
        clock.shift(seconds)

        thief = SignIn(Client())
        thief.password(known)
        thief.code(seen)
        assert not thief.is_in


@pytest.mark.parametrize(("steps", "opens"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_clock_of_the_telephone_may_be_half_a_minute_off(known, way_in, steps, opens):
    secret = give_app(known)
    with time_machine.travel(NOON, tick=False):
        way_in.password(known)
        way_in.code(number_of(secret, steps))

        assert way_in.is_in is opens


def test_numbers_are_not_guessed(known, way_in):
    give_app(known)
    way_in.password(known)
    for _ in range(5):
        way_in.code("000000")
    secret = second_factor.unseal(Authenticator.objects.get().data["secret"], known.pk)

    way_in.code(number_of(secret))

    assert not way_in.is_in
    failed = Event.objects.filter(verb="sign_in_failed", fields=["code"])
    assert failed.count() == 6
    assert {e.touched[0] for e in failed} == {str(known.pk)}


def test_recovery_code_signs_in_once(known, way_in, rf):
    give_app(known)
    seed = give_codes(known)
    code = _codes(seed)[0]
    assert len(code) == 20
    way_in.password(known)
    way_in.code(f"{code[:5]} {code[5:10]} {code[10:15]} {code[15:]}")
    assert way_in.is_in
    assert means() == [["password", "recovery_codes"]]

    thief = SignIn(Client())
    thief.password(known)
    thief.code(code)
    assert not thief.is_in


def _codes(row):
    seed = second_factor.unseal(row.data["seed"], row.user_id)
    said, h = [], hmac.new(seed.encode(), None, sha1)
    for number in range(10):
        h.update(f"{number:3},".encode())
        said.append(str(int.from_bytes(h.digest()[:10], "big") % 10**20).zfill(20))
    return said


def test_app_is_set_up_with_codes_shown_once(known, client, way_in, letters):
    way_in.password(known)
    assert (
        client.get(reverse(APP)).headers["Location"].startswith(reverse("account_reauthenticate"))
    )
    way_in.confirm()
    page = client.get(reverse(APP))
    secret = page.context["form"].secret
    code = number_of(secret)

    (letter,) = letters(client.post, reverse(APP), {"code": code})

    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert len(codes) == 10
    again = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert again == ["****"] * 10
    assert letter.subject == "Tienes un aviso"
    assert changes(1) == [("credentials", "staff.user", known.pk, [], ["totp.added"])]
    stepped = Event.objects.get(verb="step_up")
    assert (stepped.root, stepped.fields) == (known.pk, ["password"])
    row = Authenticator.objects.get(type="totp")
    assert second_factor.unseal(row.data["secret"], known.pk) == secret
    thief = SignIn(Client())
    thief.password(known)
    thief.code(code)
    assert not thief.is_in


def test_secret_is_nowhere_in_the_database(known, client, way_in):
    way_in.password(known)
    way_in.confirm()
    secret = client.get(reverse(APP)).context["form"].secret

    assert secret not in _all_text()
    client.post(reverse(APP), {"code": number_of(secret)})
    assert Authenticator.objects.filter(type="totp").count() == 1
    assert secret not in _all_text()


def _all_text():
    """Return every row of the tables that could hold a secret, sessions decoded."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        rows = cursor.fetchall()
    return str(rows) + json.dumps([s.get_decoded() for s in Session.objects.all()], default=str)


def test_secret_of_one_opens_for_nobody_else(known, way_in):
    """Whoever can write into the database puts their own secret into somebody's row."""
    thief = factories.make_user()
    secret = give_app(thief)
    Authenticator.objects.filter(user=thief).update(user=known)
    way_in.password(known)

    assert way_in.code(number_of(secret)).status_code == 503
    assert not way_in.is_in


def test_altered_secret_does_not_open():
    person = factories.make_user()
    sealed = second_factor.seal("JBSWY3DPEHPK3PXP", person.pk)
    altered = ("A" if sealed[30] != "A" else "B").join((sealed[:30], sealed[31:]))

    assert second_factor.unseal(sealed, person.pk) == "JBSWY3DPEHPK3PXP"
    with pytest.raises(InvalidTag):
        second_factor.unseal(altered, person.pk)


def every_address():
    """Return name and address of every view, whatever the address names."""

    def walk(patterns, path, spaces):
        for pattern in patterns:
            here = path + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                space = [pattern.namespace] if pattern.namespace else []
                yield from walk(pattern.url_patterns, here, spaces + space)
            else:
                yield ":".join([*spaces, pattern.name or "?"]), re.sub(r"<[^>]+>", example, here)

    return sorted(walk(get_resolver().url_patterns, "/", []))


def example(part):
    kind = part.group().strip("<>").partition(":")[0]
    return {"uuid": "3f6f1f0e-7d0a-4b59-9c3c-111111111111", "int": "1"}.get(kind, "K7QM3F2")


@pytest.mark.parametrize("method", ["get", "post"])
def test_password_alone_reaches_only_the_way_to_a_second_step(
    known, client, way_in, required, method
):
    way_in.password(known)
    assert way_in.is_in
    free = OPEN | {"account_login"}
    wrong = {}
    for name, path in every_address():
        if name in free:
            continue
        answer = getattr(client, method)(path)
        if (answer.status_code, answer.headers.get("Location")) != (302, reverse("mfa_index")):
            wrong[name] = answer.status_code

    assert wrong == {}


@pytest.mark.parametrize(
    "name", ["mfa_index", "session", "account_logout", "account_reauthenticate"]
)
def test_confined_session_reaches_the_way_to_a_second_step(known, client, way_in, required, name):
    way_in.password(known)

    assert client.get(reverse(name)).status_code == 200


def test_second_step_opens_the_house(known, client, way_in, required):
    way_in.password(known)
    way_in.confirm()
    page = client.get(reverse(APP))
    client.post(reverse(APP), {"code": number_of(page.context["form"].secret)})

    assert client.get(reverse("staff:account")).status_code == 200


def test_second_step_of_one_session_opens_no_other(known, client, way_in, letters, required):
    elsewhere = Client()
    SignIn(elsewhere).password(known)
    way_in.password(known)
    way_in.confirm()
    page = client.get(reverse(APP))
    letters(client.post, reverse(APP), {"code": number_of(page.context["form"].secret)})

    assert client.get(reverse("staff:account")).status_code == 200
    answer = elsewhere.get(reverse("staff:account"))
    assert (answer.status_code, "_auth_user_id" in elsewhere.session) == (302, False)


def test_demonstration_asks_for_no_second_step(known, client, way_in):
    way_in.password(known)

    assert client.get(reverse("staff:account")).status_code == 200


def test_last_second_step_stays_where_one_is_required(known, client, way_in, required):
    secret = give_app(known)
    way_in.password(known)
    way_in.code(number_of(secret))
    way_in.confirm()

    client.post(reverse("mfa_deactivate_totp"))

    assert Authenticator.objects.filter(user=known, type="totp").exists()


def test_passkey_answers_only_from_the_device(known, client, way_in):
    answer = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    options = answer.json()["request_options"]["publicKey"]

    assert options["userVerification"] == "required"
    client.post(reverse("mfa_login_webauthn"), {"credential": "{}"})
    assert not way_in.is_in


def test_pages_of_the_second_step_name_nobody(known, client, way_in):
    way_in.password(known)
    way_in.confirm()

    page = client.get(reverse(APP))

    assert "otpauth://totp/Trabajo?" in page.context["totp_url"]
    assert "issuer=Agenda" in page.context["totp_url"]
