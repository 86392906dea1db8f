"""Codes that say nothing and forgive how they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import codes


def test_code_is_read_back_however_it_is_typed():
    for _ in range(200):
        code = codes.new_code()
        bare = code.replace("-", "")

        assert len(bare) == 7
        for typed in (
            code,
            code.lower(),
            bare,
            f" {bare[:3]} {bare[3:]} ",
            code.replace("-", "\u2013"),
        ):
            assert codes.parse(typed) == code
        assert codes.parse(bare.replace("0", "O").replace("1", "l")) == code


@pytest.mark.parametrize(
    ("symbols", "check"), [("00000Z", "Z"), ("000010", None), ("000015", "0"), ("00001G", "B")]
)
def test_check_symbol_is_the_rest_of_37(symbols, check):
    assert codes.check_symbol(symbols) == check


@given(st.text(alphabet=codes.ALPHABET, min_size=6, max_size=6), st.integers(0, 5), st.data())
def test_one_wrong_symbol_is_noticed(symbols, place, data):
    check = codes.check_symbol(symbols)
    wrong = data.draw(st.sampled_from([s for s in codes.ALPHABET if s != symbols[place]]))
    typed = symbols[:place] + wrong + symbols[place + 1 :]

    assert check is None or codes.parse(typed + check) is None


@given(st.text())
def test_nonsense_is_no_code(text):
    code = codes.parse(text)

    assert code is None or codes.parse(code) == code


@pytest.mark.parametrize("text", ["", "K7Q", "UUU-UUU-U", "canaria zafiro", "K7Q-M3F-2-9"])
def test_what_is_no_code_is_none(text):
    assert codes.parse(text) is None


def test_pseudonyms_agree_and_do_not_collide():
    assert len(set(codes.PSEUDONYMS)) == 15 * 6
    assert {"Río Claro", "Luna Clara", "Nube Serena", "Sauce Azul"} <= set(codes.PSEUDONYMS)
    assert not {"Luna Claro", "Barranca Alto", "Cerro Nueva"} & set(codes.PSEUDONYMS)
    for _ in range(50):
        assert codes.draw_pseudonym(set(codes.PSEUDONYMS) - {"Río Alto"}) == "Río Alto"


def test_pseudonyms_go_on_when_all_are_taken():
    drawn = codes.draw_pseudonym(codes.PSEUDONYMS)
    assert drawn.endswith(" 2")
    assert drawn[:-2] in codes.PSEUDONYMS

    second = [f"{name} 2" for name in codes.PSEUDONYMS]
    assert codes.draw_pseudonym([*codes.PSEUDONYMS, *second]).endswith(" 3")
