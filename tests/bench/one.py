"""Measure one size in the databases of the environment; the last line printed is JSON."""

import json
import os
import statistics
import sys
import time
from unittest import mock

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from accompaniment.audit import log, seal, verify
from accompaniment.staff.acting import acting
from accompaniment.staff.models import Membership, Team
from accompaniment.staff.pages import page
from cases.models import Case, Note
from tests import factories
from tests.bench import world

BY_HAND = """
SELECT {columns} FROM (
    SELECT * FROM ({branches}) AS b ORDER BY 1 DESC, 2 DESC LIMIT 26) AS pick
JOIN cases_case ON cases_case.id = pick.pk ORDER BY pick.at DESC, pick.pk DESC
"""
GRANTED = """(SELECT sort_key AS at, content_object_id AS pk FROM cases_casegrant
WHERE user_id = %s AND permission_id = %s AND is_open = {is_open}
ORDER BY sort_key DESC, content_object_id DESC LIMIT 26)"""
TEAMS = """(SELECT last_activity_at AS at, id AS pk FROM cases_case
WHERE team_id = %s AND is_open = {is_open} ORDER BY last_activity_at DESC, id DESC LIMIT 26)"""


def compare(asks, times=30):
    """Return the median milliseconds of each ask; they take turns, so that noise meets them all."""
    taken = {name: [] for name in asks}
    for _ in range(times):
        for name, ask in asks.items():
            start = time.perf_counter()
            ask()
            taken[name].append((time.perf_counter() - start) * 1000)
    return {name: statistics.median(each) for name, each in taken.items()}


def by_hand(user, teams=()):
    """Return a question that fills models from one hand-written statement."""
    names = [field.attname for field in Case._meta.concrete_fields]
    view = world.Permission.objects.get(codename="view_case").pk
    parts, params = [], []
    for is_open in ("true", "false"):
        parts.append(GRANTED.format(is_open=is_open))
        params += [user.pk, view]
        for team in teams:
            parts.append(TEAMS.format(is_open=is_open))
            params.append(team)
    columns = ", ".join(f"cases_case.{name}" for name in names)
    sql = BY_HAND.format(columns=columns, branches=" UNION ".join(parts))

    def ask():
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return [Case.from_db("default", names, row) for row in cursor.fetchall()]

    return ask


def lists(people, found):
    """Measure pages touched, ORM against hand-written SQL, and keyset depth."""
    touched, words, found["list ms"] = [], [], {}
    for role, user in people.items():
        for name, ask in world.questions(user).items():
            (words if "word" in name else touched).append(world.pages_touched(ask)[0])
        asked = {"list": lambda user=user: page(Case.objects.all(), user)}
        found["list ms"][role] = round(compare(asked)["list"], 2)
    found["T1 pages touched by a list, worst"] = max(touched)
    found["T17 pages touched by a search, worst"] = max(words)
    several = people["coordinator"]
    for team in Team.objects.exclude(memberships__user=several)[:2]:
        Membership.objects.create(user=several, team=team, role="coordinator")
    teams = list(several.memberships.values_list("team", flat=True))
    for name, user, scopes in (
        ("T2 list by ORM / by hand, one scope", people["psychologist"], ()),
        ("T3 list by ORM / by hand, several scopes", several, teams),
    ):
        hand = by_hand(user, scopes)
        with acting(user, "bench"):
            assert [c.pk for c in hand()[:25]] == [
                c.pk for c in page(Case.objects.all(), user).records
            ]
            took = compare(
                {"orm": lambda user=user: page(Case.objects.all(), user), "hand": hand}, 60
            )
        found[name] = took["orm"] / took["hand"]
    deep, last = page(Case.objects.all(), several), None
    for _ in range(349):
        if deep.next is None:
            break
        last = deep.next
        deep = page(Case.objects.all(), several, after=last)
    took = compare(
        {
            "first": lambda: page(Case.objects.all(), several),
            "last": lambda: page(Case.objects.all(), several, after=last),
        }
    )
    found["T5 last keyset page / first"] = took["last"] / took["first"]


@override_settings(ROOT_URLCONF="tests.bench.urls", ALLOWED_HOSTS=["*"])
def requests(user, found):
    """Measure the list page against an empty one and against itself untraced."""
    client = Client()
    client.force_login(user)
    nothing = mock.patch.object(log.Trace, "write", return_value=None)

    def untraced():
        with nothing:
            client.get("/cases/")

    assert client.get("/cases/").status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get("/cases/")
    asked = [q["sql"] for q in queries.captured_queries]
    frame = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    found["T6 queries of a list page"] = sum(not sql.startswith(frame) for sql in asked)
    took = compare(
        {
            "list": lambda: client.get("/cases/"),
            "empty": lambda: client.get("/empty/"),
            "untraced": untraced,
        },
        60,
    )
    found["T7 list page / empty page"] = took["list"] / took["empty"]
    found["T8 list page / the same untraced"] = took["list"] / took["untraced"]


def writes(found):
    """Measure what history adds to a write, and what opening adds to reading 200 notes."""
    worker = factories.make_member(factories.make_team())
    case = factories.make_case(by=worker)
    text = "palabra " * 500
    first = factories.make_note(case, worker, text=text)
    with acting(worker, "bench"):
        session = first.session
        facts = {"case": case, "session": session, "author": worker, "written_at": factories.NOON}

        def create(*, tracked):
            note = Note(**facts, sections={"text": text})
            if not tracked:
                note.skip_history_when_saving = True
            note.save(force_insert=True)
            return note

        known, bare = create(tracked=True), create(tracked=False)

        def update(*, tracked):
            note = known if tracked else bare
            note.sections = {"text": text}
            note.save(update_fields=["sections"])

        for name, write in (("create", create), ("update", update)):
            took = compare(
                {
                    "tracked": lambda write=write: write(tracked=True),
                    "bare": lambda write=write: write(tracked=False),
                },
                100,
            )
            found[f"T9 history: {name}"] = took["tracked"] / took["bare"]

        def timeline(*, opened):
            notes = list(Note.objects.visible_to(worker).filter(case=case)[:200])
            for one in notes:
                one.sections.reveal() if opened else str(one.sections)

        timeline(opened=True)
        took = compare(
            {"open": lambda: timeline(opened=True), "closed": lambda: timeline(opened=False)}, 40
        )
    found["T10 200 notes opened / left closed"] = took["open"] / took["closed"]


def trace(found):
    """Measure sealing and verifying."""
    start = time.perf_counter()
    count = seal.seal_all(everything=True)
    sealing = time.perf_counter() - start
    start = time.perf_counter()
    problems = verify.verify().problems
    assert problems == [], problems
    verifying = time.perf_counter() - start
    found["trace"] = {
        "events": count,
        "sealed a second": round(count / sealing),
        "verified a second": round(count / verifying),
    }


if __name__ == "__main__":
    for alias in ("default", "keys"):
        call_command("migrate", database=alias, verbosity=0)
    call_command("createcachetable", verbosity=0)
    found: dict = {}
    people = world.build(int(sys.argv[1]))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    lists(people, found)
    requests(people["coordinator"], found)
    writes(found)
    trace(found)
    print(json.dumps(found))
