"""The health page: 200 when every part works, 503 and no reason when one does not."""

import json

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import OperationalError, connections

from accompaniment.desk import health

WELL = {"database": "ok", "keys_database": "ok", "broker": "ok", "worker": "ok", "keys": "ok"}


@pytest.fixture(autouse=True)
def alive():
    """Let a worker have spoken just now."""
    health.say_alive()
    yield
    cache.delete(health.HEARTBEAT)


def test_healthz_all_parts_work(client):
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", **WELL}
    assert "no-store" in answer["Cache-Control"]


def test_healthz_without_a_heartbeat(client):
    health.say_gone()

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json() == {"status": "failed", **WELL, "worker": "failed"}


def test_healthz_with_the_wrong_key(client, settings):
    client.get("/healthz")
    secret = "A" * 43 + "="
    settings.VAULT_KEKS = {"1": secret}

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json() == {"status": "failed", **WELL, "keys": "failed"}
    assert secret not in answer.content.decode()


def test_healthz_with_a_key_that_is_no_key(client, settings):
    settings.VAULT_KEKS = {"1": "not base64 of 32 bytes"}

    assert client.get("/healthz").json() == {"status": "failed", **WELL, "keys": "failed"}


@pytest.mark.parametrize(("alias", "part"), [("default", "database"), ("keys", "keys_database")])
def test_healthz_with_a_database_that_does_not_answer(client, alias, part):
    with connections[alias].execute_wrapper(_down):
        answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json()[part] == "failed"
    assert "at 10.0.0.7" not in answer.content.decode()


def _down(*args):
    raise OperationalError("no server at 10.0.0.7")


def test_healthz_with_a_broker_that_takes_nothing(client, settings):
    options = {**settings.CELERY_BROKER_TRANSPORT_OPTIONS, "data_folder_in": "/nowhere"}
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = options

    assert client.get("/healthz").json() == {"status": "failed", **WELL, "broker": "failed"}


def test_healthz_answers_the_machines_inside_without_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/healthz").status_code == 200
    assert client.get("/").status_code == 301


def test_healthz_is_only_looked_at(client):
    assert client.post("/healthz").status_code == 405


def test_health_command_says_the_same(capsys):
    call_command("health")

    assert json.loads(capsys.readouterr().out) == WELL


def test_health_command_fails_when_a_part_does(capsys):
    health.say_gone()

    with pytest.raises(CommandError):
        call_command("health")
