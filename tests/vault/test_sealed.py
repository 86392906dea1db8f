"""What sealed text does inside and outside of an access."""

import copy
import dataclasses
import json
import pickle
import uuid

import pytest
from cryptography.exceptions import InvalidTag
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import connection, transaction
from django.template import Context, Template
from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from hypothesis import strategies as st

from accompaniment.staff.acting import acting
from accompaniment.vault import fields, gate
from accompaniment.vault.gate import NoAccess
from accompaniment.vault.models import NOBODY
from cases.actions.notes import edit_note
from cases.actions.people import accompanied
from cases.models import Case, Note, Person
from tests.factories import NOON, SECRET_NAME, SECRET_TEXT, make_case, make_note, make_sections
from tests.vault.tools import text_of

KEY = gate.Key(uuid.uuid4(), bytes(range(32)))
PLACE = fields.Place(uuid.uuid4(), uuid.uuid4(), "note.sections", "clinical")
many = rules(max_examples=30, deadline=None)
slow = rules(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


# --- without a door: bytes and places ------------------------------------------------------


@many
@given(data=st.binary(max_size=20_000))
def test_padding_hides_the_length(data):
    padded = fields.pad(data)

    assert fields.unpad(padded) == data
    assert len(padded) in fields.BUCKETS or len(padded) % fields.BUCKETS[-1] == 0


@pytest.mark.parametrize("size", [0, 1, 59, 60, 61, 252, 253, 1020, 4092, 16380, 16381, 200_000])
def test_texts_of_like_length_look_alike(size):
    sealed = fields.seal(bytes(size), KEY, PLACE)
    room = len(sealed) - len(fields.FORMAT) - 16 - 12 - 16  # key uid, nonce, tag

    assert room in fields.BUCKETS or room % fields.BUCKETS[-1] == 0


@many
@given(data=st.binary(max_size=300))
def test_sealing_comes_back(data):
    assert fields.unseal(fields.seal(data, KEY, PLACE), KEY, PLACE) == data


def test_every_byte_counts():
    blob = fields.seal(b"one word", KEY, PLACE)

    for index in range(len(blob)):
        flipped = bytearray(blob)
        flipped[index] ^= 1
        with pytest.raises(InvalidTag):
            fields.unseal(bytes(flipped), KEY, PLACE)


def test_every_truncation_is_seen():
    blob = fields.seal(b"one word", KEY, PLACE)

    for length in range(len(blob)):
        with pytest.raises((InvalidTag, ValueError)):
            fields.unseal(blob[:length], KEY, PLACE)


def other_row(place):
    return dataclasses.replace(place, uid=uuid.uuid4())


def other_field(place):
    return dataclasses.replace(place, label="case.reason")


@pytest.mark.parametrize("move", [other_row, other_field])
def test_box_moved_elsewhere_does_not_open(move):
    blob = fields.seal(b"one word", KEY, PLACE)

    with pytest.raises(InvalidTag):
        fields.unseal(blob, KEY, move(PLACE))


def test_another_key_does_not_open():
    blob = fields.seal(b"one word", KEY, PLACE)

    for wrong in (gate.Key(KEY.uid, bytes(32)), gate.Key(uuid.uuid4(), KEY.secret)):
        with pytest.raises(InvalidTag):
            fields.unseal(blob, wrong, PLACE)


def test_no_nonce_comes_twice():
    size = len(fields.FORMAT) + 16
    nonces = {fields.seal(b"", KEY, PLACE)[size : size + 12] for _ in range(100_000)}

    assert len(nonces) == 100_000


def test_same_text_never_looks_the_same():
    assert fields.seal(b"one word", KEY, PLACE) != fields.seal(b"one word", KEY, PLACE)


# --- in a row --------------------------------------------------------------------------------


def test_author_reads_note_and_its_versions(note, worker):
    with acting(worker, "care"):
        sections = make_sections("second")
        edit_note(note=note, version=1, sections=sections, by=worker, at=NOON)
        fresh = Note.objects.get(pk=note.pk)

        assert fresh.sections.reveal() == sections
        texts = [str(version.sections.reveal()) for version in fresh.history.order_by("version")]
    assert SECRET_TEXT in texts[0]
    assert "second" in texts[1]
    assert SECRET_TEXT not in texts[1]


@slow
@given(text=st.text(st.characters(codec="utf-8"), min_size=1))
def test_any_text_comes_back_but_for_nul(worker, case, text):
    with acting(worker, "care"):
        case.reason = text
        case.save()
        box = Case.objects.get(pk=case.pk).reason
        kept = text.replace("\x00", "")
        assert (box.reveal() if box else "") == kept


@slow
@given(text=st.text(st.characters(codec="utf-8"), min_size=1))
def test_any_structure_comes_back_but_for_nul(worker, note, text):
    with acting(worker, "care"):
        note.sections = {"plan": text, "list": [text, {"inner": text}]}
        note.save()
        kept = text.replace("\x00", "")
        said = Note.objects.get(pk=note.pk).sections.reveal()
        assert said == {"plan": kept, "list": [kept, {"inner": kept}]}


def test_empty_is_nothing(case, worker):
    with acting(worker, "care"):
        case.reason = ""
        case.save()

    assert Case.objects.get(pk=case.pk).reason is None


@pytest.mark.parametrize("wrong", [b"bytes", 7, ["list"]])
def test_text_field_holds_text(wrong):
    with pytest.raises(TypeError, match="holds text"):
        Case(reason=wrong)


def test_structure_field_holds_structure():
    with pytest.raises(TypeError, match="holds a dictionary or a list"):
        Note(sections="text")


@pytest.fixture
def moved(note, worker):
    """Return a function that puts the bytes of a note where another row keeps its own."""

    def move(row, name="sections"):
        row.__dict__[name] = Note.objects.get(pk=note.pk).__dict__["sections"]
        return row

    return move


def test_text_moved_to_another_row_does_not_open(note, moved, worker):
    other = make_note(note.case, worker, text="other")
    with acting(worker, "care"), pytest.raises(InvalidTag):
        moved(other).sections.reveal()


def test_text_moved_to_another_field_does_not_open(note, moved, worker):
    with acting(worker, "care"), pytest.raises(InvalidTag):
        moved(note.case, "reason").reason.reveal()


def test_text_moved_to_another_case_does_not_open(moved, worker):
    other = make_note(make_case(by=worker), worker, text="other")
    with acting(worker, "care"), pytest.raises(InvalidTag):
        moved(other).sections.reveal()


@pytest.mark.parametrize("wall", ["supervision", "author"])
def test_text_moved_to_another_compartment_does_not_open(note, moved, worker, wall):
    own = make_note(note.case, worker, text="own", visibility=wall)
    with acting(worker, "care"):
        with pytest.raises(InvalidTag):
            moved(own).sections.reveal()
        note.visibility = wall  # a change of the column alone opens nothing either
        with pytest.raises(InvalidTag):
            note.sections.reveal()


def test_text_moved_to_another_holder_does_not_open(worker, case):
    own = make_note(case, worker, visibility="author")
    with acting(worker, "care"):
        taken = Note.objects.get(pk=own.pk)
        taken.author_id = uuid.uuid4()
        with pytest.raises(NoAccess):
            taken.sections.reveal()


# --- outside of an access --------------------------------------------------------------------


def test_nothing_opens_without_an_access(note):
    fresh = Note.objects.get(pk=note.pk)
    person = Person.objects.get(pk=accompanied(note.case).pk)

    for box in (fresh.sections, fresh.history.get().sections, person.called):
        with pytest.raises(NoAccess, match="only inside acting"):
            box.reveal()


def test_nothing_is_sealed_without_an_access(case):
    case.reason = SECRET_TEXT

    with pytest.raises(NoAccess):
        case.save()


def test_box_never_shows_its_text(note, worker):
    person = accompanied(note.case)
    unsaved = Note(sections=make_sections(), case=note.case)

    for holder in (note, unsaved):
        shown = f"{holder.sections} {holder.sections!r} {holder!r} {holder} {holder.__dict__}"
        assert SECRET_TEXT not in shown
        assert "[sealed]" in shown
    for bare in (note, unsaved, person):
        with pytest.raises(TypeError, match="not pickled"):
            pickle.dumps(bare)
        with pytest.raises(TypeError, match="not pickled"):
            copy.deepcopy(bare)
    shallow = copy.copy(note)
    assert SECRET_TEXT not in str(shallow.__dict__)
    said = serializers.serialize("json", [note, note.case, person])
    assert SECRET_TEXT not in said
    assert SECRET_NAME not in said
    assert json.loads(said)[0]["fields"]["sections"]  # ciphertext, in base64


def test_saving_leaves_no_text_in_the_instance(case, worker):
    with acting(worker, "care"):
        case.reason = SECRET_TEXT
        case.save()

    assert case.__dict__["reason"].value is None


def test_template_shows_a_closed_box_without_the_word(note, worker):
    shown = Template("{{ note.sections }} {{ note.case.reason }} {{ person.called }}")
    person = accompanied(note.case)
    with acting(worker, "care"):
        said = shown.render(Context({"note": note, "person": person}))
        opened = Template("{{ person.called.reveal }}").render(Context({"person": person}))

    assert said.startswith("[sealed]")
    assert SECRET_NAME not in said
    assert opened == SECRET_NAME


def test_template_outside_of_an_access_shows_nothing(note):
    person = accompanied(note.case)

    with pytest.raises(NoAccess):
        Template("{{ person.called.reveal }}").render(Context({"person": person}))


def test_queries_cannot_reach_the_text(note, worker):
    with acting(worker, "care"):
        (value,) = Note.objects.values_list("sections", flat=True)
        with pytest.raises(NoAccess, match="without its row"):
            value.reveal()
        for question in ({"sections": {}}, {"sections__contains": "x"}, {"case__reason": "x"}):
            with pytest.raises(FieldError, match="is sealed"):
                Note.objects.filter(**question).exists()
        for row in ({"sections": {"a": "bare"}}, {"sections": "bare"}):
            with pytest.raises(TypeError), transaction.atomic():
                Note._base_manager.update(**row)
        with pytest.raises(TypeError):
            Note.objects.update(version=2)
    assert Note.objects.filter(sections__isnull=False).count() == 1


def test_deferred_text_opens_later(note, worker):
    with acting(worker, "care"):
        late = Note.objects.defer("sections").get(pk=note.pk)
        assert SECRET_TEXT in str(late.sections.reveal())


def test_saving_other_columns_needs_no_access(case):
    fresh = Case.objects.get(pk=case.pk)
    before = fresh.history.count()

    fresh.save()

    assert fresh.history.count() == before + 1


# --- what lies in the tables -------------------------------------------------------------------


def plain(value):
    return bytes(value) if isinstance(value, memoryview) else value


def test_plaintext_reaches_no_table(note, worker):
    with acting(worker, "care"):
        sections = make_sections(SECRET_TEXT + "2")
        edit_note(note=note, version=1, sections=sections, by=worker, at=NOON)
        assert SECRET_TEXT in text_of(note)

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            held = str([[plain(value) for value in row] for row in cursor])
            for word in (SECRET_TEXT, *SECRET_NAME.split()):
                assert word.casefold() not in held.casefold(), table


def test_nobody_is_nobody():
    assert uuid.UUID(int=0) == NOBODY
