"""One room, two browsers at once: one group has it, the other is told so; nothing half stored."""

import datetime as dt
import uuid

from django.urls import reverse
from django.utils import timezone

from cases.actions.booking import RoomTaken
from cases.models import Activity
from groups.enums import When
from groups.models import Meeting, RoomCalendarKey, Series
from tests.cases.together import let_in, make_activity, make_collective
from tests.factories import make_member
from tests.groups import tools
from tests.racing import _django_db_helper, at_once, signed_in, told_apart  # noqa: F401


def test_two_groups_plan_one_room_and_one_has_it(team):
    people = [make_member(team, "facilitator") for _ in range(2)]
    groups = [tools.make_group(by, name=f"Grupo {n}") for n, by in enumerate(people)]
    room = tools.make_room(team, "Sala 1")
    day = timezone.localdate() + dt.timedelta(days=3)
    sent = {
        "first_on": day.isoformat(),
        "starts": "16:00",
        "minutes": 120,
        "every": 1,
        "count": 4,
        "weekdays": [day.weekday()],
        "time_zone": "America/Chihuahua",
        "room": str(room.pk),
        "modality": "PRESENCIAL_OFICINA",
        "plan": "1",
    }

    answers = at_once(
        room,
        *(
            (signed_in(by), reverse("groups:schedule_plan", args=[group.code]), sent)
            for by, group in zip(people, groups, strict=True)
        ),
    )

    _won, refused = told_apart(answers)
    assert Series.objects.count() == 1
    assert Meeting.objects.count() == 4
    assert str(RoomTaken(room="Sala 1")) in refused.content.decode()


def test_a_group_and_an_encounter_want_one_room_and_one_has_it(team):
    facilitator, psychologist = make_member(team, "facilitator"), make_member(team)
    group, process = tools.make_group(facilitator), make_collective(psychologist)
    room = tools.make_room(team, "Sala 1")
    day = (timezone.localdate() + dt.timedelta(days=3)).isoformat()
    where = {"minutes": 120, "room": str(room.pk)}
    meets = {"first_on": day, "starts": "16:00", "time_zone": "America/Chihuahua", **where}
    meets["modality"] = "PRESENCIAL_OFICINA"
    comes = {"kind": "ENCUENTRO", "modality": "EN_COMUNIDAD", "groups": ["G_NN", "G_AM"], **where}
    comes |= {"day": day, "hour": "17:00", "activity_id": str(uuid.uuid4())}

    answers = at_once(
        room,
        (signed_in(facilitator), reverse("groups:schedule_add", args=[group.code]), meets),
        (signed_in(psychologist), reverse("cases:activity_new", args=[process.code]), comes),
    )

    _won, refused = told_apart(answers)
    assert Meeting.objects.count() + Activity.objects.count() == 1
    assert str(RoomTaken(room="Sala 1")) in refused.content.decode()


def test_she_plans_a_group_while_she_is_put_with_an_age_and_one_stands(team):
    facilitator, psychologist = make_member(team, "facilitator"), make_member(team)
    group, process = tools.make_group(facilitator), make_collective(psychologist)
    let_in(process, psychologist, facilitator)
    at = timezone.localtime() + dt.timedelta(days=3)
    at = at.replace(hour=16, minute=0, second=0, microsecond=0)
    part = make_activity(process, psychologist, starts_at=at).parts.get(group="G_AJ")
    meets = {"first_on": at.date().isoformat(), "starts": "16:30", "minutes": 60}
    meets |= {"time_zone": "America/Chihuahua", "modality": "PRESENCIAL_OFICINA"}
    hers = {"version": 1, "cofacilitator": str(facilitator.pk)}

    answers = at_once(
        facilitator,
        (signed_in(facilitator), reverse("groups:schedule_add", args=[group.code]), meets),
        (
            signed_in(psychologist),
            reverse("cases:group_session", args=[process.code, part.pk]),
            hers,
        ),
    )

    told_apart(answers)
    part.refresh_from_db()
    assert Meeting.objects.count() + (part.cofacilitator == facilitator) == 1


def test_two_sheets_of_one_session_and_one_is_stored(team):
    facilitator, helper = (make_member(team, "facilitator") for _ in range(2))
    coordinator = make_member(team, "coordinator")
    past = timezone.now() - dt.timedelta(days=9)
    first = (timezone.localdate() - dt.timedelta(days=2)).isoformat()
    facts = {"first_on": dt.date.fromisoformat(first)}
    rule = tools.Rule((facts["first_on"].weekday(),), count=1)
    group, inside, meetings = tools.running(
        facilitator, "Alma", "Brenda", at=past, rule=rule, **facts
    )
    tools.helped_by(group, coordinator, helper)
    address = reverse("groups:meeting_sheet", args=[group.code, meetings[0].pk])
    marks = ({"version": 0, f"mark_{inside[n].pk}": "PRESENTE"} for n in (0, 1))

    answers = at_once(
        group,
        *(
            (signed_in(by), address, sent)
            for by, sent in zip((facilitator, helper), marks, strict=True)
        ),
    )

    assert sorted(answer.status_code for answer in answers) == [302, 409]
    meeting = Meeting.objects.get()
    assert (meeting.number, meeting.sheet_version, meeting.attendances.count()) == (1, 1, 1)


def test_two_make_the_calendar_of_a_room_and_the_later_address_holds(team):
    people = [make_member(team, "coordinator") for _ in range(2)]
    room = tools.make_room(team, "Sala 1")
    address = reverse("desk:room_feed_make", args=[room.pk])

    answers = at_once(room, *((signed_in(by), address, {}) for by in people))

    assert [answer.status_code for answer in answers] == [302, 302]
    assert RoomCalendarKey.objects.filter(room=room).count() == 2
    assert RoomCalendarKey.objects.filter(room=room, withdrawn_at=None).count() == 1


def test_two_first_measures_of_one_woman_and_the_second_replaces_the_first(team):
    facilitator, helper = (make_member(team, "facilitator") for _ in range(2))
    coordinator = make_member(team, "coordinator")
    group, (hers, *_others), _meetings = tools.running(facilitator, "Alma", "Brenda")
    tools.helped_by(group, coordinator, helper)
    address = reverse("groups:enrolment_measure", args=[group.code, hers.pk, When.PRE])
    sent = {f"item_{n}": "2" for n in range(1, 6)} | {"words": "Vengo cansada."}

    answers = at_once(hers, *((signed_in(by), address, sent) for by in (facilitator, helper)))

    assert [answer.status_code for answer in answers] == [302, 302]
    assert hers.measures.count() == 1
