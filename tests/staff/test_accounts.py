"""An account ends at once, with everything that hangs on it."""

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accompaniment.staff import access
from accompaniment.staff.actions import accounts, administration
from accompaniment.staff.passwords import ResetTokens
from cases.models import Case
from tests import factories
from tests.factories import PASSWORD
from tests.staff.tools import SignIn, give_app, number_of
from tests.traces import changes, do, refusals

MINE = "staff:account"


def test_deactivation_ends_every_session_at_once(known, admin, again):
    browsers = [Client(), Client()]
    for browser in browsers:
        SignIn(browser).password(known)
        assert browser.get(reverse(MINE)).status_code == 200
    cookies = [browser.cookies["session"].value for browser in browsers]

    do(accounts.deactivate_person, admin, user=known)

    assert changes(1) == [("deactivate", "staff.user", known.pk, [], [])]
    assert UserSession.objects.filter(user=known).count() == 0
    for cookie in cookies:
        thief = Client()
        thief.cookies["session"] = cookie
        assert thief.get(reverse(MINE)).status_code == 302
    assert again(known).deactivated_at is not None


def test_session_nobody_listed_ends_too(known, admin, client):
    client.force_login(known)
    assert client.get(reverse(MINE)).status_code == 200

    do(accounts.deactivate_person, admin, user=known)

    assert client.get(reverse(MINE)).status_code == 302


def test_deactivation_kills_links_password_and_second_factor(known, admin, client, way_in):
    give_app(known)
    token = ResetTokens().make_token(known)
    link = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(known), "key": token},
    )

    do(accounts.deactivate_person, admin, user=known)

    assert "set-password" not in client.get(link).headers.get("Location", "")
    assert way_in.password(known).status_code == 422
    assert not Authenticator.objects.filter(user=known).exists()


def test_link_of_before_stays_dead_after_coming_back(known, admin, again):
    token = ResetTokens().make_token(known)
    do(accounts.deactivate_person, admin, user=known)
    do(accounts.reactivate_person, admin, user=known)

    assert not ResetTokens().check_token(again(known), token)


def test_someone_who_left_sees_no_case(admin, again):
    worker = factories.make_member(factories.make_team())
    case = factories.make_case(by=worker)
    assert list(Case.objects.visible_to(worker)) == [case]

    do(accounts.deactivate_person, admin, user=worker)

    assert list(Case.objects.visible_to(again(worker))) == []
    assert not access.allows(again(worker), "view", case)


def test_deactivation_that_fails_changes_nothing(known, admin, settings, way_in, again):
    way_in.password(known)
    settings.AUDIT_ROW_KEY = None  # the trace cannot be signed

    with pytest.raises(AttributeError):
        do(accounts.deactivate_person, admin, user=known)

    assert again(known).is_active
    assert again(known).check_password(PASSWORD)
    assert UserSession.objects.filter(user=known).count() == 1


def test_nobody_ends_their_own_account_so_one_administrator_stays(admin):
    with pytest.raises(administration.NotOneself):
        do(accounts.deactivate_person, admin, user=admin)


def test_administrator_who_has_just_left_ends_nobody(admin):
    other = factories.make_member(role="administrator")
    do(accounts.deactivate_person, other, user=admin)

    with pytest.raises(PermissionDenied):
        do(accounts.deactivate_person, admin, user=other)


def test_account_ends_once(known, admin):
    do(accounts.deactivate_person, admin, user=known)

    with pytest.raises(accounts.AlreadyGone):
        do(accounts.deactivate_person, admin, user=known)


def test_account_that_did_not_end_is_not_opened_again(known, admin):
    with pytest.raises(accounts.NotGone):
        do(accounts.reactivate_person, admin, user=known)


@pytest.mark.parametrize(
    "action",
    [accounts.deactivate_person, accounts.reactivate_person, accounts.forget_second_factors],
)
def test_nobody_else_changes_accounts(known, action):
    other = factories.make_member(factories.make_team(), "coordinator")

    with pytest.raises(PermissionDenied):
        do(action, other, user=known)

    assert refusals() == [("administer staff.user", known.pk)]


def test_superuser_administers_nothing(known):
    root = factories.make_member(role="administrator", is_superuser=True)

    with pytest.raises(PermissionDenied):
        do(accounts.deactivate_person, root, user=known)


def test_lost_second_factor_is_forgotten_and_sessions_end(known, admin, way_in, required):
    secret = give_app(known)
    way_in.password(known)
    way_in.code(number_of(secret))
    assert way_in.is_in

    do(accounts.forget_second_factors, admin, user=known)

    assert changes(1) == [("credentials", "staff.user", known.pk, [], ["totp.removed"])]
    assert way_in.client.get(reverse(MINE)).status_code == 302
    with pytest.raises(accounts.NothingToForget):
        do(accounts.forget_second_factors, admin, user=known)


def test_own_account_is_kept_by_oneself_only(known, admin, again):
    facts = {"short_name": "Ne", "theme": "dark", "language": "en"}
    do(accounts.change_own_account, known, user=known, facts=facts)

    assert changes(1) == [
        ("change", "staff.user", known.pk, [], ["short_name", "language", "theme"])
    ]
    assert (again(known).short_name, again(known).theme) == ("Ne", "dark")
    with pytest.raises(PermissionDenied):
        do(accounts.change_own_account, admin, user=known, facts={"short_name": "X"})
    assert again(known).short_name == "Ne"


def test_account_without_change_leaves_no_event(known):
    do(accounts.change_own_account, known, user=known, facts={"theme": known.theme})

    assert changes(1) == []
