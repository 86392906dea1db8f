"""Two at once, each on a connection of their own: one wins, the other is told so in words."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from accompaniment.audit.models import Event
from accompaniment.templatetags.moments import clock
from accompaniment.vault.models import DataKey
from cases.actions.booking import RoomTaken
from cases.actions.calls.accepting import AlreadyAccepted
from cases.models import Case, FirstContact, Person, Room, Session
from cases.models.case import CASE_COMPARTMENTS
from tests import factories
from tests.cases.calls.tools import make_call
from tests.factories import NOON, make_member
from tests.racing import _django_db_helper, at_once, signed_in, told_apart  # noqa: F401


def test_two_accept_one_call_and_one_accompaniment_opens(team):
    people = [make_member(team, full_name=name) for name in ("Alba Canaria", "Brisa Canaria")]
    call = make_call(people[0], at=timezone.now() - dt.timedelta(hours=1))
    before = Event.objects.latest("seq").seq
    address = reverse("cases:call_accept", args=[call.pk])

    answers = at_once(call, *((signed_in(by), address, {"line": "IND"}) for by in people))

    won, refused = told_apart(answers)
    case, call = Case.objects.get(), FirstContact.objects.get()
    assert won.url == case.get_absolute_url()
    assert (call.case, call.accepted_by) == (case, case.responsible)
    hour = clock(timezone.localtime(call.accepted_at))
    faster = AlreadyAccepted(name=case.responsible.full_name, hour=hour)
    assert str(faster) in refused.content.decode()
    assert case.code not in refused.content.decode()
    # nothing of the second was stored, in either database
    assert call.steps.filter(after="ACEPTADO").count() == 1
    assert Person.objects.count() == case.participations.count() == case.tasks.count() == 1
    keys = DataKey.objects.filter(kind=Case._meta.label_lower)
    assert set(keys.values_list("root", flat=True)) == {case.pk}
    assert keys.count() == len(CASE_COMPARTMENTS)
    changed = Event.objects.filter(seq__gt=before, verb__in=("create", "grant", "change"))
    assert set(changed.values_list("actor", flat=True)) == {f"user:{case.responsible_id}"}


def test_two_book_one_room_and_one_has_it(team):
    people = [make_member(team) for _ in range(2)]
    cases = [factories.make_case(by=by, name=f"Canaria {by.pk}", at=NOON) for by in people]
    room = Room.objects.create(team=team, name="Sala 1")
    before = Event.objects.latest("seq").seq
    day = (timezone.localdate() + dt.timedelta(days=3)).isoformat()
    sent = {"day": day, "hour": "10:00", "minutes": 60, "room": str(room.pk)}
    sent |= {"kind": "INDIVIDUAL", "modality": "PRESENCIAL_OFICINA"}

    answers = at_once(
        room,
        *(
            (signed_in(by), reverse("cases:session_schedule", args=[case.code]), sent)
            for by, case in zip(people, cases, strict=True)
        ),
    )

    _won, refused = told_apart(answers)
    session = Session.objects.get()
    assert session.room == room
    assert str(RoomTaken(room="Sala 1")) in refused.content.decode()
    assert session.case.code not in refused.content.decode()
    changed = Event.objects.filter(seq__gt=before, verb__in=("create", "change"))
    assert set(changed.values_list("actor", "root")) == {
        (f"user:{session.accompanist_id}", session.case_id)
    }
    other = next(case for case in cases if case != session.case)
    assert Case.objects.get(pk=other.pk).last_activity_at == other.last_activity_at
