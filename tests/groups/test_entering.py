"""A session that was held and stood in no calendar is entered afterwards, with its sheet."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accompaniment.audit.models import Event
from cases.actions.bonds import add_bond
from cases.actions.people import accompanied, join_case
from cases.enums import ParticipationRole
from cases.enums.bond import BondKind
from groups.actions import enrolling, entering, moving, scheduling
from groups.actions.calendar import NotEnteredAsItStands
from groups.actions.cycles import GroupEnded
from groups.actions.entering import (
    LATEST,
    AlreadyThere,
    BeforeTheCycle,
    StillToCome,
    TooLongAgo,
)
from groups.actions.moving import Move
from groups.actions.running import GroupNotMeeting, on_the_sheet
from groups.actions.scheduling import NotPlannedAnyMore, PassedPerhapsHeld, RoomOfOtherTeam
from groups.enums import EnrolmentState, GroupState, Mark, MeetingState
from groups.models import Attendance, Enrolment, Meeting
from groups.recurrence import Rule
from tests import factories
from tests.factories import NOON
from tests.groups import tools
from tests.traces import changes, do

E = EnrolmentState
LATER = NOON + 3 * tools.WEEK  # Sunday 24 May
ONCE = {"rule": Rule((1,), count=1)}


def held_on(day, **facts):
    """Return the facts of one session on a day."""
    return tools.series(
        rule=Rule((day.weekday(),), count=1), first_on=day, skips_closures=False, **facts
    )


THURSDAY = dt.date(2026, 5, 14)


def enter(group, by, day=THURSDAY, *, at=LATER, **facts):
    return do(entering.enter_held, by, group=group, facts=held_on(day, **facts), at=at)


@pytest.fixture
def lived(worker):
    """A group that meets on Tuesdays since the 5th of May."""
    return tools.running(worker, "Alma Zubía", "Brenda Chávez")


def test_a_forgotten_session_is_entered_and_its_sheet_makes_it_held(lived, worker):
    group, inside, _meetings = lived

    meeting = enter(group, worker)

    assert (meeting.state, meeting.entered_at, meeting.series) == (
        MeetingState.PROGRAMADA,
        LATER,
        None,
    )
    fields = ["starts_at", "minutes", "room", "entered_at"]
    assert changes(1) == [("create", "groups.meeting", group.pk, [str(meeting.pk)], fields)]
    assert [each.entered_at for each in meeting.history.all()] == [LATER]
    held = tools.all_came(meeting, worker, inside, at=LATER)
    assert (held.state, held.number) == (MeetingState.REALIZADA, 1)


@pytest.mark.parametrize(
    ("day", "at", "why"),
    [
        (LATER.date() + tools.DAY, LATER, StillToCome),
        (THURSDAY, LATER + dt.timedelta(days=LATEST), TooLongAgo),
        (NOON.date() - tools.DAY, LATER, BeforeTheCycle),
        (tools.FIRST, LATER, AlreadyThere),
    ],
)
def test_what_cannot_have_been_is_refused(lived, worker, day, at, why):
    group, _inside, meetings = lived

    with pytest.raises(why):
        enter(group, worker, day, at=at)

    assert Meeting.objects.count() == len(meetings)


def test_the_last_day_and_the_first_hour_are_those_of_the_clock_of_its_place(lived, worker):
    group, _inside, _meetings = lived
    here = ZoneInfo(tools.ZONE)
    day = NOON.astimezone(here).date()
    last = dt.datetime.combine(day + dt.timedelta(days=LATEST), dt.time(22), here)

    assert enter(group, worker, day, at=last, starts=dt.time(3)).starts_at < NOON
    with pytest.raises(TooLongAgo):
        enter(group, worker, day, at=last + tools.DAY, starts=dt.time(9))
    with pytest.raises(StillToCome):
        enter(group, worker, last.date(), at=last, starts=dt.time(22, 15))
    assert enter(group, worker, last.date(), at=last, starts=dt.time(21, 45))


def test_a_group_that_does_not_meet_yet_or_any_more_is_refused(lived, worker):
    with pytest.raises(GroupNotMeeting):
        enter(tools.make_group(worker, name="Otro"), worker)
    group, _inside, meetings = lived
    do(scheduling.call_off, worker, meeting=meetings[0], following=True, at=NOON)
    states = (GroupState.EN_CURSO, GroupState.CIERRE)
    group = tools.move(group, worker, *states)
    assert enter(group, worker)
    do(scheduling.call_off, worker, meeting=Meeting.objects.planned().get(), at=LATER)
    tools.move(group, worker, GroupState.EVALUADO, evaluation="Bien.")

    with pytest.raises(GroupEnded):
        enter(group, worker)


def test_who_does_not_schedule_and_rooms_of_others_are_refused(lived, worker, stranger):
    with pytest.raises(PermissionDenied):
        enter(lived[0], stranger)
    with pytest.raises(RoomOfOtherTeam):
        enter(lived[0], worker, room=tools.make_room(factories.make_team()))


def test_a_room_and_a_colleague_taken_then_do_not_matter_any_more(lived, worker, team):
    room = tools.make_room(team)
    other = tools.make_group(worker, name="Otro")
    tools.plan(other, worker, rule=Rule((3,), count=1), first_on=THURSDAY, room=room)

    assert enter(lived[0], worker, room=room).room == room


def test_the_hour_of_a_session_called_off_is_free(lived, worker):
    do(scheduling.call_off, worker, meeting=lived[2][0], at=NOON)

    assert enter(lived[0], worker, tools.FIRST)


def both(worker, case):
    """Return two groups that meet, with one woman in both."""
    found = []
    for name, day in (("Lunes", 0), ("Martes", 1)):
        group = tools.make_group(worker, name=name)
        group = tools.move(group, worker, GroupState.CONVOCATORIA, GroupState.ENTREVISTAS)
        hers = tools.hear(tools.ask(group, worker, "Alma", case=case), worker)
        inside = [do(enrolling.accept, worker, enrolment=hers, at=NOON)]
        inside += tools.take_in(group, worker, "Rosa")
        first = dt.date(2026, 5, 11 + day)
        meetings = tools.plan(group, worker, rule=Rule((day,), count=1), first_on=first)
        group = tools.move(group, worker, GroupState.ABIERTO)
        found.append((group, tools.sign(inside, worker), meetings[0]))
    return found


@pytest.mark.parametrize("mark", [None, Mark.TARDE, Mark.SIN_AVISO])
def test_nobody_was_in_two_groups_at_once(worker, case, mark):
    """Unless she was absent there; who came to neither is in nobody's way."""
    (one, _inside, _first), (_other, hers, second) = both(worker, case)
    if mark:
        tools.attend(second, worker, {hers[0]: mark, hers[1]: Mark.PRESENTE})
    day = second.starts_at.date()

    if mark != Mark.SIN_AVISO:
        with pytest.raises(NotEnteredAsItStands) as refused:
            enter(one, worker, day, starts=dt.time(17))
        assert str(refused.value) == str(NotEnteredAsItStands())
        assert enter(one, worker, day, starts=dt.time(18))
    else:
        assert enter(one, worker, day, starts=dt.time(17))


