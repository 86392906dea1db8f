"""Rules become days as dateutil says, and hours stay on the clock of their place."""

import datetime as dt

import pytest
from dateutil.rrule import FR, MO, SA, SU, TH, TU, WE, WEEKLY, rrule
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groups import closures, recurrence
from groups.recurrence import MOST, BadRule, Rule, TooMany

NAMED = (MO, TU, WE, TH, FR, SA, SU)
days = st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31))
unhurried = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
weekdays = st.sets(st.integers(0, 6), min_size=1, max_size=4)


@unhurried
@given(first=days, on=weekdays, every=st.integers(1, 4), count=st.integers(1, 30))
def test_counted_rule_is_what_dateutil_says(first, on, every, count):
    said = rrule(
        WEEKLY,
        dtstart=dt.datetime.combine(first, dt.time()),
        interval=every,
        byweekday=[NAMED[day] for day in on],
        count=count,
    )

    found = recurrence.days(str(Rule(tuple(on), every, count)), first)

    assert found == [moment.date() for moment in said]


@unhurried
@given(first=days, on=weekdays, length=st.integers(0, 300))
def test_rule_with_an_end_is_what_dateutil_says(first, on, length):
    until = first + dt.timedelta(days=length)
    said = rrule(
        WEEKLY,
        dtstart=dt.datetime.combine(first, dt.time()),
        byweekday=[NAMED[day] for day in on],
        until=dt.datetime.combine(until, dt.time(23, 59)),
    )
    expected = [moment.date() for moment in said]

    if len(expected) > MOST:
        with pytest.raises(TooMany):
            recurrence.days(str(Rule(tuple(on), until=until)), first)
    else:
        assert recurrence.days(str(Rule(tuple(on), until=until)), first) == expected


@unhurried
@given(first=days, count=st.integers(1, 20), shut=st.sets(st.integers(0, 120), max_size=20))
def test_skipped_days_do_not_use_up_the_count(first, count, shut):
    closed = {first + dt.timedelta(days=n) for n in shut}

    found = recurrence.days(str(Rule((1,), count=count)), first, closed.__contains__)

    assert len(found) == count
    assert not closed & set(found)
    assert all(day.weekday() == 1 for day in found)


def test_two_thousand_sessions_are_refused():
    with pytest.raises(TooMany):
        recurrence.days(str(Rule((0, 1, 2, 3, 4), count=2000)), dt.date(2026, 1, 5))
    with pytest.raises(TooMany):
        recurrence.days("FREQ=WEEKLY;BYDAY=MO", dt.date(2026, 1, 5))
    with pytest.raises(TooMany):
        recurrence.days(str(Rule((0,), every=60, count=20)), dt.date(2026, 1, 5))


def test_nonsense_is_no_rule():
    with pytest.raises(BadRule):
        recurrence.days("FREQ=WEEKLY;BYDAY=XX;COUNT=3", dt.date(2026, 1, 5))
    with pytest.raises(BadRule):
        recurrence.days("COUNT=many", dt.date(2026, 1, 5))


def test_the_29th_of_february_recurs_by_weekday():
    found = recurrence.days(str(Rule((1,), count=3)), dt.date(2028, 2, 29))

    assert found == [dt.date(2028, 2, 29), dt.date(2028, 3, 7), dt.date(2028, 3, 14)]


def test_hours_stay_on_the_clock_of_their_city():
    """On 8 March 2026 the clocks of Ciudad Juárez change, and those of Chihuahua do not."""
    on = [dt.date(2026, 3, 3), dt.date(2026, 3, 10)]

    juarez = recurrence.moments(on, dt.time(16), "America/Ciudad_Juarez")
    chihuahua = recurrence.moments(on, dt.time(16), "America/Chihuahua")

    assert [moment.hour for moment in (*juarez, *chihuahua)] == [16] * 4
    assert [moment.astimezone(dt.UTC).hour for moment in juarez] == [23, 22]
    assert [moment.astimezone(dt.UTC).hour for moment in chihuahua] == [22, 22]


def test_an_hour_that_does_not_exist_becomes_the_one_shown():
    found = recurrence.moments([dt.date(2026, 3, 8)], dt.time(2, 30), "America/Ciudad_Juarez")

    assert [moment.strftime("%H:%M") for moment in found] == ["03:30"]


def test_the_house_rests_as_the_law_says_and_as_it_decides():
    asked = closures.closed([(dt.date(2026, 7, 20), dt.date(2026, 7, 31))])

    assert [asked(dt.date(2026, *day)) for day in ((1, 1), (2, 2), (3, 16), (5, 1), (9, 16))] == [
        True,
        True,
        True,
        True,
        True,
    ]
    assert asked(dt.date(2026, 7, 25))
    assert not asked(dt.date(2026, 8, 1))
    assert not asked(dt.date(2026, 2, 5))  # it is kept on the first Monday


def test_holidays_are_named_in_the_language_of_who_reads():
    day = dt.date(2026, 12, 25)
    assert closures.holiday(day) == "Navidad"
    with translation.override("en"):
        assert closures.holiday(day) == "Christmas Day"
        assert (day, "Christmas Day") in closures.of_year(2026)
        assert closures.closed([])(day)
