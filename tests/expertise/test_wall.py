"""Who accompanies learns nothing of the expert file: her pages before it and after."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accompaniment.audit.models import Event
from cases.models import Task
from expertise.actions import applying, posing, sources
from expertise.actions.applying import Application, InstrumentFacts
from expertise.actions.sources import SourceFacts
from expertise.enums.commission import CommissionState
from expertise.models import Commission
from tests import factories, legal
from tests.expertise import evaluations as e
from tests.expertise import tools
from tests.traces import do

S = CommissionState
NOW = timezone.now()
NAMES = ("detail", "timeline", "legal", "legal_disclosures", "tasks", "referrals")
HOUSE = ("desk:home", "desk:tasks", "desk:week", "cases:case_list", "expertise:commission_list")
CHANGING = re.compile(
    r'csrfmiddlewaretoken" value="[^"]+"|data-left="\d+"|<time datetime="[^"]+">hoy, [^<]*</time>'
)  # of the page itself, and when she herself last looked
FILED = tuple(
    f"canary-{name}-77" for name in ("question", "source", "content", "score", "instrument")
)
WORDS = ("canary-name-5e", "canary-initials-5e", "canary-because-5e")


def seen(client, user, case, matter):
    """Return every page of a case as somebody sees it, without what changes by itself."""
    client.force_login(user)
    urls = [reverse(f"cases:{name}", args=[case.code]) for name in NAMES]
    urls += [reverse("cases:matter", args=[case.code, matter.pk])]
    urls += [reverse(name) for name in HOUSE]
    pages = {}
    for url in urls:
        answer = client.get(url)
        pages[url] = (answer.status_code, CHANGING.sub("", answer.content.decode()))
    return pages


def different(some, others):
    """Return what a page says that another one does not, line by line."""
    return [
        (url, line.strip())
        for reader, pages in some.items()
        for url, page in pages.items()
        for line in set(page[1].split("\n")) ^ set(others[reader][url][1].split("\n"))
        if not any(f"<strong>{each.full_name}</strong><small>" in line for each in some)
    ]  # when, and what, the readers themselves have just looked at says nothing


def detail_of(case):
    return reverse("cases:detail", args=[case.code])


def fill(commission):
    """Take a commission that was consented to through its evaluation, with canaries everywhere."""
    commission = tools.move(commission, commission.expert, S.EVALUACION, at=NOW)
    session = e.evaluate(commission, at=NOW)
    common = {"commission": commission, "at": NOW}
    do(posing.add_question, commission.expert, text="canary-question-77", **common)
    facts = SourceFacts("canary-source-77", content="canary-content-77")
    do(sources.add_source, commission.expert, kind="COLATERAL", facts=facts, **common)
    times = (Application(session, 17, "canary-score-77"),)
    facts = InstrumentFacts("canary-instrument-77", times=times)
    do(applying.add_instrument, commission.expert, facts=facts, **common)
    return commission


@pytest.fixture
def world(case, worker, coordinator):
    lawyer = legal.make_lawyer(case, worker)
    return case, legal.make_matter(case, lawyer), lawyer


@pytest.fixture(autouse=True)
def colleagues(case, worker):
    """A colleague, a supervisor and reception, who see the case too."""
    return factories.make_member(case.team, "reception")


def test_who_accompanies_learns_nothing_of_an_expertise(
    client, world, worker, coordinator, colleagues
):
    case, matter, lawyer = world
    readers = (worker, colleagues)
    for reader in readers:  # what opening a page leaves in the trace is there before
        seen(client, reader, case, matter)
    before = {reader: seen(client, reader, case, matter) for reader in readers}
    tasks = Task.objects.count()

    commission = tools.make_commission(
        worker,
        case=case,
        by=lawyer,
        coordinator=coordinator,
        evaluated_name=WORDS[0],
        initials=WORDS[1],
        requested_because=WORDS[2],
        at=NOW,
    )
    commission = e.accept(commission, at=NOW)
    client.force_login(worker)
    viewed = client.get(reverse("cases:viewed", args=[case.code])).content.decode()
    assert commission.expert.full_name not in viewed
    unasked = {reader: seen(client, reader, case, matter) for reader in readers}
    commission = fill(e.agrees(commission, at=NOW))
    evaluated = {reader: seen(client, reader, case, matter) for reader in readers}

    assert different(unasked, before) == []
    assert Task.objects.count() == tasks
    for reader in readers:
        shown = "".join(page for _status, page in evaluated[reader].values())
        for secret in (*WORDS, commission.code, e.CONTENT, e.OBSERVED, *FILED, tools.QUESTION):
            assert secret not in shown, secret
    # her consent stands where all her consents stand: nothing else changed
    assert {url for url, _line in different(evaluated, before)} <= {detail_of(case)}


def test_what_an_expert_asks_for_is_all_she_learns(client, world, worker, coordinator):
    case, _matter, lawyer = world
    commission = tools.make_commission(worker, case=case, by=lawyer, coordinator=coordinator)
    commission = fill(e.consented(commission, at=NOW))
    _asked, loan = e.borrow(commission, at=NOW)
    client.force_login(worker)

    shown = client.get(reverse("expertise:loan", args=[loan.pk])).content.decode()
    road = client.get(reverse("cases:legal", args=[case.code])).content.decode()

    assert e.ASKED in shown
    assert reverse("expertise:loan", args=[loan.pk]) in road
    for page in (shown, road):
        for secret in (commission.code, e.CONTENT, e.OBSERVED, *FILED, tools.QUESTION):
            assert secret not in page
    client.force_login(lawyer)
    road = client.get(reverse("cases:legal", args=[case.code])).content.decode()
    assert commission.code in road
    assert reverse("expertise:loan", args=[loan.pk]) not in road
    assert client.get(reverse("expertise:loan", args=[loan.pk])).status_code == 404


def test_every_page_of_a_commission_is_hidden_from_who_accompanies(client, world, worker):
    case, _matter, lawyer = world
    commission = fill(e.consented(tools.make_commission(worker, case=case, by=lawyer), at=NOW))
    client.force_login(worker)

    for name in ("commission", "evaluation", "describe", "accept", "consent", "borrow"):
        answer = client.get(reverse(f"expertise:{name}", args=[commission.code]))
        hidden = client.get(reverse(f"expertise:{name}", args=["ZZZ-ZZZ-Z"]))
        assert answer.status_code == hidden.status_code == 404
        left, right = (CHANGING.sub("", each.content.decode()) for each in (answer, hidden))
        assert left.replace(commission.code, "") == right.replace("ZZZ-ZZZ-Z", "")


def test_the_two_readers_of_the_wall_leave_their_own_traces(world, worker, coordinator):
    case, _matter, lawyer = world
    commission = tools.make_commission(worker, case=case, by=lawyer, coordinator=coordinator)

    fill(e.consented(commission, at=NOW))

    expert = f"user:{commission.expert.pk}"
    touched = Event.objects.filter(root=case.pk, actor=expert).values_list("verb", "kind")
    assert set(touched) == {("create", "cases.consentgiven")}
    assert not Event.objects.filter(root=commission.pk, actor=f"user:{worker.pk}").exists()
    assert Commission.objects.get(pk=commission.pk).state == S.EVALUACION
