"""The blind index: the same word however it is written, and no word to whoever lacks the key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accompaniment.vault import index


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("lopez", "López"),
        ("LÓPEZ", "lópez"),
        ("nandu", "Ñandú"),
        ("  maria   jose ", "María José"),
        ("jose maria", "María José"),
        ("o'hara", "O\u2019Hara"),
        ("guadalupe", "Guadalupe,"),
        ("cafe\u0301", "café"),
        ("straße", "STRASSE"),
        ("x\u200by", "x y"),
    ],
)
def test_words_are_found_however_they_are_typed(typed, stored):
    assert set(index.asked(typed)) <= index.words(stored)


@pytest.mark.parametrize(("typed", "stored"), [("lope", "López"), ("opez", "López"), ("", "López")])
def test_parts_of_words_find_nothing(typed, stored):
    assert not set(index.asked(typed)) & index.words(stored)


@pytest.mark.parametrize(
    "typed", ["614 000 0101", "(614) 000-0101", "+52 614 000 0101", "6140000101", "52 614 0000101"]
)
def test_numbers_are_found_however_they_are_typed(typed):
    assert set(index.asked(typed)) == index.numbers(["614 000 0101"])


@pytest.mark.parametrize("typed", ["123456", "calle 5 de mayo 1234567", "", "no"])
def test_what_is_no_number_is_asked_as_words(typed):
    assert index.number(typed) is None


def test_words_and_numbers_do_not_meet():
    assert not index.words("6140000101") & index.numbers(["6140000101"])


def test_digest_depends_on_the_key(settings):
    before = index.words("López")
    settings.VAULT_INDEX_KEY = "another"

    assert not before & index.words("López")


def test_digest_holds_no_letter_and_no_length():
    (short,), (long,) = index.words("Eva"), index.words("Guadalupe" * 5)

    assert len(short) == len(long) == 16
    assert b"eva" not in short


def test_question_is_remembered_as_one_digest():
    assert index.question("López María") == index.question("maria  LOPEZ")
    assert len(index.question("López")) == 32


@given(st.text(max_size=200))
def test_any_text_can_be_asked(text):
    words = index.normalise(text)

    assert words == sorted(set(words))
    assert len(words) <= index.LONGEST
    assert all(word == word.strip() and word for word in words)
    assert index.words(text) == {index.digest("word", word) for word in words}
