"""Every address, for every kind of reader, with every method: one table says what happens."""

import datetime as dt
import time
from itertools import product
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from accompaniment import gathering
from accompaniment.staff import access
from accompaniment.staff.acting import acting
from accompaniment.staff.sessions import CLOCK
from cases.actions.drafts import keep_draft
from cases.actions.sessions import SessionFacts, schedule_session
from cases.enums import Visibility
from tests import factories
from tests.factories import NOON, SECRET_NAME, SECRET_TEXT
from tests.house import matrix, readers, slices
from tests.house.slices import expertise

PHONE = "6140000143"
HOUR = 3600
METHODS = ("get", "post")
PARTS = 3  # so that every worker asks its share, each in a world of its own


def routes(patterns=None, namespace="", above=()):
    """Yield the name and the arguments of every route."""
    for entry in patterns or get_resolver().url_patterns:
        known = (*above, *entry.pattern.converters)
        if isinstance(entry, URLPattern):
            yield namespace + entry.name, known
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from routes(entry.url_patterns, inner, known)


ROUTES = sorted(routes())


@pytest.fixture
def world(case, worker, team):
    """One case with everything in it, and everyone who might look."""
    people = {"responsible": worker, "superuser": factories.make_user(is_superuser=True)}
    people["retired"] = factories.make_member(
        team, "coordinator", is_active=False, deactivated_at=NOON
    )
    people["teammate"] = factories.make_member(team)
    people["stranger"] = factories.make_member(factories.make_team())
    people["nobody"] = None
    for role in ("coordinator", "reception", "facilitator"):
        people[role] = factories.make_member(team, role)
    for role in ("fundraiser", "auditor", "administrator"):
        people[role] = factories.make_member(role=role)
    for function, role in (
        ("member", "psychologist"),
        ("supervisor", "psychologist"),
        ("legal", "lawyer"),
    ):
        people[function] = factories.make_member(factories.make_team(), role)
        access.grant(people[function], readers.MAY[function], case)
    person = case.participations.get().person
    unwritten = factories.make_session(case, worker)
    note = factories.make_note(case, worker)
    factories.make_note(case, worker, visibility=Visibility.AUTHOR, text="only-hers-5d1c")
    with acting(worker, "test"):
        coming = schedule_session(
            case=case,
            facts=SessionFacts(starts_at=NOON + dt.timedelta(days=900)),
            by=worker,
            at=NOON,
        )
        draft = {"note": "half-a-thought-2b8e"}
        keep_draft(case=case, note_id=note.pk, content=draft, by=worker, at=NOON)
    found = SimpleNamespace(
        people=people,
        case=case,
        person=person,
        note=note,
        coming=coming,
        unwritten=unwritten,
        team=team,
        contact=factories.make_contact(person, worker, value=PHONE),
        other=factories.make_user(),
        known={},
    )
    for furnish in gathering.offered(slices, "furnish"):
        found.known |= furnish(found)
    return found


def address(world, name, arguments):
    """Return the address of a route in this world."""
    noun = name.split(":")[-1]
    of = {
        "session": world.coming.pk,
        "note": world.note.pk,
        "draft": world.note.pk,
        "addendum": world.note.pk,
        "person": world.person.pk,
        "contact": world.contact.pk,
        "participation": world.case.participations.get(role="PA").pk,
        "consent": world.case.consents.first().pk,
        "assignment": world.case.assignments.get().pk,
    }
    uid = of.get(noun.split("_")[0])
    if noun == "note_new":
        uid = world.unwritten.pk
    if noun == "contact_add":
        uid = world.person.pk
    known = {"code": world.case.code, "uid": uid, "to": "EN_PAUSA", "token": "x" * 43}
    known |= {"pk": world.other.pk, "uidb36": "1", "key": "set-password"}
    if name == "audit:person":
        known["uid"] = world.people["responsible"].pk
    if name == "staff:team_rename":
        known["pk"] = world.team.pk
    if name.startswith("mfa_"):
        known["pk"] = 1
    known |= world.known.get(name, {})
    return reverse(name, kwargs={argument: known[argument] for argument in arguments})


@pytest.fixture
def clients(world):
    """One signed-in client for every reader, whose session has just been noted as going on."""
    made = {}
    for reader in readers.READERS:
        made[reader] = Client()
        if user := world.people[reader]:
            made[reader].force_login(user)
            session = made[reader].session
            session[CLOCK] = [int(time.time()), int(time.time()) + HOUR, HOUR]
            session.save()
    return made


def asked(name, method):
    """Return whom to ask for an address: on SQLite everyone.

    On PostgreSQL one reader for each answer of the table: who may is said above the database, and
    `.ci/run` asks everyone on SQLite.
    """
    if connection.vendor == "sqlite":
        return readers.READERS
    return {matrix.expected(name, method, each): each for each in readers.READERS}.values()


def ask(client, method, url):
    """Ask, look, and undo."""
    cache.clear()  # of what the rate limits remember
    before, cookies = transaction.savepoint(), client.cookies.output()
    answer = getattr(client, method)(url)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    transaction.savepoint_rollback(before)
    client.cookies.load(cookies.replace("Set-Cookie:", ""))
    return answer.status_code, body.decode(errors="replace")


@pytest.mark.parametrize("part", range(PARTS))
def test_every_address_answers_as_the_table_says(world, clients, part):
    surprises = {}
    for (name, arguments), method in product(ROUTES[part::PARTS], METHODS):
        url = address(world, name, arguments)
        for reader in asked(name, method):
            status, body = ask(clients[reader], method, url)
            if str(status) != (wanted := matrix.expected(name, method, reader)):
                surprises[name, method, reader] = f"{status}, not {wanted}"
            for secret in (SECRET_NAME, SECRET_TEXT, PHONE, "only-hers-5d1c", "half-a-thought"):
                if secret in body and not may_read(secret, reader, name):
                    surprises[name, method, reader, secret] = "shown"
    assert surprises == {}


def may_read(secret, reader, name):
    """Say who may ever see this secret on any page; in an expert file it is the file's own."""
    if secret in {"only-hers-5d1c", "half-a-thought"}:
        return reader == "responsible"
    if secret == SECRET_TEXT and name.startswith("expertise:"):
        return "read" in expertise.MAY.get(reader, ())
    need = "read" if secret == SECRET_TEXT else "identify"
    return need in readers.MAY.get(reader, ())


def test_every_address_has_its_row():
    assert {name for name, _ in ROUTES} == matrix.NAMES


DRAWN = {"cases:note_draft", "cases:draft_discard"}  # their ids exist before their records do
IN_A_CASE = [n for n, arguments in ROUTES if {"code", "uid"} <= set(arguments) and n not in DRAWN]


def test_what_lies_in_another_case_does_not_exist(world, clients):
    """The right code with a record of another case, of hers or hidden from her: 404."""
    responsible = world.people["responsible"]
    other = factories.make_case(by=responsible)
    hidden = factories.make_case(by=world.people["stranger"])
    found = {}
    for name, method in product(IN_A_CASE, METHODS):
        inner = address(world, name, dict(ROUTES)[name]).split("/")[3:]
        for case in (other, hidden):
            status, _ = ask(clients["responsible"], method, "/".join(["/cases", case.code, *inner]))
            if status not in {404, 405}:
                found[name, method] = status
    assert found == {}
