"""Signing in: limited, silent about who exists, on record; and out again."""

import pytest
from allauth.usersessions.models import UserSession
from celery import current_app
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accompaniment.audit.models import Event
from accompaniment.staff.actions import accounts
from tests import factories
from tests.factories import PASSWORD
from tests.staff.tools import SignIn, give_app, number_of
from tests.traces import do, everything_said

LOGIN = "account_login"
CLEARED = '"cache", "cookies", "storage"'


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def events(*verbs):
    rows = Event.objects.filter(verb__in=verbs).order_by("seq")
    return [(e.verb, e.actor, e.root, e.touched, e.fields, e.outcome) for e in rows]


def test_password_signs_in_and_is_traced(known, way_in):
    answer = way_in.password(known)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert events("sign_in") == [("sign_in", f"user:{known.pk}", known.pk, [], ["password"], "ok")]
    assert Event.objects.get(verb="sign_in").role == "psychologist"
    assert UserSession.objects.filter(user=known).count() == 1


def test_case_of_the_address_does_not_matter(known, way_in):
    way_in.password(known.email.upper())

    assert way_in.is_in


def test_session_key_changes_at_sign_in(known, client, way_in):
    client.get(reverse(LOGIN))
    client.session["planted"] = "x"
    session = client.session
    session["planted"] = "x"
    session.save()
    client.cookies["session"] = before = session.session_key

    way_in.password(known)

    assert way_in.key != before
    thief = Client()
    thief.cookies["session"] = before
    assert thief.get(reverse("staff:account")).status_code == 302


def test_session_key_changes_at_the_second_step(known, way_in):
    secret = give_app(known)
    way_in.password(known)
    before = way_in.key

    way_in.code(number_of(secret))

    assert way_in.is_in
    assert way_in.key != before


def test_wrong_password_is_traced_without_what_was_typed(known, way_in):
    answer = way_in.password(known, "no es esta palabra")

    assert answer.status_code == 422
    assert events("sign_in_failed") == [
        ("sign_in_failed", "anonymous", None, [str(known.pk)], ["password"], "failed")
    ]
    assert known.email not in everything_said()


def test_unknown_address_is_traced_without_it(way_in):
    way_in.password("nadie@example.org")

    assert events("sign_in_failed") == [
        ("sign_in_failed", "anonymous", None, [], ["password"], "failed")
    ]
    assert "nadie@" not in everything_said()


def test_sign_in_says_the_same_of_known_and_unknown(known, way_in):
    same = lambda answer, email: (  # noqa: E731
        answer.status_code,
        answer.content.decode().replace(email, "…").split("csrfmiddlewaretoken")[0],
        answer.content.decode().replace(email, "…").split("error-summary")[1].split("</div>")[0],
    )

    one = same(way_in.password(known.email, "no es esta"), known.email)
    two = same(way_in.password("nadie@example.org", "no es esta"), "nadie@example.org")

    assert one == two


def test_ended_account_says_the_same_as_a_wrong_password(known, admin, way_in):
    wrong = way_in.password(known, "no es esta palabra")
    do(accounts.deactivate_person, admin, user=known)
    ended = way_in.password(known)

    assert (ended.status_code, ended.context["form"].errors) == (
        wrong.status_code,
        wrong.context["form"].errors,
    )


@pytest.mark.parametrize("exists", [True, False])
def test_five_wrong_passwords_and_no_more(known, way_in, exists):
    email = known.email if exists else "nadie@example.org"
    answers = [way_in.password(email, "no es esta").status_code for _ in range(7)]

    assert answers == [422] * 5 + [429] * 2
    assert [row[5] for row in events("sign_in_failed")] == ["failed"] * 5 + ["denied"] * 2


def test_right_password_does_not_help_after_too_many(known, way_in):
    for _ in range(5):
        way_in.password(known, "no es esta")

    assert way_in.password(known).status_code == 429
    assert not way_in.is_in


def test_somebody_elsewhere_is_not_locked_out(known, way_in):
    for _ in range(6):
        way_in.password(known, "no es esta", REMOTE_ADDR="203.0.113.9")

    way_in.password(known)

    assert way_in.is_in


def test_one_account_is_not_tried_from_everywhere(known, way_in):
    for place in range(50):
        answer = way_in.password(known, "no es esta", REMOTE_ADDR=f"203.0.113.{place}")
        assert answer.status_code == 422

    assert way_in.password(known, "no", REMOTE_ADDR="203.0.113.77").status_code == 429


def test_one_place_does_not_try_everybody(way_in):
    answers = [way_in.password(f"x{n}@example.org", "no es").status_code for n in range(22)]

    assert answers == [422] * 20 + [429] * 2


def test_limits_are_counted_in_a_shared_cache(settings):
    assert settings.CACHES["default"]["BACKEND"].endswith(("DatabaseCache", "RedisCache"))


def test_there_is_no_sign_up(client, way_in):
    for path in ("signup/", "email/", "social/", "password/set/", "login/code/"):
        assert client.get(f"/account/{path}").status_code == 404


