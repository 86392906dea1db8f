"""Bad days: far too many, 29 February, clocks of one city, two tabs, one name too many, harm."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions.bonds import add_bond
from cases.actions.booking import NotPossible
from cases.actions.people import accompanied, join_case
from cases.actions.sessions import SessionFacts, schedule_session
from cases.enums import ParticipationRole
from cases.enums.bond import BondKind
from cases.enums.task import TaskKind
from cases.models import Task
from groups.actions import enrolling, moving, scheduling
from groups.actions.conflicts import in_conflict_anywhere
from groups.actions.enrolling import AlreadyInGroup, Asks, PossibleConflict
from groups.actions.moving import Move
from groups.actions.running import CalledOff
from groups.actions.scheduling import DayTaken, HasAttendance, RuleTooLong
from groups.enums import EnrolmentState, GroupState, Mark, MeetingState, Reach
from groups.models import Attendance, Enrolment, Meeting
from groups.recurrence import MOST, Rule, on_clock
from tests import factories
from tests.factories import NOON
from tests.groups import tools
from tests.traces import do

E = EnrolmentState
HOUR = dt.timedelta(hours=1)
BEFORE = NOON - tools.DAY
JUAREZ, OJINAGA, CHIHUAHUA = (
    "America/Ciudad_Juarez",
    "America/Ojinaga",
    "America/Chihuahua",
)


def sent(first, **more):
    return {
        "weekdays": [0, 1, 2, 3, 4],
        "first_on": first.isoformat() if isinstance(first, dt.date) else first,
        "starts": "16:00",
        "minutes": 120,
        "every": 1,
        "time_zone": CHIHUAHUA,
        "modality": "PRESENCIAL_OFICINA",
    } | more


# --- rules and days -------------------------------------------------------------------------


@pytest.mark.parametrize("end", [{"count": 2000}, {"until": 8 * 365}, {"until": 300}])
def test_a_rule_of_two_thousand_sessions_is_refused_in_words(client, worker, end):
    group = tools.make_group(worker)
    client.force_login(worker)
    today = timezone.localdate()
    if "until" in end:
        end = {"until": (today + dt.timedelta(days=end["until"])).isoformat(), "count": ""}

    page = client.post(
        reverse("groups:schedule_plan", args=[group.code]), sent(today, plan="1", **end)
    )

    assert page.status_code == 422
    errors = page.context["form"].errors
    said = [str(RuleTooLong(most=MOST))] if end["count"] == "" else None
    assert errors.get("__all__") == said
    assert ("count" in errors) is (said is None)
    assert not Meeting.objects.exists()


def test_the_29th_of_february_is_a_day_in_leap_years_alone(client, worker):
    group = tools.make_group(worker)
    client.force_login(worker)
    address = reverse("groups:schedule_plan", args=[group.code])

    leap = client.post(address, sent("2028-02-29", weekdays=[1], count=3, look="1"))
    other = client.post(address, sent("2027-02-29", weekdays=[1], count=3, look="1"))

    assert [each.iso for each in leap.context["days"]] == ["2028-02-29", "2028-03-07", "2028-03-14"]
    assert (other.status_code, other.context["days"]) == (422, [])
    carried = client.get(address, {"day": "2027-02-29"})
    assert carried.status_code == 200


@pytest.mark.parametrize("first", ["9999-12-31", "9999-12-30", "0001-01-01", "1989-12-31"])
@pytest.mark.parametrize("starts", ["00:00", "23:00"])
def test_a_year_nobody_means_is_asked_again(client, worker, first, starts):
    group = tools.make_group(worker)
    meetings = tools.plan(group, worker, rule=Rule((1,), count=2))
    client.force_login(worker)
    whole, alone = (
        reverse(f"groups:schedule_{name}", args=[group.code]) for name in ("plan", "add")
    )
    again = reverse("groups:series_change", args=[group.code, meetings[0].series_id])

    for address in (whole, alone, again):
        page = client.post(address, sent(first, starts=starts, count=3, plan="1"))
        assert page.status_code == 422, address
        assert list(page.context["form"].errors) == ["first_on"]
    assert Meeting.objects.count() == 2


def test_a_day_left_out_that_no_month_has_is_nonsense(client, worker):
    group = tools.make_group(worker)
    client.force_login(worker)
    first = timezone.localdate() + tools.WEEK
    out = [(first + n * tools.DAY).isoformat() for n in range(7)]
    asked = sent(first, weekdays=[0, 1, 2, 3, 4, 5, 6], count=8, plan="1")
    asked["leave_out"] = ["2026-02-30", "x", *out]

    assert client.post(reverse("groups:schedule_plan", args=[group.code]), asked).status_code == 302
    assert Meeting.objects.count() == 1


def test_a_series_moves_over_the_29th_of_february(worker):
    group = tools.make_group(worker)
    meetings = tools.plan(group, worker, rule=Rule((1,), count=3), first_on=dt.date(2028, 2, 22))

    to = Move(meetings[0].starts_at + tools.DAY, 120)
    do(moving.move_meeting, worker, meeting=meetings[0], to=to, reach=Reach.ALL, at=NOON)

    days = [on_clock(each.starts_at, CHIHUAHUA).date() for each in planned()]
    assert days == [dt.date(2028, 2, 23), dt.date(2028, 3, 1), dt.date(2028, 3, 8)]


def planned():
    return Meeting.objects.planned().order_by("starts_at")


@pytest.mark.parametrize(
    ("zone", "hours"),
    [(JUAREZ, [23, 22, 22]), (OJINAGA, [22, 21, 21]), (CHIHUAHUA, [22, 22, 22])],
)
def test_clocks_of_one_city_change_and_its_hours_stay(worker, zone, hours):
    """On 14 March 2027 the clocks of the border change, and those of Chihuahua do not."""
    group = tools.make_group(worker, time_zone=zone)
    rule = Rule((1,), count=3)
    first = dt.date(2027, 3, 9)
    meetings = tools.plan(group, worker, rule=rule, first_on=first, time_zone=zone)
    assert [each.starts_at.astimezone(dt.UTC).hour for each in meetings] == hours

    to = Move(on_clock(meetings[1].starts_at, zone), 120)
    do(moving.move_meeting, worker, meeting=meetings[0], to=to, reach=Reach.ALL, at=NOON)
    assert {on_clock(each.starts_at, zone).hour for each in planned()} == {16}
    do(moving.move_back, worker, meeting=meetings[0], whole=True, at=NOON)

    assert [each.starts_at for each in planned()] == [each.starts_at for each in meetings]


def test_one_colleague_in_two_cities_is_taken_by_the_moment_not_by_the_clock(worker):
    """After the change 16:00 in Juárez is 16:00 in Chihuahua; before, it was 17:00."""
    group = tools.make_group(worker, time_zone=JUAREZ)
    first = dt.date(2027, 3, 9)
    rule = Rule((1,), count=2)
    one_hour = {"rule": rule, "first_on": first, "minutes": 60}
    tools.plan(group, worker, time_zone=JUAREZ, **one_hour)
    other = tools.make_group(worker, name="Otro", time_zone=CHIHUAHUA)

    with pytest.raises(DayTaken) as refused:
        tools.plan(other, worker, time_zone=CHIHUAHUA, **one_hour)
    assert refused.value.count == 1
    second = dt.date(2027, 3, 16)
    assert len(tools.plan(other, worker, leave_out={second}, time_zone=CHIHUAHUA, **one_hour)) == 1


def test_an_hour_the_clocks_leave_out_is_asked_again(client, worker):
    group = tools.make_group(worker, time_zone=JUAREZ)
    first = dt.date(2027, 3, 13)
    (meeting,) = tools.plan(
        group, worker, rule=Rule((5,), count=1), first_on=first, time_zone=JUAREZ
    )
    client.force_login(worker)
    address = reverse("groups:meeting_move", args=[group.code, meeting.pk])
    night = {"day": "2027-03-14", "hour": "02:30", "minutes": 60}

    assert client.post(address, night).status_code == 422
    meeting.time_zone = CHIHUAHUA
    meeting.save()
    assert client.post(address, night).status_code == 302  # there the hour exists


# --- attendance -----------------------------------------------------------------------------


def test_called_off_takes_no_attendance_and_attendance_is_not_called_off(worker):
    _group, inside, meetings = tools.running(worker, "Alma", "Brenda", rule=Rule((1,), count=2))
    do(scheduling.call_off, worker, meeting=meetings[0], reason="lluvia", at=NOON)
    with pytest.raises(CalledOff):
        tools.all_came(meetings[0], worker, inside)
    assert not Attendance.objects.exists()

    do(scheduling.bring_back, worker, meeting=meetings[0], at=NOON)
    tools.all_came(meetings[0], worker, inside)
    with pytest.raises(HasAttendance):
        do(scheduling.call_off, worker, meeting=meetings[0], following=True, at=NOON)

    assert list(Meeting.objects.order_by("starts_at").values_list("state", flat=True)) == [
        MeetingState.REALIZADA,
        MeetingState.PROGRAMADA,
    ]
    assert Attendance.objects.count() == 2


def test_a_sheet_open_in_two_tabs_shows_what_the_other_saved(client, worker):
    past = timezone.now() - dt.timedelta(days=9)
    first = timezone.localdate() - dt.timedelta(days=2)
    rule = Rule((first.weekday(),), count=1)
    facts = {"rule": rule, "first_on": first, "skips_closures": False}
    group, inside, (meeting,) = tools.running(worker, "Alma", "Brenda", at=past, **facts)
    client.force_login(worker)
    address = reverse("groups:meeting_sheet", args=[group.code, meeting.pk])
    alma, brenda = inside
    one = {"version": 0, f"mark_{alma.pk}": Mark.PRESENTE, f"remark_{alma.pk}": "Lloró al hablar"}
    other = {"version": 0, f"mark_{alma.pk}": Mark.TARDE, f"mark_{brenda.pk}": Mark.PRESENTE}
    assert client.post(address, one).status_code == 302

    late = client.post(address, other)

    assert late.status_code == 409
    saved = {row.enrolment.pk: row.saved for row in late.context["rows"]}
    assert saved == {alma.pk: f"{Mark.PRESENTE.label}: Lloró al hablar", brenda.pk: ""}
    assert "Lloró al hablar" in late.content.decode()
    assert Attendance.objects.get().mark == Mark.PRESENTE
    version = late.context["stored"]["version"]
    assert f'name="version" value="{version}"' in late.content.decode()
    again = client.post(address, other | {"version": version})
    assert again.status_code == 302
    marks = dict(Attendance.objects.values_list("enrolment", "mark"))
    assert marks == {alma.pk: Mark.TARDE, brenda.pk: Mark.PRESENTE}


# --- one woman twice ------------------------------------------------------------------------


def test_one_woman_under_two_spellings_has_one_place(worker):
    case = factories.make_case(by=worker, name="Yesenia Gutiérrez", at=BEFORE)
    group = tools.make_group(worker)
    group = tools.move(group, worker, GroupState.CONVOCATORIA, GroupState.ENTREVISTAS)
    hers = tools.ask(group, worker, "Yesenia", case=case)

    for name in ("Jessenia Gutierres", "Luz"):
        for is_another in (False, True):  # nobody confirms that away
            with pytest.raises(AlreadyInGroup):
                tools.ask(group, worker, name, case=case, is_another=is_another)
    asking = [Asks(name="Luz", case=case, is_another=True), Asks(name="Elvira")]
    taken, left = do(enrolling.enrol_many, worker, group=group, asking=asking, at=NOON)
    assert (len(taken), [type(why) for _asks, why in left]) == (1, [AlreadyInGroup])

    step = {"to": E.NO_INDICADA, "at": NOON}
    do(enrolling.move_enrolment, worker, enrolment=tools.hear(hers, worker), **step)
    second = tools.ask(group, worker, "Luz", case=case)
    with pytest.raises(AlreadyInGroup):
        tools.hear(Enrolment.objects.get(pk=hers.pk), worker)
    assert do(enrolling.accept, worker, enrolment=tools.hear(second, worker), at=NOON)


# --- one of the group turns out to have harmed another ------------------------------------


@pytest.fixture
def two(worker):
    """Two women of one group, who have cases of their own, and its sessions to come."""
    cases = [factories.make_case(by=worker, name=name) for name in ("Alma Zubía", "Elvira Rascón")]
    group = tools.make_group(worker)
    group = tools.move(group, worker, GroupState.CONVOCATORIA, GroupState.ENTREVISTAS)
    for case, name in zip(cases, ("Alma", "Elvira"), strict=True):
        tools.hear(tools.ask(group, worker, name, case=case), worker)
    for row in group.enrolments.all():
        do(enrolling.accept, worker, enrolment=row, at=NOON)
    return group, tools.plan(group, worker, rule=Rule((1,), count=3)), *cases


def told(case, harmer, by, at=NOON + HOUR):
    """Record in a case that a person of another one has harmed hers."""
    role = ParticipationRole.MENCIONADA
    do(join_case, by, case=case, person=accompanied(harmer), role=role, at=at)
    bond = {"from_person": accompanied(harmer), "to_person": accompanied(case)}
    return do(add_bond, by, case=case, kind=BondKind.AGRESION, at=at, **bond)


def test_coming_sessions_of_both_are_blocked_and_coordination_is_told(
    client, worker, coordinator, two
):
    group, meetings, case, other = two
    do(scheduling.call_off, worker, meeting=meetings[2], at=NOON)

    bond = told(case, other, worker)

    assert in_conflict_anywhere(group)
    to = Move(meetings[0].starts_at + HOUR, 60)
    move = {"meeting": meetings[0], "to": to, "at": NOON}
    one_more = {"rule": Rule((3,), count=1), "first_on": dt.date(2026, 5, 14)}
    for act in (
        lambda: tools.plan(group, worker, **one_more),
        lambda: do(moving.move_meeting, worker, **move),
        lambda: do(scheduling.bring_back, worker, meeting=meetings[2], at=NOON),
    ):
        with pytest.raises(NotPossible) as refused:
            act()
        assert str(refused.value) == str(NotPossible())
    task = Task.objects.get(kind=TaskKind.WALL)
    assert (task.case, task.about, task.is_urgent, task.assignee) == (case, bond.pk, True, None)
    assert group.code not in str(task.get_kind_display())
    for reader, address in (
        (worker, reverse("groups:schedule", args=[group.code])),
        (coordinator, group.get_absolute_url()),
    ):
        client.force_login(reader)
        page = client.get(address)
        assert page.context.get("waits", False) or page.context.get("conflict", False)
        said = page.content.decode()
        assert not any(name in said for name in ("Alma", "Elvira", case.code, other.code))

    do(scheduling.call_off, worker, meeting=meetings[0], at=NOON)  # this is always possible
    hers = Enrolment.objects.get(case=other)
    tools.sign([hers], worker)
    rest = {"enrolment": hers, "at": NOON}
    do(enrolling.move_enrolment, worker, to=E.AUSENTE, **rest)
    assert do(scheduling.bring_back, worker, meeting=meetings[0], at=NOON)
    with pytest.raises(PossibleConflict):
        do(enrolling.move_enrolment, worker, to=E.ACTIVA, **rest)
    do(enrolling.move_enrolment, worker, to=E.INTERRUMPIO, **rest)
    assert do(moving.move_meeting, worker, **move)


def test_what_coordination_decided_on_stays_decided(worker, coordinator, two):
    """A bond on record before she was accepted in spite of it blocks nothing afterwards."""
    _group, meetings, case, other = two
    told(case, other, worker)
    hers = Enrolment.objects.get(case=other)
    do(enrolling.move_enrolment, worker, enrolment=hers, to=E.LISTA_ESPERA, at=NOON + HOUR)
    again = {"enrolment": hers, "despite_conflict": True, "at": NOON + 2 * HOUR}
    do(enrolling.accept, coordinator, **again)

    to = Move(meetings[0].starts_at + HOUR, 60)
    moved = {"meeting": meetings[0], "to": to, "reach": Reach.ALL, "at": NOON + 2 * HOUR}
    assert len(do(moving.move_meeting, worker, **moved)) == 3


@pytest.mark.parametrize("where", ["in the group", "beside it", "another day"])
def test_coordination_is_told_where_two_are_about_to_meet(worker, team, where):
    """Nobody accompanies both; they share a group, or one house around an hour, or nothing."""
    room, patio = tools.make_room(team, "Sala"), tools.make_room(team, "Patio")
    case = factories.make_case(by=worker, name="Alma", at=BEFORE)
    colleague, by = factories.make_member(team), factories.make_member(team)
    harmer = factories.make_case(by=colleague, name="Ramiro", at=BEFORE)
    group = tools.make_group(by)
    group = tools.move(group, by, GroupState.CONVOCATORIA, GroupState.ENTREVISTAS)
    for each in [case, harmer][: 2 if where == "in the group" else 1]:
        row = tools.hear(tools.ask(group, by, each.code), by)
        row.case, row.person = each, accompanied(each)
        row.save()
        do(enrolling.accept, by, enrolment=row, at=NOON)
    (meeting,) = tools.plan(group, by, rule=Rule((1,), count=1), room=room)
    away = {"beside it": HOUR * 3 / 2, "another day": tools.DAY}.get(where)
    if away:
        facts = SessionFacts(starts_at=meeting.starts_at - away, room=patio)
        do(schedule_session, colleague, case=harmer, facts=facts, at=NOON)
    person = accompanied(harmer)
    mentioned = {"role": ParticipationRole.MENCIONADA, "since": NOON}
    case.participations.create(person=person, **mentioned)

    bond = {"from_person": person, "to_person": accompanied(case), "kind": BondKind.AGRESION}
    do(add_bond, worker, case=case, at=NOON, **bond)

    tasks = Task.objects.filter(kind=TaskKind.WALL)
    assert [task.case for task in tasks] == ([] if where == "another day" else [case])
