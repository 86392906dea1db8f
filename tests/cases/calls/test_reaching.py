"""Calling back: as agreed, on record, and after three failed attempts a second head decides."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from cases.actions.calls import reaching
from cases.actions.calls.frame import CallEnded
from cases.actions.calls.lines import NeedsDecision, NoticeAnswered, answer_notice
from cases.actions.calls.reaching import decide_on_contact, log_attempt
from cases.actions.calls.steps import interrupt_call
from cases.actions.contacts import HoursUnreadable, NumberMissing, TooManyDays, ZoneUnknown
from cases.enums import CallSafety, Channel
from cases.enums.calls import AttemptResult, NoticeKind
from cases.reports.calls.opened import rule_of
from cases.safety import Why
from tests.cases.calls.tools import DAY, HOURS, PHONE, WITHIN, again, agree, make_call
from tests.factories import NOON, make_member
from tests.traces import changes, do, everything_said


@pytest.fixture
def cut(worker):
    """A call that was cut after a way to call back had been agreed."""
    return do(interrupt_call, worker, call=agree(make_call(worker, state="EN_ESCUCHA"), worker))


def attempt(by, call, result=AttemptResult.NO_CONTESTA, at=WITHIN, **facts):
    return do(log_attempt, by, call=call, result=result, at=at, **facts)


def test_profile_is_sealed_and_holds_for_a_month(worker):
    call = agree(make_call(worker), worker, word_help="canary-word")

    assert (call.verified_on, call.expires_on) == (NOON.date(), NOON.date() + 30 * DAY)
    fields = ["profile", "verified_on", "expires_on"]
    assert changes(1) == [("change", "cases.firstcontact", call.pk, [], fields)]
    assert PHONE not in everything_said()
    assert "canary-word" not in everything_said()
    assert call.words.count() == 3  # two words of the alias and a number


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"value": " "}, NumberMissing),
        ({"time_zone": "America/Nowhere"}, ZoneUnknown),
        ({"hours": []}, HoursUnreadable),
        ({"hours": [{"weekday": 9}]}, HoursUnreadable),
    ],
)
def test_profile_without_a_rule_is_refused(worker, facts, refusal):
    call = make_call(worker)
    with pytest.raises(refusal):
        agree(call, worker, **facts)
    assert again(call).profile is None


def test_profile_holds_for_a_limited_time(worker):
    facts = reaching.ContactFacts(channel=Channel.MOVIL, value=PHONE)
    with pytest.raises(TooManyDays):
        do(
            reaching.agree_on_contact, worker,
            call=make_call(worker), facts=facts, version=2, days=400,
        )  # fmt: skip


def test_attempt_within_the_hours_is_on_record(worker, cut):
    made = attempt(worker, cut, message_left=False, words="canary-attempt")

    assert (made.is_safe, made.result, again(cut).state) == (
        True, "NO_CONTESTA", "RECONTACTO_SEGURO",
    )  # fmt: skip
    fields = ["result", "is_safe", "message_left"]
    assert changes(2)[0] == ("create", "cases.callattempt", cut.pk, [str(made.pk)], fields)
    assert "canary-attempt" not in everything_said()


def test_attempt_outside_the_hours_says_why_and_coordination_is_told(worker, cut):
    with pytest.raises(reaching.OutsideWhatIsSafe):
        attempt(worker, cut, at=NOON)
    assert not cut.attempts.exists()
    made = attempt(worker, cut, at=NOON, override="Nos pidió llamar si llovía")

    assert made.is_safe is False
    assert [notice.kind for notice in cut.notices.all()] == [NoticeKind.FUERA_DE_HORARIO]


def test_nobody_calls_where_no_way_was_agreed(worker):
    call = do(interrupt_call, worker, call=make_call(worker, state="EN_ESCUCHA"))
    with pytest.raises(reaching.NoWayAgreed):
        attempt(worker, call, override="urge")


def test_expired_profile_is_not_safe(worker, cut):
    rule = do(lambda by, at: rule_of(again(cut), at), worker, at=WITHIN + 31 * DAY)

    assert (rule.why, rule.may_call) == (Why.EXPIRED, False)


def fail(by, call, *, times=3, start=WITHIN):
    for n in range(times):
        attempt(by, call, at=start + n * DAY)


def test_three_failed_safe_attempts_go_to_coordination_and_close_nothing(worker, cut):
    fail(worker, cut, times=2)
    attempt(worker, cut, at=NOON, override="No cuenta: fue fuera de horario")
    assert not cut.notices.filter(kind=NoticeKind.TRES_INTENTOS).exists()
    fail(worker, cut, times=1, start=WITHIN + 3 * DAY)

    assert cut.notices.filter(kind=NoticeKind.TRES_INTENTOS, answered_at=None).count() == 1
    assert (again(cut).state, again(cut).is_open) == ("RECONTACTO_SEGURO", True)
    with pytest.raises(reaching.CoordinationDecides):
        attempt(worker, cut, at=WITHIN + 5 * DAY)


def test_attempts_before_she_was_reached_count_no_more(worker, cut):
    fail(worker, cut, times=2)
    attempt(worker, cut, AttemptResult.HABLAMOS, at=WITHIN + 3 * DAY)
    do(interrupt_call, worker, call=cut)
    fail(worker, cut, times=2, start=WITHIN + 4 * DAY)

    assert not cut.notices.filter(kind=NoticeKind.TRES_INTENTOS).exists()


def test_coordination_goes_on_or_stops(worker, coordinator, cut):
    fail(worker, cut)
    facts = {"call": cut, "goes_on": True, "reason": "Probar con la hermana"}
    with pytest.raises(PermissionDenied):
        do(decide_on_contact, worker, **facts)
    with pytest.raises(reaching.DecisionNeedsWords):
        do(decide_on_contact, coordinator, **{**facts, "reason": " "})
    do(decide_on_contact, coordinator, at=WITHIN + 3 * DAY, **facts)
    with pytest.raises(reaching.NothingToDecide):
        do(decide_on_contact, coordinator, **facts)
    fail(worker, cut, start=WITHIN + 4 * DAY)
    last = {**facts, "goes_on": False}
    do(decide_on_contact, coordinator, at=WITHIN + 8 * DAY, **last)

    assert (again(cut).state, again(cut).is_open) == ("NO_CONTACTABLE", False)
    with pytest.raises(CallEnded):
        attempt(worker, cut, at=WITHIN + 9 * DAY)


def test_coordination_stops_waiting_where_no_way_was_ever_agreed(worker, coordinator):
    call = do(interrupt_call, worker, call=make_call(worker, state="EN_ESCUCHA"))
    facts = {"call": call, "goes_on": False, "reason": "Un mes sin que volviera a llamar"}
    do(decide_on_contact, coordinator, **facts)

    assert again(call).state == "NO_CONTACTABLE"


def test_word_for_help_tells_coordination(worker, cut):
    attempt(worker, cut, AttemptResult.PALABRA_AYUDA)

    assert cut.notices.get().kind == NoticeKind.ROJO


def test_coordination_says_that_it_has_looked(worker, coordinator, cut):
    attempt(worker, cut, at=NOON, override="Nos pidió llamar si llovía")
    notice = cut.notices.get()
    with pytest.raises(PermissionDenied):
        do(answer_notice, worker, notice=notice)
    do(answer_notice, coordinator, notice=notice)
    assert changes(1) == [("change", "cases.callnotice", cut.pk, [str(notice.pk)], ["answered_at"])]
    with pytest.raises(NoticeAnswered):
        do(answer_notice, coordinator, notice=notice)
    waiting = cut.notices.create(kind=NoticeKind.TRES_INTENTOS, at=NOON, by=worker)
    with pytest.raises(NeedsDecision):
        do(answer_notice, coordinator, notice=waiting)


def test_hours_are_those_of_her_own_town_across_a_change_of_hour(worker):
    """Ten in the morning in Ciudad Juárez is another instant after the second Sunday of March."""
    before = dt.datetime(2026, 3, 6, 16, 30, tzinfo=dt.UTC)  # 9:30 in Ciudad Juárez
    facts = {"hours": HOURS, "calls": CallSafety.SOLO_HORARIO, "at": before}
    juarez = agree(make_call(worker, at=before), worker, time_zone="America/Ciudad_Juarez", **facts)
    chihuahua = agree(make_call(worker, at=before, alias="Río Nuevo"), worker, **facts)

    def may(call, at):
        return do(lambda by, at: rule_of(again(call), at).may_call, worker, at=at)

    assert (may(juarez, before), may(chihuahua, before)) == (False, True)
    after = before + 3 * DAY
    assert (may(juarez, after), may(chihuahua, after)) == (True, True)


def test_who_may_not_listen_logs_no_attempt(team, stranger, cut):
    for by in (stranger, make_member(team, "reception")):
        with pytest.raises(PermissionDenied):
            attempt(by, cut)
