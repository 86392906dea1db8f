"""The key ring: wrapping, rotating, checking, shredding."""

import base64
import io
import os

import pytest
from cryptography.exceptions import InvalidTag
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from accompaniment.audit.models import Event
from accompaniment.staff.acting import Service, acting
from accompaniment.vault import keys
from accompaniment.vault.models import DataKey, KeyCheck
from cases.actions.people import accompanied
from cases.models import Note, Person
from tests.factories import NOON, SECRET_TEXT, make_case, make_note
from tests.vault.tools import text_of


def fresh_key():
    return base64.b64encode(os.urandom(32)).decode()


@pytest.fixture
def second(settings):
    """Add a second key-encryption key, as an operator would."""
    keys.check()
    settings.VAULT_KEKS = {**settings.VAULT_KEKS, "2": fresh_key()}
    return settings.VAULT_KEKS["2"]


def rotate():
    out = io.StringIO()
    call_command("rotate_keys", stdout=out)
    return out.getvalue()


def test_rotation_wraps_anew_and_touches_no_text(note, worker, settings, second):
    blobs = {row.pk: bytes(row.sections.blob) for row in Note.objects.all()}
    count = DataKey.objects.count()

    assert f"{count} keys wrapped under key 2" in rotate()

    settings.VAULT_KEKS = {"2": second}
    assert set(DataKey.objects.values_list("kek_id", flat=True)) == {2}
    assert {row.pk: bytes(row.sections.blob) for row in Note.objects.all()} == blobs
    with acting(worker, "care"):
        assert SECRET_TEXT in text_of(note)
    keys.check()


def test_rotation_can_be_repeated_and_is_on_record(note, second):
    rotate()

    assert "0 keys wrapped" in rotate()
    rows = Event.objects.filter(verb="rotate").order_by("seq").values_list("actor", "count")
    assert rows[0] == ("service:rotate_keys", DataKey.objects.count())
    assert rows[1] == ("service:rotate_keys", 0)


def test_new_keys_are_wrapped_under_the_newest(worker, second):
    case = make_case(by=worker)

    assert set(DataKey.objects.filter(root=case.pk).values_list("kek_id", flat=True)) == {2}


def test_wrong_key_opens_nothing(note, worker, settings):
    settings.VAULT_KEKS = {"1": fresh_key()}

    with acting(worker, "care"), pytest.raises(InvalidTag):
        text_of(note)


def test_missing_key_is_said(note, worker, settings):
    settings.VAULT_KEKS = {"7": fresh_key()}

    with acting(worker, "care"), pytest.raises(keys.WrongKey, match="no key number 1"):
        text_of(note)


def test_start_refuses_a_wrong_key_in_a_clear_sentence(settings):
    keys.check()
    settings.VAULT_KEKS = {"1": fresh_key()}

    with pytest.raises(keys.WrongKey) as refusal:
        keys.check()
    assert str(refusal.value) == (
        "Key number 1 in VAULT_KEKS is not the one this database was sealed under. Nothing was "
        "opened. Put the right key file in place and start again."
    )
    with pytest.raises(CommandError, match="Put the right key file in place"):
        call_command("prepare", stdout=io.StringIO())


def test_start_refuses_a_ring_without_the_old_key(settings):
    keys.check()
    settings.VAULT_KEKS = {"2": fresh_key()}

    with pytest.raises(keys.WrongKey, match="has no key number 1"):
        keys.check()


def test_start_remembers_a_new_key_once():
    keys.check()
    keys.check()

    assert KeyCheck.objects.count() == 1


@pytest.mark.parametrize("column", ["root", "compartment", "holder", "uid"])
def test_wrapped_key_fits_its_own_row_only(note, column):
    row = DataKey.objects.filter(root=note.case_id, compartment="clinical").get()
    value = "identity" if column == "compartment" else os.urandom(16)
    setattr(row, column, value if isinstance(value, str) else type(row.uid)(bytes=value))

    with pytest.raises(InvalidTag):
        keys.unwrap(row)


def test_one_key_for_each_compartment(case):
    clinical, identity = DataKey.objects.filter(root=case.pk).order_by("compartment")

    assert (clinical.compartment, identity.compartment) == ("clinical", "identity")
    assert keys.unwrap(clinical) != keys.unwrap(identity)
    with pytest.raises(IntegrityError), transaction.atomic(using="keys"):
        keys.store([keys.made(case.pk, "cases.case", "clinical")[0]])


def test_key_made_twice_at_once_is_one_key(case, worker):
    first, _ = keys.made(case.pk, "cases.case", "author", worker.pk)
    late, _ = keys.made(case.pk, "cases.case", "author", worker.pk)

    assert keys.ensure(first).uid == first.uid
    assert keys.ensure(late).uid == first.uid


def test_shredded_key_is_gone_for_record_and_history(note, worker):
    other = make_note(make_case(by=worker), worker)
    person = accompanied(note.case)

    assert keys.shred(note.case_id, at=NOON) == 2
    assert keys.shred(note.case_id, at=NOON) == 0

    with acting(Service("drill", frozenset({"cases.case", "cases.person"})), "drill"):
        stored = Note.objects.get(pk=note.pk)
        for box in (stored.sections, stored.history.get().sections):
            with pytest.raises(keys.Shredded):
                box.reveal()
        assert SECRET_TEXT in text_of(other)
        assert Person.objects.get(pk=person.pk).called.reveal()  # hers is another root


def test_half_shredded_key_is_refused_by_the_database(case):
    row = DataKey.objects.filter(root=case.pk).first()
    row.wrapped = None

    with pytest.raises(IntegrityError), transaction.atomic(using="keys"):
        row.save()


def test_keys_lie_in_a_database_of_their_own(case, django_assert_num_queries):
    with django_assert_num_queries(0, using="default"):
        DataKey.objects.filter(root=case.pk).count()
    assert DataKey.objects.db == "keys"
