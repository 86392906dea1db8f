"""Who would like to come and is accompanied here: found among a few, or by her code."""

import re

import pytest
from django.urls import reverse

from accompaniment.audit.models import Event
from cases.actions.lifecycle import close_case
from cases.enums import ClosingReason
from cases.models import Case
from groups.enums import GroupState
from groups.forms.enrolment import SHOWN
from tests import factories
from tests.groups import tools
from tests.traces import do, refusals


@pytest.fixture
def group(worker):
    return tools.move(tools.make_group(worker), worker, GroupState.CONVOCATORIA)


@pytest.fixture
def url(group):
    return reverse("groups:enrolment_add", args=[group.code])


def offered(answer):
    """Return the ids in the select of accompaniments."""
    select = re.search(r'<select name="case".*?</select>', answer.content.decode(), re.S)[0]
    return re.findall(r'value="([0-9a-f-]{36})"', select)


def lists():
    rows = Event.objects.filter(verb="list", kind="cases.case").order_by("seq")
    return [(row.touched, row.count) for row in rows]


def test_the_newest_are_offered_and_on_record(client, coordinator, worker, url):
    for number in range(SHOWN + 2):
        factories.make_case(by=worker, name=f"Nube {number}")
    newest = Case.objects.newest_first().values_list("pk", flat=True)[:SHOWN]
    client.force_login(coordinator)

    page = client.get(url)

    assert offered(page) == [str(pk) for pk in newest]
    assert lists() == [([str(pk) for pk in newest], SHOWN)]


def test_another_is_found_by_her_code(client, worker, group, url):
    hers = factories.make_case(by=worker, name="Ofelia Zafiro")
    client.force_login(worker)

    sent = client.post(url, {"name": "Ofelia", "code": hers.code.lower().replace("-", " ")})

    assert sent.status_code == 302
    assert group.enrolments.get().case == hers
    assert lists() == []


def test_what_she_may_not_see_is_no_such_case(client, stranger, worker, group, url):
    hidden = factories.make_case(by=stranger, name="Delia Secreta")
    closed = factories.make_case(by=worker, name="Ema")
    do(close_case, worker, case=closed, reason=ClosingReason.DUPLICADO, safety_checked=True)
    client.force_login(worker)
    said = []
    for code in (hidden.code, closed.code, "no-such"):
        refused = client.post(url, {"name": "Delia", "code": code})
        assert refused.status_code == 422
        assert code in refused.content.decode()
        said.append(str(refused.context["form"].errors))

    assert len(set(said)) == 1
    assert not group.enrolments.exists()
    assert ("cases.case", hidden.pk) in refusals()


def test_one_of_the_list_and_the_code_of_another_are_not_taken(client, worker, group, url):
    one, other = (factories.make_case(by=worker, name=name) for name in ("Ema", "Eva"))
    client.force_login(worker)

    refused = client.post(url, {"name": "Ema", "case": one.pk, "code": other.code})

    assert refused.status_code == 422
    assert not group.enrolments.exists()
    assert client.post(url, {"name": "Ema", "case": one.pk, "code": one.code}).status_code == 302
    assert group.enrolments.get().case == one
