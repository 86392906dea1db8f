"""Who does what: compatible roles together, the others alone, and never by oneself."""

import itertools

import pytest
from django.core.exceptions import PermissionDenied

from accompaniment.staff.actions import administration, roles
from accompaniment.staff.enums import CLINICAL, Role
from accompaniment.staff.models import Membership, Team
from tests import factories
from tests.traces import changes, do, refusals


def place(role, team):
    return team if role in CLINICAL else None


@pytest.fixture
def person():
    return factories.make_user()


def test_role_is_given_and_traced(person, team, admin):
    do(roles.give_role, admin, user=person, role=Role.LAWYER, team=team)

    assert list(Membership.objects.filter(user=person).values_list("role", "team")) == [
        ("lawyer", team.pk)
    ]
    assert changes(1) == [
        ("grant", "staff.user", person.pk, [], ["role.lawyer", f"team.{team.pk}"])
    ]


def test_role_is_taken_and_traced(person, team, admin):
    do(roles.give_role, admin, user=person, role=Role.LAWYER, team=team)
    do(roles.take_role, admin, user=person, role=Role.LAWYER, team=team)

    assert not Membership.objects.filter(user=person).exists()
    assert changes(1) == [
        ("revoke", "staff.user", person.pk, [], ["role.lawyer", f"team.{team.pk}"])
    ]
    with pytest.raises(roles.NotHeld):
        do(roles.take_role, admin, user=person, role=Role.LAWYER, team=team)


@pytest.mark.parametrize(("first", "second"), list(itertools.permutations(Role, 2)))
def test_roles_go_together_or_exclude_each_other(person, team, admin, first, second):
    do(roles.give_role, admin, user=person, role=first, team=place(first, team))
    both = {first, second} <= CLINICAL

    if both:
        do(roles.give_role, admin, user=person, role=second, team=place(second, team))
    else:
        with pytest.raises(roles.RolesExclude):
            do(roles.give_role, admin, user=person, role=second, team=place(second, team))

    held = set(Membership.objects.filter(user=person).values_list("role", flat=True))
    assert held == ({first, second} if both else {first})


@pytest.mark.parametrize("role", sorted(set(Role) - CLINICAL))
def test_lonely_role_works_without_a_team(person, team, admin, role):
    with pytest.raises(roles.NoTeamAllowed):
        do(roles.give_role, admin, user=person, role=role, team=team)


@pytest.mark.parametrize("role", sorted(CLINICAL))
def test_clinical_role_needs_a_team(person, admin, role):
    with pytest.raises(roles.TeamNeeded):
        do(roles.give_role, admin, user=person, role=role, team=None)


def test_same_role_in_two_teams_and_once_in_each(person, team, admin):
    do(roles.give_role, admin, user=person, role=Role.LAWYER, team=team)
    do(roles.give_role, admin, user=person, role=Role.LAWYER, team=factories.make_team())

    with pytest.raises(roles.AlreadyHeld):
        do(roles.give_role, admin, user=person, role=Role.LAWYER, team=team)


def test_administrator_gives_nothing_to_themself_and_takes_nothing(admin, team):
    with pytest.raises(administration.NotOneself):
        do(roles.give_role, admin, user=admin, role=Role.PSYCHOLOGIST, team=team)
    with pytest.raises(administration.NotOneself):
        do(roles.take_role, admin, user=admin, role=Role.ADMINISTRATOR, team=None)

    assert [m.role for m in Membership.objects.filter(user=admin)] == ["administrator"]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_nobody_else_gives_or_takes_roles(person, team, role):
    other = factories.make_member(team, role)
    for action in (roles.give_role, roles.take_role):
        with pytest.raises(PermissionDenied):
            do(action, other, user=person, role=Role.LAWYER, team=team)

    assert refusals() == [("administer staff.user", person.pk)] * 2
    assert not Membership.objects.filter(user=person).exists()


def test_role_whose_trace_fails_is_not_given(person, team, admin, settings):
    settings.AUDIT_ROW_KEY = None  # the trace cannot be signed

    with pytest.raises(AttributeError):
        do(roles.give_role, admin, user=person, role=Role.LAWYER, team=team)

    assert not Membership.objects.filter(user=person).exists()


def test_team_is_made_and_renamed(admin):
    team = do(roles.make_team, admin, name="  Acogida   y escucha ")
    do(roles.rename_team, admin, team=team, name="Escucha")

    assert changes(2) == [
        ("create", "staff.team", team.pk, [], []),
        ("change", "staff.team", team.pk, [], ["name"]),
    ]
    assert Team.objects.get(pk=team.pk).name == "Escucha"


def test_two_teams_have_two_names(admin, team):
    with pytest.raises(roles.NameTaken):
        do(roles.make_team, admin, name=team.name.upper())
    other = factories.make_team()
    with pytest.raises(roles.NameTaken):
        do(roles.rename_team, admin, team=other, name=team.name)


def test_nobody_else_makes_teams(worker, team):
    with pytest.raises(PermissionDenied):
        do(roles.make_team, worker, name="Otro")
    with pytest.raises(PermissionDenied):
        do(roles.rename_team, worker, team=team, name="Otro")

    assert not Team.objects.filter(name="Otro").exists()
