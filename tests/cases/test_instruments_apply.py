"""Applying instruments: what is kept, what is refused, what may be taken back."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied

from accompaniment.audit.models import Event
from accompaniment.staff.acting import acting
from cases.actions import instruments
from cases.actions.consents import ConsentMissing, NotOfTheCase
from cases.actions.instruments import (
    AgeDoesNotFit,
    AgeUnknown,
    AppliedInFuture,
    NothingAnswered,
    annul_applied,
    apply_instrument,
    discard_applied_draft,
    keep_applied_draft,
    record_external,
    set_cut,
)
from cases.actions.lifecycle import close_case
from cases.actions.people import accompanied, update_person
from cases.actions.refusal import CaseClosed, TextTooLong
from cases.actions.scored import Application
from cases.enums import AgeGroup, ClosingReason
from cases.enums.instruments import Mode
from cases.instruments import Result
from cases.models import Applied, AppliedDraft, ExternalResult, InstrumentCut
from tests import factories
from tests.factories import NOON
from tests.traces import changes, do, everything_said, refusals

DAY = NOON.date()
CALM = dict.fromkeys(range(1, 10), 0)


def said(case, answers=None, instrument="PHQ-9", **facts):
    facts = {"person": accompanied(case), "applied_on": DAY, **facts}
    return Application(instrument=instrument, answers=answers or CALM | {1: 3, 2: 2}, **facts)


def apply(case, worker, answers=None, instrument="PHQ-9", at=NOON, **facts):
    it = said(case, answers, instrument, **facts)
    return do(apply_instrument, worker, case=case, said=it, at=at)


def opened(applied, worker):
    with acting(worker, "care"):
        return applied.answers.reveal(), Result.read(applied.result.reveal())


def test_answers_are_scored_here_and_kept_raw(case, worker):
    applied = apply(case, worker, mode=Mode.PHONE)

    answers, result = opened(applied, worker)
    assert answers == {"given": {str(n): {1: 3, 2: 2}.get(n, 0) for n in range(1, 10)}}
    assert (result.total, result.band) == (5, "mild")
    assert (applied.version, applied.language, applied.mode) == ("1", "es", Mode.PHONE)
    assert (applied.applied_by, applied.is_official, applied.alert) == (worker, False, None)


def test_applying_leaves_exactly_this_trace(case, worker):
    applied = apply(case, worker)

    fields = ["instrument", "version", "language", "mode", "answers", "result"]
    assert changes(1) == [("create", "cases.applied", case.pk, [str(applied.pk)], fields)]
    assert "mild" not in everything_said()


def test_answers_lie_sealed(case, worker):
    apply(case, worker)

    row = Applied.objects.values("answers", "result").get()
    assert str(row["answers"]) == str(row["result"]) == "[sealed]"
    assert b"mild" not in row["result"].blob


def test_sent_twice_it_is_one(case, worker):
    known = uuid.uuid4()

    first = apply(case, worker, applied_id=known)
    second = apply(case, worker, CALM, applied_id=known)

    assert first == second == Applied.objects.get()


def test_an_id_of_another_case_is_refused(case, worker):
    other = factories.make_case(by=worker)
    applied = apply(other, worker)

    with pytest.raises(PermissionDenied):
        apply(case, worker, applied_id=applied.pk)


def test_saving_ends_the_draft(case, worker):
    do(keep_applied_draft, worker, case=case, instrument="PHQ-9", content={"item_1": "3"})

    apply(case, worker)

    assert not AppliedDraft.objects.exists()


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"answers": {}}, NothingAnswered),
        ({"applied_on": DAY + dt.timedelta(days=1)}, AppliedInFuture),
    ],
)
def test_what_is_refused(case, worker, facts, refusal):
    it = Application("PHQ-9", accompanied(case), **{"answers": CALM, "applied_on": DAY, **facts})

    with pytest.raises(refusal):
        do(apply_instrument, worker, case=case, said=it)

    assert not Applied.objects.exists()


def test_a_person_of_another_case_is_refused(case, worker):
    other = factories.make_case(by=worker)

    with pytest.raises(NotOfTheCase):
        apply(case, worker, person=accompanied(other))


def test_a_session_of_another_case_is_refused(case, worker):
    other = factories.make_case(by=worker)
    session = factories.make_session(other, worker)

    with pytest.raises(PermissionDenied):
        apply(case, worker, session=session)


def test_a_session_of_the_case_is_kept(case, worker):
    session = factories.make_session(case, worker)

    assert apply(case, worker, session=session).session == session


def test_a_closed_case_takes_no_answers(case, worker):
    do(close_case, worker, case=case, reason=ClosingReason.DUPLICADO, safety_checked=True)

    with pytest.raises(CaseClosed):
        apply(case, worker)


def test_who_may_not_write_applies_nothing(case, coordinator):
    with pytest.raises(PermissionDenied):
        apply(case, coordinator)

    assert refusals() == [("write cases.case", case.pk)]


def test_consent_is_needed_unless_a_life_may_be_in_danger(worker):
    case = factories.make_case(by=worker, consents=False)

    with pytest.raises(ConsentMissing):
        apply(case, worker)

    assert apply(case, worker, {1: 0, 2: 0, 3: 0, 4: 0}, "ASQ").instrument == "ASQ"


def test_answers_without_trace_are_not_kept(case, worker, monkeypatch):
    def refuse(*args, **facts):
        raise RuntimeError

    monkeypatch.setattr(Event, "save", refuse)

    with pytest.raises(RuntimeError):
        apply(case, worker)

    assert not Applied.objects.exists()


# --- ages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instrument", "answers", "age", "refusal"),
    [
        ("PHQ-9", CALM, {"age_group": AgeGroup.NINEZ}, AgeDoesNotFit),
        ("PHQ-9", CALM, {"age_group": AgeGroup.ADOLESCENCIA}, None),
        ("PCL-5", {1: 1}, {"age_group": AgeGroup.ADOLESCENCIA}, AgeDoesNotFit),
        ("SRQ-20", {1: 1}, {"age_group": AgeGroup.ADOLESCENCIA}, AgeUnknown),
        ("SRQ-20", {1: 1}, {"birth_date": dt.date(2010, 5, 4)}, None),
        ("SRQ-20", {1: 1}, {"birth_date": dt.date(2010, 5, 5)}, AgeDoesNotFit),
        ("SRQ-20", {1: 1}, {"birth_year": 2009}, None),
        ("SRQ-20", {1: 1}, {"birth_year": 2010}, AgeUnknown),  # fifteen or sixteen
        ("WHO-5", {1: 1}, {"age_group": AgeGroup.NINEZ}, AgeUnknown),
        ("GDS-15", {1: 1}, {"birth_year": 1950}, None),
        ("GDS-15", {1: 1}, {"birth_year": 1990}, AgeDoesNotFit),
        ("ASQ", {1: 0, 2: 0, 3: 0, 4: 0}, {"age_group": AgeGroup.NINEZ}, None),
        ("ASQ", {1: 0, 2: 0, 3: 0, 4: 0}, {"birth_year": 2020}, AgeDoesNotFit),
    ],
)
def test_minimum_ages(worker, instrument, answers, age, refusal):
    case = factories.make_case(by=worker, **age)

    if refusal is None:
        assert apply(case, worker, answers, instrument)
        return
    with pytest.raises(refusal) as refused:
        apply(case, worker, answers, instrument)
    assert str(refused.value)


def test_who_is_too_young_is_told_what_else_there_is(worker):
    case = factories.make_case(by=worker, age_group=AgeGroup.NINEZ)

    with pytest.raises(AgeDoesNotFit, match="juego"):
        apply(case, worker)


def test_an_age_nobody_knows_is_asked_for(case, worker):
    person = accompanied(case)
    facts = factories.make_person_facts(age_group=AgeGroup.DESCONOCIDA)
    do(update_person, worker, person=person, facts=facts)

    with pytest.raises(AgeUnknown):
        apply(case, worker)


# --- taken back ------------------------------------------------------------------------------


def test_a_mistake_stays_on_record_and_counts_no_more(case, worker):
    applied = apply(case, worker)

    do(annul_applied, worker, applied=applied, why=" Era de otra persona ")

    applied.refresh_from_db()
    assert (applied.annulled_by, applied.annulled_at) == (worker, NOON)
    with acting(worker, "care"):
        assert applied.annulled_why.reveal() == "Era de otra persona"
    assert not Applied.objects.counting().exists()
    assert changes(1) == [("change", "cases.applied", case.pk, [str(applied.pk)], ["annulled_at"])]


@pytest.mark.parametrize("why", ["", "  "])
def test_a_mistake_says_why(case, worker, why):
    applied = apply(case, worker)

    with pytest.raises(instruments.SayWhy):
        do(annul_applied, worker, applied=applied, why=why)


def test_a_mistake_is_marked_once(case, worker):
    applied = apply(case, worker)
    do(annul_applied, worker, applied=applied, why="Sí")

    with pytest.raises(instruments.AlreadyAnnulled):
        do(annul_applied, worker, applied=applied, why="Otra vez")


def test_who_may_not_write_takes_nothing_back(case, worker, coordinator):
    applied = apply(case, worker)

    with pytest.raises(PermissionDenied):
        do(annul_applied, coordinator, applied=applied, why="No")


# --- results of elsewhere --------------------------------------------------------------------


def external(case, **changes):
    facts = {"person": accompanied(case), "applied_on": DAY, "name": "IES-R", "total": "41"}
    return instruments.ExternalFacts(**{**facts, **changes})


def keep(case, worker, **changes):
    facts = external(case, **changes)
    return do(record_external, worker, case=case, facts=facts, external_id=uuid.uuid4())


def test_a_result_of_elsewhere_is_kept_sealed(case, worker):
    row = keep(case, worker, interpretation="Malestar alto", applied_by="Psic. Elena")

    with acting(worker, "care"):
        assert row.facts.reveal() == {
            "name": "IES-R",
            "total": "41",
            "interpretation": "Malestar alto",
            "applied_by": "Psic. Elena",
        }
    fields = ["applied_on", "facts"]
    assert changes(1) == [("create", "cases.externalresult", case.pk, [str(row.pk)], fields)]
    assert "IES-R" not in everything_said()


def test_a_result_of_elsewhere_sent_twice_is_one(case, worker):
    known = uuid.uuid4()
    for _ in range(2):
        do(record_external, worker, case=case, facts=external(case), external_id=known)

    assert ExternalResult.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"name": " "}, instruments.NameAndResultMissing),
        ({"total": ""}, instruments.NameAndResultMissing),
        ({"applied_on": DAY + dt.timedelta(days=1)}, AppliedInFuture),
        ({"interpretation": "x" * 200_001}, TextTooLong),
    ],
)
def test_results_of_elsewhere_that_are_refused(case, worker, wrong, refusal):
    with pytest.raises(refusal):
        keep(case, worker, **wrong)


def test_who_may_not_write_records_no_result(case, coordinator):
    with pytest.raises(PermissionDenied):
        keep(case, coordinator)


# --- drafts ----------------------------------------------------------------------------------


def test_a_draft_is_its_authors_alone(case, worker):
    colleague = factories.make_member(case.team)
    do(keep_applied_draft, worker, case=case, instrument="PHQ-9", content={"item_1": "1"})
    draft = do(keep_applied_draft, worker, case=case, instrument="PHQ-9", content={"item_1": "2"})

    assert AppliedDraft.objects.count() == 1
    with acting(worker, "care"):
        assert draft.content.reveal() == {"item_1": "2"}
    with pytest.raises(PermissionDenied):
        do(discard_applied_draft, colleague, draft=draft)

    do(discard_applied_draft, worker, draft=draft)
    assert not AppliedDraft.objects.exists()


# --- cut-offs --------------------------------------------------------------------------------


def test_the_coordination_sets_a_cut_off_and_results_keep_theirs(case, worker, coordinator):
    before = apply(case, worker, CALM | {1: 3, 2: 3, 3: 3, 4: 3})
    facts = {"instrument": "PHQ-9", "code": "attention", "source": "Acuerdo del equipo, mayo"}
    do(set_cut, coordinator, point=14, **facts)
    cut = InstrumentCut.objects.get()
    after = apply(case, worker, CALM | {1: 3, 2: 3, 3: 3, 4: 3})

    assert (cut.at, cut.set_by) == (14, coordinator)
    assert [each.at for each in opened(before, worker)[1].reached] == [10]
    assert opened(after, worker)[1].reached == []
    do(set_cut, coordinator, point=12, **facts)
    assert InstrumentCut.objects.get().at == 12


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"point": 28}, instruments.OutsideTheScore),
        ({"point": -1}, instruments.OutsideTheScore),
        ({"source": " "}, instruments.SourceMissing),
    ],
)
def test_cut_offs_that_are_refused(coordinator, wrong, refusal):
    facts = {"instrument": "PHQ-9", "code": "attention", "point": 12, "source": "Acuerdo"}

    with pytest.raises(refusal):
        do(set_cut, coordinator, **{**facts, **wrong})


def test_nobody_else_sets_a_cut_off(worker):
    with pytest.raises(PermissionDenied):
        do(set_cut, worker, instrument="PHQ-9", code="attention", point=12, source="Yo")

    assert not InstrumentCut.objects.exists()
