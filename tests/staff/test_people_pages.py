"""The pages about people: for administrators, and never about anybody's work."""

import pytest
from django.urls import reverse

from accompaniment.audit.models import Event
from accompaniment.staff.enums import Role
from accompaniment.staff.models import Membership, User
from accompaniment.staff.reports import PAGE
from tests import factories

LIST = "/staff/"


def pages(person, team):
    kw = {"pk": person.pk}
    return {
        "get": [
            LIST,
            reverse("staff:person_invite"),
            reverse("staff:person_detail", kwargs=kw),
            reverse("staff:person_deactivate", kwargs=kw),
            reverse("staff:person_reactivate", kwargs=kw),
            reverse("staff:person_factors", kwargs=kw),
            reverse("staff:team_list"),
            reverse("staff:team_rename", kwargs={"pk": team.pk}),
        ],
        "post": [
            LIST,
            reverse("staff:person_invite"),
            reverse("staff:person_detail", kwargs=kw),
            reverse("staff:role_take", kwargs=kw),
            reverse("staff:person_deactivate", kwargs=kw),
            reverse("staff:person_reactivate", kwargs=kw),
            reverse("staff:person_factors", kwargs=kw),
            reverse("staff:invitation_resend", kwargs=kw),
            reverse("staff:invitation_withdraw", kwargs=kw),
            reverse("staff:team_list"),
            reverse("staff:team_rename", kwargs={"pk": team.pk}),
        ],
    }


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_only_administrators_come_in(client, known, team, role):
    other = factories.make_member(team, role)
    client.force_login(other)
    asked = pages(known, team)

    found = {
        (method, path): getattr(client, method)(path).status_code
        for method, paths in asked.items()
        for path in paths
    }

    assert set(found.values()) == {403}
    assert Event.objects.filter(verb="denied", actor=f"user:{other.pk}").count() == len(found)
    assert User.objects.get(pk=known.pk).is_active


def test_administrators_find_every_page(client, admin, known, team):
    client.force_login(admin)

    for path in pages(known, team)["get"]:
        assert client.get(path).status_code == 200, path


@pytest.mark.parametrize("page", ["person_detail", "person_deactivate", "team_rename", "role_take"])
def test_nobody_there_is_404(client, admin, page):
    client.force_login(admin)
    address = reverse(f"staff:{page}", kwargs={"pk": "3f6f1f0e-7d0a-4b59-9c3c-111111111111"})

    assert client.post(address).status_code == 404


@pytest.mark.parametrize("query", ["state=all", "after=x", "before='"])
def test_invented_places_are_404(client, admin, query):
    client.force_login(admin)

    assert client.get(f"{LIST}?{query}").status_code == 404


def test_list_is_paged_by_name_and_back(client, admin):
    for number in range(PAGE + 5):
        factories.make_user(full_name=f"Mar {number:03}")
    client.force_login(admin)
    first = client.get(LIST).context["page"]
    second = client.get(f"{LIST}?after={first.next}").context["page"]
    back = client.get(f"{LIST}?before={second.previous}").context["page"]

    assert len(first.records) == PAGE
    assert first.previous is None
    assert second.next is None
    assert back.records == first.records
    names = [person.full_name for person in [*first.records, *second.records]]
    assert names == sorted(names)
    assert len(names) == PAGE + 6


@pytest.mark.parametrize("count", [1, 30])
def test_list_asks_as_much_for_one_as_for_thirty(
    client, admin, team, count, django_assert_max_num_queries
):
    for _ in range(count):
        factories.make_member(team)
    client.force_login(admin)
    client.get(LIST)

    with django_assert_max_num_queries(12):
        client.get(LIST)


@pytest.mark.parametrize("words", ["lopez", "LÓPEZ", "lópez maria", "maria.l", "example maria"])
def test_people_are_found_without_accents(client, admin, words):
    person = factories.make_user(full_name="María López", email="maria.l@example.org")
    factories.make_user(full_name="Otra Persona", email="otra@nadie.org")
    client.force_login(admin)

    found = client.post(LIST, {"words": words}).context["page"].records

    assert found == [person]
    assert words not in str(list(Event.objects.values()))


def test_list_is_on_record_with_its_ids(client, admin, known):
    client.force_login(admin)
    client.get(LIST)

    event = Event.objects.get(verb="list")
    assert (event.kind, event.count, sorted(event.touched)) == (
        "staff.user",
        2,
        sorted([str(admin.pk), str(known.pk)]),
    )


