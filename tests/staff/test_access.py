"""The door: docs/access.md in executable form."""

import re

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404

from accompaniment.audit.models import Event
from accompaniment.staff import access
from accompaniment.staff.acting import Service, acting
from accompaniment.staff.enums import CLINICAL, Role
from accompaniment.staff.models import Membership
from accompaniment.staff.pages import page
from cases.actions.notes import readers
from cases.actions.people import accompanied, add_participant, end_participation
from cases.actions.team import assign_member
from cases.enums import FUNCTION_ACTIONS, Function, ParticipationRole, Visibility
from cases.models import Case, ContactChannel, Note, Participation, Person, Session
from tests.factories import (
    NOON,
    SECRET_NAME,
    make_case,
    make_contact,
    make_member,
    make_note,
    make_person_facts,
    make_team,
    make_user,
)
from tests.traces import do, refusals

ACTIONS = (
    *("view", "identify", "read", "write", "legal", "members"),
    *("supervise", "close", "assign", "erase"),
)
COORDINATOR = {"view", "identify", "close", "assign", "erase"}
EXPECTED_OF_ROLES = {
    Role.COORDINATOR: COORDINATOR,
    Role.RECEPTION: {"view", "identify"},
    Role.PSYCHOLOGIST: set(),
    Role.LAWYER: set(),
    Role.FACILITATOR: set(),
    Role.FUNDRAISER: set(),
    Role.AUDITOR: set(),
    Role.ADMINISTRATOR: set(),
}
EXPECTED_OF_FUNCTIONS = {
    Function.RESPONSIBLE: {
        *("view", "identify", "read", "write", "legal", "members", "close", "assign"),
    },
    Function.MEMBER: {"view", "identify", "read", "write", "legal"},
    Function.SUPERVISOR: {"view", "identify", "read", "supervise"},
    Function.LEGAL: {"view", "identify", "legal"},
}


def allowed(user, record):
    """Ask the door about every action, in both of its ways."""
    one_by_one = {action for action in ACTIONS if access.allows(user, action, record)}
    assert access.allowed_actions(user, record) == one_by_one
    return one_by_one


def table(heading):
    """Read a table of docs/access.md: the words of its first column, and what is "yes"."""
    text = (settings.BASE_DIR / "docs" / "access.md").read_text()
    rows = re.search(rf"^## {heading}\n\n((?:\|.*\n)+)", text, re.MULTILINE)[1].splitlines()
    actions = [cell.strip() for cell in rows[0].strip("|").split("|")][1:]
    ours = [action for action in actions if action != "listen"]  # no action on a case
    said = {}
    for row in rows[2:]:
        name, *cells = [cell.strip() for cell in row.strip("|").split("|")]
        yes = {a for a, cell in zip(actions, cells, strict=True) if cell == "yes" and a in ours}
        for each in name.split(","):
            said[each.split("(")[0].strip()] = yes
    assert tuple(ours) == ACTIONS
    return said


def test_page_of_the_docs_says_the_same():
    assert table("What a role may do with every case of its team") == EXPECTED_OF_ROLES
    assert table("What a function gives, case by case") == EXPECTED_OF_FUNCTIONS


@pytest.mark.parametrize("role", Role)
def test_role_may_do_this_in_its_team_and_nothing_elsewhere(case, role):
    here, there = make_member(case.team, role), make_member(make_team(), role)

    assert allowed(here, case) == EXPECTED_OF_ROLES[role]
    assert allowed(there, case) == set()


@pytest.mark.parametrize("function", Function)
def test_function_may_do_this_on_one_case(case, function):
    colleague, other = make_member(make_team()), make_case()
    access.grant(colleague, FUNCTION_ACTIONS[function], case)

    assert allowed(colleague, case) == EXPECTED_OF_FUNCTIONS[function]
    assert allowed(colleague, other) == set()


@pytest.mark.parametrize("function", Function)
@pytest.mark.parametrize("role", sorted(CLINICAL))
def test_role_and_function_add_up(case, role, function):
    colleague = make_member(case.team, role)
    access.grant(colleague, FUNCTION_ACTIONS[function], case)

    assert allowed(colleague, case) == EXPECTED_OF_ROLES[role] | EXPECTED_OF_FUNCTIONS[function]


def test_erasing_and_unknown_actions_are_never_granted(case, worker):
    for action in ("erase", "superuse"):
        with pytest.raises(ValueError, match="not all granted"):
            access.grant(worker, action, case)


@pytest.mark.parametrize("facts", [{"is_active": False}, {"is_superuser": True}])
@pytest.mark.parametrize("role", ["coordinator", "psychologist"])
def test_the_retired_and_superusers_see_nothing_even_when_granted(case, role, facts):
    user = make_member(case.team, role, **facts)
    access.grant(user, EXPECTED_OF_FUNCTIONS[Function.RESPONSIBLE], case)

    assert allowed(user, case) == set()
    for model in (Case, Person, Participation):
        assert not model.objects.visible_to(user).exists()
    assert do(lambda by, at: page(Case.objects.all(), by).records, user) == []
    assert access.readable(user, "cases.case", "view", {case.pk}) == set()
    with pytest.raises(PermissionDenied):
        do(lambda by, at: accompanied(case).called.reveal(), user)


