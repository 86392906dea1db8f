"""Whoever comes is in one place at a time; the answer is one sentence, whatever the reason."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accompaniment.staff.acting import acting
from cases.actions.booking import AccompanistTaken, NotPossible
from cases.actions.people import accompanied
from cases.actions.sessions import SessionFacts, reschedule_session, schedule_session
from cases.enums import SessionType
from cases.enums.bond import BondKind
from cases.models import Bond
from groups.actions import cycles, enrolling, moving, scheduling
from groups.actions.calendar import NotPossibleAtItsHours
from groups.actions.moving import Move
from groups.actions.scheduling import DayTaken
from groups.enums import EnrolmentState, Facilitates, GroupState, Reach
from groups.models import Enrolment, Meeting
from groups.recurrence import Rule
from tests import factories
from tests.factories import NOON
from tests.groups import tools
from tests.traces import do, refusals

E = EnrolmentState
HOUR = dt.timedelta(hours=1)
FOUR = dt.datetime(2026, 5, 12, 22, tzinfo=dt.UTC)  # 16:00 in Chihuahua, the first Tuesday
BEFORE = NOON - tools.DAY


@pytest.fixture
def other(team):
    """A colleague of the team, so that no hour is refused because of who accompanies."""
    return factories.make_member(team)


@pytest.fixture
def theirs(other):
    return factories.make_case(by=other, name="Alma Zubía", at=BEFORE)


def group_of(by, *cases, name="Grupo", rule=None, starts=dt.time(16), room=None, hers="Alma Zubía"):
    """Bring a group of these cases, and of two aliases, to its planned sessions."""
    group = tools.make_group(by, name=name)
    group = tools.move(group, by, GroupState.CONVOCATORIA, GroupState.ENTREVISTAS)
    for case in cases:
        let_in(group, by, case, hers)
    rule = rule or Rule((1,), count=3)
    return group, tools.plan(group, by, rule=rule, starts=starts, room=room)


def let_in(group, by, case, name="Alma Zubía", *, at=NOON):
    asked = ask(group, by, case, name)
    return do(enrolling.accept, by, enrolment=tools.hear(asked, by), at=at)


def ask(group, by, case, name):
    """Take her down as the group does, with the person of her case."""
    asked = tools.ask(group, by, name)
    row = Enrolment.objects.get(pk=asked.pk)
    row.case, row.person = case, accompanied(case)
    row.save()
    return row


def book(case, at=FOUR, **facts):
    facts = SessionFacts(starts_at=at, **facts)
    return do(schedule_session, case.responsible, case=case, facts=facts, at=BEFORE)


def harm(case, by_whom, at=BEFORE):
    """Say in a case that the person of another has harmed hers."""
    return Bond.objects.create(
        case=case,
        from_person=accompanied(by_whom),
        to_person=accompanied(case),
        kind=BondKind.AGRESION,
        recorded_by=case.responsible,
        recorded_at=at,
    )


def troubles(group, by, facts):
    with acting(by, "test"):
        return [each.trouble for each in scheduling.preview(group, facts, NOON)]


# --- a group beside her own session --------------------------------------------------------


def test_a_series_over_her_own_session_is_not_possible_that_day(worker, theirs):
    book(theirs, FOUR + HOUR + tools.WEEK)
    group, _meetings = group_of(worker, theirs, rule=Rule((3,), count=2))
    wanted = tools.series(rule=Rule((1,), count=3))

    assert troubles(group, worker, wanted) == ["", str(NotPossible()), ""]
    with pytest.raises(DayTaken):
        do(scheduling.plan_series, worker, group=group, facts=wanted, at=NOON)
    with pytest.raises(NotPossible):
        tools.plan(group, worker, rule=Rule((1,), count=1), first_on=dt.date(2026, 5, 19))
    assert ("meet groups.meeting", group.pk) in refusals()


def test_looking_at_days_that_are_not_possible_is_on_record_once_each_time(worker, theirs):
    for weeks in (1, 2):
        book(theirs, FOUR + HOUR + weeks * tools.WEEK)
    group, meetings = group_of(worker, theirs, rule=Rule((3,), count=3))
    denied = ("meet groups.meeting", group.pk)

    assert troubles(group, worker, tools.series(rule=Rule((1,), count=3))).count("") == 1
    assert refusals() == [denied]
    assert troubles(group, worker, tools.series(rule=Rule((4,), count=3))) == [""] * 3
    assert refusals() == [denied]
    to = Move(starts_at=meetings[0].starts_at + 5 * tools.DAY, minutes=120)
    with acting(worker, "test"):
        going = moving.preview_move(meeting=meetings[0], to=to, reach=Reach.ALL, at=NOON)
    assert [each.trouble for each in going].count(str(NotPossible())) == 2
    assert refusals() == [denied] * 2
    facts = tools.series(rule=Rule((1,), count=1))
    with acting(worker, "test"):
        moving.preview_series(series=meetings[0].series, facts=facts, at=NOON)
    assert refusals() == [denied] * 3


def test_a_day_whose_room_is_taken_is_no_denial(worker, theirs):
    group, _meetings = group_of(worker, theirs, rule=Rule((3,), count=1))
    room, other = tools.make_room(group.team), factories.make_member(group.team)
    tools.plan(tools.make_group(other), other, room=room)

    assert any(troubles(group, worker, tools.series(rule=Rule((1,), count=3), room=room)))
    assert refusals() == []


def test_her_own_session_over_her_group_is_not_possible(worker, theirs):
    group_of(worker, theirs)

    with pytest.raises(NotPossible) as refused:
        book(theirs, FOUR + HOUR)

    assert "Grupo" not in str(refused.value)
    assert ("meet cases.session", theirs.pk) in refusals()
    session = book(theirs, FOUR + 2 * HOUR)  # it has ended
    with pytest.raises(NotPossible):
        do(
            reschedule_session,
            theirs.responsible,
            session=session,
            starts_at=FOUR - HOUR / 2,
            at=BEFORE,
        )
    assert book(theirs, FOUR, kind=SessionType.COORDINACION)  # colleagues meet about her


def test_two_groups_of_one_woman_do_not_meet_at_one_hour(worker, other, theirs):
    group_of(worker, theirs)
    second, meetings = group_of(other, theirs, name="Otro", rule=Rule((2,), count=2))

    with pytest.raises(NotPossible):
        tools.plan(second, other, rule=Rule((1,), count=1))
    to = Move(FOUR + HOUR, 60)
    with pytest.raises(NotPossible):
        do(moving.move_meeting, other, meeting=meetings[0], to=to, at=NOON)
    assert Meeting.objects.get(pk=meetings[0].pk).starts_at == meetings[0].starts_at


def test_called_off_is_not_brought_back_over_her_own_session(worker, theirs):
    _group, meetings = group_of(worker, theirs)
    do(scheduling.call_off, worker, meeting=meetings[0], at=NOON)
    book(theirs)

    with pytest.raises(NotPossible):
        do(scheduling.bring_back, worker, meeting=meetings[0], at=NOON)


# --- a place in a group --------------------------------------------------------------------


def test_no_place_in_a_group_whose_coming_hours_are_taken(worker, theirs):
    group, _meetings = group_of(worker)
    session = book(theirs, FOUR + tools.WEEK)

    with pytest.raises(NotPossibleAtItsHours):
        let_in(group, worker, theirs)
    do(
        reschedule_session,
        theirs.responsible,
        session=session,
        starts_at=FOUR + 2 * HOUR,
        at=BEFORE,
    )
    hers = Enrolment.objects.get(person=accompanied(theirs))
    assert do(enrolling.accept, worker, enrolment=hers, at=NOON).state == E.ACEPTADA


def test_hours_that_have_passed_refuse_nobody(worker, theirs):
    group, meetings = group_of(worker)
    book(theirs)

    assert let_in(group, worker, theirs, at=meetings[0].starts_at + HOUR).state == E.ACEPTADA


def test_who_rests_may_have_the_hour_and_then_does_not_come_back(worker, theirs):
    group, _meetings = group_of(worker, theirs)
    (hers,) = tools.sign(group.enrolments.all(), worker)
    step = {"enrolment": hers, "at": NOON}
    do(enrolling.move_enrolment, worker, to=E.AUSENTE, **step)
    book(theirs)

    for act, to in ((enrolling.move_enrolment, {"to": E.ACTIVA}), (enrolling.sign_agreements, {})):
        with pytest.raises(NotPossibleAtItsHours):
            do(act, worker, **step, **to)
    assert Enrolment.objects.get(pk=hers.pk).state == E.AUSENTE


# --- one sentence for both reasons ---------------------------------------------------------


def test_elsewhere_and_must_not_meet_are_one_answer(worker, other, team, theirs):
    """Nobody learns from the refusal, nor from the trace, which of the two it was."""
    sala, patio = tools.make_room(team, "Sala"), tools.make_room(team, "Patio")
    harmer = factories.make_case(by=factories.make_member(team), name="Ramiro", at=BEFORE)
    harm(theirs, harmer)
    group, _meetings = group_of(worker, theirs, rule=Rule((3,), count=1))
    answers = []
    for case in (theirs, harmer):
        session = book(case, FOUR, room=sala)
        with pytest.raises(NotPossible) as refused:
            tools.plan(group, worker, rule=Rule((1,), count=1), room=patio)
        answers.append((type(refused.value), str(refused.value), refusals()[-1]))
        away = {"starts_at": FOUR + 9 * tools.DAY, "room": None}
        do(reschedule_session, case.responsible, session=session, at=BEFORE, **away)
    assert answers[0] == answers[1]

    tools.plan(group, worker, rule=Rule((1,), count=1), room=patio)
    said = []
    for case in (theirs, harmer):
        with pytest.raises(NotPossible) as refused:
            book(case, FOUR + HOUR, room=sala)
        said.append((type(refused.value), str(refused.value), refusals()[-1][0]))
    assert said[0] == said[1]


def test_accepting_says_the_same_of_both(worker, team, theirs):
    sala, patio = tools.make_room(team, "Sala"), tools.make_room(team, "Patio")
    harmer = factories.make_case(by=factories.make_member(team), name="Ramiro", at=BEFORE)
    harm(theirs, harmer)
    said = []
    for number, case in enumerate((theirs, harmer)):
        by = factories.make_member(team)
        starts = dt.time(9 + 4 * number)
        group, meetings = group_of(by, name="G", room=patio, starts=starts)
        book(case, meetings[0].starts_at, room=sala)
        with pytest.raises(NotPossible) as refused:
            let_in(group, by, theirs)
        said.append((type(refused.value), str(refused.value), refusals()[-1][0]))
    assert said[0] == said[1]


def test_as_many_questions_for_twenty_women_as_for_two(worker, team, other):
    counts = []
    for many in (2, 20):
        by = factories.make_member(team)
        group = tools.make_group(by, capacity=30)
        group = tools.move(group, by, GroupState.CONVOCATORIA, GroupState.ENTREVISTAS)
        for _ in range(many):
            case = factories.make_case(by=other, name=f"Alma {_}", at=BEFORE)
            row = tools.hear(tools.ask(group, by, f"Alma {_}", is_another=True), by)
            row.case, row.person = case, accompanied(case)
            row.state, row.checked_at = E.ACEPTADA, NOON
            row.save()
        facts = tools.series(rule=Rule((1,), count=many))
        with acting(by, "test"), CaptureQueriesContext(connection) as seen:
            scheduling.preview(group, facts, NOON)
        counts.append(len(seen))

    assert counts[0] == counts[1] <= 16


# --- a facilitator leaves -------------------------------------------------------------------


def test_who_facilitates_leaves_and_who_follows_has_those_hours_free(
    worker, other, coordinator, theirs
):
    group, _inside, meetings = tools.running(worker, "Irma", "Norma", rule=Rule((1,), count=3))
    mine = group.facilitations.get()
    with pytest.raises(cycles.LastFacilitator):
        do(cycles.end_facilitation, coordinator, facilitation=mine, at=NOON)
    session = book(theirs, FOUR + tools.WEEK)  # hers, at an hour of the group

    with pytest.raises(cycles.FacilitatorTaken) as refused:
        tools.helped_by(group, coordinator, other, Facilitates.FACILITATOR)
    assert refused.value.count == 1
    assert not group.facilitations.filter(user=other).exists()
    assert tools.helped_by(group, coordinator, other, Facilitates.OBSERVER)
    away = {"starts_at": FOUR + 9 * tools.DAY, "session": session, "at": BEFORE}
    do(reschedule_session, other, **away)
    tools.helped_by(group, coordinator, other, Facilitates.FACILITATOR)
    do(cycles.end_facilitation, coordinator, facilitation=mine, at=NOON)

    assert Meeting.objects.planned().count() == 3
    free = factories.make_case(by=worker, at=BEFORE)
    assert book(free)  # her hours are her own again
    with pytest.raises(AccompanistTaken):
        book(theirs)  # and those of who follows are taken
    assert not Meeting.objects.visible_to(worker).exists()
    moved = {"meeting": meetings[0], "to": Move(FOUR + HOUR / 2, 60), "at": NOON}
    assert do(moving.move_meeting, other, **moved)


def test_who_works_here_no_longer_facilitates_nothing(client, worker, other, coordinator):
    group, _inside, _meetings = tools.running(worker, "Irma", "Norma", rule=Rule((1,), count=3))
    tools.helped_by(group, coordinator, other)
    worker.is_active = False
    worker.save()

    left = group.facilitations.get(user=other)
    with pytest.raises(cycles.LastFacilitator):
        do(cycles.end_facilitation, coordinator, facilitation=left, at=NOON)
    other.is_active = False
    other.save()
    client.force_login(coordinator)
    page = client.get(group.get_absolute_url())
    assert page.context["sheet"].is_left_alone
    after = factories.make_member(group.team)
    tools.helped_by(group, coordinator, after)
    page = client.get(group.get_absolute_url())
    assert not page.context["sheet"].is_left_alone
