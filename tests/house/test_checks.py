"""The deploy checks: a house that is ready is silent, and each fault has its own sentence."""

import base64
import os

import pytest
from django.core import checks
from django.db import connections

from accompaniment import checks as house
from tests import factories


def key():
    return base64.b64encode(os.urandom(32)).decode()


def ids(found):
    return [message.id for message in found]


@pytest.fixture(autouse=True)
def ready(settings, tmp_path):
    """Make the house ready, so that a test can spoil one thing."""
    settings.DEBUG = settings.DEMO = False
    settings.REQUIRE_MFA = settings.HTTPS = True
    settings.SITE_URL = "https://cauce.example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.SECRETS_FILE = tmp_path / "apart" / "keys.env"
    settings.SECRETS_FILE.parent.mkdir()
    settings.SECRETS_FILE.touch(mode=0o600)


def test_ready_house_is_silent():
    for check in (house.mode, house.keys, house.key_file, house.databases, house.redis, house.mail):
        assert check(None) == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DEBUG", True, "cauce.E001"),
        ("DEMO", True, "cauce.E002"),
        ("REQUIRE_MFA", False, "cauce.E003"),
        ("HTTPS", False, "cauce.E004"),
        ("SITE_URL", "http://cauce.example.org", "cauce.E004"),
    ],
)
def test_mode_is_for_real_people(settings, name, value, expected):
    setattr(settings, name, value)

    assert ids(house.mode(None)) == [expected]


@pytest.mark.parametrize("weak", ["", "short", "A" * 43 + "=", "not base64!"])
def test_weak_key_is_named(settings, weak):
    settings.MFA_KEY = weak

    found = house.keys(None)

    assert ids(found) == ["cauce.E010"]
    assert found[0].msg == "MFA_KEY is not base64 of 32 random bytes."


def test_weak_key_does_not_appear_in_the_report(settings):
    settings.VAULT_KEKS = {"1": "c2VjcmV0IHdvcmQ="}

    assert "c2VjcmV0IHdvcmQ=" not in str(house.keys(None))


def test_same_key_twice(settings):
    settings.MFA_KEY = settings.VAULT_INDEX_KEY = key()

    assert ids(house.keys(None)) == ["cauce.E011"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o666])
def test_key_file_that_others_may_read(settings, mode):
    settings.SECRETS_FILE.chmod(mode)

    assert ids(house.key_file(None)) == ["cauce.E012"]


def test_key_file_beside_a_database(settings, monkeypatch):
    beside = str(settings.SECRETS_FILE.parent / "main.sqlite3")
    monkeypatch.setitem(connections["default"].settings_dict, "NAME", beside)
    monkeypatch.setattr(connections["default"], "vendor", "sqlite")

    assert ids(house.key_file(None)) == ["cauce.E013"]


def test_records_and_keys_in_one_database(monkeypatch):
    for part in ("HOST", "PORT", "NAME"):
        there = connections["default"].settings_dict[part]
        monkeypatch.setitem(connections["keys"].settings_dict, part, there)

    assert ids(house.databases(None)) == ["cauce.E014"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("redis://redis:6379/0", ["cauce.E015"]),
        ("redis://:secret@redis:6379/0", []),
        ("redis://127.0.0.1:6379/0", []),
        ("filesystem://localhost", []),
    ],
)
def test_redis_asks_for_a_password(settings, url, expected):
    settings.CELERY_BROKER_URL = url

    assert ids(house.redis(None)) == expected


def test_letters_that_go_nowhere(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    assert ids(house.mail(None)) == ["cauce.W016"]


def test_superuser_with_a_password(worker):
    worker.is_superuser = True
    worker.set_password("a long and odd sentence")
    worker.save()

    assert ids(house.people(None, databases=["default"])) == ["cauce.E020"]


def test_several_clinical_people_on_sqlite(team):
    factories.make_member(team)
    assert house.people(None, databases=["default"]) == []
    factories.make_member(team)

    found = ids(house.people(None, databases=["default"]))

    assert found == (["cauce.E021"] if connections["default"].vendor == "sqlite" else [])


def test_database_checks_wait_to_be_asked(worker):
    assert house.people(None) == []
    assert house.trace(None) == []


def test_owner_of_the_trace_is_reported():
    """The tests sign in as the owner of their tables, so on PostgreSQL this must complain."""
    found = ids(house.trace(None, databases=["default"]))

    assert ("cauce.E022" in found) is (connections["default"].vendor == "postgresql")


def test_every_check_is_registered():
    known = checks.registry.registry.get_checks(include_deployment_checks=True)

    assert {house.mode, house.keys, house.key_file, house.databases, house.redis} <= set(known)
    assert {house.mail, house.people, house.trace} <= set(known)