def test_somebody_is_invited_and_given_a_role(client, admin, team):
    client.force_login(admin)
    facts = {"full_name": "Nadia Nueva", "email": "nadia@example.org"}
    answer = client.post(reverse("staff:person_invite"), facts)
    person = User.objects.get(email="nadia@example.org")
    assert answer.headers["Location"] == reverse("staff:person_detail", kwargs={"pk": person.pk})

    client.post(answer.headers["Location"], {"role": "psychologist", "team": str(team.pk)})

    assert Membership.objects.get(user=person).role == "psychologist"
    place = Membership.objects.get(user=person).pk
    client.post(reverse("staff:role_take", kwargs={"pk": person.pk}), {"place": place})
    assert not Membership.objects.filter(user=person).exists()


@pytest.mark.parametrize("place", ["", "abc", "-1", "²", "9" * 40])
def test_place_that_is_none_is_404(client, admin, known, place):
    client.force_login(admin)
    answer = client.post(reverse("staff:role_take", kwargs={"pk": known.pk}), {"place": place})

    assert answer.status_code == 404


def test_role_of_somebody_else_is_not_taken_by_a_forged_place(client, admin, known, worker):
    client.force_login(admin)
    place = Membership.objects.get(user=worker).pk

    answer = client.post(reverse("staff:role_take", kwargs={"pk": known.pk}), {"place": place})

    assert answer.status_code == 404
    assert Membership.objects.filter(pk=place).exists()


@pytest.mark.parametrize(
    "facts",
    [
        {"role": "psychologist", "team": ""},
        {"role": "auditor", "team": "team"},
        {"role": "administrator", "team": ""},
        {"role": "chief", "team": ""},
        {"role": "lawyer", "team": "3f6f1f0e-7d0a-4b59-9c3c-111111111111"},
    ],
)
def test_role_that_does_not_fit_is_refused_in_the_page(client, admin, known, team, facts):
    client.force_login(admin)
    facts["team"] = str(team.pk) if facts["team"] == "team" else facts["team"]

    answer = client.post(reverse("staff:person_detail", kwargs={"pk": known.pk}), facts)

    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert Membership.objects.filter(user=known).count() == 1


def test_account_ends_and_comes_back_by_its_pages(client, admin, known):
    client.force_login(admin)
    client.post(reverse("staff:person_deactivate", kwargs={"pk": known.pk}))
    assert not User.objects.get(pk=known.pk).is_active
    assert known in client.get(f"{LIST}?state=gone").context["page"].records

    client.post(reverse("staff:person_reactivate", kwargs={"pk": known.pk}))

    assert known in client.get(f"{LIST}?state=invited").context["page"].records
    client.post(reverse("staff:invitation_withdraw", kwargs={"pk": known.pk}))
    assert known in client.get(f"{LIST}?state=gone").context["page"].records


def test_own_account_says_why_it_is_not_ended_here(client, admin):
    client.force_login(admin)
    answer = client.post(reverse("staff:person_deactivate", kwargs={"pk": admin.pk}), follow=True)

    assert User.objects.get(pk=admin.pk).is_active
    assert "pídelo a otra persona que administre" in answer.content.decode()


def test_mass_assignment_changes_nothing_else(client, known):
    client.force_login(known)
    facts = {
        "full_name": "Otra", "language": "es", "is_superuser": "1", "is_active": "",
        "email": "x@evil.example", "password": "x", "id": "3f6f1f0e-7d0a-4b59-9c3c-111111111111",
        "deactivated_at": "2026-01-01", "theme": "dark",
    }  # fmt: skip
    before = User.objects.filter(pk=known.pk).values().get()

    assert client.post("/account/", facts).status_code == 302

    after = User.objects.filter(pk=known.pk).values().get()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"full_name", "theme"}


def test_pages_speak_the_language_of_the_person(client, known):
    known.language = "en"
    known.save()
    client.force_login(known)

    answer = client.get("/account/")

    assert answer.headers["Content-Language"] == "en"
    assert "My account" in answer.content.decode()
    known.language = "es"
    known.save()
    assert "Mi cuenta" in client.get("/account/").content.decode()


def test_titles_name_nobody(client, admin, known, team):
    client.force_login(admin)

    for path in pages(known, team)["get"]:
        page = client.get(path).content.decode()
        title = page.split("<title>")[1].split("</title>")[0]
        assert title in {"Lista", "Ficha"}, path


def test_page_shows_nothing_of_the_work(client, admin):
    worker = factories.make_member(factories.make_team())
    case = factories.make_case(by=worker)
    client.force_login(admin)

    page = client.get(reverse("staff:person_detail", kwargs={"pk": worker.pk})).content.decode()

    assert case.code not in page
    assert factories.SECRET_NAME not in page
