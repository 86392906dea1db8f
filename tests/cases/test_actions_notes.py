"""Two people, one note: nothing typed is lost, nothing signed is changed."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from accompaniment.audit.history import BulkChangeRefused
from accompaniment.audit.models import Event
from accompaniment.vault.models import DataKey
from cases import skeletons
from cases.actions import notes, sessions
from cases.actions.notes import add_addendum, edit_note, sign_note, write_note
from cases.actions.refusal import CaseClosed, KeyLost, TextTooLong
from cases.actions.sessions import SessionFacts, schedule_session
from cases.actions.team import assign_member, end_assignment
from cases.enums import Function, Template, Visibility
from cases.models import Addendum, Case, Draft, Note, Session
from tests.factories import (
    NOON,
    SECRET_TEXT,
    make_case,
    make_member,
    make_note,
    make_sections,
    sign,
)
from tests.traces import changes, do, everything_said

LATER = NOON + dt.timedelta(hours=3)
HELD = SessionFacts(starts_at=NOON)


@pytest.fixture
def colleague(case, worker):
    """A member of the case's need-to-know team."""
    colleague = make_member(case.team)
    do(assign_member, worker, case=case, user=colleague, function=Function.MEMBER)
    return colleague


@pytest.fixture
def supervisor(case, worker):
    supervisor = make_member(case.team, "coordinator")
    do(assign_member, worker, case=case, user=supervisor, function=Function.SUPERVISOR)
    return supervisor


def write(case, by, **facts):
    facts = {
        "note_id": uuid.uuid4(),
        "session": HELD,
        "template": Template.DAP,
        "sections": {"datos": SECRET_TEXT},
        **facts,
    }
    return do(write_note, by, case=case, **facts)


def text_of(note, by):
    return do(lambda by, at: Note.objects.get(pk=note.pk).sections.reveal(), by)


def close(case, by):
    Case._base_manager.filter(pk=case.pk).update(
        is_open=False, state="CERRADO", closed_at=NOON, closed_by=by, closing_reason="DUPLICADO"
    )


# --- writing ---------------------------------------------------------------------------------


def test_note_and_its_session_are_written_at_once(case, worker):
    note = write(case, worker, urgency=2, at=LATER)

    case.refresh_from_db()
    session = note.session
    assert (note.version, note.author, note.urgency, note.signed_at) == (1, worker, 2, None)
    assert (session.number, case.sessions_held, case.last_activity_at) == (1, 1, LATER)
    assert text_of(note, worker) == {"datos": SECRET_TEXT}
    assert changes(2) == [
        (
            "create",
            "cases.session",
            case.pk,
            [str(session.pk)],
            ["status", "starts_at", "attendance", "number"],
        ),
        ("create", "cases.note", case.pk, [str(note.pk)], ["template", "visibility", "datos"]),
    ]
    stored = Note.objects.get()
    assert Event.objects.filter(verb="create").latest("seq").content_hash == notes.hash_of(stored)
    assert SECRET_TEXT not in everything_said()


def test_note_of_a_planned_session_holds_it(case, worker):
    facts = SessionFacts(starts_at=NOON + dt.timedelta(hours=1), place="Sala 2")
    planned = do(schedule_session, worker, case=case, facts=facts)
    note = write(case, worker, session=planned, at=LATER)

    assert note.session == planned
    assert Session.objects.get().status == "REALIZADA"


def test_note_sent_twice_is_one_note(case, worker):
    chosen = uuid.uuid4()
    facts = {"note_id": chosen, "sections": {"datos": "a\x00b", "pasos": " "}}
    first = write(case, worker, **facts)
    second = write(case, worker, **facts)

    assert first == second
    assert (Note.objects.count(), Session.objects.count()) == (1, 1)
    assert Event.objects.filter(verb="create", kind="cases.note").count() == 1
    with pytest.raises(notes.NoteChangedMeanwhile) as refused:  # after the back button
        write(case, worker, note_id=chosen)
    assert refused.value.note == first
    assert refused.value.conflict


def test_id_of_someone_elses_note_gives_nothing_away(case, note, worker, stranger):
    theirs = make_note(make_case(by=stranger), stranger)
    with pytest.raises(PermissionDenied):
        write(case, worker, note_id=theirs.pk)
    assert text_of(theirs, stranger)["temas"] == SECRET_TEXT


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"sections": {"datos": " \n", "pasos": ""}}, notes.NoteEmpty),
        ({"sections": {"datos": "x" * (skeletons.LIMIT + 1)}}, TextTooLong),
        ({"session": SessionFacts(starts_at=LATER)}, sessions.SessionInFuture),
    ],
)
def test_refused_note_leaves_neither_note_nor_session(case, worker, facts, refusal):
    before = Event.objects.exclude(verb="read").count()
    with pytest.raises(refusal):
        write(case, worker, **facts)

    assert not Note.objects.exists()
    assert not Session.objects.exists()
    assert Event.objects.exclude(verb="read").count() == before


