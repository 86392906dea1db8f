"""The clocks of protection measures, also on the nights on which the hour changes."""

import datetime as dt
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from cases import order_clocks
from cases.enums.protection import MeasureKind, Procedure, System
from cases.order_clocks import ClockKind, Times

JUAREZ, CHIHUAHUA = "America/Ciudad_Juarez", "America/Chihuahua"
HOURS, DAYS = (lambda n: dt.timedelta(hours=n)), (lambda n: dt.timedelta(days=n))


def at(text, zone=CHIHUAHUA):
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def due(times):
    return {clock.kind.value: clock.due_at for clock in order_clocks.clocks(times)}


def test_order_is_issued_within_four_hours():
    asked = at("2026-05-04 10:00")
    (clock,) = order_clocks.clocks(Times(System.ORDEN_PROTECCION, requested_at=asked))

    assert clock.kind == ClockKind.ISSUE
    assert clock.due_at == asked + HOURS(4)
    assert not clock.is_late(asked + HOURS(4))
    assert clock.is_late(asked + HOURS(4) + dt.timedelta(seconds=1))


def test_decision_stops_the_clock_in_time_or_too_late():
    asked = at("2026-05-04 10:00")
    for hours, late in ((3, False), (4, False), (5, True)):
        times = Times(System.ORDEN_PROTECCION, requested_at=asked, decided_at=asked + HOURS(hours))
        (clock,) = order_clocks.clocks(times)
        assert clock.is_late(asked + DAYS(9)) is late


# On 8 March 2026 Ciudad Juárez goes from 2:00 to 3:00; on 1 November from 2:00 back to 1:00.
@pytest.mark.parametrize(
    ("asked", "zone", "local"),
    [
        ("2026-03-08 00:30", JUAREZ, "2026-03-08 05:30"),
        ("2026-03-08 00:30", CHIHUAHUA, "2026-03-08 04:30"),
        ("2026-11-01 00:30", JUAREZ, "2026-11-01 03:30"),
        ("2026-11-01 00:30", CHIHUAHUA, "2026-11-01 04:30"),
    ],
)
def test_four_hours_are_four_hours_whatever_the_wall_says(asked, zone, local):
    asked = at(asked, zone)
    ends = due(Times(System.ORDEN_PROTECCION, zone=zone, requested_at=asked))["ISSUE"]

    assert ends - asked.astimezone(dt.UTC) == HOURS(4)
    assert ends.astimezone(ZoneInfo(zone)).replace(tzinfo=None).isoformat(" ", "minutes") == local


@pytest.mark.parametrize("zone", [JUAREZ, CHIHUAHUA, "America/Ojinaga"])
def test_sixty_and_thirty_days_are_days_of_the_place(zone):
    rules = order_clocks.rules_of(System.ORDEN_PROTECCION)
    granted = at("2026-01-20 23:30", zone)  # already the 21st in UTC; summer time comes on the way

    last = order_clocks.last_day(rules, granted, zone)

    assert last == dt.date(2026, 3, 21)
    assert order_clocks.last_day_extended(rules, last) == dt.date(2026, 4, 20)
    assert order_clocks.end_of(last, zone).astimezone(ZoneInfo(zone)).isoformat()[:16] == (
        "2026-03-22T00:00"
    )


def test_the_same_night_is_another_day_across_the_border_of_hours():
    """In winter Juárez and Chihuahua do not share the hour: nor, near midnight, the day."""
    granted = dt.datetime(2026, 7, 1, 5, 30, tzinfo=dt.UTC)
    rules = order_clocks.rules_of(System.ORDEN_PROTECCION)

    assert order_clocks.last_day(rules, granted, CHIHUAHUA) == dt.date(2026, 8, 29)
    assert order_clocks.last_day(rules, granted, JUAREZ) == dt.date(2026, 8, 29)
    granted += HOURS(1)
    assert order_clocks.last_day(rules, granted, CHIHUAHUA) == dt.date(2026, 8, 30)
    granted = dt.datetime(2026, 12, 1, 6, 30, tzinfo=dt.UTC)
    assert order_clocks.last_day(rules, granted, CHIHUAHUA) == dt.date(2027, 1, 30)
    assert order_clocks.last_day(rules, granted, JUAREZ) == dt.date(2027, 1, 29)