def test_where_two_must_not_meet_one_sentence_says_that_it_is_not_possible(worker):
    cases = [factories.make_case(by=worker, name=name) for name in ("Alma", "Elvira")]
    group = tools.make_group(worker)
    group = tools.move(group, worker, GroupState.CONVOCATORIA, GroupState.ENTREVISTAS)
    for case in cases:
        hers = tools.hear(tools.ask(group, worker, case.code, case=case), worker)
        do(enrolling.accept, worker, enrolment=hers, at=NOON)
    tools.plan(group, worker, rule=Rule((1,), count=1))
    group = tools.move(group, worker, GroupState.ABIERTO)
    assert enter(group, worker)
    one, other = cases
    role = ParticipationRole.MENCIONADA
    do(join_case, worker, case=one, person=accompanied(other), role=role, at=LATER)
    bond = {"from_person": accompanied(other), "to_person": accompanied(one)}
    do(add_bond, worker, case=one, kind=BondKind.AGRESION, at=LATER, **bond)

    with pytest.raises(NotEnteredAsItStands) as refused:
        enter(group, worker, dt.date(2026, 5, 15))

    assert str(refused.value) == str(NotEnteredAsItStands())
    assert Event.objects.filter(verb="denied", kind="meet groups.meeting").exists()


def test_what_was_held_is_not_moved_and_a_mistake_is_called_off(lived, worker):
    meeting = enter(lived[0], worker)

    to = Move(LATER + tools.DAY, 120)
    with pytest.raises(NotPlannedAnyMore):
        do(moving.move_meeting, worker, meeting=meeting, to=to, at=LATER)
    do(scheduling.call_off, worker, meeting=meeting, at=LATER)
    assert Meeting.objects.get(pk=meeting.pk).state == MeetingState.CANCELADA
    assert enter(lived[0], worker)
    meeting.entered_at = meeting.starts_at - tools.DAY
    with pytest.raises(IntegrityError), transaction.atomic():
        meeting.save()


def test_who_has_left_since_stands_on_its_sheet(lived, worker):
    group, (alma, brenda), meetings = lived
    step = {"to": E.INTERRUMPIO, "at": LATER - tools.DAY}
    do(enrolling.move_enrolment, worker, enrolment=alma, **step)
    meeting = enter(group, worker)

    tools.all_came(meeting, worker, [alma, brenda], at=LATER)

    assert Attendance.objects.filter(meeting=meeting).count() == 2
    assert Enrolment.objects.get(pk=alma.pk).state == E.INTERRUMPIO
    late = enter(group, worker, LATER.date() - tools.DAY, starts=dt.time(18))
    assert list(on_the_sheet(late)) == [brenda]
    assert list(on_the_sheet(meetings[1])) == [brenda]


