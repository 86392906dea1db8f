"""Who opens what: identity, clinical words, supervision, and what is for its author alone."""

import uuid

import pytest

from accompaniment.audit.models import Event
from accompaniment.staff import access
from accompaniment.staff.acting import Service, acting
from accompaniment.staff.pages import page
from accompaniment.staff.standing import standing
from accompaniment.vault import gate
from accompaniment.vault.gate import NoAccess
from accompaniment.vault.models import DataKey
from cases.actions.people import accompanied
from cases.actions.team import assign_member
from cases.models import Case, Note, Participation, Person
from tests.factories import NOON, SECRET_NAME, SECRET_TEXT, make_case, make_member, make_note
from tests.traces import do
from tests.vault.tools import reads, text_of


@pytest.fixture
def colleague(team):
    return make_member(team)


def join(case, user, function, by):
    do(assign_member, by, case=case, user=user, function=function)
    return user


@pytest.fixture
def member(case, colleague, coordinator):
    return join(case, colleague, "member", coordinator)


@pytest.fixture
def supervisor(case, team, coordinator):
    return join(case, make_member(team), "supervisor", coordinator)


@pytest.fixture
def lawyer(case, team, coordinator):
    return join(case, make_member(team, "lawyer"), "legal", coordinator)


@pytest.fixture
def everyone(worker, member, supervisor, lawyer, coordinator, colleague, stranger, team):
    return {
        "responsible": worker,
        "member": member,
        "supervisor": supervisor,
        "legal": lawyer,
        "coordinator": coordinator,
        "reception": make_member(team, "reception"),
        "teammate": make_member(team),
        "stranger": stranger,
        "auditor": make_member(role="auditor"),
        "administrator": make_member(role="administrator"),
        "superuser": make_member(team, "coordinator", is_superuser=True),
        "retired": make_member(team, "coordinator", is_active=False, deactivated_at=NOON),
    }


def knows(user, person):
    with acting(user, "care"):
        try:
            return Person.objects.get(pk=person.pk).called.reveal() == SECRET_NAME
        except NoAccess:
            return False


CLINICAL = {"responsible", "member", "supervisor"}
IDENTITY = CLINICAL | {"legal", "coordinator", "reception"}


def test_identity_opens_for_who_may_know_whom_to_call(case, everyone):
    person = accompanied(case)

    assert {name for name, user in everyone.items() if knows(user, person)} == IDENTITY


@pytest.mark.parametrize(
    ("wall", "readers"),
    [
        ("clinical", CLINICAL),
        ("supervision", {"responsible", "supervisor"}),
        ("author", {"responsible"}),
    ],
)
def test_notes_open_on_the_right_side_of_their_wall(case, worker, everyone, wall, readers):
    note = make_note(case, worker, visibility=wall)

    assert {name for name, user in everyone.items() if reads(user, note)} == readers


@pytest.mark.parametrize("wall", ["supervision", "author"])
def test_holder_is_the_one_who_wrote(case, worker, member, supervisor, wall):
    note = make_note(case, member, visibility=wall)

    assert reads(member, note)
    assert not reads(worker, note)
    assert reads(supervisor, note) == (wall == "supervision")


def test_author_who_left_the_case_reads_no_more(case, worker, member, coordinator):
    note = make_note(case, member, visibility="author")
    access.revoke(member, {"view", "identify", "read", "write"}, case)

    assert not reads(member, note)


def test_reading_says_which_action_was_missing(case, worker, coordinator):
    note = make_note(case, worker)

    with acting(coordinator, "care"), pytest.raises(NoAccess, match=r"read cases\.case"):
        text_of(note)