def test_refusal_of_long_text_names_the_section(case, worker):
    with pytest.raises(TextTooLong) as refused:
        write(case, worker, sections={"datos": "x" * 200_001})

    assert str(skeletons.ALL["datos"].label) in str(refused.value)
    assert "200000" in str(refused.value).replace(",", "")


@pytest.mark.parametrize(
    "text",
    [
        "x" * skeletons.LIMIT,
        "familia \U0001f469\u200d\U0001f467 ñandú",
        "«Word» \u2013 \u201cpegado\u201d\u2028\u00a0",
        "a\r\nb",
    ],
)
def test_text_comes_back_as_it_was_typed(case, worker, text):
    assert text_of(write(case, worker, sections={"datos": text}), worker) == {"datos": text}


def test_nul_bytes_are_left_out(case, worker):
    assert text_of(write(case, worker, sections={"datos": "a\x00b"}), worker) == {"datos": "ab"}


# --- editing ---------------------------------------------------------------------------------


def test_second_editor_is_refused_and_keeps_both_texts(note, worker, colleague):
    do(edit_note, colleague, note=note, version=1, sections={"temas": "first one"})
    with pytest.raises(notes.NoteChangedMeanwhile) as refused:
        do(edit_note, worker, note=note, version=1, sections={"temas": "late one"})

    theirs = do(lambda by, at: refused.value.note.sections.reveal(), worker)
    assert theirs == {"temas": "first one"}
    assert refused.value.conflict
    versions = note.history.order_by("history_date")
    assert [v.history_user_id for v in versions] == [f"user:{u.pk}" for u in (worker, colleague)]


def test_edited_note_leaves_exactly_this_trace(note, worker):
    facts = {"sections": {"datos": "x", "pasos": ""}, "template": Template.DAP, "urgency": None}
    edited = do(edit_note, worker, note=note, version=1, **facts)

    assert (edited.version, edited.template) == (2, Template.DAP)
    assert changes(1) == [
        (
            "change",
            "cases.note",
            note.case_id,
            [str(note.pk)],
            ["template", "visibility", "datos"],
        )
    ]
    assert Event.objects.latest("seq").content_hash == notes.hash_of(Note.objects.get())


def test_nobody_signs_what_they_have_not_seen(note, worker, colleague):
    do(edit_note, colleague, note=note, version=1, sections={"temas": "changed"})
    with pytest.raises(notes.NoteChangedMeanwhile):
        do(sign_note, worker, note=note, version=1)
    assert Note.objects.get().signed_at is None


# --- signing ---------------------------------------------------------------------------------


def test_signed_note_is_final_and_says_who_when_what(note, worker, django_assert_num_queries):
    signed = do(sign_note, worker, note=note, version=1)

    stored = Note.objects.get()
    assert (stored.signed_at, stored.signed_by) == (NOON, worker)
    assert stored.content_hash == signed.content_hash == notes.hash_of(stored)
    event = Event.objects.get(verb="sign")
    assert (event.content_hash, event.fields) == (
        signed.content_hash,
        ["signed_at", "signed_by"],
    )
    with pytest.raises(notes.NoteAlreadySigned) as refused:  # a double click
        do(sign_note, worker, note=note, version=1)
    assert refused.value.conflict
    with pytest.raises(notes.NoteAlreadySigned):
        do(edit_note, worker, note=note, version=1, sections={"temas": "changed"})
    assert Event.objects.filter(verb="sign").count() == 1


@pytest.mark.parametrize("facts", [{"version": 9}, {"signed_at": None}, {"sections": None}])
def test_database_refuses_to_change_a_signed_note(note, worker, facts):
    sign(note, worker)
    with pytest.raises(DatabaseError, match="is final"), transaction.atomic():
        Note._base_manager.filter(pk=note.pk).update(**facts)
    with pytest.raises(DatabaseError, match="is final"), transaction.atomic():
        Note._base_manager.filter(pk=note.pk)._raw_delete("default")


