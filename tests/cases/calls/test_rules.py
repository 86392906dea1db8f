"""The pure rules of a first contact: signs, clocks, what is too much, hours of a line."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from cases.calls import hours, triage
from cases.calls.minimum import TooMuch, too_much
from cases.calls.triage import RED, THEMES, Signs, Trigger

NOW = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
HERE = ZoneInfo("America/Chihuahua")
WEEKDAYS = [{"weekday": day, "from": "08:00", "to": "14:00"} for day in range(5)]


@pytest.mark.parametrize("trigger", sorted(RED))
def test_any_red_sign_is_red(trigger):
    assert triage.suggested(Signs.of([trigger]), NOW) == 1
    assert triage.least(Signs.of([trigger]), NOW) == 1


@pytest.mark.parametrize(
    ("signs", "level", "floor"),
    [
        (Signs(), 4, None),
        (Signs.of([Trigger.SEPARACION]), 3, None),
        (Signs.of([Trigger.SEPARACION, Trigger.ACECHO]), 2, None),
        (Signs.of([Trigger.SUICIDIO]), 2, None),
        (Signs.of([Trigger.NNA_VIOLENCIA]), 2, None),
        (Signs(fear=6), 4, None),
        (Signs(fear=7), 2, 2),
        (Signs(violence_at=NOW - 119 * HOUR), 1, 1),
        (Signs(violence_at=NOW - 120 * HOUR), 4, None),
        (Signs(last_seen_at=NOW - 71 * HOUR), 1, 1),
        (Signs(last_seen_at=NOW - 72 * HOUR), 4, None),
        (Signs.of(["NO_SUCH_SIGN"]), 4, None),
    ],
)
def test_level_follows_from_the_signs(signs, level, floor):
    assert (triage.suggested(signs, NOW), triage.least(signs, NOW)) == (level, floor)


def test_every_sign_stands_under_one_theme():
    said = [trigger for group in THEMES.values() for trigger in group]

    assert sorted(said) == sorted(Trigger)


def test_reasons_name_the_red_signs_or_what_there_is():
    red = Signs.of([Trigger.ESCALADA, Trigger.RETENIDA])
    assert triage.reasons(red, NOW) == [str(Trigger.RETENIDA.label)]
    assert triage.reasons(Signs(violence_at=NOW - HOUR), NOW) == [
        str(Trigger.SEXUAL_RECIENTE.label)
    ]
    afraid = Signs.of([Trigger.ACECHO], fear=8)
    fear, sign = triage.reasons(afraid, NOW)
    assert ("8" in fear, sign) == (True, str(Trigger.ACECHO.label))


def test_clocks_run_from_the_moment_itself_across_a_change_of_hour():
    ciudad = ZoneInfo("America/Ciudad_Juarez")
    since = dt.datetime(2026, 3, 7, 20, tzinfo=ciudad)  # the night before summer time

    first, second = triage.clocks(Signs(violence_at=since))

    at = since.astimezone(dt.UTC) + 71 * HOUR
    assert (first.left(at), first.has_passed(at)) == (HOUR, False)
    assert second.left(at) == 49 * HOUR
    assert first.has_passed(at + HOUR)
    assert first.left(at + 9 * HOUR) == dt.timedelta()


@pytest.mark.parametrize(
    ("level", "since", "expected"),
    [
        (1, "2026-05-08T10:00", "2026-05-08T10:00"),
        (2, "2026-05-08T10:00", "2026-05-09T10:00"),
        (3, "2026-05-08T10:00", "2026-05-15T10:00"),  # a Friday
        (3, "2026-05-09T10:00", "2026-05-15T10:00"),  # a Saturday
        (4, "2026-05-04T10:00", "2026-05-25T10:00"),
    ],
)
def test_somebody_acts_within_working_days(level, since, expected):
    begun = dt.datetime.fromisoformat(since).replace(tzinfo=HERE)

    until = triage.act_by(level, begun, HERE)

    assert until == dt.datetime.fromisoformat(expected).replace(tzinfo=HERE)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("mi curp es GOMC900101MCHRRS09", TooMuch.CURP),
        ("gomc 900101 mchrrs09", TooMuch.CURP),
        ("Vivo en la calle Aldama 1203", TooMuch.ADDRESS),
        ("av. Juárez número 12", TooMuch.ADDRESS),
        ("Calle 5 de mayo #22", TooMuch.ADDRESS),
        ("C.P. 31000", TooMuch.ADDRESS),
        ("mi esposo Juan Pérez me pega", TooMuch.AGGRESSOR),
        ("mi ex se llama Ramón Torres Lira", TooMuch.AGGRESSOR),
        ("El agresor: Luis de la Garza", TooMuch.AGGRESSOR),
    ],
)
def test_what_is_too_much_for_now_is_found(text, what):
    assert too_much(text) == [what]


@pytest.mark.parametrize(
    "text",
    [
        "Salí anoche con mis hijos y no sé a dónde ir.",
        "mi ex, que es policía en Ciudad Juárez, me busca",
        "J. P., mi esposo, me pega desde hace 3 meses",
        "me amenazó el 12 de mayo en la calle",
        "vivo en la colonia Centro con 2 hijas",
        "Mi hijo no ha llegado desde ayer a las 7",
        "Lluvia Clara",
    ],
)
def test_what_helps_is_let_through(text):
    assert too_much(text) == []


def test_line_says_until_when_and_from_when():
    monday = dt.datetime(2026, 5, 4, 9, tzinfo=HERE)

    open_now = hours.opening("America/Chihuahua", WEEKDAYS, monday)
    closed = hours.opening("America/Chihuahua", WEEKDAYS, monday.replace(day=8, hour=14))

    assert (open_now.is_open, open_now.until) == (True, monday.replace(hour=14))
    assert (closed.is_open, closed.next) == (False, monday.replace(day=11, hour=8))
    assert hours.opening("America/Chihuahua", [], monday).next is None


@pytest.mark.parametrize(
    ("day", "clocks", "attended"),
    [
        ("2026-03-06", ["08:30", "07:30", "08:30"], [True, False, True]),
        ("2026-03-09", ["08:30", "08:30", "09:30"], [True, True, True]),
        ("2026-11-02", ["08:30", "07:30", "08:30"], [True, False, True]),
    ],
)
def test_three_towns_across_a_change_of_hour(day, clocks, attended):
    """Ciudad Juárez and Ojinaga follow the summer time of their neighbours, Chihuahua does not."""
    at = dt.datetime.fromisoformat(f"{day}T14:30").replace(tzinfo=dt.UTC)

    found = [
        hours.opening(f"America/{town}", WEEKDAYS, at)
        for town in ("Chihuahua", "Ciudad_Juarez", "Ojinaga")
    ]

    assert [f"{opening.now:%H:%M}" for opening in found] == clocks
    assert [opening.is_open for opening in found] == attended
