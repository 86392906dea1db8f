"""Nobody of a group is named where the whole group is meant, unless its writer looked."""

import pytest
from django.test import Client
from django.urls import reverse

from groups.actions import running
from groups.actions.naming import NamesInNote
from groups.actions.scheduling import call_off
from groups.enums import MeetingState
from groups.models import Meeting
from tests.groups import tools
from tests.traces import do, everything_said

NAME = "Canariorubi"


@pytest.fixture
def meeting(worker):
    _group, _inside, meetings = tools.running(worker, f"{NAME} Aguirre", "Brenda")
    return meetings[0]


@pytest.fixture
def client(worker):
    client = Client()
    client.force_login(worker)
    return client


def page(name, meeting):
    return reverse(f"groups:{name}", args=[meeting.group.code, meeting.pk])


@pytest.mark.parametrize("part", ["title", "objectives", "moments", "technique", "materials"])
def test_a_preparation_that_names_somebody_is_asked_about(meeting, worker, part):
    facts = {"meeting": meeting, "version": 1, "sheet": {part: f"Sentar a {NAME} aparte."}}

    with pytest.raises(NamesInNote) as refused:
        do(running.prepare, worker, **facts)

    assert NAME not in str(refused.value)
    assert Meeting.objects.get(pk=meeting.pk).preparation is None
    assert do(running.prepare, worker, **facts, names_checked=True).version == 2


def test_a_reason_to_call_off_that_names_somebody_is_asked_about(meeting, worker):
    facts = {"meeting": meeting, "reason": f"{NAME} está enferma"}

    with pytest.raises(NamesInNote):
        do(call_off, worker, **facts)

    assert Meeting.objects.get(pk=meeting.pk).state == MeetingState.PROGRAMADA
    (ended,) = do(call_off, worker, **facts, names_checked=True)
    assert ended.state == MeetingState.CANCELADA


def test_coordination_is_asked_too(meeting, coordinator):
    with pytest.raises(NamesInNote):
        do(call_off, coordinator, meeting=meeting, reason=f"Por {NAME}")


def test_without_words_no_name_is_opened(meeting, worker):
    before = everything_said().count("enrolment.name")

    do(call_off, worker, meeting=meeting, reason=" ")

    assert everything_said().count("enrolment.name") == before


def test_pages_ask_and_take_the_answer(meeting, client):
    sheet = {"version": 1, "objectives": f"Escuchar a {NAME}"}
    answer = client.post(page("meeting_prepare", meeting), sheet)
    assert answer.status_code == 422
    assert NAME in answer.content.decode()  # nothing typed is lost
    assert 'name="names_checked"' in answer.content.decode()
    sheet["names_checked"] = "on"
    assert client.post(page("meeting_prepare", meeting), sheet).status_code == 302
    kept = Meeting.objects.get(pk=meeting.pk)
    assert kept.version == 2

    reason = {"reason": f"{NAME} no puede"}
    assert client.post(page("meeting_off", meeting), reason).status_code == 422
    answer = client.post(page("meeting_off", meeting), {**reason, "names_checked": "on"})
    assert answer.status_code == 302