@pytest.mark.parametrize("exists", [True, False])
def test_reset_says_the_same_and_rings_the_same_bell(
    known, client, exists, django_capture_on_commit_callbacks
):
    email = known.email if exists else "nadie@example.org"
    with django_capture_on_commit_callbacks() as bells:
        answer = client.post(reverse("account_reset_password"), {"email": email}, follow=True)

    assert len(bells) == 1
    assert answer.status_code == 200
    assert answer.redirect_chain == [(reverse("account_reset_password_done"), 302)]
    assert email not in answer.content.decode()


def test_reset_link_sets_a_password_once_and_does_not_pass_the_second_step(
    known, client, letters, link_of, way_in
):
    give_app(known)
    other = Client()
    SignIn(other).password(known)
    ask = reverse("account_reset_password")
    (letter,) = letters(client.post, ask, {"email": known.email.upper()})
    assert letter.subject == "Tienes un aviso"
    new = "tres faroles bajo la lluvia 9"

    page = client.get(link_of(letter), follow=True)
    (told,) = letters(client.post, page.request["PATH_INFO"], {"password1": new, "password2": new})

    assert told.subject == "Tienes un aviso"
    assert not way_in.is_in
    assert way_in.password(known).status_code == 422
    assert way_in.password(known, new).headers["Location"] == reverse("mfa_authenticate")
    assert not way_in.is_in
    assert "set-password" not in client.get(link_of(letter)).headers.get("Location", "")
    assert events("credentials")[-1][1:5] == (
        f"user:{known.pk}",
        known.pk,
        [],
        ["password.reset"],
    )


def test_reset_link_is_built_from_the_settings(known, client, letters, settings):
    settings.SITE_URL = "https://agenda.example.org"
    settings.ALLOWED_HOSTS = ["*"]
    ask = reverse("account_reset_password")

    (letter,) = letters(client.post, ask, {"email": known.email}, HTTP_HOST="evil.example")

    assert "https://agenda.example.org/account/password/reset/" in letter.body
    assert "evil.example" not in letter.body


def test_nobody_writes_to_an_unknown_address(client, letters):
    assert letters(client.post, reverse("account_reset_password"), {"email": "n@x.org"}) == []


def test_password_change_ends_other_sessions_and_is_told(known, client, letters, way_in):
    other = Client()
    SignIn(other).password(known)
    way_in.password(known)
    new = "tres faroles bajo la lluvia 9"
    words = {"oldpassword": PASSWORD, "password1": new, "password2": new}

    (letter,) = letters(client.post, reverse("account_change_password"), words)

    assert other.get(reverse("staff:account")).status_code == 302
    assert client.get(reverse("staff:account")).status_code == 200
    assert known.full_name not in letter.body + letter.subject
    assert events("credentials")[-1][1:5] == (f"user:{known.pk}", known.pk, [], ["password"])


def test_sign_out_by_post_only_and_everything_is_cleared(known, client, way_in):
    way_in.password(known)
    before = way_in.key

    assert client.get(reverse("account_logout")).status_code == 200
    assert way_in.is_in
    answer = client.post(reverse("account_logout"))

    assert answer.status_code == 302
    assert answer.headers["Clear-Site-Data"] == CLEARED
    assert client.cookies["session"].value == ""
    assert events("sign_out") == [("sign_out", f"user:{known.pk}", known.pk, [], [], "ok")]
    thief = Client()
    thief.cookies["session"] = before
    assert thief.get(reverse("staff:account")).status_code == 302


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("someone", [True, False])
def test_quick_exit_works_for_anyone(known, client, way_in, settings, method, someone):
    if someone:
        way_in.password(known)

    answer = getattr(client, method)(reverse("exit"))

    assert (answer.status_code, answer.headers["Location"]) == (303, settings.QUICK_EXIT_URL)
    assert answer.headers["Clear-Site-Data"] == CLEARED
    assert not way_in.is_in
    assert len(events("sign_out")) == someone


def test_other_sessions_end_from_the_list(known, client, way_in):
    other = Client()
    SignIn(other).password(known)
    way_in.password(known)
    page = client.get(reverse("usersessions_list"))
    assert page.context["session_count"] == 2

    client.post(reverse("usersessions_list"))

    assert other.get(reverse("staff:account")).status_code == 302
    assert client.get(reverse("staff:account")).status_code == 200


def test_doorbells_carry_ids_only(known, client, django_capture_on_commit_callbacks):
    sent = []
    current_app.conf.task_always_eager = False
    with current_app.pool.acquire(), django_capture_on_commit_callbacks() as bells:
        client.post(reverse("account_reset_password"), {"email": known.email})
    sent = [cell.cell_contents for bell in bells for cell in getattr(bell, "__closure__", ()) or ()]

    assert known.email not in str(sent) + str(bells)


def test_somebody_signed_in_is_not_asked_again(known, client, way_in):
    way_in.password(known)

    assert client.get(reverse(LOGIN)).headers["Location"] == "/"


def test_foreign_address_is_not_followed_after_sign_in(known, client):
    words = {"login": known.email, "password": PASSWORD, "next": "https://evil.example/"}

    answer = client.post(reverse(LOGIN), words)

    assert answer.headers["Location"] == "/"


def test_invited_person_cannot_sign_in_before_the_link(way_in):
    person = factories.make_user(is_active=False)

    assert way_in.password(person).status_code == 422
