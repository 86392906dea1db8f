"""The frame of a page: each role finds its rooms, and nobody is named where it leaks."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import get_template
from django.test import RequestFactory
from django.urls import reverse

from accompaniment.context import DOORS, Shell
from accompaniment.fetch import FetchMiddleware
from accompaniment.staff.enums import Role
from tests import factories

ERRORS = ["400", "403", "403_csrf", "404", "409", "413", "429", "500", "503"]


def shell(user, path="/"):
    request = RequestFactory().get(path)
    request.user = user
    return Shell(request)


CLINICAL_ROOMS = ["desk:home", "cases:case_list"]
CALLS, WEEK, MISSING = "cases:calls", "desk:week", "cases:missing_list"
GATHER, PLACES = "cases:collectives", "cases:institutions"
REPORTS, GROUPS = "expertise:commission_list", "groups:group_list"
ROOMS = {
    Role.PSYCHOLOGIST: [*CLINICAL_ROOMS, CALLS, WEEK, GROUPS, MISSING, GATHER, REPORTS, PLACES],
    Role.COORDINATOR: [*CLINICAL_ROOMS, CALLS, WEEK, GROUPS, MISSING, GATHER, REPORTS, PLACES],
    Role.LAWYER: [
        *CLINICAL_ROOMS,
        "cases:legal_agenda",
        WEEK,
        MISSING,
        REPORTS,
        "expertise:for_you",
        PLACES,
    ],
    Role.FACILITATOR: [*CLINICAL_ROOMS, WEEK, GROUPS, GATHER, PLACES],
    Role.RECEPTION: [*CLINICAL_ROOMS, CALLS, WEEK, PLACES],
    Role.FUNDRAISER: ["desk:home"],
    Role.AUDITOR: ["desk:home", "audit:event_list"],
    Role.ADMINISTRATOR: ["desk:home", "audit:event_list", "staff:person_list"],
}


@pytest.mark.parametrize("role", Role)
def test_menu_holds_the_rooms_of_the_role(role, team):
    menu = shell(factories.make_member(team, role)).menu

    assert [entry.url for entry in menu] == [reverse(name) for name in ROOMS[role]]


def test_every_door_leads_somewhere():
    assert all(reverse(door.name) for door in DOORS)


def test_room_of_the_page_is_marked(worker):
    def marked(path):
        return [entry.url for entry in shell(worker, path).menu if entry.current]

    assert marked("/") == ["/"]
    assert marked("/cases/x/") == ["/cases/"]
    assert marked("/cases/calls/") == [reverse("cases:calls")]
    assert marked("/account/") == []


def test_search_is_for_those_who_work_with_records(team):
    auditor = factories.make_member(None, Role.AUDITOR)

    assert shell(factories.make_member(team)).search_url == reverse("cases:search")
    assert shell(auditor).search_url == ""


def test_quick_exit_ends_the_session_of_who_has_one(worker, settings):
    assert shell(worker).exit_url == reverse("exit")
    assert shell(AnonymousUser()).exit_url == settings.QUICK_EXIT_URL


def test_mark_of_a_person_tells_nothing(worker, stranger):
    assert shell(worker).who != shell(stranger).who
    assert shell(worker).who not in str(worker.pk)
    assert shell(AnonymousUser()).who == ""


@pytest.mark.parametrize("name", ERRORS)
def test_error_pages_need_neither_database_nor_person(name, django_assert_num_queries):
    with django_assert_num_queries(0):
        shown = get_template(f"{name}.html").render()

    assert "data-quick-exit" in shown
    assert "<h1>" in shown


@pytest.mark.parametrize("name", ["500", "503"])
def test_failing_server_asks_nothing_about_the_person(name, worker, django_assert_num_queries):
    class Unreachable:
        def __getattr__(self, name):
            raise AssertionError(name)

    with django_assert_num_queries(0):
        shown = get_template(f"{name}.html").render({"shell": shell(Unreachable())})

    assert "data-quick-exit" in shown


def ask(response, **headers):
    request = RequestFactory().post("/x/", headers=headers)
    return FetchMiddleware(lambda _request: response)(request)


def test_script_learns_where_to_go():
    answer = ask(HttpResponseRedirect("/cases/"), **{"X-Fetch": "1"})

    assert answer.status_code == 204
    assert answer.headers["X-Location"] == "/cases/"
    assert "Location" not in answer.headers
    assert answer.content == b""


def test_script_learns_that_the_session_is_over():
    sign_in = reverse("account_login") + "?next=/x/"

    answer = ask(HttpResponseRedirect(sign_in), **{"X-Fetch": "1"})

    assert answer.status_code == 401
    assert "X-Location" not in answer.headers


def test_page_is_redirected_as_ever():
    answer = ask(HttpResponseRedirect("/cases/"))

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/cases/"


def test_other_answers_pass():
    assert ask(HttpResponse("x"), **{"X-Fetch": "1"}).content == b"x"


@pytest.mark.parametrize(("demo", "status"), [(True, 200), (False, 404)])
def test_styleguide_is_for_the_demo(client, settings, demo, status):
    settings.DEMO = demo

    assert client.get("/styleguide/").status_code == status
