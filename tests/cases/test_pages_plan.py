"""The room of the plan: goals, assessments, events, contacts after closing."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accompaniment.audit.models import Event as TraceEvent
from accompaniment.staff.acting import acting
from cases.actions.lifecycle import close_case
from cases.actions.people import accompanied
from cases.actions.plans import Standing, review_plan
from cases.enums import AgeGroup, Template
from cases.models import AgreedAction, Assessment, Event, FollowUp, Goal, PlanReview
from tests import factories
from tests.cases.planned import (
    RESOURCE,
    days,
    make_action,
    make_assessment,
    make_event,
    make_goal,
)

WORDS = "canaria-meta-5d2c"


def page(name, case, *args):
    return reverse(f"cases:{name}", args=[case.code, *args])


@pytest.fixture
def signed_in(client, worker):
    client.force_login(worker)
    return client


def said(form, **more):
    """Return what a browser would send back unchanged, and more."""
    fields = {field.name: field.value() for field in form if field.value() not in (None, False)}
    return fields | more


def queries(client, url):
    with CaptureQueriesContext(connection) as ran:
        assert client.get(url).status_code == 200
    return len(ran)


# --- the room ----------------------------------------------------------------------------------


def test_room_shows_goals_assessment_and_events_to_who_reads(signed_in, case, worker, coordinator):
    make_goal(case, worker, WORDS, indicator="canaria-indicador")
    make_action(case, worker, "canaria-acuerdo", who="ella")
    make_event(case, worker, words="canaria-hecho")
    make_assessment(case, worker)

    text = signed_in.get(page("plan", case)).content.decode()
    for word in (WORDS, "canaria-indicador", "canaria-acuerdo", "canaria-hecho", "Insomnio"):
        assert word in text
    assert "primavera de 2011" in text
    signed_in.force_login(coordinator)
    refused = signed_in.get(page("plan", case))
    assert refused.status_code == 403
    assert WORDS not in refused.content.decode()


def test_room_without_anything_offers_a_beginning(signed_in, case):
    text = signed_in.get(page("plan", case)).content.decode()

    for name in ("goal_add", "assess", "event_add"):
        assert page(name, case) in text


def test_what_was_opened_is_on_record(signed_in, case, worker):
    make_goal(case, worker, WORDS)

    signed_in.get(page("plan", case))

    read = {field for e in TraceEvent.objects.filter(verb="read") for field in e.fields}
    assert "goal.words" in read
    assert WORDS not in str(list(TraceEvent.objects.values()))


def fill(case, worker, count):
    goals = [make_goal(case, worker, f"meta {n}") for n in range(min(count, 12))]
    for n in range(count):
        make_action(case, worker, f"acuerdo {n}")
        make_event(case, worker)
        make_assessment(case, worker)
        standings = {goal.pk: Standing("1", "x") for goal in goals}
        with acting(worker, "test"):
            review_plan(case=case, goals=standings, by=worker, at=timezone.now())


@pytest.mark.parametrize("name", ["plan", "assessments", "detail"])
def test_pages_ask_as_much_of_one_row_as_of_thirty(signed_in, worker, name):
    small, large = factories.make_case(by=worker), factories.make_case(by=worker)
    fill(small, worker, 1)
    fill(large, worker, 30)
    queries(signed_in, page(name, small))

    few, many = queries(signed_in, page(name, small)), queries(signed_in, page(name, large))

    assert many <= few  # what is older than a page is not even asked for


def test_assessments_are_paginated(signed_in, case, worker):
    for _ in range(22):
        make_assessment(case, worker)

    first = signed_in.get(page("assessments", case))
    second = signed_in.get(page("assessments", case), {"after": "2"})
    beyond = signed_in.get(page("assessments", case), {"after": "nada"})

    numbers = [[row.number for row in answer.context["page"].rows] for answer in (first, second)]
    assert (numbers[0][0], len(numbers[0]), numbers[1]) == (22, 20, [2, 1])
    assert beyond.status_code == 200


# --- goals, agreements, reviews ----------------------------------------------------------------


def test_goal_is_written_once_even_when_sent_twice(signed_in, case):
    form = signed_in.get(page("goal_add", case)).context["form"]
    data = said(form, words=WORDS, goal_id=str(uuid.uuid4()))

    first, second = (signed_in.post(page("goal_add", case), data) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert Goal.objects.count() == 1


def test_goal_without_words_comes_back_with_the_rest(signed_in, case):
    data = {"goal_id": str(uuid.uuid4()), "words": " ", "indicator": "canaria-i"}

    answer = signed_in.post(page("goal_add", case), data)

    assert answer.status_code == 422
    assert "canaria-i" in answer.content.decode()


def test_goal_is_edited_and_let_go(signed_in, case, worker):
    goal = make_goal(case, worker, WORDS)
    form = signed_in.get(page("goal_edit", case, goal.pk)).context["form"]
    assert form["words"].value() == WORDS
    edited = signed_in.post(page("goal_edit", case, goal.pk), said(form, words="otra"))
    alone = signed_in.post(page("goal_let_go", case, goal.pk))
    make_goal(case, worker, "y otra")
    gone = signed_in.post(page("goal_let_go", case, goal.pk))

    assert [a.status_code for a in (edited, alone, gone)] == [302, 422, 302]


def test_action_is_agreed_on_and_done(signed_in, case, worker):
    make_goal(case, worker)
    form = signed_in.get(page("action_add", case)).context["form"]
    today = timezone.localdate()
    data = said(form, words=WORDS, assignee=str(worker.pk), due_on=today.isoformat())

    added = signed_in.post(page("action_add", case), data)
    action = AgreedAction.objects.get()
    done = signed_in.post(page("action_done", case, action.pk), {"outcome": "se hizo"})
    again = signed_in.post(page("action_done", case, action.pk), {"outcome": "se hizo"})

    assert [a.status_code for a in (added, done, again)] == [302, 302, 422]
    assert (action.assignee, action.due_on) == (worker, today)


def test_review_asks_about_every_goal(signed_in, case, worker):
    goals = [make_goal(case, worker, f"{WORDS}-{n}") for n in range(2)]
    shown = signed_in.get(page("plan_review", case))
    half = said(shown.context["form"], **{f"progress_{goals[0].pk}": "1", "words": "canaria-w"})

    refused = signed_in.post(page("plan_review", case), half)
    full = half | {f"progress_{goals[1].pk}": "2", f"words_{goals[1].pk}": "ya"}
    answer = signed_in.post(page("plan_review", case), full)

    assert f"{WORDS}-1" in shown.content.decode()
    assert (refused.status_code, answer.status_code) == (422, 302)
    assert "canaria-w" in refused.content.decode()
    assert PlanReview.objects.count() == 1


# --- assessments -------------------------------------------------------------------------------


def test_effects_alone_come_back_with_everything_typed(signed_in, case):
    data = {
        "assessment_id": str(uuid.uuid4()),
        "effects_IND": ["IND:INSOMNIO"],
        "meaning": "canaria-sentido",
    }

    answer = signed_in.post(page("assess", case), data)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "canaria-sentido" in text
    assert "no es todo lo que la persona es" in text
    assert not Assessment.objects.exists()
    kept = signed_in.post(page("assess", case), data | {"resources_IND": ["IND:HUMOR"]})
    assert kept.status_code == 302


def test_more_is_asked_about_what_was_ticked_without_saving(signed_in, case, worker):
    event = make_event(case, worker)
    data = {
        "assessment_id": str(uuid.uuid4()),
        "effects_IND": ["IND:MIEDO"],
        "resources_FAM": ["FAM:BUSQUEDA"],
        "do": "more",
    }
    asked = signed_in.post(page("assess", case), data)
    text = asked.content.decode()
    more = {
        "how_IND:MIEDO": "3", "now_IND:MIEDO": "yes", "since_IND:MIEDO": "desde enero",
        "event_IND:MIEDO": str(event.pk), "words_IND:MIEDO": WORDS, "do": "save",
        "near_0": "Su hermana", "close_0": "CERCA", "tie_0": "APOYA",
    }  # fmt: skip

    answer = signed_in.post(page("assess", case), data | more)

    assert asked.status_code == 200
    assert "words_IND:MIEDO" in text
    assert "how_IND:CULPA" not in text
    body = signed_in.get(answer.url).content.decode()
    for word in (WORDS, "desde enero", "3 mucho", "Búsqueda", "Su hermana", "<title"):
        assert word in body


def test_next_assessment_begins_with_the_last_one(signed_in, case, worker):
    make_assessment(case, worker, others={"effects_COM": "ya nadie saluda"})

    form = signed_in.get(page("assess", case)).context["form"]

    assert form["effects_IND"].value() == ["IND:INSOMNIO"]
    assert form["how_IND:INSOMNIO"].value() == "4"
    assert form["words_IND:INSOMNIO"].value() == factories.SECRET_TEXT
    assert form["other_effects_COM"].value() == "ya nadie saluda"
    assert form["near_0"].value() == "Hermana"


@pytest.mark.parametrize(
    ("age_group", "offered"), [(AgeGroup.NINEZ, True), (AgeGroup.ADULTEZ, False)]
)
def test_effects_of_children_are_offered_where_one_is_accompanied(
    signed_in, worker, age_group, offered
):
    case = factories.make_case(by=worker, age_group=age_group)

    text = signed_in.get(page("assess", case)).content.decode()

    assert ("IND:JUEGO_REPETITIVO" in text) is offered


# --- events ------------------------------------------------------------------------------------


def test_event_is_told_in_words_and_corrected(signed_in, case):
    form = signed_in.get(page("event_add", case)).context["form"]
    data = said(form, words=WORDS, when="primavera de 2011", types=["T_FISICA"], actor="NO_DECLARA")
    added = signed_in.post(page("event_add", case), data | {"municipality": "08037"})
    event = Event.objects.get()
    again = signed_in.get(page("event_edit", case, event.pk)).context["form"]
    corrected = signed_in.post(page("event_edit", case, event.pk), said(again, when="2012"))
    stale = signed_in.post(page("event_edit", case, event.pk), said(again, words="tarde"))

    assert (again["when"].value(), again["precision"].value()) == ("primavera de 2011", "")
    assert (again["municipality"].value(), again["state"].value()) == ("08037", "08")
    assert [a.status_code for a in (added, corrected, stale)] == [302, 302, 409]
    assert "tarde" in stale.content.decode()
    aside = signed_in.post(page("event_set_aside", case, event.pk))
    assert aside.status_code == 302
    assert WORDS not in signed_in.get(page("plan", case)).content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"words": "x", "when": "3 de marzo de 2099"},
        {"words": "x", "state": "09", "municipality": "08037"},
        {"words": "x", "types": ["T_NINGUNA"]},
    ],
)
def test_event_that_cannot_be_comes_back(signed_in, case, data):
    data = {"event_id": str(uuid.uuid4()), **data}

    assert signed_in.post(page("event_add", case), data).status_code == 422
    assert not Event.objects.exists()


# --- after closing -----------------------------------------------------------------------------


@pytest.fixture
def closed(case, worker):
    at = timezone.now() - days(40)
    case.opened_at = at - days(1)
    case.save(update_fields=["opened_at"])
    factories.sign(factories.make_note(case, worker, template=Template.CIERRE, at=at), worker)
    factories.make_contact(accompanied(case), worker, introduce_as="canaria-costura")
    facts = {"reason": "CAMBIO_DOMICILIO", "safety_checked": True, "follow_up": True}
    with acting(worker, "test"):
        return close_case(case=case, **facts, by=worker, at=at)


def test_contact_after_closing_shows_the_safe_rule_first(signed_in, closed):
    text = signed_in.get(page("follow_up", closed)).content.decode()
    assert "canaria-costura" in text
    assert text.index("canaria-costura") < text.index('name="result"')
    assert page("follow_up", closed) in signed_in.get(page("plan", closed)).content.decode()

    data = {"months": "1", "result": "EN_CONTACTO", "words": WORDS}
    answers = [signed_in.post(page("follow_up", closed), data) for _ in range(2)]

    assert [a.status_code for a in answers] == [302, 422]
    assert FollowUp.objects.count() == 1
    assert WORDS in signed_in.get(page("plan", closed)).content.decode()


def test_nobody_is_contacted_without_her_yes(signed_in, closed, worker):
    consent = closed.consents.get(kind="C_SEGUIMIENTO")
    signed_in.post(page("consent_revoke", closed, consent.pk))

    text = signed_in.get(page("follow_up", closed)).content.decode()
    answer = signed_in.post(page("follow_up", closed), {"months": "1", "result": "EN_CONTACTO"})

    assert "canaria-costura" not in text
    assert answer.status_code == 422


# --- the timeline and the note -------------------------------------------------------------------


def test_timeline_tells_of_the_plan_to_who_reads_only(signed_in, case, worker, coordinator):
    make_goal(case, worker)
    row = make_assessment(case, worker, resources=(RESOURCE,))
    link = page("assessment", case, row.pk)

    assert link in signed_in.get(case.get_absolute_url()).content.decode()
    signed_in.force_login(coordinator)
    assert link not in signed_in.get(case.get_absolute_url()).content.decode()


def test_note_is_written_with_her_goals_in_sight(signed_in, case, worker):
    make_goal(case, worker, WORDS)
    session = factories.make_session(case, worker)

    assert WORDS in signed_in.get(page("note_new", case, session.pk)).content.decode()