# --- its pages --------------------------------------------------------------------------------


@pytest.fixture
def today(worker):
    """A group that has met for a month, and the day before this one."""
    past, first = timezone.now() - 30 * tools.DAY, timezone.localdate() + tools.WEEK
    rule = {"rule": Rule((first.weekday(),), count=1), "first_on": first}
    group, inside, _meetings = tools.running(worker, "Alma", "Brenda", at=past, **rule)
    return group, inside, timezone.localdate() - tools.DAY


def sent(day, **more):
    return {
        "first_on": day.isoformat(),
        "starts": "16:00",
        "minutes": 95,
        "time_zone": tools.ZONE,
        "modality": "PRESENCIAL_OFICINA",
        "link": "https://sala.example/abc",
    } | more


def test_the_refusal_says_how_to_enter_it_and_keeps_what_was_typed(client, worker, today):
    group, inside, day = today
    client.force_login(worker)
    url = reverse("groups:schedule_add", args=[group.code])

    refused = client.post(url, sent(day))

    page = refused.content.decode()
    assert refused.status_code == 422
    assert refused.context["form"].errors["__all__"] == [str(PassedPerhapsHeld())]
    for typed in (f'value="{day.isoformat()}"', 'value="95"', "https://sala.example/abc"):
        assert typed in page
    assert 'name="was_held"' in page
    entered = client.post(url, sent(day, was_held="on"))
    meeting = Meeting.objects.get(entered_at__isnull=False)
    assert entered.url == reverse("groups:meeting_sheet", args=[group.code, meeting.pk])
    sheet = client.get(entered.url)
    assert sheet.status_code == 200
    assert [row.name for row in sheet.context["rows"]] == ["Alma", "Brenda"]
    marks = {f"mark_{each.pk}": Mark.PRESENTE for each in inside}
    assert client.post(entered.url, {"version": 0, **marks}).status_code == 302
    note = reverse("groups:meeting_note", args=[group.code, meeting.pk])
    assert client.post(note, {"version": 1, "opening": "Una ronda."}).status_code == 302
    shown = client.get(reverse("groups:meeting", args=[group.code, meeting.pk])).content.decode()
    assert "Se registró después" in shown
    assert "Una ronda." in shown
    listed = client.get(reverse("groups:schedule", args=[group.code])).content.decode()
    assert listed.count("Se registró después") == 1


def test_a_refusal_of_what_was_held_keeps_what_was_typed(client, worker, today):
    group, _inside, day = today
    client.force_login(worker)
    url = reverse("groups:schedule_add", args=[group.code])

    for wrong, why in (
        (day + tools.WEEK, StillToCome()),
        (day - 70 * tools.DAY, TooLongAgo(days=60)),
    ):
        refused = client.post(url, sent(wrong, was_held="on"))
        form = refused.context["form"]
        assert (refused.status_code, form.errors["__all__"]) == (422, [str(why)])
        page = refused.content.decode()
        assert "https://sala.example/abc" in page
        assert form["was_held"].value()
    assert not Meeting.objects.filter(entered_at__isnull=False).exists()


def test_an_hour_to_come_is_planned_as_ever(client, worker, today):
    group, _inside, day = today
    client.force_login(worker)
    url = reverse("groups:schedule_add", args=[group.code])

    assert client.post(url, sent(day + 3 * tools.DAY)).status_code == 302
    assert Meeting.objects.count() == 2
    assert not Meeting.objects.filter(entered_at__isnull=False).exists()


def test_who_may_not_see_the_group_finds_nothing(client, stranger, worker, today):
    group, _inside, day = today
    client.force_login(stranger)
    url = reverse("groups:schedule_add", args=[group.code])

    assert client.post(url, sent(day, was_held="on")).status_code == 404
    assert Meeting.objects.count() == 1


def test_who_coordinates_enters_it_and_sees_it(client, coordinator, today):
    group, _inside, day = today
    client.force_login(coordinator)
    url = reverse("groups:schedule_add", args=[group.code])

    entered = client.post(url, sent(day, was_held="on"))

    meeting = Meeting.objects.get(entered_at__isnull=False)
    assert entered.url == reverse("groups:meeting", args=[group.code, meeting.pk])
    assert client.get(entered.url).status_code == 200
    listed = client.get(reverse("groups:schedule", args=[group.code])).content.decode()
    assert reverse("groups:meeting_off", args=[group.code, meeting.pk]) in listed
    assert reverse("groups:meeting_move", args=[group.code, meeting.pk]) not in listed
