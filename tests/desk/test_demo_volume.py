"""Volume: written in bulk, and yet the real thing to everyone who reads it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accompaniment.audit import log
from accompaniment.audit.models import Event
from accompaniment.desk.demo import crowd, volume
from accompaniment.staff import pages
from accompaniment.staff.access import place_of
from accompaniment.staff.acting import acting
from accompaniment.staff.models import User
from accompaniment.vault import index
from accompaniment.vault.models import DataKey
from cases.actions.consents import missing
from cases.actions.notes import hash_of
from cases.actions.people import accompanied
from cases.actions.words import index_case
from cases.enums import SessionStatus
from cases.models import Case, CaseGrant, Note, PersonWord, Session

pytestmark = pytest.mark.xdist_group("volume")

CASES, SESSIONS = 40, 6


@pytest.fixture(scope="module")
def made(standing_on):
    """Make the volume once for this file."""
    standing_on("tables")
    now = timezone.now()
    order = volume.Order(cases=CASES, sessions=SESSIONS, seed=7, now=now)
    assert list(volume.make(order)) == [CASES]
    return now


@pytest.fixture
def busy(made):
    return User.objects.get(email="volumen-p001@example.org")


def readers():
    return [User.objects.get(email=email) for email in crowd.known()]


def places(model):
    """Return every copy of a case's place, with the place itself."""
    for row in model.objects.select_related("content_object"):
        copy = {"is_open": row.is_open, "urgency": row.urgency, "sort_key": row.sort_key}
        yield copy, place_of(row.content_object)


def walked(user, **narrow):
    """Return the codes of every page of a list."""
    found, after = [], None
    while True:
        page = pages.page(Case.objects.all(), user, after=after, limit=7, **narrow)
        found += [case.code for case in page.records]
        if page.next is None:
            return found
        after = page.next


def test_volume_counts_what_it_made(made):
    assert Case.objects.count() == CASES
    assert Session.objects.count() == CASES * SESSIONS
    for model in (Case, Session, Note):
        assert model.history.count() == model.objects.count()
    assert DataKey.objects.count() == CASES * 3


def test_versions_say_who_made_them(made):
    version = Session.history.order_by("id").first()
    row = Session.objects.get(pk=version.id)

    assert version.history_user == "service:demo"
    assert version.history_date == made
    assert version.history_type == "+"
    assert version.starts_at == row.starts_at


def test_sessions_agree_with_their_case(made):
    for case in Case.objects.all():
        held = case.sessions.filter(status=SessionStatus.HELD).order_by("number")
        assert [session.number for session in held] == list(range(1, case.sessions_held + 1))
        assert case.last_session_at == held.last().starts_at
        coming = case.sessions.scheduled().first()
        assert case.next_session_at == (coming and coming.starts_at)
        assert case.opened_at <= held.first().starts_at
        assert case.last_activity_at <= made


@pytest.mark.parametrize("copies", [CaseGrant, Case.words.rel.related_model])
def test_copies_stand_in_the_place_of_their_case(made, copies):
    assert all(copy == place for copy, place in places(copies))
    assert copies.objects.exists()


def test_words_are_what_the_use_case_would_index(made):
    case = Case.objects.first()
    facts = ("scope", "action", "digest", "is_open", "urgency", "sort_key")

    def said():
        rows = case.words.values_list(*facts)
        return sorted(
            (str(scope), action, bytes(digest), *rest) for scope, action, digest, *rest in rows
        )

    before = said()
    index_case(case)

    assert said() == before


def test_everyone_reads_the_pages_the_door_would_show(made):
    for user in readers():
        with acting(user, "care"):
            shown = walked(user)
        visible = Case.objects.visible_to(user).newest_first().values_list("code", flat=True)
        assert shown == list(visible)
        assert shown


def test_search_finds_by_name_number_and_pseudonym(busy):
    with acting(busy, "care"):
        case = Case.objects.visible_to(busy).newest_first().first()
        person = accompanied(case)
        name = person.legal_name.reveal()
        number = person.contacts.get().value.reveal()
        for said in (name.upper(), number, case.pseudonym):
            assert case.code in walked(busy, words=index.asked(said))


def test_names_and_notes_open_to_the_responsible_alone(busy):
    case = Case.objects.filter(responsible=busy).first()
    note = case.notes.get()

    with acting(busy, "care"):
        assert accompanied(case).called.reveal() in crowd.FIRST_NAMES
        assert note.sections.reveal()["temas"]
        assert case.reason.reveal()

    assert note.content_hash == hash_of(note)
    assert missing(case, timezone.localdate()) == []


def test_case_page_opens(busy, client):
    client.force_login(busy)
    case = Case.objects.filter(responsible=busy, is_open=True).first()

    assert client.get(reverse("cases:case_list")).status_code == 200
    assert client.get(case.get_absolute_url()).status_code == 200


def test_volume_leaves_one_event(made):
    event = Event.objects.get(kind="demo")

    assert (event.verb, event.count, event.actor) == ("create", CASES, "service:demo")
    assert bytes(event.hmac) == log.sign(event)


def test_words_of_persons_are_kept_by_their_source(made):
    case = Case.objects.first()
    person = accompanied(case)

    sources = set(PersonWord.objects.filter(person=person).values_list("source", flat=True))

    assert sources == {person.pk, person.contacts.get().pk}
