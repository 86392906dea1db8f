"""A list of who comes leaves the house with as little as its use needs, and is on record."""

import csv
import io
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accompaniment.audit import words
from accompaniment.audit.models import Event
from accompaniment.staff import access
from groups.actions import workshops
from groups.actions.workshops import WorkshopFacts
from groups.enums import ListUse, WorkshopState
from groups.reports.workshop_list import initials
from tests import factories
from tests.factories import NOON
from tests.groups.test_workshops import WHEN
from tests.traces import do, everything_said

NAMED = {"called": "Alma Zubía Canaria", "listed": "yes", "access": "Lengua de señas"}
UNNAMED = {
    "called": "Brenda Secreta",
    "organisation": "Red Canaria",
    "email": "brenda@example.org",
    "access": "Rampa",
    "food": "Sin carne",
}


@pytest.fixture
def facilitator(team):
    return factories.make_member(team, "facilitator")


@pytest.fixture
def made(facilitator, team):
    """A workshop with two people: one agreed to stand on lists by her name."""
    facts = WorkshopFacts(title="Palabras", starts_at=WHEN)
    found = do(workshops.prepare_workshop, facilitator, team=team, facts=facts, at=NOON)
    convened = {"to": WorkshopState.CONVOCADO, "at": NOON}
    found = do(workshops.move_workshop, facilitator, workshop=found, **convened)
    for told in (NAMED, UNNAMED):
        do(workshops.register, facilitator, workshop=found, told=told, at=timezone.now())
    return found


def out(client, user, workshop, status=200, **sent):
    client.force_login(user)
    sent = {"use": ListUse.DOOR, "shape": "paper", **sent}
    answer = client.post(reverse("groups:workshop_out", args=[workshop.code]), sent)
    assert answer.status_code == status
    return answer


def cells(answer):
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Alma Zubía", "A. Z."),
        ("río", "R."),
        ("  ángela  de la O ", "Á. D. L. O."),
        ("=1+1", "—"),
        ("«Ñandú» 3", "Ñ."),
    ],
)
def test_initials(name, said):
    assert initials(name) == said


def test_by_default_everybody_stands_by_initials(client, facilitator, made):
    paper = out(client, facilitator, made).content.decode()

    assert "A. Z. C." in paper
    assert "B. S." in paper
    for secret in (*NAMED.values(), *UNNAMED.values()):
        assert secret == "yes" or secret not in paper


def test_names_only_of_who_agreed_until_she_takes_it_back(client, facilitator, made):
    paper = out(client, facilitator, made, names="on").content.decode()
    assert NAMED["called"] in paper
    assert "B. S." in paper
    assert UNNAMED["called"] not in paper

    row = made.registrations.order_by("registered_at").first()
    url = reverse("groups:registration_listed", args=[made.code, row.pk])
    assert client.post(url).status_code == 302
    assert NAMED["called"] not in out(client, facilitator, made, names="on").content.decode()
    client.post(url, {"agrees": "yes"})
    assert NAMED["called"] in out(client, facilitator, made, names="on").content.decode()


def test_what_people_need_is_for_who_organises(client, facilitator, made, team):
    colleague = factories.make_member(team)
    access.grant(colleague, {"view", "members"}, made)

    assert "Rampa" in out(client, facilitator, made, needs="on").content.decode()
    for needs in ("", "on"):
        paper = out(client, colleague, made, names="on", needs=needs).content.decode()
        assert NAMED["called"] in paper
        assert "Rampa" not in paper
        assert "Sin carne" not in paper
    client.force_login(colleague)
    page = client.get(reverse("groups:workshop_people", args=[made.code])).content.decode()
    assert UNNAMED["called"] in page
    assert "Rampa" not in page


