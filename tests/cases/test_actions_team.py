"""Who accompanies a case; nobody lets themself in."""

import pytest
from django.core.exceptions import PermissionDenied

from accompaniment.staff import access
from accompaniment.staff.pages import page
from accompaniment.vault import index
from cases.actions import sessions, team
from cases.actions.refusal import CaseClosed
from cases.actions.sessions import SessionFacts
from cases.enums import FUNCTION_ACTIONS, Function
from cases.models import Case, CaseGrant
from tests.factories import (
    NOON,
    SECRET_NAME,
    SECRET_TEXT,
    make_member,
    make_team,
)
from tests.traces import changes, do, refusals

HOLDERS = {
    Function.MEMBER: "psychologist",
    Function.SUPERVISOR: "coordinator",
    Function.LEGAL: "lawyer",
}


@pytest.mark.parametrize("function", HOLDERS)
def test_assigned_colleague_may_do_what_the_function_allows(case, worker, function):
    colleague = make_member(make_team(), HOLDERS[function])
    facts = {"case": case, "user": colleague, "function": function, "reason": "leave"}
    assignment = do(team.assign_member, worker, **facts)

    actions = sorted(FUNCTION_ACTIONS[function])
    assert access.allowed_actions(colleague, case) == set(actions)
    assert changes(1) == [("grant", "cases.assignment", case.pk, [str(assignment.pk)], actions)]
    words = index.asked(SECRET_NAME)
    look = lambda by, at: page(Case.objects.all(), by, words=words).records  # noqa: E731
    assert do(look, colleague) == [case]


def test_ended_assignment_ends_reading_at_once(case, note, worker):
    colleague = make_member(make_team())
    assignment = do(team.assign_member, worker, case=case, user=colleague, function=Function.MEMBER)
    read = lambda by, at: type(note).objects.get(pk=note.pk).sections.reveal()  # noqa: E731
    assert do(read, colleague)["temas"] == SECRET_TEXT

    do(team.end_assignment, worker, assignment=assignment)

    with pytest.raises(PermissionDenied):
        do(read, colleague)
    assert not Case.objects.visible_to(colleague).exists()
    assert not case.words.filter(scope=colleague.pk).exists()
    assert changes(1)[0][:2] == ("revoke", "cases.assignment")
    with pytest.raises(team.AssignmentEnded):
        do(team.end_assignment, worker, assignment=assignment)
    assert assignment.history.count() == 2


@pytest.mark.parametrize("role", ["coordinator", "psychologist"])
def test_nobody_lets_themself_in(case, worker, role):
    """A coordinator who also accompanies may assign everyone, but not herself."""
    both = make_member(case.team, "coordinator")
    if role == "psychologist":
        both.memberships.create(team=case.team, role=role)
    for facts in (
        {"user": both, "function": Function.MEMBER},
        {"user": both, "function": Function.SUPERVISOR},
    ):
        with pytest.raises(team.LetsThemselfIn):
            do(team.assign_member, both, case=case, **facts)
    with pytest.raises(team.LetsThemselfIn):
        do(team.hand_over, both, case=case, to=both, reason="x")
    assert not CaseGrant.objects.filter(user=both).exists()


def test_assignments_are_refused(case, worker, coordinator, stranger):
    colleague = make_member(case.team)
    assign = lambda user, function, by=worker: do(  # noqa: E731
        team.assign_member, by, case=case, user=user, function=function
    )
    for user, function in (
        (make_member(case.team, is_active=False), Function.MEMBER),
        (make_member(case.team, is_superuser=True), Function.MEMBER),
        (make_member(case.team, "reception"), Function.MEMBER),
        (colleague, Function.LEGAL),
        (make_member(role="auditor"), Function.SUPERVISOR),
    ):
        with pytest.raises(team.Unfit):
            assign(user, function)
    with pytest.raises(team.HandOverInstead):
        assign(colleague, Function.RESPONSIBLE)
    assign(colleague, Function.MEMBER, by=coordinator)
    with pytest.raises(team.AlreadyAssigned):
        assign(colleague, Function.SUPERVISOR)
    with pytest.raises(team.ResponsibleNeeded):
        do(team.end_assignment, coordinator, assignment=case.assignments.get(user=worker))
    with pytest.raises(PermissionDenied):
        assign(stranger, Function.MEMBER, by=stranger)
    with pytest.raises(PermissionDenied):
        assign(stranger, Function.MEMBER, by=colleague)
    assert [root for _, root in refusals()] == [case.pk, case.pk]


