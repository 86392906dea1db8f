"""What a coordinator, a facilitator or a second click may not do by sending what no page offers."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from groups.actions import cycles, enrolling, library, running, workshops
from groups.actions.cycles import CycleFollowed, GroupFacts
from groups.actions.naming import NamesInNote
from groups.actions.scheduling import call_off
from groups.enums import GroupState, WorkshopState
from groups.models import Agreement, Group, Workshop
from tests import factories
from tests.factories import NOON
from tests.groups import tools
from tests.traces import do

DAY = dt.timedelta(days=1)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def closed_by(user, team):
    facts = {"name": "Inventario", "begins_on": NOON.date(), "ends_on": NOON.date()}
    return do(library.close_days, user, team=team, **facts)


def test_closed_days_of_another_team_are_not_opened(team, coordinator):
    other = factories.make_team()
    theirs = closed_by(factories.make_member(other, "coordinator"), other)

    answer = signed_in(coordinator).post(reverse("groups:closure_open", args=[theirs.pk]))

    theirs.refresh_from_db()
    assert (answer.status_code, theirs.is_open) == (403, False)
    with pytest.raises(PermissionDenied):
        closed_by(coordinator, other)


def test_closed_days_of_the_house_and_of_her_team_are_hers_to_open(team, coordinator):
    for closure in (closed_by(coordinator, team), closed_by(coordinator, None)):
        do(library.open_days, coordinator, closure=closure)
        closure.refresh_from_db()
        assert closure.is_open


def test_workshop_is_held_once_it_was_convened(worker, team):
    facts = workshops.WorkshopFacts(title="Taller", starts_at=NOON + DAY)
    made = do(workshops.prepare_workshop, worker, team=team, facts=facts)

    with pytest.raises(enrolling.NoSuchStep):
        do(workshops.move_workshop, worker, workshop=made, to=WorkshopState.REALIZADO)
    url = reverse("groups:workshop_step", args=[made.code, WorkshopState.REALIZADO])
    assert signed_in(worker).post(url, {"evaluation": ""}).status_code == 404
    assert Workshop.objects.get(pk=made.pk).state == WorkshopState.BORRADOR


def test_a_cycle_is_followed_by_one(worker, team):
    first = tools.make_group(worker)
    facts = {"team": team, "facts": GroupFacts(name="Sigue"), "previous": first}
    do(cycles.design_group, worker, **facts)

    with pytest.raises(CycleFollowed):
        do(cycles.design_group, worker, **facts)
    assert Group.objects.count() == 2


def test_her_accompaniment_is_named_to_who_may_see_it(worker, team):
    case = factories.make_case(by=worker)
    group = tools.make_group(worker)
    group = tools.move(group, worker, GroupState.CONVOCATORIA, GroupState.ENTREVISTAS)
    hers = tools.ask(group, worker, "Alma", case=case)
    helper = factories.make_member(team, "facilitator")
    tools.helped_by(group, factories.make_member(team, "coordinator"), helper)
    url = reverse("groups:her_file", args=[group.code, hers.pk])

    assert case.code in signed_in(worker).get(url).content.decode()
    shown = signed_in(helper).get(url)
    assert shown.status_code == 200
    assert case.code not in shown.content.decode()


def test_agreement_and_evaluation_are_asked_about_names_too(worker):
    group, _inside, meetings = tools.running(worker, "Canariorubi Aguirre", "Brenda")
    at = meetings[0].starts_at
    agree = {"meeting": meetings[0], "text": "Traer el mate.", "who": "Canariorubi"}

    with pytest.raises(NamesInNote):
        do(running.agree_on, worker, **agree, at=at)
    assert not Agreement.objects.exists()
    assert do(running.agree_on, worker, **agree, names_checked=True, at=at).pk
    moved = {"group": group, "to": GroupState.EVALUADO}
    group = _at_its_end(group, worker)
    with pytest.raises(NamesInNote):
        do(cycles.move_group, worker, **moved, evaluation="Canariorubi dio el cierre.")
    done = do(cycles.move_group, worker, **moved, evaluation="Cerró bien.")
    assert done.state == GroupState.EVALUADO


def _at_its_end(group, worker):
    group = tools.move(group, worker, GroupState.EN_CURSO)
    for meeting in group.meetings.planned():
        do(call_off, worker, meeting=meeting)
    return tools.move(group, worker, GroupState.CIERRE)


def test_steps_of_a_group_are_offered_to_who_may_take_them(worker, coordinator, team):
    """Who observes takes none; who coordinates does not evaluate: whoever led it writes that."""
    group = tools.make_group(worker)
    observer = factories.make_member(team)
    tools.helped_by(group, coordinator, observer, "observer")
    offered = {}
    for state in (GroupState.DISENO, GroupState.CIERRE):
        Group._base_manager.filter(pk=group.pk).update(state=state)
        for person in (worker, coordinator, observer):
            page = signed_in(person).get(reverse("groups:group", args=[group.code]))
            offered[state, person] = [each.state for each in page.context["sheet"].steps]

    first = [GroupState.CONVOCATORIA, GroupState.SUSPENDIDO]
    assert offered == {
        (GroupState.DISENO, worker): first,
        (GroupState.DISENO, coordinator): first,
        (GroupState.DISENO, observer): [],
        (GroupState.CIERRE, worker): [GroupState.EVALUADO],
        (GroupState.CIERRE, coordinator): [],
        (GroupState.CIERRE, observer): [],
    }


def test_a_cycle_that_is_over_offers_nothing_it_would_refuse(worker):
    group, inside, meetings = tools.running(worker, "Alma", "Brenda")
    tools.all_came(meetings[0], worker, inside)
    here, facts = signed_in(worker), [group.code, meetings[0].pk]
    urls = [reverse(f"groups:{it}", args=facts[:1]) for it in ("group", "enrolments", "schedule")]
    urls += [reverse("groups:meeting", args=facts)]
    urls += [reverse("groups:her_file", args=[group.code, inside[0].pk])]
    ways = {
        *("design/", "people/add/", "people/several/", "sessions/plan/", "sessions/add/"),
        *("/sheet/", "/note/", "/prepare/", "/agreements/add/", "/interview/", "/move/", "/off/"),
    }

    def offered():
        pages = "".join(here.get(url).content.decode() for url in urls)
        return {way for way in ways if f'{way}"' in pages}

    assert offered() == ways
    for meeting in meetings[1:]:
        do(call_off, worker, meeting=meeting)
    tools.move(group, worker, GroupState.SUSPENDIDO)
    assert offered() == set()
