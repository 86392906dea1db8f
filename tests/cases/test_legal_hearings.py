"""Hearings: the table of their states, accompaniment before, during and after."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from cases.actions import hearings, matters
from cases.actions.hearings import Company, HearingFacts
from cases.actions.team import assign_member
from cases.enums.legal import HearingKind, HearingState
from cases.enums.task import TaskKind
from cases.models import Hearing, Task
from tests import factories, legal
from tests.factories import NOON
from tests.legal import DAY, HOUR
from tests.traces import changes, do, everything_said, refusals

THEN = NOON + 10 * DAY
S = HearingState
SECRET = "canary-after-77b"


@pytest.fixture
def lawyer(case, worker):
    return legal.make_lawyer(case, worker)


@pytest.fixture
def matter(case, lawyer):
    return legal.make_matter(case, lawyer)


@pytest.fixture
def hearing(matter, lawyer):
    return legal.make_hearing(matter, lawyer, place="canary-place")


def hold(hearing, by, *, ended_at=THEN + HOUR, at=THEN + 2 * HOUR, **facts):
    return do(hearings.hold_hearing, by, hearing=hearing, ended_at=ended_at, at=at, **facts)


def defer(hearing, by, **facts):
    return do(hearings.defer_hearing, by, hearing=hearing, **{"reason": "falta de juez", **facts})


def cancel(hearing, by):
    return do(hearings.cancel_hearing, by, hearing=hearing, reason="convenio")


STEPS = {S.CELEBRADA: hold, S.DIFERIDA: defer, S.CANCELADA: cancel}


@pytest.mark.parametrize("before", list(S))
@pytest.mark.parametrize("to", list(STEPS))
def test_only_a_planned_hearing_is_held_deferred_or_cancelled(before, to, hearing, lawyer):
    ended = THEN if before == S.CELEBRADA else None
    Hearing._base_manager.filter(pk=hearing.pk).update(state=before, ended_at=ended)
    if before == S.PROGRAMADA:
        STEPS[to](hearing, lawyer)
        hearing.refresh_from_db()
        assert hearing.state == to
    else:
        with pytest.raises(hearings.HearingNotPlanned):
            STEPS[to](hearing, lawyer)


def test_hearing_is_planned_with_its_trace(case, matter, lawyer):
    hearing = legal.make_hearing(matter, lawyer, place="canary-place", measures="biombo")

    fields = ["starts_at", "kind", "place", "measures"]
    assert changes(1) == [("create", "cases.hearing", case.pk, [str(hearing.pk)], fields)]
    assert "canary" not in everything_said()
    with pytest.raises(hearings.HearingInThePast):
        legal.make_hearing(matter, lawyer, starts_at=NOON - HOUR)
    do(hearings.cancel_hearing, lawyer, hearing=hearing, reason="x")
    do(matters.close_matter, lawyer, matter=matter, outcome="CONVENIO")
    with pytest.raises(matters.MatterClosed):
        legal.make_hearing(matter, lawyer)
    assert Hearing.objects.count() == 1


def test_deferred_hearing_stays_and_the_new_date_follows_it(case, hearing, lawyer, worker):
    company = Company(companion=worker, seat="primera fila", code_word="canary-word")
    do(hearings.accompany_hearing, lawyer, hearing=hearing, company=company)

    following = defer(hearing, lawyer, starts_at=THEN + 7 * DAY)

    hearing.refresh_from_db()
    assert (hearing.state, hearing.starts_at) == (S.DIFERIDA, THEN)
    assert (following.state, following.starts_at) == (S.PROGRAMADA, THEN + 7 * DAY)
    assert (following.follows, following.companion) == (hearing, worker)
    read = lambda by: [following.code_word.reveal(), following.place.reveal()]  # noqa: E731
    following = Hearing.objects.get(pk=following.pk)
    assert do(read, lawyer) == ["canary-word", "canary-place"]
    verbs = [(verb, fields) for verb, _, _, _, fields in changes(2)]
    assert verbs == [("change", ["state", "reason"]), ("create", ["starts_at", "follows"])]


def test_deferral_without_a_date_waits(hearing, lawyer):
    assert defer(hearing, lawyer) == hearing
    assert Hearing.objects.count() == 1


@pytest.mark.parametrize("action", [hearings.defer_hearing, hearings.cancel_hearing])
def test_hearing_that_does_not_take_place_says_why(action, hearing, lawyer):
    with pytest.raises(hearings.WhyMissing):
        do(action, lawyer, hearing=hearing, reason=" ")


def test_new_date_lies_ahead(hearing, lawyer):
    with pytest.raises(hearings.HearingInThePast):
        defer(hearing, lawyer, starts_at=NOON - DAY)
    hearing.refresh_from_db()
    assert hearing.state == S.PROGRAMADA


def test_company_belongs_to_the_case(case, hearing, worker, lawyer, stranger):
    other = factories.make_session(factories.make_case(by=stranger), stranger)
    own = factories.make_session(case, worker)
    agree = lambda **facts: do(  # noqa: E731
        hearings.accompany_hearing, worker, hearing=hearing, company=Company(**facts)
    )
    with pytest.raises(hearings.CompanionNotOfCase):
        agree(companion=stranger)
    with pytest.raises(hearings.SessionOfOtherCase):
        agree(prep_session=other)
    assert agree(companion=lawyer, prep_session=own).companion == lawyer
    assert changes(1)[0][4] == ["prep_session", "companion"]


# --- after: within 48 hours ---------------------------------------------------------------------


def test_held_hearing_asks_for_the_contact_after_it(case, hearing, worker, lawyer):
    held = hold(hearing, lawyer, result="se vincula")

    task = Task.objects.get(about=hearing.pk)
    assert (task.kind, task.assignee) == (TaskKind.HEARING_CONTACT, worker)
    assert task.due_on == dt.date(2026, 5, 16)
    assert hearings.contact_due(held) == THEN + HOUR + 48 * HOUR
    verbs = [c[:2] for c in changes(2)]
    assert verbs == [("change", "cases.hearing"), ("create", "cases.task")]


def test_who_went_with_her_is_asked(case, hearing, worker, lawyer):
    colleague = factories.make_member(case.team)
    do(assign_member, worker, case=case, user=colleague, function="member")
    company = Company(companion=colleague)
    do(hearings.accompany_hearing, worker, hearing=hearing, company=company)
    hold(hearing, lawyer)
    assert Task.objects.get().assignee == colleague


@pytest.mark.parametrize(
    ("ended_at", "at"), [(THEN - HOUR, THEN + HOUR), (THEN + 2 * HOUR, THEN + HOUR)]
)
def test_hearing_ends_after_it_began_and_not_tomorrow(ended_at, at, hearing, lawyer):
    with pytest.raises(hearings.MomentWrong):
        hold(hearing, lawyer, ended_at=ended_at, at=at)
    assert not Task.objects.exists()


def contact(hearing, by, *, contacted_at=THEN + DAY, at=THEN + DAY, **facts):
    facts = {"hearing": hearing, "contacted_at": contacted_at, **facts}
    return do(hearings.record_after_contact, by, at=at, **facts)


def test_contact_after_is_recorded_and_its_words_stay_with_who_accompanies(
    case, hearing, worker, lawyer
):
    with pytest.raises(hearings.HearingNotHeld):
        contact(hearing, worker)
    hold(hearing, lawyer)
    with pytest.raises(hearings.MomentWrong):
        contact(hearing, worker, contacted_at=THEN)

    contact(hearing, worker, words=SECRET)

    assert Task.objects.get().state == "DONE"
    with pytest.raises(hearings.AfterContactOnRecord):
        contact(hearing, worker)
    assert SECRET not in everything_said()
    row = Hearing.objects.get(pk=hearing.pk)
    read = lambda by: row.after_words.reveal()  # noqa: E731
    assert do(read, worker) == SECRET
    with pytest.raises(PermissionDenied):
        do(read, lawyer)


def test_lawyer_does_not_record_how_she_is(hearing, lawyer, case):
    hold(hearing, lawyer)
    with pytest.raises(PermissionDenied):
        contact(hearing, lawyer, words=SECRET)
    assert refusals()[-1] == ("write cases.hearing", case.pk)


@pytest.mark.parametrize("who", ["coordinator", "stranger"])
def test_nobody_else_touches_a_hearing(who, case, matter, hearing, coordinator, stranger):
    by = {"coordinator": coordinator, "stranger": stranger}[who]
    facts = HearingFacts(kind=HearingKind.JUICIO)
    for call in (
        lambda: legal.make_hearing(matter, by),
        lambda: do(hearings.change_hearing, by, hearing=hearing, facts=facts),
        lambda: do(hearings.accompany_hearing, by, hearing=hearing, company=Company()),
        lambda: hold(hearing, by),
        lambda: defer(hearing, by),
        lambda: cancel(hearing, by),
    ):
        with pytest.raises(PermissionDenied):
            call()
    assert [root for _, root in refusals()] == [case.pk] * 6
