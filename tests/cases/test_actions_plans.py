"""The plan: goals in her own words, what is agreed on, looking again."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied

from accompaniment.audit.models import Event
from accompaniment.staff import access
from cases.actions import plans
from cases.actions.lifecycle import close_case, move_case
from cases.actions.plans import (
    GoalFacts,
    Standing,
    add_goal,
    agree_action,
    change_goal,
    finish_action,
    let_goal_go,
    review_plan,
)
from cases.actions.refusal import CaseClosed
from cases.enums import CaseState
from cases.enums.task import TaskKind, TaskState
from cases.models import Goal, Plan, PlanReview, Task
from cases.reports import plan as report
from tests.cases.planned import TODAY, days, make_action, make_goal
from tests.cases.test_actions_events import close
from tests.factories import NOON, SECRET_TEXT, make_case, make_member
from tests.traces import changes, do, everything_said

LATER = NOON + days(30)


@pytest.fixture
def goal(case, worker):
    return make_goal(case, worker, "dormir", indicator="despierto descansada")


def reviewed(worker, case, goal, progress, *, words="", at=LATER):
    goals = {goal.pk: Standing(progress, words)}
    return do(review_plan, worker, case=case, goals=goals, at=at)


# --- goals -----------------------------------------------------------------------------------


def test_the_first_goal_begins_the_plan_with_exact_trace(case, worker):
    goal = do(add_goal, worker, case=case, facts=GoalFacts(SECRET_TEXT, indicator="canaria-i"))

    plan = Plan.objects.get()
    assert (plan.looked_at_on, plan.looked_at_sessions, plan.reviews_held) == (TODAY, 0, 0)
    assert changes(2) == [
        ("create", "cases.plan", case.pk, [str(plan.pk)], ["agreed_at"]),
        (
            *("create", "cases.goal", case.pk, [str(goal.pk)]),
            ["words", "indicator", "strategies"],
        ),
    ]
    assert do(lambda by, at: Goal.objects.get().words.reveal(), worker) == SECRET_TEXT
    assert SECRET_TEXT not in everything_said()
    assert "canaria-i" not in everything_said()


def test_same_id_is_the_same_goal(case, worker):
    told = {"facts": GoalFacts("dormir"), "goal_id": uuid.uuid4()}
    assert do(add_goal, worker, case=case, **told) == do(add_goal, worker, case=case, **told)
    with pytest.raises(PermissionDenied):
        do(add_goal, worker, case=make_case(by=worker), **told)
    assert (Goal.objects.count(), Plan.objects.count()) == (1, 1)


def test_goal_says_something_and_there_are_not_too_many(case, worker):
    with pytest.raises(plans.GoalSaysNothing):
        do(add_goal, worker, case=case, facts=GoalFacts("  "))
    assert not Plan.objects.exists()  # rolled back

    for number in range(plans.MOST_GOALS):
        make_goal(case, worker, f"meta {number}")
    with pytest.raises(plans.TooManyGoals, match="12"):
        make_goal(case, worker)


def test_goal_is_put_into_other_words_and_let_go(case, worker, goal):
    with pytest.raises(plans.LastGoal):
        do(let_goal_go, worker, goal=goal)
    other = make_goal(case, worker, "coser")
    do(change_goal, worker, goal=goal, facts=GoalFacts("dormir tres noches"))
    assert changes(1)[0][:2] == ("change", "cases.goal")
    do(let_goal_go, worker, goal=goal)

    assert changes(1)[0][4] == ["let_go_at"]
    assert do(lambda by, at: report.goal_words(case), worker) == ["coser"]
    assert goal.history.count() == 3
    for action, facts in ((let_goal_go, {}), (change_goal, {"facts": GoalFacts("x")})):
        with pytest.raises(plans.GoalLetGo):
            do(action, worker, goal=goal, **facts)
    assert other.number == 2


# --- the guard of the step -------------------------------------------------------------------


def walk(case, worker, *states):
    for state in states:
        do(move_case, worker, case=case, to=state)
        case.refresh_from_db()


def test_goal_of_the_step_becomes_the_first_of_the_plan(case, worker):
    walk(case, worker, "ENCUADRE", "VALORACION_PSICOSOCIAL")

    do(move_case, worker, case=case, to=CaseState.PLAN, reason=SECRET_TEXT)

    assert do(lambda by, at: report.goal_words(case), worker) == [SECRET_TEXT]


def test_plan_with_a_goal_needs_no_other_to_be_agreed(case, worker, goal):
    walk(case, worker, "ENCUADRE", "VALORACION_PSICOSOCIAL", "PLAN_ACORDADO")

    assert case.state == CaseState.PLAN
    assert Goal.objects.count() == 1


# --- what is agreed on -----------------------------------------------------------------------


def test_agreed_action_asks_whoever_does_it(case, worker, goal):
    due_on = TODAY + days(5)
    told = {"words": SECRET_TEXT, "assignee": worker, "due_on": due_on}
    action = do(agree_action, worker, case=case, **told)

    task = Task.objects.get()
    assert (task.kind, task.about, task.assignee, task.due_on) == (
        *(TaskKind.AGREEMENT_DUE, action.pk, worker),
        due_on,
    )
    assert changes(2)[0] == (
        *("create", "cases.agreedaction", case.pk, [str(action.pk)]),
        ["words", "who", "assignee", "due_on"],
    )
    assert SECRET_TEXT not in everything_said()

    do(finish_action, worker, agreed=action, outcome="canaria-o", at=LATER)

    task.refresh_from_db()
    assert task.state == TaskState.DONE
    assert do(lambda by, at: action.__class__.objects.get().outcome.reveal(), worker) == "canaria-o"
    with pytest.raises(plans.ActionDone):
        do(finish_action, worker, agreed=action)


def test_what_she_does_herself_asks_nobody_unless_it_has_a_day(case, worker, goal):
    make_action(case, worker, who="ella")
    assert not Task.objects.exists()

    make_action(case, worker, who="su hermana", due_on=TODAY)
    assert Task.objects.get().assignee == worker


def test_agreed_action_is_refused(case, worker, stranger):
    with pytest.raises(plans.NoPlanYet):
        make_action(case, worker)
    make_goal(case, worker)
    for facts, refusal in (
        ({"words": " "}, plans.ActionSaysNothing),
        ({"due_on": TODAY - days(1)}, plans.DuePassed),
        ({"assignee": stranger}, plans.NotOnTheCase),
    ):
        with pytest.raises(refusal):
            make_action(case, worker, **{"words": "x", **facts})
    assert not Task.objects.exists()


def test_same_id_is_the_same_action(case, worker, goal):
    told = {"words": "llamar", "action_id": uuid.uuid4()}
    first = do(agree_action, worker, case=case, **told)
    assert do(agree_action, worker, case=case, **told) == first


# --- reviews ---------------------------------------------------------------------------------


def test_review_looks_at_every_goal_and_winds_the_clocks(case, worker, goal):
    other = make_goal(case, worker, "coser")
    with pytest.raises(plans.ReviewIncomplete, match="1"):
        reviewed(worker, case, goal, "1")
    goals = {goal.pk: Standing("1"), other.pk: Standing("9")}
    with pytest.raises(plans.ReviewIncomplete):
        do(review_plan, worker, case=case, goals=goals)
    assert not PlanReview.objects.exists()

    goals = {goal.pk: Standing("1", SECRET_TEXT), other.pk: Standing("0")}
    review = do(review_plan, worker, case=case, goals=goals, words="canaria-w", at=LATER)

    plan = Plan.objects.get()
    assert (plan.looked_at_on, plan.reviews_held, review.number) == (LATER.date(), 1, 1)
    assert changes(1) == [
        ("create", "cases.planreview", case.pk, [str(review.pk)], ["goals", "words"]),
    ]
    assert SECRET_TEXT not in everything_said()
    assert "canaria-w" not in everything_said()


def test_progress_is_drawn_over_time(case, worker, goal):
    for month, progress in enumerate("012", start=1):
        reviewed(worker, case, goal, progress, at=NOON + days(30 * month))
    late = make_goal(case, worker, "coser")

    found = do(lambda by, at: report.shown(case, TODAY), worker)

    drawn, fresh = found.goals
    assert [each.progress for each in drawn.seen] == [0, 1, 2]
    assert drawn.path == "M6 26 56 16 106 6"
    assert drawn.last.label in drawn.said
    assert (fresh.goal, fresh.path, fresh.last) == (late, "", None)
    assert [[bool(cell) for cell in each.cells] for each in found.reviews] == [[True, False]] * 3


def test_review_needs_a_plan(case, worker):
    with pytest.raises(plans.NoPlanYet):
        do(review_plan, worker, case=case, goals={})


def test_same_id_is_the_same_review(case, worker, goal):
    told = {"goals": {goal.pk: Standing("1")}, "review_id": uuid.uuid4()}
    first = do(review_plan, worker, case=case, **told)
    assert do(review_plan, worker, case=case, **told) == first
    assert Plan.objects.get().reviews_held == 1


# --- closing ---------------------------------------------------------------------------------


def test_closing_ends_the_plan_and_what_it_asked_for(case, worker, goal):
    facts = {"reason": "DUPLICADO", "safety_checked": True, "plan": "EN_PARTE"}
    do(close_case, worker, case=case, **facts, at=LATER)

    plan = Plan.objects.get()
    assert (plan.ended_at, plan.outcome) == (LATER, "EN_PARTE")
    assert plans.current_plan(case) is None


def test_coordination_ends_a_plan_it_may_not_read_without_judging_it(case, worker, coordinator):
    make_goal(case, worker)
    do(close_case, coordinator, case=case, reason="DUPLICADO", safety_checked=True)

    assert (Plan.objects.get().outcome, bool(Plan.objects.get().ended_at)) == ("", True)


# --- who -------------------------------------------------------------------------------------


def deeds(case, goal, action):
    return (
        (add_goal, {"case": case, "facts": GoalFacts("x")}),
        (change_goal, {"goal": goal, "facts": GoalFacts("x")}),
        (let_goal_go, {"goal": goal}),
        (agree_action, {"case": case, "words": "x"}),
        (finish_action, {"agreed": action}),
        (review_plan, {"case": case, "goals": {goal.pk: Standing("1")}}),
    )


def test_only_who_writes_plans(case, worker, goal, coordinator, stranger):
    action = make_action(case, worker)
    supervisor = make_member(case.team)
    access.grant(supervisor, {"view", "read"}, case)
    for by in (coordinator, stranger, supervisor):
        for deed, facts in deeds(case, goal, action):
            with pytest.raises(PermissionDenied):
                do(deed, by, **facts)


def test_closed_case_takes_no_more_plans_but_what_was_agreed_may_end(case, worker, goal):
    make_goal(case, worker, "otra")
    action = make_action(case, worker)
    close(case, worker)
    for deed, facts in deeds(case, goal, action):
        if deed is not finish_action:
            with pytest.raises(CaseClosed):
                do(deed, worker, **facts)
    assert do(finish_action, worker, agreed=action).done_at


def test_goal_without_trace_is_undone(case, worker, monkeypatch):
    def refuse(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(Event, "save", refuse)
    with pytest.raises(OSError, match="disk full"):
        make_goal(case, worker)

    assert not Plan.objects.exists()
