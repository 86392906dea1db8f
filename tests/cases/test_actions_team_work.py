"""Conferences, supervision and a hand-over with its goodbye."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accompaniment.staff.pages import page
from cases.actions.conferences import Decision, NothingSaid, NotYetHeld, record_conference
from cases.actions.refusal import CaseClosed
from cases.actions.supervisions import (
    NobodySupervised,
    NotAmongThem,
    SupervisionToCome,
    record_supervision,
)
from cases.actions.tasks import NotInTheCase, finish_task
from cases.actions.team import GoodbyeHasPassed, hand_over
from cases.enums import Function
from cases.enums.supervision import SupervisionKind
from cases.enums.task import TaskKind
from cases.models import Case, Conference, Supervision, Task
from tests.factories import NOON, SECRET_TEXT, make_case, make_member, make_team
from tests.traces import changes, do, everything_said

TODAY = timezone.localdate(NOON)
WEEK = dt.timedelta(days=7)


# --- conference ------------------------------------------------------------------------------


def confer(case, by, **facts):
    facts = {"held_on": TODAY, "words": SECRET_TEXT, "present": [], **facts}
    return do(record_conference, by, case=case, **facts)


def test_conference_leaves_its_trace_and_its_decisions(case, worker):
    due = TODAY + WEEK
    conference = confer(case, worker, decisions=[Decision("Llamar", worker, due), Decision("Ver")])

    tasks = list(Task.objects.order_by("stage"))
    assert [(t.kind, t.assignee, t.due_on) for t in tasks] == [
        (TaskKind.CONFERENCE, worker, due),
        (TaskKind.CONFERENCE, None, None),
    ]
    asked = ["kind", "assignee", "due_on"]
    assert changes(3) == [
        (
            *("create", "cases.conference", case.pk, [str(conference.pk)]),
            ["held_on", "present", "words"],
        ),
        *(("create", "cases.task", case.pk, [str(task.pk)], asked) for task in tasks),
    ]
    assert SECRET_TEXT not in everything_said()


def test_conference_refused_leaves_nothing(case, worker, coordinator):
    outsider = make_member(make_team())
    for facts, refusal in (
        ({"words": " "}, NothingSaid),
        ({"held_on": TODAY + WEEK}, NotYetHeld),
        ({"decisions": [Decision("x", outsider)]}, NotInTheCase),
    ):
        with pytest.raises(refusal):
            confer(case, worker, **facts)
    for somebody in (coordinator, outsider):
        with pytest.raises(PermissionDenied):
            confer(case, somebody)
    assert not Conference.objects.exists()
    assert not Task.objects.exists()


def test_conference_of_a_closed_case_is_refused(case, worker):
    Case._base_manager.filter(pk=case.pk).update(
        is_open=False,
        state="CERRADO",
        closed_at=NOON,
        closed_by=worker,
        closing_reason="CANALIZADA",
    )
    with pytest.raises(CaseClosed):
        confer(case, worker)


def test_page_of_a_conference_shows_its_words_to_who_reads(client, case, worker, coordinator):
    client.force_login(worker)
    url = reverse("cases:conference_add", args=[case.code])
    sent = {"held_on": TODAY.isoformat(), "words": SECRET_TEXT, "decision_1": "Pedir la copia"}

    assert client.post(url, sent).status_code == 302

    page_of = reverse("cases:tasks", args=[case.code])
    assert SECRET_TEXT in client.get(page_of).content.decode()
    assert "Pedir la copia" in client.get(page_of).content.decode()
    client.force_login(coordinator)
    shown = client.get(page_of).content.decode()
    assert SECRET_TEXT not in shown
    assert "Pedir la copia" not in shown


# --- supervision ------------------------------------------------------------------------------


def supervise(by, supervisor, *present, **facts):
    facts = {"kind": SupervisionKind.INDIVIDUAL, "held_on": TODAY, **facts}
    facts.setdefault("words", {"resonates": SECRET_TEXT})
    return do(record_supervision, by, supervisor=supervisor, present=list(present), **facts)


def test_supervision_is_seen_by_who_was_there_and_nobody_else(team, worker, coordinator):
    supervisor = make_member(team)
    found = supervise(worker, supervisor, worker)

    assert changes(1) == [
        ("create", "cases.supervision", found.pk, [], ["kind", "held_on", "said"])
    ]
    assert SECRET_TEXT not in everything_said()
    for somebody in (worker, supervisor):
        assert do(lambda by, at: page(Supervision.objects.all(), by).records, somebody) == [found]
        said = do(lambda by, at: Supervision.objects.get().said.reveal(), somebody)
        assert said == {"resonates": SECRET_TEXT}
    for somebody in (coordinator, make_member(team), make_member(team, "reception")):
        assert not Supervision.objects.visible_to(somebody).exists()
        with pytest.raises(PermissionDenied):
            do(lambda by, at: Supervision.objects.get().said.reveal(), somebody)


def test_supervision_needs_two_who_were_there_and_a_day_that_came(team, worker):
    supervisor, colleague = make_member(team), make_member(team)
    for refusal, people, facts in (
        (NobodySupervised, (worker, worker), {}),
        (NotAmongThem, (supervisor, colleague), {}),
        (SupervisionToCome, (supervisor, worker), {"held_on": TODAY + WEEK}),
    ):
        with pytest.raises(refusal):
            supervise(worker, *people, **facts)
    with pytest.raises(PermissionDenied):
        supervise(make_member(None, "fundraiser"), supervisor, worker)
    with pytest.raises(PermissionDenied):
        supervise(worker, make_member(None, "auditor"), worker)
    assert not Supervision.objects.exists()


def test_supervision_is_recorded_on_its_page_and_nothing_typed_is_lost(client, team, worker):
    supervisor = make_member(team)
    client.force_login(worker)
    url = reverse("cases:supervision_new")
    sent = {"kind": "INDIVIDUAL", "held_on": TODAY.isoformat(), "resonates": SECRET_TEXT}

    back = client.post(url, sent)
    assert back.status_code == 422
    assert SECRET_TEXT in back.content.decode()

    sent |= {"supervisor": str(supervisor.pk), "present": [str(worker.pk)]}
    answer = client.post(url, sent)
    assert SECRET_TEXT in client.get(answer.url).content.decode()
    client.force_login(make_member(team))
    assert client.get(answer.url).status_code == 404


def test_list_of_supervision_asks_the_same_for_one_and_for_thirty(
    client, team, worker, django_assert_max_num_queries
):
    supervisor = make_member(team)
    client.force_login(worker)
    client.get(reverse("cases:supervisions"))  # what is asked once in the life of a process
    counts = []
    for more in (1, 29):
        for _n in range(more):
            supervise(worker, supervisor, worker)
        with django_assert_max_num_queries(20) as seen:
            client.get(reverse("cases:supervisions"))
        counts.append(len(seen))

    assert counts[0] == counts[1]


# --- a hand-over with its goodbye --------------------------------------------------------------


def test_who_leaves_stays_until_the_goodbye(case, worker, coordinator, team):
    heir, day = make_member(team), TODAY + WEEK

    begun = do(hand_over, coordinator, case=case, to=heir, reason="Licencia", goodbye_on=day)

    task = Task.objects.get()
    assert (task.kind, task.about, task.assignee, task.due_on) == (
        *(TaskKind.GOODBYE_SESSION, begun.pk, worker, day),
    )
    stays = case.assignments.get(user=worker, until=None)
    assert stays.function == Function.MEMBER
    assert do(finish_task, worker, task=task).ended_by == worker


def test_goodbye_of_yesterday_is_refused_and_nothing_changes(case, worker, coordinator, team):
    with pytest.raises(GoodbyeHasPassed):
        do(
            hand_over,
            coordinator,
            case=case,
            to=make_member(team),
            reason="Licencia",
            goodbye_on=TODAY - WEEK,
        )
    case.refresh_from_db()
    assert case.responsible == worker
    assert not Task.objects.exists()


def test_hand_over_without_goodbye_asks_for_none(worker, team, coordinator):
    case = make_case(by=worker)
    do(hand_over, coordinator, case=case, to=make_member(team), reason="Licencia")
    assert not Task.objects.exists()