def test_incomplete_note_is_not_signed_and_says_what_is_missing(case, worker):
    note = write(case, worker)
    with pytest.raises(notes.NoteIncomplete) as refused:
        do(sign_note, worker, note=note, version=1)

    assert [section.name for section in refused.value.sections] == ["analisis_dap", "pasos"]
    assert str(skeletons.ALL["pasos"].label) in str(refused.value)
    assert SECRET_TEXT not in str(refused.value)


def test_only_the_author_signs_and_hides(note, colleague):
    with pytest.raises(notes.OnlyTheAuthor):
        do(sign_note, colleague, note=note, version=1)
    facts = {"sections": {"temas": "x"}, "visibility": Visibility.AUTHOR}
    with pytest.raises(notes.OnlyTheAuthor):
        do(edit_note, colleague, note=note, version=1, **facts)


# --- addenda ---------------------------------------------------------------------------------


def test_addendum_is_added_to_what_is_signed_and_stays(note, worker, colleague):
    with pytest.raises(notes.NoteNotSigned):
        do(add_addendum, worker, note=note, body="too early")
    sign(note, worker)
    facts = {"note": note, "body": SECRET_TEXT, "addendum_id": uuid.uuid4()}
    addendum = do(add_addendum, colleague, **facts)
    assert do(add_addendum, colleague, **facts) == addendum

    stored = Addendum.objects.get()
    assert (stored.author, stored.visibility) == (colleague, Visibility.TEAM)
    assert stored.content_hash == notes.hash_of(stored)
    assert changes(1) == [("create", "cases.addendum", note.case_id, [str(addendum.pk)], ["body"])]
    made = Event.objects.filter(verb="create").latest("seq")
    assert made.content_hash == stored.content_hash
    assert do(lambda by, at: stored.body.reveal(), worker) == SECRET_TEXT
    with pytest.raises(DatabaseError, match="is final"), transaction.atomic():
        Addendum._base_manager.update(written_at=LATER)
    with pytest.raises(notes.NoteEmpty):
        do(add_addendum, worker, note=note, body="  ")
    with pytest.raises(TextTooLong):
        do(add_addendum, worker, note=note, body="x" * (skeletons.LIMIT + 1))


def test_addendum_sent_again_with_other_words_is_another_one(note, worker, colleague):
    sign(note, worker)
    other = sign(make_note(note.case, worker, at=LATER), worker, at=LATER)
    same = {"addendum_id": uuid.uuid4()}
    made = [
        do(add_addendum, worker, note=note, body="first", **same),
        do(add_addendum, worker, note=note, body="second", **same),
        do(add_addendum, colleague, note=note, body="first", **same),
        do(add_addendum, worker, note=other, body="first", **same),
    ]

    assert len({addendum.pk for addendum in made}) == 4
    assert [addendum.note for addendum in made] == [note, note, note, other]


# --- who may read and write ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("visibility", "reading"),
    [
        (Visibility.TEAM, {"worker", "colleague", "supervisor"}),
        (Visibility.SUPERVISION, {"worker", "supervisor"}),
        (Visibility.AUTHOR, {"worker"}),
    ],
)
def test_note_is_read_by_whom_its_author_chose(
    case, worker, colleague, supervisor, coordinator, stranger, visibility, reading
):
    note = make_note(case, worker, visibility=visibility)
    people = {
        "worker": worker,
        "colleague": colleague,
        "supervisor": supervisor,
        "coordinator": coordinator,
        "stranger": stranger,
    }
    opened = set()
    for name, user in people.items():
        try:
            assert text_of(note, user)["temas"] == SECRET_TEXT
            opened.add(name)
        except PermissionDenied:
            assert not Note.objects.visible_to(user).filter(pk=note.pk).exists()

    assert opened == reading
    assert set(notes.readers(case, visibility, worker)) == {people[name] for name in reading}


def test_author_hides_a_note_and_its_addendum(note, worker, colleague):
    facts = {"sections": make_sections(), "visibility": Visibility.AUTHOR}
    do(edit_note, worker, note=note, version=1, **facts)
    do(sign_note, worker, note=note, version=2)
    addendum = do(add_addendum, worker, note=note, body=SECRET_TEXT)

    assert addendum.visibility == Visibility.AUTHOR
    for by in (colleague,):
        with pytest.raises(PermissionDenied):
            do(lambda by, at: Addendum.objects.get().body.reveal(), by)
        with pytest.raises(PermissionDenied):
            do(add_addendum, by, note=note, body="x")


