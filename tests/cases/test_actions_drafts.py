"""What is being typed is kept, sealed to its author, and nobody else's."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied

from accompaniment.vault.models import DataKey
from cases import skeletons
from cases.actions.drafts import discard_draft, keep_draft
from cases.actions.notes import edit_note, sign_note
from cases.actions.refusal import KeyLost, NoteAlreadySigned, TextTooLong
from cases.actions.team import assign_member, end_assignment
from cases.enums import Function
from cases.models import Case, Draft
from tests.factories import NOON, make_case, make_member, make_sections
from tests.traces import do, everything_said

TYPED = {"datos": "half a thought", "starts_at": "2026-05-04T12:00", "minutes": ""}


@pytest.fixture
def colleague(case, worker):
    colleague = make_member(case.team)
    do(assign_member, worker, case=case, user=colleague, function=Function.MEMBER)
    return colleague


def keep(case, by, **facts):
    facts = {"note_id": uuid.uuid4(), "content": TYPED, **facts}
    return do(keep_draft, by, case=case, **facts)


def content(draft, by):
    return do(lambda by, at: Draft.objects.get(pk=draft.pk).content.reveal(), by)


def test_draft_is_kept_again_and_again_in_one_place(case, worker):
    chosen = uuid.uuid4()
    for text in ("ha", "half a", "half a thought"):
        keep(case, worker, note_id=chosen, content={**TYPED, "datos": text}, base_version=3)

    draft = Draft.objects.get()
    assert content(draft, worker) == TYPED
    assert (draft.note, draft.author, draft.base_version, draft.saved_at) == (
        chosen,
        worker,
        3,
        NOON,
    )
    assert "half" not in everything_said()
    assert b"half" not in bytes(draft.content.blob)


def test_draft_is_seen_by_its_author_only(case, note, worker, colleague, coordinator):
    draft = keep(case, worker, note_id=note.pk)

    for by in (colleague, coordinator):
        assert not Draft.objects.visible_to(by).exists()
        with pytest.raises(PermissionDenied):
            content(draft, by)
        with pytest.raises(PermissionDenied):
            do(discard_draft, by, draft=draft)
    assert list(Draft.objects.visible_to(worker)) == [draft]


def test_two_authors_keep_their_own_drafts_of_one_note(case, note, worker, colleague):
    mine = keep(case, worker, note_id=note.pk)
    theirs = keep(case, colleague, note_id=note.pk, content={"datos": "theirs"})

    assert content(mine, worker) == TYPED
    assert content(theirs, colleague) == {"datos": "theirs"}
    do(edit_note, colleague, note=note, version=1, sections={"temas": "theirs"})
    assert list(Draft.objects.all()) == [mine]
    do(sign_note_of, worker, note=note)
    assert not Draft.objects.exists()


def sign_note_of(*, note, by, at):
    edit_note(note=note, version=2, sections=make_sections(), by=by, at=at)
    return sign_note(note=note, version=3, by=by, at=at)


def test_draft_is_discarded(case, worker):
    draft = keep(case, worker)
    do(discard_draft, worker, draft=draft)

    assert not Draft.objects.exists()


def test_draft_in_a_closed_case_is_kept(case, worker):
    Case._base_manager.filter(pk=case.pk).update(
        is_open=False, state="CERRADO", closed_at=NOON, closed_by=worker, closing_reason="DUPLICADO"
    )
    assert content(keep(case, worker), worker) == TYPED


def test_draft_comes_back_with_the_access(case, worker, colleague):
    chosen = uuid.uuid4()
    draft = keep(case, colleague, note_id=chosen)
    do(end_assignment, worker, assignment=case.assignments.get(user=colleague))

    with pytest.raises(PermissionDenied):
        keep(case, colleague, note_id=chosen, content={"datos": "later"})
    with pytest.raises(PermissionDenied):
        content(draft, colleague)
    assert not Draft.objects.visible_to(colleague).exists()

    do(assign_member, worker, case=case, user=colleague, function=Function.MEMBER)
    assert content(draft, colleague) == TYPED


def test_drafts_are_refused(case, note, worker, stranger, coordinator):
    with pytest.raises(TextTooLong):
        keep(case, worker, content={"datos": "x" * (skeletons.LIMIT + 1)})
    for by in (stranger, coordinator):
        with pytest.raises(PermissionDenied):
            keep(case, by)
    elsewhere = make_case(by=stranger)
    with pytest.raises(PermissionDenied):  # a note of another case
        keep(elsewhere, stranger, note_id=note.pk)
    do(sign_note, worker, note=note, version=1)
    with pytest.raises(NoteAlreadySigned):
        keep(case, worker, note_id=note.pk)
    assert not Draft.objects.exists()


def test_draft_without_its_key_is_refused(case, worker):
    chosen = uuid.uuid4()
    keep(case, worker, note_id=chosen)
    DataKey.objects.filter(compartment="author").update(wrapped=None, shredded_at=NOON)

    with pytest.raises(KeyLost):
        keep(case, worker, note_id=chosen)