@pytest.mark.parametrize("role", [None, *sorted(set(Role) - CLINICAL)])
def test_what_was_granted_ends_with_the_role_that_works_with_cases(
    client, case, note, worker, role
):
    Membership.objects.filter(user=worker).delete()
    if role:
        Membership.objects.create(user=worker, role=role)
    client.force_login(worker)

    assert allowed(worker, case) == set()
    for model in (Case, Person, Session, Note):
        assert not model.objects.visible_to(worker).exists()
    assert do(lambda by, at: page(Case.objects.all(), by).records, worker) == []
    with pytest.raises(PermissionDenied):
        do(lambda by, at: note.sections.reveal(), worker)
    assert client.get(case.get_absolute_url()).status_code == 404
    assert worker not in readers(case, Visibility.TEAM, worker)


@pytest.mark.parametrize("user", [None, make_user, lambda: Service("x")])
def test_nobody_in_particular_sees_nothing(case, user):
    who = user() if user else None
    assert not Case.objects.visible_to(who).exists()
    assert allowed(who, case) == set()


def test_reception_knows_whom_to_call_and_reads_nothing(case, worker, team):
    reception = make_member(team, "reception")
    note = make_note(case, worker)
    make_contact(accompanied(case), worker)
    number = lambda by, at: ContactChannel.objects.get().value.reveal()  # noqa: E731

    assert do(lambda by, at: accompanied(case).called.reveal(), reception) == SECRET_NAME
    assert do(number, reception) == "614 000 0101"
    assert list(Session.objects.visible_to(reception)) == [note.session]
    assert not Note.objects.visible_to(reception).exists()
    with pytest.raises(PermissionDenied):
        do(lambda by, at: Note.objects.get().sections.reveal(), reception)


# --- a person lies behind the doors of her cases ---------------------------------------------


def test_person_is_seen_wherever_one_of_her_cases_is(case, worker, stranger, team):
    person = accompanied(case)
    assert not Person.objects.visible_to(stranger).exists()

    theirs = make_case(by=stranger)
    part = Participation.objects.create(case=theirs, person=person, role="FAMILIAR", since=NOON)

    for user in (worker, stranger):
        assert access.allows(user, "write", person)
        assert do(lambda by, at: Person.objects.get(pk=person.pk).called.reveal(), user)
    assert not access.allows(make_member(team, "lawyer"), "view", person)
    do(end_participation, stranger, participation=part)
    assert not access.allows(stranger, "view", person)
    assert access.allows(worker, "view", person)


def test_ended_participation_hides_person_and_contacts(case, worker):
    facts = {"facts": make_person_facts("Abuela"), "role": ParticipationRole.REPRESENTANTE}
    part = do(add_participant, worker, case=case, **facts)
    contact = make_contact(part.person, worker)
    assert access.allows(worker, "identify", contact)

    do(end_participation, worker, participation=part)

    assert not access.allows(worker, "view", contact)
    assert not access.allows(worker, "view", part.person)
    with pytest.raises(PermissionDenied):
        do(lambda by, at: ContactChannel.objects.get().value.reveal(), worker)


def test_children_follow_their_case(note, worker, stranger, coordinator):
    for model in (Note, Session, Participation):
        assert model.objects.visible_to(worker).exists()
        assert not model.objects.visible_to(stranger).exists()
    assert list(Session.objects.permitted(worker, "write")) == [note.session]
    assert not Session.objects.permitted(coordinator, "write").exists()
    assert Session.objects.visible_to(coordinator).exists()


# --- refusals --------------------------------------------------------------------------------


def test_refusal_is_traced_and_names_nothing(case, stranger):
    with pytest.raises(PermissionDenied):
        do(lambda by, at: access.require(by, "read", case), stranger)
    with pytest.raises(Http404):
        do(lambda by, at: access.open_or_404(Case.objects.all(), by, code=case.code), stranger)
    with pytest.raises(Http404):
        do(lambda by, at: access.open_or_404(Case.objects.all(), by, code="none"), stranger)

    assert refusals() == [
        ("read cases.case", case.pk),
        ("cases.case", case.pk),
        ("cases.case", None),
    ]
    for event in Event.objects.filter(verb="denied"):
        assert (event.outcome, event.fields, event.touched) == ("denied", [], [])


def test_opening_is_traced(case, worker):
    opened = do(lambda by, at: access.open_or_404(Case.objects.all(), by, pk=case.pk), worker)

    event = Event.objects.get(verb="open")
    assert opened == case
    assert (event.root, event.code, event.touched) == (case.pk, case.code, [str(case.pk)])


def test_revoked_reader_keeps_no_words(case, worker):
    colleague = make_member(make_team(), Role.LAWYER)
    do(assign_member, worker, case=case, user=colleague, function=Function.LEGAL)
    words = case.words.filter(scope=colleague.pk)
    assert set(words.values_list("action", flat=True)) == {"view", "identify"}

    access.revoke(colleague, "identify", case)
    assert set(words.values_list("action", flat=True)) == {"view"}
    access.revoke(colleague, "view", case)
    assert not words.exists()


def test_service_reads_only_the_kinds_it_names(case):
    seal = Service("figures", reads=frozenset({"cases.person"}))
    with acting(seal, "test"):
        assert accompanied(case).called.reveal() == SECRET_NAME
        with pytest.raises(PermissionDenied):
            Case.objects.get(pk=make_case(reason="x").pk).reason.reveal()
