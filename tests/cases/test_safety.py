"""Nobody is called when it is not safe."""

import dataclasses
import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cases import safety
from cases.actions.people import accompanied
from cases.enums import AggressorAccess, CallSafety, Channel, MessageSafety
from cases.safety import Profile, Why, Window, rule
from tests.factories import NOON, make_contact
from tests.traces import do

BORDER = ("America/Chihuahua", "America/Ciudad_Juarez", "America/Ojinaga")
SAFE = Profile(
    channel=Channel.MOVIL,
    calls=CallSafety.SI,
    aggressor_access=AggressorAccess.NO,
    voicemail=MessageSafety.SI,
    texts=MessageSafety.NEUTRO,
    verified_on=dt.date(2026, 5, 1),
    expires_on=dt.date(2026, 5, 31),
)
TUESDAY = dataclasses.replace(
    SAFE, calls=CallSafety.SOLO_HORARIO, hours=(Window(1, dt.time(10), dt.time(11)),)
)


def local(day, hour, minute=0, zone="America/Chihuahua", month=5):
    return dt.datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo(zone))


def change(profile, **facts):
    return dataclasses.replace(profile, **facts)


def test_nothing_known_means_no():
    said = rule(Profile(channel=Channel.MOVIL), NOON)

    assert (said.may_call, said.why) == (False, Why.NOT_VERIFIED)
    assert (said.texts, said.voicemail, said.hide_number) == ("NO", "NO", True)


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({}, Why.SAFE),
        ({"calls": CallSafety.NO}, Why.NOT_SAFE),
        ({"verified_on": None, "expires_on": None}, Why.NOT_VERIFIED),
        ({"verified_on": dt.date(2026, 5, 20)}, Why.NOT_VERIFIED),
        ({"expires_on": dt.date(2026, 5, 3)}, Why.EXPIRED),
        ({"is_active": False}, Why.RETIRED),
        ({"aggressor_access": AggressorAccess.SI}, Why.AGGRESSOR),
        ({"calls": CallSafety.SOLO_HORARIO}, Why.OUTSIDE_HOURS),
    ],
)
def test_rule_says_why(facts, why):
    said = rule(change(SAFE, **facts), NOON)

    assert said.why == why
    assert said.may_call == (why == Why.SAFE)
    assert said.sentence == str(why.label)


@pytest.mark.parametrize(
    ("at", "may_call"),
    [
        (local(5, 9, 59), False),
        (local(5, 10), True),
        (local(5, 10, 59), True),
        (local(5, 11), False),
        (local(6, 10, 30), False),
    ],
)
def test_hours_begin_and_end(at, may_call):
    assert rule(TUESDAY, at).may_call == may_call


def test_rule_says_until_when_and_when_next():
    assert rule(TUESDAY, local(5, 10, 30)).until == local(5, 11)
    assert rule(TUESDAY, local(5, 11)).next == (local(12, 10), local(12, 11))
    assert rule(TUESDAY, local(27, 8)).next is None  # the verification ends before


def test_hours_after_midnight_belong_to_the_day_they_begin():
    night = change(TUESDAY, hours=(Window(1, dt.time(22), dt.time(2)),))

    assert rule(night, local(5, 23)).until == local(6, 2)
    assert rule(night, local(6, 1, 59)).may_call
    assert not rule(night, local(6, 2)).may_call
    assert not rule(night, local(5, 1)).may_call


def test_border_towns_follow_another_summer_time():
    at = local(5, 10, 30)
    juarez = change(TUESDAY, time_zone="America/Ciudad_Juarez")

    assert rule(TUESDAY, at).may_call
    assert rule(juarez, at).may_call  # both at UTC-6 in May
    winter = {"verified_on": dt.date(2026, 1, 1), "expires_on": dt.date(2026, 1, 31)}
    at = local(6, 10, 30, month=1)  # a Tuesday; UTC-6 here, UTC-7 in Juárez
    assert rule(change(TUESDAY, **winter), at).may_call
    assert not rule(change(juarez, **winter), at).may_call
    assert rule(change(juarez, **winter), at + dt.timedelta(hours=1)).may_call


