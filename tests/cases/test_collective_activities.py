"""What a collective does together: planned, held, counted, told, agreed upon."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cases.actions import activities, headcounts, shared_agreements, shared_goals
from cases.actions.activities import (
    ActivityFacts,
    PartFacts,
    debrief_team,
    enter_activity,
    hold_activity,
    tell_part,
    tell_shared,
    write_moment,
)
from cases.actions.headcounts import name_present, take_headcount
from cases.actions.member_consents import withdraw_answer
from cases.actions.reminders import remind
from cases.actions.sessions import SessionNotScheduled, hold_session
from cases.actions.shared_agreements import AgreementFacts, agree_together, settle_agreement
from cases.actions.shared_goals import observe_goal
from cases.enums.collective import IN_THREE_MOMENTS, ActivityKind
from cases.enums.task import TaskKind
from cases.models import Activity, GoalSeen, GroupSession, Presence, Session, SharedAgreement, Task
from tests.cases.together import (
    CALLED,
    DAY,
    HOUR,
    SOON,
    WORDS,
    agree,
    count,
    hold,
    let_in,
    make_activity,
    make_collective,
    make_cycle,
    make_part,
    make_someone,
)
from tests.factories import NOON, make_member
from tests.traces import changes, do, everything_said

TODAY = timezone.localdate(NOON)
AFTER = NOON + 3 * DAY


@pytest.fixture
def process(worker):
    return make_collective(worker)


@pytest.fixture
def facilitator(process, worker):
    """Someone who facilitates groups, let into the process."""
    found = make_member(process.team, "facilitator")
    let_in(process, worker, found)
    return found


@pytest.fixture
def part(process, worker):
    return make_part(process, worker)


# --- on the agenda and held ----------------------------------------------------------------------


def test_encounter_has_parallel_sessions_by_age(process, worker):
    make_cycle(process, worker)
    activity = make_activity(process, worker)

    assert sorted(activity.parts.values_list("group", flat=True)) == ["G_AJ", "G_AM", "G_NN"]
    assert (activity.session.status, activity.session.kind) == ("PROGRAMADA", "COMUNITARIA")
    assert activity.cycle.number == 1
    process.refresh_from_db()
    assert process.next_session_at == NOON + DAY
    assert changes(1) == [
        ("create", "cases.activity", process.pk, [str(activity.pk)], ["kind", "cycle"])
    ]
    assert WORDS not in everything_said()
    assert "Canario" not in everything_said()


@pytest.mark.parametrize("kind", ActivityKind.values)
def test_each_kind_goes_on_the_agenda(process, worker, kind):
    parts = make_activity(process, worker, kind).parts.values_list("group", flat=True)
    wanted = {"ENCUENTRO": 3, "ESPACIO_NNA": 1}.get(kind, 1)

    assert len(parts) == wanted
    assert kind != "ESPACIO_NNA" or list(parts) == ["G_NN"]


def test_what_has_passed_is_recorded_as_held(process, worker):
    activity = make_activity(process, worker, "ASAMBLEA", starts_at=NOON - HOUR)

    assert activity.session.status == "REALIZADA"
    process.refresh_from_db()
    assert process.sessions_held == 1


def test_encounter_without_groups_is_refused_and_leaves_nothing(process, worker):
    facts = ActivityFacts("ENCUENTRO", SOON, ())
    with pytest.raises(activities.GroupsMissing):
        do(enter_activity, worker, case=process, facts=facts)
    assert not Session.objects.exists()


def test_same_id_is_the_same_activity(process, worker):
    facts = {"case": process, "facts": ActivityFacts("ASAMBLEA", SOON), "activity_id": uuid.uuid4()}
    first = do(enter_activity, worker, **facts)

    assert do(enter_activity, worker, **facts) == first
    assert Session.objects.count() == 1


def test_activity_is_held_once(process, worker):
    activity = make_activity(process, worker, "ASAMBLEA")
    held = hold(activity, worker)

    assert held.session.status == "REALIZADA"
    with pytest.raises(SessionNotScheduled):
        hold(activity, worker)
    assert not Task.objects.exists()  # an assembly weighs on nobody


def test_search_asks_for_its_afterwards_and_for_the_team_within_a_week(process, worker):
    activity = make_activity(process, worker, "BUSQUEDA_CAMPO")
    hold(activity, worker)

    asked = sorted(Task.objects.values_list("kind", "assignee", "due_on", "about"))
    due = TODAY + 8 * DAY
    assert asked == [
        (TaskKind.SEARCH_AFTER, worker.pk, due, activity.pk),
        (TaskKind.TEAM_DEBRIEF, worker.pk, due, activity.pk),
    ]
    remind(AFTER)
    assert Task.objects.count() == 2  # asked again, they are the same
    words = {"decompression": WORDS}
    moment = {"moment": "DESPUES", "happened_on": TODAY + 2 * DAY, "words": words}
    do(write_moment, worker, activity=activity, **moment, at=AFTER)
    assert Task.objects.open().get().kind == TaskKind.TEAM_DEBRIEF
    do(debrief_team, worker, activity=activity, words={"how": WORDS}, at=AFTER)
    assert not Task.objects.open().exists()
    assert WORDS not in everything_said()


def test_calendar_asks_where_the_session_was_held_elsewhere(process, worker):
    activity = make_activity(process, worker, "RESTITUCION")
    session = Session.objects.get(pk=activity.session_id)
    do(hold_session, worker, session=session, at=NOON + 2 * DAY)

    assert not Task.objects.exists()
    remind(AFTER)
    assert Task.objects.get().kind == TaskKind.TEAM_DEBRIEF


# --- told in moments, by the team, with words ----------------------------------------------------


@pytest.mark.parametrize("kind", ActivityKind.values)
def test_three_moments_for_what_is_accompanied_outside(process, worker, kind):
    activity = make_activity(process, worker, kind)
    facts = {"activity": activity, "moment": "ANTES", "happened_on": TODAY}
    if kind in IN_THREE_MOMENTS:
        row = do(write_moment, worker, **facts, words={"preparation": WORDS})
        assert changes(1)[0][4] == ["moment", "happened_on", "preparation"]
        again = do(write_moment, worker, **facts, words={"health": WORDS})
        assert (again.pk, again.history.count()) == (row.pk, 2)
    else:
        with pytest.raises(activities.NotInThreeMoments):
            do(write_moment, worker, **facts, words={"preparation": WORDS})


def test_moment_is_refused_before_its_time_and_without_words(process, worker):
    activity = make_activity(process, worker, "BUSQUEDA_CAMPO")
    facts = {"activity": activity, "happened_on": TODAY}
    with pytest.raises(activities.NothingWritten):
        do(write_moment, worker, **facts, moment="ANTES", words={"preparation": " "})
    for moment in ("DURANTE", "DESPUES"):
        with pytest.raises(activities.ActivityNotHeld):
            do(write_moment, worker, **facts, moment=moment, words={"needs": WORDS})
    facts["happened_on"] = TODAY + DAY
    with pytest.raises(activities.MomentToCome):
        do(write_moment, worker, **facts, moment="ANTES", words={"preparation": WORDS})
    with pytest.raises(activities.ActivityNotHeld):
        do(debrief_team, worker, activity=activity, words={"how": WORDS})
    assert not activity.moments.exists()


def test_part_is_told_as_its_writer_saw_it(process, part, worker, facilitator):
    facts = PartFacts({"theme": WORDS}, {"emerging": WORDS, "alerts": " "}, facilitator)
    told = do(tell_part, worker, part=part, facts=facts, version=1)

    assert (told.version, told.facilitator) == (2, facilitator)
    assert changes(1)[0][4] == ["facilitator", "emerging", "theme"]
    with pytest.raises(activities.PartChangedMeanwhile) as refused:
        do(tell_part, facilitator, part=part, facts=PartFacts({"theme": "Otra"}), version=1)
    assert refused.value.conflict
    outsider = PartFacts({"theme": WORDS}, facilitator=make_member(process.team))
    with pytest.raises(activities.FacilitatorNotOfTheCase):
        do(tell_part, worker, part=part, facts=outsider, version=2)
    opened = lambda by, at: GroupSession.objects.get().plan.reveal()  # noqa: E731
    assert do(opened, worker) == {"theme": WORDS}


def test_opening_and_closing_are_shared(process, worker):
    activity = make_activity(process, worker)
    do(tell_shared, worker, activity=activity, words={"opening": WORDS, "closing": ""})

    assert changes(1)[0][4] == ["opening"]
    with pytest.raises(activities.NothingWritten):
        do(tell_shared, worker, activity=activity, words={"opening": "\n"})


# --- who came ------------------------------------------------------------------------------------


def test_people_are_counted_by_age_and_gender(process, part, facilitator):
    counts = {("MUJERES", "30_44"): 9, ("HOMBRES", "60_74"): 2, ("MUJERES", "18_24"): 0}
    counted = do(take_headcount, facilitator, part=part, counts=counts, version=0)

    assert (counted.people, counted.count_version, counted.counted_by) == (11, 1, facilitator)
    rows = part.headcounts.values_list("counted_as", "band", "people")
    assert sorted(rows) == [("HOMBRES", "60_74", 2), ("MUJERES", "30_44", 9)]
    assert changes(1) == [("change", "cases.groupsession", process.pk, [str(part.pk)], ["people"])]


def test_count_sent_twice_is_one_and_another_count_is_a_conflict(part, worker, facilitator):
    facts = {"part": part, "counts": {("MUJERES", "30_44"): 9}, "version": 0}
    do(take_headcount, worker, **facts)
    do(take_headcount, worker, **facts)

    part.refresh_from_db()
    assert (part.people, part.count_version) == (9, 1)
    with pytest.raises(headcounts.CountChangedMeanwhile) as refused:
        do(take_headcount, facilitator, part=part, counts={("MUJERES", "30_44"): 8}, version=0)
    assert (refused.value.people, refused.value.conflict) == (9, True)
    do(take_headcount, facilitator, part=part, counts={("HOMBRES", "30_44"): 1}, version=1)
    part.refresh_from_db()
    assert part.people == 1
    assert {row.people for row in part.headcounts.all()} == {0, 1}


@pytest.mark.parametrize(
    "counts",
    [
        {("MUJERES", "30_44"): -1},
        {("MUJERES", "30_44"): 2_001},
        {("MUJERES", "treinta"): 1},
        {("GATOS", "30_44"): 1},
    ],
)
def test_count_that_cannot_be_is_refused(part, worker, counts):
    with pytest.raises(headcounts.CountUnreadable):
        do(take_headcount, worker, part=part, counts=counts, version=0)
    assert not part.headcounts.exists()


def test_nobody_is_counted_before_the_day(process, worker):
    part = make_part(process, worker, held=False)
    with pytest.raises(headcounts.CountToCome):
        count(part, worker)
    assert count(part, worker, at=NOON + DAY).people == 12


def test_names_stand_only_where_people_agreed(process, part, worker, facilitator):
    named, silent = (make_someone(process, worker, called) for called in (CALLED, "Otra"))
    agree(named, worker)
    facts = {"part": part, "members": [named]}
    with pytest.raises(headcounts.CountFirst):
        do(name_present, worker, **facts)
    count(part, worker, 1)
    with pytest.raises(headcounts.NotAgreedToBeNamed):
        do(name_present, worker, part=part, members=[silent])
    with pytest.raises(headcounts.MoreNamesThanPeople):
        do(name_present, worker, part=part, members=[named, silent])
    with pytest.raises(PermissionDenied):  # she counts, and may not see the members
        do(name_present, facilitator, **facts)
    assert do(name_present, worker, **facts) == 1

    assert changes(1) == [("change", "cases.groupsession", process.pk, [str(part.pk)], ["names"])]
    assert CALLED not in everything_said()
    assert str(named.pk) not in str(changes(1))
    with pytest.raises(headcounts.MoreNamesThanPeople):
        do(take_headcount, worker, part=part, counts={}, version=1)


@pytest.mark.parametrize("way", ["withdrawn", "answered no"])
def test_consent_taken_back_removes_the_name_and_keeps_the_count(process, part, worker, way):
    named, other = (make_someone(process, worker, called) for called in (CALLED, "Otra"))
    given = agree(named, worker)
    agree(other, worker)
    count(part, worker, 7)
    do(name_present, worker, part=part, members=[named, other])

    if way == "withdrawn":
        do(withdraw_answer, worker, answer=given)
    else:
        agree(named, worker, granted=False)

    part.refresh_from_db()
    assert part.people == 7
    assert list(Presence.objects.values_list("member", flat=True)) == [other.pk]
    with pytest.raises(headcounts.NotAgreedToBeNamed):
        do(name_present, worker, part=part, members=[named])


# --- what was agreed, and what grows -------------------------------------------------------------


def test_agreement_asks_for_itself_until_it_is_settled(process, worker, facilitator):
    activity = make_activity(process, worker, "ASAMBLEA", starts_at=NOON - HOUR)
    facts = AgreementFacts(WORDS, responsible=facilitator, due_on=TODAY + 9 * DAY)
    agreement = do(agree_together, worker, activity=activity, facts=facts)

    task = Task.objects.get()
    assert (task.kind, task.assignee, task.due_on, task.about) == (
        TaskKind.AGREEMENT_DUE,
        facilitator,
        TODAY + 9 * DAY,
        agreement.pk,
    )
    do(settle_agreement, facilitator, agreement=agreement, outcome=WORDS)
    assert not Task.objects.open().exists()
    with pytest.raises(shared_agreements.AgreementSettled):
        do(settle_agreement, worker, agreement=agreement)
    assert WORDS not in everything_said()


def test_agreement_says_what_who_and_by_when(process, worker, stranger):
    activity = make_activity(process, worker, "ASAMBLEA", starts_at=NOON - HOUR)
    for facts, refusal in (
        (AgreementFacts(" ", who="Todas"), shared_agreements.AgreementEmpty),
        (AgreementFacts(WORDS), shared_agreements.NobodySeesToIt),
        (AgreementFacts(WORDS, "Todas", None, TODAY - DAY), shared_agreements.DueBeforeAgreed),
        (AgreementFacts(WORDS, responsible=stranger), activities.FacilitatorNotOfTheCase),
    ):
        with pytest.raises(refusal):
            do(agree_together, worker, activity=activity, facts=facts)
    assert not SharedAgreement.objects.exists()
    do(agree_together, worker, activity=activity, facts=AgreementFacts(WORDS, who="Todas"))
    assert not Task.objects.exists()  # without a day nobody is reminded


def test_goal_is_seen_in_words(process, worker):
    facts = {"case": process, "goal": "SENTIDO_COLECTIVIDAD", "appraisal": 2, "seen_on": TODAY}
    do(observe_goal, worker, **facts, words=WORDS)

    assert changes(1)[0][4] == ["goal", "appraisal", "seen_on"]
    with pytest.raises(shared_goals.SeenWithoutWords):
        do(observe_goal, worker, **facts, words=" ")
    with pytest.raises(shared_goals.SeenToCome):
        do(observe_goal, worker, **{**facts, "seen_on": TODAY + DAY}, words=WORDS)
    assert GoalSeen.objects.count() == 1
    assert WORDS not in everything_said()


def test_only_who_writes_tells(process, part, worker, coordinator, stranger):
    activity = part.activity
    agreement = do(agree_together, worker, activity=activity, facts=AgreementFacts(WORDS, "Todas"))
    goal = {"goal": "SENTIDO_COLECTIVIDAD", "appraisal": 2, "seen_on": TODAY, "words": WORDS}
    for by in (coordinator, stranger, make_member(process.team, "facilitator")):
        for action, facts in (
            (enter_activity, {"case": process, "facts": ActivityFacts("ASAMBLEA", SOON)}),
            (hold_activity, {"activity": activity}),
            (tell_part, {"part": part, "facts": PartFacts({"theme": "Otra"}), "version": 1}),
            (tell_shared, {"activity": activity, "words": {"opening": WORDS}}),
            (debrief_team, {"activity": activity, "words": {"how": WORDS}}),
            (take_headcount, {"part": part, "counts": {}, "version": 0}),
            (agree_together, {"activity": activity, "facts": AgreementFacts(WORDS, "Todas")}),
            (settle_agreement, {"agreement": agreement}),
            (observe_goal, {"case": process, **goal}),
        ):
            with pytest.raises(PermissionDenied):
                do(action, by, **facts)
    assert Activity.objects.count() == 1
