"""What two colleagues fill in at the same time: neither loses a word, neither is left stuck."""

import re

import pytest
import time_machine
from django.urls import reverse

from accompaniment.staff.acting import acting
from groups.actions.enrolling import move_enrolment
from groups.enums import EnrolmentState
from groups.models import Attendance, Meeting, Theme
from tests.groups import tools
from tests.traces import do


@pytest.fixture
def lived(worker):
    """A group at its first session."""
    return tools.running(worker, "Alma Zubía", "Brenda Chávez", "Carmen Loya")


@pytest.fixture
def begun(lived):
    """The hour of the first session."""
    with time_machine.travel(lived[2][0].starts_at, tick=False):
        yield


def stored_version(answer):
    """Return the version the form of a page would send."""
    return re.search(r'name="version" value="(\d+)"', answer.content.decode())[1]


def sheet_of(client, by, lived):
    client.force_login(by)
    group, _inside, meetings = lived
    return reverse("groups:meeting_sheet", args=[group.code, meetings[0].pk])


@pytest.mark.parametrize("lost", ["mark", "remark"])
@pytest.mark.usefixtures("begun")
def test_what_was_written_of_who_left_meanwhile_comes_back(client, worker, lived, lost):
    _group, inside, _meetings = lived
    sent = {"version": 0, "others": "3"}
    for each in inside[1:]:
        sent |= {f"mark_{each.pk}": "PRESENTE", f"remark_{each.pk}": f"de {each.number}"}
    words = {"mark": "LLEGO_TARDE", "remark": "llegó con <miedo>"}
    sent[f"{lost}_{inside[0].pk}"] = words[lost]
    url = sheet_of(client, worker, lived)
    do(move_enrolment, worker, enrolment=inside[0], to=EnrolmentState.INTERRUMPIO)

    refused = client.post(url, sent)

    page = refused.content.decode()
    assert (refused.status_code, Attendance.objects.count()) == (422, 0)
    assert "Alma Zubía" in page
    assert {"mark": "Llegó tarde", "remark": "llegó con &lt;miedo&gt;"}[lost] in page
    assert "de 2" in page
    assert 'value="3"' in page
    del sent[f"{lost}_{inside[0].pk}"]
    assert client.post(url, sent).status_code == 302
    assert Attendance.objects.count() == 2


@pytest.mark.usefixtures("begun")
def test_empty_rows_of_who_left_and_rows_of_nobody_are_told_apart(client, worker, stranger, lived):
    elsewhere = tools.running(stranger, "Delia Secreta", "Eva")[1][0]
    inside = lived[1]
    url = sheet_of(client, worker, lived)
    do(move_enrolment, worker, enrolment=inside[0], to=EnrolmentState.INTERRUMPIO)
    sent = {"version": 0, f"mark_{inside[1].pk}": "PRESENTE", f"remark_{inside[0].pk}": " "}

    refused = client.post(url, {**sent, f"remark_{elsewhere.pk}": "ajena", "mark_nobody": "x"})

    assert refused.status_code == 422
    assert "Delia" not in refused.content.decode()
    assert "ajena" in refused.content.decode()
    assert client.post(url, sent).status_code == 302
    assert Attendance.objects.get().enrolment == inside[1]


def test_the_second_who_prepares_sees_both_and_can_save(client, worker, lived):
    group, _inside, meetings = lived
    url = reverse("groups:meeting_prepare", args=[group.code, meetings[0].pk])
    theme = Theme.objects.create(kind=group.kind, position=1, title="El duelo")
    client.force_login(worker)
    first = stored_version(client.get(url))
    hers = {"version": first, "objectives": "hablar del miedo", "theme": theme.pk}
    assert client.post(url, hers).status_code == 302

    refused = client.post(url, {"version": first, "objectives": "cantar <juntas>"})

    page = refused.content.decode()
    assert refused.status_code == 409
    assert "cantar &lt;juntas&gt;" in page
    stored = page[page.index('id="stored"') : page.index('class="form"')]
    assert "hablar del miedo" in stored
    assert theme.title in stored
    again = {"version": stored_version(refused), "objectives": "cantar juntas"}
    assert client.post(url, again).status_code == 302
    kept = Meeting.objects.get(pk=meetings[0].pk)
    with acting(worker, "test"):
        assert kept.preparation.reveal() == {"objectives": "cantar juntas"}


@pytest.mark.usefixtures("begun")
def test_the_second_who_writes_the_note_reads_both_under_their_names(client, worker, lived):
    group, _inside, meetings = lived
    url = reverse("groups:meeting_note", args=[group.code, meetings[0].pk])
    client.force_login(worker)
    first = stored_version(client.get(url))
    hers = {"version": first, "opening": "una ronda", "face_5": "17"}
    assert client.post(url, hers).status_code == 302

    refused = client.post(url, {"version": first, "opening": "un canto"})

    page = refused.content.decode()
    stored = page[page.index('id="stored"') : page.index('class="form"')]
    assert (refused.status_code, "una ronda" in stored) == (409, True)
    assert str(refused.context["form"]["opening"].label) in stored
    assert "17" in stored
    back = reverse("groups:meeting", args=[group.code, meetings[0].pk])
    assert f'href="{back}" ' in page[page.index('class="form"') :]
    again = {"version": stored_version(refused), "opening": "un canto"}
    assert client.post(url, again).status_code == 302


def test_a_preparation_that_is_not_clean_keeps_the_version_it_was_loaded_with(
    client, worker, lived
):
    group, _inside, meetings = lived
    url = reverse("groups:meeting_prepare", args=[group.code, meetings[0].pk])
    client.force_login(worker)
    first = stored_version(client.get(url))
    client.post(url, {"version": first, "objectives": "hablar del miedo"})

    named = client.post(url, {"version": first, "theme": "no-such", "objectives": "cantar"})

    assert named.status_code == 422
    assert stored_version(named) == first
    assert 'id="stored"' not in named.content.decode()
