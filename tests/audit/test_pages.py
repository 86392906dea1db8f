"""The audit page: for administrators and auditors, on record itself, and blind to content."""

import csv
import datetime as dt
import hashlib
import io
import re
import uuid

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accompaniment.audit import lines, progress, queries, seal, verify
from accompaniment.audit.models import Event, Leaf, Verification
from accompaniment.audit.tasks import verify_trace
from accompaniment.celery import app
from tests import factories
from tests.audit.tools import trace_of, unlocked

PATHS = [
    "/audit/",
    "/audit/export/",
    "/audit/people/5e0c1d2a-7b3f-4c55-9f0e-2d6a8b1c4e70/",
    "/audit/records/K7Q-M3F-2/",
]
CODE = "K7Q-M3F-2"


def told(response):
    return response.content.decode()


def own(user):
    """Return what the trace says of this reader."""
    rows = Event.objects.filter(actor=f"user:{user.pk}").order_by("seq")
    return [(e.verb, e.kind, e.code, e.fields, e.count, e.outcome) for e in rows]


# --- who may ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PATHS)
def test_anonymous_is_sent_to_the_sign_in_page(client, path):
    response = client.get(path)

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/account/")


@pytest.mark.parametrize("path", [*PATHS, "/audit/check/"])
@pytest.mark.parametrize(
    "role", ["psychologist", "coordinator", "lawyer", "facilitator", "reception", "fundraiser"]
)
def test_others_are_refused_and_that_is_on_record(client, path, role):
    user = factories.make_member(factories.make_team(), role)
    client.force_login(user)
    trace_of("user:somebody", 1, code=CODE)

    response = client.post(path) if path.endswith("check/") else client.get(path)

    assert response.status_code == 403
    assert CODE not in told(response)
    assert own(user) == [("denied", "audit.event", "", [], None, "denied")]
    assert Event.objects.get(actor=f"user:{user.pk}").role == role


@pytest.mark.parametrize("path", PATHS)
def test_superuser_is_nobody_here(client, path):
    client.force_login(factories.make_user(is_superuser=True))

    assert client.get(path).status_code == 403


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_readers_see_the_page(client, role):
    client.force_login(factories.make_member(role=role))
    trace_of("user:somebody", 1, code=CODE)

    response = client.get("/audit/")

    assert response.status_code == 200
    assert CODE in told(response)


# --- what is shown ---------------------------------------------------------------------------


def test_page_shows_exactly_these_columns(client, auditor):
    worker = factories.make_member(factories.make_team(), full_name="Ofelia Rascón")
    trace_of(
        f"user:{worker.pk}", 1, "read", code=CODE, kind="sealed", fields=["person.called"],
        role="psychologist", touched=["3f0c1a56-0000-4000-8000-00000000cafe"],
        content_hash="ab" * 32,
    )  # fmt: skip

    response = client.get("/audit/")

    assert lines.COLUMNS == (
        "when", "moment", "who", "who_url", "role", "did", "kind", "code", "code_url", "details",
        "count", "purpose", "outcome", "look", "icon",
    )  # fmt: skip
    (line,) = response.context["lines"]
    assert (line.who, line.code, line.count) == ("Ofelia Rascón", CODE, None)
    assert line.who_url == f"/audit/people/{worker.pk}/"
    assert line.code_url == f"/audit/records/{CODE}/"
    page = told(response)
    for hidden in ("00000000cafe", "abababab", "person.called"):
        assert hidden not in page


def test_rows_are_read_with_these_columns_only(django_assert_num_queries):
    trace_of("user:somebody", 3)

    with django_assert_num_queries(1) as asked:
        queries.page([queries.Filters().events()])
    assert re.findall(r'"audit_event"."(\w+)"', asked[0]["sql"].partition(" FROM ")[0]) == [
        "seq", "at", "actor", "role", "purpose", "verb", "outcome", "kind", "code", "fields",
        "count",
    ]  # fmt: skip


def test_unknown_words_never_pass_as_text(client, auditor):
    trace_of("user:somebody", 1, "read", kind="<b>Canaria</b>", fields=["María Ñandú", "note.body"])

    (line,) = client.get("/audit/").context["lines"]

    assert line.kind == "·"
    assert line.details == "·, note.body"


def test_reading_the_page_is_on_record(client, auditor):
    trace_of("user:somebody", 3, code=CODE)

    client.get(f"/audit/?code={CODE.lower()}&verb=read")

    assert own(auditor) == [("list", "audit.event", CODE, ["code", "verb"], 3, "ok")]
    event = Event.objects.get(actor=f"user:{auditor.pk}")
    assert (event.role, event.purpose) == ("auditor", "audit")
    assert re.fullmatch("[0-9a-f]{64}", event.content_hash)


