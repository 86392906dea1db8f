"""The same headers on every answer, whatever happened on the way to it."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import path

from accompaniment import urls as house_urls
from tests.staff.tools import SignIn

CSP = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
}
NOBODY = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer",
    "microphone", "midi", "payment", "usb",
)  # fmt: skip
SELF = ("publickey-credentials-create", "publickey-credentials-get")
POLICY = {f"{name}=()" for name in NOBODY} | {f"{name}=(self)" for name in SELF}
ALWAYS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": CSP,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
OF_THE_PAGE = {"Content-Type", "Content-Length", "Content-Language", "Vary", "Location", "Allow"}


def broken(request):
    raise RuntimeError


urlpatterns = [*house_urls.urlpatterns, path("broken/", broken)]


def said(answer):
    found = {k: v for k, v in answer.headers.items() if k not in OF_THE_PAGE}
    found["Content-Security-Policy"] = set(found["Content-Security-Policy"].split("; "))
    found["Permissions-Policy"] = set(found["Permissions-Policy"].split(", "))
    return found


@pytest.fixture
def browser(known, settings):
    settings.ROOT_URLCONF = __name__
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(known)
    return client


@pytest.mark.parametrize(
    ("method", "address", "facts", "status"),
    [
        ("get", "/account/", {}, 200),
        ("get", "/account/login/", {}, 302),
        ("get", "/account/", {"HTTP_HOST": "evil.example"}, 400),
        ("get", "/staff/", {}, 403),
        ("post", "/account/", {}, 403),
        ("get", "/nowhere/", {}, 404),
        ("delete", "/account/", {}, 403),
        ("get", "/broken/", {}, 500),
        ("options", "/session/", {}, 405),
        ("get", "/session/", {}, 200),
    ],
)
def test_headers_are_the_same(browser, method, address, facts, status):
    answer = getattr(browser, method)(address, **facts)

    assert answer.status_code == status
    assert said(answer) == ALWAYS


@pytest.mark.parametrize("address", ["/account/login/", "/account/", "/exit/"])
def test_headers_are_the_same_for_nobody(client, address):
    found = said(client.get(address))
    found.pop("Clear-Site-Data", None)

    assert found == ALWAYS


def test_headers_are_the_same_when_nothing_may_be_shown(browser, settings):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event RENAME TO audit_event_away")
    answer = browser.get("/nowhere-of-mine/", HTTP_HOST="testserver")
    denied = browser.get("/staff/")

    assert answer.status_code == 404
    assert denied.status_code == 503
    assert said(denied) == ALWAYS


def test_too_large_a_body_keeps_the_headers(browser, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    answer = browser.post("/account/", {"full_name": "x" * 200})

    assert answer.status_code in {400, 403, 413}
    assert said(answer) == ALWAYS


def test_https_is_remembered(settings):
    settings.SECURE_HSTS_SECONDS = 63_072_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True

    answer = Client().get("/account/login/", secure=True)

    assert said(answer) == ALWAYS | {
        "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload"
    }


def test_plain_http_is_led_to_https_with_the_headers(settings):
    settings.SECURE_SSL_REDIRECT = True

    answer = Client().get("/account/login/")

    assert answer.status_code == 301
    assert answer.headers["Location"] == "https://testserver/account/login/"
    assert said(answer) == ALWAYS


def test_cookies_are_for_this_site_only(known, client):
    client.get("/account/login/")
    SignIn(client).password(known)

    for name in ("session", "csrf"):
        assert client.cookies[name]["samesite"] == "Lax"
    assert client.cookies["session"]["httponly"] is True
    assert client.cookies["session"]["max-age"] == ""  # gone with the browser
