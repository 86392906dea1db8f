"""Days as people remember them."""

import datetime as dt

import pytest

from cases.said_dates import Precision, SaidDate, heard

TODAY = dt.date(2026, 5, 4)


@pytest.mark.parametrize(
    ("words", "precision", "start", "end"),
    [
        ("primavera de 2011", "SEASON", "2011-03-01", "2011-05-31"),
        ("Spring 2011", "SEASON", "2011-03-01", "2011-05-31"),
        ("en el otoño del 2019", "SEASON", "2019-09-01", "2019-11-30"),
        ("invierno de 2019", "SEASON", "2019-12-01", "2020-02-29"),
        ("2011", "YEAR", "2011-01-01", "2011-12-31"),
        ("en el año 2011", "YEAR", "2011-01-01", "2011-12-31"),
        ("marzo de 2011", "MONTH", "2011-03-01", "2011-03-31"),
        ("March 2011", "MONTH", "2011-03-01", "2011-03-31"),
        ("3/2011", "MONTH", "2011-03-01", "2011-03-31"),
        ("15 de marzo de 2011", "DAY", "2011-03-15", "2011-03-15"),
        ("el 1 de enero del 2020.", "DAY", "2020-01-01", "2020-01-01"),
        ("15/03/2011", "DAY", "2011-03-15", "2011-03-15"),
        ("2011-03-15", "DAY", "2011-03-15", "2011-03-15"),
        ("March 15, 2011", "DAY", "2011-03-15", "2011-03-15"),
        ("hacia 2011", "APPROXIMATE", "2011-01-01", "2011-12-31"),
        ("como en marzo de 2011", "APPROXIMATE", "2011-03-01", "2011-03-31"),
        ("a finales de 2018", "APPROXIMATE", "2018-09-01", "2018-12-31"),
        ("mediados de 2018", "APPROXIMATE", "2018-05-01", "2018-08-31"),
        ("hace 3 años", "APPROXIMATE", "2023-01-01", "2023-12-31"),
        ("hace como 5 meses", "APPROXIMATE", "2025-12-01", "2025-12-31"),
        ("hace 2 semanas", "APPROXIMATE", "2026-04-20", "2026-04-20"),
        ("de 2009 a 2011", "PERIOD", "2009-01-01", "2011-12-31"),
        ("entre marzo y junio de 2011", "PERIOD", "2011-03-01", "2011-06-30"),
        ("from 2009 to 2011", "PERIOD", "2009-01-01", "2011-12-31"),
        ("desde 2009", "ONGOING", "2009-01-01", "2026-05-04"),
        ("desde hace 3 años", "ONGOING", "2023-01-01", "2026-05-04"),
        ("de 2009 a la fecha", "ONGOING", "2009-01-01", "2026-05-04"),
        ("since spring 2011", "ONGOING", "2011-03-01", "2026-05-04"),
    ],
)
def test_words_are_understood_as_far_as_they_go(words, precision, start, end):
    said = heard(words, TODAY)

    found = (said.words, said.precision, said.start.isoformat(), said.end.isoformat())
    assert found == (words, precision, start, end)


@pytest.mark.parametrize(
    "words", ["no recuerdo", "cuando nació mi hija", "31 de febrero de 2011", "99/99/2011", ""]
)
def test_what_cannot_be_placed_is_kept_as_it_was_said(words):
    assert heard(words, TODAY) == SaidDate(words)


def test_who_writes_may_say_how_precise_it_is():
    assert heard("marzo de 2011", TODAY, Precision.APPROXIMATE).precision == "APPROXIMATE"
    assert heard("2011", TODAY, Precision.UNKNOWN).start is None


def test_days_sort_by_what_they_may_mean_and_the_unknown_comes_last():
    said = [heard(w, TODAY) for w in ("quién sabe", "2012", "primavera de 2011", "2011")]

    assert [each.words for each in sorted(said, key=lambda each: each.key)] == [
        "2011",
        "primavera de 2011",
        "2012",
        "quién sabe",
    ]


def test_a_day_comes_back_as_it_was_stored():
    for words in ("primavera de 2011", "quién sabe"):
        said = heard(words, TODAY)
        assert SaidDate.read(said.as_stored()) == said