def test_empty_trace_says_so(client, auditor):
    response = client.get("/audit/?verb=erase")

    assert response.status_code == 200
    assert response.context["lines"] == []
    assert 'class="empty"' in told(response)


# --- filters and pages -----------------------------------------------------------------------


@pytest.fixture
def story():
    """Thirty events of three people over three days, five of them refusals."""
    people = [factories.make_member(factories.make_team()) for _ in range(3)]
    events = []
    for number in range(30):
        denied = number % 6 == 0
        facts = {"code": f"K7Q-{number % 3}", "outcome": "denied" if denied else "ok"}
        actor = f"user:{people[number % 3].pk}"
        events += trace_of(actor, 1, "denied" if denied else "open", **facts)
    unlocked("audit_event")
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    for number, event in enumerate(events):
        at = noon - dt.timedelta(days=2 - number // 10, minutes=number)
        Event.objects.filter(pk=event.pk).update(at=at)
    return people, events, noon.date()


def shown(response):
    return [row.seq for row in response.context["page"].rows]


def test_filters_narrow(client, auditor, story):
    people, events, today = story
    every = set(range(30))
    yesterday = today - dt.timedelta(days=1)
    cases = {
        f"person={people[1].pk}": {n for n in every if n % 3 == 1},
        "code=k7q-2": {n for n in every if n % 3 == 2},
        "verb=denied": {0, 6, 12, 18, 24},
        "outcome=denied": {0, 6, 12, 18, 24},
        f"since={yesterday}&until={yesterday}": set(range(10, 20)),
        f"until={yesterday}&verb=open&code=K7Q-1": {n for n in range(20) if n % 3 == 1},
        "kind=cases.case&verb=sign": set(),
    }
    for query, expected in cases.items():
        seen = shown(client.get(f"/audit/?{query}"))
        assert set(seen) == {events[n].pk for n in expected}, query


@pytest.mark.parametrize(
    "query", ["person=Mar%C3%ADa", "code=Mar%C3%ADa+L", "since=2026-99-99", "verb=x", "kind=x"]
)
def test_what_is_no_filter_filters_nothing_and_is_said(client, auditor, query):
    trace_of("user:somebody", 2)

    response = client.get(f"/audit/?{query}")

    assert response.status_code == 200
    assert len(shown(response)) == 2
    assert "error-summary" in told(response)
    assert Event.objects.filter(actor=f"user:{auditor.pk}", fields=[]).count() == 1


def test_days_the_wrong_way_round_are_said(client, auditor):
    response = client.get("/audit/?since=2026-03-02&until=2026-03-01")

    assert "error-summary" in told(response)


def test_pages_follow_each_other_in_both_directions(story, monkeypatch):
    def walk(branches, step, start=None):
        found, place = [], start
        while True:
            page = queries.page(branches, **{step: place}, limit=7)
            found.append([row.seq for row in page.rows])
            if (on := page.next if step == "after" else page.previous) is None:
                return found, page
            place = on

    branches = [Event.objects.all()]
    order = list(Event.objects.newest_first().values_list("seq", flat=True))
    pages, last = walk(branches, "after")
    back, _ = walk(branches, "before", last.rows[0].seq)

    assert [seq for page in pages for seq in page] == order
    assert [len(page) for page in pages] == [7, 7, 7, 7, 2]
    assert back[::-1] == pages[:-1]


@pytest.mark.parametrize("place", ["", "x", "-1", "9" * 30, "123456789", "²"])
def test_odd_places_show_the_first_page(client, auditor, place):
    (event,) = trace_of("user:somebody", 1)

    response = client.get("/audit/", {"after": place})

    assert event.pk in shown(response)


def test_queries_do_not_grow(client, auditor, django_assert_max_num_queries):
    trace_of("user:somebody", 1, code=CODE)
    client.get("/audit/")
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(13) as asked:
            client.get("/audit/")
        counts.append(len(asked))
        trace_of("user:somebody", 60, code=CODE)

    assert counts[0] == counts[1]


# --- one person, one record --------------------------------------------------------------------


def test_timeline_of_a_person(client, auditor, story):
    people, events, _ = story

    response = client.get(f"/audit/people/{people[0].pk}/")

    assert set(shown(response)) == {event.pk for event in events[::3]}
    assert people[0].full_name in told(response)
    assert own(auditor) == [("list", "audit.event", "", ["person"], 10, "ok")]
    assert Event.objects.get(actor=f"user:{auditor.pk}").touched == [str(people[0].pk)]


def test_nobody_has_no_timeline(client, auditor):
    assert client.get(f"/audit/people/{uuid.uuid4()}/").status_code == 404


def test_timeline_of_a_record_holds_refusals_that_know_no_code(client, auditor):
    root, elsewhere = uuid.uuid4(), uuid.uuid4()
    opened = trace_of("user:ana", 2, "open", root=root, code=CODE)
    hidden = trace_of("user:eva", 1, "denied", root=root, outcome="denied")
    trace_of("user:eva", 1, "open", root=elsewhere, code="OTHER-1")
    person = trace_of("user:ana", 1, "read", kind="sealed", root=elsewhere, code=CODE)

    response = client.get(f"/audit/records/{CODE.lower()}/")

    expected = [*opened, *hidden, *person]
    assert shown(response) == [event.pk for event in reversed(expected)]


@pytest.mark.parametrize("code", ["x", "María López", "K7Q-M3F-2-too-long-1"])
def test_what_is_no_code_has_no_timeline(client, auditor, code):
    assert client.get(f"/audit/records/{code}/").status_code == 404


def test_unknown_code_says_nothing_is_there(client, auditor):
    response = client.get("/audit/records/ZZZ-ZZZ-9/")

    assert (response.status_code, shown(response)) == (200, [])


# --- who viewed a case -------------------------------------------------------------------------


def test_who_viewed_leaves_out_lists_changes_and_the_audit_itself():
    root, person = uuid.uuid4(), uuid.uuid4()
    seen = trace_of("user:ana", 1, "open", root=root, code=CODE, role="psychologist")
    trace_of("user:ana", 1, "change", root=root, code=CODE)
    seen += trace_of("user:ana", 1, "read", root=person, kind="sealed", fields=["person.called"])
    trace_of("user:ana", 1, "list", code=CODE, touched=[str(root)])
    seen += trace_of("user:eva", 1, "denied", root=root, outcome="denied")
    seen += trace_of("user:eva", 1, "print", code=CODE)
    trace_of("user:audit", 1, "export", kind="audit.event", code=CODE)
    trace_of("user:eva", 1, "open")

    rows = queries.who_viewed([root, person], [CODE])

    assert [row.seq for row in rows] == [event.pk for event in reversed(seen)]
    assert rows[-1][2:] == ("user:ana", "psychologist", "open", [], "ok")
    assert rows[2].fields == ["person.called"]
    assert queries.who_viewed([root, person], [CODE], limit=2, after=rows[1].seq) == rows[2:]


# --- the file ------------------------------------------------------------------------------------


def downloaded(client, **said):
    response = client.post("/audit/export/", {"reason": "review", **said})
    assert response.headers["Content-Type"] == "text/csv"
    body = b"".join(response.streaming_content).decode("utf-8-sig")
    return response, list(csv.reader(io.StringIO(body, newline="")))


def test_file_has_exactly_these_columns_and_is_on_record(client, auditor, settings):
    worker = factories.make_member(factories.make_team(), full_name="Ofelia Rascón")
    (event,) = trace_of(
        f"user:{worker.pk}", 1, "read", kind="sealed", fields=["person.called"], code=CODE,
        role="psychologist", touched=["3f0c1a56-0000-4000-8000-00000000cafe"],
    )  # fmt: skip
    trace_of("user:somebody", 2, code="OTHER-1")

    response, rows = downloaded(client, code=CODE)

    assert rows[0] == list(lines.HEADER)
    assert rows[0] == [
        "seq", "at", "actor_id", "actor", "role", "purpose", "verb", "outcome", "kind", "code",
        "fields", "count",
    ]  # fmt: skip
    (row,) = [row for row in rows[1:] if row[6] == "read"]
    assert row[0] == str(event.pk)
    assert row[2:10] == [
        f"user:{worker.pk}", "Ofelia Rascón", "psychologist", "care", "read", "ok", "sealed", CODE,
    ]  # fmt: skip
    assert "00000000cafe" not in str(rows)
    assert "OTHER-1" not in str(rows)
    assert re.fullmatch(
        r'attachment; filename="\d{4}-\d\d-\d\d.csv"', response.headers["Content-Disposition"]
    )
    assert own(auditor) == [
        ("stream", "audit:export", "", [], None, "ok"),
        ("export", "audit.event", CODE, ["code"], 1, "ok"),
    ]
    mine = Event.objects.filter(actor=f"user:{auditor.pk}")
    assert set(mine.values_list("purpose", flat=True)) == {"review"}


def test_file_tells_the_hash_of_what_was_sent(client, auditor):
    trace_of("user:somebody", 450)
    response = client.post("/audit/export/", {"reason": "incident"})

    body = b"".join(response.streaming_content)

    last = Event.objects.get(verb="export")
    assert last.content_hash == hashlib.sha256(body).hexdigest()
    assert last.count == 450 + 1  # and the row that says that a stream began


def test_file_without_a_reason_is_not_made(client, auditor):
    trace_of("user:somebody", 1, code=CODE)

    response = client.post("/audit/export/", {"reason": ""})

    assert response.status_code == 200
    assert not response.streaming
    assert "error-summary" in told(response)
    assert CODE not in told(response)


def test_form_of_the_file_keeps_the_filters_of_the_page(client, auditor):
    page = told(client.get(f"/audit/?code={CODE}&verb=open"))
    url = re.search(r'href="(/audit/export/\?[^"]*)"', page).group(1).replace("&amp;", "&")

    form = client.get(url).context["form"]

    assert (form["code"].value(), form["verb"].value()) == (CODE, "open")


def test_long_file_has_every_event_once(monkeypatch):
    monkeypatch.setattr(queries, "CHUNK", 7)
    events = trace_of("user:somebody", 30)

    rows = list(queries.every([Event.objects.all()]))

    assert [row.seq for row in rows] == [event.pk for event in reversed(events)]


@given(text=st.text(max_size=40))
def test_no_cell_is_a_formula(text):
    said = lines.cell(text)

    assert not said.lstrip(" ").startswith(lines.STARTS_A_FORMULA)
    assert said.removeprefix("'") == text.removeprefix("'")


@pytest.mark.parametrize("start", list("=+-@\t\r\n|%"))
def test_formulas_are_defused(start):
    assert lines.cell(f"{start}cmd()") == f"'{start}cmd()"
    assert lines.cell(f"  {start}cmd()") == f"'  {start}cmd()"
    assert lines.cell("K7Q-M3F-2") == "K7Q-M3F-2"


# --- the chain on the page -------------------------------------------------------------------


@pytest.fixture
def eager():
    """Do at once what a worker would do."""
    app.conf.update(task_always_eager=True, task_eager_propagates=True)
    yield
    app.conf.update(task_always_eager=False, task_eager_propagates=False)


def test_chain_that_was_never_checked(client, auditor):
    chain = client.get("/audit/").context["chain"]

    assert (chain.size, chain.checkpoints, chain.last) == (0, 0, None)


def test_check_now(client, auditor, eager):
    trace_of("user:somebody", 3)
    seal.seal_all()

    response = client.post("/audit/check/", follow=True)

    chain = response.context["chain"]
    assert (chain.size, chain.checkpoints, chain.last.size) == (4, 2, 3)
    assert (chain.last.problems, response.context["running"]) == (0, None)
    assert ("verify", "audit.chain", "", [], None, "ok") in own(auditor)
    assert Event.objects.filter(actor="service:audit_verify", outcome="ok").count() == 1


def test_check_that_finds_something_says_so(client, auditor, eager):
    trace_of("user:somebody", 3)
    seal.seal_all()
    unlocked()
    Event.objects.filter(pk=Event.objects.first().pk).update(actor="user:eva")

    response = client.post("/audit/check/", follow=True)

    assert response.context["chain"].last.problems == 1
    assert "#0: its event was edited" in told(response)


def test_second_check_waits_for_the_first(client, auditor):
    progress.begin()
    progress.say(1000, 5000)

    response = client.post("/audit/check/", follow=True)

    assert response.context["running"].done == 1000
    assert '<progress value="1000" max="5000"' in told(response)
    progress.end()


def test_worker_that_cannot_be_reached_is_said(client, auditor, monkeypatch):
    def refuse(**kwargs):
        raise OSError("no broker")

    monkeypatch.setattr(verify_trace, "delay", refuse)

    response = client.post("/audit/check/", follow=True)

    assert 'role="alert"' in told(response)
    assert progress.running() is None
    assert own(auditor)[0] == ("verify", "audit.chain", "", [], None, "failed")


def test_check_is_asked_by_post_only(client, auditor):
    assert client.get("/audit/check/").status_code == 405


def test_hourly_check_goes_on_where_the_last_ended(eager):
    trace_of("user:somebody", 5)
    seal.seal_all()
    verify.keep(verify.verify())
    trace_of("user:somebody", 5)
    seal.seal_all()

    verify_trace()

    newest = Verification.objects.latest("at")
    assert (newest.since, newest.size, newest.problems) == (5, 11, 0)
    assert Leaf.objects.count() == 12