def test_who_may_not_write_writes_nothing(case, note, coordinator, stranger, supervisor):
    lawyer = make_member(case.team, "lawyer")
    do(assign_member, case.responsible, case=case, user=lawyer, function=Function.LEGAL)
    for by in (coordinator, stranger, supervisor, lawyer, make_member(case.team, "reception")):
        for action, facts in (
            (edit_note, {"note": note, "version": 1, "sections": {"temas": "x"}}),
            (sign_note, {"note": note, "version": 1}),
            (add_addendum, {"note": note, "body": "x"}),
        ):
            with pytest.raises(PermissionDenied):
                do(action, by, **facts)
        with pytest.raises(PermissionDenied):
            write(case, by)
    assert (Note.objects.count(), Note.objects.get().version) == (1, 1)


def test_access_ended_between_opening_and_saving(case, note, worker, colleague):
    do(end_assignment, worker, assignment=case.assignments.get(user=colleague))

    with pytest.raises(PermissionDenied):
        do(edit_note, colleague, note=note, version=1, sections={"temas": "x"})
    with pytest.raises(PermissionDenied):
        write(case, colleague)
    assert Event.objects.filter(verb="denied", root=case.pk).count() == 2
    assert Note.objects.get().version == 1


def test_closed_case_takes_no_text_but_signatures_and_addenda(case, note, worker):
    close(case, worker)
    with pytest.raises(CaseClosed):
        write(case, worker)
    with pytest.raises(CaseClosed):
        do(edit_note, worker, note=note, version=1, sections={"temas": "x"})
    do(sign_note, worker, note=note, version=1)
    assert do(add_addendum, worker, note=note, body="x").pk


# --- bad days --------------------------------------------------------------------------------


@pytest.mark.parametrize("loss", ["missing", "shredded", "broken"])
def test_without_its_key_nothing_is_saved_and_the_page_can_say_so(case, note, worker, loss):
    rows = DataKey.objects.filter(root=case.pk, compartment="clinical")
    if loss == "missing":
        rows.delete()
    else:
        shredded = {"wrapped": None, "shredded_at": NOON}
        rows.update(**(shredded if loss == "shredded" else {"wrapped": b"x" * 60}))

    for action, facts in (
        (edit_note, {"note": note, "version": 1, "sections": {"temas": "x"}}),
        (sign_note, {"note": note, "version": 1}),
    ):
        with pytest.raises(KeyLost) as refused:
            do(action, worker, **facts)
        assert str(refused.value)
    with pytest.raises(KeyLost):
        write(case, worker)
    assert (Note.objects.count(), Session.objects.count()) == (1, 1)
    assert Note.objects.get().version == 1


def test_change_without_trace_is_undone(note, worker, monkeypatch):
    def refuse(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(Event, "save", refuse)
    with pytest.raises(DatabaseError):
        do(sign_note, worker, note=note, version=1)
    with pytest.raises(DatabaseError):
        do(edit_note, worker, note=note, version=1, sections={"temas": "x"})

    stored = Note.objects.get()
    assert (stored.version, stored.signed_at) == (1, None)


def test_bulk_writes_are_refused(note):
    for refused in (
        lambda: Case.objects.update(code="x"),
        lambda: Note.objects.all().delete(),
        lambda: Note.objects.bulk_create([]),
        lambda: Note.objects.bulk_update([], []),
    ):
        with pytest.raises(BulkChangeRefused):
            refused()


def test_saving_takes_the_draft_away(case, worker):
    chosen = uuid.uuid4()
    facts = {"case": case, "note_id": chosen, "content": {"datos": "ty"}}
    do(notes.keep_draft, worker, **facts)
    note = write(case, worker, note_id=chosen)
    assert not Draft.objects.exists()

    do(notes.keep_draft, worker, **{**facts, "base_version": 1})
    do(edit_note, worker, note=note, version=1, sections={"datos": "typed"})
    assert not Draft.objects.exists()


def test_ids_of_another_case_are_refused(case, note, worker):
    other = make_case(by=worker)
    with pytest.raises(PermissionDenied):
        write(other, worker, note_id=note.pk, sections=make_sections())
    with pytest.raises(PermissionDenied):
        do(sessions.record_session, worker, case=other, facts=HELD, session_id=note.session_id)
    chosen = uuid.uuid4()
    do(notes.keep_draft, worker, case=case, note_id=chosen, content={"datos": "x"})
    with pytest.raises(PermissionDenied):
        do(notes.keep_draft, worker, case=other, note_id=chosen, content={"datos": "x"})
    assert (Note.objects.count(), Session.objects.count(), Draft.objects.count()) == (1, 1, 1)
