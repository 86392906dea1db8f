"""Workshops: convened, registered for, held, counted; a list that nobody sees who need not."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accompaniment.staff.acting import acting
from accompaniment.vault.gate import NoAccess
from cases.actions.booking import RoomTaken
from groups.actions import workshops
from groups.actions.workshops import (
    NameOrAliasMissing,
    NotConvened,
    TitleMissing,
    WorkshopFacts,
    WorkshopFull,
    WorkshopOver,
)
from groups.enums import WorkshopState
from groups.models import Workshop
from tests import factories
from tests.factories import NOON
from tests.groups import tools
from tests.traces import do

WHEN = dt.datetime(2026, 5, 12, 22, tzinfo=dt.UTC)


@pytest.fixture
def facilitator(team):
    return factories.make_member(team, "facilitator")


def prepare(by, team, **facts):
    facts.setdefault("title", "Palabras que acompañan")
    facts = WorkshopFacts(starts_at=facts.pop("starts_at", WHEN), **facts)
    return do(workshops.prepare_workshop, by, team=team, facts=facts, at=NOON)


def convene(workshop, by):
    return do(workshops.move_workshop, by, workshop=workshop, to=WorkshopState.CONVOCADO, at=NOON)


def register(workshop, by, name, **told):
    return do(workshops.register, by, workshop=workshop, told={"called": name, **told}, at=NOON)


def test_from_the_preparation_to_the_evaluation(facilitator, team):
    made = prepare(facilitator, team, capacity=2)
    with pytest.raises(NotConvened):
        register(made, facilitator, "Río")
    made = convene(made, facilitator)
    with pytest.raises(NameOrAliasMissing):
        register(made, facilitator, " ")
    rows = [register(made, facilitator, name) for name in ("Río", "Sauce")]
    with pytest.raises(WorkshopFull):
        register(made, facilitator, "Nube")
    present = {rows[0].pk: True, rows[1].pk: False}
    do(workshops.mark_present, facilitator, workshop=made, present=present, at=WHEN)
    counts = {("MUJERES", "30_44"): 4, ("HOMBRES", "18_24"): 0}
    do(workshops.count_people, facilitator, workshop=made, counts=counts, at=WHEN)
    held = {"to": WorkshopState.REALIZADO, "evaluation": "Piden otro.", "at": WHEN}
    made = do(workshops.move_workshop, facilitator, workshop=made, **held)

    assert (made.state, made.is_open) == (WorkshopState.REALIZADO, False)
    assert list(made.counts.values_list("counted_as", "people")) == [("MUJERES", 4)]
    assert sorted(row.attended for row in made.registrations.all()) == [False, True]
    with pytest.raises(WorkshopOver):
        convene(made, facilitator)


def test_a_title_is_needed_and_a_room_is_not_shared(facilitator, worker, team):
    room = tools.make_room(team)
    with pytest.raises(TitleMissing):
        prepare(facilitator, team, title=" ")
    tools.plan(tools.make_group(worker), worker, room=room)
    with pytest.raises(RoomTaken):
        prepare(facilitator, team, room=room)
    other = prepare(facilitator, team, room=room, starts_at=WHEN + dt.timedelta(days=1))
    with pytest.raises(RoomTaken):
        prepare(facilitator, team, room=room, starts_at=other.starts_at)


def test_the_list_opens_for_members_alone(facilitator, team, stranger, worker):
    made = convene(prepare(facilitator, team), facilitator)
    row = register(made, facilitator, "Colibrí secreta", email="x@example.org")

    assert not Workshop.objects.visible_to(stranger).exists()
    assert not Workshop.objects.visible_to(worker).exists()
    with acting(worker, "test"), pytest.raises(NoAccess):
        row.told.reveal()
    with pytest.raises(PermissionDenied):
        register(made, stranger, "Otra")
    with pytest.raises(PermissionDenied):
        prepare(stranger, team)


def test_who_is_taken_off_the_list_twice_is_off_it(client, facilitator, team):
    made = convene(prepare(facilitator, team, capacity=1), facilitator)
    row = register(made, facilitator, "Río")
    url = reverse("groups:registration_withdraw", args=[made.code, row.pk])
    client.force_login(facilitator)
    listed = reverse("groups:workshop_people", args=[made.code])
    assert f'action="{url}" data-once' in client.get(listed).content.decode()

    assert [client.post(url).status_code for _n in range(2)] == [302, 302]

    row.refresh_from_db()
    assert row.withdrawn_at is not None
    assert row.history.count() == 2
    page = client.get(listed).content.decode()
    back = reverse("groups:registration_back", args=[made.code, row.pk])
    assert f'action="{back}" data-once' in page
    assert f'action="{url}"' not in page


def test_who_comes_back_on_the_list_finds_a_place_or_none(client, facilitator, team):
    made = convene(prepare(facilitator, team, capacity=1), facilitator)
    row = register(made, facilitator, "Río")
    do(workshops.withdraw_registration, facilitator, registration=row, at=NOON)
    other = register(made, facilitator, "Sauce")
    client.force_login(facilitator)
    url = reverse("groups:registration_back", args=[made.code, row.pk])

    refused = client.post(url, follow=True).content.decode()

    assert str(WorkshopFull()) in refused
    inside = made.registrations.filter(withdrawn_at=None)
    assert inside.get() == other
    do(workshops.withdraw_registration, facilitator, registration=other, at=NOON)
    assert [client.post(url).status_code for _n in range(2)] == [302, 302]
    assert inside.get() == row
    do(workshops.withdraw_registration, facilitator, registration=row, at=NOON)
    held = {"to": WorkshopState.REALIZADO, "at": WHEN}
    do(workshops.move_workshop, facilitator, workshop=made, **held)
    with pytest.raises(NotConvened):
        do(workshops.register_again, facilitator, registration=row, at=WHEN)
    page = client.get(reverse("groups:workshop_people", args=[made.code])).content.decode()
    assert "Río" in page
    assert url not in page


def test_who_does_not_see_the_list_puts_nobody_back_on_it(facilitator, team, worker):
    made = convene(prepare(facilitator, team), facilitator)
    row = register(made, facilitator, "Río")
    do(workshops.withdraw_registration, facilitator, registration=row, at=NOON)

    with pytest.raises(PermissionDenied):
        do(workshops.register_again, worker, registration=row, at=NOON)