def test_file_holds_no_formula_whatever_somebody_is_called(client, facilitator, made):
    for called in ('=HYPERLINK("http://x","y")', "+52 614", "@suma", "-2", "|a", "Ana;=1\n=2"):
        told = {"called": called, "listed": "yes", "access": "=cmd|' /C calc'!A0"}
        do(workshops.register, facilitator, workshop=made, told=told, at=timezone.now())

    answer = out(client, facilitator, made, names="on", needs="on", shape="file")

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="lista.csv"'
    head, *rows = cells(answer)
    assert head == ["#", "Quién", "Asistió", "Accesibilidad", "Alimentos"]
    assert [row[1] for row in rows[:2]] == [NAMED["called"], "B. S."]
    assert len(rows) == 8
    for cell in (cell for row in rows for cell in row):
        assert not cell.startswith(tuple("=+-@|%\t\r\n")), cell
        assert ";" not in cell
        assert "\n" not in cell


def test_came_or_not_stands_on_the_list(client, facilitator, made):
    first, second = made.registrations.order_by("registered_at")
    present = {first.pk: True, second.pk: False}
    do(workshops.mark_present, facilitator, workshop=made, present=present, at=WHEN)

    _head, *rows = cells(out(client, facilitator, made, shape="file"))

    assert rows == [["1", "A. Z. C.", "Sí"], ["2", "B. S.", "No"]]


@pytest.mark.parametrize(("shape", "verb"), [("paper", "print"), ("file", "export")])
def test_each_list_is_on_record_with_what_it_was_for(client, facilitator, made, shape, verb):
    ids = [str(row.pk) for row in made.registrations.order_by("registered_at")]
    seen = Event.objects.count()
    out(client, facilitator, made, shape=shape, names="on", use=ListUse.FUNDER)

    fresh = Event.objects.order_by("seq")[seen:]
    event = Event.objects.get(verb=verb)

    assert (event.purpose, event.kind, event.code) == (
        ListUse.FUNDER,
        "groups.registration",
        made.code,
    )
    assert (event.touched, event.fields) == (ids, ["attended", "names", "initials"])
    assert {(each.verb, each.purpose) for each in fresh} >= {("read", ListUse.FUNDER)}
    assert words.purpose(event.purpose) == "Comprobante para quien lo financia"
    for secret in (NAMED["called"], UNNAMED["called"], UNNAMED["email"]):
        assert secret not in everything_said()


def test_no_list_without_a_reason(client, facilitator, made):
    back = out(client, facilitator, made, status=422, use="")

    assert "B. S." not in back.content.decode()
    assert not Event.objects.filter(verb__in=("print", "export")).exists()


def test_hidden_and_forbidden(client, coordinator, stranger, made, team):
    out(client, stranger, made, status=404)
    sees = factories.make_member(team)
    access.grant(sees, {"view", "read"}, made)
    out(client, sees, made, status=403)
    out(client, coordinator, made)


def shown(client, url):
    """Return what a page of who came would send if nothing were touched on it."""
    page = client.get(url).content.decode()
    sent = dict(re.findall(r'name="(seen_[^"]+)" value="([^"]*)"', page))
    ticked = re.findall(r'name="(came_[^"]+)" checked', page)
    return sent | dict.fromkeys(ticked, "on")


def test_two_say_who_came_and_neither_wipes_what_the_other_said(client, facilitator, made):
    do(workshops.register, facilitator, workshop=made, told={"called": "Río"}, at=timezone.now())
    rows = made.registrations.order_by("registered_at")
    first, second, third = (f"came_{row.pk}" for row in rows)
    client.force_login(facilitator)
    url = reverse("groups:workshop_people", args=[made.code])
    one, other = shown(client, url), shown(client, url)

    client.post(url, {**one, first: "on"})
    client.post(url, {**other, second: "on"})

    assert [row.attended for row in rows.all()] == [True, True, False]
    again = shown(client, url)
    assert {name for name in again if name.startswith("came_")} == {first, second}
    late = shown(client, url)
    del again[first]
    client.post(url, {**again, third: "on"})
    client.post(url, late)
    assert [row.attended for row in rows.all()] == [False, True, True]


def test_who_registered_after_the_page_was_shown_is_left_alone(client, facilitator, made):
    client.force_login(facilitator)
    url = reverse("groups:workshop_people", args=[made.code])
    sent = shown(client, url)
    do(workshops.register, facilitator, workshop=made, told={"called": "Río"}, at=timezone.now())

    client.post(url, sent)

    rows = made.registrations.order_by("registered_at")
    assert [row.attended for row in rows] == [False, False, None]
