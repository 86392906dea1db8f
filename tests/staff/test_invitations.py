"""People come by invitation: a link that works once, for a week."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accompaniment.audit.models import Event
from accompaniment.staff.acting import Service
from accompaniment.staff.actions import accounts, invitations
from accompaniment.staff.models import Invitation, User
from accompaniment.staff.tasks import send_invitation, tidy
from tests import factories
from tests.factories import NOON, PASSWORD
from tests.traces import changes, do, everything_said, refusals

WHOM = {"email": "Nueva@Example.org ", "full_name": "Nadia Nueva"}
PAGE = "/account/invitation/"
NEW = {"password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def invited(admin, letters):
    """Return somebody invited and their letter."""
    with time_machine.travel(NOON):
        (letter,) = letters(do, invitations.invite_person, admin, **WHOM)
    return User.objects.get(email="nueva@example.org"), letter


def test_invitation_is_one_neutral_letter_and_one_event(invited, admin):
    person, letter = invited

    assert changes(1) == [("invite", "staff.user", person.pk, [], [])]
    assert (person.is_active, person.has_usable_password()) == (False, False)
    assert (letter.to, letter.subject) == (["nueva@example.org"], "Tienes un aviso")
    assert "Nadia" not in letter.body
    assert "Cauce" not in letter.body
    assert letter.body.count("http://localhost:8000/account/invitation/") == 1
    assert "nueva@" not in everything_said()


def test_link_is_kept_as_a_digest_only(invited, link_of):
    token = link_of(invited[1]).rstrip("/").rsplit("/", 1)[1]

    row = Invitation.objects.values().get()

    assert token not in str(row)
    assert row["expires_at"] == NOON + dt.timedelta(days=7)


def test_accepted_link_opens_the_account_once(invited, client, link_of, way_in):
    person, letter = invited
    with time_machine.travel(NOON + dt.timedelta(days=6)):
        assert client.get(link_of(letter), follow=True).status_code == 200
        answer = client.post(PAGE, NEW)

        assert (answer.status_code, answer.headers["Location"]) == (302, reverse("account_login"))
        event = Event.objects.get(verb="credentials")
        assert (event.actor, event.root, event.fields) == (
            "anonymous",
            person.pk,
            ["invitation", "password"],
        )
        assert client.get(link_of(letter), follow=True).status_code == 404
        assert client.post(PAGE, NEW).status_code == 404
        way_in.password(person)
        assert way_in.is_in


@pytest.mark.parametrize("word", ["contraseña2024", "corta", "nadia nueva nadia nueva"])
def test_weak_password_is_refused_and_the_link_lives(invited, client, link_of, word):
    with time_machine.travel(NOON):
        client.get(link_of(invited[1]))
        answer = client.post(PAGE, {"password1": word, "password2": word})

        assert answer.status_code == 422
        assert client.get(PAGE).status_code == 200
    assert not User.objects.get(pk=invited[0].pk).is_active


def test_token_leaves_the_address_before_the_page(invited, client, link_of):
    answer = client.get(link_of(invited[1]))

    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)


def test_link_expires(invited, client, link_of):
    with time_machine.travel(NOON + dt.timedelta(days=7, seconds=1)):
        client.get(link_of(invited[1]))
        assert client.post(PAGE, NEW).status_code == 404
    assert not User.objects.get(pk=invited[0].pk).is_active


def test_new_link_replaces_the_earlier_one(invited, admin, client, letters, link_of):
    with time_machine.travel(NOON):
        (newer,) = letters(do, invitations.resend_invitation, admin, user=invited[0])

        assert client.get(link_of(invited[1]), follow=True).status_code == 404
        assert client.get(link_of(newer), follow=True).status_code == 200


def test_withdrawn_link_is_dead(invited, admin, client, link_of):
    person, letter = invited
    do(invitations.withdraw_invitation, admin, user=person)

    assert changes(1) == [("revoke", "staff.user", person.pk, [], ["invitation"])]
    with time_machine.travel(NOON):
        client.get(link_of(letter))
        assert client.post(PAGE, NEW).status_code == 404
    with pytest.raises(invitations.NotInvited):
        do(invitations.resend_invitation, admin, user=person)


def test_dead_link_says_the_same_as_an_invented_one(invited, admin, client, link_of):
    do(invitations.withdraw_invitation, admin, user=invited[0])

    dead = client.get(link_of(invited[1]), follow=True)
    invented_link = reverse("staff:invitation_open", kwargs={"token": "x" * 43})
    invented = client.get(invented_link, follow=True)

    assert (dead.status_code, dead.content) == (invented.status_code, invented.content)


def test_address_is_invited_once(invited, admin):
    with pytest.raises(invitations.AlreadyHere):
        do(invitations.invite_person, admin, **WHOM)
    assert User.objects.filter(email="nueva@example.org").count() == 1


def test_invitation_that_fails_leaves_nothing(admin, settings):
    settings.AUDIT_ROW_KEY = None  # the trace cannot be signed

    with pytest.raises(AttributeError):
        do(invitations.invite_person, admin, **WHOM)

    assert not User.objects.filter(email="nueva@example.org").exists()


@pytest.mark.parametrize("role", ["coordinator", "auditor", "fundraiser", "psychologist"])
def test_nobody_else_invites(role, letters):
    other = factories.make_member(factories.make_team(), role)

    with pytest.raises(PermissionDenied):
        do(invitations.invite_person, other, **WHOM)

    assert refusals() == [("administer staff.user", None)]
    assert not User.objects.filter(email="nueva@example.org").exists()


def test_letter_leaves_once_however_often_the_bell_rings(invited, letters):
    row = Invitation.objects.get()

    assert letters(send_invitation, invitation=str(row.pk)) == []


def test_letter_leaves_later_when_nobody_heard_the_bell(admin, letters, settings):
    do(invitations.invite_person, admin, **WHOM, at=timezone.now())  # its bell is never rung
    assert Invitation.objects.get().sent_at is None

    (letter,) = letters(tidy)

    assert letter.to == ["nueva@example.org"]
    assert letters(tidy) == []


def test_first_administrator_is_invited_at_the_console_and_only_first(letters):
    console = Service("console")
    (letter,) = letters(do, invitations.invite_first_administrator, console, **WHOM)

    person = User.objects.get()
    assert letter.to == ["nueva@example.org"]
    assert [place.role for place in person.memberships.all()] == ["administrator"]
    with pytest.raises(invitations.AlreadyHere):
        do(
            invitations.invite_first_administrator,
            console,
            email="otra@example.org",
            full_name="Otra",
        )


def test_person_who_left_comes_back_by_a_new_link(known, admin, letters, client, link_of):
    do(accounts.deactivate_person, admin, user=known)
    with time_machine.travel(NOON):
        (letter,) = letters(do, accounts.reactivate_person, admin, user=known)
        assert not User.objects.get(pk=known.pk).is_active

        client.get(link_of(letter))
        client.post(PAGE, NEW)

    assert User.objects.get(pk=known.pk).is_active
