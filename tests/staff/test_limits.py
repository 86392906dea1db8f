"""Sessions end by themselves, and say in time that they will."""

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accompaniment.staff.enums import Role
from accompaniment.staff.sessions import SHORT, mark_of
from accompaniment.staff.tasks import tidy
from tests import factories
from tests.factories import NOON, PASSWORD
from tests.staff.tools import SignIn

HERE, ASK = "/account/", "/session/"
MINUTE = 60


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def someone(role):
    person = factories.make_member(factories.make_team(), role)
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as travelled:
        yield travelled


@pytest.mark.parametrize("role", sorted(Role))
def test_idle_session_ends_by_role(client, clock, role):
    minutes = 15 if role in SHORT else 20
    SignIn(client).password(someone(role))
    clock.shift(minutes * MINUTE - 1)
    assert client.get(ASK).json()["left"] == 1
    clock.shift(1)

    assert client.get(HERE).status_code == 302
    assert client.get(ASK).json()["left"] is None


def test_those_who_see_more_are_asked_sooner():
    assert {"administrator", "auditor", "coordinator"} == SHORT


def test_work_prolongs_the_session(known, client, clock):
    SignIn(client).password(known)
    for _ in range(6):
        clock.shift(10 * MINUTE)
        assert client.get(HERE).status_code == 200


def test_session_ends_after_twelve_hours_whatever_happens(known, client, clock):
    SignIn(client).password(known)
    for _ in range(12 * 6 - 1):
        clock.shift(10 * MINUTE)
        assert client.get(HERE).status_code == 200
    assert client.get(ASK).json()["left"] == 10 * MINUTE
    clock.shift(10 * MINUTE)

    assert client.get(HERE).status_code == 302


def test_asking_does_not_prolong_and_staying_does(known, client, clock):
    SignIn(client).password(known)
    clock.shift(18 * MINUTE)

    assert client.get(ASK).json()["left"] == 2 * MINUTE
    clock.shift(MINUTE)
    assert client.get(ASK).json()["left"] == MINUTE
    assert client.post(ASK).json()["left"] == 20 * MINUTE
    assert client.get(ASK).json()["left"] == 20 * MINUTE


def test_session_says_who_and_a_token_that_works(known, clock):
    client = Client(enforce_csrf_checks=True)
    client.force_login(known)
    said = client.get(ASK).json()

    assert set(said) == {"left", "csrf", "who"}
    assert said["who"] == mark_of(known)
    assert str(known.pk) not in str(said)
    assert client.post(ASK).status_code == 403
    assert client.post(ASK, headers={"X-CSRFToken": said["csrf"]}).status_code == 200


def test_nobody_has_no_time_left(client):
    said = client.get(ASK)

    assert (said.status_code, said.json()["left"], said.json()["who"]) == (200, None, "")


def test_session_is_written_at_most_once_a_minute(known, client, clock, django_assert_num_queries):
    SignIn(client).password(known)
    clock.shift(59)
    before = Session.objects.values().get()
    client.get(HERE)
    assert Session.objects.values().get() == before
    clock.shift(1)
    client.get(HERE)

    assert Session.objects.values().get() != before


def test_session_without_a_clock_gets_one(known, client, clock):
    client.force_login(known)
    client.get(HERE)

    assert client.get(ASK).json()["left"] == 20 * MINUTE


def test_clock_of_an_earlier_session_is_not_inherited(known, client, clock):
    client.get(reverse("account_login"))
    session = client.session
    session["clock"] = [0, 0, 10**9]
    session.save()
    client.cookies["session"] = session.session_key

    SignIn(client).password(known)

    assert client.get(ASK).json()["left"] == 20 * MINUTE


def test_sessions_that_are_over_are_forgotten(known, client, clock):
    SignIn(client).password(known)
    clock.shift(11 * 60 * MINUTE)
    SignIn(Client()).password(known)
    clock.shift(2 * 60 * MINUTE)

    tidy()

    assert (Session.objects.count(), UserSession.objects.count()) == (1, 1)


def test_clock_that_jumps_back_gives_no_endless_session(known, client, clock):
    SignIn(client).password(known)
    clock.shift(-24 * 60 * MINUTE)
    client.get(HERE)

    assert client.get(ASK).json()["left"] > 0