@pytest.mark.parametrize("zone", [JUAREZ, CHIHUAHUA])
def test_six_contacts_each_within_twenty_four_hours(zone):
    granted = at("2026-03-05 18:00", zone)  # the clocks change within these six days in Juárez
    windows = order_clocks.contact_windows(granted)

    assert len(windows) == 6
    assert windows[0][0] == granted
    assert all(ends - begins == HOURS(24) for begins, ends in windows)
    assert all(one[1] == two[0] for one, two in pairwise(windows))
    wall = windows[5][1].astimezone(ZoneInfo(zone))
    assert wall.hour == (19 if zone == JUAREZ else 18)


@pytest.mark.parametrize(
    ("left", "stage"),
    [
        (60, ""), (16, ""), (15, "15"), (14, "15"), (8, "15"), (7, "7"), (6, "7"), (2, "7"),
        (1, "1"), (0, "1"), (-1, "0"), (-40, "0"),
    ],
)  # fmt: skip
def test_reminders_fifteen_seven_and_one_day_before(left, stage):
    today = dt.date(2026, 5, 4)
    assert order_clocks.notice(today + DAYS(left), today) == stage


def test_measure_without_an_end_reminds_of_nothing():
    assert order_clocks.notice(None, dt.date(2026, 5, 4)) == ""


def test_mechanism_in_extraordinary_procedure_has_three_and_nine_hours():
    asked = at("2026-05-04 10:00")
    decided = asked + HOURS(2)
    times = Times(
        System.MECANISMO_FED,
        procedure=Procedure.EXTRAORDINARIO,
        requested_at=asked,
        decided_at=decided,
    )
    assert due(times) == {"ISSUE": asked + HOURS(3), "IMPLEMENT": decided + HOURS(9)}


def test_mechanism_in_ordinary_procedure_counts_days_and_hours():
    asked, decided = at("2026-05-04 10:00"), at("2026-05-12 09:00")
    times = Times(
        System.MECANISMO_FED,
        procedure=Procedure.ORDINARIO,
        requested_at=asked,
        decided_at=decided,
    )
    assert due(times) == {
        "STUDY": at("2026-05-15 00:00"),  # the end of the tenth day after
        "COMMUNICATE": decided + HOURS(72),
        "IMPLEMENT": at("2026-06-12 00:00"),
    }


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (MeasureKind.FRACCIONES_I_III, {"HEARING": at("2026-05-10 00:00")}),
        (MeasureKind.FRACCIONES_IV_X, {}),
    ],
)
def test_hearing_within_five_days_for_the_first_kinds(kind, expected):
    granted = at("2026-05-04 10:00")
    times = Times(System.CNPP_137, kind=kind, requested_at=granted, decided_at=granted)

    assert due(times) == expected
    rules = order_clocks.rules_of(System.CNPP_137)
    assert (rules.days, rules.extension_days) == (60, 30)


def test_denied_measure_has_nothing_left_to_count():
    asked = at("2026-05-04 10:00")
    times = Times(
        System.MECANISMO_FED,
        procedure=Procedure.EXTRAORDINARIO,
        requested_at=asked,
        decided_at=asked + HOURS(1),
        denied=True,
    )
    assert list(due(times)) == ["ISSUE"]


@pytest.mark.parametrize("system", [System.CIDH_MC, System.RED_CIVIL, System.AMPARO_SUSPENSION])
def test_systems_without_hours_of_their_own_have_no_clock(system):
    asked = at("2026-05-04 10:00")
    assert due(Times(system, requested_at=asked, decided_at=asked)) == {}
    assert order_clocks.rules_of(system).days == 0
