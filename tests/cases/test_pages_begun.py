"""A colleague's half-written words survive the signature of the note they were meant for."""

import pytest
from django.urls import reverse

from accompaniment.staff.acting import acting
from cases.actions.drafts import keep_draft
from cases.actions.team import assign_member
from cases.enums import Function
from cases.models import Addendum, Draft
from tests import factories
from tests.factories import NOON

HALF = "Lo que alcancé a escribir antes de la firma"


@pytest.fixture
def colleague(note, worker, team):
    """Return a member of the case who was typing when its author signed."""
    colleague = factories.make_member(team)
    with acting(worker, "test"):
        assign_member(case=note.case, user=colleague, function=Function.MEMBER, by=worker, at=NOON)
    with acting(colleague, "test"):
        content = {**factories.make_sections(), "acuerdos": HALF}
        keep_draft(case=note.case, note_id=note.pk, content=content, by=colleague, at=NOON)
    factories.sign(note, worker)
    return colleague


def test_words_are_offered_as_an_addendum(client, note, colleague):
    client.force_login(colleague)
    page = client.get(reverse("cases:note", args=[note.case.code, note.pk])).content.decode()

    assert page.count(HALF) == 1
    url = reverse("cases:addendum_add", args=[note.case.code, note.pk])
    client.post(url, {"body": HALF, "addendum_id": "6f1d1f3e-5a77-4d1c-9a55-0d1c1f3e5a77"})
    with acting(colleague, "test"):
        assert Addendum.objects.get().body.reveal() == HALF
    assert not Draft.objects.exists()


def test_words_can_be_discarded(client, note, colleague):
    client.force_login(colleague)
    client.post(reverse("cases:draft_discard", args=[note.case.code, note.pk]))

    assert not Draft.objects.exists()


def test_nobody_else_sees_them(client, note, colleague, worker):
    client.force_login(worker)
    page = client.get(reverse("cases:note", args=[note.case.code, note.pk])).content.decode()

    assert HALF not in page
