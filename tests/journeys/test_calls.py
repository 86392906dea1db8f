"""From the ringing of the telephone to the follow-up, each deed by the one who does it."""

import uuid

from django.utils import timezone

from cases.actions.reminders import remind
from cases.enums import CaseState
from cases.enums.task import TaskKind
from cases.models import Case, MissingPerson, Task
from cases.reports.due import all_due
from tests.journeys.first_contact import (
    ALIAS,
    DAY,
    DEMAND,
    PHONE,
    accepted,
    accompanied,
    assessed_and_waiting,
    begun_with_a_call,
    called_back,
    listened_to,
    taken_down,
    url,
)

FOLLOW_UPS = {TaskKind.FOLLOW_UP}


def test_from_the_first_call_to_the_closing(at_work, people):
    call = taken_down(at_work)
    listened_to(at_work, call)
    called_back(at_work, call)
    assessed_and_waiting(at_work, call)
    case = accepted(at_work, people, call)

    page = at_work["listens"].get(case.get_absolute_url()).content.decode()
    assert DEMAND in page
    contact = case.participations.get().person.contacts.get()
    assert (contact.time_zone, contact.verified_on) == ("America/Ojinaga", call.verified_on)
    accompanied(case, people["listens"])
    assert Case.objects.get(pk=case.pk).state == CaseState.CERRADO
    assert DEMAND not in at_work["reception"].get(url("call", call.pk)).content.decode()


def test_a_family_that_searches_from_the_first_call_to_the_closing(at_work, people):
    case, door = begun_with_a_call(at_work, people), at_work["listens"]

    sent = {"name": "Toño", "status": "DESAPARECIDA", "kinship": "MADRE", "holds_true": "Vuelve"}
    opened = door.post(url("missing_add", case.code), sent)
    missing = MissingPerson.objects.get()
    assert opened.url == url("missing_record", case.code, missing.pk)
    block = url("missing_block", case.code, missing.pk, "events")
    soon = timezone.localdate() + 5 * DAY
    seen_on = f"2019-{soon.month:02}-{min(soon.day, 28):02}"
    assert door.post(block, {"seen_on": seen_on}).status_code == 302
    assert remind(timezone.now()) >= 1
    assert Task.objects.filter(case=case, kind=TaskKind.HURTING_DATE).exists()

    accompanied(case, people["listens"])
    assert Case.objects.get(pk=case.pk).state == CaseState.CERRADO
    assert "Toño" in door.get(url("missing", case.code)).content.decode()
    assert {each.kind for each in all_due(timezone.localdate() + 40 * DAY)} >= FOLLOW_UPS


def test_who_asks_after_her_learns_nothing_and_she_is_warned(at_work, people):
    call = taken_down(at_work)
    listened_to(at_work, call)
    signs = {"version": 3}
    at_work["listens"].post(url("call_back", call.pk), {"result": "HABLAMOS"})
    call.refresh_from_db()
    at_work["listens"].post(url("call_urgency", call.pk), {**signs, "version": call.version})
    at_work["listens"].post(url("call_accept", call.pk), {"line": "IND"})
    case = Case.objects.get()
    asked = {"call_id": uuid.uuid4(), "asked_for": f"¿Está {ALIAS}?\n{PHONE}", "is_hostile": "on"}

    answer = at_work["reception"].post(url("third_party_new"), asked, follow=True)

    assert case.code not in answer.content.decode()
    assert set(Task.objects.values_list("case", "assignee")) == {
        (case.pk, people["listens"].pk), (case.pk, None),
    }  # fmt: skip