@pytest.mark.parametrize(
    ("service", "opened"),
    [
        (Service("curious"), set()),
        (Service("cards", frozenset({"cases.person"})), {"person"}),
        (Service("reindex", frozenset({"cases.case"})), {"note"}),
        (Service("almighty", frozenset({"cases.case", "cases.person"})), {"person", "note"}),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_service_opens_the_kinds_it_is_named_with(case, worker, service, opened):
    note, person = make_note(case, worker), accompanied(case)

    found = {"note": reads(service, note), "person": knows(service, person)}
    assert {name for name, open_ in found.items() if open_} == opened


@pytest.mark.parametrize("wall", ["supervision", "author"])
def test_service_opens_what_has_a_holder_only_where_an_action_would(case, worker, wall):
    note = make_note(case, worker, visibility=wall)

    assert reads(Service("s", frozenset({"cases.case"})), note) == (wall == "supervision")


def test_holders_key_is_made_when_it_is_first_needed(case, worker):
    held = DataKey.objects.filter(root=case.pk).exclude(holder=uuid.UUID(int=0))
    assert held.count() == 0

    make_note(case, worker, visibility="author")
    make_note(case, worker, visibility="author")
    make_note(case, worker, visibility="supervision")

    assert set(held.values_list("compartment", "holder")) == {
        ("author", worker.pk),
        ("supervision", worker.pk),
    }


def test_nobody_seals_for_another_holder(case, worker, member):
    """Only the holder makes the key of a compartment that nobody else may open."""
    with acting(worker, "care"):
        note = Note(
            case=case, session=make_note(case, worker).session, author=member,
            visibility="author", sections={"plan": SECRET_TEXT}, written_at=NOON,
        )  # fmt: skip
        with pytest.raises(NoAccess):
            note.save(force_insert=True)


def test_root_without_keys_opens_nothing(worker):
    with acting(worker, "care"), pytest.raises(NoAccess, match="no key"):
        gate.require().key(uuid.uuid4(), "clinical")
    with acting(worker, "care"), pytest.raises(NoAccess, match="no keys"):
        gate.require().key_to_seal(uuid.uuid4(), "author", worker.pk)


# --- how often the ring and the door are asked ---------------------------------------------------


def test_keys_of_a_page_come_in_one_query_and_one_question(worker, django_assert_num_queries):
    cases = [make_case(by=worker) for _ in range(5)]
    people = Participation.objects.filter(case__in=cases).select_related("person", "case")
    with acting(worker, "care"):
        assert len(page(Case.objects.all(), worker).records) == 5
        rows = list(people)
        access.let_in([row.person for row in rows])
        with (
            django_assert_num_queries(1, using="keys"),
            django_assert_num_queries(1, using="default"),
        ):
            assert [row.person.called.reveal() for row in rows] == [SECRET_NAME] * 5
        with django_assert_num_queries(0), django_assert_num_queries(0, using="keys"):
            rows[0].person.called.reveal()


def test_one_question_for_each_action(case, worker, django_assert_num_queries):
    notes = [make_note(case, worker) for _ in range(3)]
    with acting(worker, "care"):
        fresh = list(Note.objects.filter(pk__in=[note.pk for note in notes]))
        access.let_in(fresh)
        standing(worker)
        with (
            django_assert_num_queries(1, using="keys"),
            django_assert_num_queries(1, using="default"),
        ):
            for one in fresh:
                one.sections.reveal()


def test_every_opening_is_collected_for_the_trace(case, worker):
    note, person = make_note(case, worker), accompanied(case)
    with acting(worker, "care"):
        text_of(note)
        text_of(note)
        Person.objects.get(pk=person.pk).called.reveal()
    rows = Event.objects.filter(verb="read", purpose="care").order_by("kind")

    said = {(row.root, tuple(row.touched), tuple(row.fields)) for row in rows}
    assert said == {
        (case.pk, (str(note.pk),), ("note.sections",)),
        (person.pk, (str(person.pk),), ("person.called",)),
    }


def test_refused_opening_collects_nothing(case, worker, stranger):
    note = make_note(case, worker)

    assert not reads(stranger, note)
    assert not Event.objects.filter(verb="read", actor=f"user:{stranger.pk}").exists()
