"""Impossible kinship is refused; everything families really are is not."""

import pytest

from cases.kinship import Bond, Tie, Trouble, descendants, trouble, troubles_of_birth, twins
from cases.spans import read


def parent(a, b, **facts):
    facts.setdefault("at_least_as_old", True)
    return Bond(a, b, Tie.PARENT, "parent", **facts)


def couple(a, b, **facts):
    return Bond(a, b, Tie.COUPLE, "couple", **facts)


def sibling(a, b):
    return Bond(a, b, Tie.SIBLING, "sibling")


FAMILY = [parent("abuela", "mamá"), parent("mamá", "hija"), couple("mamá", "papá")]


@pytest.mark.parametrize("tie", list(Tie))
def test_nobody_is_bound_to_oneself(tie):
    assert trouble(Bond("ella", "ella", tie), [], {}) is Trouble.ONESELF


@pytest.mark.parametrize("tie", [Tie.SIBLING, Tie.COUPLE])
def test_a_mutual_bond_is_told_once_from_either_side(tie):
    assert trouble(Bond("b", "a", tie), [Bond("a", "b", tie)], {}) is Trouble.KNOWN


def test_a_bond_with_a_direction_may_exist_both_ways():
    care = Bond("a", "b", Tie.OTHER, "care")

    assert trouble(Bond("b", "a", Tie.OTHER, "care"), [care], {}) is None
    assert trouble(care, [care], {}) is Trouble.KNOWN


def test_nobody_descends_from_herself():
    assert trouble(parent("hija", "mamá"), FAMILY, {}) is Trouble.CYCLE
    assert trouble(parent("hija", "abuela"), FAMILY, {}) is Trouble.CYCLE
    assert descendants("abuela", FAMILY) == {"mamá", "hija"}


@pytest.mark.parametrize(
    ("of_parent", "of_child", "refused"),
    [
        ("1980-05-01", "2005-01-01", False),
        ("1980-05-01", "1979-04-30", True),
        ("1980-05-01", "1980-05-01", True),
        ("1980", "1980-05-01", False),  # nobody can be sure
        ("primavera de 2011", "2010", True),
        ("primavera de 2011", "2011", False),
        ("hacia 1990", "1989", False),
        ("los noventa", "1989", True),
        ("no sabe", "1979", False),
        ("1980", "", False),
    ],
)
def test_a_child_is_not_older_than_its_parent(of_parent, of_child, refused):
    born = {"mamá": read(of_parent), "hija": read(of_child)}

    said = trouble(parent("mamá", "hija"), [], born)

    assert said is (Trouble.TOO_OLD if refused else None)


def test_who_brought_a_child_up_may_be_younger():
    born = {"madrastra": read("1990"), "hijo": read("1985")}

    assert trouble(parent("madrastra", "hijo", at_least_as_old=False), [], born) is None


def test_a_child_has_two_parents_by_birth_and_as_many_others_as_love_it():
    known = [parent("a", "hija", by_birth=True), parent("b", "hija", by_birth=True)]

    assert trouble(parent("c", "hija", by_birth=True), known, {}) is Trouble.THIRD_PARENT
    assert trouble(parent("c", "hija"), known, {}) is None


def test_a_bond_does_not_end_before_it_begins():
    ended = couple("a", "b", since=read("2011"), until=read("2009"))

    assert trouble(ended, [], {}) is Trouble.ENDS_FIRST
    assert trouble(couple("a", "b", since=read("2009"), until=read("2009")), [], {}) is None


def test_a_couple_does_not_begin_before_either_was_born():
    born = {"a": read("1990"), "b": None}

    assert trouble(couple("a", "b", since=read("1989")), [], born) is Trouble.BEFORE_BIRTH
    assert trouble(couple("a", "b", since=read("1990")), [], born) is None


def test_two_marriages_and_two_mothers_are_families():
    known = [couple("mamá", "ex"), parent("mamá", "hija"), parent("ex", "hija")]

    assert trouble(couple("mamá", "otra"), known, {}) is None
    assert trouble(parent("otra", "hija"), known, {}) is None


def test_twins_are_siblings_of_one_day():
    born = {
        "uno": read("2012-03-04"),
        "dos": read("2012-03-04"),
        "tres": read("2012"),
        "cuatro": None,
    }

    assert twins(born, born) == [{"uno", "dos"}]
    assert trouble(sibling("uno", "dos"), [], born) is None


def test_a_birth_told_anew_is_held_against_parents_and_children():
    bonds, born = [parent("mamá", "hija")], {"mamá": read("1980"), "hija": read("2005")}

    assert troubles_of_birth("hija", read("1979"), bonds, born) is Trouble.TOO_OLD
    assert troubles_of_birth("mamá", read("2006"), bonds, born) is Trouble.TOO_OLD
    assert troubles_of_birth("hija", None, bonds, born) is None
    assert troubles_of_birth("hija", read("2004"), bonds, born) is None
