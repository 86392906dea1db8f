"""Dates of any precision, as people say them."""

import datetime as dt

import pytest

from cases.spans import Span, read, years


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2011-03-04", "2011-03-04", "2011-03-04"),
        ("04/03/2011", "2011-03-04", "2011-03-04"),
        ("4 de marzo de 2011", "2011-03-04", "2011-03-04"),
        ("el 1º de mayo de 1994", "1994-05-01", "1994-05-01"),
        ("3 March 2011", "2011-03-03", "2011-03-03"),
        ("2011-03", "2011-03-01", "2011-03-31"),
        ("marzo de 2011", "2011-03-01", "2011-03-31"),
        ("Febrero 2012", "2012-02-01", "2012-02-29"),
        ("primavera de 2011", "2011-03-01", "2011-06-30"),
        ("spring 2011", "2011-03-01", "2011-06-30"),
        ("otoño de 2011", "2011-09-01", "2011-12-31"),
        ("invierno de 2011", "2010-12-01", "2012-03-31"),
        ("a finales de 2011", "2011-08-01", "2011-12-31"),
        ("mediados de 2011", "2011-04-01", "2011-09-30"),
        ("la navidad de 2011", "2011-12-01", "2011-12-31"),
        ("2011", "2011-01-01", "2011-12-31"),
        ("hacia 2011", "2010-01-01", "2012-12-31"),
        ("como en 2011", "2010-01-01", "2012-12-31"),
        ("entre 2009 y 2011", "2009-01-01", "2011-12-31"),
        ("entre marzo de 2009 y mayo de 2011", "2009-03-01", "2011-05-31"),
        ("2009-2011", "2009-01-01", "2011-12-31"),
        ("los noventa", "1990-01-01", "1999-12-31"),
        ("los años 80", "1980-01-01", "1989-12-31"),
        ("falleció en 2011", "2011-01-01", "2011-12-31"),
        ("31 de febrero de 2011", "2011-01-01", "2011-12-31"),
    ],
)
def test_words_become_the_days_they_may_mean(words, first, last):
    assert read(words) == Span(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize("words", ["", "no sabe", "hace mucho", "cuando llegó su tía", "2011-13"])
def test_what_says_no_year_is_no_date(words):
    assert read(words) in {None, Span.of_year(2011)}


def test_years_are_whole():
    assert years(dt.date(2012, 2, 29), dt.date(2013, 2, 28)) == 0
    assert years(dt.date(2012, 2, 29), dt.date(2013, 3, 1)) == 1


def test_age_at_an_event_of_uncertain_date_is_a_range():
    born, event = Span(dt.date(2005, 8, 9), dt.date(2005, 8, 9)), read("2011")

    assert born.years_until(event) == (5, 6)
