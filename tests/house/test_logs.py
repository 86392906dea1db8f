"""Logs name places in the code and never quote people."""

import logging
import sys

import pytest
from celery.app.trace import build_tracer
from django.test import RequestFactory
from django.urls import resolve

from accompaniment.audit import log
from accompaniment.celery import app
from accompaniment.logs import Scrubbed
from accompaniment.staff.acting import Service, acting

SECRET = "canary-name-Zafiro"


def line(**facts):
    facts = {"name": "django.request", "level": logging.ERROR, "pathname": "", "lineno": 1} | facts
    extra = facts.pop("extra", {})
    record = logging.LogRecord(msg=f"Error: {SECRET}", args=(), exc_info=fault(), **facts)
    vars(record).update(extra)
    return Scrubbed().format(record)


def fault():
    try:
        int(SECRET)  # says what it could not read
    except ValueError:
        return sys.exc_info()


def test_fault_names_kind_and_place_and_nothing_typed():
    said = line()

    assert SECRET not in said
    assert "ERROR django.request failed: ValueError at tests/house/test_logs.py:" in said


def test_fault_of_a_request_names_its_route_and_not_its_address():
    request = RequestFactory().get("/healthz", {"q": SECRET})
    request.resolver_match = resolve("/healthz")

    said = line(extra={"request": request, "status_code": 500})

    assert SECRET not in said
    assert "500 GET /healthz ValueError at" in said


def test_fault_leads_to_the_trace():
    with acting(Service("test"), "testing"):
        said, request = line(), log.current().request

    assert said.endswith(f" trace={request}")


def test_line_cannot_be_forged():
    record = logging.LogRecord("a", logging.ERROR, "", 1, "one\nERROR two\r", (), None)

    assert Scrubbed().format(record).count("\n") == 0


@pytest.fixture
def lines(caplog):
    caplog.handler.setFormatter(Scrubbed())
    return caplog


def test_failed_task_names_itself_and_nothing_it_held(lines):
    @app.task(name="tests.fails", shared=False)
    def fails(word):
        raise ValueError(word)

    tracer = build_tracer("tests.fails", fails, app=app)
    tracer("an-id", (SECRET,), {}, {"id": "an-id", "hostname": "here"})

    assert "task tests.fails ValueError at tests/house/test_logs.py:" in lines.text
    assert SECRET not in lines.text
