"""The list of commissions, and what of them waits on my day."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accompaniment.audit.models import Event
from expertise.actions.halting import withdraw_commission
from expertise.enums.commission import CommissionState
from tests.expertise import evaluations as e
from tests.expertise import tools
from tests.traces import do

S = CommissionState
NOW = timezone.now()
NAME = "Nadia Olivas Saenz"


def page(name, *args):
    return reverse(f"expertise:{name}", args=args)


@pytest.fixture
def commission(case, worker, coordinator):
    return tools.make_commission(
        worker, case=case, coordinator=coordinator, evaluated_name=NAME, initials="N. O. S."
    )


def text(answer):
    return answer.content.decode()


# --- the list -----------------------------------------------------------------------------------


def test_the_list_asks_the_same_for_one_and_for_thirty(
    client, coordinator, worker, case, commission, django_assert_max_num_queries
):
    client.force_login(coordinator)
    client.get(page("commission_list"))  # what a process remembers for ever is asked once
    counts = []
    for number in (0, 12):
        for _ in range(number):
            tools.make_commission(
                worker, case=case, coordinator=coordinator, by=commission.requested_by
            )
        with django_assert_max_num_queries(30) as seen:
            answer = client.get(page("commission_list"))
        counts.append(len(seen))
        assert len(answer.context["rows"]) == number + 1

    assert counts[0] == counts[1]


def test_the_list_names_initials_only_to_who_may_know_them(client, commission, coordinator):
    for person, known in ((coordinator, True), (commission.expert, True)):
        client.force_login(person)
        assert ("N. O. S." in text(client.get(page("commission_list")))) == known
    for person in (commission.requested_by, commission.reviewer):
        client.force_login(person)
        shown = text(client.get(page("commission_list")))
        assert commission.code in shown
        assert "N. O. S." not in shown
    event = Event.objects.filter(verb="list", kind="expertise.commission").last()
    assert event.touched == [str(commission.pk)]


def test_the_list_is_narrowed_to_what_ended(client, commission, coordinator):
    client.force_login(coordinator)
    do(withdraw_commission, coordinator, commission=commission, reason="Ya no")

    assert client.get(page("commission_list")).context["rows"] == []
    for query, number in (("?show=ended", 1), ("?show=all", 1), ("?whose=mine", 0), ("?show=x", 0)):
        answer = client.get(page("commission_list") + query)
        assert (answer.status_code, len(answer.context["rows"])) == (200, number), query


def test_a_commission_is_found_by_folio_and_by_name_where_one_may_know_it(client, commission):
    url = page("find")
    client.force_login(commission.expert)
    answer = client.post(url, {"q": commission.code.lower().replace("-", "")})
    assert answer.headers["Location"] == commission.get_absolute_url()
    assert [row.code for row in client.post(url, {"q": "nadia"}).context["rows"]] == [
        commission.code
    ]
    client.force_login(commission.requested_by)
    assert client.post(url, {"q": "nadia"}).context["rows"] == []
    client.force_login(tools.make_expert())
    assert client.post(url, {"q": commission.code}).context["rows"] == []
    assert "nadia" not in str(list(Event.objects.values()))


# --- my day -------------------------------------------------------------------------------------


def waits(client, person):
    client.force_login(person)
    return [each.url for each in client.get("/").context["day"].expertise]


def test_my_day_says_what_waits_at_each_step(client, commission, coordinator):
    here = commission.get_absolute_url()
    assert waits(client, coordinator) == [here]
    assert waits(client, commission.expert) == []
    commission = e.admit(commission, at=NOW)
    assert waits(client, coordinator) == []
    assert waits(client, commission.expert) == [page("accept", commission.code)]
    commission = e.accept(commission, at=NOW)
    assert waits(client, commission.expert) == [page("consent", commission.code)]
    commission = e.agrees(commission, at=NOW)
    assert waits(client, commission.expert) == [here]
    commission = tools.move(commission, commission.expert, S.EVALUACION, at=NOW)
    assert waits(client, commission.expert) == []
    tools.stand_at(commission, S.REVISION_PARES)
    assert waits(client, commission.reviewer) == [here]
    assert waits(client, commission.requested_by) == []


@pytest.mark.parametrize(("days", "waiting"), [(20, 0), (22, 1)])
def test_my_day_tells_of_an_evaluation_that_stands_still(client, commission, days, waiting):
    commission = e.begin(commission, at=NOW - dt.timedelta(days=days))
    client.force_login(commission.expert)

    assert len(client.get("/").context["day"].expertise) == waiting


@pytest.mark.parametrize(("ahead", "kind"), [(15, None), (14, "warn"), (0, "warn"), (-1, "danger")])
def test_my_day_tells_of_a_report_that_is_due(client, case, worker, coordinator, ahead, kind):
    due = timezone.localdate() + dt.timedelta(days=ahead)
    commission = tools.make_commission(worker, case=case, coordinator=coordinator, due_on=due)
    commission = e.begin(commission, at=NOW)
    client.force_login(commission.expert)

    told = [each.kind for each in client.get("/").context["day"].expertise]

    assert told == ([kind] if kind else [])
