"""The list of cases and the search among them."""

import datetime as dt

import pytest
from django.urls import reverse

from accompaniment.audit.models import Event
from accompaniment.staff.acting import acting
from accompaniment.vault import index
from cases.actions.lifecycle import set_urgency
from cases.actions.people import accompanied
from tests import factories

LIST, SEARCH = reverse("cases:case_list"), reverse("cases:search")


def codes(answer):
    return [row.code for row in answer.context["rows"]]


def found(client, words):
    answer = client.post(SEARCH, {"q": words})
    result = answer.context["result"]
    return [row.code for row in result.rows] if result else None


def test_list_shows_the_cases_of_the_reader_and_no_name(client, worker, case, stranger):
    other = factories.make_case(by=stranger)
    client.force_login(worker)

    answer = client.get(LIST)

    assert codes(answer) == [case.code]
    text = answer.content.decode()
    assert case.pseudonym in text
    assert factories.SECRET_NAME not in text
    assert other.code not in text


def test_list_is_traced_by_ids(client, worker, case):
    client.force_login(worker)

    client.get(LIST)

    event = Event.objects.get(verb="list")
    assert (event.actor, event.touched, event.count) == (f"user:{worker.pk}", [str(case.pk)], 1)


@pytest.mark.parametrize("role", ["auditor", "administrator", "fundraiser"])
@pytest.mark.parametrize("url", [LIST, SEARCH, reverse("cases:open")])
def test_who_works_without_records_is_refused(client, role, url):
    client.force_login(factories.make_member(role=role))

    assert client.get(url).status_code == 403


def test_list_goes_both_ways(client, worker):
    cases = [
        factories.make_case(by=worker, at=factories.NOON + dt.timedelta(days=n), consents=False)
        for n in range(27)
    ]
    newest = [case.code for case in reversed(cases)]
    client.force_login(worker)

    first = client.get(LIST)
    second = client.get(LIST, {"after": str(first.context["page"].next)})
    back = client.get(LIST, {"before": str(second.context["page"].previous)})

    assert [codes(first), codes(second), codes(back)] == [newest[:25], newest[25:], newest[:25]]


def test_list_is_narrowed_by_urgency_and_state(client, worker, case):
    urgent = factories.make_case(by=worker, urgency=1)
    client.force_login(worker)

    assert codes(client.get(LIST, {"urgency": "1"})) == [urgent.code]
    assert codes(client.get(LIST, {"state": "closed"})) == []
    assert set(codes(client.get(LIST, {"state": "all"}))) == {case.code, urgent.code}
    assert set(codes(client.get(LIST, {"urgency": "9", "after": "x"}))) == {case.code, urgent.code}


def test_mine_leaves_out_what_the_team_has(client, coordinator, case):
    client.force_login(coordinator)

    assert codes(client.get(LIST)) == [case.code]
    assert codes(client.get(LIST, {"whose": "mine"})) == []


def test_empty_list_offers_a_way_on(client, worker):
    client.force_login(worker)

    answer = client.get(LIST)

    assert answer.status_code == 200
    assert reverse("cases:open") in answer.content.decode()


def queries_of_list(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(40) as seen:
        assert client.get(LIST).status_code == 200
    return len(seen)


def test_list_costs_the_same_with_one_row_and_with_thirty(
    client, worker, case, django_assert_max_num_queries
):
    client.force_login(worker)
    client.get(LIST)
    one = queries_of_list(client, django_assert_max_num_queries)
    for _ in range(29):
        factories.make_case(by=worker, consents=False)

    assert queries_of_list(client, django_assert_max_num_queries) == one


# --- search ------------------------------------------------------------------------------------


@pytest.fixture
def lopez(worker):
    case = factories.make_case(by=worker, name="Lluvia López", nickname="La Ñeca")
    factories.make_contact(accompanied(case), worker, value="614 000 0112")
    return case


@pytest.mark.parametrize(
    "words", ["lopez", "LÓPEZ lluvia", "neca", "614-000-0112", "+52 6140000112"]
)
def test_search_finds_by_name_nickname_and_number(client, worker, case, lopez, words):
    client.force_login(worker)

    assert found(client, words) == [lopez.code]


def test_search_finds_by_pseudonym_and_by_code_however_typed(client, worker, lopez):
    client.force_login(worker)

    assert found(client, lopez.pseudonym.upper()) == [lopez.code]
    assert found(client, f" {lopez.code.lower().replace('-', '')} ") == [lopez.code]


def test_search_says_nothing_of_hidden_people(client, stranger, lopez):
    client.force_login(stranger)

    hidden = client.post(SEARCH, {"q": "López"})
    nobody = client.post(SEARCH, {"q": "Zapata"})

    assert found(client, lopez.code) == []
    same = [
        answer.content.decode().replace(word, "")
        for answer, word in [(hidden, "López"), (nobody, "Zapata")]
    ]
    assert lopez.pseudonym not in same[0]
    assert len(same[0]) == len(same[1])


def test_search_shows_the_name_only_to_who_may_identify(client, worker, lopez):
    client.force_login(worker)
    assert "Lluvia López" in client.post(SEARCH, {"q": "lopez"}).content.decode()


def test_search_is_traced_by_digest_and_count(client, worker, lopez):
    client.force_login(worker)

    client.post(SEARCH, {"q": "lopez"})
    client.post(SEARCH, {"q": lopez.code})

    events = Event.objects.filter(verb="search").order_by("seq")
    assert [(e.content_hash, e.count, e.touched) for e in events] == [
        (index.question("lopez"), 1, [str(lopez.pk)]),
        (index.question(lopez.code), 1, [str(lopez.pk)]),
    ]


def test_search_for_nothing_says_what_to_write(client, worker):
    client.force_login(worker)

    assert client.post(SEARCH, {"q": "  "}).status_code == 422
    assert client.get(SEARCH, {"q": "lopez"}).context.get("result") is None


def test_search_costs_the_same_with_one_and_with_many(
    client, worker, lopez, django_assert_max_num_queries
):
    client.force_login(worker)
    client.post(SEARCH, {"q": "lopez"})
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(40) as seen:
            client.post(SEARCH, {"q": "lopez"})
        counts.append(len(seen))
        for _ in range(5):
            factories.make_case(by=worker, name="Otra López", consents=False)

    assert counts[0] == counts[1]


def test_urgent_case_moves_in_the_list(client, worker, case):
    now = factories.NOON + dt.timedelta(days=1)
    with acting(worker, "test"):
        set_urgency(case=case, urgency=1, reason="amenaza", by=worker, at=now)
    client.force_login(worker)

    assert codes(client.get(LIST, {"urgency": "1"})) == [case.code]
