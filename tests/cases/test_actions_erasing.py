"""What is erased is unreadable for ever, its history too; a crash delays it, no more."""

import pytest
from django.core.exceptions import PermissionDenied

from accompaniment.audit.models import Event
from accompaniment.staff.acting import Service, acting
from accompaniment.staff.pages import page
from accompaniment.vault import index, keys
from accompaniment.vault.models import DataKey
from cases.actions import erasing
from cases.actions.drafts import keep_draft
from cases.actions.erasing import AlreadyErased, erase_case
from cases.actions.people import accompanied, add_participant
from cases.enums import LEVELS
from cases.models import Case, CaseWord, Draft, Note, Participation, Person, PersonWord
from cases.tasks import sweep_shreds
from tests.factories import (
    NOON,
    SECRET_NAME,
    make_case,
    make_contact,
    make_note,
    make_person_facts,
    sign,
)
from tests.traces import changes, do

ALMIGHTY = Service("test", reads=frozenset({"cases.case", "cases.person"}))


@pytest.fixture
def full(case, worker):
    """A case with everything in it that is sealed."""
    for visibility in LEVELS:
        note = make_note(case, worker, visibility=visibility)
    sign(note, worker)
    make_contact(accompanied(case), worker)
    do(keep_draft, worker, case=case, note_id=note.case_id, content={"datos": "x"})
    return case


def erase(case, by, callbacks=None):
    if callbacks is None:
        return do(erase_case, by, case=case)
    with callbacks(execute=True):
        return do(erase_case, by, case=case)


def find(*, by, at):
    return page(Case.objects.all(), by, words=index.asked(SECRET_NAME)).records


def boxes(case, person):
    """Yield everything sealed of a case and its person, every version too."""
    for note in Note.objects.filter(case=case):
        yield from [note.sections, *(version.sections for version in note.history.all())]
    stored = Person.objects.get(pk=person.pk)
    yield from [stored.called, *(version.called for version in stored.history.all())]
    for contact in stored.contacts.all():
        yield from [contact.value, *(version.value for version in contact.history.all())]


def test_erased_case_is_nowhere_and_unreadable(
    full, worker, coordinator, django_capture_on_commit_callbacks
):
    person = accompanied(full)
    erase(full, coordinator, django_capture_on_commit_callbacks)

    for model in (CaseWord, PersonWord, Draft):
        assert not model.objects.exists()
    assert not full.grants.exists()
    assert not full.assignments.filter(until=None).exists()
    for user in (worker, coordinator):
        assert not Case.objects.visible_to(user).exists()
        assert not Person.objects.visible_to(user).exists()
        assert do(find, user) == []
    with acting(ALMIGHTY, "test"):
        opened = list(boxes(full, person))
        assert len(opened) == 12
        for box in opened:
            with pytest.raises((keys.Shredded, PermissionDenied)):
                box.reveal()
    assert not DataKey.objects.exclude(wrapped=None).exists()
    assert changes(2) == [
        ("erase", "cases.person", person.pk, [], []),
        ("erase", "cases.case", full.pk, [], []),
    ]
    assert Event.objects.get(verb="erase", kind="cases.case").code == full.code
    with pytest.raises(PermissionDenied):
        do(erase_case, coordinator, case=full)


def test_person_of_another_case_stays(
    case, worker, coordinator, django_capture_on_commit_callbacks
):
    other = make_case(by=worker, name="Otra Persona")
    person = accompanied(case)
    Participation.objects.create(case=other, person=person, role="FAMILIAR", since=NOON)
    facts = {"facts": make_person_facts("Abuela"), "role": "FAMILIAR"}
    relative = do(add_participant, worker, case=case, **facts).person

    erase(case, coordinator, django_capture_on_commit_callbacks)

    read = lambda by, at: Person.objects.get(pk=person.pk).called.reveal()  # noqa: E731
    assert do(read, worker) == SECRET_NAME
    shredded = set(DataKey.objects.filter(wrapped=None).values_list("root", flat=True))
    assert shredded == {case.pk, relative.pk}
    erased = set(Person.objects.filter(erased_at=NOON).values_list("pk", flat=True))
    assert erased == {relative.pk}


def test_only_coordination_erases(case, worker, stranger, coordinator):
    for by in (worker, stranger):
        with pytest.raises(PermissionDenied):
            erase(case, by)
    case.refresh_from_db()
    assert case.erased_at is None
    assert DataKey.objects.exclude(wrapped=None).exists()


def test_erased_twice_is_refused(case, coordinator):
    Case._base_manager.filter(pk=case.pk).update(erased_at=NOON)
    with pytest.raises(AlreadyErased):
        erase(case, coordinator)


def test_rolled_back_erasure_keeps_the_keys(
    full, worker, coordinator, monkeypatch, django_capture_on_commit_callbacks
):
    def refuse(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(Event, "save", refuse)
    with pytest.raises(OSError, match="disk full"):
        erase(full, coordinator, django_capture_on_commit_callbacks)

    monkeypatch.undo()
    assert Case.objects.visible_to(worker).get() == full
    assert not DataKey.objects.filter(wrapped=None).exists()
    with acting(worker, "care"):
        assert accompanied(full).called.reveal() == SECRET_NAME


def test_sweep_repeats_what_a_crash_cut_off(full, coordinator):
    erase(full, coordinator)  # killed between the commit and the shredding
    assert DataKey.objects.exclude(wrapped=None).exists()

    sweep_shreds()

    assert not DataKey.objects.exclude(wrapped=None).exists()
    assert erasing.finish_shredding() == 0


def test_crash_in_the_middle_of_shredding_is_finished(
    full, coordinator, monkeypatch, django_capture_on_commit_callbacks, caplog
):
    shred, done = keys.shred, []

    def dies(root, *, at):
        if done:
            raise OSError("power cut")
        done.append(root)
        return shred(root, at=at)

    monkeypatch.setattr(keys, "shred", dies)
    erase(full, coordinator, django_capture_on_commit_callbacks)
    monkeypatch.undo()
    assert DataKey.objects.exclude(wrapped=None).exists()
    assert SECRET_NAME not in caplog.text

    sweep_shreds()
    assert not DataKey.objects.exclude(wrapped=None).exists()


def test_sweep_leaves_the_living_alone(case, worker):
    sweep_shreds()

    with acting(worker, "care"):
        assert accompanied(case).called.reveal() == SECRET_NAME
