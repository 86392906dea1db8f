"""Who comes through the door of each page."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from accompaniment import gathering
from accompaniment.audit.models import Event
from accompaniment.staff import access
from accompaniment.staff.acting import acting
from cases import urls
from cases.actions.contacts import verify_contact
from cases.enums import Visibility
from cases.models import ContactChannel
from cases.urls import of_case, of_contact, of_note, of_session
from tests import factories
from tests.cases import pages
from tests.factories import make_sections


@pytest.fixture
def parts(case, worker):
    return pages.furnish(case, worker)


def test_every_address_of_a_case_is_walked():
    rooms = {id(route) for routes in gathering.offered(urls, "of_case") for route in routes}
    named = {
        route.name
        for route in [*of_case, *of_note, *of_session, *of_contact]
        if hasattr(route, "name") and id(route) not in rooms  # each room walks its own
    }

    assert named == {*pages.READ, *pages.FORMS, *pages.POSTS}


@pytest.mark.parametrize("name", [*pages.READ, *pages.FORMS])
def test_page_opens_for_the_responsible(client, case, worker, parts, name):
    client.force_login(worker)

    assert client.get(pages.address(name, case, parts)).status_code == 200


@pytest.mark.parametrize("name", [*pages.READ, *pages.FORMS, *pages.POSTS])
def test_page_does_not_exist_for_a_stranger(client, case, stranger, parts, name):
    client.force_login(stranger)
    way = client.post if name in pages.POSTS else client.get

    answer = way(pages.address(name, case, parts))

    assert answer.status_code == 404
    assert case.pseudonym not in answer.content.decode()
    assert Event.objects.filter(verb="denied", actor=f"user:{stranger.pk}").count() == 1


@pytest.mark.parametrize("name", pages.CHILDREN)
def test_page_of_another_parent_does_not_exist(client, case, worker, parts, name):
    other = factories.make_case(by=worker)
    client.force_login(worker)
    way = client.post if name in pages.POSTS else client.get

    assert way(pages.address(name, other, parts)).status_code == 404


def test_draft_of_a_note_of_another_case_is_refused(client, case, worker, parts):
    other = factories.make_case(by=worker)
    client.force_login(worker)

    answer = client.post(
        pages.address("note_draft", other, parts), {"temas": factories.SECRET_TEXT}
    )

    assert answer.status_code == 403


@pytest.mark.parametrize("name", [*pages.READ, *pages.FORMS])
def test_reading_is_on_record_under_the_code_of_the_case(client, case, worker, parts, name):
    client.force_login(worker)
    client.get(pages.address(name, case, parts))

    request = Event.objects.order_by("-seq").first().request
    read = Event.objects.filter(request=request, verb="read")
    assert {event.code for event in read} <= {case.code}


@pytest.mark.parametrize("answer", ["same", "changed"])
def test_contacts_gone_over_while_writing_are_on_record_under_the_code(
    client, case, worker, parts, answer
):
    with acting(worker, "test"):
        contact = ContactChannel.objects.get(pk=parts["contact"])
        verify_contact(contact=contact, by=worker, at=timezone.now() - dt.timedelta(days=2))
    client.force_login(worker)
    sent = {
        **make_sections(),
        "note_id": uuid.uuid4(),
        "version": 0,
        "template": "EVOLUCION",
        "visibility": Visibility.TEAM,
        "contact_safe": answer,
    }

    saved = client.post(pages.address("note_new", case, {**parts, "session": parts["held"]}), sent)

    assert saved.status_code == 302
    read = Event.objects.filter(verb="read", request=Event.objects.order_by("-seq")[0].request)
    assert {event.code for event in read} <= {case.code}


@pytest.mark.parametrize(
    ("role", "name"), [("fundraiser", "case_list"), ("auditor", "search"), ("lawyer", "open")]
)
def test_refusal_of_a_whole_page_is_on_record(client, team, role, name):
    client.force_login(factories.make_member(team, role))

    assert client.get(reverse(f"cases:{name}")).status_code == 403
    denied = Event.objects.get(verb="denied")
    assert (denied.kind, denied.outcome) == (f"cases:{name}", "denied")


@pytest.mark.parametrize("name", ["note_draft", "note_new"])
def test_words_for_a_hidden_note_are_refused_on_record(client, case, worker, name):
    note = factories.make_note(case, worker, visibility=Visibility.AUTHOR)
    colleague = factories.make_member(case.team)
    access.grant(colleague, {"view", "identify", "read", "write"}, case)
    client.force_login(colleague)
    sent = {**make_sections(), "note_id": note.pk, "version": 0}
    sent |= {"template": note.template, "visibility": Visibility.TEAM}
    parts = {"note": note.pk, "session": note.session_id}

    assert client.post(pages.address(name, case, parts), sent).status_code == 403
    assert Event.objects.filter(verb="denied", actor=f"user:{colleague.pk}").count() == 1