@pytest.mark.parametrize("stays", [False, True])
def test_case_is_handed_over_with_its_sessions(case, worker, stays):
    colleague = make_member(case.team)
    later = NOON.replace(day=20)
    facts = SessionFacts(starts_at=later)
    session = do(sessions.schedule_session, worker, case=case, facts=facts)

    do(team.hand_over, worker, case=case, to=colleague, reason=SECRET_TEXT, stays=stays)

    case.refresh_from_db()
    session.refresh_from_db()
    assert (case.responsible, session.accompanist) == (colleague, colleague)
    assert access.allowed_actions(colleague, case) == set(FUNCTION_ACTIONS["responsible"])
    left = set(FUNCTION_ACTIONS["member"]) if stays else set()
    assert access.allowed_actions(worker, case) == left
    told = [(a.user_id, a.function, a.until) for a in case.assignments.order_by("until", "user")]
    expected = [(worker.pk, "responsible", NOON), (colleague.pk, "responsible", None)]
    expected += [(worker.pk, "member", None)] if stays else []
    assert sorted(told, key=str) == sorted(expected, key=str)
    verbs = [verb for verb, *_ in changes(5 if stays else 4)]
    assert verbs == ["grant", "revoke", *(["grant"] if stays else []), "change", "hand_over"]


def test_member_becomes_responsible(case, worker, coordinator):
    colleague = make_member(case.team)
    do(team.assign_member, worker, case=case, user=colleague, function=Function.MEMBER)

    do(team.hand_over, coordinator, case=case, to=colleague, reason="leave")

    assert access.allowed_actions(colleague, case) == set(FUNCTION_ACTIONS["responsible"])
    assert access.allowed_actions(worker, case) == set()
    assert case.assignments.filter(until=None).count() == 1


def test_hand_over_is_refused(case, worker, coordinator):
    colleague = make_member(case.team)
    hand = lambda to, reason="x", by=coordinator: do(  # noqa: E731
        team.hand_over, by, case=case, to=to, reason=reason
    )
    with pytest.raises(team.WhyMissing):
        hand(colleague, " ")
    with pytest.raises(team.AlreadyAssigned):
        hand(worker)
    with pytest.raises(team.Unfit):
        hand(make_member(case.team, "lawyer"))
    with pytest.raises(PermissionDenied):
        hand(colleague, by=colleague)
    assert case.assignments.get().user == worker
    assert access.allowed_actions(worker, case) == set(FUNCTION_ACTIONS["responsible"])


def test_closed_case_takes_nobody_in(case, worker):
    Case._base_manager.filter(pk=case.pk).update(
        is_open=False, state="CERRADO", closed_at=NOON, closed_by=worker, closing_reason="DUPLICADO"
    )
    with pytest.raises(CaseClosed):
        do(
            team.assign_member,
            worker,
            case=case,
            user=make_member(case.team),
            function=Function.MEMBER,
        )
    with pytest.raises(CaseClosed):
        do(team.hand_over, worker, case=case, to=make_member(case.team), reason="x")


def test_candidates_are_those_who_fit_and_are_not_there_yet(case, worker):
    colleague, lawyer = make_member(case.team), make_member(case.team, "lawyer")
    make_member(case.team, is_active=False)
    make_member(case.team, "reception")

    assert list(team.candidates(case, Function.MEMBER)) == [colleague]
    assert list(team.candidates(case, Function.LEGAL)) == [lawyer]
    assert list(team.candidates(case, Function.RESPONSIBLE)) == [colleague]
