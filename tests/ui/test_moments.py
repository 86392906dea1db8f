"""Dates are said as people say them."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template import engines
from django.utils import translation

from accompaniment.templatetags.moments import machine, moment

HERE = ZoneInfo("America/Chihuahua")
NOW = dt.datetime(2026, 3, 10, 8, 30, tzinfo=HERE)  # a Tuesday


@pytest.fixture(autouse=True)
def clock(settings):
    settings.TIME_ZONE = "America/Chihuahua"
    with time_machine.travel(NOW, tick=False):
        yield


def at(days, hour=10, minute=0):
    return dt.datetime(2026, 3, 10, hour, minute, tzinfo=HERE) + dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("value", "style", "spanish", "english"),
    [
        (at(0), "near", "hoy, 10:00", "today, 10:00"),
        (at(1, 9, 5), "near", "mañana, 9:05", "tomorrow, 9:05"),
        (at(-1, 17), "near", "ayer, 17:00", "yesterday, 17:00"),
        (at(2), "near", "jueves 12 de marzo, 10:00", "Thursday 12 March, 10:00"),
        (at(1, 9), "brief", "mañana, 9:00", "tomorrow, 9:00"),
        (at(2), "brief", "12 mar, 10:00", "12 Mar, 10:00"),
        (at(0), "day", "martes 10 de marzo, 10:00", "Tuesday 10 March, 10:00"),
        (at(-400), "near", "3 de febrero de 2025, 10:00", "3 February 2025, 10:00"),
        (at(0), "full", "10 de marzo de 2026, 10:00", "10 March 2026, 10:00"),
        (at(0), "short", "10 mar, 10:00", "10 Mar, 10:00"),
        (at(-400), "short", "3 feb 2025, 10:00", "3 Feb 2025, 10:00"),
        (at(0, 7, 41), "exact", "10 mar, 07:41:00", "10 Mar, 07:41:00"),
        (at(0), "time", "10:00", "10:00"),
        (at(0), "left", "hoy", "today"),
        (at(7), "left", "en 7 días", "in 7 days"),
        (at(-3), "left", "hace 3 días", "3 days ago"),
        (at(90), "left", "en 3 meses", "in 3 months"),
        (at(-1500), "left", "hace 4 años", "4 years ago"),
        (dt.date(2026, 3, 10), "near", "hoy", "today"),
        (dt.date(2026, 3, 13), "near", "viernes 13 de marzo", "Friday 13 March"),
        (dt.date(2026, 3, 13), "time", "", ""),
        (dt.time(9, 5), "near", "9:05", "9:05"),
        (None, "near", "", ""),
    ],
)
def test_moment_is_said(value, style, spanish, english):
    with translation.override("es"):
        assert moment(value, style) == spanish
    with translation.override("en"):
        assert moment(value, style) == english


def test_day_is_that_of_the_local_clock():
    late = dt.datetime(2026, 3, 11, 4, 0, tzinfo=dt.UTC)  # 22:00 of the 10th in Chihuahua

    with translation.override("es"):
        assert moment(late) == "hoy, 22:00"


def test_unknown_style_is_a_mistake():
    with pytest.raises(KeyError):
        moment(NOW, "soon")


def test_machine_readable_moment_carries_its_zone():
    assert machine(NOW) == "2026-03-10T08:30:00-06:00"
    assert machine(dt.date(2026, 3, 10)) == "2026-03-10"


def render(text, **context):
    return engines["django"].from_string("{% load ui %}" + text).render(context)


def test_when_marks_the_time():
    with translation.override("es"):
        shown = render("{% when value %}", value=dt.date(2026, 3, 11))

    assert shown == '<time datetime="2026-03-11">mañana</time>'


def test_when_says_that_there_is_no_date():
    assert render("{% when None %}") == "—"
    assert render("{% when None empty=x %}", x="<sin fecha>") == "&lt;sin fecha&gt;"