def test_what_the_aggressor_may_find_is_not_left():
    said = rule(change(TUESDAY, aggressor_access=AggressorAccess.SI), local(5, 10))

    assert said.may_call
    assert (said.texts, said.voicemail) == (MessageSafety.NO, MessageSafety.NO)


@pytest.mark.parametrize(
    "said",
    [
        {},
        None,
        "Tuesday",
        {"weekday": 7, "from": "10:00", "to": "11:00"},
        {"weekday": 1, "from": "10:00", "to": "10:00"},
        {"weekday": 1, "from": "25:00", "to": "11:00"},
        {"weekday": 1, "from": "10:00Z", "to": "11:00"},
        {"weekday": "x", "from": "10:00", "to": "11:00"},
        {"weekday": 1, "from": 10, "to": 11},
    ],
)
def test_hours_that_cannot_be_read_are_no_hours(said):
    assert Window.read(said) is None


moments = st.integers(0, 364 * 24 * 60).map(
    lambda minutes: dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
)
windows = st.builds(
    Window,
    st.integers(0, 6),
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
)
profiles = st.builds(
    Profile,
    channel=st.sampled_from(Channel),
    calls=st.sampled_from(CallSafety),
    aggressor_access=st.sampled_from(AggressorAccess),
    hours=st.lists(windows, max_size=4).map(tuple),
    time_zone=st.sampled_from(BORDER),
    voicemail=st.sampled_from(MessageSafety),
    texts=st.sampled_from(MessageSafety),
    verified_on=st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 1)),
    expires_on=st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    is_active=st.booleans(),
)


def within(window, now):
    """Say the same in another way: minutes of the week on the clock on the person's wall."""
    minute = now.weekday() * 1440 + now.hour * 60 + now.minute
    start = window.weekday * 1440 + window.start.hour * 60 + window.start.minute
    length = (window.end.hour - window.start.hour) * 60 + window.end.minute - window.start.minute
    return (minute - start) % (7 * 1440) < length % 1440


@given(profiles, moments)
def test_outside_of_everything_agreed_nobody_calls(profile, at):
    said = rule(profile, at)
    now = at.astimezone(ZoneInfo(profile.time_zone))

    if said.may_call:
        assert profile.is_active
        assert profile.calls != CallSafety.NO
        assert profile.verified_on <= now.date() <= profile.expires_on
        assert said.until is None or said.until > at
    if profile.expires_on and now.date() > profile.expires_on:
        assert not said.may_call
        assert (said.texts, said.voicemail) == (MessageSafety.NO, MessageSafety.NO)


@given(profiles, moments)
def test_hours_are_those_of_the_wall_clock(profile, at):
    zone = ZoneInfo(profile.time_zone)
    now = at.astimezone(zone)
    days = [(at + dt.timedelta(days=d)).astimezone(zone) for d in (-1, 1)]
    assume(len({each.utcoffset() for each in days}) == 1)  # not the night the clock changes
    profile = change(
        profile,
        calls=CallSafety.SOLO_HORARIO,
        is_active=True,
        verified_on=now.date() - dt.timedelta(days=2),
        expires_on=now.date() + dt.timedelta(days=9),
    )

    wanted = any(within(w, now) for w in profile.hours if w.start != w.end)
    hours = tuple(w for w in profile.hours if w.start != w.end)
    assert rule(change(profile, hours=hours), at).may_call == wanted


@given(profiles, moments)
def test_next_hours_are_still_to_come(profile, at):
    said = rule(profile, at)

    if said.next:
        start, end = said.next
        assert at < start < end
        assert not said.may_call


def test_rule_of_a_stored_contact(case, worker):
    hours = [{"weekday": 1, "from": "10:00", "to": "11:00"}]
    contact = make_contact(accompanied(case), worker, calls=CallSafety.SOLO_HORARIO, hours=hours)
    ask = lambda at, by: safety.rule_for(type(contact).objects.get(), at)  # noqa: E731

    assert do(ask, worker, at=local(5, 10)).why == Why.NOT_VERIFIED
    contact.verified_on, contact.expires_on = dt.date(2026, 5, 4), dt.date(2026, 6, 4)
    contact.save()
    assert do(ask, worker, at=local(5, 10)).why == Why.WITHIN_HOURS
    assert do(ask, worker, at=local(5, 12)).why == Why.OUTSIDE_HOURS
