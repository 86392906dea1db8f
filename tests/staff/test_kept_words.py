"""Nothing typed is lost when the session has ended, and nothing is echoed to another site."""

import logging
import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.staff.tools import ABROAD, HERE

CANARY = "canaria <b>tejida</b> & hilo"
LONG = "\n".join([CANARY] * 20)
PATH = "/account/"
WORDS = {"body": LONG, "short": CANARY, "several": ["uno", "dos"], "csrfmiddlewaretoken": "x"}


@pytest.fixture
def strict():
    return Client(enforce_csrf_checks=True)


def shown(answer):
    """Return what the page would send again, by name."""
    return [(name, value) for name, value, _shown in answer.context["kept"]]


def test_words_of_an_ended_session_come_back(client):
    answer = client.post(PATH, WORDS, **HERE)

    assert answer.status_code == 401
    assert shown(answer) == [
        ("body", LONG),
        ("short", CANARY),
        ("several", "uno"),
        ("several", "dos"),
    ]
    page = answer.content.decode()
    assert f'action="{PATH}"' in page
    assert re.search(r"<textarea[^>]*name=\"body\"[^>]*>\ncanaria &lt;b&gt;tejida", page)
    assert '<input type="hidden" name="short" value="canaria &lt;b&gt;' in page
    assert reverse("account_login") in page
    assert answer.headers["Cache-Control"] == "no-store"


def test_words_sent_again_after_signing_in_arrive(known, strict):
    page = strict.post(PATH, {"full_name": "Otra Forma"}, **HERE)
    assert page.status_code == 403  # the token is gone with the cookies
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode()).group(1)
    strict.force_login(known)
    words = {"full_name": "Otra Forma", "language": "es", "csrfmiddlewaretoken": token}
    answer = strict.post(PATH, words, **HERE)

    assert answer.status_code == 302
    known.refresh_from_db()
    assert known.full_name == "Otra Forma"


def test_first_newline_survives_the_textarea(client):
    answer = client.post(PATH, {"body": "\n\nempieza abajo"}, **HERE)

    assert ">\n\n\nempieza abajo</textarea>" in answer.content.decode()


def test_form_of_an_earlier_session_comes_back_with_a_fresh_token(known, strict):
    strict.force_login(known)

    answer = strict.post(PATH, WORDS, **HERE)

    assert answer.status_code == 403
    assert answer.context["signed_in"] is True
    assert shown(answer)[0] == ("body", LONG)
    assert 'value="x"' not in answer.content.decode()


@pytest.mark.parametrize("where", [ABROAD, {"HTTP_ORIGIN": "https://evil.example"}, {}])
@pytest.mark.parametrize("someone", [True, False])
def test_words_from_another_site_are_never_echoed(known, strict, where, someone):
    if someone:
        strict.force_login(known)

    answer = strict.post(PATH, WORDS, **where)

    assert answer.status_code == 403
    assert "canaria" not in answer.content.decode()


@pytest.mark.parametrize("where", [ABROAD, {}])
def test_words_of_nobody_from_elsewhere_lead_to_sign_in(client, where):
    answer = client.post(PATH, WORDS, **where)

    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("account_login"))


def test_origin_serves_where_a_browser_says_nothing_else(client):
    answer = client.post(PATH, WORDS, HTTP_ORIGIN="http://testserver")

    assert answer.status_code == 401


def test_password_is_never_echoed(strict):
    words = {"login": "ada@example.org", "password": CANARY}
    answer = strict.post(reverse("account_login"), words, **HERE)

    assert answer.status_code == 403
    assert "canaria" not in answer.content.decode()
    assert "ada@" not in answer.content.decode()


@pytest.mark.parametrize("header", ["X-Fetch", "HX-Request"])
def test_script_is_told_and_keeps_the_words_itself(client, header):
    answer = client.post(PATH, WORDS, headers={header: "1"}, **HERE)

    assert answer.status_code == 401
    assert set(answer.json()) == {"left", "csrf", "who"}
    assert answer.json()["left"] is None


@pytest.mark.parametrize("header", ["X-Fetch", "HX-Request"])
def test_script_with_an_old_token_gets_a_fresh_one(known, header):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(known)

    answer = strict.post(PATH, WORDS, headers={header: "1"}, **HERE)

    assert answer.status_code == 403
    token = answer.json()["csrf"]
    again = strict.post("/session/", headers={"X-CSRFToken": token, header: "1"})
    assert again.status_code == 200


def test_too_much_is_not_echoed(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    answer = client.post(PATH, {"body": "x" * 2000}, **HERE)

    assert answer.status_code in {302, 400}
    assert "xxxx" not in answer.content.decode()


def test_note_of_200_000_characters_comes_back_whole(client):
    text = "ñandú " * 33_334

    answer = client.post(PATH, {"body": text}, **HERE)

    assert (answer.status_code, shown(answer)) == (401, [("body", text)])


def test_empty_form_leads_to_sign_in(client):
    assert client.post(PATH, {"body": "  "}, **HERE).status_code == 302


def test_page_that_was_asked_for_opens_after_sign_in(client):
    answer = client.get("/account/sessions/")

    assert answer.headers["Location"] == "/account/login/?next=/account/sessions/"


def test_no_word_reaches_the_log(client, caplog):
    caplog.set_level(logging.DEBUG)

    client.post(PATH, WORDS, **HERE)
    Client(enforce_csrf_checks=True).post(PATH, WORDS, **HERE)

    assert "canaria" not in caplog.text


def test_words_leave_no_trace_in_the_session(client):
    client.post(PATH, WORDS, **HERE)

    assert "canaria" not in str(dict(client.session))
